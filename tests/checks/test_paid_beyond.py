"""Money paid beyond what there is, through the clean step: at the project, at the document, and in the sum."""

from pathlib import Path

from tests.ledgers_for_tests import VILLAGES, store_of, told

FUNDS = {
    "行政村": VILLAGES,
    "资金下达": "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额\n"
    "农指1号 | 2019-02-10 | 发展资金 | 财政专项扶贫资金 | 中央 | 重点产业 | 100000",
    "项目": "项目编号 | 项目名称 | 指标文号 | 计划资金 | 开工日期 | 项目状态\nX1 | 茶园 | 农指1号 | 100000 | 2019-03-01 | 在建",
    "资金拨付": "拨付编号 | 项目编号 | 拨付日期 | 金额 | 收款单位\nB1 | X1 | 2019-03-15 | 40000 | 甲公司",
}
BEYOND = FUNDS | {"资金拨付": f"{FUNDS['资金拨付']}\nB2 | X1 | 2019-05-15 | 99999999 | 甲公司"}
CHECKS = ("payment_exceeds_project", "payment_exceeds_document", "x_paid_allotted")


def test_a_payment_with_three_digits_too_many_is_an_error_in_all_three(tmp_path: Path) -> None:
    findings = store_of(tmp_path, BEYOND).findings()
    assert [told(findings, check) for check in CHECKS] == [
        ["项目 D2 100000"],
        ["资金下达 G2 100000"],
        ["资金拨付  累计拨付 ≤ 这些项目的指标文号下达金额之和：10,003.9999万元 与 10万元"],
    ]
    assert set(findings.loc[findings["check"].isin(CHECKS), "severity"]) == {"error"}


def test_payments_within_the_allotment_are_none(tmp_path: Path) -> None:
    findings = store_of(tmp_path, FUNDS).findings()
    assert [told(findings, check) for check in CHECKS] == [[], [], []]
