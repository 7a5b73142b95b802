"""Stock and flow of the poor over two years, person by person: every term broken, each break at its cell."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from gonggu.checks.between_years import between_years
from gonggu.checks.findings import gathered
from gonggu.last_year_files import REGISTER
from gonggu.manifest import stale
from gonggu.store import Store
from tests.checks.drawn_books import books_of
from tests.ledgers_for_tests import FORMS, YEAR_PARAMS, raw, rows_of, store_of, told, write_book

HOMES = "乡镇 | 行政村 | 户编号 | 家庭人口 | 识别年度 | 脱贫属性 | 脱贫年度"
PEOPLE = "乡镇 | 行政村 | 户编号 | 人编号"
VILLAGE = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 100"
# H1 leaves poverty in 2021, H2 stays and loses P3 and gains P4, H3 had left before and falls back, H4 is new.
LAST = {
    "行政村": VILLAGE,
    "贫困户": f"""{HOMES}
        甲乡 | 东村 | H1 | 1 | 2014 | 未脱贫 |
        甲乡 | 东村 | H2 | 2 | 2014 | 未脱贫 |
        甲乡 | 东村 | H3 | 1 | 2014 | 已脱贫 | 2017
        甲乡 | 东村 | H5 | 2 | 2014 | 已脱贫 | 2020""",
    "贫困人口": f"{PEOPLE}\n甲乡 | 东村 | H1 | P1\n甲乡 | 东村 | H2 | P2\n甲乡 | 东村 | H2 | P3\n甲乡 | 东村 | H3 | P5\n甲乡 | 东村 | H5 | P11\n甲乡 | 东村 | H5 | P12",
}
NOW = {
    "行政村": VILLAGE,
    "历年情况": "年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫户数 | 年末未脱贫人口 | 当年脱贫户数 | 当年脱贫人口\n2020 | 甲乡 | 东村 | 100 | 2 | 3 | 1 | 2",
    "贫困户": f"""{HOMES}
        甲乡 | 东村 | H1 | 1 | 2014 | 已脱贫 | 2021
        甲乡 | 东村 | H2 | 2 | 2014 | 未脱贫 |
        甲乡 | 东村 | H3 | 1 | 2014 | 返贫 | 2017
        甲乡 | 东村 | H4 | 1 | 2021 | 未脱贫 |""",
    "贫困人口": f"{PEOPLE}\n甲乡 | 东村 | H1 | P1\n甲乡 | 东村 | H2 | P2\n甲乡 | 东村 | H2 | P4\n甲乡 | 东村 | H3 | P5\n甲乡 | 东村 | H4 | P6",
    "人员变更": """乡镇 | 行政村 | 户编号 | 人编号 | 变更类型 | 变更日期
        甲乡 | 东村 | H2 | P3 | 死亡 | 2021-03-01
        甲乡 | 东村 | H2 | P4 | 新生儿 | 2021-05-01""",
}


def findings_of(tables: Mapping[str, str]) -> pd.DataFrame:
    """What does not follow from last year's register."""
    last = books_of(**LAST)
    return gathered(between_years(books_of(**tables), {ledger: last.frame(ledger) for ledger in REGISTER}))


def changed(ledger: str, old: str, new: str) -> dict[str, str]:
    """This year's ledgers with one text changed in one of them."""
    assert NOW[ledger].count(old) == 1
    return NOW | {ledger: NOW[ledger].replace(old, new)}


def test_a_year_that_follows_from_the_last_one_has_nothing_to_find() -> None:
    assert findings_of(NOW).empty


