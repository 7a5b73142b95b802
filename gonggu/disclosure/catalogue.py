"""What each figure tells of persons and households, and which counts add up to which: the relations an attacker knows.

A quantity is a whole number counted at every place. It is named by a figure (its count), by `figure/n` or `figure/d`
(numerator or denominator of a share or mean), or by `+name` (a count that no figure prints, but that one rests on).
A figure may be shown at a place only where all the quantities that it rests on may. A figure that is not named here
at all is never shown in a public edition.
"""

from collections.abc import Mapping

from gonggu.figures.card import Card
from gonggu.figures.catalogue import CARDS

Quantities = tuple[str, ...]
_LESS = " − "

# What is counted in these units is persons, households, or what happened to one of them.
PROTECTED_UNITS = frozenset({"户", "人", "名", "人次", "人月", "件"})

# The least or greatest of something that belongs to one household or cadre: it is that one's own number, and the
# least of a district is the least of one of its villages, so no number of households behind it makes it safe.
NEVER = frozenset(
    (
        *("exit_income_min", "dibao_max_monthly", "dibao_to_exit_line"),
        *("leader_pairs_min", "cadre_pairs_max", "leaders_per_zone_min"),
    )
)

# Villages, units, projects, problems, courses, funds, and a task that was set: no person or household is counted.
FREE = frozenset(
    (
        *("xiaokang_degree", "poor_villages_exited", "townships", "admin_villages", "backing_units"),
        *("reduction_task_persons", "funds_total", "funds_integrated", "funds_special", "funds_paid"),
        *("funds_payment_rate", "funds_carried_over", "projects_total", "projects_planned"),
        *("projects_completed", "projects_completion_rate", "projects_overdue", "projects_overpaid"),
        *("documents_overcommitted", "roads_km", "culture_centre_coverage", "clinic_coverage"),
        *("service_platform_coverage", "ecommerce_coverage", "grid_upgrade_completion", "coverage_4g"),
        *("coverage_fibre", "toilet_project_funds", "training_courses_named", "key_industry_funds"),
        *("key_industry_projects_done", "collective_economy_funds", "industry_blank_villages"),
        *("collective_income_min", "collective_income_mean", "coverage_leaders_villages"),
        *("coverage_departments_villages", "policy_training_departments", "training_lessons"),
        *("handbook_training_unit_coverage", "problem_aspects", "problems_central_provincial"),
        *("problems_central_rectified", "problems_supervision", "problems_supervision_rectified"),
        *("problems_overdue", "problems_found", "problems_found_rectified", "problems_response_rate"),
    )
)

_INCOME = ("+income_households", "fgt0/d")

# Shares: numerator and denominator. What the one leaves of the other is a count, too, and protected like it.
SHARES: Mapping[str, tuple[str, str]] = {
    "poverty_rate": ("unexited_persons", "poverty_rate/d"),
    "poverty_rate_base": ("poverty_rate_base/n", "poverty_rate_base/d"),
    "exit_standard_met": ("exit_standard_met/n", "exits_persons"),
    "nrcms_full_subsidy": ("nrcms_full_subsidy/n", "registered_persons"),
    "medical_coverage": ("medical_coverage/n", "registered_persons"),
    "edu_aid_coverage": ("edu_aid_coverage/n", "edu_aid_coverage/d"),
    "dilapidated_housing_completion": (
        "dilapidated_housing_completion/n",
        "dilapidated_housing_completion/d",
    ),
    "attendance_compliance": ("attendance_compliance/n", "attendance_compliance/d"),
    "coverage_household_pairing": ("coverage_household_pairing/n", "registered_households"),
    "coverage_lookback": ("coverage_lookback/n", "registered_households"),
    "cadre_insured_rate": ("cadre_insured_rate/n", "stationed_cadres"),
    "relocation_industry_coverage": ("relocation_industry_coverage/n", "relocation_households"),
    "relocation_helper_coverage": ("relocation_helper_coverage/n", "relocation_households"),
    "relocation_moved_in": ("relocation_moved_in/n", "relocation_households"),
    "relocation_old_house_cleared": ("relocation_old_house_cleared/n", "relocation_households"),
    "relocation_medical_coverage": ("relocation_medical_coverage/n", "relocation_persons"),
    "relocation_employment_rate": ("relocation_employed", "relocation_labour"),
    "unexited_plan_coverage": ("unexited_plan_coverage/n", "unexited_households"),
    "fgt0": ("persons_below_line", "fgt0/d"),
    "mpi_headcount": ("mpi_headcount/n", "fgt0/d"),
}

