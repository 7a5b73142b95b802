"""Selections of rows that several figures share.

A condition holds only where a cell says so: a blank is neither 是 nor 否, neither before nor after a date.
"""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gonggu.figures.view import View, selection

STATIONED = "驻村队员"
LEADER = "区级领导"
UNIT_HEAD = "后盾单位负责人"
TOWNSHIP_TEAM = "乡镇党政班子"
HELPER = "结对干部"

UNEXITED = ("未脱贫", "返贫")
BASIC_INSURANCE = "城乡居民医保"
TEHUIBAO = "扶贫特惠保"
LABOUR = ("普通劳动力", "技能劳动力")
DONE = ("完工", "验收")
NOT_DONE = ("未开工", "在建")
KEY_INDUSTRY = "重点产业"
CONCENTRATED = "集中安置"


def holds(column: pd.Series) -> pd.Series:
    """Where a 是/否 column says 是."""
    return column.eq(True).fillna(False).astype(bool)


def denied(column: pd.Series) -> pd.Series:
    """Where a 是/否 column says 否."""
    return column.eq(False).fillna(False).astype(bool)


def in_year(view: View, dates: pd.Series) -> pd.Series:
    """Where the date lies in the year."""
    return dates.dt.year.eq(view.year).fillna(False).astype(bool)


def by_year_end(view: View, dates: pd.Series) -> pd.Series:
    """Where the date is given and not after 31 December of the year."""
    return dates.le(view.year_end).fillna(False).astype(bool)


def not_ended(view: View, ended: pd.Series) -> pd.Series:
    """Where the end is blank or after the year."""
    return ended.isna() | ended.gt(view.year_end)


def in_force(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Records begun by year-end and not ended then (columns `started`, `ended`)."""
    return frame[by_year_end(view, frame["started"]) & not_ended(view, frame["ended"])]


def in_window(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Visits within the year's window, both ends included."""
    window = view.params.visits_window
    inside = frame["date"].between(pd.Timestamp(window.start), pd.Timestamp(window.end))
    return frame[inside.fillna(False)]


def in_term(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Aid whose 学期 begins with the year."""
    return frame[frame["term"].str.startswith(str(view.year), na=False)]


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Integers by key (`values`, unique index) for each record's key; missing where there is none."""
    found = values.astype("Int64").reindex(keys.to_numpy())
    return found.set_axis(keys.index)


def among(keys: pd.Series, others: pd.Series) -> pd.Series:
    """Which of the texts are among the others (bool); a blank is where the others have one.

    As `keys.isin(others)`, which makes a Python object of each of the others and takes up to fifty times as long.
    """
    texts = pa.large_string()
    found = pc.is_in(pa.array(keys, texts), value_set=pa.array(others, texts))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=keys.index)


def members(view: View, households: pd.DataFrame) -> pd.DataFrame:
    """The persons on the register with a 户编号 of these households."""
    persons = view.reach("persons")
    return persons[among(persons["household_id"], households["household_id"].dropna())]


@selection
def unexited_households(view: View) -> pd.DataFrame:
    """Households that have not left poverty, or fell back."""
    households = view.rows("households")
    return households[households["exit_status"].isin(UNEXITED)]


@selection
def unexited_persons(view: View) -> pd.DataFrame:
    """Their members."""
    return members(view, unexited_households(view))


@selection
def households_exited_in_year(view: View) -> pd.DataFrame:
    """Households that left poverty in the year."""
    households = view.rows("households")
    exited = households["exit_status"].eq("已脱贫") & households["exit_year"].eq(view.year).fillna(False)
    return households[exited]


@selection
def cadres_in_post(view: View, role: str) -> pd.DataFrame:
    """Cadres of one role in post at year-end."""
    cadres = view.rows("cadres")
    return in_force(view, cadres[cadres["role"].eq(role)])


@selection
def insured_ids(view: View) -> pd.Series:
    """人编号 with basic medical insurance, anywhere in the district."""
    insurance = view.reach("insurance")
    return insurance.loc[insurance["scheme"].eq(BASIC_INSURANCE), "person_id"].dropna()


def insured(view: View, persons: pd.DataFrame) -> pd.Series:
    """Which of the persons have basic medical insurance."""
    return among(persons["person_id"], insured_ids(view))


def households_with(persons: pd.DataFrame, condition: pd.Series) -> pd.Series:
    """户编号 of the persons for whom the condition is true."""
    return persons.loc[condition, "household_id"]


@selection
def lines_of(view: View, scheme: str) -> pd.DataFrame:
    """Insurance records of one scheme."""
    insurance = view.rows("insurance")
    return insurance[insurance["scheme"].eq(scheme)]


@selection
def projects_of(view: View, categories: Iterable[str] | str) -> pd.DataFrame:
    """Projects of the given categories."""
    projects = view.rows("projects")
    wanted = [categories] if isinstance(categories, str) else list(categories)
    return projects[projects["category"].isin(wanted)]


def done(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects finished or accepted."""
    return projects[projects["status"].isin(DONE)]
