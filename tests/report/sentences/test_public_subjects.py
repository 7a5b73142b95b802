"""A sentence of a public edition keeps its subject whatever clause before it is withheld."""

import re
from dataclasses import replace
from importlib import import_module

import pytest

from gonggu.figures.catalogue import CARDS
from tests.report.sentences.scene import (
    EAST,
    Case,
    Scene,
    assert_said,
    lines_in,
    part_of,
    put,
)
from tests.report.sentences.test_cadres import CADRES
from tests.report.sentences.test_relocation import MOVED
from tests.worked_ledgers import net_incomes

JOBS = """
    户编号 | 人编号 | 就业方式 | 上岗日期
    H1 | P1 | 单位就业 | 2020-01-01
    H2 | P2 | 灵活就业 | 2020-01-01
"""
HOMES = ("relocation_households", "relocation_persons")
HOUSES = Scene("relocation", (*HOMES, "relocation_moved_in", "relocation_oversized"), MOVED)
WORKING = Scene(
    "relocation",
    (
        *("relocation_labour", "relocation_employed", "relocation_employment_rate"),
        *("relocation_emp_unit", "relocation_emp_flexible"),
    ),
    {**MOVED, "就业": JOBS},
)
SCHOOL = Scene(
    "relocation",
    ("relocation_persons", "relocation_students", "relocation_student_households", "relocation_dropouts"),
    MOVED,
)
COVERED = Scene(
    "relocation",
    ("relocation_medical_coverage", "relocation_dibao_persons", "relocation_dibao_households"),
    MOVED,
)
PAIRED = Scene("relocation", ("relocation_industry_coverage", "relocation_helper_coverage"), MOVED)
CASES: list[Case] = [
    HOUSES.case("集中安置的易地搬迁户中，都已入住，没有人均安置面积超标的户。", withheld=HOMES),
    WORKING.case(
        "搬迁人口中有劳动力2人，就业方式中可以公布的有单位就业1人、灵活就业1人。",
        withheld=("relocation_employed", "relocation_employment_rate"),
    ),
    WORKING.case(
        "搬迁人口年末就业2人，其中单位就业1人、灵活就业1人。",
        withheld=("relocation_labour", "relocation_employment_rate"),
    ),
    SCHOOL.case(
        "搬迁人口中没有人失学辍学。",
        withheld=("relocation_persons", "relocation_students", "relocation_student_households"),
    ),
    SCHOOL.case(
        "搬迁人口中在校（含幼儿园）学生1名，没有人失学辍学。",
        withheld=("relocation_persons", "relocation_student_households"),
    ),
    COVERED.case("搬迁人口中没有享受农村低保的。", EAST, withheld=("relocation_medical_coverage",)),
    PAIRED.case("搬迁户全部2户都有帮扶责任人。", withheld=("relocation_industry_coverage",)),
    PAIRED.case(
        "搬迁户有帮扶责任人的为1/2户（50%）。",
        withheld=("relocation_industry_coverage",),
        易地搬迁=put(
            MOVED["易地搬迁"],
            (
                "西溪村 | 云水小区 | 集中安置 | 30 | 2019-01-01 | 是 | 务工 | C1",
                "西溪村 | 云水小区 | 集中安置 | 30 | 2019-01-01 | 是 | 务工 |",
            ),
        ),
    ),
    SCHOOL.case(
        "搬迁人口中失学辍学1人。",
        withheld=("relocation_persons", "relocation_students", "relocation_student_households"),
        贫困人口=put(MOVED["贫困人口"], ("P2 | 否", "P2 | 是")),
    ),
    SCHOOL.case(
        "搬迁人口中没有标明失学辍学的，但有人没有填写。",
        withheld=("relocation_persons", "relocation_students", "relocation_student_households"),
        贫困人口=put(MOVED["贫困人口"], ("P2 | 否", "P2 | ")),
    ),
    COVERED.case(
        "搬迁人口享受农村低保1户、1人。",
        withheld=("relocation_medical_coverage",),
        兜底保障="户编号 | 人编号 | 保障类别 | 起始日期\nH1 | P1 | 农村低保 | 2020-01-01",
    ),
    Scene(
        "cadres", ("stationed_cadres", "cadre_medical_checks", "cadre_insured_rate"), {"帮扶干部": CADRES}
    ).case("年末在任的驻村工作队员3名，全部3名都有意外伤害保险。", withheld=("cadre_medical_checks",)),
    Scene("cadres", ("cadres_promoted", "cadres_commended"), {"帮扶干部": CADRES}).case(
        "全年表彰帮扶干部2人。", withheld=("cadres_promoted",)
    ),
    Scene(
        "income",
        ("income_per_head", "persons_below_line", "persons_near_line"),
        {"家庭收入": net_incomes(H1="5000", H2="90000", H3="90000")},
        whole=False,
    ).case("家庭人均纯收入处在脱贫线与其1.4倍之间的有1人。", withheld=("persons_below_line",)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_public_subjects(case: Case) -> None:
    assert_said(case)


# A sentence that begins so speaks of whatever stood before it.
DANGLING = re.compile(
    r"(?:^其中|(?:^|[。：])(?:没有人|没有享受|没有人均|都|已入住|参加|享受|有帮扶|有意外|有劳动力的户|年末就业|处在|这些人|来自|由财政|表彰|不足的|失学))"
)
SPOKEN = ("relocation", "cadres", "income", "livelihood", "overview", "stationing", "teams", "mechanism")


@pytest.mark.slow
@pytest.mark.parametrize("part", SPOKEN)
def test_no_sentence_begins_without_its_subject_whatever_is_withheld(part: str) -> None:
    cases: list[Case] = import_module(f"tests.report.sentences.test_{part}").CASES
    for case in cases[:12]:
        figures = [card.id for card in CARDS if card.section in case.figures or card.id in case.figures]
        for withheld in figures:
            lines = lines_in(part_of(replace(case, withheld=(withheld,))))
            assert [line for line in lines if DANGLING.search(line)] == [], withheld
