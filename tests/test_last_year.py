"""The headline figures of the year before: as its own edition has them, and what of this year's depends on them."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from gonggu.clean import clean_year
from gonggu.figures.catalogue import BY_ID, figures_of
from gonggu.figures.headline import HEADLINE
from gonggu.figures.view import View
from gonggu.manifest import Manifest, read_manifest
from gonggu.params import load_params
from gonggu.running.plan import fingerprints
from gonggu.scope import Scope
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, PARAMS, YEAR_PARAMS, raw, rows_of, store_of, write_book

VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 100\n甲乡 | 西村 | 100\n乙乡 | 北村 | 100"
HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度
    D1 | 甲乡 | 东村 | 未脱贫 |
    D2 | 甲乡 | 西村 | 已脱贫 | 2018
    D3 | 乙乡 | 北村 | 未脱贫 |
"""
PERSONS = "户编号 | 人编号\nD1 | P1\nD2 | P2\nD3 | P3"
LAST = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS}
DISTRICT, EAST, NORTH = Scope(), Scope("甲乡", "东村"), Scope("乙乡", "北村")


def _manifest(folder: Path, last: Mapping[str, str], villages: str = VILLAGES) -> Manifest:
    """What the clean step of 2019 notes with these ledgers of 2018 beside."""
    for name, table in last.items():
        write_book(raw(folder).parent / "2018" / f"{name}.xlsx", {name: rows_of(table)})
    return store_of(folder, {"行政村": villages, "贫困户": HOUSEHOLDS}).manifest()


def _values(manifest: Manifest, scope: Scope) -> dict[str, str]:
    place = manifest.before(scope)
    assert place is not None
    return {name: one.value for name, one in place.values.items()}


def test_a_file_of_last_year_that_cannot_be_read_is_told_with_what_is_not_checked_for_it(
    tmp_path: Path,
) -> None:
    broken = raw(tmp_path).parent / "2018" / "乙乡_贫困户.xlsx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"PK cut off")
    assert "households" not in _manifest(tmp_path, LAST).unread
    findings = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS}).findings()
    (line,) = findings[findings["check"].eq("check_not_made")].itertuples()
    assert (line.ledger, line.value) == ("贫困户", "上年的台账读不出：2018/乙乡_贫困户.xlsx")


@pytest.mark.slow
def test_they_are_those_of_the_year_s_own_edition_in_every_place(sample_run: Path, tmp_path: Path) -> None:
    manifest = read_manifest(sample_run / "data" / "processed" / "2019")
    params = load_params(PARAMS, 2018)
    clean_year(sample_run / "data" / "raw" / "2018", tmp_path / "2018", params, FORMS)
    store = Store(tmp_path / "2018", FORMS)
    assert len(manifest.places_before) == len(manifest.scopes) == 18
    for place in manifest.scopes[::4]:
        view = View(store, FORMS, params, place.scope)
        own = figures_of(view, [BY_ID[one] for one in HEADLINE])
        known = {name: one.measure for name, one in own.items() if one.measure.value is not None}
        before = manifest.before(place.scope)
        assert before is not None
        assert before.same_villages
        told = {
            name: (Fraction(one.value), one.whole and Fraction(one.whole))
            for name, one in before.values.items()
        }
        assert told == {name: (one.value, one.denominator) for name, one in known.items()}


def test_a_changed_household_of_last_year_makes_the_reports_of_its_places_anew_and_nothing_else(
    tmp_path: Path,
) -> None:
    manifests = [
        _manifest(tmp_path / name, LAST | {"贫困户": table})
        for name, table in (
            ("first", HOUSEHOLDS),
            ("second", HOUSEHOLDS.replace("未脱贫 |\n", "已脱贫 | 2018\n", 1)),
        )
    ]
    assert manifests[0].last_year != manifests[1].last_year
    for scope in (DISTRICT, Scope("甲乡"), EAST, Scope("甲乡", "西村"), Scope("乙乡"), NORTH):
        first, second = (fingerprints(YEAR_PARAMS, manifest, scope) for manifest in manifests)
        changed = {
            (step, kind) for step in first for kind in first[step] if first[step][kind] != second[step][kind]
        }
        concerned = scope in (DISTRICT, Scope("甲乡"), EAST)
        assert changed == ({("report", "last_year")} if concerned else set())


def test_public_editions_do_not_depend_on_the_year_before(tmp_path: Path) -> None:
    manifest = _manifest(tmp_path, LAST)
    prints = fingerprints(YEAR_PARAMS, manifest, DISTRICT, {DISTRICT.name: frozenset()})
    assert "last_year" not in prints["report"]


def test_what_could_not_be_read_is_not_told_and_the_rest_is(tmp_path: Path) -> None:
    (raw(tmp_path).parent / "2018").mkdir(parents=True)
    (raw(tmp_path).parent / "2018" / "贫困人口.xlsx").write_bytes(b"no workbook")
    manifest = _manifest(
        tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "项目": "项目编号 | 计划资金\nX1 | 10000"}
    )
    assert _values(manifest, DISTRICT) == {"projects_planned": "1"}


@pytest.mark.parametrize("last", [{}, {"贫困户": HOUSEHOLDS}], ids=["nothing", "no villages"])
def test_without_last_year_s_villages_nothing_is_told(tmp_path: Path, last: dict[str, str]) -> None:
    assert _manifest(tmp_path, last).places_before == ()


def test_a_village_that_is_new_has_no_year_before_and_its_township_is_another_one(tmp_path: Path) -> None:
    manifest = _manifest(tmp_path, LAST, f"{VILLAGES}\n甲乡 | 南村 | 100")
    assert manifest.before(Scope("甲乡", "南村")) is None
    alike = {
        scope.name: place.same_villages
        for scope in (DISTRICT, Scope("甲乡"), EAST, Scope("乙乡"))
        if (place := manifest.before(scope))
    }
    assert alike == {"全区": False, "甲乡": False, EAST.name: True, "乙乡": True}
