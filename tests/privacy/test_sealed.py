"""What the gate cannot look into does not pass."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gonggu.errors import LeakError
from gonggu.privacy.gate import SEALED, look_through, require_nobody_given_away
from gonggu.privacy.numbers import ID
from gonggu.privacy.persons import PERSON
from gonggu.privacy.vocabulary import Vocabulary
from tests.privacy.hiding_places import PLACES
from tests.privacy.persons import vocabulary_of_values

NOBODY = Vocabulary()


def _archive(content: bytes) -> bytes:
    with zipfile.ZipFile(made := BytesIO(), "w") as archive:
        archive.writestr("xl/vbaProject.bin", content)
    return made.getvalue()


def _picture() -> bytes:
    return PLACES["picture: tEXt"]("无")[1]


def _nested(depth: int) -> bytes:
    return b"text" if depth == 0 else _archive(_nested(depth - 1))


FILES = {
    "unknown format": ("report.bin", b"\x00\x01\x02\xff"),
    "compressed text": ("notes.txt.gz", gzip.compress(b"text")),
    "old workbook": ("annex.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)),
    "program in a workbook": ("annex.xlsm", _archive(b"\x00\x01\x02\xff")),
    "torn workbook": ("annex.xlsx", _archive(b"text")[:-30]),
    "torn picture": ("chart.png", _picture()[:-20]),
    "picture with more behind it": ("chart.png", _picture() + b"\x00\x01\x02\xff"),
    "animated picture": ("chart.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    "document within the page": (
        "report.html",
        b'<a href="data:application/pdf;base64,JVBERi0xLjQKAAH/">3</a>',
    ),
    "archives without end": ("annex.xlsx", _nested(20)),
}


@pytest.mark.parametrize("case", FILES)
def test_what_cannot_be_looked_into_is_a_hit(case: str, tmp_path: Path) -> None:
    name, content = FILES[case]
    (tmp_path / name).write_bytes(content)
    assert {(hit.file, hit.kind) for hit in look_through(tmp_path, NOBODY)} == {(name, SEALED)}
    with pytest.raises(LeakError, match=SEALED):
        require_nobody_given_away(tmp_path, NOBODY)


def test_a_link_to_elsewhere_is_a_hit(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("text")
    edition = tmp_path / "edition"
    edition.mkdir()
    (edition / "notes.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert [hit.kind for hit in look_through(edition, NOBODY)] == [SEALED]


def test_an_empty_edition_and_an_empty_file_pass(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    require_nobody_given_away(tmp_path, NOBODY)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        *("A", "ab/", "\\", "1", "张", "张 ", "<a", "&", "data:"),
        *(pytest.param(chain, marks=pytest.mark.slow) for chain in ("1-", "12 ", "_x0041_")),
    ],
)
def test_a_text_without_end_is_looked_through(piece: str, tmp_path: Path) -> None:
    """In time that grows with its length: what took the square of it would not come to its end."""
    (tmp_path / "report.html").write_text(f"<p>- {piece * 200_000}</p>", encoding="utf-8")
    somebody = vocabulary_of_values({PERSON: ["王小明"], ID: ["999000199001010015"]})
    assert look_through(tmp_path, somebody) == []
