"""What the people of the sample district must add up to."""

from dataclasses import dataclass, replace

_COUNTS = (
    "poor_villages",
    "rural_population",
    "households",
    "persons",
    "relocated",
    "dispersed",
    "exits",
    "unexited",
    "left_before_payment",
    "left_after_payment",
    "married_in",
    "transferred_in",
    "births",
    "died_out",
    "rangers",
    "public_posts",
    "workshop_new",
    "workshop_old",
    "compulsory_rows",
    "yulu_rows",
    "social_floor",
)
_VILLAGES = 15
_VILLAGES_PER_TOWNSHIP = 7.5


@dataclass(frozen=True)
class Plan:
    """Totals that the year must show: households and persons are counts, money is in 元, rates are in per cent."""

    villages: int = _VILLAGES
    townships: int = 2
    poor_villages: int = 7
    rural_population: int = 20_000
    households: int = 1_285
    persons: int = 3_495
    relocated: int = 42  # households of the resettlement site
    dispersed: int = 6  # households resettled elsewhere
    exits: int = 7  # households that exit in the year
    unexited: int = 12  # households
    base_rate: float = 20.1  # poverty headcount at the end of the base year
    left_before_payment: int = 14  # persons who leave before the insurance premium is paid
    left_after_payment: int = 11
    married_in: int = 5
    transferred_in: int = 3
    births: int = 9  # of a later year; those of the first follow from the households' make-up
    died_out: int = 2  # households whose only member dies
    poorest_village_growth: float = 1.25  # collective income of the poorest village / a year before
    returned: int = 0  # households that fall back into poverty
    rangers: int = 40
    public_posts: int = 38  # public-welfare posts of households that were not relocated
    workshop_new: int = 5  # persons who begin in a workshop in the year
    workshop_old: int = 8
    compulsory_rows: int = 839
    compulsory_amount: int = 346_600
    yulu_rows: int = 198
    social_floor: int = 108
    inpatient_rate: float = 89.0

    def scaled(self, villages: int) -> "Plan":
        """The same district with another number of villages: every count in proportion, none below one."""
        if villages < 1:
            raise ValueError(f"a district has at least one village, not {villages}")
        share = villages / self.villages
        counts = {name: max(1, round(getattr(self, name) * share)) for name in _COUNTS}
        townships = self.townships if share == 1 else max(1, round(villages / _VILLAGES_PER_TOWNSHIP))
        # Half-year aid is paid in steps of 50 元, so the total must be one too.
        amount = round(self.compulsory_amount * counts["compulsory_rows"] / self.compulsory_rows / 50) * 50
        return replace(self, villages=villages, townships=townships, compulsory_amount=amount, **counts)
