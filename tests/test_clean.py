"""The clean step as a whole: areas, the store, what it was made from, and the list of problems."""

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gonggu.checks.catalogue import CHECKS
from gonggu.checks.findings import findings_of, of_troubles
from gonggu.clean import clean_year
from gonggu.errors import DataError, UsageError
from gonggu.manifest import is_current
from gonggu.mending import compare, stored
from gonggu.problem_list import write_problem_list
from gonggu.reading.trouble import Trouble
from gonggu.sample.district import make_district
from gonggu.scope import Scope
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, VILLAGES, YEAR_PARAMS, clean, raw, rows_of, store_of, write_book

HOUSEHOLDS = "乡镇 | 行政村 | 户编号\n甲乡 | 东村 | H1\n乙乡 | 北村 | H2\n甲乡 | 西村 | H3\n甲乡 | 东村 | H4"


@pytest.fixture(scope="module")
def sample(sample_run: Path) -> Store:
    return Store(sample_run / "data" / "processed" / str(YEAR_PARAMS.year.year), FORMS)


def test_the_sample_district_has_nothing_to_mend(sample: Store) -> None:
    # As many persons left poverty in the year as are still in it: readers are told to look twice.
    assert sample.findings()["check"].tolist() == ["x_same_number"]
    assert sample.present() == tuple(FORMS.by_id)


def test_the_sample_is_read_back_value_by_value(sample: Store) -> None:
    made = make_district()["家庭收入"]
    read = sample.read("income")
    for header, column in FORMS.ledgers["家庭收入"].columns.items():
        stored = read[column.name]
        if column.type == "money":
            assert (stored == (made[header].astype(float) * 100).round().astype("int64").to_numpy()).all()
        else:
            assert stored.tolist() == made[header].tolist()


def test_a_scope_reads_its_own_records_and_the_parts_make_up_the_whole(sample: Store) -> None:
    for ledger in sample.present():
        whole = sample.read(ledger)
        townships = whole["area_township"].unique()
        own = whole[whole["area_township"].eq("")]
        parts = [sample.read(ledger, Scope(town)) for town in townships if town]
        pd.testing.assert_frame_equal(pd.concat([own, *parts]).sort_index(), whole)
        assert whole.index.tolist() == list(range(len(whole)))


def test_a_folder_of_a_ledger_is_read_as_a_whole_by_pandas_alone(sample: Store) -> None:
    direct = pd.read_parquet(sample.folder / "problems.parquet").sort_index()
    pd.testing.assert_frame_equal(direct, sample.read("problems"))
    assert direct["area_township"].eq("").any(), "records of the district itself are among them"


def test_a_village_is_one_row_group_of_its_townships_file(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS})
    assert store.read("households", Scope("甲乡", "东村"))["household_id"].tolist() == ["H1", "H4"]
    assert store.read("households", Scope("甲乡"))["household_id"].tolist() == ["H1", "H3", "H4"]
    assert store.read("households", Scope("丙乡")).empty


def test_records_belong_where_the_form_says(tmp_path: Path) -> None:
    store = store_of(
        tmp_path,
        {
            "行政村": VILLAGES,
            "贫困户": HOUSEHOLDS,
            "项目": "项目编号 | 乡镇 | 行政村\nX1 | 甲乡 | 东村\nX2 |  | ",
            "资金拨付": "拨付编号 | 项目编号 | 金额\nB1 | X1 | 5\nB2 | X2 | 5\nB3 | X9 | 5",
            "帮扶干部": "干部编号 | 姓名 | 角色 | 派驻乡镇 | 派驻行政村\nG1 | 甲 | 驻村队员 | 甲乡 | 东村\nG2 | 乙 | 结对干部 | 甲乡 | 东村",
            "驻村考勤": "干部编号 | 月份 | 驻村天数\nG1 | 2019-06 | 20\nG2 | 2019-06 | 20",
            "资金下达": "指标文号 | 下达日期 | 资金名称 | 金额\nA | 2019-01-01 | 甲 | 5",
        },
    )
    for ledger, villages in {
        "projects": ["东村", ""],
        "payments": ["东村", "", ""],
        "cadres": ["东村", ""],
        "attendance": ["东村", ""],
        "allocations": [""],
    }.items():
        assert store.read(ledger)["area_village"].tolist() == villages, ledger


