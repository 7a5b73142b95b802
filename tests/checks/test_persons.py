"""Findings about members by themselves, each at its exact cell, and what is none."""

import pytest

from tests.checks.drawn_books import aged, found
from tests.ledgers_for_tests import id_number

MEMBERS = "人编号 | 证件号码 | 在校生状况 | 健康状况 | 劳动能力 | 务工地点 | 务工月数 | 失学辍学"


def _persons(*rows: str) -> str:
    return "\n".join([MEMBERS, *(f"P{place} | {row}" for place, row in enumerate(rows, 1))])


@pytest.mark.parametrize(
    ("check", "row", "finding"),
    [
        ("age_school_senior", f"{aged(14)} | 高中一年级 | 健康 | 无劳动力 |  |  | 否", "C2 高中一年级"),
        ("age_school_senior", f"{aged(15)} | 高中一年级 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_school_senior", f"{aged(14)} | 九年级 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_school_senior", " | 大专及以上 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_school_primary", f"{aged(20)} | 小学 | 健康 | 无劳动力 |  |  | 否", "C2 小学"),
        ("age_school_primary", f"{aged(30)} | 学前教育 | 健康 | 无劳动力 |  |  | 否", "C2 学前教育"),
        ("age_school_primary", f"{aged(19)} | 小学 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_school_primary", f"{aged(20)} | 大专及以上 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_out_of_school", f"{aged(6)} | 非在校生 | 健康 | 无劳动力 |  |  | 否", "C2 非在校生"),
        ("age_out_of_school", f"{aged(15)} | 非在校生 | 健康 | 无劳动力 |  |  | 否", "C2 非在校生"),
        ("age_out_of_school", f"{aged(5)} | 非在校生 | 健康 | 无劳动力 |  |  | 否", ""),
        ("age_out_of_school", f"{aged(16)} | 非在校生 | 健康 | 普通劳动力 |  |  | 否", ""),
        ("age_out_of_school", f"{aged(9)} | 非在校生 | 健康 | 无劳动力 |  |  | 是", ""),
        ("age_out_of_school", f"{aged(9)} | 非在校生 | 健康 | 无劳动力 |  |  | ", ""),
        ("age_out_of_school", f"{aged(9)} | 非在校生 | 残疾 | 无劳动力 |  |  | 否", ""),
        ("labour_lost", f"{aged(16)} | 非在校生 | 健康 | 无劳动力 |  |  | 否", "E2 无劳动力"),
        ("labour_lost", f"{aged(60)} | 非在校生 | 健康 | 丧失劳动力 |  |  | 否", "E2 丧失劳动力"),
        ("labour_lost", f"{aged(61)} | 非在校生 | 健康 | 无劳动力 |  |  | 否", ""),
        ("labour_lost", f"{aged(18)} | 高中三年级 | 健康 | 无劳动力 |  |  | 否", ""),
        ("labour_lost", f"{aged(40)} | 非在校生 | 大病 | 无劳动力 |  |  | 否", ""),
        ("labour_lost", f"{aged(40)} | 非在校生 |  | 无劳动力 |  |  | 否", ""),
        ("labour_age", f"{aged(15)} | 非在校生 | 健康 | 普通劳动力 |  |  | 否", "E2 普通劳动力"),
        ("labour_age", f"{aged(21)} | 大专及以上 | 健康 | 技能劳动力 |  |  | 否", "E2 技能劳动力"),
        ("labour_age", f"{aged(16)} | 非在校生 | 健康 | 普通劳动力 |  |  | 否", ""),
        ("labour_age", f"{aged(21)} |  | 健康 | 技能劳动力 |  |  | 否", ""),
        ("labour_age", f"{aged(15)} | 九年级 | 健康 | 无劳动力 |  |  | 否", ""),
        ("work_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 | 省外 | 13 | 否", "G2 13"),
        ("work_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 | 省外 | 12 | 否", ""),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 | 省外 | 0 | 否", "G2 0"),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 | 省外 |  | 否", "G2"),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 |  | 6 | 否", "F2"),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 |  | 0 | 否", ""),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 |  |  | 否", ""),
        ("work_place_months", f"{aged(40)} | 非在校生 | 健康 | 普通劳动力 | 省外 | -1 | 否", ""),
        ("work_no_labour", f"{aged(70)} | 非在校生 | 大病 | 丧失劳动力 | 省外 | 3 | 否", "E2 丧失劳动力"),
        ("work_no_labour", f"{aged(70)} | 非在校生 | 大病 | 丧失劳动力 |  | 0 | 否", ""),
        ("work_no_labour", f"{aged(70)} | 非在校生 | 健康 |  | 省外 | 3 | 否", ""),
    ],
)
def test_a_member_is_judged_by_age_school_health_and_work(check: str, row: str, finding: str) -> None:
    assert found(check, 贫困人口=_persons(row)) == ([f"贫困人口 {finding}"] if finding else [])


def test_an_age_is_that_of_the_last_day_of_the_year_and_old_numbers_and_certificates_tell_it_too() -> None:
    rest = "小学 | 健康 | 无劳动力 |  |  | 否"
    born_on_the_last_day, day_after = id_number("20011231"), id_number("20020101")
    table = _persons(
        f"{born_on_the_last_day} | {rest}",
        f"{day_after} | {rest}",
        f"999000700304001 | {rest}",
        f"{aged(20, 5)}43 | {rest}",
    )
    assert found("age_school_primary", 贫困人口=table) == [f"贫困人口 C{row} 小学" for row in (2, 4, 5)]


def test_a_number_with_a_finding_of_its_own_tells_no_age() -> None:
    number = aged(14)[:-1] + ("1" if aged(14)[-1] != "1" else "2")
    table = _persons(f"{number} | 高中一年级 | 健康 | 无劳动力 |  |  | 否")
    assert found("id_checksum", 贫困人口=table) == [f"贫困人口 B2 {number[:6]}********{number[-2:]}"]
    assert found("age_school_senior", 贫困人口=table) == []


def test_a_member_without_basic_insurance_is_found_and_other_insurance_does_not_count() -> None:
    persons = "人编号 | 姓名\nP1 | 张三\nP2 | 李四\nP3 | 王五\n | 赵六"
    insured = "人编号 | 险种\nP1 | 城乡居民医保\nP1 | 扶贫特惠保\nP2 | 扶贫特惠保\nP3 | "
    assert found("insured_missing", 贫困人口=persons, 参保缴费=insured) == ["贫困人口 A3 P2"]
    assert found("insured_missing", 贫困人口=persons) == []


def test_an_insured_member_whose_row_lacks_only_the_number_is_not_called_uninsured() -> None:
    persons = f"人编号 | 证件号码\nP1 | {aged(40)}\nP2 | {aged(41)}"
    insured = f"人编号 | 证件号码 | 险种\n | {aged(40)} | 城乡居民医保"
    assert found("insured_missing", 贫困人口=persons, 参保缴费=insured) == ["贫困人口 A3 P2"]
