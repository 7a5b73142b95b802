"""What is withheld, in tables small enough to check by hand; and that what the catalogue says of figures is so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from gonggu.disclosure.catalogue import FREE, NEVER, RESTING, SHARES, quantities, relations, rests_on
from gonggu.disclosure.cells import OF_NO_PART, Cell, Table, table_of
from gonggu.disclosure.release import withheld_figures
from gonggu.disclosure.suppression import protect, verify
from gonggu.errors import UsageError
from gonggu.figures.card import Card
from gonggu.figures.catalogue import BY_ID, CARDS
from gonggu.params import YearParams
from gonggu.scope import Scope
from gonggu.strict import checked

TOWNSHIP = Scope("青石乡")
EAST, WEST, SOUTH = (Scope("青石乡", name) for name in ("东岭村", "西溪村", "南坪村"))


def _villages(quantity: str, *numbers: int) -> Table:
    """One quantity in the villages of a township, and their sum there and in the district."""
    whole = {quantity: Fraction(sum(numbers))}
    villages = dict(zip((EAST, WEST, SOUTH), ({quantity: Fraction(one)} for one in numbers), strict=True))
    return table_of({Scope(): whole, TOWNSHIP: whole, **villages})


def _withheld(table: Table, threshold: int = 10) -> set[str]:
    return {cell.place for cell in protect(table, threshold).withheld}


def test_nothing_is_withheld_where_every_count_is_large_or_0() -> None:
    assert _withheld(_villages("dropouts", 10, 0, 40)) == set()


def test_the_only_small_count_takes_the_smallest_large_one_with_it() -> None:
    assert _withheld(_villages("dropouts", 3, 20, 40)) == {EAST.name, WEST.name}


def test_two_small_counts_hide_each_other_where_their_sum_leaves_room() -> None:
    assert _withheld(_villages("dropouts", 4, 7, 40)) == {EAST.name, WEST.name}


def test_two_small_counts_whose_sum_gives_them_away_take_a_third_with_them() -> None:
    # 9 + 8 = 17: each would be 8 or 9.
    assert _withheld(_villages("dropouts", 9, 8, 40)) == {EAST.name, WEST.name, SOUTH.name}


def test_below_a_small_sum_everything_is_withheld_and_0_too() -> None:
    # A reader who saw the 0 and knew that withheld means 1 or more could count the villages.
    assert _withheld(_villages("dropouts", 2, 5, 0)) == {
        place.name for place in (Scope(), TOWNSHIP, EAST, WEST, SOUTH)
    }


def test_what_belongs_to_no_village_is_protected_like_a_village() -> None:
    township, village = {"dropouts": Fraction(50)}, {"dropouts": Fraction(46)}
    table = table_of({Scope(): township, TOWNSHIP: township, EAST: village})
    assert Cell("dropouts", f"青石乡{OF_NO_PART}") in protect(table, 10).withheld
    assert EAST.name in _withheld(table)


def test_few_who_are_left_out_of_a_share_hide_the_share() -> None:
    counts = {"medical_coverage/n": Fraction(97), "registered_persons": Fraction(100)}
    pattern = protect(table_of({Scope(): counts}), 10)
    hidden = withheld_figures(pattern, [Scope()])["全区"]
    assert "medical_coverage" in hidden
    assert "registered_persons" not in hidden


def test_all_or_nobody_may_be_said_of_many() -> None:
    for insured in (0, 100):
        counts = {"medical_coverage/n": Fraction(insured), "registered_persons": Fraction(100)}
        assert "medical_coverage" not in withheld_figures(protect(table_of({Scope(): counts}), 10), [Scope()])


def test_a_lower_threshold_withholds_less() -> None:
    table = _villages("dropouts", 8, 20, 40)
    assert _withheld(table, 7) == set()
    assert _withheld(table, 10) == {EAST.name, WEST.name}


def test_the_same_numbers_are_always_withheld_in_the_same_way() -> None:
    table = _villages("dropouts", 9, 20, 20)
    shuffled = Table(dict(reversed(table.values.items())), table.sums[::-1])
    assert protect(table, 10) == protect(shuffled, 10)


def test_the_audit_finds_a_small_cell_that_is_shown() -> None:
    table = _villages("dropouts", 3, 20, 40)
    pattern = protect(table, 10)
    small = Cell("dropouts", EAST.name)
    assert not verify(table, pattern)
    assert small in verify(table, replace(pattern, withheld=pattern.withheld - {small}))


def test_the_audit_finds_a_cell_whose_guard_is_shown() -> None:
    table = _villages("dropouts", 3, 20, 40)
    pattern = protect(table, 10)
    broken = replace(pattern, withheld=pattern.withheld - {Cell("dropouts", WEST.name)})
    assert verify(table, broken) == {Cell("dropouts", EAST.name): (3, 3)}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_figure_tells_of_nobody_or_of_certain_counts_or_is_never_shown(card: Card) -> None:
    named = [card.id in kind for kind in (FREE, NEVER, SHARES, RESTING)]
    assert sum(named) <= 1
    assert any(named) or rests_on(card) == (card.id,), f"{card.id} is in no list of the catalogue"


def test_the_lists_name_figures_that_there_are() -> None:
    assert {*FREE, *NEVER, *SHARES, *RESTING} <= BY_ID.keys()
    known = {*quantities()}
    assert {name for whole, parts in relations() for name in (whole, *parts)} <= known


def test_a_threshold_that_leaves_small_counts_to_be_guessed_is_refused() -> None:
    words = {
        "district": "云岭区",
        "year": 2021,
        "base_year": 2016,
        "visits_window": {"from": "2021-03-01", "to": "2021-10-31"},
    }
    assert checked(YearParams, {**words, "public_threshold": 7}, "2021.yaml").public_threshold == 7
    with pytest.raises(UsageError, match="public_threshold：应不小于 7"):
        checked(YearParams, {**words, "public_threshold": 6}, "2021.yaml")
