"""Tables of the year's work: funds, projects, attendance, visits, problems, relocation."""

import pandas as pd

from gonggu.figures.measure import FEN_PER_WAN_YUAN, PER_CENT, exact_sum
from gonggu.figures.relocation import jobs_at_year_end, labour, relocated
from gonggu.figures.selections import (
    DONE,
    NOT_DONE,
    STATIONED,
    by_year_end,
    cadres_in_post,
    in_window,
    in_year,
    members,
)
from gonggu.figures.view import View

TOTAL = "合计"
UNKNOWN = "未填"
MONTHS = range(1, 13)
ENOUGH, SHORT, UNTOLD = "达标（人月）", "未达标（人月）", "无法判断（人月）"
RECTIFIED, PENDING, OVERDUE = "已整改", "未到期", "超期未整改"
UNEMPLOYED = "未就业"
NOT_DUE, LATE = "未完工（未到期）", "逾期未完工"


def funds_by_level_and_purpose(view: View) -> pd.DataFrame:
    """Funds handed down in 万元, a row a purpose, a column a level, with totals."""
    funds = view.rows("allocations")
    levels = view.forms.codes["资金级次"]
    wan = funds.assign(
        wan=funds["amount_fen"].astype("Float64") / FEN_PER_WAN_YUAN,
        level=funds["level"].fillna(UNKNOWN),
        purpose=funds["purpose"].fillna(UNKNOWN),
    )
    table = wan.pivot_table(index="purpose", columns="level", values="wan", aggfunc="sum", fill_value=0.0)
    table = table[[level for level in (*levels, UNKNOWN) if level in table.columns]].astype("float64")
    table[TOTAL] = table.sum(axis=1)
    table = table.sort_values(TOTAL, ascending=False, kind="stable")
    return table.rename_axis("资金用途").rename_axis(columns=None).reset_index()


def payments_by_month(view: View) -> pd.DataFrame:
    """Payments dated in the year, by month and added up, in 万元."""
    payments = view.rows("payments")
    paid = payments[in_year(view, payments["date"])]
    months = paid["date"].dt.month
    amounts = [exact_sum(paid.loc[months.eq(month), "amount_fen"]) / FEN_PER_WAN_YUAN for month in MONTHS]
    so_far = [sum(amounts[:month]) for month in MONTHS]
    return pd.DataFrame(
        {
            "月份": [f"{month}月" for month in MONTHS],
            "拨付（万元）": [float(amount) for amount in amounts],
            "累计拨付（万元）": [float(amount) for amount in so_far],
        }
    )


def projects_by_category(view: View) -> pd.DataFrame:
    """Projects by category and state, most first; overdue are those not finished although due by year-end."""
    projects = view.rows("projects")
    late = by_year_end(view, projects["due"])
    unfinished = projects["status"].isin(NOT_DONE)
    category = projects["category"].fillna(UNKNOWN)
    table = pd.DataFrame({state: _tally(category, projects["status"].eq(state)) for state in reversed(DONE)})
    table[NOT_DUE] = _tally(category, unfinished & ~late)
    table[LATE] = _tally(category, unfinished & late)
    table["项目数"] = _tally(category, pd.Series(True, index=projects.index))
    planned = projects["planned_fen"].astype("Float64").groupby(category).sum() / FEN_PER_WAN_YUAN
    table["计划资金（万元）"] = planned.astype("float64")
    table = table.rename_axis("项目类别").reset_index()
    return table.sort_values(["项目数", "项目类别"], ascending=[False, True]).reset_index(drop=True)


def projects_table(view: View) -> pd.DataFrame:
    """Every project: where, which department, planned and paid to year-end in 万元, state, overdue or not."""
    projects, payments = view.rows("projects"), view.reach("payments")
    paid = payments[by_year_end(view, payments["date"])].groupby("project_id")["amount_fen"].sum()
    planned = projects["planned_fen"].astype("Float64")
    # A project without any payment has been paid nothing.
    so_far = projects["project_id"].map(paid).astype("Float64").fillna(0)
    overdue = by_year_end(view, projects["due"]) & projects["status"].isin(NOT_DONE)
    table = pd.DataFrame(
        {
            "项目编号": projects["project_id"],
            "项目名称": projects["name"],
            "项目类别": projects["category"],
            "乡镇": projects["township"],
            "行政村": projects["village"],
            "主管部门": projects["department"],
            "计划资金（万元）": planned / FEN_PER_WAN_YUAN,
            "已拨付（万元）": so_far / FEN_PER_WAN_YUAN,
            "拨付率（%）": (so_far / planned * PER_CENT).where(planned.gt(0)),
            "项目状态": projects["status"],
            "计划完工日期": projects["due"],
            LATE: overdue.map({True: "是", False: ""}),
        }
    )
    return table.reset_index(drop=True)


