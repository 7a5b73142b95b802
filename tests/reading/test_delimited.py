"""A .csv of any shape: the rows that its office wrote, or a refusal; never rows swallowed or columns moved."""

import codecs

import pytest

from gonggu.reading.archive import Refused
from gonggu.reading.delimited import delimited_rows

HEADER = ["拨付编号", "项目编号", "金额", "收款单位"]
ROWS = [HEADER, ["B1", "X1", "500", "甲公司"], ["B2", "X2", "600", "乙公司"], ["B3", "X3", "700", "丙公司"]]


def _text(separator: str = ",", end: str = "\n", rows: list[list[str]] | None = None) -> str:
    return "".join(separator.join(row) + end for row in rows or ROWS)


def _with_payees(*payees: str) -> str:
    """The payments, the beginning of whose payees is replaced."""
    return _text(rows=[HEADER, *([*row[:3], payee] for row, payee in zip(ROWS[1:], payees, strict=True))])


def _read(text: str) -> list[list[str]]:
    """The rows without blanks at the ends of their cells, which no column keeps."""
    return [[cell.strip() for cell in row] for row in delimited_rows(text.encode())]


@pytest.mark.parametrize("separator", list(",;\t|，；"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end_is_recognised(separator: str, end: str) -> None:
    assert _read(_text(separator, end)) == ROWS


@pytest.mark.parametrize(
    "content",
    [
        _text().encode("utf-8"),
        _text().encode("utf-8-sig"),
        _text().encode("gb18030"),
        _text().encode("utf-16"),
        codecs.BOM_UTF16_BE + _text().encode("utf-16-be"),
        _text("\t").encode("utf-16-le"),
        _text().encode("utf-16-be"),
        (_text(rows=ROWS[:2]) + "\ufeff" + _text(rows=ROWS[2:])).encode(),
    ],
)
def test_any_usual_encoding_is_recognised_with_and_without_byte_order_mark(content: bytes) -> None:
    assert delimited_rows(content) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "".join("".join(f"{cell}\t," for cell in row)[:-1] + "\n" for row in ROWS),
        "".join(",".join(f"\t{cell}" for cell in row) + "\r\n" for row in ROWS),
        "".join(",".join(f'"{cell}\t"' for cell in row) + "\n" for row in ROWS),
        "".join(",".join(f'\t"{cell}"' for cell in row) + "\n" for row in ROWS),
        "".join(",".join(f'"{cell}"\t' for cell in row) + "\r\n" for row in ROWS),
        "".join(";".join(f"{cell}\t" for cell in row) + "\n" for row in ROWS),
        "".join(",".join(f'="{cell}"' for cell in row) + "\n" for row in ROWS),
        "".join(",".join(f'"=""{cell}"""' for cell in row) + "\n" for row in ROWS),
        "".join(" , ".join(f'"{cell}"' for cell in row) + "\n" for row in ROWS),
        "".join(",".join(f'=T("{cell}")' for cell in row) + "\n" for row in ROWS),
        _text() + "\x1a",
        "sep=;\r\n" + _text(";", "\r\n"),
        '"sep=,"\n' + _text(),
        "sep=|\n" + _text("|"),
    ],
)
def test_what_systems_write_around_values_and_above_them_is_none_of_them(text: str) -> None:
    assert _read(text) == ROWS


def test_blank_lines_titles_and_separators_at_the_end_keep_their_rows() -> None:
    text = (
        "2019年资金拨付\n\n"
        + "".join(",".join([*row, "", ""]) + "\n" for row in ROWS)
        + "\n,,,,,\n制表人：张三\n"
    )
    read = _read(text)
    assert [row[:4] for row in read[2:6]] == ROWS
    assert read[1] == []


def test_a_unit_line_that_is_narrower_than_the_header_is_above_it() -> None:
    above = "2019年资金拨付\n填报单位：甲乡,,单位：元\n"
    assert _read(above + _text())[2:] == ROWS
    with pytest.raises(Refused):
        _read(above + _text(rows=[HEADER, *([*row[:2], "1,234", row[3]] for row in ROWS[1:])]))


def test_amounts_with_commas_do_not_hide_another_separator() -> None:
    rows = [HEADER, ["B1", "X1", "1,234.50", "甲公司"], ["B2", "X2", "2,234,567.50", "乙，丙公司"]]
    assert _read(_text(";", rows=rows)) == rows
    assert _read(_text("\t", rows=rows)) == rows


def test_quoted_cells_keep_separators_line_ends_and_quotation_marks() -> None:
    text = _with_payees('"甲,乙公司"', '"乙\n公司"', '"丙""大""公司"')
    assert [row[3] for row in _read(text)[1:]] == ["甲,乙公司", "乙\n公司", '丙"大"公司']


def test_a_quotation_mark_within_a_cell_is_one() -> None:
    assert [row[3] for row in _read(_with_payees('甲"大"公司', '5" 管材厂', '丙公司"'))[1:]] == [
        '甲"大"公司', '5" 管材厂', '丙公司"'
    ]  # fmt: skip


@pytest.mark.parametrize(
    "payees",
    [
        ('"甲公司', "乙公司", '"丙公司'),
        ('"甲公司', "乙公司", "丙公司"),
        ("甲公司", "乙公司", '"丙公司'),
        ('"甲公司', "乙公司", '丙公司"'),
        ('"甲公司', '乙公司"', "丙公司"),
        ('"甲公司', '"乙公司"', "丙公司"),
    ],
)
def test_a_quotation_mark_that_is_never_closed_swallows_no_row(payees: tuple[str, ...]) -> None:
    assert _read(_with_payees(*payees)) == ROWS


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("other", range(4))
def test_two_lone_quotation_marks_in_any_columns_swallow_no_row(place: int, other: int) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][place] = '"' + rows[1][place]
    rows[3][other] += '"'
    assert _read(_text(rows=rows)) == ROWS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (_with_payees('"甲公司', '"乙,丙公司"', "丙公司"), "引号"),
        (_with_payees("甲公司", "乙,丙公司", "丙公司"), "第 3 行"),
        (_text(rows=[HEADER, ["B1", "X1", "1,234", "甲公司"], ROWS[2]]), "第 2 行"),
        ("<html><table><tr><td>拨付编号</td></tr></table></html>", "网页"),
        ("  \n<?xml version='1.0'?><a/>", "网页"),
        (_text() + "B4,X4,\x00,丁公司\n", "扩展名"),
        (_text() + 'B4,X4,800,"丁公', "引号"),
        (_text() + '"B4","X4","80', "引号"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        delimited_rows(text.encode())
    assert refused.value.check == "file_unreadable"
    assert reason in refused.value.reason
