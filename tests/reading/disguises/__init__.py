"""Named disguises of sound workbooks; importing the package registers all of them."""

from tests.reading.disguises import (
    amounts,
    dates,
    delimited,
    dialects,
    files,
    formulas,
    layouts,
    tables,
    units,
    words,
)
from tests.reading.disguises.registry import DISGUISES, Disguise, UnfitError
from tests.reading.disguises.scene import Book, Record, Records, Scene

__all__ = [
    "DISGUISES", "Book", "Disguise", "Record", "Records", "Scene", "UnfitError",
    "amounts", "dates", "delimited", "dialects", "files", "formulas", "layouts", "tables", "units", "words",
]  # fmt: skip
