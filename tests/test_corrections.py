"""Corrections as data: made after reading, listed without naming anybody, and refused once they no longer fit."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from gonggu.clean import clean_year
from gonggu.corrected import corrected
from gonggu.corrections import Applied, concerning, load_corrections
from gonggu.errors import UsageError
from gonggu.manifest import is_current
from gonggu.params import load_params
from gonggu.reading.ledgers import YearRead, read_year
from gonggu.report.document import Document, RunFacts
from gonggu.scope import Scope
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, PARAMS, VILLAGES, YEAR, id_number, raw, rows_of, told, write_book
from tests.report.sentences.scene import ALL_RULES, BASE, NO_FINDINGS
from tests.worked_ledgers import view_of

HOUSEHOLDS = f"""
乡镇 | 行政村 | 户编号 | 户主姓名 | 户主证件号码 | 家庭人口 | 户类型 | 回头看日期 | 不愁吃穿
甲乡 | 东村 | H1 | 张三 | {id_number("19600101")} | 1 | 一般贫困户 | 2019-06-05 | 是
甲乡 | 西村 | 007 | 李四 | {id_number("19610101")} | 2 | 低保贫困户 | | 是
"""
INCOME = """
乡镇 | 行政村 | 户编号 | 工资性收入 | 生产经营性收入
甲乡 | 东村 | H1 | 3700.50 | 三千多
甲乡 | 西村 | 007 | 1200 | 0
乙乡 | 北村 | H9 | 800 | 0
乙乡 | 北村 | H9 | 900 | 0
"""
WHY = "reason: 对照原始凭证\n  by: 赵经手\n  date: 2019-12-20"
Mend = Callable[..., pd.DataFrame]


def _entry(ledger: str, record: str, column: str, old: str, new: str) -> str:
    return (
        f"- ledger: {ledger}\n  record: {record}\n  column: {column}\n  from: {old}\n  to: {new}\n  {WHY}\n"
    )


def _params(folder: Path, text: str) -> Path:
    """A copy of the parameters with these corrections of the year."""
    params = folder / "params"
    if not params.exists():
        shutil.copytree(PARAMS, params)
    path = params / "corrections" / f"{YEAR}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return params


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A year's folder with three small ledgers."""
    for ledger, table in {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "家庭收入": INCOME}.items():
        write_book(raw(tmp_path) / f"{ledger}.xlsx", {ledger: rows_of(table)})
    return tmp_path


@pytest.fixture
def read(year: Path) -> YearRead:
    """These ledgers, read."""
    return read_year(raw(year), FORMS)


@pytest.fixture
def mend(year: Path, read: YearRead) -> Mend:
    """One cell corrected: the ledger's frame afterwards."""

    def mended(ledger: str, record: str, column: str, old: str, new: str) -> pd.DataFrame:
        text = _entry(ledger, record, column, old, new)
        params = load_params(_params(year, text), YEAR)
        ledgers, changes = corrected(read.ledgers, params, FORMS)
        assert len(changes) == 1
        return ledgers[FORMS.ledgers[ledger].id].frame

    return mended


def _store(year: Path, text: str) -> Store:
    processed = year / "processed" / str(YEAR)
    clean_year(raw(year), processed, load_params(_params(year, text), YEAR), FORMS)
    return Store(processed, FORMS)


@pytest.mark.parametrize(
    ("column", "old", "new", "name", "stands"),
    [
        ("家庭人口", "1", "3", "stated_size", 3),
        ("户类型", "一般贫困户", "五保贫困户", "household_type", "特困供养户"),
        ("回头看日期", "2019-06-05", "2019年7月6日", "lookback_date", pd.Timestamp(2019, 7, 6)),
        ("不愁吃穿", "true", "否", "food_clothing_ok", False),
        ("户主姓名", "张三", "张 山", "head_name", "张山"),
        ("行政村", "东村", "西村", "village", "西村"),
    ],
)
def test_a_cell_of_each_type_takes_the_corrected_value(
    mend: Mend, read: YearRead, column: str, old: str, new: str, name: str, stands: object
) -> None:
    before = read.ledgers["households"].frame
    frame = mend("贫困户", "{户编号: H1}", column, old, new)
    assert frame[name].iloc[0] == stands
    assert frame[name].dtype == before[name].dtype
    pd.testing.assert_frame_equal(frame.drop(columns=name), before.drop(columns=name))
    pd.testing.assert_series_equal(frame[name].iloc[1:], before[name].iloc[1:])


@pytest.mark.parametrize(
    ("old", "new", "fen"), [("3700.5", "3,800元", 380_000), ("3700.50元", "0.38万元", 380_000)]
)
def test_money_is_compared_and_corrected_to_the_cent(mend: Mend, old: str, new: str, fen: int) -> None:
    assert mend("家庭收入", "{户编号: H1}", "工资性收入", old, new)["wages_fen"].iloc[0] == fen


