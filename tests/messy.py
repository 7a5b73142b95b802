"""A district's ledgers as offices really send them: every messy form, mixed by a seed, meaning the same records."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.forms import Column, Forms, Ledger
from tests.messy_cells import Cell, Formula, cell_writer

_AREAS = (("乡镇", "行政村"), ("迁出乡镇", "迁出行政村"), ("派驻乡镇", "派驻行政村"))
_DATE_FORMATS = (14, 27, 31, 57, 58, "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy/m/d;@", '[$-804]yyyy"年"m"月"')
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_SUFFIXES = (".xlsx", ".xlsx", ".xlsx", ".xlsm", ".csv", *((".xls",) if find_spec("xlwt") else ()))
_PREFIXES = ("", "2019年", "附件1：", "（报区办）", "01 ")
_ENDINGS = ("", "（终稿）2019", " - 副本", "_最终版", "(1)", "台账")
_BESIDE = ("序号", "备注")
_COUNTED = frozenset({"money", "int", "number"})
_WAN = 10_000


@dataclass
class Page:
    """One sheet: its rows of cells, merged blocks (first and last row and column) and hidden rows, from 0."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    first: int = 0  # row of the first record
    areas: list[int] = field(default_factory=list)  # columns of townships and villages


def write_messily(ledgers: dict[str, pd.DataFrame], forms: Forms, folder: Path, seed: int) -> None:
    """Write every ledger below `folder` in forms chosen by the seed: files, sheets, headers, rows and cells."""
    rng = Random(seed)
    for name, frame in ledgers.items():
        for number, (place, part) in enumerate(_parts(frame, rng)):
            suffix = rng.choice(_SUFFIXES)
            stem = f"{rng.choice(_PREFIXES)}{place}_{name}{rng.choice(_ENDINGS)}_{number}"
            path = folder / rng.choice(("", place, f"报送/{number}")) / f"{stem}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            sheets = 2 if suffix != ".csv" and len(part) > 3 and rng.random() < 0.3 else 1
            pages = [
                _page(forms.ledgers[name], part.iloc[half::sheets], forms, rng) for half in range(sheets)
            ]
            if suffix != ".csv" and rng.random() < 0.4:
                for page in pages:
                    _merge_areas(page)
            _write(path, pages, rng)


def _parts(frame: pd.DataFrame, rng: Random) -> Iterator[tuple[str, pd.DataFrame]]:
    """The ledger as it is, by township, by village, or cut in two; with the place that sends each part."""
    area = next((list(pair) for pair in _AREAS if pair[0] in frame), None)
    by = rng.choice(([], area[:1], area)) if area else []
    if by:
        for places, part in frame.fillna(dict.fromkeys(by, "")).groupby(by, sort=False):
            yield "".join(places), part
    elif len(frame) > 8 and rng.random() < 0.5:
        half = len(frame) // 2
        yield from (("上半年", frame.iloc[:half]), ("下半年", frame.iloc[half:]))
    else:
        yield "", frame


def _page(form: Ledger, frame: pd.DataFrame, forms: Forms, rng: Random) -> Page:
    page = Page()
    order = [*form.columns, *rng.sample(_BESIDE, rng.randint(0, 2))]
    if rng.random() < 0.7:
        rng.shuffle(order)
    money = [header for header, column in form.columns.items() if column.type == "money"]
    stated = _WAN if money and rng.random() < 0.4 else 1
    _above(page, form.name, len(order), stated, rng)
    units = {header: rng.choice((stated, 1, _WAN)) for header in money}
    named = [_called(header, form, units.get(header), stated, rng) for header in order]
    _header(page, order, named, rng)
    writers = {
        header: cell_writer(column, forms, units.get(header, 1), rng)
        for header, column in form.columns.items()
    }
    _records(page, form, frame, order, writers, rng)
    return page