def attendance_by_month(view: View) -> pd.DataFrame:
    """Person-months of stationed cadres by month: at or above the rules on days and nights, below one, or not to be told."""
    records = view.rows("attendance")
    days, nights = (float(view.rules[rule]) for rule in ("days_on_post_min", "nights_in_village_min"))
    enough = records["days_on_post"].ge(days) & records["nights_in_village"].ge(nights)
    short = records["days_on_post"].lt(days) | records["nights_in_village"].lt(nights)
    state = pd.Series(UNTOLD, index=records.index)
    state[enough.fillna(False).astype(bool)] = ENOUGH
    state[short.fillna(False).astype(bool)] = SHORT
    rows = []
    for month in MONTHS:
        of_month = state[records["month"].eq(f"{view.year}-{month:02d}").fillna(False)]
        counts = {kind: int(of_month.eq(kind).sum()) for kind in (ENOUGH, SHORT, UNTOLD)}
        rate = PER_CENT * counts[ENOUGH] / len(of_month) if len(of_month) else None
        rows.append({"月份": f"{month}月", **counts, "达标率（%）": rate})
    return pd.DataFrame(rows)


def visits_by_month(view: View) -> pd.DataFrame:
    """Visits in the year's window by month and team."""
    visits = in_window(view, view.rows("visits"))
    window = view.params.visits_window
    months = pd.period_range(window.start, window.end, freq="M")
    period = visits["date"].dt.to_period("M")
    return pd.DataFrame(
        {
            "月份": [f"{month.month}月" for month in months],
            **{
                team: [int((period.eq(month) & visits["team"].eq(team)).sum()) for month in months]
                for team in view.forms.codes["队伍类别"]
            },
        }
    )


def problems_by(view: View, header: str, field: str) -> pd.DataFrame:
    """Problems by category or source, most first: put right by year-end, not yet due, overdue."""
    problems = view.rows("problems")
    kind = problems[field].fillna(UNKNOWN)
    rectified = by_year_end(view, problems["rectified"])
    overdue = ~rectified & by_year_end(view, problems["due"])
    table = pd.DataFrame(
        {
            RECTIFIED: _tally(kind, rectified),
            PENDING: _tally(kind, ~rectified & ~overdue),
            OVERDUE: _tally(kind, overdue),
            TOTAL: _tally(kind, pd.Series(True, index=problems.index)),
        }
    )
    table = table.rename_axis(header).reset_index()
    return table.sort_values([TOTAL, header], ascending=[False, True]).reset_index(drop=True)


def relocation_employment(view: View) -> pd.DataFrame:
    """The labour of relocated households by mode of employment at year-end, and those without work."""
    workers, jobs = labour(view), jobs_at_year_end(view)
    counts = [(mode, int(jobs["mode"].eq(mode).sum())) for mode in view.forms.codes["就业方式"]]
    rows = [*counts, (UNEMPLOYED, len(workers) - len(jobs))]
    total = max(len(workers), 1)
    shares = [PER_CENT * number / total for _, number in rows]
    return pd.DataFrame(rows, columns=["就业方式", "人数"]).assign(**{"占劳动力（%）": shares})


def relocation_sites(view: View) -> pd.DataFrame:
    """Relocated households and persons by site, with who has moved in and whose old house is cleared."""
    households = relocated(view)
    site = households["site"].fillna(UNKNOWN)
    persons = members(view, households)
    sizes = households["household_id"].map(persons.groupby("household_id").size())
    table = pd.DataFrame(
        {
            "户数": _tally(site, pd.Series(True, index=households.index)),
            "人口": sizes.groupby(site).sum().astype("Int64"),
            "已入住户数": _tally(site, by_year_end(view, households["moved_in"])),
            "已拆旧复垦户数": _tally(
                site, households["old_house_cleared"].eq(True).fillna(False).astype(bool)
            ),
        }
    )
    return table.rename_axis("安置点").reset_index()


def stationed_by_village(view: View) -> pd.DataFrame:
    """Stationed cadres in post at year-end by village, with the villages that have none."""
    villages = view.rows("villages")
    posted = cadres_in_post(view, STATIONED).groupby(["township", "village"]).size()
    keys = pd.MultiIndex.from_frame(villages[["township", "village"]])
    return pd.DataFrame(
        {
            "乡镇": villages["township"].to_numpy(),
            "行政村": villages["village"].to_numpy(),
            "贫困村": villages["is_poor_village"].map({True: "是", False: "否"}).to_numpy(),
            # A village that no cadre is posted to has none: the 0 is a count, not a gap.
            "驻村队员": posted.reindex(keys, fill_value=0).to_numpy(),
        }
    )


def _tally(kind: pd.Series, chosen: pd.Series) -> pd.Series:
    """How many records of each kind are chosen; a kind without any has 0."""
    return chosen.astype("int64").groupby(kind).sum()
