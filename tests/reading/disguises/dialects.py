"""Other programs' workbooks: .xlsx in every dialect of its XML, each with merged townships, and old .xls."""

from dataclasses import replace

from tests.reading.disguises import layouts, units, words
from tests.reading.disguises.amounts import as_text, whole_thousands
from tests.reading.disguises.dialect import Dialect
from tests.reading.disguises.layouts import merge_areas
from tests.reading.disguises.old import old_bytes
from tests.reading.disguises.registry import Apply, disguise
from tests.reading.disguises.scene import Error, Formula, Rich, Scene, Shown
from tests.reading.disguises.words import INVISIBLE

WRITERS = {
    "prefix the namespace": Dialect(prefix="x"),
    "write texts inline": Dialect(texts="inline"),
    "write texts as results": Dialect(texts="plain"),
    "turn attributes round": Dialect(backwards=True),
    "leave out places": Dialect(places=False),
    "quote attributes singly": Dialect(quote="'"),
    "indent elements": Dialect(indented=True),
    "cut texts into runs": Dialect(runs=True),
    "write strict XML": Dialect(strict=True),
    "write days as ISO 8601": Dialect(iso_dates=True),
    "state a wrong extent": Dialect(dimension="A1"),
    "name parts otherwise": Dialect(folder="Sheets", stem="Data", absolute=True),
    "mark the byte order": Dialect(mark=True),
    "comment the XML": Dialect(comments=True),
    "style blank cells": Dialect(blanks=True, empty_values=True),
    "prefix and inline": Dialect(prefix="ss", texts="inline", backwards=True, quote="'", indented=True),
    "strict with days": Dialect(strict=True, iso_dates=True, prefix="a", blanks=True),
    "state the types of numbers": Dialect(explicit=True),
    "write numbers with exponents": Dialect(exponents=True),
    "inline without places": Dialect(texts="inline", places=False, iso_dates=True),
}


def _writer(dialect: Dialect) -> Apply:
    def apply(scene: Scene) -> None:
        merge_areas(scene, scene.page)
        scene.book.dialect = dialect

    return apply


for _name, _dialect in WRITERS.items():
    _apply = _writer(_dialect)
    _apply.__name__ = _name
    disguise(plain=True)(_apply)


@disguise(plain=False)
def name_parts_with_backslashes(scene: Scene) -> None:
    """As archives packed by some programs for Windows."""
    scene.book.dialect = Dialect(backslashes=True)


LAYOUTS = (
    layouts.put_a_title_above, layouts.change_the_order_of_columns, layouts.repeat_the_header, layouts.number_the_columns,
    layouts.add_a_total, layouts.sign_below, layouts.add_ordinary_columns, layouts.leave_blank_rows_and_columns,
    units.name_the_unit_above, words.leave_blanks_that_cannot_be_seen, words.pad_with_what_cannot_be_seen,
)  # fmt: skip


@disguise(plain=True, needs=("money",))
def lay_out_in_another_dialect(scene: Scene) -> None:
    """An ordinary layout in a workbook of another program."""
    scene.choice(*LAYOUTS)(scene)
    scene.book.dialect = scene.choice(*WRITERS.values())


@disguise(plain=True, needs=("money",))
def lay_out_in_an_old_workbook(scene: Scene) -> None:
    """An ordinary layout in an .xls."""
    scene.choice(*LAYOUTS[:-2])(scene)
    _old(scene)


@disguise(plain=False)
def show_errors_in_another_dialect(scene: Scene) -> None:
    """An error value, or a formula that was never computed, for a cell of the sound workbook."""
    at = scene.rng.randrange(len(scene.form.columns))
    broken = scene.choice(
        Error("#N/A"), Error("#REF!"), Formula("A1+1", "#DIV/0!"), Formula("A1+1", None), Error("#SPILL!")
    )
    scene.rng.choice(scene.page.body)[at] = broken
    scene.book.dialect = replace(scene.choice(*WRITERS.values()), dimension="")


@disguise(plain=True)
def escape_what_need_not_be(scene: Scene) -> None:
    """Line ends as _x000D_ behind texts, invisible characters, texts that look like escapes."""
    sign = scene.choice("_x000D_", "_x000D_\n", "_x200B_", *INVISIBLE)
    scene.write(scene.headers("code", "id", "bool"), lambda text: f"{text}{sign}")


@disguise(plain=True)
def save_as_old_workbook(scene: Scene) -> None:
    """The .xls of Excel 97, with merged townships."""
    merge_areas(scene, scene.page)
    _old(scene)


def _old(scene: Scene) -> None:
    scene.book.path = f"{scene.form.name}.xls"
    scene.book.encode = lambda pages: old_bytes(pages, scene.book.date1904)


@disguise(plain=True, needs=("date",))
def count_an_old_workbook_from_1904(scene: Scene) -> None:
    """An .xls of a Mac."""
    scene.book.date1904 = True
    _old(scene)


@disguise(plain=True, needs=("money",))
def show_amounts_in_wan_in_an_old_workbook(scene: Scene) -> None:
    """The format scales, the header says 万元."""
    money = scene.headers("money")
    scene.change_records(money, whole_thousands)
    for header in money:
        scene.page.header[scene.place(header)] = f"{header}（万元）"
    scene.write(money, lambda value: Shown(value, "0!.0,"))
    _old(scene)


@disguise(plain=False)
def show_errors_in_an_old_workbook(scene: Scene) -> None:
    """#N/A in an .xls."""
    at = scene.rng.randrange(len(scene.form.columns))
    scene.rng.choice(scene.page.body)[at] = Error(scene.choice("#N/A", "#REF!", "#VALUE!", "#DIV/0!"))
    _old(scene)


@disguise(plain=False)
def leave_formulas_uncomputed_in_an_old_workbook(scene: Scene) -> None:
    """0 as every formula's result."""
    header = scene.choice(*scene.headers("money", "int", "number", "date", "text"))
    scene.write([header], lambda _: Formula("1+1", None))
    _old(scene)


@disguise(plain=True, mentions=("row_hidden",))
def hide_rows_in_an_old_workbook(scene: Scene) -> None:
    """Hidden rows and columns of an .xls."""
    scene.page.hidden_rows = {scene.page.first}
    _old(scene)


@disguise(plain=False, needs=("money",))
def raise_a_footnote_in_an_old_workbook(scene: Scene) -> None:
    """A superscript run in an .xls."""
    at = scene.place(scene.headers("money")[0])
    row = scene.page.body[0]
    row[at] = Rich(((as_text(row[at]), ""), ("1", "superscript")))
    _old(scene)