def _above(page: Page, name: str, width: int, stated: int, rng: Random) -> None:
    """Title, who sends it and the unit, each in its row, the title merged over the table."""
    if rng.random() < 0.7:
        page.rows.append([rng.choice((f"2019年度{name}台账", f"{name}情况统计表", f"附件：{name}"))])
        page.merged.append((0, 0, 0, width - 1))
    if rng.random() < 0.3:
        page.rows.append([])
    sender = rng.choice(("填报单位：桂花园乡人民政府", "填报单位：区扶贫办   2019年12月31日", "填表单位： "))
    if stated > 1:
        unit = rng.choice(
            ("单位：万元", "金额单位：万元", "单位：户、人、万元", "单位: 万 元", "（单位：万元）")
        )
        page.rows.append(rng.choice(([sender, None, unit], [f"{sender}    {unit}"], [unit])))
    elif rng.random() < 0.5:
        page.rows.append(rng.choice(([sender], [sender, "单位：元"])))


def _called(header: str, form: Ledger, unit: int | None, stated: int, rng: Random) -> str:
    """The header by its own name or an alias, with the marks, breaks, blanks and brackets that are usual."""
    column = form.columns.get(header)
    name = rng.choice((header, header, *(column.aliases if column else ())))
    if unit is not None and (unit != stated or rng.random() < 0.3):
        sign = "万元" if unit == _WAN else "元"
        name += rng.choice((f"（{sign}）", f"({sign})", f"\n（单位：{sign}）", f" ( {sign} )", f"【{sign}】"))
    middle = max(1, len(name) // 2)
    return rng.choice(
        (name, name, f"*{name}", f"＊ {name}", f" {name}\u00a0", f"{name[:middle]}\n{name[middle:]}",
         f"{name[:middle]}　{name[middle:]}", f"{name[:middle]}\r\n{name[middle:]}", f"{name}（必填）")
    )  # fmt: skip


def _header(page: Page, order: list[str], named: list[str], rng: Random) -> None:
    """The header's row, or groups over sub-headings: what stands alone is merged over both rows."""
    top = len(page.rows)
    if rng.random() < 0.5:
        page.rows.append(list(named))
        return
    upper: list[Cell] = [None] * len(order)
    lower: list[Cell] = [None] * len(order)
    place = 0
    while place < len(order):
        width = min(rng.randint(1, 4), len(order) - place)
        if width == 1:
            upper[place] = named[place]
            page.merged.append((top, place, top + 1, place))
        else:
            prefix = _common(order[place : place + width])
            upper[place] = prefix or rng.choice(("基本情况", "其中", "有关情况", "本 年 度"))
            cut = [name[len(prefix) :] for name in order[place : place + width]] if prefix else None
            lower[place : place + width] = cut or named[place : place + width]
            page.merged.append((top, place, top, place + width - 1))
        place += width
    page.rows += [upper, lower]


def _common(headers: list[str]) -> str:
    """户主 of 户主姓名 and 户主证件号码."""
    prefix = headers[0][:2]
    alike = prefix in {"户主", "迁出", "派驻"} and all(header.startswith(prefix) for header in headers)
    return prefix if alike else ""


def _records(
    page: Page, form: Ledger, frame: pd.DataFrame, order: list[str], writers: dict[str, Any], rng: Random
) -> None:
    """Records with blank rows, subtotals, the header again, a total and signatures between and below them."""
    header = list(page.rows[-1])
    begun = 0
    page.first = len(page.rows)
    page.areas = [order.index(header) for pair in _AREAS for header in pair if header in order]
    for number, record in enumerate(frame.to_dict("records"), start=1):
        page.rows.append([_cell(record, name, number, writers, rng) for name in order])
        if rng.random() < 0.02:
            page.hidden.append(len(page.rows) - 1)
        chance = rng.random()
        if chance < 0.03:
            page.rows.append([rng.choice((None, "", " ", "\u3000")) for _ in order])
        elif chance < 0.05:
            page.rows.append(_total("小 计", form, frame.iloc[begun:number], order, writers))
            begun = number
        elif chance < 0.06 and None not in header:
            page.rows.append(list(header))
    if rng.random() < 0.6:
        word = rng.choice(("合计", "合　计", "总计：", "合计（全部）"))
        page.rows.append(_total(word, form, frame, order, writers))
    if rng.random() < 0.6:
        page.rows += [
            [],
            rng.choice(
                (["填表人：张三", None, "审核人：李四"], ["填表人：      审核人：      日期：2019.12.31"])
            ),
            ["注：1.本表一式两份。"],
            rng.choice(
                (
                    ["（盖章）"],
                    [None, "2. 以文件为准。"],
                    ["以下空白"],
                    ["单位负责人签字：", None, "联系电话：13800138000"],
                )
            ),
        ]


def _merge_areas(page: Page) -> None:
    """Townships and villages that are written alike below one another become one cell."""
    for column in page.areas:
        written = [row[column] if len(row) > column else None for row in page.rows]
        top = page.first
        for row in range(page.first + 1, len(written) + 1):
            if row < len(written) and written[row] and written[row] == written[top]:
                page.rows[row][column] = None
                continue
            if row - 1 > top:
                page.merged.append((top, column, row - 1, column))
            top = row


def _cell(record: dict[Any, Any], name: str, number: int, writers: dict[str, Any], rng: Random) -> Cell:
    if name in _BESIDE:
        return number if name == "序号" else rng.choice((None, "已核", "合计见附表"))
    value = record[name]
    if pd.isna(value) or value == "":
        return rng.choice((None, None, "", " ", "\u00a0"))
    cell: Cell = writers[name](value)
    return cell


def _total(
    word: str, form: Ledger, frame: pd.DataFrame, order: list[str], writers: dict[str, Any]
) -> list[Cell]:
    row: list[Cell] = [
        writers[name](round(frame[name].sum(), 2)) if _adds_up(form.columns.get(name)) else None
        for name in order
    ]
    row[0] = word
    return row


def _adds_up(column: Column | None) -> bool:
    return column is not None and column.type in _COUNTED


def _write(path: Path, pages: Sequence[Page], rng: Random) -> None:
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows([[_as_text(cell) for cell in row] for row in pages[0].rows])
        path.write_bytes(text.getvalue().encode(rng.choice(_ENCODINGS)))
    elif path.suffix == ".xls":
        _write_old(path, pages, rng)
    else:
        _write_new(path, pages, rng)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return f"{cell.result:.15g}"
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell)


