"""What holds of the figures of any district: areas add up, rates are their parts, order of rows changes nothing."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gonggu.checks.findings import no_findings
from gonggu.digests import Typed, digests
from gonggu.figures.card import Figure
from gonggu.figures.catalogue import CARDS, card_of, figures_of
from gonggu.figures.frames import Frames
from gonggu.figures.poverty import alkire_foster, fgt, gini
from gonggu.figures.view import LedgerSource, View
from gonggu.manifest import Fingerprint, Manifest
from gonggu.reading.areas import AREA, with_areas
from gonggu.reading.links import links
from gonggu.scope import Scope
from gonggu.store import Store, publish
from tests.random_district import PLACES, district_of
from tests.worked_ledgers import FORMS, RULES, params_of

SCOPES = [Scope(), Scope("青石乡"), Scope("白沙镇"), *(Scope(*place) for place in PLACES if all(place))]
ADDITIVE = [card for card in CARDS if card.additive]
# The same few districts serve every property, so that each is measured once.
seeds = st.integers(0, 1)
# A seed does not shrink, so a failing one is shown as it is.
few = settings(max_examples=2, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
many = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def _figures(district: Frames) -> dict[str, Figure]:
    return figures_of(View(district, FORMS, params_of()))


@cache
def _measured(seed: int) -> dict[str, Figure]:
    return _figures(district_of(seed))


def _sums(district: Frames, scope: Scope) -> dict[str, Fraction]:
    found = figures_of(View(district, FORMS, params_of(), scope), ADDITIVE)
    return {figure.card.id: figure.measure.numerator for figure in found.values()}


def _names(district: Frames, column: str, township: str = "") -> list[str]:
    frames = [frame[frame[AREA[0]].eq(township)] if township else frame for frame in district.frames.values()]
    return sorted({name for frame in frames for name in frame[column]})


@few
@given(seeds)
def test_the_district_is_the_sum_of_its_townships_and_what_belongs_to_none(seed: int) -> None:
    district = district_of(seed)
    parts = [_sums(district, Scope(township)) for township in _names(district, AREA[0])]
    whole = _sums(district, Scope())
    assert {name: sum(part[name] for part in parts) for name in whole} == whole


@few
@given(seeds)
def test_a_township_is_the_sum_of_its_villages_and_what_belongs_to_none(seed: int) -> None:
    district = district_of(seed)
    villages = _names(district, AREA[1], "青石乡")
    parts = [_sums(district, Scope("青石乡", village)) for village in villages]
    whole = _sums(district, Scope("青石乡"))
    assert {name: sum(part[name] for part in parts) for name in whole} == whole


@few
@given(seeds)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    district = district_of(seed)
    shuffled = {
        ledger: frame.sample(frac=1, random_state=seed).reset_index(drop=True).rename_axis("record")
        for ledger, frame in district.frames.items()
    }
    before, after = _measured(seed), _figures(Frames(shuffled))
    for name, figure in before.items():
        other = after[name]
        if isinstance(figure.measure.value, float):
            assert other.measure.value == pytest.approx(figure.measure.value, rel=1e-12, abs=1e-12)
        else:
            assert other.measure.value == figure.measure.value, name
        assert other.measure.numerator == figure.measure.numerator
        assert other.rows == figure.rows


@few
@given(seeds)
def test_a_rate_or_mean_is_its_numerator_over_its_denominator(seed: int) -> None:
    scale = {"%": Fraction(100), "万元": Fraction(1, 10_000)}
    for name, figure in _measured(seed).items():
        measure = figure.measure
        if measure.denominator:
            expected = scale.get(figure.card.unit, 1) * measure.numerator / measure.denominator
            assert measure.value == expected, name
        elif measure.denominator is not None:
            assert measure.value is None, name


@few
@given(seeds)
def test_formulas_leave_the_ledgers_as_they_are(seed: int) -> None:
    district = district_of(seed)
    before = {ledger: frame.copy(deep=True) for ledger, frame in district.frames.items()}
    _figures(district)
    for ledger, frame in district.frames.items():
        pd.testing.assert_frame_equal(frame, before[ledger])


@few
@given(seeds)
def test_the_index_of_poverty_is_its_headcount_times_its_intensity(seed: int) -> None:
    figures = _measured(seed)
    headcount, intensity, index = (
        figures[name].measure.value for name in ("mpi_headcount", "mpi_intensity", "mpi")
    )
    if headcount:
        assert index == headcount / 100 * intensity / 100
    else:
        assert index == headcount
        assert intensity is None


@few
@given(seeds, st.integers(0, 15_000), st.integers(0, 15_000))
def test_raising_the_line_never_lowers_the_poor(seed: int, one: int, other: int) -> None:
    district = district_of(seed)
    cards = [card_of(name) for name in ("persons_below_line", "fgt0", "mpi_headcount")]
    low, high = (
        figures_of(View(district, FORMS, params_of(rules={**RULES, "exit_line": str(line + 1)})), cards)
        for line in sorted((one, other))
    )
    for name in low:
        before, after = low[name].measure.value, high[name].measure.value
        assert before is after is None or before <= after


households = st.lists(st.tuples(st.integers(-50_000, 5_000_000), st.integers(1, 9)), min_size=1, max_size=30)


def _arrays(drawn: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([income for income, _ in drawn]) / 100, np.array([persons for _, persons in drawn])


@many
@given(households, st.sampled_from([0.01, 0.5, 3, 1000]))
def test_gini_lies_from_0_to_below_1_and_knows_no_currency(drawn: list[tuple[int, int]], rate: float) -> None:
    incomes, persons = _arrays(drawn)
    value = gini(incomes, persons)
    if value is None:
        assert (incomes <= 0).all()
    else:
        assert -1e-12 <= value < 1
        assert gini(incomes * rate, persons) == pytest.approx(value, abs=1e-9)


@many
@given(households)
def test_measures_over_households_are_those_over_their_persons_one_by_one(
    drawn: list[tuple[int, int]],
) -> None:
    incomes, persons = _arrays(drawn)
    single = np.repeat(incomes, persons)
    ones = np.ones(len(single), dtype=int)
    assert gini(single, ones) == pytest.approx(gini(incomes, persons), abs=1e-9)
    for alpha in (0, 1, 2):
        assert fgt(single, ones, 4321, alpha) == pytest.approx(fgt(incomes, persons, 4321, alpha), rel=1e-9)


@many
@given(households, st.integers(1, 5_000_000), st.integers(1, 5_000_000))
def test_the_share_below_a_higher_line_is_no_smaller(
    drawn: list[tuple[int, int]], one: int, other: int
) -> None:
    low, high = (fgt(*_arrays(drawn), line / 100, 0) for line in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@many
@given(
    st.lists(st.tuples(st.lists(st.booleans(), min_size=5, max_size=5), st.integers(1, 9)), min_size=1),
    st.integers(1, 5),
)
def test_a_higher_cut_off_finds_fewer_poor_who_are_poorer(
    drawn: list[tuple[list[bool], int]], cutoff: int
) -> None:
    deprived, persons = np.array([row for row, _ in drawn]), np.array([size for _, size in drawn])
    found, wider = (alkire_foster(deprived, persons, line) for line in (cutoff, cutoff - 1))
    assert found.poor <= wider.poor <= wider.persons == persons.sum()
    assert found.deprivations <= wider.deprivations <= wider.poor
    if found.poor:
        assert found.deprivations / found.poor >= Fraction(cutoff, 5)
        assert found.deprivations / found.poor >= wider.deprivations / wider.poor


def _stored(district: Frames, folder: Path) -> Store:
    """The district as the clean step stores it."""
    nothing = Manifest(
        inputs=(),
        fingerprint=Fingerprint(params="", forms="", package="", libraries=""),
        rows={ledger: len(frame) for ledger, frame in district.frames.items()},
        absent_columns={},
        corrections=(),
        scopes=(),
        findings={},
    )
    publish(folder, district.frames, links(district.frames, FORMS), no_findings(), nothing, {}, [])
    return Store(folder, FORMS)


def _states(source: LedgerSource, scope: Scope) -> dict[str, object]:
    return {
        name: (figure.measure.value, figure.measure.numerator, figure.measure.denominator, figure.rows)
        for name, figure in figures_of(View(source, FORMS, params_of(), scope)).items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_what_is_stored_for_a_place_is_all_that_its_figures_look_up(seed: int, tmp_path: Path) -> None:
    district = district_of(seed)
    store = _stored(district, tmp_path / "2021")
    for place in SCOPES:
        assert _states(store, place) == _states(district, place), place


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_a_change_that_moves_a_places_figures_changes_its_digest(seed: int) -> None:
    district = district_of(seed)
    before = {place: _states(district, place) for place in SCOPES}
    digest = _digests(district)
    rng = np.random.default_rng(seed)
    for _ in range(2):
        other = _with_a_record_less(district, rng)
        after = _digests(other)
        moved = {place for place in SCOPES if _states(other, place) != before[place]}
        assert moved <= {place for place in SCOPES if after[place] != digest[place]}


def _digests(district: Frames) -> dict[Scope, str]:
    typed = Typed(district.frames, links(district.frames, FORMS), no_findings(), (), {})
    return digests(typed, SCOPES)


def _with_a_record_less(district: Frames, rng: np.random.Generator) -> Frames:
    ledger = str(rng.choice([name for name, frame in district.frames.items() if len(frame)]))
    frame = district.frames[ledger]
    kept = frame.drop(index=frame.index[int(rng.integers(len(frame)))]).reset_index(drop=True)
    return Frames(with_areas({**district.frames, ledger: kept.rename_axis("record")}, FORMS))
