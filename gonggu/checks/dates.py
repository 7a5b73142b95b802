"""Dates that lie beyond the year, or the wrong way round."""

from gonggu.checks.books import Books, Found, at

# These may well lie ahead: a plan, a deadline, the agreed end of an allowance, a post or a job.
AHEAD = frozenset({"计划完工日期", "整改时限", "停发日期", "离任日期", "离岗日期"})
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