def _write_new(path: Path, pages: Sequence[Page], rng: Random) -> None:
    book = xlsxwriter.Workbook(path.with_suffix(".xlsx"), {"strings_to_formulas": False})
    formats = [book.add_format({"num_format": pattern}) for pattern in _DATE_FORMATS]
    book.add_worksheet("填表说明").write(0, 0, "请各乡镇如实填报")
    for number, page in enumerate(pages, start=1):
        sheet = book.add_worksheet(f"表{number}")
        for top, left, bottom, right in page.merged:
            if (top, left) != (bottom, right):
                sheet.merge_range(top, left, bottom, right, "")
        for place, row in enumerate(page.rows):
            for column, cell in enumerate(row):
                _put(sheet, place, column, cell, rng.choice(formats))
        for place in page.hidden:
            sheet.set_row(place, options={"hidden": True})
    book.close()
    path.with_suffix(".xlsx").rename(path)


def _put(sheet: Any, row: int, column: int, cell: Cell, day_format: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, f"={cell.result!r}", None, cell.result)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day_format)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cell)


def _write_old(path: Path, pages: Sequence[Page], rng: Random) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    styles = [xlwt.easyxf(num_format_str=pattern) for pattern in _DATE_FORMATS if isinstance(pattern, str)]
    for number, page in enumerate(pages, start=1):
        sheet = book.add_sheet(f"表{number}")
        for place, row in enumerate(page.rows):
            for column, cell in enumerate(row):
                value = cell.result if isinstance(cell, Formula) else cell
                if isinstance(value, date):
                    sheet.write(place, column, value, rng.choice(styles))
                elif value is not None:
                    sheet.write(place, column, value)
        for top, left, bottom, right in page.merged:
            sheet.merge(top, bottom, left, right)
    book.save(str(path))