@pytest.mark.parametrize(
    ("ledger", "old", "new", "finding"),
    [
        ("贫困户", "已脱贫 | 2021", "已脱贫 | 2020", "贫困户 G2 2020"),
        ("人员变更", "P3 | 死亡", "P9 | 死亡", "贫困户 D3 2"),
        ("人员变更", "P4 | 新生儿", "P8 | 新生儿", "贫困人口 D4 P4"),
        ("贫困户", "返贫 | 2017", "未脱贫 | ", "贫困户 F4 未脱贫"),
        ("贫困户", "返贫 | 2017", "已脱贫 | 2021", "贫困户 G4 2021"),
        ("贫困户", "2021 | 未脱贫", "2020 | 未脱贫", "贫困人口 D6 P6"),
        ("贫困人口", "甲乡 | 东村 | H2 | P2\n", "", "贫困户 D3 2"),
        ("贫困人口", "H2 | P2\n", "H2 | P2\n甲乡 | 东村 | H2 | P7\n", "贫困人口 D4 P7"),
        ("历年情况", "2 | 3", "2 | 4", "历年情况 F2 4"),
        ("历年情况", "2 | 3", "3 | 3", "历年情况 E2 3"),
    ],
    ids=[
        "exit in a year gone by",
        "death without record",
        "birth without record",
        "return not called one",
        "exit of those who had left",
        "identification in a year gone by",
        "member left out",
        "member too many",
        "history that says otherwise of persons",
        "history that says otherwise of households",
    ],
)
def test_each_break_of_stock_and_flow_is_found_at_its_cell(
    ledger: str, old: str, new: str, finding: str
) -> None:
    findings = findings_of(changed(ledger, old, new))
    assert told(findings, "x_stock_roll") == [finding]
    assert findings["township"].tolist() == ["甲乡"]


def test_a_household_that_vanished_without_record_is_told_with_its_village() -> None:
    without = {
        **NOW,
        "贫困户": NOW["贫困户"].replace("        甲乡 | 东村 | H1 | 1 | 2014 | 已脱贫 | 2021\n", ""),
        "贫困人口": NOW["贫困人口"].replace("甲乡 | 东村 | H1 | P1\n", ""),
    }
    lines = findings_of(without)
    assert lines[["ledger", "value", "village"]].to_numpy().tolist() == [["人员变更", "P1", "东村"]]


@pytest.mark.parametrize(("now", "finding"), [("2 | 2", "历年情况 G2 2"), ("1 | 1", "历年情况 H2 1")])
def test_exits_of_last_year_that_its_register_does_not_show_make_the_change_doubtful(
    now: str, finding: str
) -> None:
    findings = findings_of(changed("历年情况", "3 | 1 | 2", f"3 | {now}"))
    assert told(findings, "x_year_on_year") == [finding]


def test_another_population_than_last_year_s_ledger_says_is_a_broken_denominator() -> None:
    findings = findings_of(changed("历年情况", "东村 | 100", "东村 | 99"))
    assert told(findings, "x_rate_denominator") == ["历年情况 D2 99"]


def _beside(folder: Path, tables: Mapping[str, str]) -> Path:
    """The ledgers of 2019 below `folder`, and those of 2018 beside them; the tables are two years later."""
    for name, table in LAST.items():
        write_book(folder / "raw" / "2018" / f"{name}.xlsx", {name: rows_of(_earlier(table))})
    return store_of(folder, {name: _earlier(table) for name, table in tables.items()}).folder


def _earlier(table: str) -> str:
    return table.replace("2020", "2018").replace("2021", "2019")


def test_last_year_s_register_belongs_to_what_the_stored_ledgers_were_made_from(tmp_path: Path) -> None:
    processed = _beside(tmp_path, changed("人员变更", "P3 | 死亡", "P9 | 死亡"))
    store = Store(processed, FORMS)
    assert told(store.findings(), "x_stock_roll") == ["贫困户 D3 2"]
    assert list(store.manifest().last_year) == ["2018/行政村.xlsx", "2018/贫困人口.xlsx", "2018/贫困户.xlsx"]
    write_book(tmp_path / "raw" / "2018" / "走访.xlsx", {"走访": [["走访编号"]]})
    assert stale(raw(tmp_path), processed, YEAR_PARAMS, FORMS) == ""
    other = rows_of(
        _earlier(LAST["贫困户"]).replace("H3 | 1 | 2014 | 已脱贫 | 2017", "H3 | 1 | 2014 | 未脱贫 | ")
    )
    write_book(tmp_path / "raw" / "2018" / "贫困户.xlsx", {"贫困户": other})
    assert stale(raw(tmp_path), processed, YEAR_PARAMS, FORMS) == "上年的台账有变化"


def test_a_register_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "raw" / "2018" / "贫困户.xlsx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no workbook")
    # The sums close, person by person nothing is known.
    wrong = changed("人员变更", "P3 | 死亡", "P9 | 死亡")
    store = store_of(tmp_path, {name: _earlier(table) for name, table in wrong.items()})
    assert told(store.findings(), "x_stock_roll") == []
