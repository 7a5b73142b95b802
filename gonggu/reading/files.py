"""The ledgers of one file, typed, with what is to be said of its sheets and rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gonggu.forms import Forms, Ledger
from gonggu.reading.discover import is_misnamed, named_ledgers, shown_name
from gonggu.reading.examples import example_tables
from gonggu.reading.foreign import foreign_blocks
from gonggu.reading.headers import Header
from gonggu.reading.hidden import hidden_records
from gonggu.reading.leftover import unheaded, unread_content, unread_rows, upright
from gonggu.reading.other_rows import Skipped, worth_telling
from gonggu.reading.records import read_records
from gonggu.reading.refused import Refused
from gonggu.reading.sheets import Sheet
from gonggu.reading.sheets_of_ledgers import Fit, assign
from gonggu.reading.totals import ReadTable, mismatches
from gonggu.reading.trouble import Trouble
from gonggu.reading.typed import TypedLedger
from gonggu.reading.workbook import read_sheets


@dataclass(frozen=True)
class FileRead:
    """What one file gave: typed parts, and what was wrong with the file itself.

    `unread` are the ids of ledgers of which the file may hold records that were not read.
    """

    file: str
    parts: tuple[TypedLedger, ...]
    troubles: tuple[Trouble, ...]
    unread: frozenset[str] = frozenset()


def read_file(path: Path, raw: Path, forms: Forms) -> FileRead:
    """The ledgers of one file; one that cannot be read is a trouble."""
    file = shown_name(path, raw)
    named = named_ledgers(path, forms)
    try:
        if is_misnamed(path.relative_to(raw)):
            raise Refused("file_unreadable", "文件名或文件夹名的编码无法识别，请改名后重新放入")
        sheets = read_sheets(path)
    except Refused as refused:
        named_ids = frozenset(form.id for form in named)
        return FileRead(
            file, (), (Trouble(refused.check, _names(named), file, value=refused.reason),), named_ids
        )
    titles = (Path(shown_name(path, path.parent)).stem,)
    return _File(file, named, forms).read([replace(sheet, titles=(sheet.name, *titles)) for sheet in sheets])


def _names(named: Iterable[Ledger]) -> str:
    return "、".join(form.name for form in named)


class _File:
    """Collects what one file's sheets give."""

    def __init__(self, file: str, named: list[Ledger], forms: Forms) -> None:
        self.file, self.named, self.forms = file, named, forms
        self.tables: list[ReadTable] = []
        self.troubles: list[Trouble] = []
        self.unread: set[str] = set()

    def read(self, sheets: list[Sheet]) -> FileRead:
        """What all the sheets gave."""
        assigned = assign(sheets, self.named, self.forms)
        told: dict[tuple[str, int], list[Trouble]] = defaultdict(list)
        for sheet, fit in assigned.tables:
            told[sheet.name, sheet.table] = self._read_table(sheet, fit)
        for table, examples in example_tables(self.tables):
            self.tables.remove(table)
            told[table.sheet.name, table.sheet.table] = list(self._told_of_example(table, examples))
        self.troubles += [one for troubles in told.values() for one in troubles]
        self._tell_totals()
        read = {sheet.name for sheet, _ in assigned.tables}
        for sheet in assigned.left:
            self._tell_left(sheet, sheet.name in read)
        return FileRead(
            self.file, tuple(one.typed for one in self.tables), tuple(self.troubles), frozenset(self.unread)
        )

    def _read_table(self, sheet: Sheet, fit: Fit | None) -> list[Trouble]:
        if fit is None:
            self.unread |= {form.id for form in self.named}
            column = upright(sheet, self.forms)
            value = "没有找到表头" + (f"；列名竖排在 {column} 列，请转置" if column else "")
            expected = f"“{_names(self.named)}”登记的表头"
            return [
                Trouble(
                    "header_missing",
                    _names(self.named),
                    self.file,
                    sheet.name,
                    value=value,
                    expected=expected,
                )
            ]
        form, header = fit
        troubles = list(_header_troubles(form, header, sheet, self.file))
        if header.lacks_key(form):
            self.unread.add(form.id)
            return troubles
        foreign = list(foreign_blocks(sheet, header, self.forms))
        typed, skipped = read_records(sheet, header, form, self.forms, self.file, foreign)
        notes, unread = unread_rows(sheet, header, typed, skipped, foreign)
        self.tables.append(ReadTable(sheet, header, typed, skipped))
        troubles += _skipped_rows(form, [*worth_telling(skipped, header), *notes], sheet, self.file)
        troubles += [_unread_rows(form.name, sheet, block, self.file) for block in unread]
        troubles += [_unheaded(form, header, sheet, one, self.file) for one in unheaded(sheet, header, typed)]
        return troubles + list(_hidden(form, header, sheet, typed, self.file))

    def _told_of_example(self, table: ReadTable, examples: bool) -> Iterator[Trouble]:
        """That a sheet's records are examples, or may be: then nobody knows, and the sheet has to be looked at."""
        form, sheet, frame = table.typed.form, table.sheet, table.typed.frame
        if examples:
            rows = [Skipped(int(row), "A", f"工作表“{sheet.name}”中的示例") for row in frame["_row"]]
            yield from _skipped_rows(form, rows, sheet, self.file)
            return
        self.unread.add(form.id)
        value = f"工作表名为“{sheet.name}”，其中 {len(frame)} 条记录当作填写示例，没有读取"
        yield Trouble(
            "sheet_unread",
            form.name,
            self.file,
            sheet.name,
            value=value,
            expected="记录所在的工作表不以示例、模板命名",
        )

    def _tell_totals(self) -> None:
        by_form: dict[str, list[ReadTable]] = defaultdict(list)
        for table in self.tables:
            by_form[table.typed.form.id].append(table)
        for tables in by_form.values():
            for table, one in mismatches(tables, self.forms):
                self.troubles.append(
                    Trouble(
                        "total_mismatch", table.typed.form.name, self.file, table.sheet.name,
                        one.row, one.column, one.cell, one.stated, f"各行之和 {one.summed}",
                    )
                )  # fmt: skip

    def _tell_left(self, sheet: Sheet, partly: bool) -> None:
        """A sheet, or beside tables that were read a part of it, that holds what looks like records."""
        place = unread_content(sheet, self.forms)
        if not place:
            return
        self.unread |= {form.id for form in self.named}
        if partly:
            self.troubles.append(_unread_rows(_names(self.named), sheet, place, self.file))
            return
        column = upright(sheet, self.forms)
        value = f"{place} 有内容，没有读作任何台账" + (f"；列名竖排在 {column} 列，请转置" if column else "")
        self.troubles.append(
            Trouble(
                "sheet_unread", _names(self.named), self.file, sheet.name, value=value,
                expected="登记的表头在上、一行一条记录；不是台账的工作表请移出",
            )
        )  # fmt: skip


