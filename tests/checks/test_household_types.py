"""Findings about causes, types of household and benefits, each at its exact cell, and what is none."""

import pytest

from tests.checks.drawn_books import aged, expected_of, found

CAUSES = "户编号 | 家庭人口 | 主要致贫原因 | 其他致贫原因"
MEMBERS = "户编号 | 人编号 | 证件号码 | 在校生状况 | 健康状况 | 劳动能力"
WELL = f"{MEMBERS}\nH1 | P1 | {aged(50)} | 非在校生 | 健康 | 普通劳动力\nH1 | P2 | {aged(9)} | 非在校生 | 健康 | 无劳动力"


@pytest.mark.parametrize(
    ("check", "cause", "explained"),
    [
        ("cause_illness", "因病", WELL.replace("健康 | 无", "长期慢性病 | 无")),
        ("cause_disability", "因残", WELL.replace("健康 | 无", "残疾 | 无")),
        ("cause_disability", "因残", WELL.replace(aged(9), f"{aged(9)}43")),
        ("cause_school", "因学", WELL.replace("非在校生 | 健康 | 无", "小学 | 健康 | 无")),
    ],
)
def test_a_cause_that_no_member_bears_out_is_found_and_one_that_a_member_explains_is_not(
    check: str, cause: str, explained: str
) -> None:
    homes = f"{CAUSES}\nH1 | 2 | {cause} | "
    assert found(check, 贫困户=homes, 贫困人口=WELL) == [f"贫困户 C2 {cause}"]
    assert found(check, 贫困户=homes, 贫困人口=explained) == []


@pytest.mark.parametrize(
    ("check", "cause", "blank"),
    [
        ("cause_illness", "因病", "非在校生 |  | 无劳动力"),
        ("cause_disability", "因残", "非在校生 |  | 无劳动力"),
        ("cause_school", "因学", " | 健康 | 无劳动力"),
    ],
)
def test_a_member_of_whom_it_is_not_known_may_be_the_cause(check: str, cause: str, blank: str) -> None:
    homes = f"{CAUSES}\nH1 | 2 | {cause} | "
    unknown = WELL.replace("非在校生 | 健康 | 无劳动力", blank)
    assert found(check, 贫困户=homes, 贫困人口=unknown) == []


def test_the_same_cause_twice_is_found_and_two_causes_or_a_blank_one_are_not() -> None:
    homes = f"{CAUSES}\nH1 | 1 | 因病 | 因病\nH2 | 1 | 因病 | 因残\nH3 | 1 | 因病 | \nH4 | 1 |  | "
    assert found("cause_repeated", 贫困户=homes) == ["贫困户 D2 因病"]


ITEMS = "户编号 | 工资性收入 | 低保金 | 特困供养金"
SOCIAL = "户编号 | 人编号 | 保障类别 | 起始日期 | 停发日期"
ON_DIBAO = f"{SOCIAL}\nH1 | P1 | 农村低保 | 2019-01-01 | "
ON_TEKUN = f"{SOCIAL}\nH1 | P1 | 特困供养 | 2019-01-01 | "


def _tables(kind: str, income: str, social: str, persons: str = WELL) -> dict[str, str]:
    return {
        "贫困户": f"户编号 | 家庭人口 | 户类型\nH1 | 2 | {kind}",
        "贫困人口": persons,
        "家庭收入": f"{ITEMS}\nH1 | 0 | {income}",
        "兜底保障": social,
    }


def test_a_dibao_household_without_anybody_on_dibao_or_without_the_money_is_found() -> None:
    tables = _tables("低保贫困户", "0 | 0", SOCIAL)
    assert found("type_dibao", **tables) == ["贫困户 C2 低保贫困户"]
    assert expected_of("type_dibao", **tables) == [
        "低保贫困户应：兜底保障台账中有成员在享农村低保；家庭收入中的低保金大于 0"
    ]
    assert found("type_dibao", **_tables("低保贫困户", "2400 | 0", SOCIAL)) == ["贫困户 C2 低保贫困户"]
    assert found("type_dibao", **_tables("低保贫困户", "0 | 0", ON_DIBAO)) == ["贫困户 C2 低保贫困户"]


