"""What is left of a year's projects: its money is issued again in the next year, paid out, and the work finished."""

import numpy as np
import pandas as pd

from gonggu.sample.projects import ACCEPTED, UNDER_WAY
from gonggu.sample.serials import serials
from gonggu.sample.workdays import day, workday_on_or_before

Ledgers = dict[str, pd.DataFrame]


def with_carried_over(money: Ledgers, before: Ledgers, rng: np.random.Generator, year: int) -> Ledgers:
    """资金下达, 项目 and 资金拨付 of the year with what the year `before` left to be paid.

    A carried-over project keeps its number; its document is the year's own, and both are for the remainder only, so
    that no money counts in two years.
    """
    left = _unpaid(before)
    if left.empty:
        return money
    documents = _issued_again(left, before["资金下达"], year)
    again = documents.loc[left["指标文号"]]
    left = left.assign(指标文号=again["新文号"].to_numpy(), 下达日期=again["下达日期"].to_numpy())
    projects = _finished(left, rng, year)
    payments = _settled(projects, before["资金拨付"], rng)
    paid = pd.concat([money["资金拨付"].drop(columns="拨付编号"), payments])
    paid = paid.sort_values("拨付日期", kind="stable", ignore_index=True)
    paid.insert(0, "拨付编号", serials(f"BF{year}", len(paid)))
    issued = (
        documents.reset_index(drop=True)
        .drop(columns="新文号")
        .assign(指标文号=documents["新文号"].to_numpy())
    )
    return {
        "资金下达": pd.concat([issued[money["资金下达"].columns], money["资金下达"]], ignore_index=True),
        "项目": pd.concat([projects[money["项目"].columns], money["项目"]], ignore_index=True),
        "资金拨付": paid,
    }


def _unpaid(before: Ledgers) -> pd.DataFrame:
    """The projects that something is left to be paid for, 计划资金 being that."""
    projects = before["项目"]
    paid = before["资金拨付"].groupby("项目编号")["金额"].sum()
    rest = projects["计划资金"] - projects["项目编号"].map(paid).fillna(0).astype(int)
    return projects.assign(计划资金=rest)[rest > 0].reset_index(drop=True)


def _issued_again(left: pd.DataFrame, documents: pd.DataFrame, year: int) -> pd.DataFrame:
    """The old documents by their number, with the new one in `新文号`, the new day and the remainder."""
    rest = left.groupby("指标文号", sort=False)["计划资金"].sum()
    old = documents.set_index("指标文号").loc[rest.index]
    return old.assign(
        新文号=[f"洪区财结〔{year}〕{number}号" for number in range(1, len(old) + 1)],
        下达日期=np.datetime64(f"{year}-01-16", "s"),
        资金名称="上年结转：" + old["资金名称"].str.removeprefix("上年结转："),
        金额=rest,
    )


def _finished(left: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """The same projects accepted; those under way are completed in spring or summer."""
    open_still = (left["项目状态"] == UNDER_WAY).to_numpy()
    days = day(year, "04-10") + rng.integers(0, 110, len(left))
    completed = left["完工日期"].to_numpy().astype("datetime64[D]")
    completed = np.where(open_still, workday_on_or_before(days), completed)
    return left.assign(完工日期=completed.astype("datetime64[s]"), 项目状态=ACCEPTED)


def _settled(projects: pd.DataFrame, paid: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What is left, to the account of before: in spring, or by progress and after completion where work goes on."""
    count = len(projects)
    issued = projects["下达日期"].to_numpy().astype("datetime64[D]")
    completed = projects["完工日期"].to_numpy().astype("datetime64[D]")
    spring = workday_on_or_before(issued + rng.integers(25, 70, count))
    after = workday_on_or_before(completed + rng.integers(12, 50, count))
    rest = projects["计划资金"].to_numpy()
    progress = np.where(completed > spring, rest // 2, rest)
    account = paid.drop_duplicates("项目编号").set_index("项目编号")["收款账号"]
    payments = pd.DataFrame(
        {
            "项目编号": np.tile(projects["项目编号"].to_numpy(dtype=object), 2),
            "拨付日期": np.concatenate([spring, after]),
            "金额": np.concatenate([progress, rest - progress]),
            "收款单位": np.tile(projects["实施单位"].to_numpy(dtype=object), 2),
        }
    )
    payments["收款账号"] = account.loc[payments["项目编号"]].to_numpy()
    return payments[payments["金额"] > 0]
