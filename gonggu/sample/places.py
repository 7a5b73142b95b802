"""The townships and villages of the sample district; names are invented."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.quotas import apportion

REGION = "999001"  # no place has this code
_TOWNSHIPS = ("桂花园乡", "横岩乡")
_VILLAGES = (
    *("茶盘村", "柑子坡村", "枫木冲村", "石桥坪村", "青竹湾村", "老屋场村", "双溪口村", "月形山村"),
    *("岩脚村", "横龙坳村", "杨梅塘村", "乌木溪村", "大松坡村", "白鹭坪村", "新铺村"),
)
_FIRST = (
    *("松", "竹", "梅", "枫", "樟", "柏", "杉", "桐", "茶", "柚", "梨", "桃", "榆", "槐", "青", "白"),
    *("金", "银", "石", "龙", "凤", "马", "牛", "羊", "鹿", "鹤", "雁", "莲", "荷", "芦", "云", "月"),
)
_SECOND = ("", "树", "花", "家", "子", "古", "田", "井", "岭", "口", "头", "门")
_THIRD = ("溪", "冲", "坪", "湾", "坳", "塘", "坡", "垅", "冲口", "桥", "寨", "洞")
FACILITIES = (
    "综合文化服务中心",
    "卫生室",
    "综合服务平台",
    "电商服务平台",
    "农网改造完成",
    "4G信号",
    "光纤通达",
    "有无产业",
)


def make_places(plan: Plan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """One row a village: its names and numbers, and how many households of the register it has."""
    count = plan.villages
    township = np.sort(np.arange(count) % plan.townships)
    weights = np.clip(rng.lognormal(0, 0.25, count), 0.6, 1.7)
    poor = np.zeros(count, dtype=bool)
    poor[rng.permutation(count)[: plan.poor_villages]] = True
    people = apportion(weights, plan.rural_population)
    serial = np.arange(count) - np.searchsorted(township, township) + 1
    return pd.DataFrame(
        {
            "township": _names(_TOWNSHIPS, "乡", plan.townships)[township],
            "village": _names(_VILLAGES, "村", count),
            "code": [f"{REGION}{100 + t:03d}{200 + s:03d}" for t, s in zip(township, serial, strict=True)],
            "poor": poor,
            # A poor village left the list no later than two years after the district did.
            "exit_year": np.where(
                poor, rng.choice([year - 4, year - 3, year - 2], count, p=[0.2, 0.6, 0.2]), 0
            ),
            "rural_households": np.round(people / rng.uniform(3.2, 3.7, count)).astype(int),
            "rural_population": people,
            "registered": apportion(weights * np.where(poor, 1.4, 0.85), plan.households),
            "level": rng.uniform(0.88, 1.12, count) * np.where(poor, 0.96, 1.02),
            "collective_yuan": np.round(np.exp(rng.uniform(np.log(31_000), np.log(118_000), count)), 2),
            **dict.fromkeys(FACILITIES, True),
        }
    )


def village_ledger(places: pd.DataFrame) -> pd.DataFrame:
    """The ledger 行政村; who leads a village and which unit is linked to it are still blank."""
    blank = np.full(len(places), None, dtype=object)
    exit_year = places["exit_year"].astype(object).where(places["poor"], None)
    ledger = pd.DataFrame(
        {
            "乡镇": places["township"],
            "行政村": places["village"],
            "行政村编码": places["code"],
            "是否贫困村": np.where(places["poor"], "是", "否"),
            "出列年度": exit_year,
            "乡村户数": places["rural_households"],
            "农村户籍人口": places["rural_population"],
            "包村区级领导编号": blank,
            "联村部门": blank,
        }
    )
    for facility in FACILITIES:
        ledger[facility] = np.where(places[facility], "是", "否").astype(object)
    ledger["村集体经济收入"] = places["collective_yuan"]
    return ledger


def _names(known: tuple[str, ...], ending: str, count: int) -> Any:
    """`count` different names: the known ones, then made-up ones."""
    made = (a + b + c + ending for c, b, a in product(_THIRD, _SECOND, _FIRST))
    names = dict.fromkeys(known)
    while len(names) < count:
        names[next(made)] = None
    return np.array(list(names)[:count], dtype=object)