# Amounts, means and indices, with the counts of those whom they speak of.
RESTING: Mapping[str, Quantities] = {
    "stationed_villages": ("stationed_villages", "stationed_cadres"),
    "stationed_coverage": ("stationed_villages", "stationed_cadres"),
    "reduction_task_completion": ("exits_persons",),
    "workshop_task_completion": ("workshop_new_jobs",),
    "nrcms_premium_total": ("insured_persons", "+premiums_not_full"),
    "tehuibao_total": ("tehuibao_persons",),
    "tehuibao_unit_premium": ("tehuibao_persons",),
    "inpatient_reimbursement_rate": ("+inpatients",),
    "forest_ranger_wage": ("forest_rangers", "forest_ranger_wage/d"),
    "edu_compulsory_amount": ("edu_compulsory_persontimes",),
    "yulu_amount": ("yulu_persontimes", "+yulu_not_in_full"),
    "yulu_paid_rate": ("yulu_persontimes", "+yulu_not_in_full"),
    **dict.fromkeys(
        (
            *("income_per_head", "income_median", "gini", "income_share_wages", "income_share_business"),
            *("income_share_property", "income_share_transfers"),
        ),
        _INCOME,
    ),
    "income_per_head_exited": (*_INCOME, "income_per_head_exited/d", "+income_exited_households"),
    **dict.fromkeys(("fgt1", "fgt2"), (*_INCOME, "persons_below_line", "+poor_households")),
    **dict.fromkeys(("mpi_intensity", "mpi"), ("fgt0/d", "mpi_headcount/n", "+further_deprivations")),
}

# Which quantities are parts of which; what the named parts leave of the whole is a quantity of its own.
# The shares above are such relations, too.
_PARTS: tuple[tuple[str, Quantities], ...] = (
    ("registered_households", ("unexited_households", "exits_households")),
    ("registered_households", ("households_unvisited",)),
    ("registered_households", ("dilapidated_housing_completion/d",)),
    ("registered_households", ("+income_households",)),
    ("registered_households", ("relocation_households",)),
    ("registered_persons", ("unexited_persons", "exits_persons")),
    ("registered_persons", ("dropouts",)),
    ("registered_persons", ("edu_aid_coverage/d",)),
    ("registered_persons", ("fgt0/d",)),
    ("registered_persons", ("relocation_persons",)),
    # Those insured who are on the register no more; of 特惠保 it is told by the register itself.
    ("insured_persons", ("medical_coverage/n",)),
    ("tehuibao_persons", ("registered_persons",)),
    ("unexited_persons", ("returned_persons",)),
    ("dropouts", ("relocation_dropouts",)),
    ("stationed_cadres", ("cadre_medical_checks",)),
    ("stationed_cadres", ("stationed_villages",)),
    ("attendance_compliance/d", ("attendance_compliance/n", "attendance_shortfalls")),
    ("forest_ranger_wage/d", ("forest_rangers",)),
    ("yulu_persontimes", ("+yulu_not_in_full",)),
    ("+income_households", ("+income_exited_households",)),
    ("+income_households", ("+poor_households",)),
    ("fgt0/d", ("persons_below_line", "persons_near_line")),
    ("fgt0/d", ("income_per_head_exited/d",)),
    ("mpi_headcount/n", ("persons_below_line",)),
    ("relocation_households", ("relocation_zero_employment_households",)),
    ("relocation_households", ("relocation_student_households",)),
    ("relocation_households", ("relocation_dibao_households",)),
    ("relocation_households", ("relocation_oversized",)),
    ("relocation_persons", ("relocation_labour",)),
    ("relocation_persons", ("relocation_students",)),
    ("relocation_persons", ("relocation_dropouts",)),
    ("relocation_persons", ("relocation_dibao_persons",)),
    (
        "relocation_employed",
        (
            *("relocation_emp_unit", "relocation_emp_flexible", "relocation_emp_self"),
            *("relocation_emp_workshop", "relocation_emp_post"),
        ),
    ),
    ("relocation_persons", ("relocation_trained",)),
    ("relocation_trained", ("relocation_training_subsidised",)),
)

# Villages, not persons: withheld only where a number of cadres could be told from them.
NOT_PERSONS = frozenset({"stationed_villages"})
# Of one village it is known that it is one: what is told there is whether any cadre is posted to it.
NOT_OF_A_VILLAGE = NOT_PERSONS


# Who is insured is nearly who is registered: of the two this is the one that a reader can do without.
NEARLY_THE_REGISTER = frozenset({"insured_persons", "tehuibao_persons"})


def relations() -> tuple[tuple[str, Quantities], ...]:
    """Every whole with parts of it that do not overlap."""
    shares = tuple((whole, (part,)) for part, whole in SHARES.values())
    return tuple(dict.fromkeys((*_PARTS, *shares)))


_WHOLES = frozenset(whole for whole, _ in relations())


def rests_on(card: Card) -> Quantities | None:
    """The quantities that the figure tells of; none where it tells of no person, None where it is never shown."""
    if card.id in FREE:
        return ()
    if card.id in NEVER:
        return None
    if card.id in SHARES:
        return SHARES[card.id]
    if card.id in RESTING:
        return RESTING[card.id]
    return (card.id,) if card.unit in PROTECTED_UNITS else None


def quantities() -> Quantities:
    """Every quantity that a figure rests on, in the report's order."""
    named = (quantity for card in CARDS for quantity in rests_on(card) or ())
    return tuple(dict.fromkeys(named))


def worth(quantity: str) -> int:
    """How much is lost with a quantity, from 0: what nobody prints, what another tells almost, parts, wholes."""
    if _LESS in quantity:
        return 0
    if quantity in NEARLY_THE_REGISTER:
        return 1
    return 3 if quantity in _WHOLES else 2


def remainder(whole: str, parts: Quantities) -> str:
    """The name of what the parts leave of the whole."""
    return _LESS.join((whole, *parts))


def counts_persons(quantity: str) -> bool:
    """Whether the quantity counts persons, households or what happened to one, so that a small one is withheld."""
    return quantity not in NOT_PERSONS
