"""Money and projects: documents, projects and payments against each other.

A project's overspending is found at its 计划资金, a document's at its 金额, a late start at 开工日期, a contradiction
of dates and state at 项目状态, which is what offices forget to bring up to date.
"""

import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.checks.doubts import repeated
from gonggu.checks.masking import yuan
from gonggu.checks.register import Mask, given, reasons, taken, yes
from gonggu.lookup import among, position_of

MONTHS_TO_START = 6
DONE = ("完工", "验收")
_BRACKETS = str.maketrans("[]【】()﹝﹞", "〔〕〔〕〔〕〔〕")


def payment_exceeds_project(books: Books) -> Found:
    """Projects to which more than 计划资金 was paid by year-end; at 计划资金."""
    if not {"projects", "payments"} <= books.ledgers.keys():
        return
    typed = books.ledgers["projects"]
    paid = _total(_paid_by_year_end(books), "project_id", "amount_fen", typed.frame["project_id"])
    over = yes(paid > typed.frame["planned_fen"])
    expected = [f"不少于累计拨付 {yuan(int(fen))} 元" for fen in paid[over]]
    yield at(typed, typed.form.columns["计划资金"], over, "payment_exceeds_project", expected)


def payment_exceeds_document(books: Books) -> Found:
    """Documents to whose projects more was paid by year-end than was allotted; at 资金下达.金额."""
    if not {"projects", "payments", "allocations"} <= books.ledgers.keys():
        return
    typed, projects = books.ledgers["allocations"], books.frame("projects")
    payments = _paid_by_year_end(books)
    project = position_of(payments["project_id"], projects["project_id"])
    payments = payments.assign(document=taken(projects["document"], project).set_axis(payments.index))
    paid = _total(payments, "document", "amount_fen", typed.frame["document"])
    over = yes(paid > typed.frame["amount_fen"])
    expected = [f"不少于所安排项目的累计拨付 {yuan(int(fen))} 元" for fen in paid[over]]
    yield at(typed, typed.form.columns["金额"], over, "payment_exceeds_document", expected)


def _paid_by_year_end(books: Books) -> pd.DataFrame:
    """The payments of the year and before, none of them twice."""
    payments = books.ledgers["payments"]
    return payments.frame[yes(payments.frame["date"] <= books.year_end) & ~repeated(payments)]


def payment_before_start(books: Books) -> Found:
    """Payments before the project's 指标文号 was issued; at 拨付日期."""
    if not {"projects", "payments", "allocations"} <= books.ledgers.keys():
        return
    typed = books.ledgers["payments"]
    project = position_of(typed.frame["project_id"], books.frame("projects")["project_id"])
    issued = taken(_issued(books), project)
    early = yes(typed.frame["date"].reset_index(drop=True) < issued)
    expected = [f"不早于指标文号下达日期 {day:%Y-%m-%d}" for day in issued[early]]
    yield at(typed, typed.form.columns["拨付日期"], early, "payment_before_start", expected)


def project_exceeds_document(books: Books) -> Found:
    """Documents whose projects are planned to cost more than was allocated; at 资金下达.金额."""
    if not {"projects", "allocations"} <= books.ledgers.keys():
        return
    typed, projects = books.ledgers["allocations"], books.ledgers["projects"]
    counted = projects.frame[~repeated(projects)]
    planned = _total(counted, "document", "planned_fen", typed.frame["document"])
    over = yes(planned > typed.frame["amount_fen"])
    expected = [f"不少于所安排项目的计划资金之和 {yuan(int(fen))} 元" for fen in planned[over]]
    yield at(typed, typed.form.columns["金额"], over, "project_exceeds_document", expected)


def project_idle(books: Books) -> Found:
    """Projects neither finished nor paid out that were, for a part of the year, not begun or not paid for although six months had gone since their document; at 开工日期.

    That no money has gone to an earlier year's project is known only where the payments reach back to that year.
    """
    if not {"projects", "allocations"} <= books.ledgers.keys() or not books.complete("payments"):
        return
    typed = books.ledgers["projects"]
    issued = _issued(books)
    latest = issued + pd.DateOffset(months=MONTHS_TO_START)
    first = _first_payment(books)
    open_still = yes(latest <= books.year_end) & ~_finished(books) & ~_paid_out(books)
    waiting = ~_unsure(books, "开工日期") & ~_done_in_time(books, typed.frame["started"], latest)
    unpaid = ~_done_in_time(books, first, latest) & ~_may_be_paid(books) & _payments_reach(books, issued)
    wrong, lacking = reasons([(open_still & waiting, "开工"), (open_still & unpaid, "拨付")])
    expected = [
        f"指标下达满 {MONTHS_TO_START} 个月（{day:%Y-%m-%d}）前{one.replace('；', '、')}"
        for day, one in zip(latest[wrong], lacking, strict=True)
    ]
    yield at(typed, typed.form.columns["开工日期"], wrong, "project_idle", expected)


def _done_in_time(books: Books, done: pd.Series, latest: pd.Series) -> Mask:
    """Which days lie by the latest day; a later one of an earlier year was that year's finding."""
    days = done.reset_index(drop=True)
    return yes(days <= latest.reset_index(drop=True)) | yes(days < pd.Timestamp(books.year, 1, 1))