def test_a_year_without_folder_names_the_nearest_year_there_is(tmp_path: Path) -> None:
    raw(tmp_path).mkdir(parents=True)
    with pytest.raises(UsageError, match="2019"):
        clean_year(tmp_path / "raw" / "2018", tmp_path / "processed" / "2018", YEAR_PARAMS, FORMS)


def test_without_the_register_there_is_no_edition_but_the_findings_are_kept(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"行政村": VILLAGES})
    with pytest.raises(DataError, match="贫困户"):
        clean_year(raw(tmp_path), store.folder, YEAR_PARAMS, FORMS)
    assert "贫困户" in store.findings().query("check == 'ledger_missing'")["ledger"].tolist()


def test_a_missing_column_is_missing_everywhere_and_the_manifest_says_so(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS})
    assert store.read("villages")["rural_population"].isna().all()
    assert "rural_population" in store.manifest().absent_columns["villages"]


def test_ledgers_are_current_until_a_file_changes_comes_or_goes(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS})
    path = raw(tmp_path) / "贫困户.xlsx"
    content = path.read_bytes()
    current = [is_current(raw(tmp_path), store.folder, YEAR_PARAMS, FORMS)]
    path.write_bytes(content + b"\0")
    current.append(is_current(raw(tmp_path), store.folder, YEAR_PARAMS, FORMS))
    path.write_bytes(content)
    (raw(tmp_path) / "新.csv").write_text("甲", encoding="utf-8")
    current.append(is_current(raw(tmp_path), store.folder, YEAR_PARAMS, FORMS))
    (raw(tmp_path) / "新.csv").unlink()
    current.append(is_current(raw(tmp_path), store.folder, YEAR_PARAMS, FORMS))
    assert current == [True, False, False, True]
    assert not is_current(raw(tmp_path), tmp_path / "nowhere", YEAR_PARAMS, FORMS)


def test_publishing_replaces_the_year_as_a_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "培训班": "培训编号 | 培训名称\nT1 | 甲"})
    (raw(tmp_path) / "培训班.xlsx").unlink()
    store = clean(tmp_path)
    assert store.present() == ("villages", "households")
    beside = {path.name for path in store.folder.parent.iterdir() if path.suffix != ".lock"}
    assert beside == {"2019", "history"}
    assert not (store.folder / "courses.parquet").exists()


def test_the_problem_list_counts_on_its_first_sheet_and_lists_each_ledger(tmp_path: Path) -> None:
    table = f"{HOUSEHOLDS}\n甲乡 | 东村 | H1"
    store = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": table})
    findings = store.findings()
    mending = stored(store)
    path = tmp_path / "outputs" / "问题清单.xlsx"
    write_problem_list(mending, path, "某区", 2019, raw(tmp_path))
    first = path.read_bytes()
    book = openpyxl.load_workbook(path)
    overview = {row[0].value: [cell.value for cell in row[1:5]] for row in book["总表"].iter_rows(max_col=5)}
    counts = findings[findings["ledger"].eq("贫困户")]["severity"].value_counts()
    assert overview["贫困户"] == [counts["error"], counts["warning"], 0, counts.sum()]
    lines = list(book["贫困户"].iter_rows(values_only=True))
    assert len(lines) == counts.sum() + 1
    repeated = next(line for line in lines if line[2] == "整行重复")
    assert repeated[:8] == ("错误", "新发现", "整行重复", "贫困户.xlsx", "贫困户", "C6", "户编号", "H1")
    write_problem_list(mending, path, "某区", 2019, raw(tmp_path))
    assert path.read_bytes() == first


