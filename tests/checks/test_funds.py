"""Findings about documents, projects and payments, each at its exact cell, and what is none."""

import pytest

from tests.checks.drawn_books import expected_of, found

DOCUMENTS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 金额"
PROJECTS = "项目编号 | 指标文号 | 计划资金 | 实施单位 | 开工日期 | 完工日期 | 项目状态"
PAYMENTS = "拨付编号 | 项目编号 | 拨付日期 | 金额 | 收款单位"
DOCUMENT = f"{DOCUMENTS}\n农指1号 | 2021-02-10 | 发展资金 | 财政专项扶贫资金 | 100000"
PROJECT = f"{PROJECTS}\nX1 | 农指1号 | 60000 | 甲公司 | 2021-03-01 | 2021-09-01 | 完工"
UNDER_WAY = PROJECT.replace("2021-09-01 | 完工", " | 在建")
PAYMENT = f"{PAYMENTS}\nB1 | X1 | 2021-03-15 | 40000 | 甲公司"


def test_payments_that_add_up_to_more_than_planned_are_found_at_the_plan() -> None:
    payments = f"{PAYMENT}\nB2 | X1 | 2021-10-15 | 20000.01 | 甲公司"
    assert found("payment_exceeds_project", 项目=PROJECT, 资金拨付=payments) == ["项目 C2 60000"]
    assert expected_of("payment_exceeds_project", 项目=PROJECT, 资金拨付=payments) == [
        "不少于累计拨付 60000.01 元"
    ]
    assert found("payment_exceeds_project", 项目=PROJECT, 资金拨付=payments.replace(".01", "")) == []


def test_a_payment_written_twice_or_dated_in_another_year_is_not_counted_twice() -> None:
    twice = f"{PAYMENT}\n{PAYMENT.splitlines()[1]}"
    later = f"{PAYMENT}\nB2 | X1 | 2022-01-15 | 40000 | 甲公司"
    assert found("payment_exceeds_project", 项目=PROJECT, 资金拨付=twice) == []
    assert found("payment_exceeds_project", 项目=PROJECT, 资金拨付=later) == []


def test_a_payment_before_the_document_is_found_and_one_on_its_day_is_not() -> None:
    payments = f"{PAYMENTS}\nB1 | X1 | 2021-02-09 | 100 | 甲\nB2 | X1 | 2021-02-10 | 100 | 甲\nB3 | X9 | 2021-01-01 | 100 | 甲\nB4 | X1 |  | 100 | 甲"
    tables = {"资金下达": DOCUMENT, "项目": PROJECT, "资金拨付": payments}
    assert found("payment_before_start", **tables) == ["资金拨付 C2 2021-02-09"]
    assert found("payment_before_start", 项目=PROJECT, 资金拨付=payments) == []


def test_projects_that_cost_more_than_their_document_are_found_at_its_amount() -> None:
    second = "X2 | 农指1号 | 40000.01 | 乙公司 | 2021-03-01 |  | 在建"
    assert found("project_exceeds_document", 资金下达=DOCUMENT, 项目=f"{PROJECT}\n{second}") == [
        "资金下达 E2 100000"
    ]
    exact = second.replace(".01", "")
    assert found("project_exceeds_document", 资金下达=DOCUMENT, 项目=f"{PROJECT}\n{exact}") == []
    assert (
        found(
            "project_exceeds_document", 资金下达=DOCUMENT, 项目=f"{PROJECT}\n{second.replace('农指1号', '')}"
        )
        == []
    )


