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
    typed, payments = books.ledgers["projects"], books.ledgers["payments"]
    counted = yes(payments.frame["date"] <= books.year_end) & ~repeated(payments)
    paid = _total(payments.frame[counted], "project_id", "amount_fen", typed.frame["project_id"])
    over = yes(paid > typed.frame["planned_fen"])
    expected = [f"不少于累计拨付 {yuan(int(fen))} 元" for fen in paid[over]]
    yield at(typed, typed.form.columns["计划资金"], over, "payment_exceeds_project", expected)


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
    """Projects not begun, or not paid for, within six months of their document, where these ended in the year; at 开工日期."""
    if not {"projects", "allocations"} <= books.ledgers.keys() or not books.complete("payments"):
        return
    typed = books.ledgers["projects"]
    latest = _issued(books) + pd.DateOffset(months=MONTHS_TO_START)
    started = typed.frame["started"]
    column = typed.form.columns["开工日期"]
    unknown = _unsure(books, "开工日期")
    due = yes(latest <= books.year_end)
    parts = [
        (due & ~unknown & ~yes(started <= latest), "开工"),
        (due & ~_paid_by(books, latest), "拨付"),
    ]
    wrong, lacking = reasons(parts)
    expected = [
        f"指标下达满 {MONTHS_TO_START} 个月（{day:%Y-%m-%d}）前{one.replace('；', '、')}"
        for day, one in zip(latest[wrong], lacking, strict=True)
    ]
    yield at(typed, column, wrong, "project_idle", expected)


def _paid_by(books: Books, latest: pd.Series) -> Mask:
    """Projects that were paid for by their day; a payment of unknown day, or of an unknown project to the same builder, may be one."""
    payments, projects = books.frame("payments"), books.frame("projects")
    days = payments["date"].fillna(pd.Timestamp(1900, 1, 1))
    first = days.groupby(payments["project_id"]).min()
    paid = taken(first.reset_index(drop=True), pd.Index(first.index).get_indexer(projects["project_id"]))
    unplaced = payments.loc[~among(payments["project_id"], projects["project_id"]), "payee"]
    may_be = among(projects["implementer"], unplaced)
    return yes(paid <= latest.reset_index(drop=True)) | may_be


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
    """A fund, by name and amount or by its document, that stands under another 资金类别 already; at 资金类别."""
    if "allocations" not in books:
        return
    typed = books.ledgers["allocations"]
    frame = typed.frame
    name, document = _plain(frame["name"]), _plain(frame["document"])
    fund = name + " " + frame["amount_fen"].astype("str")
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