def test_reading_is_not_changed_in_place(mend: Mend, read: YearRead) -> None:
    before = read.ledgers["income"].frame.copy(deep=True)
    mend("家庭收入", "{户编号: H1}", "工资性收入", "3700.5", "3800")
    pd.testing.assert_frame_equal(read.ledgers["income"].frame, before)


def test_numbers_are_taken_as_written_so_007_is_a_household(mend: Mend) -> None:
    assert mend("贫困户", "{户编号: 007}", "家庭人口", "2", "4")["stated_size"].iloc[1] == 4


def test_a_blank_cell_is_filled_and_a_filled_one_blanked(mend: Mend) -> None:
    filled = mend("贫困户", "{户编号: 007}", "回头看日期", "null", "2019-08-01")
    assert filled["lookback_date"].iloc[1] == pd.Timestamp(2019, 8, 1)
    blanked = mend("贫困户", "{户编号: H1}", "回头看日期", "2019-06-05", "")
    assert pd.isna(blanked["lookback_date"].iloc[0])


def test_a_cell_that_could_not_be_read_is_corrected_by_what_stands_there_and_its_finding_goes(
    year: Path,
) -> None:
    record = "{户编号: H1}"
    assert told(_store(year, "[]").findings(), "value_type") == ["家庭收入 E2 三千多"]
    store = _store(year, _entry("家庭收入", record, "生产经营性收入", "三千多", "3100"))
    assert told(store.findings(), "value_type") == []
    assert store.read("income")["business_income_fen"].iloc[0] == 310_000
    with pytest.raises(UsageError, match=r"写的是“四千多”.*现在是“三千多”"):
        _store(year, _entry("家庭收入", record, "生产经营性收入", "四千多", "3100"))


