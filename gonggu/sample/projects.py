"""项目: what the money is spent on, in a village, a township or the whole district."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.areas import area_columns, blank_where, township_of, village_of
from gonggu.sample.quotas import apportion
from gonggu.sample.serials import serials
from gonggu.sample.tables import table
from gonggu.sample.workdays import day, workday_on_or_before

UNDER_WAY, DONE, ACCEPTED = "在建", "完工", "验收"
# The table is written for 15 villages and 2 townships; its repetitions go to the next ones.
_TABLE_VILLAGES, _TABLE_TOWNSHIPS = 15, 2


def choose_projects(villages: pd.DataFrame, plan: AdminPlan) -> pd.DataFrame:
    """Rows of the written table, repeated until there are enough, with the places `village` and `township` or -1.

    Each year moves what is built on to other villages, `plan.villages_on` further.
    """
    rows = table("projects")
    number = np.arange(plan.projects)
    chosen = rows.iloc[number % len(rows)].reset_index(drop=True)
    level = chosen["层级"].to_numpy(dtype=object)
    slot = np.where(level == "区", "0", chosen["位置"]).astype(int)
    block = number // len(rows)
    towns = township_of(villages)
    village = np.where(level == "村", (block * _TABLE_VILLAGES + slot + plan.villages_on) % plan.villages, -1)
    town = np.where(level == "乡", (block * _TABLE_TOWNSHIPS + slot) % (towns.max() + 1), -1)
    if plan.all_accepted:
        chosen = chosen.assign(项目状态=ACCEPTED, 逾期="否")
    return chosen.assign(
        计划资金=chosen["计划资金"].astype(int),
        village=village,
        township=np.where(level == "村", towns[village], town),
    )


def make_projects(
    people: dict[str, pd.DataFrame],
    chosen: pd.DataFrame,
    documents: pd.DataFrame,
    plan: AdminPlan,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """项目: in a village, a township or the whole district, each under one document."""
    villages = people["行政村"]
    area, place = _areas(chosen, villages)
    document = documents.set_index("键").loc[chosen["键"]]
    status = chosen["项目状态"].to_numpy(dtype=object)
    dates = _dates(document["下达日期"].to_numpy().astype("datetime64[D]"), status, chosen, rng, year)
    named = {
        column: [text.replace("{place}", name) for text, name in zip(chosen[column], place, strict=True)]
        for column in ("项目名称", "实施单位")
    }
    return pd.DataFrame(
        {
            "项目编号": serials(f"XM{year}", len(chosen)),
            "项目名称": named["项目名称"],
            "项目类别": chosen["项目类别"],
            **area,
            "主管部门": chosen["主管部门"],
            "实施单位": named["实施单位"],
            "指标文号": document["指标文号"].to_numpy(),
            "计划资金": _planned(chosen, documents),
            "建设内容": chosen["建设内容"],
            "建设数量": chosen["建设数量"].astype(float),
            "计量单位": chosen["计量单位"],
            **dates,
            "项目状态": status,
            "预计受益贫困户": _served(people["贫困户"], villages, chosen),
            "预计受益贫困人口": _served_persons(people["贫困人口"], villages, chosen, plan),
        }
    )


def _areas(chosen: pd.DataFrame, villages: pd.DataFrame) -> tuple[dict[str, Any], Any]:
    """The area columns, and each project's place by name: its village, else its township, else the district."""
    towns = villages["乡镇"].unique().astype(object)
    village, town = chosen["village"].to_numpy(), chosen["township"].to_numpy()
    area = area_columns(villages, village)
    area["乡镇"] = blank_where(towns[town], town < 0)
    name = np.where(village < 0, towns[town], area["行政村"])
    return area, name


def _planned(chosen: pd.DataFrame, documents: pd.DataFrame) -> Any:
    """The document's money shared out as the table has it, in thousands of 元, so that each keeps its unassigned part."""
    written = table("projects").assign(planned=lambda rows: rows["计划资金"].astype(int))
    of_document = written.groupby("键")["planned"].sum()
    base = table("documents").set_index("键")["金额"].astype(int)
    amount = documents.set_index("键")["金额"]
    key = chosen["键"]
    assigned = of_document.loc[key].to_numpy() * (amount.loc[key].to_numpy() / base.loc[key].to_numpy())
    weight = chosen["计划资金"] / chosen.groupby("键")["计划资金"].transform("sum")
    return np.floor(np.round(assigned * weight.to_numpy() / 1000, 7)).astype(int) * 1000


def _dates(
    allocated: Any, status: Any, chosen: pd.DataFrame, rng: np.random.Generator, year: int
) -> dict[str, Any]:
    """Started within two months of the document; completed by mid-December, or due in the next year."""
    count = len(status)
    started = workday_on_or_before(allocated + rng.integers(15, 56, count))
    latest = day(year, "12-13")
    longest = np.minimum((latest - started).astype(int), 170)
    completed = workday_on_or_before(started + np.round(longest * rng.uniform(0.5, 0.95, count)).astype(int))
    under_way = status == UNDER_WAY
    # One project in eight is completed a little after the day it was due.
    slack = np.where(rng.random(count) < 0.125, -rng.integers(1, 12, count), rng.integers(0, 30, count))
    due = workday_on_or_before(completed + slack)
    next_year = day(year + 1, "03-31") + 30 * rng.integers(0, 4, count)
    overdue = (chosen["逾期"] == "是").to_numpy()
    due = np.where(under_way, np.where(overdue, day(year, "11-29"), next_year), due)
    finished = np.where(under_way, np.datetime64("NaT", "D"), completed)
    return {"计划完工日期": due, "开工日期": started, "完工日期": finished}


def _served(register: pd.DataFrame, villages: pd.DataFrame, chosen: pd.DataFrame) -> Any:
    """Records on the register in each project's area, times the table's share."""
    by_village = np.bincount(village_of(register, villages), minlength=len(villages))
    by_town = np.bincount(township_of(villages), weights=by_village)
    village, town = chosen["village"].to_numpy(), chosen["township"].to_numpy()
    base = np.where(town < 0, len(register), by_town[town])
    base = np.where(village < 0, base, by_village[village])
    return np.round(base * chosen["受益比例"].astype(float).to_numpy()).astype(int)


def _served_persons(
    register: pd.DataFrame, villages: pd.DataFrame, chosen: pd.DataFrame, plan: AdminPlan
) -> Any:
    """Persons served; those of the key industry are the plan's."""
    persons = _served(register, villages, chosen)
    key = (chosen["项目类别"] == "重点产业").to_numpy()
    persons[key] = apportion(np.ones(key.sum()), plan.key_industry_beneficiaries)
    return persons
