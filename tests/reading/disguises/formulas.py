"""Formulas: computed, never computed, computed by nobody yet."""

from datetime import date
from typing import Any

from tests.reading.disguises.amounts import COUNTED
from tests.reading.disguises.registry import disguise
from tests.reading.disguises.scene import Formula, Scene
from tests.reading.disguises.workbook import DAY, serial


@disguise(plain=True)
def compute_texts_and_dates(scene: Scene) -> None:
    """Look-ups whose results are stored, texts and days among them."""
    scene.write(scene.headers("text", "code", "id", "date", "bool", "month"), _looked_up)


def _looked_up(value: Any) -> Formula:
    if isinstance(value, date):
        return Formula("TODAY()", serial(value), DAY)
    return Formula('HYPERLINK("a.htm",B2)', value)


@disguise(plain=False)
def leave_formulas_without_a_result(scene: Scene) -> None:
    """Written by a program that computes nothing."""
    header = scene.choice(*scene.headers(*COUNTED, "text", "date", "code"))
    scene.write([header], lambda _: Formula(scene.choice("A1+B1", '"a"&B2', "SUM(A1:A9)"), None))


@disguise(plain=False)
def store_nothing_as_the_result(scene: Scene) -> None:
    """An empty text as every formula's result, which Excel will compute when it opens the workbook."""
    scene.book.recalculates = True
    scene.write(
        [scene.choice(*scene.headers(*COUNTED, "text", "date", "code"))], lambda _: Formula("Sheet2!A1", "")
    )


@disguise(plain=False, needs=COUNTED)
def store_zero_as_the_result(scene: Scene) -> None:
    """0 as every formula's result, which Excel will compute when it opens the workbook."""
    scene.book.recalculates = True
    scene.write([scene.choice(*scene.headers(*COUNTED))], lambda value: Formula(f"{value!r}+0", 0))


@disguise(plain=False, needs=("date",))
def store_zero_as_the_day(scene: Scene) -> None:
    """The same with days."""
    scene.book.recalculates = True
    scene.write(
        [scene.choice(*scene.headers("date"))], lambda value: Formula(f"DATE({value:%Y,%m,%d})", 0, DAY)
    )


@disguise(plain=False)
def write_formulas_as_texts(scene: Scene) -> None:
    """=5000+860 in a cell of text: nobody computes it."""
    header = scene.choice(*scene.headers(*COUNTED, "date", "code"))
    scene.write([header], lambda value: f"={value}" if scene.rng.random() < 0.5 else "=A1+B1")