def test_corrections_are_made_in_their_order_before_areas_and_checks(year: Path) -> None:
    moved = _entry("家庭收入", "{户编号: 007}", "行政村", "西村", "东村")
    twice = _entry("家庭收入", "{户编号: 007}", "工资性收入", "1200", "1300")
    again = _entry("家庭收入", "{户编号: 007}", "工资性收入", "1300", "1400")
    before = _store(year, "")
    assert told(before.findings(), "area_differs") == []
    store = _store(year, moved + twice + again)
    assert store.read("income", Scope("甲乡", "东村"))["wages_fen"].tolist() == [370_050, 140_000]
    assert len(told(store.findings(), "area_differs")) == 1
    assert [(one.old, one.new) for one in store.manifest().corrections] == [
        ("西村", "东村"),
        ("1200", "1300"),
        ("1300", "1400"),
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            _entry("家庭收入", "{户编号: H1}", "工资性收入", "3600", "3800"),
            r"第 1 条 › from：写的是“3600”，而家庭收入\.xlsx 家庭收入 D2“工资性收入”现在是“3700\.50”",
        ),
        (
            _entry("贫困户", "{户编号: 007}", "回头看日期", "2019-06-05", "2019-06-06"),
            "现在是“空白”",
        ),
        (_entry("家庭收入", "{户编号: H8}", "工资性收入", "1", "2"), "没有这条记录（户编号 H8）"),
        (
            _entry("家庭收入", "{户编号: H9}", "工资性收入", "800", "2"),
            r"有 2 条这样的记录（户编号 H9）：家庭收入\.xlsx 家庭收入 D4、家庭收入\.xlsx 家庭收入 D5",
        ),
        (
            _entry("家庭收人", "{户编号: H1}", "工资性收入", "1", "2"),
            "没有台账“家庭收人”。是否要写“家庭收入”",
        ),
        (_entry("家庭收入", "{户编号: H1}", "工资收入", "1", "2"), "没有列“工资收入”。是否要写“工资性收入”"),
        (_entry("家庭收入", "{行政村: 东村}", "工资性收入", "1", "2"), "的主键：户编号"),
        (
            _entry("家庭收入", "{户编号: H1}", "工资性收入", "3700.5", "很多"),
            "to：“很多”不合要求，应为：金额",
        ),
        (_entry("贫困户", "{户编号: H1}", "户类型", "一般贫困户", "一般户"), "to：“一般户”不合要求.*代码表"),
        (_entry("走访", "{走访编号: ZF1}", "行政村", "东村", "西村"), "今年没有读到台账“走访”"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_what_stands_there(
    year: Path, entry: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        _store(year, entry)
    assert str(refused.value).startswith(f"corrections/{YEAR}.yaml › 第 1 条")
    assert not (year / "processed").exists()


def test_the_second_entry_is_named_as_the_second(year: Path) -> None:
    good = _entry("家庭收入", "{户编号: H1}", "工资性收入", "3700.5", "3800")
    with pytest.raises(UsageError, match=r"第 2 条 › from：写的是“3700\.5”.*现在是“3800”"):
        _store(year, good + good)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ledger: 走访", "应为列表"),
        ("- ledger: 走访\n  ledger: 项目", "重复的键“ledger”"),
        (
            _entry("走访", "{走访编号: 1}", "行政村", "a", "b") + "  resaon: 误",
            "未知的键“resaon”。是否要写“reason”",
        ),
        (
            "- {ledger: 走访, record: {走访编号: 1}, column: 行政村, from: a, to: b, by: 甲, date: 2019-12-20}",
            "缺少“reason”",
        ),
        (
            "- {ledger: 走访, record: {走访编号: 1}, column: 行政村, to: b, reason: 误, by: 甲, date: 2019-12-20}",
            "缺少“from”",
        ),
        (
            _entry("走访", "{走访编号: 1}", "行政村", "a", "b").replace("2019-12-20", "去年底"),
            "date：应为日期",
        ),
        (_entry("走访", "走访编号", "行政村", "a", "b"), "record：应为若干“键: 值”"),
    ],
)
def test_a_file_that_is_wrong_in_itself_is_refused_before_anything_is_read(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        load_corrections(_params(tmp_path, text), YEAR)
    assert f"corrections/{YEAR}.yaml" in str(refused.value)


def test_without_a_file_there_is_nothing_to_correct(tmp_path: Path) -> None:
    assert load_corrections(tmp_path, YEAR) == ()
    assert load_corrections(_params(tmp_path, "# 今年没有更正\n"), YEAR) == ()


def test_personal_values_are_masked_wherever_they_are_shown(year: Path) -> None:
    number, other = id_number("19600101"), id_number("19600202")
    wrong = _entry("贫困户", "{户编号: H1}", "户主证件号码", other, number)
    with pytest.raises(UsageError) as refused:
        _store(year, wrong)
    assert "999000********" in str(refused.value)
    assert number not in str(refused.value)
    assert other not in str(refused.value)
    store = _store(year, _entry("贫困户", "{户编号: H1}", "户主证件号码", number, other))
    assert store.read("households")["head_id_number"].iloc[0] == other
    stored = (year / "processed" / str(YEAR) / "manifest.json").read_text(encoding="utf-8")
    assert "999000********" in stored
    assert number not in stored
    assert other not in stored
    assert "赵经手" not in stored


def test_a_changed_corrections_file_makes_the_stored_ledgers_stale(year: Path) -> None:
    text = _entry("家庭收入", "{户编号: H1}", "工资性收入", "3700.5", "3800")
    _store(year, text)
    where = (raw(year), year / "processed" / str(YEAR))
    assert is_current(*where, load_params(_params(year, text), YEAR), FORMS)
    for changed in (text.replace("3800", "3900"), text.replace("凭证", "存根"), ""):
        assert not is_current(*where, load_params(_params(year, changed), YEAR), FORMS)


def _applied(township: str, village: str) -> Applied:
    return Applied(
        ledger="家庭收入", record="户编号 H1", column="工资性收入", old="", new="3800",
        reason="对照<凭证>", date=date(2019, 12, 20), township=township, village=village,
    )  # fmt: skip


def test_an_edition_lists_the_corrections_of_its_own_records() -> None:
    east, west, district = _applied("甲乡", "东村"), _applied("甲乡", "西村"), _applied("", "")
    every = (east, west, district)
    assert concerning(every, Scope()) == every
    assert concerning(every, Scope("甲乡")) == (east, west)
    assert concerning(every, Scope("甲乡", "西村")) == (west,)
    assert concerning(every, Scope("乙乡")) == ()


def test_the_report_lists_what_was_corrected_and_never_who_did() -> None:
    view = view_of(BASE, rules=ALL_RULES)
    facts = RunFacts(corrections=(_applied("甲乡", "东村"),))
    html = str(Document(view, {}, NO_FINDINGS, facts).chapter("quality").html)
    table = html[html.index('<table id="corrections"') :].partition("</table>")[0]
    for cell in ("户编号 H1", "工资性收入", "（空白）", "3800", "对照&lt;凭证&gt;", "2019-12-20"):
        assert f">{cell}<" in table
    assert "经手" not in html
    untouched = str(Document(view, {}, NO_FINDINGS, RunFacts()).chapter("quality").html)
    assert "corrections" not in untouched


def test_the_command_ends_with_2_and_says_which_correction(
    year: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    params = _params(year, _entry("家庭收入", "{户编号: H1}", "工资性收入", "3600", "3800"))
    outputs = year.with_name(f"{year.name}-outputs")
    words = ["check", "--year", YEAR, "--params", params, "--data", year, "--outputs", outputs]
    assert pipeline.main([str(word) for word in words]) == 2
    told = capsys.readouterr().err
    assert f"corrections/{YEAR}.yaml › 第 1 条" in told
    assert "Traceback" not in told
