"""What each year of the sample district must add up to; 2019 is the one that a printed report is known of."""

from dataclasses import replace

from gonggu.errors import UsageError
from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.plan import Plan

FIRST, KNOWN, LAST = 2018, 2019, 2030


def plans_of(year: int, villages: int) -> tuple[Plan, AdminPlan]:
    """The year's plans for a district of so many villages; UsageError where the sample does not reach."""
    if not FIRST <= year <= LAST:
        raise UsageError(f"示例区有 {FIRST} 至 {LAST} 年，没有 {year} 年。")
    people, offices = Plan(), AdminPlan()
    if year < KNOWN:
        people, offices = _before(people, offices)
    elif year > KNOWN:
        people, offices = _after(people, offices, year)
    return people.scaled(villages), offices.scaled(villages)


def _before(people: Plan, offices: AdminPlan) -> tuple[Plan, AdminPlan]:
    """2018: less money, many still to be visited; all of its projects are paid for in the year."""
    people = replace(
        people,
        compulsory_rows=862,
        compulsory_amount=355_900,
        yulu_rows=171,
        inpatient_rate=86.4,
        transferred_in=2,
    )
    return people, replace(
        offices,
        funds_integrated=19_864_000,
        funds_special=20_151_800,
        projects=43,
        key_industry_beneficiaries=96,
        promoted=3,
        commended=8,
        attendance_shortfalls=21,
        visits_leaders=488,
        visits_unit_heads=1_163,
        visits_township=1_046,
        visits_households=5_012,
        problems_central=4,
        problems_provincial=5,
        problems_supervision=17,
        problems_found=356,
        policy_attendances=968,
        skill_attendances=58,
        other_trainees=46,
        villages_on=4,
        all_accepted=True,
        window=("05-07", "11-30"),
    )


def _after(people: Plan, offices: AdminPlan, year: int) -> tuple[Plan, AdminPlan]:
    """2020 and later. What the 2019 report planned for 2020 is answered so, on purpose:

    met: 24 persons leave poverty; those who have left it have more than 5,000 元 a head; the headcount is at most
    0.02 %. Not met: one household of three falls back; the poorest village's collective income stays below 5 万元.
    """
    first = year == KNOWN + 1
    people = replace(
        people,
        # Nobody is turned away: as many as the schools have.
        compulsory_rows=824,
        compulsory_amount=340_650,
        yulu_rows=600,
        inpatient_rate=90.2,
        rangers=42,
        workshop_new=6,
        returned=1 if first else 0,
        poorest_village_growth=1.32 if first else 1.35,
    )
    return people, replace(
        offices,
        funds_integrated=23_105_600,
        funds_special=25_870_000,
        projects=44,
        key_industry_beneficiaries=128,
        stationed_replaced=4,
        promoted=6,
        commended=14,
        attendance_shortfalls=6,
        visits_leaders=702,
        visits_unit_heads=1_538,
        visits_township=1_331,
        visits_households=6_703,
        problems_central=5,
        problems_provincial=4,
        problems_supervision=12,
        problems_found=288,
        policy_attendances=1_104,
        skill_attendances=82,
        relocated_trainees=4,
        other_trainees=64,
        villages_on=8 + 4 * (year - KNOWN - 1),
        window=("03-02", "11-20"),
    )
