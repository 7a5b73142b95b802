"""What the administration of the sample district must add up to."""

from dataclasses import dataclass, replace

_COUNTS = (
    "funds_integrated",
    "funds_special",
    "projects",
    "key_industry_beneficiaries",
    "stationed",
    "stationed_replaced",
    "leaders",
    "backing_units",
    "promoted",
    "commended",
    "attendance_shortfalls",
    "visits_leaders",
    "visits_unit_heads",
    "visits_township",
    "visits_households",
    "problems_central",
    "problems_provincial",
    "problems_supervision",
    "problems_found",
    "policy_attendances",
    "skill_attendances",
    "relocated_trainees",
    "other_trainees",
)


@dataclass(frozen=True)
class AdminPlan:
    """Totals that the year must show: money in 元, all else counts of rows, cadres or persons."""

    villages: int = 15
    funds_integrated: int = 22_487_300
    funds_special: int = 24_302_620
    projects: int = 47
    key_industry_beneficiaries: int = 112  # persons
    stationed: int = 39  # in post at year-end
    stationed_replaced: int = 3  # left in the year, each with a successor
    leaders: int = 31
    leader_pairs: int = 3  # households a leader, a rule: the same at any size
    backing_units: int = 72
    township_members: int = 11  # leading body of one township
    promoted: int = 5
    commended: int = 11
    attendance_shortfalls: int = 9  # cadre-months below either rule
    visits_leaders: int = 635  # the four teams, in the window
    visits_unit_heads: int = 1_472
    visits_township: int = 1_284
    visits_households: int = 6_154
    visits_outside_share: float = 0.25  # visits of the rest of the year / those in the window
    problems_central: int = 6
    problems_provincial: int = 7
    problems_supervision: int = 22
    problems_found: int = 437
    policy_attendances: int = 1_236
    skill_attendances: int = 75
    relocated_trainees: int = 2
    other_trainees: int = 60
    villages_on: int = 0  # how many villages on from the written table the projects lie
    all_accepted: bool = False  # nothing is left of the year's projects for the next
    window: tuple[str, str] = ("06-05", "11-12")  # of the four teams' action, MM-DD

    def scaled(self, villages: int) -> "AdminPlan":
        """The same administration for another number of villages: every count in proportion, none below one."""
        if villages < 1:
            raise ValueError(f"a district has at least one village, not {villages}")
        share = villages / self.villages
        counts = {name: max(1, round(getattr(self, name) * share)) for name in _COUNTS}
        # Every village has a team of at least two, a leader and a unit, however the shares round.
        counts["stationed"] = max(counts["stationed"], 2 * villages)
        counts["stationed_replaced"] = min(counts["stationed_replaced"], counts["stationed"])
        return replace(self, villages=villages, **counts)
