"""Planted leaks: a personal value in every hiding place and every disguise, and not one gets through the gate."""

from errno import ENAMETOOLONG
from pathlib import Path

import pytest

from gonggu.errors import LeakError
from gonggu.privacy.gate import Hit, look_through, require_nobody_given_away
from tests.privacy.hiding_places import PLACES
from tests.privacy.persons import DISGUISES, VALUES, VOCABULARY


def _planted(folder: Path, place: str, text: str) -> str:
    name, content = PLACES[place](text)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _missed(folder: Path, place: str, value: str, disguise: str) -> str:
    """What is wrong with how the leak was found; blank where it is found, called by its kind, and not printed."""
    kind, written = VALUES[value]
    edition = folder / f"{len(list(folder.iterdir()))}"
    edition.mkdir()
    try:
        _planted(edition, place, DISGUISES[disguise](written))
    except OSError as error:
        assert error.errno == ENAMETOOLONG
        return ""  # nobody can name a file like this
    hits = look_through(edition, VOCABULARY)
    if kind not in {hit.kind for hit in hits}:
        return f"{place} › {value} › {disguise}: {hits}"
    said = "".join(map(str, hits))
    return (
        f"{place} › {value} › {disguise}: printed"
        if written in said or DISGUISES[disguise](written) in said
        else ""
    )


@pytest.mark.parametrize("place", PLACES)
def test_no_leak_passes_in(place: str, tmp_path: Path) -> None:
    """Every value once, each in another disguise; over all places every value is in every disguise."""
    shift = list(PLACES).index(place)
    pairs = [
        (value, list(DISGUISES)[(shift + 5 * number) % len(DISGUISES)]) for number, value in enumerate(VALUES)
    ]
    assert not [found for value, disguise in pairs if (found := _missed(tmp_path, place, value, disguise))]


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_leak_passes_in_any_disguise_in(place: str, tmp_path: Path) -> None:
    pairs = [(value, disguise) for value in VALUES for disguise in DISGUISES]
    assert not [found for value, disguise in pairs if (found := _missed(tmp_path, place, value, disguise))]


@pytest.mark.parametrize("place", PLACES)
def test_without_a_leak_there_is_nothing_in(place: str, tmp_path: Path) -> None:
    _planted(tmp_path, place, "在册户 1285 户")
    assert look_through(tmp_path, VOCABULARY) == []


def test_enough_is_planted() -> None:
    assert len(PLACES) >= 25
    assert len(PLACES) * len(VALUES) >= 500
