"""Dates that lie beyond the year or outside it, or the wrong way round."""

import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.forms import Column
from gonggu.reading.areas import AREA
from gonggu.reading.typed import TypedLedger

# These may well lie ahead: a plan, a deadline, the agreed end of an allowance, a post or a job.
AHEAD = frozenset({"计划完工日期", "整改时限", "停发日期", "离任日期", "离岗日期"})
# What a year's ledger holds of that year alone.
OF_THE_YEAR = {
    "人员变更": ("变更日期",), "教育资助": ("发放日期",), "参保缴费": ("参保日期",), "住院报销": ("出院日期",), "培训班": ("开班日期",),
    "驻村考勤": ("月份",), "走访": ("走访日期",), "帮扶干部": ("体检日期", "提拔日期", "表彰日期"),
}  # fmt: skip
# ledger, what comes first, what cannot come before it
ORDER = (
    ("住院报销", "入院日期", "出院日期"),
    ("项目", "开工日期", "完工日期"),
    ("帮扶干部", "任职日期", "离任日期"),
    ("问题整改", "发现日期", "整改完成日期"),
    ("问题整改", "发现日期", "回复日期"),
    ("就业", "上岗日期", "离岗日期"),
    ("兜底保障", "起始日期", "停发日期"),
)


def date_future(books: Books) -> Found:
    """Events after 31 December of the year."""
    until = f"不晚于 {books.year}-12-31"
    for typed, column in books.columns("date"):
        if column.header not in AHEAD:
            yield at(typed, column, typed.frame[column.name] > books.year_end, "date_future", until)
    last = f"{books.year}-12"
    for typed, column in books.columns("month"):
        yield at(typed, column, typed.frame[column.name].gt(last), "date_future", f"不晚于 {last}")


def date_outside_year(books: Books) -> Found:
    """Events of another year in a ledger of the year: of each file and column one finding, at the first of them."""
    for name, headers in OF_THE_YEAR.items():
        form = books.forms.ledgers.get(name)
        if form is None or form.id not in books:
            continue
        typed = books.ledgers[form.id]
        for header in headers:
            yield from _first_outside(typed, form.columns[header], books.year)


def _first_outside(typed: TypedLedger, column: Column, year: int) -> Found:
    values = typed.frame[column.name]
    years = values.dt.year if column.type == "date" else values.str[:4].astype("Int64")
    outside = typed.frame[values.notna() & years.ne(year).fillna(False).astype(bool)]
    for _, rows in outside.groupby("_file", sort=False):
        first = values[rows.index[0]]
        day = first if column.type == "month" else f"{first:%Y-%m-%d}"
        told = [f"{day}（本文件本列共 {len(rows)} 处，此为第一处）"]
        found = at(typed, column, rows.index[:1].to_numpy(), "date_outside_year", f"{year} 年内", told)
        yield found.assign(**_shared(rows))


def _shared(rows: pd.DataFrame) -> dict[str, str]:
    """The township and village of the rows, blank where they are of several."""
    township, village = ("" if rows[name].nunique() > 1 else str(rows[name].iloc[0]) for name in AREA)
    return {"township": township, "village": village if township else ""}


def date_order(books: Books) -> Found:
    """Ends that lie before their beginnings; the finding stands at the end."""
    for name, first, second in ORDER:
        form = books.forms.ledgers[name]
        if form.id not in books:
            continue
        typed = books.ledgers[form.id]
        begun = typed.frame[form.columns[first].name]
        turned = typed.frame[form.columns[second].name] < begun
        expected = [f"不早于{first} {day:%Y-%m-%d}" for day in begun[turned]]
        yield at(typed, form.columns[second], turned, "date_order", expected)
