"""A ledger without any record is as if absent, unless the year's parameters say that there was nothing to write down."""

from contextlib import suppress
from pathlib import Path

import pytest

from gonggu.clean import clean_year
from gonggu.errors import DataError, UsageError
from gonggu.params import Params
from gonggu.store import Store
from gonggu.year import open_year
from tests.ledgers_for_tests import FORMS, PARAMS, VILLAGES, YEAR, YEAR_PARAMS, raw, rows_of, told, write_book

HOMES = "乡镇 | 行政村 | 户编号 | 户主姓名\n甲乡 | 东村 | H1 | 张三"
CHANGES = "乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 变更类型 | 变更日期"
ONE = f"{CHANGES}\n甲乡 | 东村 | H1 | P9 | 李四 | 死亡 | 2019-05-01"


def _params(*none: str) -> Params:
    year = YEAR_PARAMS.year.model_copy(update={"none_this_year": none})
    return Params(**{**vars(YEAR_PARAMS), "year": year})


def _cleaned(folder: Path, params: Params, **tables: str) -> Store:
    for ledger, table in {"行政村": VILLAGES, "贫困户": HOMES, **tables}.items():
        write_book(raw(folder) / f"{ledger}.xlsx", {ledger: rows_of(table)})
    processed = folder / "processed" / str(YEAR)
    with suppress(DataError):
        clean_year(raw(folder), processed, params, FORMS)
    return Store(processed, FORMS)


def test_a_ledger_of_headers_alone_is_told_and_counts_as_absent(tmp_path: Path) -> None:
    store = _cleaned(tmp_path, _params(), 人员变更=CHANGES)
    assert told(store.findings(), "ledger_empty") == ["人员变更  人员变更.xlsx"]
    assert "changes" not in store.present()
    assert "人员变更" not in store.findings().query("check == 'ledger_missing'")["ledger"].tolist()


def test_a_ledger_of_which_another_file_has_records_is_not_empty(tmp_path: Path) -> None:
    write_book(raw(tmp_path) / "乙乡_人员变更.xlsx", {"人员变更": rows_of(CHANGES)})
    store = _cleaned(tmp_path, _params(), 人员变更=ONE)
    assert told(store.findings(), "ledger_empty") == []
    assert len(store.read("changes")) == 1


def test_a_ledger_that_a_broken_file_may_hold_is_not_called_empty(tmp_path: Path) -> None:
    (raw(tmp_path)).mkdir(parents=True)
    (raw(tmp_path) / "乙乡_人员变更.xlsx").write_bytes(b"broken")
    store = _cleaned(tmp_path, _params("人员变更"), 人员变更=CHANGES)
    assert told(store.findings(), "ledger_empty") == []
    assert told(store.findings(), "file_unreadable") != []


@pytest.mark.parametrize("sent", [True, False], ids=["an empty form", "no file at all"])
def test_what_the_parameters_call_none_is_there_and_empty(tmp_path: Path, sent: bool) -> None:
    store = _cleaned(tmp_path, _params("人员变更"), **({"人员变更": CHANGES} if sent else {}))
    findings = store.findings()
    assert told(findings, "ledger_empty") == []
    assert "人员变更" not in findings.query("check == 'ledger_missing'")["ledger"].tolist()
    assert store.read("changes").empty
    assert store.manifest().absent_columns.get("changes", ()) == ()


def test_what_the_parameters_call_none_must_be_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none_this_year：“人员变更”有 1 条记录"):
        _cleaned(tmp_path, _params("人员变更"), 人员变更=ONE)


def test_an_empty_register_makes_no_edition(tmp_path: Path) -> None:
    write_book(raw(tmp_path) / "行政村.xlsx", {"行政村": rows_of(VILLAGES)})
    write_book(raw(tmp_path) / "贫困户.xlsx", {"贫困户": rows_of(HOMES)[:1]})
    with pytest.raises(DataError, match="“贫困户”"):
        clean_year(raw(tmp_path), tmp_path / "processed" / str(YEAR), _params(), FORMS)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[人员变跟]", "none_this_year：没有台账“人员变跟”。是否要写“人员变更”？"),
        ("[贫困户]", "没有“贫困户”就没有报告"),
        ("人员变更", "none_this_year：应为列表"),
    ],
)
def test_a_name_that_is_no_ledgers_is_refused_with_the_nearest(
    tmp_path: Path, written: str, said: str
) -> None:
    for name in ("ledgers.yaml", "rules.csv", "series.csv", "allowed_names.yaml"):
        (tmp_path / name).write_bytes((PARAMS / name).read_bytes())
    text = (PARAMS / f"{YEAR}.yaml").read_text(encoding="utf-8")
    (tmp_path / f"{YEAR}.yaml").write_text(f"{text}none_this_year: {written}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        open_year(YEAR, str(tmp_path))
