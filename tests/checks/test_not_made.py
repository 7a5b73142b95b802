"""With a file that was not read every check is made of what is there, as far as that holds, and those not made are told."""

from dataclasses import replace

import pytest

from gonggu.checks.books import Books
from gonggu.checks.catalogue import CHECKS
from gonggu.checks.run import FIRST, SECOND, all_findings
from gonggu.figures.crosschecks.catalogue import WHOLE, crosschecks, left_open
from gonggu.not_made import NEEDS, checks_not_made
from tests.checks.drawn_books import aged, books_of
from tests.worked_ledgers import FORMS, view_of

HOMES = "乡镇 | 行政村 | 户编号 | 户主姓名 | 户主证件号码 | 家庭人口 | 户类型 | 主要致贫原因 | 帮扶责任人编号"
MEMBERS = "乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码 | 性别 | 与户主关系 | 健康状况 | 劳动能力"
MAN, WOMAN = aged(50, 1), aged(48, 2)
HOME = f"{HOMES}\n甲乡 | 东村 | H1 | 张三 | {MAN} | 2 | 一般贫困户 | 因病 | G1"
FAMILY = (
    f"{MEMBERS}\n甲乡 | 东村 | H1 | P1 | 张三 | {MAN} | 男 | 户主 | 健康 | 普通劳动力\n"
    f"甲乡 | 东村 | H1 | P2 | 李四 | {WOMAN} | 女 | 配偶 | 健康 | 普通劳动力"
)
INCOMES = "户编号 | 工资性收入 | 低保金 | 特困供养金\nH1 | 0 | 1200 | 0"
SOCIAL = "户编号 | 人编号 | 保障类别 | 起始日期 | 停发日期"
ON_DIBAO = f"{SOCIAL}\nH1 | P1 | 农村低保 | 2019-01-01 | "


def _unread(ledger: str, **tables: str) -> Books:
    files = {FORMS.ledgers[ledger].id: (f"乙乡_{ledger}.xlsx",)}
    return replace(books_of(**tables), unread=files)


def _found(books: Books) -> list[str]:
    return [f"{line.check} {line.cell}" for line in all_findings(books, ()).itertuples()]


def _told(books: Books) -> dict[str, list[str]]:
    """The checks told as not made, by file."""
    names = {check.says: check.id for check in CHECKS.values()}
    return {
        one.file: [names[name] for name in one.expected.partition("：")[2].split("；")]
        for one in checks_not_made(books)
    }


def test_a_household_whose_members_are_all_there_is_judged_whatever_else_a_file_holds() -> None:
    books = _unread("贫困人口", 贫困户=HOME, 贫困人口=FAMILY)
    assert _found(books) == ["cause_illness H2"]
    headless = FAMILY.replace("男 | 户主", "男 | 其他")
    books = _unread("贫困人口", 贫困户=HOME, 贫困人口=headless)
    assert _found(books) == ["household_head D2", "cause_illness H2"]


def test_whose_members_may_be_in_the_file_is_not_judged_by_who_is_lacking() -> None:
    books = _unread("贫困人口", 贫困户=HOME.replace("| 2 |", "| 3 |"), 贫困人口=FAMILY)
    assert _found(books) == []
    assert {"household_size", "household_head", "cause_illness", "ref_missing"} <= set(
        _told(books)["乙乡_贫困人口.xlsx"]
    )


def test_more_members_than_stated_contradict_it_whatever_else_a_file_holds() -> None:
    books = _unread("贫困人口", 贫困户=HOME.replace("| 2 |", "| 1 |"), 贫困人口=FAMILY)
    assert _found(books) == ["household_size F2", "cause_illness H2"]


def test_a_benefit_that_is_there_is_found_and_one_that_may_have_ended_in_the_file_is_not() -> None:
    tables = {"贫困户": HOME.replace("因病", "缺技术"), "贫困人口": FAMILY, "家庭收入": INCOMES}
    assert _found(books_of(**tables, 兜底保障=SOCIAL)) == ["type_general G2"]
    assert _found(_unread("兜底保障", **tables, 兜底保障=SOCIAL)) == []
    assert _found(_unread("兜底保障", **tables, 兜底保障=ON_DIBAO)) == ["type_general G2"]
    told = _told(_unread("兜底保障", **tables, 兜底保障=SOCIAL))
    assert told == {"乙乡_兜底保障.xlsx": ["type_dibao", "type_general", "dibao_and_tekun"]}


