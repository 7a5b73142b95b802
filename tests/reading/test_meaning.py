"""A fuzz of meaning: whatever a sound workbook is disguised as, its records are read, or a finding names the place."""

import io
import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.ledgers_for_tests import FORMS
from tests.reading.disguises import DISGUISES, Book
from tests.reading.disguises.dialects import WRITERS
from tests.reading.disguises.scene import page_of
from tests.reading.disguises.workbook import workbook_bytes
from tests.reading.drawing import Draw, district_of, draw, draw_whole, draws
from tests.reading.figures_meant import cleaned, figures_outcome
from tests.reading.meaning import SAME, WRONG, Outcome, judged

DRAWS = int(os.environ.get("GONGGU_DRAWS", "2000"))
SEED = int(os.environ.get("GONGGU_SEED", "19"))
FEW = 80
PLAINLY_READ = 0.9  # of the draws whose disguise has one plain meaning


def _outcomes(drawn: list[Draw], folder: Path) -> list[tuple[Draw, Outcome]]:
    return [(one, judged(one, folder / str(number))) for number, one in enumerate(drawn)]


def _require_meaning(outcomes: list[tuple[Draw, Outcome]]) -> None:
    wrong = [
        f"{one.disguise.name} ({one.seed}): {'; '.join(was.differences[:3])}"
        for one, was in outcomes
        if was.kind == WRONG
    ]
    assert wrong == []
    plainly = [(one, was) for one, was in outcomes if one.disguise.plain]
    unread = Counter(one.disguise.name for one, was in plainly if was.kind != SAME)
    assert unread.total() <= (1 - PLAINLY_READ) * len(plainly), unread.most_common()


def test_there_are_disguises_of_every_kind() -> None:
    assert len(DISGUISES) >= 60
    assert {one.apply.__module__.rpartition(".")[2] for one in DISGUISES.values()} == {
        "amounts", "dates", "delimited", "dialects", "files", "formulas", "layouts", "tables", "units", "words",
    }  # fmt: skip


def test_other_programs_open_every_dialect() -> None:
    form = FORMS.ledgers["资金下达"]
    records = district_of(1)[form.name]
    for name, dialect in WRITERS.items():
        if dialect.strict:  # openpyxl reads none of these
            continue
        content = workbook_bytes(Book("", [page_of(form, records)], dialect))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        shown = [
            [cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in sheet.values
        ]
        assert shown == page_of(form, records).rows, name


def test_disguised_ledgers_mean_what_they_meant(tmp_path: Path) -> None:
    _require_meaning(_outcomes(draws(FEW, 1), tmp_path))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_disguised_ledgers_mean_what_they_meant_at_length(tmp_path: Path) -> None:
    _require_meaning(_outcomes(draws(DRAWS, SEED), tmp_path))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_figures_of_a_district_are_those_of_its_sound_ledgers(tmp_path: Path) -> None:
    district = district_of(SEED, villages=2)
    names = Random(SEED).sample(sorted(DISGUISES), min(len(DISGUISES), DRAWS // 40))
    drawn = [draw_whole(DISGUISES[name], str(SEED), district) for name in names]
    sound = cleaned(district, tmp_path / "sound")
    _require_meaning([(one, figures_outcome(one, sound, tmp_path / one.disguise.name)) for one in drawn])


def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    first, again = (draw(DISGUISES["split by township"], "5") for _ in range(2))
    assert first.scene.records == again.scene.records
    assert judged(first, tmp_path / "a") == judged(again, tmp_path / "b")
