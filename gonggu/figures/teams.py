"""一、9 四支队伍: visits in the year's window, and the problems that the teams found."""

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, count, lowest, share, stated
from gonggu.figures.overview import statistic
from gonggu.figures.selections import (
    HELPER,
    LEADER,
    TOWNSHIP_TEAM,
    UNIT_HEAD,
    among,
    by_year_end,
    in_window,
)
from gonggu.figures.view import View

SECTION = "9 四支队伍"
FOUND_BY_TEAMS = "四支队伍排查"


@figure("区级领导到村", "人次", SECTION, "统计时段内区级领导的走访条数", additive=True)
def visits_leaders(view: View) -> Measure:
    return _visits(view, LEADER)


@figure("单位主要负责人到村", "人次", SECTION, "统计时段内后盾单位负责人的走访条数", additive=True)
def visits_unit_heads(view: View) -> Measure:
    return _visits(view, UNIT_HEAD)


@figure("乡镇党政班子到村", "人次", SECTION, "统计时段内乡镇党政班子的走访条数", additive=True)
def visits_township(view: View) -> Measure:
    return _visits(view, TOWNSHIP_TEAM)


@figure("结对干部入户走访", "人次", SECTION, "统计时段内结对干部的走访条数", additive=True)
def visits_households(view: View) -> Measure:
    return _visits(view, HELPER)


@figure("未走访户", "户", SECTION, "统计时段内没有结对干部走访记录的贫困户数", additive=True)
def households_unvisited(view: View) -> Measure:
    households, visits = view.rows("households"), in_window(view, view.reach("visits"))
    visited = visits.loc[visits["team"].eq(HELPER), "household_id"].dropna()
    return count("households", households[~among(households["household_id"], visited)])


@figure("排查问题", "个", SECTION, "问题来源为四支队伍排查的问题数", additive=True)
def problems_found(view: View) -> Measure:
    return count("problems", _found(view))


@figure("排查并整改问题", "个", SECTION, "排查问题中{year}年末前完成整改的", additive=True)
def problems_found_rectified(view: View) -> Measure:
    found = _found(view)
    return count("problems", found[by_year_end(view, found["rectified"])])


@figure("问题回复率", "%", SECTION, "排查问题中{year}年末前已回复的 ÷ 排查问题")
def problems_response_rate(view: View) -> Measure:
    found = _found(view)
    return share("problems", found, by_year_end(view, found["answered"]))


@figure(
    "每村联系区级领导最少人数",
    "名",
    SECTION,
    "各村在统计时段内到村走访或包村的不同区级领导数的最小值",
    held_against=("leaders_per_zone",),
)
def leaders_per_zone_min(view: View) -> Measure:
    villages, visits = view.rows("villages"), in_window(view, view.rows("visits"))
    place = ["township", "village"]
    came = visits.loc[visits["team"].eq(LEADER), [*place, "cadre_id"]]
    lead = villages[[*place, "leader_id"]].rename(columns={"leader_id": "cadre_id"})
    leaders = pd.concat([came, lead]).dropna().drop_duplicates().groupby(place).size()
    known = pd.MultiIndex.from_frame(villages[place])
    # A village that no leader visits or leads has none: the 0 is a count, not a gap.
    counts = pd.Series(leaders.reindex(known, fill_value=0).to_numpy(), index=villages.index)
    return lowest("villages", counts)


@figure(
    "涉贫到市赴省进京信访",
    "件",
    SECTION,
    "区级统计所列{year}年涉贫到市赴省进京信访，原样引用",
    district_only=True,
)
def petitions(view: View) -> Measure:
    return stated("statistics", statistic(view, "涉贫到市赴省进京信访"), "value")


def _visits(view: View, team: str) -> Measure:
    visits = in_window(view, view.rows("visits"))
    return count("visits", visits[visits["team"].eq(team)])


def _found(view: View) -> pd.DataFrame:
    problems = view.rows("problems")
    return problems[problems["source"].eq(FOUND_BY_TEAMS)]
