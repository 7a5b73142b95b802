"""What is known of persons, as it is laid out on disk: looked up by key, of one state of the ledgers, made by clean."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from gonggu.privacy.known import Row, known_of, open_known, write_known
from gonggu.privacy.persons import PERSON, personal_rows

ROWS = [
    Row("name", "覃翠莲"),
    Row("name", "王𠮷"),
    Row("longer", "阿卜杜", "阿卜杜拉"),
    Row("longer", "阿卜杜", "阿卜杜外力"),
]


def test_what_is_written_is_found_by_shape_and_key(tmp_path: Path) -> None:
    write_known(tmp_path / "known", ROWS)
    for known in (open_known(tmp_path / "known"), known_of(ROWS)):
        assert known.found("name", ["覃翠莲", "阿卜杜", "石金花"]) == [("覃翠莲", "")]
        assert sorted(known.found("longer", ["阿卜杜"])) == [
            ("阿卜杜", "阿卜杜外力"),
            ("阿卜杜", "阿卜杜拉"),
        ]
        assert known.found("name", ["王𠮷", "王吉"]) == [("王𠮷", "")]
        assert known.found("word", ["覃翠莲"]) == []
        assert (known.has("name"), known.has("word")) == (True, False)


def test_an_older_sqlite_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Older(sqlite3.Connection):
        @property
        def serialize(self) -> bytes:  # type: ignore[override]
            raise AttributeError

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Older))
    write_known(tmp_path / "known", ROWS)
    assert sorted(open_known(tmp_path / "known").keys("longer")) == ["阿卜杜", "阿卜杜"]
    assert open_known(tmp_path / "known").found("name", ["覃翠莲"]) == [("覃翠莲", "")]


def test_what_nobody_can_type_is_looked_for_without_harm() -> None:
    known = known_of(ROWS)
    assert known.found("name", ["\ud800", "\x00", '"', "'; drop table known; --", "覃翠莲"]) == [
        ("覃翠莲", "")
    ]


def test_what_is_open_stays_as_it_was_when_the_ledgers_are_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "known"
    write_known(path, ROWS)
    known = open_known(path)
    write_known(tmp_path / "fresh", [Row("name", f"张{one}") for one in "一二三四五六七八九十" * 400])
    (tmp_path / "fresh").replace(path)
    assert known.found("name", ["覃翠莲", "张一"]) == [("覃翠莲", "")]
    assert open_known(path).found("name", ["覃翠莲", "张一"]) == [("张一", "")]


@pytest.mark.parametrize("content", [b"no table" * 200, b""])
def test_a_file_that_is_no_table_is_an_error_of_the_system_that_names_it(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "known").write_bytes(content)
    with pytest.raises(OSError, match="known"):
        open_known(tmp_path / "known")
    with pytest.raises(FileNotFoundError, match="gone"):
        open_known(tmp_path / "gone")


def test_a_lookup_among_many_persons_is_one_among_few() -> None:
    """By the plan that SQLite makes: the key is searched for, nothing is read through."""
    known = known_of(personal_rows({PERSON: ["覃翠莲"]}))
    said: list[str] = []
    known.connection.set_trace_callback(said.append)
    known.found("name", ["覃翠莲"])
    known.connection.set_trace_callback(None)
    (asked,) = said
    plan = [row[-1] for row in known.connection.execute(f"explain query plan {asked}")]
    assert "SEARCH known USING PRIMARY KEY (shape=? AND key=?)" in plan
    assert not any(step.startswith("SCAN known") for step in plan)
