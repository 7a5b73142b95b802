"""A plan's targets held against the figures of a scope: which speak of it, and which are reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from gonggu.figures.card import Figure
from gonggu.figures.catalogue import card_of
from gonggu.figures.measure import exact
from gonggu.figures.numbers import with_unit
from gonggu.params import COMPARATORS, NextTarget
from gonggu.scope import Scope

# Figures that count what is done within a year: each year begins at nothing, so that no task is met beforehand.
YEARLY = frozenset(
    (
        *("exits_households", "exits_persons", "reduction_task_persons", "reduction_task_completion"),
        *("funds_total", "funds_integrated", "funds_special", "funds_paid", "toilet_project_funds"),
        *("projects_total", "projects_planned", "projects_completed", "roads_km"),
        *("nrcms_premium_total", "tehuibao_total", "workshop_new_jobs", "workshop_task_completion"),
        *("training_courses_named", "edu_compulsory_persontimes", "edu_compulsory_amount"),
        *("yulu_persontimes", "yulu_amount", "key_industry_funds", "key_industry_projects_done"),
        *("key_industry_beneficiaries", "collective_economy_funds", "coverage_lookback"),
        *("training_persontimes", "training_lessons", "cadre_medical_checks"),
        *("cadres_promoted", "cadres_commended", "relocation_trained", "relocation_training_subsidised"),
        *("visits_leaders", "visits_unit_heads", "visits_township", "visits_households"),
        *("problems_found", "problems_found_rectified"),
    )
)
_COMPARED = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}


@dataclass(frozen=True)
class Held:
    """A target and the figure that it is of, None where the target is only worded."""

    target: NextTarget
    figure: Figure | None

    @property
    def value(self) -> Fraction | None:
        """The figure's exact value; None where it has none, or a public edition withholds it."""
        value = self.figure.measure.value if self.figure else None
        return value if value is None or isinstance(value, Fraction) else exact(value)

    @property
    def goal(self) -> Fraction | None:
        """What is to be reached; None where nobody has filled it in, or it is no number."""
        return None if self.target.value is None else Fraction(self.target.value)

    @property
    def reached(self) -> bool | None:
        """Whether the value is what the target asks for; None where it cannot be told."""
        if self.value is None or self.goal is None:
            return None
        return is_reached(self.value, self.target.comparator, self.goal)

    @property
    def unit(self) -> str:
        """The figure's unit as sentences say it."""
        return self.figure.card.unit.partition("/")[0] if self.figure else ""


def hold(plan: Iterable[NextTarget], figures: Mapping[str, Figure], scope: Scope) -> list[Held]:
    """Those of the plan's targets that speak of the scope, each with its figure.

    UsageError where a target names a figure that does not exist.
    """
    spoken = [target for target in plan if speaks_of(target, scope, figures)]
    return [Held(target, figures.get(target.figure)) for target in spoken]


def speaks_of(target: NextTarget, scope: Scope, figures: Mapping[str, Figure]) -> bool:
    """Plans are the district's: below it only shares, means and extremes compare, and counts of which there is to be none.

    What is measured otherwise below the district does not compare.
    """
    if not target.figure:
        return scope.level == "district"
    card = card_of(target.figure)
    if scope.level == "district":
        return True
    of_parts = not card.additive or asks_for_none(target)
    return of_parts and not card.label_of_part and target.figure in figures


def is_yearly_task(target: NextTarget) -> bool:
    """Whether the target asks for so much to be done within the year, rather than for a level, or for none of a thing."""
    return target.figure in YEARLY and not asks_for_none(target) and target.comparator not in ("<=", "<")


def asks_for_none(target: NextTarget) -> bool:
    """Whether there is to be nothing of what the figure counts."""
    return target.value == 0 and target.comparator in ("=", "<=")


def demanded(target: NextTarget) -> str:
    """What a target asks for: 不低于24人; where there is to be none, of what: 零就业搬迁户为0户. Blank where it is not set."""
    if target.value is None:
        return ""
    card = card_of(target.figure)
    said = with_unit(Fraction(target.value), card.unit.partition("/")[0])
    if asks_for_none(target):
        return f"{'' if card.label == target.wording else card.label}为{said}"
    return f"{COMPARATORS[target.comparator]}{said}"


def is_reached(value: Fraction, comparator: str, goal: Fraction) -> bool:
    """Whether a value is what a target asks for."""
    return bool(_COMPARED[comparator](value, goal))
