"""Who helps a household: the cadre that it names, still in post and not poor himself."""

import pandas as pd

from gonggu.checks.books import Books, Found, at, places
from gonggu.checks.register import ages, given, once_a_sheet, taken, yes
from gonggu.lookup import among, position_of
from gonggu.reading.areas import AREA

_STATIONED = "驻村队员"
_OF_AGE = 18


def helper_missing(books: Books) -> Found:
    """Households without 帮扶责任人; at 帮扶责任人编号, once for a sheet that lacks the column."""
    if "households" not in books:
        return
    typed = books.ledgers["households"]
    column = typed.form.columns["帮扶责任人编号"]
    wrong = ~given(typed.frame["helper_id"]) & ~typed.unread(column) & once_a_sheet(typed, column)
    yield at(typed, column, wrong, "helper_missing", "帮扶干部台账中的一个干部编号")


def helper_left(books: Books) -> Found:
    """Households whose 帮扶责任人 has left the post by year-end; at 帮扶责任人编号."""
    if not {"households", "cadres"} <= books.ledgers.keys():
        return
    typed, cadres = books.ledgers["households"], books.frame("cadres")
    left = taken(cadres["ended"], position_of(typed.frame["helper_id"], cadres["cadre_id"]))
    gone = yes(left <= books.year_end)
    expected = [f"年末在任的干部（该干部已于 {day:%Y-%m-%d} 离任）" for day in left[gone]]
    yield at(typed, typed.form.columns["帮扶责任人编号"], gone, "helper_left", expected)


def helper_is_poor(books: Books) -> Found:
    """Cadres with the name of a grown-up on the register in a village where they are stationed or help; at 帮扶干部.姓名."""
    if not {"households", "persons", "cadres"} <= books.ledgers.keys():
        return
    typed, persons = books.ledgers["cadres"], books.ledgers["persons"]
    grown_up = ~(ages(books) < _OF_AGE)
    poor = persons.frame.loc[grown_up, ["name", *AREA]].assign(
        person=persons.frame.index.to_numpy()[grown_up]
    )
    named = poor[among(poor["name"], typed.frame["name"])]
    both = _where_they_work(books).merge(named, on=["name", *AREA]).drop_duplicates("cadre")
    column = persons.form.columns["姓名"]
    expected = [f"与同村贫困人口不是同一人（{place}）" for place in places(persons, column, both["person"])]
    yield at(typed, typed.form.columns["姓名"], both["cadre"].to_numpy(), "helper_is_poor", expected)


def _where_they_work(books: Books) -> pd.DataFrame:
    """Cadres (position, name) with the villages where they are stationed at year-end or help a household."""
    cadres, households = books.frame("cadres"), books.frame("households")
    in_post = ~yes(cadres["ended"] <= books.year_end) & yes(cadres["role"].eq(_STATIONED))
    posted = cadres.loc[in_post, AREA].assign(cadre=in_post.nonzero()[0])
    helper = position_of(households["helper_id"], cadres["cadre_id"])
    helping = households.loc[helper >= 0, AREA].assign(cadre=helper[helper >= 0])
    together = pd.concat([posted, helping]).drop_duplicates()
    together = together[together[AREA[1]].ne("")]
    return together.assign(name=cadres["name"].to_numpy()[together["cadre"].to_numpy()])
