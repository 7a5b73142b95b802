"""The money: 资金下达 by document, 资金拨付 by instalment. Whole 元 throughout."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.projects import ACCEPTED, DONE, UNDER_WAY
from gonggu.sample.quotas import apportion
from gonggu.sample.serials import serials
from gonggu.sample.tables import table
from gonggu.sample.workdays import day, workday_on_or_before

_INTEGRATED = "统筹整合财政涉农资金"
_SMALL_YUAN = 400_000  # up to this the advance and the progress payment are one
# Share of the planned money paid after start, at half time, after completion; the rest is kept until acceptance.
_SHARES = {UNDER_WAY: (0.3, 0.35, 0.0, 0.0), DONE: (0.3, 0.4, 0.25, 0.0), ACCEPTED: (0.3, 0.4, 0.25, 0.05)}


def make_documents(chosen: pd.DataFrame, plan: AdminPlan, year: int) -> pd.DataFrame:
    """资金下达 with the table's key beside it: the documents that have projects, scaled to the plan's totals."""
    documents = table("documents")
    documents = documents[documents["键"].isin(chosen["键"])].reset_index(drop=True)
    amount = documents["金额"].astype(int).to_numpy(copy=True)
    integrated = (documents["资金类别"] == _INTEGRATED).to_numpy()
    for rows, total in ((integrated, plan.funds_integrated), (~integrated, plan.funds_special)):
        # Documents are written in hundreds of 元, where the total is.
        unit = 100 if total % 100 == 0 else 1
        amount[rows] = apportion(amount[rows], total // unit) * unit
    date = pd.to_datetime(str(year) + "-" + documents["月日"]).to_numpy().astype("datetime64[s]")
    return pd.DataFrame(
        {
            "键": documents["键"],
            "指标文号": documents["指标文号"].str.replace("{year}", str(year)),
            "下达日期": date,
            "资金名称": documents["资金名称"],
            "资金类别": documents["资金类别"],
            "资金级次": documents["资金级次"],
            "资金用途": documents["资金用途"],
            "金额": amount,
        }
    ).sort_values("下达日期", kind="stable", ignore_index=True)


def make_payments(
    projects: pd.DataFrame, rng: np.random.Generator, year: int, payees: Sequence[str] = ()
) -> pd.DataFrame:
    """资金拨付: an advance, progress, settlement, and the retention once the project is accepted.

    `payees` are those of other years, who have their accounts already.
    """
    end = day(year, "12-31")
    days = _payment_days(projects, rng, end)
    shares = np.array([_SHARES[status] for status in projects["项目状态"]])
    small = ((projects["计划资金"] <= _SMALL_YUAN) & (projects["项目状态"] != UNDER_WAY)).to_numpy()
    shares[small, 0] += shares[small, 1]
    shares[small, 1] = 0
    due = np.round(np.cumsum(shares, axis=1), 6) * projects["计划资金"].to_numpy()[:, None]
    amounts = np.diff(np.floor(due).astype(int), axis=1, prepend=0)
    project, nth = np.nonzero(amounts)
    payments = pd.DataFrame(
        {
            "项目编号": projects["项目编号"].to_numpy(dtype=object)[project],
            "拨付日期": days[project, nth],
            "金额": amounts[project, nth],
            "收款单位": projects["实施单位"].to_numpy(dtype=object)[project],
        }
    ).sort_values("拨付日期", kind="stable", ignore_index=True)
    payments.insert(0, "拨付编号", serials(f"BF{year}", len(payments)))
    payee = pd.Index(payees_of(payments, payees)).get_indexer(payments["收款单位"])
    payments["收款账号"] = "9990" + pd.Series(payee * 7919 + 100_003).astype(str).str.zfill(15)
    return payments


def payees_of(payments: pd.DataFrame, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Everybody known, and whoever is paid here for the first time, in that order: their accounts go by it."""
    return tuple(dict.fromkeys([*known, *payments["收款单位"]]))


def _payment_days(projects: pd.DataFrame, rng: np.random.Generator, end: Any) -> Any:
    """Projects by instalments: workdays after the start, none after the year's end."""
    started = projects["开工日期"].to_numpy().astype("datetime64[D]")
    completed = projects["完工日期"].to_numpy().astype("datetime64[D]")
    count = len(projects)
    under_way = np.isnat(completed)
    half = np.where(under_way, rng.integers(42, 60, count), (completed - started).astype(int) // 2)
    finished = np.where(under_way, end, completed)
    days = np.stack(
        [
            started + rng.integers(5, 21, count),
            started + half,
            finished + rng.integers(5, 15, count),
            finished + rng.integers(17, 61, count),
        ],
        axis=1,
    )
    return workday_on_or_before(np.minimum(days, end))
