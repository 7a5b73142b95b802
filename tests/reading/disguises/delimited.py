""".csv of many shapes: separators, encodings, quotation marks, what programs put around values."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reading.disguises.registry import disguise
from tests.reading.disguises.scene import Page, Scene

Lines = list[list[str]]


def text_of(cell: Any) -> str:
    """A cell as Excel saves it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell)


def _save(scene: Scene, write: Callable[[Lines], bytes], suffix: str = "csv") -> None:
    """Save the first book as text."""

    def encode(pages: list[Page]) -> bytes:
        return write([[text_of(cell) for cell in row] for row in pages[0].rows])

    scene.book.path = f"{scene.form.name}.{suffix}"
    scene.book.encode = encode


def _written(lines: Lines, **options: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **options).writerows(lines)
    return out.getvalue()


@disguise(plain=True)
def save_as_csv(scene: Scene) -> None:
    """In any encoding that Excel or a system here writes."""
    encoding = scene.choice("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "gb18030")
    _save(scene, lambda lines: _written(lines).encode(encoding), scene.choice("csv", "csv", "CSV"))


@disguise(plain=True)
def separate_otherwise(scene: Scene) -> None:
    """Tabs, semicolons, bars; blanks behind commas."""
    separator = scene.choice("\t", ";", "|")
    encoding = scene.choice("utf-8", "gb18030", "utf-8-sig", "utf-16")
    _save(scene, lambda lines: _written(lines, delimiter=separator).encode(encoding))


@disguise(plain=True)
def quote_everything(scene: Scene) -> None:
    """Every value in quotation marks."""
    _save(
        scene, lambda lines: _written(lines, quoting=csv.QUOTE_ALL).encode(scene.choice("utf-8", "gb18030"))
    )


@disguise(plain=True)
def put_tabs_behind_values(scene: Scene) -> None:
    """As systems do against 4.3E+17."""
    before = scene.rng.random() < 0.3
    header_too = scene.rng.random() < 0.7

    def marked(lines: Lines) -> Lines:
        rows = [[f"\t{cell}" if before else f"{cell}\t" for cell in row] for row in lines]
        return rows if header_too else [lines[0], *rows[1:]]

    quoting = scene.choice(csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
    _save(
        scene,
        lambda lines: _written(marked(lines), quoting=quoting).encode(scene.choice("gb18030", "utf-8-sig")),
    )


@disguise(plain=True)
def write_values_as_formulas(scene: Scene) -> None:
    """="432501…" around what must stay text."""
    at = {scene.place(header) for header in scene.headers("id", "account", "phone", "text")}
    way = scene.choice('="{}"', '="{}"', '=T("{}")')

    def marked(lines: Lines) -> Lines:
        rows = [
            [way.format(cell) if number in at and cell else cell for number, cell in enumerate(row)]
            for row in lines[1:]
        ]
        return [lines[0], *rows]

    plainly = scene.rng.random() < 0.5  # without doubling the quotation marks within
    _save(
        scene,
        lambda lines: (
            "\r\n".join(map(",".join, marked(lines))) if plainly else _written(marked(lines))
        ).encode("utf-8-sig"),
    )


@disguise(plain=True)
def end_lines_otherwise(scene: Scene) -> None:
    """\\n, \\r, blank lines, no end of the last line, Ctrl-Z."""
    end = scene.choice("\n", "\r", "\r\n\r\n", "\r\r\n")
    tail = scene.choice("", "\x1a", "\r\n\r\n")
    _save(scene, lambda lines: (_written(lines, lineterminator=end).rstrip("\r\n") + tail).encode("utf-8"))


@disguise(plain=True)
def begin_with_a_hint_at_the_separator(scene: Scene) -> None:
    """sep=; in the first line."""
    separator = scene.choice(";", ",", "\t", "|")
    quoted = scene.choice("", '"')
    _save(
        scene,
        lambda lines: (f"{quoted}sep={separator}{quoted}\r\n" + _written(lines, delimiter=separator)).encode(
            "utf-8-sig"
        ),
    )


@disguise(plain=True)
def leave_lines_ragged(scene: Scene) -> None:
    """Blanks at the end left out, or separators too many."""
    trailing = scene.rng.random() < 0.5
    _save(
        scene,
        lambda lines: "\r\n".join(
            ",".join(row) + ",,," if trailing else ",".join(row).rstrip(",") for row in lines
        ).encode("gb18030"),
    )


@disguise(plain=True)
def put_titles_above_csv(scene: Scene) -> None:
    """A title and a unit line above the header."""
    above = [[scene.form.name], [], ["填报单位：桂花园乡", "", "单位：元"]][: scene.rng.randint(1, 3)]
    _save(scene, lambda lines: _written([*above, *lines]).encode("gb18030"))


@disguise(plain=True)
def break_lines_within_quotes(scene: Scene) -> None:
    """A line end within a quoted header."""
    _save(
        scene, lambda lines: _written([[f"{h[:2]}\n{h[2:]}" for h in lines[0]], *lines[1:]]).encode("utf-8")
    )


@disguise(plain=True, needs=("money",))
def group_thousands_in_csv(scene: Scene) -> None:
    """Amounts as "5,860,000.00"."""
    at = {scene.place(header) for header in scene.headers("money")}

    def grouped(lines: Lines) -> Lines:
        return [
            lines[0],
            *([f"{float(c):,.2f}" if n in at and c else c for n, c in enumerate(row)] for row in lines[1:]),
        ]

    _save(scene, lambda lines: _written(grouped(lines)).encode("gb18030"))


@disguise(plain=False, needs=("money",))
def group_thousands_without_quotes(scene: Scene) -> None:
    """5,860,000.00 torn into three values."""
    at = {scene.place(header) for header in scene.headers("money")}
    _save(
        scene,
        lambda lines: "\r\n".join(
            ",".join(f"{float(c):,.2f}" if n in at and c and r else c for n, c in enumerate(row))
            for r, row in enumerate(lines)
        ).encode("gb18030"),
    )


@disguise(plain=False, needs=("text",))
def open_a_quote(scene: Scene) -> None:
    """A lone quotation mark before a value, which swallows what follows."""
    at = scene.place(scene.rng.choice(scene.headers("text")))

    def opened(lines: Lines) -> bytes:
        for row in scene.rng.sample(range(1, len(lines)), min(len(lines) - 1, scene.rng.randint(1, 2))):
            lines[row][at] = '"' + lines[row][at]
        return "\r\n".join(map(",".join, lines)).encode("gb18030")

    _save(scene, opened)


@disguise(plain=True, needs=("text",))
def quote_within_values(scene: Scene) -> None:
    """Quotation marks in the middle or around a part of an unquoted value, doubled where they must be."""
    header = next(
        (h for h in reversed(scene.headers("text")) if h not in scene.form.key), scene.headers("text")[-1]
    )
    scene.change_records([header], lambda text: f'{text[:1]}"{text[1:]}"x')
    plainly = scene.rng.random() < 0.5
    _save(
        scene, lambda lines: ("\n".join(map(",".join, lines)) if plainly else _written(lines)).encode("utf-8")
    )


@disguise(plain=False)
def encode_otherwise(scene: Scene) -> None:
    """Big5, UTF-16 without a mark, UTF-32, broken bytes: told if it is not read."""
    encoding = scene.choice("big5", "utf-16-le", "utf-16-be", "utf-32", "utf-7")
    _save(scene, lambda lines: _written(lines).encode(encoding, "replace"))


@disguise(plain=False)
def cut_the_file(scene: Scene) -> None:
    """A file that ends in the middle of a quoted value."""

    def cut(lines: Lines) -> bytes:
        text = _written(lines, quoting=csv.QUOTE_ALL).rstrip('\r\n",')
        return text[: -scene.rng.randint(1, 2)].encode("utf-8")

    _save(scene, cut)


@disguise(plain=True)
def put_apostrophes_before_csv_values(scene: Scene) -> None:
    """'432501… as exporters write it."""
    at = {scene.place(header) for header in scene.headers("id", "account", "phone")} | {0}
    _save(
        scene,
        lambda lines: _written(
            [lines[0], *([f"'{c}" if n in at and c else c for n, c in enumerate(row)] for row in lines[1:])]
        ).encode("utf-8-sig"),
    )