@pytest.mark.parametrize(
    ("issued", "started", "paid", "finding"),
    [
        ("2021-02-10", "2021-08-10", "2021-08-10", ""),
        ("2021-02-10", "2021-08-11", "2021-08-10", "项目 E2 2021-08-11"),
        ("2021-02-10", "2021-08-10", "2021-08-11", "项目 E2 2021-08-10"),
        ("2021-02-10", "", "2021-08-10", "项目 E2"),
        ("2021-02-10", "2021-03-01", "", ""),
        ("2021-06-30", "", "2021-07-10", "项目 E2"),
        ("2021-07-01", "", "2021-07-10", ""),
        ("", "", "2021-07-10", ""),
    ],
)
def test_a_project_idle_for_six_months_is_found_at_its_start(
    issued: str, started: str, paid: str, finding: str
) -> None:
    tables = {
        "资金下达": DOCUMENT.replace("2021-02-10", issued),
        "项目": UNDER_WAY.replace("2021-03-01", started),
        "资金拨付": PAYMENT.replace("2021-03-15", paid),
    }
    assert found("project_idle", **tables) == ([finding] if finding else [])


def test_a_project_never_paid_for_is_idle_unless_a_payment_to_its_builder_has_lost_its_project() -> None:
    tables = {"资金下达": DOCUMENT, "项目": UNDER_WAY, "资金拨付": PAYMENTS}
    assert found("project_idle", **tables) == ["项目 E2 2021-03-01"]
    assert expected_of("project_idle", **tables) == ["指标下达满 6 个月（2021-08-10）前拨付"]
    lost = PAYMENT.replace("X1", "X9")
    assert found("project_idle", **{**tables, "资金拨付": lost}) == []
    assert found("project_idle", 资金下达=DOCUMENT, 项目=UNDER_WAY) == []


def test_a_project_that_is_finished_or_paid_out_is_not_idle() -> None:
    late = PAYMENT.replace("2021-03-15", "2021-09-15")
    tables = {"资金下达": DOCUMENT, "资金拨付": late}
    assert found("project_idle", 项目=UNDER_WAY, **tables) == ["项目 E2 2021-03-01"]
    assert found("project_idle", 项目=PROJECT, **tables) == []
    assert found("project_idle", 项目=UNDER_WAY.replace("60000", "40000"), **tables) == []
    assert found("project_idle", 项目=UNDER_WAY.replace("在建", ""), **tables) == []


EARLIER = DOCUMENT.replace("2021-02-10", "2019-02-10")


@pytest.mark.parametrize(
    ("started", "payments", "idle"),
    [
        # Paid for by a ledger that is not this year's: nobody knows when.
        ("2019-04-01", "", False),
        ("2019-04-01", "B1 | X1 | 2021-03-15 | 100 | 甲公司", False),
        # The ledger goes back to the document's year and has nothing for the project.
        ("2019-04-01", "B0 | X0 | 2019-05-01 | 100 | 乙公司", True),
        ("2019-04-01", "B1 | X1 | 2019-06-15 | 100 | 甲公司", False),
        # Late, but in an earlier year: that year's finding, which nobody can mend any more.
        ("2020-04-01", "B1 | X1 | 2020-06-15 | 100 | 甲公司", False),
        ("2021-04-01", "", True),
        ("", "", True),
    ],
)
def test_a_project_of_an_earlier_year_is_idle_only_where_this_year_shows_it(
    started: str, payments: str, idle: bool
) -> None:
    tables = {
        "资金下达": EARLIER,
        "项目": UNDER_WAY.replace("2021-03-01", started),
        "资金拨付": f"{PAYMENTS}\n{payments}",
    }
    assert found("project_idle", **tables) == ([f"项目 E2 {started}".strip()] if idle else [])


def test_payments_beyond_what_a_document_allotted_are_found_at_its_amount() -> None:
    second = "X2 | 农指1号 | 90000 | 乙公司 | 2021-03-01 |  | 在建"
    exact = f"{PAYMENT}\nB2 | X2 | 2021-10-15 | 60000 | 乙公司"
    tables = {"资金下达": DOCUMENT, "项目": f"{PROJECT}\n{second}"}
    beyond = exact.replace("| 60000 |", "| 60000.01 |")
    assert found("payment_exceeds_document", **tables, 资金拨付=exact) == []
    assert found("payment_exceeds_document", **tables, 资金拨付=beyond) == ["资金下达 E2 100000"]
    assert expected_of("payment_exceeds_document", **tables, 资金拨付=beyond) == [
        "不少于所安排项目的累计拨付 100000.01 元"
    ]
    assert found("payment_exceeds_project", **tables, 资金拨付=beyond) == []
    next_year = beyond.replace("2021-10-15", "2022-01-15")
    assert found("payment_exceeds_document", **tables, 资金拨付=next_year) == []


