"""Charts of the year's work: stationed teams, attendance, visits, problems, relocation, collective income."""

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.numbers import number_text
from gonggu.figures.view import View
from gonggu.report.charts.bars import bar_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.columns import column_chart, panel_chart
from gonggu.report.charts.frame import Part
from gonggu.report.charts.words import percent, rate_text, sources, value_of, wan, wans, whole
from gonggu.report.style import ALERT, ALERT_HATCH, MAIN, PAPER, SHADES, SOFT, UNKNOWN_HATCH
from gonggu.report.tables.places import collective_income, labels
from gonggu.report.tables.work import (
    ENOUGH,
    OVERDUE,
    PENDING,
    RECTIFIED,
    SHORT,
    TOTAL,
    UNEMPLOYED,
    UNTOLD,
    attendance_by_month,
    problems_by,
    relocation_employment,
    stationed_by_village,
    visits_by_month,
)

MOST_VILLAGES = 40
LOWEST, HIGHEST = 25, 10


def team_sizes(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """Villages by the size of the team stationed there, poor villages marked."""
    table = stationed_by_village(view)
    if len(table) < 2:
        return None
    sizes = sorted(table["驻村队员"].unique())
    poor = table["贫困村"].eq("是")
    parts = [
        Part("贫困村", [int((poor & table["驻村队员"].eq(size)).sum()) for size in sizes], MAIN),
        Part("其他村", [int((~poor & table["驻村队员"].eq(size)).sum()) for size in sizes], SOFT),
    ]
    posted, least = int(table["驻村队员"].sum()), int(view.rules["team_size_min"])
    without = int(table["驻村队员"].eq(0).sum())
    small = int((poor & table["驻村队员"].lt(least)).sum())
    message = f"{whole(posted)}名驻村队员派驻{whole(len(table) - without)}个村"
    message += f"，{whole(without)}个村没有" if without else "，村村都有"
    rest = (
        f"贫困村中{small}个不足{least}人"
        if small
        else f"贫困村都不少于{least}人"
        if poor.any()
        else "没有贫困村"
    )
    return Chart(
        "team-sizes",
        message,
        f"条形图：各村驻村队员人数，{message}；{rest}。",
        sources(view, ("cadres", "villages"), f"{whole(len(table))}个村，年末在任的队员"),
        bar_chart(
            [f"{size}人" for size in sizes],
            [part for part in parts if any(part.values)],
            [f"{int(table['驻村队员'].eq(size).sum())}个村" for size in sizes],
        ),
        table,
    )


def attendance(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """Attendance by month: person-months at or above the rules, and short of them."""
    table = attendance_by_month(view)
    counts = {kind: int(table[kind].sum()) for kind in (ENOUGH, SHORT, UNTOLD)}
    total = sum(counts.values())
    if not total:
        return None
    days, nights = (int(view.rules[rule]) for rule in ("days_on_post_min", "nights_in_village_min"))
    parts = [
        Part("达标", list(table[ENOUGH]), SHADES[1]),
        Part("未达标", list(table[SHORT]), ALERT, ALERT_HATCH),
        Part("无法判断", list(table[UNTOLD]), PAPER, UNKNOWN_HATCH),
    ]
    rates = ["" if pd.isna(rate) else rate_text(rate) for rate in table["达标率（%）"]]
    message = f"{whole(total)}人月达标{percent(counts[ENOUGH], total)}"
    message += f"，未达标{whole(counts[SHORT])}人月" if counts[SHORT] else "，没有未达标的"
    worst = table.sort_values([SHORT], ascending=False, kind="stable").iloc[0]
    where = f"；{worst['月份']}最多，{worst[SHORT]}人月" if counts[SHORT] else ""
    return Chart(
        "attendance-by-month",
        message,
        f"柱形图：驻村队员逐月考勤，按驻村不少于{days}天、住村不少于{nights}天，{message}{where}。",
        sources(view, ("attendance",), f"{whole(total)}人月", "柱顶为达标率（%）"),
        column_chart(list(table["月份"]), [part for part in parts if any(part.values)], rates),
        table,
    )


def visits(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """Visits by month, a panel a team."""
    table = visits_by_month(view)
    teams = [column for column in table.columns if column != "月份"]
    sums = {team: int(table[team].sum()) for team in teams}
    if not sum(sums.values()):
        return None
    window = view.params.visits_window
    listed = "、".join(f"{team}{whole(count)}人次" for team, count in sums.items())
    panels = [
        (f"{team}：{whole(sums[team])}人次", Part(team, list(table[team]), SHADES[1])) for team in teams
    ]
    return Chart(
        "visits-by-month",
        f"四支队伍走访{whole(sum(sums.values()))}人次，其中结对干部入户{whole(sums.get('结对干部', 0))}人次",
        f"四幅柱形图，逐月走访：{listed}。",
        sources(
            view,
            ("visits",),
            f"{window.start.month}月{window.start.day}日至{window.end.month}月{window.end.day}日",
            "各图纵轴不同，首尾两月不足整月",
        ),
        panel_chart(list(table["月份"]), panels),
        table,
    )


def problems(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """Problems by category: put right, not yet due, overdue."""
    table = problems_by(view, "问题类别", "category")
    total = int(table[TOTAL].sum())
    if not total:
        return None
    rectified, overdue = int(table[RECTIFIED].sum()), int(table[OVERDUE].sum())
    parts = [
        Part(RECTIFIED, list(table[RECTIFIED]), SHADES[1]),
        Part(PENDING, list(table[PENDING]), SHADES[3]),
        Part(OVERDUE, list(table[OVERDUE]), ALERT, ALERT_HATCH),
    ]
    message = f"{whole(total)}个问题整改{whole(rectified)}个（{percent(rectified, total)}）"
    message += f"，超期未整改{whole(overdue)}个" if overdue else "，没有超期的"
    first = table.iloc[0]
    return Chart(
        "problems",
        message,
        f"堆叠条形图：各类问题整改情况，{message}；{first['问题类别']}最多，{first[TOTAL]}个。",
        sources(view, ("problems",), f"{whole(total)}个问题"),
        bar_chart(
            list(table["问题类别"]),
            [part for part in parts if any(part.values)],
            [_of(int(row[TOTAL]), int(row[OVERDUE])) for _, row in table.iterrows()],
        ),
        table,
    )


def relocation(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """The labour of relocated households by mode of employment."""
    table = relocation_employment(view)
    total = int(table["人数"].sum())
    if not total:
        return None
    idle = table["就业方式"].eq(UNEMPLOYED)
    employed = total - int(table.loc[idle, "人数"].sum())
    parts = [
        Part("就业", [0 if out else n for n, out in zip(table["人数"], idle, strict=True)], SHADES[1]),
        Part(
            UNEMPLOYED,
            [n if out else 0 for n, out in zip(table["人数"], idle, strict=True)],
            ALERT,
            ALERT_HATCH,
        ),
    ]
    listed = "、".join(f"{row['就业方式']}{row['人数']}人" for _, row in table.iterrows() if row["人数"])
    message = f"搬迁劳动力{whole(total)}人中就业{whole(employed)}人，占{percent(employed, total)}"
    return Chart(
        "relocation-employment",
        message,
        f"条形图：{message}；{listed}。",
        sources(
            view, ("relocation", "persons", "employment"), f"集中安置户的劳动力{whole(total)}人，年末在岗"
        ),
        bar_chart(
            list(table["就业方式"]),
            [part for part in parts if any(part.values)],
            [f"{whole(int(n))}人（{percent(int(n), total)}）" for n in table["人数"]],
        ),
        table,
    )


def collective(view: View, figures: dict[str, Figure]) -> Chart | None:
    """Collective income by village, least first, with the mean."""
    table = collective_income(view)
    income = "村集体经济收入（万元）"
    known = table.dropna(subset=[income]).reset_index(drop=True)
    mean, least = (value_of(figures, name) for name in ("collective_income_mean", "collective_income_min"))
    if len(known) < 2 or mean is None or least is None:
        return None
    shown = _ends(known)
    amounts = [0.0 if pd.isna(value) else float(value) for value in shown[income]]
    blank = [has == "无" for has in shown["有无产业"]]
    parts = [
        Part("有产业", [0.0 if none else v for v, none in zip(amounts, blank, strict=True)], SHADES[1]),
        Part(
            "无产业", [v if none else 0.0 for v, none in zip(amounts, blank, strict=True)], ALERT, ALERT_HATCH
        ),
    ]
    last, first = known.iloc[-1], known.iloc[0]
    average, lowest = wan(mean), number_text(least, "万元")
    rest = len(known) - LOWEST - HIGHEST if len(shown) < len(known) else 0
    return Chart(
        "collective-income",
        f"{len(known)}个村平均{average}万元，最低{lowest}万元",
        f"条形图：各村村集体经济收入，最低{first['行政村']}{lowest}万元，最高{last['行政村']}{wan(float(last[income]))}万元，"
        f"平均{average}万元；无产业的村{int(known['有无产业'].eq('无').sum())}个。",
        sources(view, ("villages",), f"{len(known)}个村，单位：万元", _selected(rest)),
        bar_chart(
            labels(shown),
            [part for part in parts if any(part.values)] or parts[:1],
            ["" if none else text for text, none in zip(wans(amounts), shown[income].isna(), strict=True)],
            lines=[(float(mean), f"平均{average}")],
        ),
        table,
    )


def _of(total: int, overdue: int) -> str:
    return f"{total}个，超期{overdue}" if overdue else f"{total}个"


def _ends(known: pd.DataFrame) -> pd.DataFrame:
    """All villages, or where there are many the least and the most of them."""
    if len(known) <= MOST_VILLAGES:
        return known
    gap = pd.DataFrame([{"乡镇": "", "行政村": "……"}])
    return pd.concat([known.head(LOWEST), gap, known.tail(HIGHEST)], ignore_index=True)


def _selected(rest: int) -> str:
    return f"只画最低的{LOWEST}个和最高的{HIGHEST}个村，其余{rest}个见附表" if rest else ""
