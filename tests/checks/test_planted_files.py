"""Faults of files and sheets planted beside a drawn district's workbooks: each is found at its file, sheet or ledger."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from gonggu.sample.district import Ledgers, make_district
from gonggu.sample.workbooks import write_district
from tests.ledgers_for_tests import YEAR, clean, raw, write_book

MOVED = 6  # records of a ledger that stand in a workbook of their own
FORMULA_ROW, HIDDEN_ROW = 2, 3


def _apart(ledgers: Ledgers, name: str) -> list[list[object]]:
    """Header and the ledger's last records, which are taken out of it."""
    frame = ledgers[name]
    taken = frame.iloc[-MOVED:].astype(object)
    ledgers[name] = frame.iloc[:-MOVED]
    return [list(frame.columns), *taken.where(taken.notna(), None).to_numpy().tolist()]


def _without(rows: list[list[object]], header: str) -> list[list[object]]:
    place = rows[0].index(header)
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def _with(rows: list[list[object]], header: str, value: object) -> list[list[object]]:
    return [[*row, value if number else header] for number, row in enumerate(rows)]


def _with_a_formula_and_a_hidden_row(path: Path, rows: list[list[object]], header: str) -> None:
    """The formula has no result; the row is hidden."""
    place = rows[0].index(header)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("甲")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        sheet.write_formula(FORMULA_ROW - 1, place, "=1+1", None, "")
        sheet.set_row(HIDDEN_ROW - 1, None, None, {"hidden": True})


def _planted(folder: Path, seed: int, villages: int) -> set[tuple[str, str, str, str]]:
    """The workbooks, and what must be found as (check, ledger, file, cell or column)."""
    ledgers = dict(make_district(villages=villages, seed=seed))
    rng = np.random.default_rng(seed)
    visits, stays = _apart(ledgers, "走访"), _apart(ledgers, "住院报销")
    problems, insured = _apart(ledgers, "问题整改"), _apart(ledgers, "参保缴费")
    ledgers["驻村考勤"] = ledgers["驻村考勤"].iloc[:0]
    place = raw(folder)
    write_district({name: frame for name, frame in ledgers.items() if name != "区级统计"}, place, YEAR)
    (place / "补_项目.xlsx").write_bytes(bytes(rng.integers(0, 256, 500, dtype=np.uint8)))
    write_book(place / "补_走访.xlsx", {"甲": _with(_without(visits, "队伍类别"), "随手一列", "无")})
    repeated = insured[0].index("保费")
    total = [None] * len(insured[0])
    total[0], total[repeated] = "合计", 999_999
    write_book(place / "补_参保缴费.xlsx", {"甲": [*_with(insured, "险种", "城乡居民医保"), [*total, None]]})
    _with_a_formula_and_a_hidden_row(place / "补_住院报销.xlsx", stays, "总费用")
    write_book(place / "补_问题整改.xlsx", {"甲": problems})
    return {
        ("file_unreadable", "项目", "补_项目.xlsx", ""),
        ("check_not_made", "项目", "补_项目.xlsx", ""),
        ("ledger_missing", "区级统计", "", ""),
        ("ledger_empty", "驻村考勤", "驻村考勤.xlsx", ""),
        ("header_missing", "走访", "补_走访.xlsx", "队伍类别"),
        ("header_unknown", "走访", "补_走访.xlsx", "随手一列"),
        ("header_repeated", "参保缴费", "补_参保缴费.xlsx", "险种"),
        ("total_mismatch", "参保缴费", "补_参保缴费.xlsx", "保费"),
        ("value_formula", "住院报销", "补_住院报销.xlsx", "总费用"),
        ("row_hidden", "住院报销", "补_住院报销.xlsx", ""),
    }


@pytest.mark.parametrize(
    ("seed", "villages"), [(1, 4), *(pytest.param(seed, 9, marks=pytest.mark.slow) for seed in (2, 3, 4))]
)
def test_every_fault_of_a_file_is_found_where_it_is(tmp_path: Path, seed: int, villages: int) -> None:
    planted = _planted(tmp_path, seed, villages)
    lines = clean(tmp_path).findings().query("severity != 'info'")
    found = {(one.check, one.ledger, one.file, one.column) for one in lines.itertuples()}
    assert sorted(planted - found) == [], "planted and not found"
    own = {("x_task_done", "贫困户", "", ""), ("x_same_number", "贫困户", "", "")}
    assert sorted(found - planted - own) == [], "found and not planted"


def test_the_rows_are_those_that_were_planted(tmp_path: Path) -> None:
    ledgers = dict(make_district(villages=4, seed=5))
    stays = _apart(ledgers, "住院报销")
    raw(tmp_path).mkdir(parents=True)
    _with_a_formula_and_a_hidden_row(raw(tmp_path) / "住院报销.xlsx", stays, "总费用")
    lines = clean(tmp_path).findings()
    rows = {one.check: one.row for one in lines.itertuples() if one.row is not pd.NA}
    assert rows["value_formula"] == FORMULA_ROW
    assert rows["row_hidden"] == HIDDEN_ROW