def _finished(books: Books) -> Mask:
    """Projects that are completed by year-end, by their state or by their day, or may be: a state that is not known."""
    projects = books.frame("projects")
    done = yes(projects["status"].isin(DONE)) | ~given(projects["status"])
    return done | yes(projects["completed"] <= books.year_end)


def _paid_out(books: Books) -> Mask:
    """Projects to which all that was planned is paid, or may be: by a payment of unknown day or amount."""
    projects, payments = books.frame("projects"), books.frame("payments")
    paid = _total(_paid_by_year_end(books), "project_id", "amount_fen", projects["project_id"])
    unknown = ~given(payments["date"]) | ~given(payments["amount_fen"])
    may_be = among(projects["project_id"], payments.loc[unknown, "project_id"])
    return yes(paid >= projects["planned_fen"]) | may_be


def _first_payment(books: Books) -> pd.Series:
    """The day of each project's first payment; a payment of unknown day may have been made at any time."""
    payments, projects = books.frame("payments"), books.frame("projects")
    days = payments["date"].fillna(pd.Timestamp(1900, 1, 1))
    first = days.groupby(payments["project_id"]).min()
    return taken(first.reset_index(drop=True), pd.Index(first.index).get_indexer(projects["project_id"]))


def _may_be_paid(books: Books) -> Mask:
    """Projects to whose builder a payment went of which the project is not known."""
    payments, projects = books.frame("payments"), books.frame("projects")
    unplaced = payments.loc[~among(payments["project_id"], projects["project_id"]), "payee"]
    return among(projects["implementer"], unplaced)


def _payments_reach(books: Books, issued: pd.Series) -> Mask:
    """Projects whose document is of a year of which the ledger has payments, or of the year itself."""
    first = books.frame("payments")["date"].min()
    begin = books.year if pd.isna(first) else min(books.year, first.year)
    return yes(issued.dt.year >= begin)


def project_status_dates(books: Books) -> Found:
    """States that the days of start and completion contradict; at 项目状态."""
    if "projects" not in books:
        return
    typed = books.ledgers["projects"]
    frame, status = typed.frame, typed.frame["status"]
    started, completed = given(frame["started"]), given(frame["completed"])
    no_start = ~started & ~_unsure(books, "开工日期")
    no_end = ~completed & ~_unsure(books, "完工日期")
    planned, under_way = yes(status.eq("未开工")), yes(status.eq("在建"))
    parts = [
        (yes(status.isin(DONE)) & no_end, "已完工的有完工日期"),
        (planned & started, "未开工的没有开工日期"),
        (planned & completed, "未开工的没有完工日期"),
        (under_way & no_start, "在建的有开工日期"),
        (under_way & yes(frame["completed"] <= books.year_end), "在建的没有完工日期"),
    ]
    wrong, expected = reasons(parts)
    yield at(typed, typed.form.columns["项目状态"], wrong, "project_status_dates", expected)


def _unsure(books: Books, header: str) -> Mask:
    """Projects whose cell could not be read, or whose sheet lacks the column."""
    typed = books.ledgers["projects"]
    column = typed.form.columns[header]
    return typed.unread(column) | typed.without_column(column)


def funds_double(books: Books) -> Found:
    """A fund, by name, amount and year or by its document, that stands under another 资金类别 already; at 资金类别."""
    if "allocations" not in books:
        return
    typed = books.ledgers["allocations"]
    frame = typed.frame
    name, document = _plain(frame["name"]), _plain(frame["document"])
    fund = name + " " + frame["amount_fen"].astype("str") + " " + frame["date"].dt.year.astype("str")
    fund = fund.where(given(name) & given(frame["amount_fen"]))
    twice = _under_another(fund, frame["fund_type"]) | _under_another(document, frame["fund_type"])
    yield at(typed, typed.form.columns["资金类别"], twice, "funds_double", "同一笔资金只计入一个资金类别")


def _under_another(fund: pd.Series, kind: pd.Series) -> Mask:
    """Records of a fund whose first record has another type."""
    known = given(fund) & given(kind)
    first = kind[known].groupby(fund[known]).first()
    return known & ~yes(fund.map(first).eq(kind))


def _plain(words: pd.Series) -> pd.Series:
    """Names as they are compared: width, spaces and kinds of bracket do not count."""
    narrow = words.str.normalize("NFKC").str.replace(r"\s+", "", regex=True)
    return narrow.str.translate(_BRACKETS)


def _issued(books: Books) -> pd.Series:
    """The day on which each project's document was issued."""
    allocations, projects = books.frame("allocations"), books.frame("projects")
    return taken(allocations["date"], position_of(projects["document"], allocations["document"]))


def _total(rows: pd.DataFrame, key: str, amount: str, wanted: pd.Series) -> pd.Series:
    """The sum of the known amounts of each wanted key; missing where there are none."""
    sums = rows.dropna(subset=[key, amount]).groupby(key)[amount].sum()
    return sums.reindex(wanted.to_numpy()).set_axis(wanted.index)