def test_a_ledger_of_which_no_file_was_read_keeps_every_check_that_reads_it_from_being_made() -> None:
    told = _told(_unread("帮扶干部", 贫困户=HOME, 贫困人口=FAMILY))["乙乡_帮扶干部.xlsx"]
    assert told == ["ref_missing", "helper_is_poor", "helper_left", "x_checkups"]
    assert _told(_unread("帮扶干部", 贫困户=HOME, 贫困人口=FAMILY, 帮扶干部="干部编号\nG1")) == {
        "乙乡_帮扶干部.xlsx": ["ref_missing"]
    }


def test_who_may_have_left_by_a_file_that_was_not_read_is_not_called_unknown() -> None:
    tables = {
        "贫困户": HOME.replace("因病", "缺技术"),
        "贫困人口": FAMILY,
        "兜底保障": f"{SOCIAL}\nH7 | P7 | 农村低保 | 2019-01-01 | ",
    }
    assert [one.split()[0] for one in _found(books_of(**tables))] == ["ref_missing", "ref_missing"]
    assert _found(_unread("人员变更", **tables)) == []
    assert "ref_missing" in _told(_unread("人员变更", **tables))["乙乡_人员变更.xlsx"]


def test_a_member_whose_household_may_be_in_the_file_keeps_his_neighbours_from_being_judged_and_that_is_told() -> (
    None
):
    astray = f"{FAMILY}\n甲乡 | 东村 | H8 | P8 | 王六 | {aged(30, 5)} | 男 | 户主 | 健康 | 普通劳动力"
    short = HOME.replace("| 2 |", "| 3 |")
    assert _found(_unread("贫困户", 贫困户=short, 贫困人口=astray)) == []
    told = _told(_unread("贫困户", 贫困户=short, 贫困人口=astray))["乙乡_贫困户.xlsx"]
    assert {"household_size", "ref_missing"} <= set(told)
    known = _told(_unread("贫困户", 贫困户=short, 贫困人口=FAMILY))["乙乡_贫困户.xlsx"]
    assert "household_size" not in known


def test_an_idle_project_is_told_of_only_where_all_payments_were_read() -> None:
    tables = {
        "资金下达": "指标文号 | 下达日期 | 金额\nA | 2021-02-10 | 100000",
        "项目": "项目编号 | 指标文号 | 计划资金 | 开工日期 | 项目状态\nX1 | A | 60000 |  | 未开工",
        "资金拨付": "拨付编号 | 项目编号 | 拨付日期 | 金额",
    }
    assert [one.split()[0] for one in _found(books_of(**tables))] == ["project_idle"]
    assert _found(_unread("资金拨付", **tables)) == []
    assert _told(_unread("资金拨付", **tables)) == {"乙乡_资金拨付.xlsx": ["project_idle"]}


def test_nothing_is_told_where_everything_was_read() -> None:
    assert list(checks_not_made(books_of(贫困户=HOME, 贫困人口=FAMILY))) == []


def test_a_sum_that_needs_every_record_is_left_open_and_one_that_does_not_stands() -> None:
    tables = {
        "行政村": "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 100",
        "贫困户": "户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度\nH1 | 甲乡 | 东村 | 已脱贫 | 2021",
        "贫困人口": "乡镇 | 行政村 | 户编号 | 人编号\n甲乡 | 东村 | H1 | P1",
        "资金下达": "指标文号 | 资金类别 | 金额\nC | | 1",
    }
    found = left_open(crosschecks(view_of(tables)), {"persons": ("乙乡_贫困人口.xlsx",)})
    verdicts = {one.check: (one.verdict, one.explanation) for one in found}
    assert verdicts["x_task_done"] == ("无法核对", "没有读出：乙乡_贫困人口.xlsx")
    assert verdicts["x_funds_sum"][0] == "不一致"


# Cells and records by themselves: what a file that was not read holds is all that they lose.
OF_THEMSELVES = {
    *("value_required", "value_unread", "value_negative", "value_unit", "id_numbers", "phone_form"),
    *(
        "date_future",
        "date_order",
        "date_outside_year",
        "area_reserved",
        "repeated",
        "id_repeated",
        "name_differs",
    ),
}


def test_every_check_says_of_which_ledgers_it_must_know_every_record() -> None:
    made = {check.__name__ for check in (*FIRST, *SECOND)}
    assert made - OF_THEMSELVES - {"ref_missing"} == NEEDS.keys() - WHOLE.keys()
    figures = {check.id for check in CHECKS.values() if check.kind == "figure"}
    assert figures == WHOLE.keys()


@pytest.mark.parametrize("check", sorted(NEEDS))
def test_the_ledgers_that_are_named_are_ledgers(check: str) -> None:
    needs = NEEDS[check]
    assert {*needs.reads, *needs.whole} <= FORMS.by_id.keys()
    assert not set(needs.reads) & set(needs.whole)
