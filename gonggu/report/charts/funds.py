"""Charts of 资金投入: funds by level and purpose, payments over the months, progress of projects."""

from fractions import Fraction

from gonggu.figures.card import Figure
from gonggu.figures.limits import exceeds_whole
from gonggu.figures.measure import exact
from gonggu.figures.numbers import decimal_text, number_text, with_unit
from gonggu.figures.view import View
from gonggu.report.charts.bars import bar_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.columns import Level, column_chart
from gonggu.report.charts.frame import Part
from gonggu.report.charts.words import percent, sources, value_of, wan, wans, whole
from gonggu.report.style import ALERT, ALERT_HATCH, MAIN, PAPER, SHADES, SOFT, UNKNOWN_HATCH
from gonggu.report.tables.work import (
    LATE,
    NOT_DUE,
    TOTAL,
    funds_by_level_and_purpose,
    payments_by_month,
    projects_by_category,
)

LEVEL_FILLS = (*((shade, "") for shade in SHADES[:4]), (PAPER, UNKNOWN_HATCH))


def by_level_and_purpose(view: View, figures: dict[str, Figure]) -> Chart | None:
    """资金 by purpose, stacked by level; the district only."""
    total_value = value_of(figures, "funds_total")
    if total_value is None:
        return None
    table = funds_by_level_and_purpose(view)
    total = float(table[TOTAL].sum()) if len(table) else 0.0
    if total <= 0:
        return None
    levels = [column for column in table.columns if column not in ("资金用途", TOTAL)]
    sums = {level: float(table[level].sum()) for level in levels}
    first = table.iloc[0]
    top, share = max(sums, key=lambda level: sums[level]), _share(float(first[TOTAL]), total)
    parts = [Part(level, list(table[level]), *fill) for level, fill in zip(levels, LEVEL_FILLS, strict=False)]
    split = "、".join(f"{level}{wan(amount)}万元" for level, amount in sums.items())
    return Chart(
        "funds-by-purpose",
        f"{first['资金用途']}安排最多：{wan(float(first[TOTAL]))}万元，占{share}；{top}资金占{_share(sums[top], total)}",
        f"堆叠条形图：{with_unit(total_value, '万元')}按用途和级次分，{split}；"
        f"用途以{first['资金用途']}最多，占{share}。",
        sources(view, ("allocations",), f"{whole(len(view.rows('allocations')))}笔；单位：万元"),
        bar_chart(list(table["资金用途"]), parts, wans([float(value) for value in table[TOTAL]])),
        table,
    )


def payments(view: View, figures: dict[str, Figure]) -> Chart | None:
    """Payments added up over the months, against the funds (district) or the planned funds (township, village)."""
    table = payments_by_month(view)
    paid = list(table["累计拨付（万元）"])
    if not paid or paid[-1] <= 0:
        return None
    district = view.scope.level == "district"
    base = value_of(figures, "funds_total" if district else "projects_planned")
    name = "下达总额" if district else "项目计划资金"
    now = list(table["拨付（万元）"])
    before = [total - month for total, month in zip(paid, now, strict=True)]
    most = max(range(12), key=lambda month: now[month])
    rate = value_of(figures, "funds_payment_rate")
    share = with_unit(rate, "%") if rate is not None else ""
    of_base = f"，为{name}的{share}" if share else ""
    of_base += f"，超过{name}" if exceeds_whole("funds_payment_rate", rate) else ""
    half = f"上半年{wan(paid[5])}万元，前三季度{wan(paid[8])}万元"
    level = _level(base, name)
    return Chart(
        "payments-by-month",
        f"全年拨付{_value(figures, 'funds_paid', paid[-1])}万元{of_base}",
        f"柱形图，逐月累计拨付：{half}，全年{wan(paid[-1])}万元{of_base}；{most + 1}月拨付最多，{wan(now[most])}万元。",
        sources(view, ("payments", "projects"), "柱顶为累计数，单位：万元"),
        column_chart(
            list(table["月份"]),
            [Part("以前各月累计", before, SOFT), Part("当月拨付", now, MAIN)],
            [decimal_text(exact(total), 0) for total in paid],
            level,
        ),
        table,
    )


def projects(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """Projects by category and state, the overdue ones marked."""
    table = projects_by_category(view)
    total = int(table["项目数"].sum())
    if not total:
        return None
    late = int(table[LATE].sum())
    finished = int(table["验收"].sum() + table["完工"].sum())
    parts = [
        Part("验收", list(table["验收"]), SHADES[0]),
        Part("完工", list(table["完工"]), SHADES[1]),
        Part(NOT_DUE, list(table[NOT_DUE]), SHADES[3]),
        Part(LATE, list(table[LATE]), ALERT, ALERT_HATCH),
    ]
    delayed = "、".join(
        f"{row['项目类别']}{row[LATE]}个" for _, row in table[table[LATE] > 0].head(5).iterrows()
    )
    message = f"{whole(total)}个项目完工{whole(finished)}个（{percent(finished, total)}）"
    message += f"，逾期未完工{whole(late)}个" if late else "，没有逾期未完工的"
    return Chart(
        "projects",
        message,
        f"堆叠条形图：按类别，{message}" + (f"：{delayed}。" if late else "。"),
        sources(view, ("projects",), f"{whole(total)}个项目"),
        bar_chart(
            list(table["项目类别"]),
            [part for part in parts if any(part.values)],
            [_end(int(row["项目数"]), int(row[LATE])) for _, row in table.iterrows()],
        ),
        table,
    )


def _end(total: int, late: int) -> str:
    return f"{total}个，逾期{late}" if late else f"{total}个"


def _share(part: float, total: float) -> str:
    return percent(Fraction(str(round(part, 6))), Fraction(str(round(total, 6))))


def _value(figures: dict[str, Figure], name: str, otherwise: float) -> str:
    found = value_of(figures, name)
    return wan(otherwise) if found is None else number_text(found, "万元")


def _level(base: Fraction | float | None, name: str) -> Level | None:
    return Level(float(base), f"{name}{with_unit(base, '万元')}") if base else None
