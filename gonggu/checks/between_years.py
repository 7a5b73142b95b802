"""This year's register against last year's, person by person: nobody enters or leaves poverty without a record of it."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.checks.exits import EXITED
from gonggu.checks.findings import of_troubles
from gonggu.checks.register import Mask, taken, yes
from gonggu.lookup import among, position_of
from gonggu.reading.areas import AREA
from gonggu.reading.trouble import Trouble

Frames = Mapping[str, pd.DataFrame]

POOR = ("未脱贫", "返贫")
RETURNED = "返贫"
ARRIVED = ("嫁入", "新生儿", "其他转入")
STOCK, DENOMINATOR, CHANGE = "x_stock_roll", "x_rate_denominator", "x_year_on_year"
_NEEDED = ("households", "persons", "changes")


def between_years(books: Books, last: Frames) -> Found:
    """What does not follow from `last`, last year's 行政村, 贫困户 and 贫困人口 by ledger id.

    That somebody is in none of this year's ledgers is known only where they were read as a whole.
    """
    if rolls(books):
        yield from _left_without_record(books, last)
    if "households" in books:
        yield from _exited_in_another_year(books, last)
    if books.complete("changes") and {"households", "persons"} <= books.ledgers.keys():
        yield from _poor_without_record(books, last)
    yield from _history_differs(books, last)


def rolls(books: Books) -> bool:
    """Whether stock and flow can be followed person by person to the last, so that the sums need not be told."""
    return all(books.complete(ledger) for ledger in _NEEDED)


def _poor_persons(persons: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """The members of households that have not left poverty."""
    poor = households.loc[yes(households["exit_status"].isin(POOR)), "household_id"]
    return persons[among(persons["household_id"], poor) & persons["person_id"].notna()]


def _left_without_record(books: Books, last: Frames) -> Found:
    """Last year's poor who are neither on the register nor in 人员变更; at their household, else by village."""
    before = _poor_persons(last["persons"], last["households"])
    changes, typed = books.frame("changes"), books.ledgers["households"]
    went = changes.loc[~yes(changes["change"].isin(ARRIVED)), "person_id"]
    gone = ~among(before["person_id"], books.frame("persons")["person_id"]) & ~among(
        before["person_id"], went
    )
    lost = before[gone].drop_duplicates("person_id")
    home = position_of(lost["household_id"], typed.frame["household_id"])
    here = lost[home >= 0].groupby(home[home >= 0])["person_id"].agg("、".join)
    expected = [f"含上年末在册的 {people}；已离开的请在人员变更台账登记（类型、日期）" for people in here]
    yield at(typed, typed.form.columns["家庭人口"], here.index.to_numpy(dtype=np.int64), STOCK, expected)
    yield from _whole_households_gone(lost[home < 0])


def _whole_households_gone(lost: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for (township, village), people in lost.groupby(AREA):
        told = "、".join(people["person_id"])
        expected = "上年末未脱贫的人今年仍在册，或在人员变更台账登记离开（类型、日期）"
        trouble = Trouble(STOCK, "人员变更", value=told, expected=expected)
        yield of_troubles([trouble]).assign(township=township, village=village)


def _exited_in_another_year(books: Books, last: Frames) -> Found:
    """Households poor last year that left poverty before, by their 脱贫年度; and the other way round."""
    typed, then = books.ledgers["households"], last["households"]
    place = position_of(typed.frame["household_id"], then["household_id"])
    status = taken(then["exit_status"], place)
    was_poor, was_out = yes(status.isin(POOR)), yes(status.eq(EXITED))
    out, year = yes(typed.frame["exit_status"].eq(EXITED)), typed.frame["exit_year"]
    column = typed.form.columns["脱贫年度"]
    late = was_poor & out & yes(year.ne(books.year))
    yield at(typed, column, late, STOCK, f"{books.year}（上年末还未脱贫）")
    early = was_out & out & yes(year.eq(books.year))
    yield at(typed, column, early, STOCK, f"不晚于 {books.year - 1}（上年末已脱贫）")


def _poor_without_record(books: Books, last: Frames) -> Found:
    """This year's poor who were not poor: newly identified, fallen back, or joined, and said to be so."""
    typed, persons = books.ledgers["households"], books.ledgers["persons"]
    then = last["households"]
    now = _poor_persons(persons.frame, typed.frame)
    before = _poor_persons(last["persons"], then)["person_id"]
    home = position_of(now["household_id"], typed.frame["household_id"])
    status = taken(typed.frame["exit_status"], home)
    new = yes(taken(typed.frame["identified_year"], home).eq(books.year)) | yes(status.eq(RETURNED))
    changes = books.frame("changes")
    came = changes.loc[yes(changes["change"].isin(ARRIVED)), "person_id"]
    unexplained = ~among(now["person_id"], before) & ~new & ~among(now["person_id"], came)
    was_out = yes(
        taken(then["exit_status"], position_of(now["household_id"], then["household_id"])).eq(EXITED)
    )
    fell_back = np.unique(home[unexplained & was_out])
    yield at(typed, typed.form.columns["脱贫属性"], fell_back, STOCK, "返贫（上年末已脱贫）")
    unknown = persons.frame.index.get_indexer(now.index[unexplained & ~was_out])
    expected = "上年末在册的人；今年来的请在人员变更台账登记（类型、日期），新识别的户识别年度为今年"
    yield at(persons, persons.form.columns["人编号"], unknown, STOCK, expected)


def _history_differs(books: Books, last: Frames) -> Found:
    """What 历年情况 tells of last year against its register and its 行政村, village by village.

    These are the numbers that this year's are compared with: the stock, those who left poverty, the population.
    """
    if "history" not in books:
        return
    typed, villages = books.ledgers["history"], last["villages"]
    own = yes(typed.frame["year"].eq(books.year - 1))
    households, persons = last["households"], last["persons"]
    poor = yes(households["exit_status"].isin(POOR))
    left = yes(households["exit_status"].eq(EXITED)) & yes(households["exit_year"].eq(books.year - 1))
    population = villages.drop_duplicates(AREA).set_index(AREA)["rural_population"]
    places = pd.MultiIndex.from_frame(typed.frame[AREA])
    known = own & np.asarray(places.isin(population.index))
    for those, homes, people, check in (
        (poor, "年末未脱贫户数", "年末未脱贫人口", STOCK),
        (left, "当年脱贫户数", "当年脱贫人口", CHANGE),
    ):
        theirs = among(persons["household_id"], households.loc[those, "household_id"])
        yield from _differs(books, homes, _sizes(households[those], places), known, check)
        yield from _differs(books, people, _sizes(persons[theirs], places), known, check)
    yield from _differs(books, "农村户籍人口", population.reindex(places), known, DENOMINATOR)


def _sizes(records: pd.DataFrame, places: pd.MultiIndex) -> pd.Series:
    """How many of the records lie in each place."""
    return records.groupby([records[name] for name in AREA]).size().reindex(places, fill_value=0)


def _differs(books: Books, header: str, there: pd.Series, known: Mask, check: str) -> Found:
    typed = books.ledgers["history"]
    column = typed.form.columns[header]
    values = there.reset_index(drop=True)
    wrong = known & yes(typed.frame[column.name].reset_index(drop=True).ne(values))
    source = "行政村" if check == DENOMINATOR else "贫困户、贫困人口"
    expected = [f"{value}（上年“{source}”台账）" for value in values[wrong]]
    yield at(typed, column, wrong, check, expected)
