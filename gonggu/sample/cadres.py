"""The cadres (帮扶干部): leaders, heads of backing units, township bodies, stationed teams and paired cadres."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.names import surnames
from gonggu.sample.pairing import Pairing
from gonggu.sample.serials import serials
from gonggu.sample.tables import table
from gonggu.sample.workdays import day, days_between, workday_on_or_before, workdays_between

LEADER, UNIT_HEAD, TOWNSHIP, STATIONED, PAIRED = (
    *("区级领导", "后盾单位负责人", "乡镇党政班子"),
    *("驻村队员", "结对干部"),
)
PREFIX = {LEADER: "LD", UNIT_HEAD: "DW", TOWNSHIP: "XZ", STATIONED: "ZC", PAIRED: "JD"}
_OFFICES = ("区工委", "区管委", "区人大联络工作委员会", "区政协联络工作委员会")
# No villager's given name has one of these second characters, so a cadre never has the name of a poor person.
_GIVEN_FIRST = tuple("志文晓建立新卫红向学继承绍永泽景")
_GIVEN_SECOND = tuple("衡谦钧岳澜珂韬晖煜弘毅彦淳骞翊昶恺珩钊铮")


def make_roster(
    villages: pd.DataFrame, pairing: Pairing, plan: AdminPlan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """The ledger 帮扶干部 with two columns beside it.

    `post` is the place of the village that each one works for, of 乡镇党政班子 the number of the township;
    `predecessor` is the 干部编号 of the one whose households were taken over in the year, else None.
    """
    rows = [
        _leaders(pairing, rng, year),
        _unit_heads(plan, rng, year),
        _township_bodies(villages, plan, rng, year),
        _stationed(villages, plan, rng, year),
        _paired(pairing, plan, rng, year),
    ]
    roster = pd.concat(rows, ignore_index=True)
    roster.insert(1, "姓名", cadre_names(len(roster), rng))
    return with_honours(roster, plan, rng, year)


def cadre_ledger(roster: pd.DataFrame) -> pd.DataFrame:
    """The roster as the form has it."""
    return roster.drop(columns=["post", "predecessor"])


def linked_unit_names(plan: AdminPlan) -> Any:
    """The names of the backing units; unit u is linked to village u modulo the number of villages."""
    names = table("units")["单位"].to_numpy(dtype=object)
    number = np.arange(plan.backing_units)
    again = number // len(names)
    suffix = np.where(again == 0, "", "第" + (again + 1).astype(str).astype(object) + "分局")
    return names[number % len(names)] + suffix


def _leaders(pairing: Pairing, rng: np.random.Generator, year: int) -> pd.DataFrame:
    post = pairing.leader_village
    return _rows(LEADER, np.resize(np.array(_OFFICES, dtype=object), len(post)), post, rng, year)


def _unit_heads(plan: AdminPlan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    units = linked_unit_names(plan)
    return _rows(UNIT_HEAD, units, np.arange(len(units)) % plan.villages, rng, year)


def _township_bodies(
    villages: pd.DataFrame, plan: AdminPlan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    towns = villages["乡镇"].unique().astype(object)
    post = np.repeat(np.arange(len(towns)), plan.township_members)
    office = np.resize(np.array(["党委", "人民政府"], dtype=object), len(post))
    return _rows(TOWNSHIP, towns[post] + office, post, rng, year)


def _stationed(villages: pd.DataFrame, plan: AdminPlan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Two a village, a third in the poor villages first; some hand over to a successor at the end of a month."""
    poor_first = np.argsort(villages["是否贫困村"].to_numpy() != "是", kind="stable")
    extra = np.resize(poor_first, plan.stationed - 2 * plan.villages)
    post = np.sort(np.concatenate([np.repeat(np.arange(plan.villages), 2), extra]))
    new = np.sort(rng.permutation(plan.stationed)[: plan.stationed_replaced])
    handover = rng.choice([day(year, "04-01"), day(year, "05-01")], len(new))
    rows = _rows(STATIONED, _unit_of(post, plan, rng), post, rng, year)
    rows.loc[new, "任职日期"] = handover
    gone = _rows(STATIONED, _unit_of(post[new], plan, rng), post[new], rng, year)
    gone["离任日期"] = handover - np.timedelta64(1, "D")
    checkups = workdays_between(day(year, "05-13"), day(year, "06-28"))
    rows["体检日期"] = rng.choice(checkups, len(rows))
    team = pd.concat([rows, gone], ignore_index=True)
    team["干部编号"] = serials(PREFIX[STATIONED], len(team))
    team["意外保险"] = np.where(team["离任日期"].isna(), "是", "否")
    for column in ("乡镇", "行政村"):
        team["派驻" + column] = villages[column].to_numpy(dtype=object)[team["post"]]
    return team


def _paired(pairing: Pairing, plan: AdminPlan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    post = pairing.cadre_village
    return _rows(PAIRED, _unit_of(post, plan, rng), post, rng, year)


def _rows(role: str, units: Any, post: Any, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Cadres of one role, all begun in one of the three years before."""
    count = len(post)
    starts = days_between(day(year - 3, "03-01"), day(year - 1, "11-30"))
    blank_day = np.full(count, np.datetime64("NaT", "D"))
    return pd.DataFrame(
        {
            "干部编号": serials(PREFIX[role], count),
            "角色": role,
            "单位": units,
            "派驻乡镇": np.full(count, None, dtype=object),
            "派驻行政村": np.full(count, None, dtype=object),
            "任职日期": workday_on_or_before(rng.choice(starts, count)),
            "离任日期": blank_day,
            "意外保险": "否",
            "体检日期": blank_day,
            "提拔日期": blank_day,
            "表彰日期": blank_day,
            "post": post,
            "predecessor": np.full(count, None, dtype=object),
        }
    )


def _unit_of(post: Any, plan: AdminPlan, rng: np.random.Generator) -> Any:
    """For cadres of these villages one of the backing units linked to it each."""
    units = linked_unit_names(plan)
    linked = np.maximum((plan.backing_units - 1 - post) // plan.villages + 1, 1)
    nth = (rng.random(len(post)) * linked).astype(int)
    return units[(post + plan.villages * nth) % len(units)]


def cadre_names(count: int, rng: np.random.Generator) -> Any:
    first = np.array(_GIVEN_FIRST, dtype=object)[rng.integers(0, len(_GIVEN_FIRST), count)]
    second = np.array(_GIVEN_SECOND, dtype=object)[rng.integers(0, len(_GIVEN_SECOND), count)]
    return surnames(count, rng) + first + second


def with_honours(roster: pd.DataFrame, plan: AdminPlan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Promotions and commendations of the year, ten times as likely for a stationed cadre as for a paired one."""
    result = roster.copy()
    eligible = np.flatnonzero(roster["角色"].isin([STATIONED, PAIRED]) & roster["离任日期"].isna())
    weight = np.where(roster["角色"].to_numpy()[eligible] == STATIONED, 10.0, 1.0)
    days = {
        "提拔日期": (plan.promoted, workdays_between(day(year, "03-11"), day(year, "11-29"))),
        "表彰日期": (plan.commended, np.array([day(year, "07-01"), day(year, "10-17")])),
    }
    for column, (count, choice) in days.items():
        chosen = rng.choice(eligible, count, replace=False, p=weight / weight.sum())
        result.loc[chosen, column] = rng.choice(choice, count)
    return result