def test_payments_for_a_document_that_the_ledger_does_not_have_are_beyond_none() -> None:
    elsewhere = PROJECT.replace("农指1号", "农指9号")
    much = PAYMENT.replace("40000", "99999999")
    assert found("payment_exceeds_document", 资金下达=DOCUMENT, 项目=elsewhere, 资金拨付=much) == []


@pytest.mark.parametrize(
    ("dates_and_status", "contradicts"),
    [
        ("2021-03-01 |  | 完工", True),
        ("2021-03-01 |  | 验收", True),
        ("2021-03-01 | 2021-09-01 | 验收", False),
        ("2021-03-01 |  | 未开工", True),
        (" |  | 未开工", False),
        (" |  | 在建", True),
        ("2021-03-01 | 2021-12-31 | 在建", True),
        ("2021-03-01 |  | 在建", False),
        ("2021-03-01 |  | ", False),
    ],
)
def test_a_state_that_its_dates_contradict_is_found_at_the_state(
    dates_and_status: str, contradicts: bool
) -> None:
    project = f"{PROJECTS}\nX1 | 农指1号 | 60000 | 甲公司 | {dates_and_status}"
    status = dates_and_status.rpartition(" | ")[2]
    assert found("project_status_dates", 项目=project) == ([f"项目 G2 {status}"] if contradicts else [])


def test_a_date_with_a_finding_of_its_own_does_not_contradict_the_state() -> None:
    turned = PROJECT.replace("2021-09-01", "2021-02-01")
    assert found("date_order", 项目=turned) == ["项目 F2 2021-02-01"]
    assert found("project_status_dates", 项目=turned) == []


def test_one_fund_under_both_types_is_found_at_the_second() -> None:
    same = f"{DOCUMENT}\n农整合2号 | 2021-03-10 | 发展 资金 | 统筹整合财政涉农资金 | 100000"
    assert found("funds_double", 资金下达=same) == ["资金下达 D3 统筹整合财政涉农资金"]
    other_amount = same.replace("农资金 | 100000", "农资金 | 100001")
    same_type = same.replace("统筹整合财政涉农资金", "财政专项扶贫资金")
    assert found("funds_double", 资金下达=other_amount) == []
    assert found("funds_double", 资金下达=same_type) == []


def test_a_fund_of_the_same_name_and_amount_in_another_year_is_another_one() -> None:
    other = f"{DOCUMENT}\n农整合2号 | 2020-03-10 | 发展资金 | 统筹整合财政涉农资金 | 100000"
    assert found("funds_double", 资金下达=other) == []


def test_one_document_written_two_ways_under_both_types_is_found() -> None:
    table = (
        f"{DOCUMENTS}\n农指〔2021〕1号 | 2021-02-10 | 甲资金 | 财政专项扶贫资金 | 100\n"
        "农指[2021] 1号 | 2021-02-10 | 乙资金 | 统筹整合财政涉农资金 | 200\n"
        "农指〔2021〕11号 | 2021-02-10 | 丙资金 | 统筹整合财政涉农资金 | 300"
    )
    assert found("funds_double", 资金下达=table) == ["资金下达 D3 统筹整合财政涉农资金"]


def test_a_blank_name_amount_or_type_is_no_double() -> None:
    table = f"{DOCUMENTS}\nA | 2021-02-10 |  | 财政专项扶贫资金 | 100\nB | 2021-02-10 |  | 统筹整合财政涉农资金 | 100\nC | 2021-02-10 | 甲 | 财政专项扶贫资金 | \nD | 2021-02-10 | 甲 | 统筹整合财政涉农资金 | \nE | 2021-02-10 | 乙 |  | 5\nF | 2021-02-10 | 乙 | 财政专项扶贫资金 | 5"
    assert found("funds_double", 资金下达=table) == []
