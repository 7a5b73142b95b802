"""走访: the visits of the four teams, in the action's window and in the rest of the year."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.areas import area_columns, blank_where, township_of, village_of
from gonggu.sample.cadres import LEADER, PAIRED, TOWNSHIP, UNIT_HEAD
from gonggu.sample.pairing import Pairing
from gonggu.sample.serials import serials
from gonggu.sample.workdays import day, days_between, scatter, spread

_TEAMS = (LEADER, UNIT_HEAD, TOWNSHIP, PAIRED)


def make_visits(
    people: dict[str, pd.DataFrame],
    roster: pd.DataFrame,
    pairing: Pairing,
    plan: AdminPlan,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """One row a visit, in the order of the days; households are visited by 结对干部 only."""
    villages, households = people["行政村"], people["贫困户"]
    totals = (plan.visits_leaders, plan.visits_unit_heads, plan.visits_township, plan.visits_households)
    parts = []
    for days, share in _periods(year, plan):
        for team, total in zip(_TEAMS, totals, strict=True):
            count = round(total * share)
            if team == PAIRED:
                parts.append(_to_households(households, villages, pairing, count, days, rng))
            else:
                parts.append(_to_villages(team, roster, villages, count, days, rng))
    cadre_ids = _ids_by_team(roster)
    visits = pd.concat(parts, ignore_index=True).sort_values("date", kind="stable", ignore_index=True)
    household = visits["household"].to_numpy()
    cadre = np.empty(len(visits), dtype=object)
    for number, team in enumerate(_TEAMS):
        rows = visits["team"].to_numpy() == number
        cadre[rows] = cadre_ids[team][visits["cadre"].to_numpy()[rows]]
    cadre, held = _who_held_the_post(cadre, visits["date"].to_numpy(), roster)
    visits, household, cadre = visits[held].reset_index(drop=True), household[held], cadre[held]
    return pd.DataFrame(
        {
            "走访编号": serials(f"ZF{year}", len(visits), 5),
            "走访日期": visits["date"],
            "干部编号": cadre,
            "队伍类别": np.array(_TEAMS, dtype=object)[visits["team"]],
            **area_columns(villages, visits["village"].to_numpy()),
            "户编号": blank_where(households["户编号"].to_numpy(dtype=object)[household], household < 0),
        }
    )


def _periods(year: int, plan: AdminPlan) -> list[tuple[Any, float]]:
    """The window of the action and the rest of the year, each with its visits relative to the window's."""
    window = days_between(*(day(year, one) for one in plan.window))
    whole = days_between(day(year, "01-02"), day(year, "12-31"))
    return [(window, 1.0), (np.setdiff1d(whole, window), plan.visits_outside_share)]


def _who_held_the_post(cadre: Any, dates: Any, roster: pd.DataFrame) -> tuple[Any, Any]:
    """Who made each visit, and whether anybody did: before somebody took up the post, it was the predecessor."""
    of_cadre = roster.set_index("干部编号")
    early = dates < of_cadre["任职日期"].loc[cadre].to_numpy()
    before = of_cadre["predecessor"].loc[cadre].to_numpy(dtype=object)
    return np.where(early, before, cadre), ~(early & pd.isna(before))


def _ids_by_team(roster: pd.DataFrame) -> dict[str, Any]:
    ids = roster["干部编号"].to_numpy(dtype=object)
    return {team: ids[(roster["角色"] == team).to_numpy()] for team in _TEAMS}


def _to_villages(
    team: str, roster: pd.DataFrame, villages: pd.DataFrame, total: int, days: Any, rng: np.random.Generator
) -> pd.DataFrame:
    """Visits to a cadre's own village; of a township's body to any village of the township."""
    post = roster.loc[roster["角色"] == team, "post"].to_numpy()
    counts = scatter(rng, total, len(post))
    cadre = np.repeat(np.arange(len(post)), counts)
    village = _any_of_township(post[cadre], villages, rng) if team == TOWNSHIP else post[cadre]
    return _visits(team, cadre, village, np.full(total, -1), spread(rng, counts, days))


def _to_households(
    households: pd.DataFrame,
    villages: pd.DataFrame,
    pairing: Pairing,
    total: int,
    days: Any,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Visits to each household by the 结对干部 who looks after it."""
    home = village_of(households, villages)
    counts = scatter(rng, total, len(households))
    household = np.repeat(np.arange(len(households)), counts)
    dates = spread(rng, counts, days)
    return _visits(PAIRED, pairing.visitor[household], home[household], household, dates)


def _any_of_township(township: Any, villages: pd.DataFrame, rng: np.random.Generator) -> Any:
    of_village = township_of(villages)
    order = np.argsort(of_village, kind="stable")
    count = np.bincount(of_village)
    first = np.cumsum(count) - count
    return order[first[township] + (rng.random(len(township)) * count[township]).astype(int)]


def _visits(team: str, cadre: Any, village: Any, household: Any, dates: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "team": _TEAMS.index(team),
            "cadre": cadre,
            "village": village,
            "household": household,
            "date": dates,
        }
    )
