"""Leaving poverty: its year, and whether a household that left has what it takes; all at the household."""

from fractions import Fraction

from gonggu.checks.books import Books, Found, at
from gonggu.checks.income_rows import FEN_PER_YUAN, IncomeRows, income_rows
from gonggu.checks.persons import uninsured
from gonggu.checks.register import Mask, Register, given, once_a_sheet, reasons, register, yes

EXITED, NOT_EXITED = "已脱贫", "未脱贫"


def exit_year_missing(books: Books) -> Found:
    """已脱贫 without a year, or 未脱贫 with one (返贫 may keep it); at 脱贫年度."""
    if "households" not in books:
        return
    typed = books.ledgers["households"]
    column = typed.form.columns["脱贫年度"]
    status, year = typed.frame["exit_status"], typed.frame["exit_year"]
    missing = yes(status.eq(EXITED)) & ~given(year) & ~typed.unread(column) & once_a_sheet(typed, column)
    yield at(typed, column, missing, "exit_year_missing", "已脱贫户填写脱贫年度")
    early = yes(status.eq(NOT_EXITED)) & given(year)
    yield at(typed, column, early, "exit_year_missing", "未脱贫户空白")


def exit_year_order(books: Books) -> Found:
    """脱贫年度 before the year of identification, or after the report's; at 脱贫年度."""
    if "households" not in books:
        return
    typed = books.ledgers["households"]
    year, identified = typed.frame["exit_year"], typed.frame["identified_year"]
    parts = [
        (yes(year < identified), "不早于识别年度"),
        (yes(year > books.year), f"不晚于 {books.year} 年"),
    ]
    left = ~yes(typed.frame["exit_status"].eq(NOT_EXITED))  # else it should have no year at all
    wrong, expected = reasons([(mask & left, text) for mask, text in parts])
    yield at(typed, typed.form.columns["脱贫年度"], wrong, "exit_year_order", expected)


def exited_unsafe(books: Books) -> Found:
    """已脱贫 households that lack something, which is listed; what an absent ledger would tell is left out. At 脱贫属性."""
    people = register(books)
    if people is None:
        return
    typed = people.households
    exited = yes(typed.frame["exit_status"].eq(EXITED))
    wrong, expected = reasons([(exited & mask, text) for mask, text in _shortfalls(books, people)])
    yield at(
        typed,
        typed.form.columns["脱贫属性"],
        wrong,
        "exited_unsafe",
        [f"已脱贫户应达标，现{one}" for one in expected],
    )


def _shortfalls(books: Books, people: Register) -> list[tuple[Mask, str]]:
    """What each household lacks."""
    frame = people.households.frame
    unsafe = given(frame["housing"]) & ~yes(frame["housing"].eq("安全"))
    dropped_out = people.members_who(yes(people.persons.frame["dropped_out"].eq(True))) > 0
    parts = [
        (yes(frame["food_clothing_ok"].eq(False)), "愁吃穿"),
        (yes(frame["water_ok"].eq(False)), "饮水不安全"),
        (unsafe, "住房为危房"),
        (dropped_out, "有成员失学辍学"),
    ]
    if books.complete("insurance"):
        parts.append((people.members_who(uninsured(books)) > 0, "有成员未参加城乡居民医保"))
    income = income_rows(books)
    if income is not None:
        line = Fraction(books.rules["exit_line"])
        parts.append((below(income, line), f"人均纯收入低于脱贫线 {float(line):g} 元"))
    return parts


def below(income: IncomeRows, line_yuan: Fraction) -> Mask:
    """Households whose net income per head is strictly below a line: exact, by integers."""
    line = line_yuan * FEN_PER_YUAN
    return yes(income.net * line.denominator < income.heads * line.numerator) & (income.heads > 0)
