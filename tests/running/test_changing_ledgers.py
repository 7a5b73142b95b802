"""Ledgers that change while they are read are read again, or refused; what changes later is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from gonggu import clean
from gonggu.errors import DataError
from gonggu.forms import Forms
from gonggu.manifest import hashes
from gonggu.reading.ledgers import YearRead, read_year
from tests.ledgers_for_tests import FORMS, VILLAGES, YEAR_PARAMS, raw, rows_of, write_book
from tests.running.scene import HOUSEHOLDS, ONE_MORE, YEAR


def _send(folder: Path, households: str) -> None:
    if not (raw(folder) / "行政村.xlsx").is_file():
        write_book(raw(folder) / "行政村.xlsx", {"行政村": rows_of(VILLAGES)})
    write_book(raw(folder) / "贫困户.xlsx", {"贫困户": rows_of(households)})


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], None]:
    """Have something happen each time that the ledgers have been read: it is given how often."""

    def happening(what: Callable[[int], None]) -> None:
        times = 0

        def reading(folder: Path, forms: Forms) -> YearRead:
            nonlocal times
            read = read_year(folder, forms)
            times += 1
            what(times)
            return read

        monkeypatch.setattr(clean, "read_year", reading)

    return happening


def _clean(folder: Path) -> clean.Cleaned:
    return clean.clean_year(raw(folder), folder / "processed" / str(YEAR), YEAR_PARAMS, FORMS)


def test_a_ledger_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, meanwhile: Callable[[Callable[[int], None]], None]
) -> None:
    _send(tmp_path, HOUSEHOLDS)
    meanwhile(lambda times: _send(tmp_path, HOUSEHOLDS + ONE_MORE) if times == 1 else None)
    cleaned = _clean(tmp_path)
    assert cleaned.manifest.rows["households"] == 2
    assert cleaned.manifest.hashes == hashes(raw(tmp_path))


def test_a_ledger_that_comes_or_goes_while_others_are_read_counts_as_a_change(
    tmp_path: Path, meanwhile: Callable[[Callable[[int], None]], None]
) -> None:
    _send(tmp_path, HOUSEHOLDS)
    gone = write_book(raw(tmp_path) / "项目.xlsx", {"项目": rows_of("项目编号 | 项目名称\nX1 | 甲")})
    meanwhile(lambda _: gone.unlink(missing_ok=True))
    assert "projects" not in _clean(tmp_path).manifest.rows


def test_ledgers_that_do_not_come_to_rest_are_refused_by_name_and_the_stored_ones_stay(
    tmp_path: Path, meanwhile: Callable[[Callable[[int], None]], None]
) -> None:
    _send(tmp_path, HOUSEHOLDS)
    before = _clean(tmp_path).manifest
    meanwhile(lambda times: _send(tmp_path, HOUSEHOLDS + f"\n甲乡 | 西村 | H{times + 1} | 1 | 未脱贫"))
    with pytest.raises(DataError, match=r"台账正在被改动：贫困户\.xlsx。请等它们存好"):
        _clean(tmp_path)
    assert clean.Cleaned({}, before).manifest == _stored(tmp_path)


def _stored(folder: Path) -> object:
    from gonggu.manifest import read_manifest

    return read_manifest(folder / "processed" / str(YEAR))


@pytest.mark.slow
def test_what_changes_after_it_was_read_is_told_and_the_next_run_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gonggu.running import editions

    _send(tmp_path / "data", HOUSEHOLDS)
    make = editions.make_edition

    def made(*words: object) -> object:
        outcome = make(*words)  # type: ignore[arg-type]
        _send(tmp_path / "data", HOUSEHOLDS + ONE_MORE)
        return outcome

    monkeypatch.setattr(editions, "make_edition", made)
    words = [
        "run",
        "--year",
        str(YEAR),
        "--data",
        str(tmp_path / "data"),
        "--outputs",
        str(tmp_path / "outputs"),
    ]
    assert pipeline.main(words) == 1
    assert "运行期间台账又有改动：贫困户.xlsx" in capsys.readouterr().err
    monkeypatch.undo()
    assert pipeline.main([*words, "--explain"]) == 1
    said = capsys.readouterr()
    assert "1_clean：重做，台账有变化：贫困户.xlsx" in said.out
    assert said.err == ""