def test_what_lies_in_no_file_is_listed_in_words_of_its_own(tmp_path: Path) -> None:
    troubles = [
        Trouble("x_same_number", "贫困户", value="24人 与 24人"),
        Trouble("x_year_on_year", "历年情况", value="24人 与 415人"),
        Trouble("ledger_missing", "走访"),
        Trouble("file_unreadable", "贫困户", file="贫困户.xlsx"),
        Trouble("row_hidden", "贫困户", file="贫困户.xlsx", sheet="表一", row=7),
    ]
    path = tmp_path / "清单.xlsx"
    write_problem_list(compare(None, of_troubles(troubles), {}, FORMS), path, "某区", 2019)
    book = openpyxl.load_workbook(path)
    lines = [line for name in book.sheetnames[1:] for line in book[name].iter_rows(2, values_only=True)]
    between = ("指标之间，不在某个文件", "见报告“勾稽核对”", "")
    assert {line[2]: line[3:6] for line in lines} == {
        "两个不同的指标恰好相等": between,
        "与上年相比变化超过30%且没有说明": between,
        "缺少台账": ("没有收到文件", "", ""),
        "工作簿打不开": ("贫困户.xlsx", "", ""),
        CHECKS["row_hidden"].says: ("贫困户.xlsx", "表一", "第 7 行"),
    }
    assert not [cell for line in lines for cell in line if cell and re.search("None|<NA>|nan", str(cell))]


def test_an_office_without_problems_gets_a_list_that_says_so(tmp_path: Path, sample: Store) -> None:
    write_problem_list(
        compare(None, sample.findings().iloc[:0], {}, FORMS), tmp_path / "清单.xlsx", "某区", 2019
    )
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx")["总表"]
    assert "没有发现问题。" in [cell.value for cell in sheet["A"]]


def test_a_township_gets_the_findings_of_its_records_and_of_whole_files(tmp_path: Path) -> None:
    raw(tmp_path).mkdir(parents=True)
    (raw(tmp_path) / "乙乡_贫困户.xlsx").write_bytes(b"")
    findings = store_of(
        tmp_path, {"行政村": VILLAGES, "贫困户": f"{HOUSEHOLDS}\n甲乡 | 东村 | H1"}
    ).findings()
    theirs, others = (findings_of(findings, Scope(township)) for township in ("甲乡", "乙乡"))
    assert theirs.query("check == 'row_repeated'")["cell"].tolist() == ["C6"]
    assert others.query("check == 'row_repeated'").empty
    assert [list(one["check"]).count("file_unreadable") for one in (theirs, others)] == [1, 1]


def test_what_is_wrong_with_a_townships_own_sheet_is_on_its_list(tmp_path: Path) -> None:
    header, *rows = HOUSEHOLDS.splitlines()
    write_book(raw(tmp_path) / "乙乡_贫困户.xlsx", {"贫困户": rows_of(f"{header} | 星座\n{rows[1]} | 狮子")})
    rest = [row for row in rows if "甲乡" in row]
    write_book(raw(tmp_path) / "甲乡_贫困户.xlsx", {"贫困户": rows_of("\n".join([header, *rest]))})
    mixed = f"{header} | 星座\n甲乡 | 东村 | H8 | 狮子\n乙乡 | 北村 | H9 | 狮子"
    write_book(raw(tmp_path) / "其他_贫困户.xlsx", {"贫困户": rows_of(mixed)})
    findings = store_of(tmp_path, {"行政村": VILLAGES}).findings().query("check == 'header_unknown'")
    assert dict(zip(findings["file"], findings["township"], strict=True)) == {
        "乙乡_贫困户.xlsx": "乙乡",
        "其他_贫困户.xlsx": "",
    }
    assert findings_of(findings, Scope("甲乡")).empty
    assert findings_of(findings, Scope("乙乡"))["file"].tolist() == ["乙乡_贫困户.xlsx"]


def test_a_text_that_looks_like_a_formula_stays_text_in_the_list(tmp_path: Path) -> None:
    persons = "乡镇 | 行政村 | 户编号 | 人编号 | 健康状况\n甲乡 | 东村 | H1 | P1 | =1+1"
    store = store_of(tmp_path, {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": persons})
    write_problem_list(stored(store), tmp_path / "清单.xlsx", "某区", 2019)
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    cells = [cell for row in book["贫困人口"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
