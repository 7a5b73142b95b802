"""Personal values laid out for looking up: a table on disk, of which a search touches only what it asks for.

A district of a million persons has three million names and numbers; to read them takes longer than to make a village's
edition.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple
from weakref import finalize

# How a value is looked up: a name of two or three characters by itself, a longer one by its first three; a name in
# letters without blanks; digits; a code with letters among the digits; and how long the digits are that there are.
Shape = Literal["name", "longer", "word", "digits", "code", "length", "ordinary", "part"]

_TABLE = (
    "create table known (shape text, key text, value text, primary key (shape, key, value)) without rowid"
)
_ADD = "insert or ignore into known values (?, ?, ?)"
_FIND = "select key, value from known where shape = ? and key in (select value from json_each(?))"
_ANY = "select exists (select 1 from known where shape = ?)"
_ALL = "select key from known where shape = ?"


class Row(NamedTuple):
    """A personal value as it is looked up; `value` is what the key is of: the whole of a longer name, a number's kind."""

    shape: Shape
    key: str
    value: str = ""


class Known:
    """The rows of one year's ledgers; what is open is closed with the last use of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        finalize(self, connection.close)

    def found(self, shape: Shape, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Key and value of the rows that have one of the keys."""
        asked = json.dumps([*keys])
        return self.connection.execute(_FIND, (shape, asked)).fetchall()

    def has(self, shape: Shape) -> bool:
        """Whether there is any row of the shape."""
        return bool(self.connection.execute(_ANY, (shape,)).fetchone()[0])

    def keys(self, shape: Shape) -> list[str]:
        """All keys of a shape."""
        return [key for (key,) in self.connection.execute(_ALL, (shape,))]


def known_of(rows: Iterable[Row]) -> Known:
    """The rows in memory."""
    return Known(_filled(rows))


def write_known(path: Path, rows: Iterable[Row]) -> None:
    """Write the rows to a file."""
    with closing(_filled(rows)) as made:
        if hasattr(made, "serialize"):
            # Of a full disk SQLite would say less than the system does.
            path.write_bytes(made.serialize())
        else:  # SQLite before 3.36
            with closing(sqlite3.connect(path)) as written:
                made.backup(written)


def open_known(path: Path) -> Known:
    """The rows of a file; OSError where it is not there or cannot be read.

    What is open stays as it was, also where the file is replaced meanwhile.
    """
    path.stat()
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        connection.execute(_ANY, ("name",))
    except sqlite3.Error as error:
        raise OSError(None, str(error), str(path)) from error
    return Known(connection)


def _filled(rows: Iterable[Row]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    with connection:
        connection.execute(_TABLE)
        connection.executemany(_ADD, sorted(rows))  # in order: the table grows at its end alone
    return connection
