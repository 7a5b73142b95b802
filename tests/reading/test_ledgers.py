"""Workbooks as offices send them: which are read, which sheet and row is what, and what is said of the rest."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from gonggu.forms import Ledger
from gonggu.reading.discover import named_ledgers, workbooks
from gonggu.reading.headers import find_header
from gonggu.reading.isolated import Parsed, parsed_in_child
from gonggu.reading.refused import Refused
from gonggu.reading.sheets import Sheet, encode, letter, sheet_of_rows
from gonggu.reading.workbook import read_sheets
from tests.ledgers_for_tests import FORMS, clean, raw, rows_of, store_of, told, write_book

ALLOCATIONS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额"
ROW = "甲〔2019〕1号 | 2019-03-01 | 衔接资金 | 财政专项扶贫资金 | 中央 | 产业发展"


def _names(file: str) -> list[str]:
    return [form.name for form in named_ledgers(Path(file), FORMS)]


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("桂花园乡_贫困户（终稿）2019.xlsx", ["贫困户"]),
        ("横岩乡/贫困户.xls", ["贫困户"]),
        ("贫困户/无名.xlsx", []),
        ("2019年项目资金拨付表.xlsx", ["资金拨付"]),
        ("项目走访.xlsx", ["项目", "走访"]),
    ],
)
def test_the_longest_ledger_name_in_the_files_name_wins(file: str, names: list[str]) -> None:
    assert _names(file) == names


def test_hidden_files_lock_files_and_other_documents_are_no_workbooks(tmp_path: Path) -> None:
    for name in ("~$贫困户.xlsx", ".贫困户.xlsx", "贫困户.docx", "乡/贫困户.CSV", ".git/项目.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [path.name for path in workbooks(tmp_path)] == ["贫困户.CSV"]


def _header(form: Ledger, *lines: str) -> tuple[int, dict[str, tuple[int, int]]]:
    header = find_header(
        sheet_of_rows("", [[cell or "" for cell in row] for row in rows_of("\n".join(lines))]), form
    )
    assert header is not None
    return header.row, {one.column.header: (one.position, one.unit) for one in header.headings}


def test_the_header_is_found_below_titles_in_any_order_with_aliases_and_marks() -> None:
    row, found = _header(
        FORMS.ledgers["贫困人口"],
        "2019年贫困人口台账 |  |  | ",
        "填报单位：甲乡 |  |  | ",
        "序号 | *姓 名 | 身份证号码 | 务工时间（月）",
        "1 | 张三 | x | 3",
    )
    assert row == 2
    assert found == {"姓名": (1, 1), "证件号码": (2, 1), "务工月数": (3, 1)}


def test_the_headers_own_unit_goes_before_the_line_above_which_goes_before_yuan() -> None:
    form = FORMS.ledgers["资金下达"]
    assert _header(form, "指标文号 | 下达金额")[1]["金额"] == (1, 1)
    assert _header(form, "单位：万元 | ", "指标文号 | 下达金额")[1]["金额"] == (1, 10_000)
    assert _header(form, "单位：万元 | ", "指标文号 | 金额（元）")[1]["金额"] == (1, 1)
    assert _header(form, "指标文号 | 金额(万元)")[1]["金额"] == (1, 10_000)


def test_amounts_under_wan_are_stored_in_cents(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"资金下达": f"单位：万元\n{ALLOCATIONS}\n{ROW} | 2248.73"})
    assert store.read("allocations")["amount_fen"].tolist() == [2_248_730_000]


def test_unknown_columns_are_told_of_and_numbering_and_remarks_are_not(tmp_path: Path) -> None:
    findings = store_of(
        tmp_path, {"资金下达": f"序号 | {ALLOCATIONS} | 备注 | 经办\n1 | {ROW} | 5 | 甲 | 乙"}
    ).findings()
    assert told(findings, "header_unknown") == ["资金下达  经办"]


def test_a_column_that_is_there_twice_is_told_of_and_the_left_one_is_read(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"资金下达": f"{ALLOCATIONS} | 下达金额\n{ROW} | 5 | 6"})
    assert told(store.findings(), "header_repeated") == ["资金下达  金额"]
    assert store.read("allocations")["amount_fen"].tolist() == [500]


def test_a_ledger_without_its_key_column_counts_as_absent(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"资金下达": "下达日期 | 资金名称 | 金额\n2019-03-01 | 甲 | 5"})
    assert "allocations" not in store.present()
    assert "ledger_missing" in store.findings().query("ledger == '资金下达'")["check"].tolist()


def test_totals_signatures_and_blank_rows_are_no_records(tmp_path: Path) -> None:
    table = f"{ALLOCATIONS}\n{ROW} | 5\n |  |  |  |  |  | \n合 计 |  |  |  |  |  | 5\n填表人：张三 |  |  |  |  | 审核人：李四 | "
    store = store_of(tmp_path, {"资金下达": table})
    assert len(store.read("allocations")) == 1
    assert told(store.findings(), "row_total") == ["资金下达 A4 合计", "资金下达 A5 填表人:张三"]


def test_a_record_whose_name_sounds_like_a_total_stays_a_record(tmp_path: Path) -> None:
    table = "培训编号 | 培训名称 | 培训类别\nT1 | 财务合计 | 政策业务\n合计 | 财务培训 | 政策业务"
    store = store_of(tmp_path, {"培训班": table})
    assert store.read("courses")["course_id"].tolist() == ["T1"]


def test_several_files_and_sheets_are_one_ledger_with_each_records_place(tmp_path: Path) -> None:
    header, row = (rows_of(f"{one} | 5")[0] for one in (ALLOCATIONS.rpartition(" | ")[0], ROW))
    header[-1] = "金额"
    two = [[f"乙{number}", *row[1:]] for number in range(2)]
    write_book(
        raw(tmp_path) / "a" / "资金下达一.xlsx",
        {"说明": [["请看下页"]], "表1": [header, row], "表2": [["题"], header, *two]},
    )
    write_book(raw(tmp_path) / "资金下达二.xlsx", {"表1": [header, ["丙", *row[1:]]]})
    frame = clean(tmp_path).read("allocations")
    assert frame[["document", "_file", "_sheet", "_row"]].to_numpy().tolist() == [
        ["甲〔2019〕1号", "a/资金下达一.xlsx", "表1", 2],
        ["乙0", "a/资金下达一.xlsx", "表2", 3],
        ["乙1", "a/资金下达一.xlsx", "表2", 4],
        ["丙", "资金下达二.xlsx", "表1", 2],
    ]
    assert frame.index.tolist() == [0, 1, 2, 3]


def test_the_header_decides_where_the_name_says_another_ledger_or_none(tmp_path: Path) -> None:
    rows = rows_of(f"{ALLOCATIONS}\n{ROW} | 5")
    write_book(raw(tmp_path) / "项目.xlsx", {"表": rows})
    write_book(raw(tmp_path) / "汇总.xlsx", {"表": [rows[0], ["乙", *rows[1][1:]]]})
    store = clean(tmp_path)
    assert store.read("allocations")["document"].tolist() == ["乙", "甲〔2019〕1号"]
    assert "projects" not in store.present()


def test_a_file_that_holds_no_ledger_is_left_alone_but_listed(tmp_path: Path) -> None:
    write_book(raw(tmp_path) / "通知.xlsx", {"表": [["各乡镇："], ["请于周五前报送"]]})
    store = clean(tmp_path)
    assert store.manifest().unused == ("通知.xlsx",)
    assert not store.findings()["file"].eq("通知.xlsx").any()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_reads_like_the_workbook(tmp_path: Path, encoding: str) -> None:
    raw(tmp_path).mkdir(parents=True)
    lines = "\n".join(
        ",".join(cell.strip() for cell in line.split("|")) for line in (ALLOCATIONS, f"{ROW} | 5.5")
    )
    (raw(tmp_path) / "资金下达.csv").write_bytes(lines.encode(encoding))
    frame = clean(tmp_path).read("allocations")
    assert frame[["document", "amount_fen", "_row"]].iloc[0].tolist() == ["甲〔2019〕1号", 550, 2]


@pytest.mark.parametrize(("separator", "encoding"), [("\t", "gb18030"), (";", "utf-8"), ("\t", "utf-16")])
def test_a_csv_of_another_separator_reads_like_the_workbook(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    raw(tmp_path).mkdir(parents=True)
    lines = "\r\n".join(
        separator.join(cell.strip() for cell in line.split("|")) for line in (ALLOCATIONS, f"{ROW} | 5.5")
    )
    (raw(tmp_path) / "资金下达.csv").write_bytes(lines.encode(encoding))
    assert clean(tmp_path).read("allocations")["amount_fen"].tolist() == [550]


def test_excels_dates_and_blank_cells_among_numbers_keep_their_types(tmp_path: Path) -> None:
    rows = rows_of(f"{ALLOCATIONS}\n{ROW} | ")
    rows[1][1] = date(2019, 3, 1)  # type: ignore[call-overload]
    write_book(raw(tmp_path) / "资金下达.xlsx", {"表": [*rows, ["乙", *rows[1][1:6], 7]]})
    frame = clean(tmp_path).read("allocations")
    assert str(frame["amount_fen"].dtype) == "Int64"
    assert frame["amount_fen"].isna().tolist() == [True, False]
    assert frame["date"].dt.strftime("%F").tolist() == ["2019-03-01", "2019-03-01"]


def _altered(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in book.namelist():
            content = book.read(part)
            copy.writestr(part, content.replace(old, new) if part.endswith("sheet1.xml") else content)
    return target


def test_error_cells_and_formulas_without_result_are_found_at_their_cells(tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "x.xlsx", {"资金下达": [*rows_of(f"{ALLOCATIONS}\n{ROW}"), ["乙", *rows_of(ROW)[0][1:]]]}
    )
    raw(tmp_path).mkdir(parents=True)
    broken = b'<c r="A9"/></row><row r="10"><c r="A10" t="inlineStr"><is><t>x</t></is></c><c r="G10" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F10"><f>A1</f><v></v></c></row></sheetData>'
    _altered(book, raw(tmp_path) / "资金下达.xlsx", b"</sheetData>", b'<row r="9">' + broken)
    findings = clean(tmp_path).findings()
    assert told(findings, "value_formula") == ["资金下达 F10 公式", "资金下达 G10 #DIV/0!"]
    assert not told(
        findings[findings["row"].eq(10) & findings["column"].isin(["金额", "资金用途"])], "value_required"
    )


@pytest.mark.parametrize(
    "reference", [b'r="XFD1048576"', b"r='XFD1048576'", b'r="ZZ999999"', b'r="A1048576"']
)
def test_a_cell_far_beyond_the_data_is_refused_before_it_can_do_harm(
    tmp_path: Path, reference: bytes
) -> None:
    book = write_book(tmp_path / "x.xlsx", {"表": [["甲", "乙"], [1, 2]]})
    with pytest.raises(Refused, match="远在实际数据之外") as reason:
        read_sheets(_altered(book, tmp_path / "y.xlsx", b'r="B2"', reference))
    assert reason.value.check == "file_refused"


def test_macros_and_bombs_are_refused(tmp_path: Path) -> None:
    book = write_book(tmp_path / "x.xlsx", {"表": [["甲"]]})
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    bomb = write_book(tmp_path / "y.xlsx", {"表": [["甲"]]})
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(60 * 2**20))
    for path, reason in ((book, "含宏"), (bomb, "压缩比")):
        with pytest.raises(Refused, match=reason):
            read_sheets(path)


def _broken_files(folder: Path) -> None:
    whole = write_book(folder / "原件.xlsx", {"表": rows_of(f"{ALLOCATIONS}\n{ROW} | 5")}).read_bytes()
    (folder / "原件.xlsx").unlink()
    contents = {
        "空_项目.xlsx": b"",
        "截断_项目.xlsx": whole[: len(whole) // 2],
        "假_项目.xlsx": b"hello",
        "假_项目.xls": b"hello",
        "密_项目.xlsx": b"\xd0\xcf\x11\xe0" + bytes(600),
        "坏_项目.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "假_项目.csv": whole,
        "别的_项目.et": b"x",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def test_broken_files_are_findings_and_the_others_are_still_read(tmp_path: Path) -> None:
    _broken_files(raw(tmp_path))
    write_book(raw(tmp_path) / "资金下达.xlsx", {"表": rows_of(f"{ALLOCATIONS}\n{ROW} | 5")})
    store = clean(tmp_path)
    findings = store.findings()
    assert len(told(findings, "file_unreadable")) == 8
    assert findings.loc[findings["check"].eq("file_unreadable"), "ledger"].eq("项目").all()
    assert store.present() == ("allocations",)


def test_true_and_one_in_a_column_stay_different_cells() -> None:
    cells = encode([True, 1.0, "", True])
    assert [cells[row] for row in range(4)] == [True, 1.0, "", True]
    assert [type(cells[row]) for row in range(2)] == [bool, float]


def test_columns_are_lettered_as_in_excel() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_sheet_of_nothing_has_no_header() -> None:
    assert find_header(Sheet("", [], 0), FORMS.ledgers["项目"]) is None


def test_what_a_child_process_parses_is_what_the_file_holds(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", {"表": [["甲", "日"], [1.5, date(2019, 6, 5)]], "空": []})
    assert parsed_in_child(path.read_bytes()) == [
        Parsed("表", [["甲", "日"], [1.5, date(2019, 6, 5)]]),
        Parsed("空", []),
    ]


def test_a_parser_that_dies_alone_leaves_a_reason() -> None:
    with pytest.raises(Refused, match="损坏"):
        parsed_in_child(b"\xd0\xcf\x11\xe0" + bytes(3000))