def _unheaded(form: Ledger, header: Header, sheet: Sheet, column: str, file: str) -> Trouble:
    return Trouble(
        "header_unknown", form.name, file, sheet.name, header.row + 1, cell=f"{column}{header.row + 1}",
        value=f"{column} 列有内容，没有列名", expected="登记过的列名",
    )  # fmt: skip


def _unread_rows(ledger: str, sheet: Sheet, block: str, file: str) -> Trouble:
    first = block.partition(":")[0]
    row = int("".join(filter(str.isdigit, first)))
    return Trouble(
        "row_unread", ledger, file, sheet.name, row, cell=first, value=f"{block} 有内容，没有读作记录",
        expected="表头以下、登记的列中的记录，或注明的合计、说明",
    )  # fmt: skip


def _header_troubles(form: Ledger, header: Header, sheet: Sheet, file: str) -> Iterator[Trouble]:
    def trouble(check: str, column: str, value: str, expected: str) -> Trouble:
        return Trouble(check, form.name, file, sheet.name, header.row + 1, column, "", value, expected)

    there = "表中现有：" + "、".join(header.shown)
    for column in header.missing(form):
        yield trouble("header_missing", column.header, there, f"列“{column.header}”")
    for name in header.unknown:
        yield trouble("header_unknown", name, name, "登记过的列名")
    for name in header.repeated:
        yield trouble("header_repeated", name, name, "每列只出现一次")


def _skipped_rows(form: Ledger, skipped: list[Skipped], sheet: Sheet, file: str) -> list[Trouble]:
    return [
        Trouble(
            "row_total",
            form.name,
            file,
            sheet.name,
            skip.row,
            cell=f"{skip.column}{skip.row}",
            value=skip.word,
        )
        for skip in skipped
    ]


def _hidden(form: Ledger, header: Header, sheet: Sheet, typed: TypedLedger, file: str) -> Iterator[Trouble]:
    for one in hidden_records(sheet, header, typed):
        yield Trouble(
            "row_hidden",
            form.name,
            file,
            sheet.name,
            one.row,
            one.column,
            one.cell,
            one.what,
            "不隐藏的行、列、工作表",
        )