def test_a_dibao_household_with_both_or_with_what_is_not_known_is_not_found() -> None:
    assert found("type_dibao", **_tables("低保贫困户", "2400 | 0", ON_DIBAO)) == []
    assert found("type_dibao", **_tables("低保贫困户", " | 0", ON_DIBAO.replace("农村低保", ""))) == []
    assert (
        found("type_dibao", **_tables("低保贫困户", "2400 | 0", ON_DIBAO.replace("农村低保", "兜底脱贫")))
        == []
    )


def test_dibao_that_ended_in_the_year_is_none_at_its_end_and_explains_the_money_it_paid() -> None:
    ended = f"{SOCIAL}\nH1 | P1 | 农村低保 | 2019-01-01 | 2021-06-30"
    assert found("type_dibao", **_tables("低保贫困户", "1200 | 0", ended)) == ["贫困户 C2 低保贫困户"]
    assert found("type_general", **_tables("一般贫困户", "1200 | 0", ended)) == []


def test_a_general_household_with_a_benefit_or_its_money_is_found() -> None:
    for income, social in (
        ("0 | 0", ON_DIBAO),
        ("0 | 0", ON_TEKUN),
        ("1200 | 0", SOCIAL),
        ("0 | 4000", SOCIAL),
    ):
        assert found("type_general", **_tables("一般贫困户", income, social)) == ["贫困户 C2 一般贫困户"]
    assert found("type_general", **_tables("一般贫困户", "0 | 0", SOCIAL)) == []


def test_the_dibao_of_a_member_who_died_in_the_year_is_not_the_households() -> None:
    tables = _tables("一般贫困户", "800 | 0", f"{SOCIAL}\nH1 | P7 | 农村低保 | 2019-01-01 | ")
    changes = "户编号 | 人编号 | 变更类型 | 变更日期\nH1 | P7 | 死亡 | 2021-05-01"
    assert found("type_general", **tables, 人员变更=changes) == []


def test_a_tekun_household_with_labour_or_without_the_money_is_found() -> None:
    weak = WELL.replace("普通劳动力", "丧失劳动力")
    assert found("type_tekun", **_tables("特困供养户", "0 | 4000", ON_TEKUN)) == ["贫困户 C2 特困供养户"]
    assert found("type_tekun", **_tables("特困供养户", "0 | 0", ON_TEKUN, weak)) == ["贫困户 C2 特困供养户"]
    assert found("type_tekun", **_tables("特困供养户", "0 | 4000", ON_TEKUN, weak)) == []


def test_a_tekun_household_may_have_labour_of_over_65() -> None:
    assert (
        found("type_tekun", **_tables("特困供养户", "0 | 4000", ON_TEKUN, WELL.replace(aged(50), aged(66))))
        == []
    )
    old = WELL.replace(aged(50), aged(65))
    assert found("type_tekun", **_tables("特困供养户", "0 | 4000", ON_TEKUN, old)) == ["贫困户 C2 特困供养户"]


def test_both_payments_to_one_household_are_found_unless_one_ended_in_the_year() -> None:
    assert found("dibao_and_tekun", **_tables("特困供养户", "2400 | 4000", ON_TEKUN)) == ["家庭收入 D2 4000"]
    changed = f"{ON_TEKUN}\nH1 | P1 | 农村低保 | 2019-01-01 | 2021-03-31"
    assert found("dibao_and_tekun", **_tables("特困供养户", "600 | 4000", changed)) == []
    assert found("dibao_and_tekun", **_tables("特困供养户", "0 | 4000", ON_TEKUN)) == []


def test_where_the_ledger_of_benefits_is_absent_types_are_judged_by_the_income_alone() -> None:
    for income, judged in (("0 | 0", ["贫困户 C2 低保贫困户"]), ("1200 | 0", [])):
        tables = _tables("低保贫困户", income, SOCIAL)
        del tables["兜底保障"]
        assert found("type_dibao", **tables) == judged
