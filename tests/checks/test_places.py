"""Names of townships and villages that no folder of editions can have."""

from pathlib import Path

import pytest

from gonggu.folders import OWN_NAMES
from gonggu.reserved import LONGEST, reserved
from gonggu.scope import Scope
from tests.ledgers_for_tests import found

LONG = "长" * LONGEST


@pytest.mark.parametrize("name", sorted(OWN_NAMES))
def test_what_lies_in_a_years_or_an_editions_folder_is_no_places_name(name: str) -> None:
    assert reserved([Scope(name)])
    assert reserved([Scope("甲乡"), Scope("甲乡", name)]).keys() == {Scope("甲乡", name)}


@pytest.mark.parametrize(
    "name", [".", "..", "...", "REPORT.html", "Notebooks", LONG + "长", "𠮷" * 70, "/" * 83]
)
def test_names_that_end_as_such_a_name_or_are_too_long_are_reserved(name: str) -> None:
    assert reserved([Scope(name)])


@pytest.mark.parametrize(
    "name", ["全区乡", "公开版村", "报告", "report", "失败村", "甲/乡", "%2E%2E", "CON", LONG]
)
def test_other_names_are_not(name: str) -> None:
    assert not reserved([Scope(name)])


def test_the_villages_of_such_a_township_have_no_edition_either() -> None:
    places = [Scope("全区"), Scope("全区", "东村"), Scope("甲乡"), Scope("甲乡", "东村")]
    assert reserved(places).keys() == {Scope("全区"), Scope("全区", "东村")}


@pytest.mark.parametrize(
    ("one", "other"), [("A乡", "a乡"), ("Stra\u00dfe", "STRASSE"), ("caf\u00e9", "cafe\u0301")]
)
def test_of_two_names_that_a_file_system_may_not_tell_apart_the_second_is_reserved(
    one: str, other: str
) -> None:
    places = [Scope(one), Scope(other), Scope("甲乡", one), Scope("甲乡", other), Scope("乙乡", other)]
    assert reserved(places).keys() == {Scope(other), Scope("甲乡", other)}


def test_each_such_cell_of_the_villages_is_an_error_and_a_village_does_not_share_its_townships(
    tmp_path: Path,
) -> None:
    villages = f"""
乡镇 | 行政村
全区 | 东村
全区 | 西村
甲乡 | 定稿
甲乡 | {LONG}长
甲乡 | 南村
甲乡 | {LONG}
"""
    cells = [line.split()[1] for line in found(tmp_path, "area_reserved", 行政村=villages)]
    assert cells == ["A2", "A3", "B4", "B5"]
