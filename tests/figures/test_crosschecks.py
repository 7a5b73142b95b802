"""Cross-checks find what does not add up, and say what explains it."""

from fractions import Fraction

import pytest

from gonggu.figures.crosschecks.catalogue import crosschecks
from gonggu.figures.crosschecks.check import CrossCheck, at_most
from tests.report import made_up
from tests.worked_ledgers import RULES, view_of

ALL_RULES = RULES | {
    "forest_ranger_wage": "8000",
    "yulu_per_term": "1500",
    "compulsory_aid_min": "250",
    "compulsory_aid_max": "625",
}
VILLAGES = """
    乡镇 | 行政村 | 农村户籍人口
    青石乡 | 东岭村 | 600
    白沙镇 | 南坪村 | 400
"""
HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 识别年度
    H1 | 青石乡 | 东岭村 | 未脱贫 | | 2014
    H2 | 白沙镇 | 南坪村 | 已脱贫 | 2021 | 2014
"""
PERSONS = """
    乡镇 | 行政村 | 户编号 | 人编号
    青石乡 | 东岭村 | H1 | P1
    青石乡 | 东岭村 | H1 | P2
    白沙镇 | 南坪村 | H2 | P3
"""


def _checks(check: str, tables: dict[str, str], scope: str = "全区", **kwargs: object) -> list[CrossCheck]:
    view = view_of(
        {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS, **tables},
        scope,
        rules=ALL_RULES,
        **kwargs,  # type: ignore[arg-type]
    )
    return [one for one in crosschecks(view) if one.check == check]


def test_funds_of_both_kinds_make_up_the_total() -> None:
    sound = """
        指标文号 | 资金类别 | 金额
        A | 统筹整合财政涉农资金 | 100000
        B | 财政专项扶贫资金 | 50000.5
    """
    unsound = sound + "C | | 1\n"
    (good,), (bad,) = (_checks("x_funds_sum", {"资金下达": table}) for table in (sound, unsound))
    assert (good.verdict, good.left) == ("一致", Fraction("15.00005"))
    assert (bad.verdict, bad.difference) == ("不一致", Fraction("0.0001"))


def test_funds_are_the_districts_alone() -> None:
    assert _checks("x_funds_sum", {}, "青石乡") == []


ALLOTTED = {
    "资金下达": "指标文号 | 下达日期 | 金额\nA | 2021-02-01 | 100000\nB | 2021-02-01 | 900000",
    "项目": "项目编号 | 指标文号 | 计划资金\nX1 | A | 60000\nX2 | A | 40000\nX3 | 外 | 10",
}


@pytest.mark.parametrize(
    ("payments", "paid", "allotted", "beyond"),
    [
        ("B1 | X1 | 2021-03-01 | 60000\nB2 | X2 | 2021-04-01 | 40000", "10", "10", False),
        ("B1 | X1 | 2021-03-01 | 60000\nB2 | X2 | 2021-04-01 | 40000.01", "10.000001", "10", True),
        # A payment of an earlier year counts, one of the next does not, nor one of another's document.
        ("B1 | X1 | 2020-03-01 | 70000\nB2 | X2 | 2021-04-01 | 40000", "11", "10", True),
        ("B1 | X1 | 2022-03-01 | 70000\nB2 | X2 | 2021-04-01 | 40000", "4", "10", False),
        ("B1 | X3 | 2021-03-01 | 99999999\nB2 | X2 | 2021-04-01 | 1", "0.0001", "10", False),
    ],
)
def test_no_more_is_paid_than_the_documents_of_the_projects_allotted(
    payments: str, paid: str, allotted: str, beyond: bool
) -> None:
    tables = ALLOTTED | {"资金拨付": f"拨付编号 | 项目编号 | 拨付日期 | 金额\n{payments}"}
    (found,) = _checks("x_paid_allotted", tables)
    assert (found.left, found.right, found.doubtful) == (Fraction(paid), Fraction(allotted), beyond)
    assert _checks("x_paid_allotted", tables, "青石乡") == []


def test_a_stay_repaid_by_more_than_it_cost_and_aid_beyond_what_is_due_are_told_where_there_are_any() -> None:
    stays = """
        乡镇 | 行政村 | 人编号 | 入院日期 | 出院日期 | 总费用 | 基本医保报销 | 大病保险报销 | 特惠保赔付 | 民政救助 | 财政兜底
        青石乡 | 东岭村 | P1 | 2021-03-01 | 2021-03-05 | 100 | 60 | 40 | 0 | 0 | 0
        青石乡 | 东岭村 | P2 | 2021-03-01 | 2021-03-05 | 100 | 60 | 40 | 0 | 0 | 0.01
    """
    aid = """
        乡镇 | 行政村 | 人编号 | 学期 | 资助项目 | 应发金额 | 实发金额
        青石乡 | 东岭村 | P1 | 2021春 | 雨露计划 | 1500 | 1500
        青石乡 | 东岭村 | P2 | 2021春 | 雨露计划 | 1500 | 1501
    """
    found = _checks("x_paid_allotted", {"住院报销": stays, "教育资助": aid}, "青石乡")
    assert [(one.statement[:4], one.left, one.verdict) for one in found] == [
        ("每次住院", 1, "不一致"),
        ("每笔雨露", 1, "不一致"),
    ]
    assert [list(one.cells[0].index) for one in found] == [[1], [1]]


INSURED = """
    乡镇 | 行政村 | 人编号 | 险种 | 保费 | 财政代缴
    青石乡 | 东岭村 | P1 | 城乡居民医保 | 220 | 220
    青石乡 | 东岭村 | P2 | 城乡居民医保 | 220 | 220
    白沙镇 | 南坪村 | P9 | 城乡居民医保 | 220 | 220
"""


def test_who_left_after_being_insured_is_counted_by_kind_of_change() -> None:
    changes = """
        乡镇 | 行政村 | 户编号 | 人编号 | 变更类型 | 变更日期
        白沙镇 | 南坪村 | H2 | P9 | 死亡 | 2021-05-01
    """
    (found,) = [
        one
        for one in _checks("x_register_insured", {"参保缴费": INSURED, "人员变更": changes})
        if one.statement.startswith("城乡居民医保")
    ]
    assert found.verdict == "一致"
    assert (found.left, found.right) == (3, 3)
    assert found.explanation == "参保后离开：死亡1人；在册而未参保1人"


def test_an_insured_person_whom_nobody_accounts_for_is_no_match() -> None:
    (found,) = [
        one
        for one in _checks("x_register_insured", {"参保缴费": INSURED})
        if one.statement.startswith("城乡居民医保")
    ]
    assert found.verdict == "不一致"
    assert "人员变更中查不到的1人" in found.explanation


def test_persons_in_poverty_roll_from_last_year_to_this() -> None:
    history = """
        年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
        2020 | 青石乡 | 东岭村 | 600 | {}
        2020 | 白沙镇 | 南坪村 | 400 | 2
    """
    changes = """
        户编号 | 人编号 | 变更类型 | 变更日期
        H2 | P7 | 死亡 | 2021-02-01
        H2 | P3 | 新生儿 | 2021-08-01
    """
    tables = {"人员变更": changes}
    verdicts = {
        before: _checks("x_stock_roll", tables | {"历年情况": history.format(before)})[0].verdict
        for before in (1, 2)
    }
    assert verdicts == {1: "一致", 2: "不一致"}


def test_who_left_in_an_earlier_year_is_not_taken_from_last_years_stock_again() -> None:
    history = "年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口\n2020 | 青石乡 | 东岭村 | 600 | {}\n2020 | 白沙镇 | 南坪村 | 400 | 1"
    changes = "乡镇 | 行政村 | 户编号 | 人编号 | 变更类型 | 变更日期\n青石乡 | 东岭村 | H1 | P9 | 死亡 | {}"
    verdicts = {
        (day, before): _checks(
            "x_stock_roll", {"人员变更": changes.format(day), "历年情况": history.format(before)}
        )[0].verdict
        for day in ("2021-05-01", "2019-05-01")
        for before in (2, 3)
    }
    assert verdicts == {
        ("2021-05-01", 2): "不一致",
        ("2021-05-01", 3): "一致",
        ("2019-05-01", 2): "一致",
        ("2019-05-01", 3): "不一致",
    }


def test_without_last_year_the_stock_is_not_rolled() -> None:
    assert _checks("x_stock_roll", {}) == []


def test_the_task_is_met_to_the_person_or_not() -> None:
    (found,) = _checks("x_task_done", {})
    assert (found.left, found.right, found.verdict) == (1, 4, "不一致")


def test_rangers_paid_below_the_standard_are_found() -> None:
    jobs = """
        乡镇 | 行政村 | 户编号 | 人编号 | 就业方式 | 上岗日期 | 年岗位补贴
        青石乡 | 东岭村 | H1 | P1 | 生态护林员 | 2021-01-01 | 8000
        青石乡 | 东岭村 | H1 | P2 | 生态护林员 | 2021-01-01 | 7999.99
    """
    (found,) = _checks("x_rangers_wage", {"就业": jobs})
    assert (found.verdict, found.difference) == ("不一致", Fraction("-0.000001"))


def test_one_aid_payment_outside_the_standard_is_found_though_the_mean_is_inside() -> None:
    aid = """
        乡镇 | 行政村 | 证件号码 | 学期 | 资助项目 | 应发金额 | 实发金额
        青石乡 | 东岭村 | A | 2021春 | 义务教育生活补助 | 300 | 300
        青石乡 | 东岭村 | B | 2021春 | 义务教育生活补助 | 626 | 626
        青石乡 | 东岭村 | C | 2021秋 | 雨露计划 | 1500 | 1500
    """
    yulu, compulsory = _checks("x_subsidy_standard", {"教育资助": aid})
    assert yulu.verdict == "一致"
    assert (compulsory.verdict, compulsory.explanation) == ("不一致", "超出范围的有1条")


def test_equal_numbers_of_different_meaning_are_pointed_out() -> None:
    one_each = PERSONS.replace("青石乡 | 东岭村 | H1 | P2", "白沙镇 | 南坪村 | H9 | P2")
    (persons, households) = _checks("x_same_number", {"贫困人口": one_each})
    assert persons.verdict == "提示核对"
    assert "未脱贫人口" in persons.statement
    assert "未脱贫户数" in households.statement


def test_a_ledger_that_names_fewer_villages_than_the_others_is_found() -> None:
    household = HOUSEHOLDS.replace("H2 | 白沙镇 | 南坪村", "H2 | 青石乡 | 东岭村")
    found = {one.statement: one for one in _checks("x_villages", {"贫困户": household}, absent=("家庭收入",))}
    wrong = found["行政村数 = 贫困户台账中的村数"]
    assert (wrong.verdict, wrong.explanation) == ("不一致", "贫困户中没有南坪村，其他台账中有")
    assert found["行政村数 = 贫困人口台账中的村数"].verdict == "一致"


def test_a_village_without_any_household_on_the_register_is_no_contradiction() -> None:
    more = VILLAGES + "白沙镇 | 北冈村 | 300\n"
    found = _checks("x_villages", {"行政村": more}, absent=("家庭收入", "历年情况"))
    assert {one.verdict for one in found} == {"提示核对"}
    assert found[0].explanation == "各台账中都没有在册户的村：北冈村"


def test_a_check_whose_ledger_is_absent_is_left_out() -> None:
    assert _checks("x_register_insured", {}, absent=("参保缴费",)) == []
    (found,) = _checks("x_checkups", {}, absent=("帮扶干部",))
    assert found.verdict == "无法核对"


def test_every_record_lies_in_a_known_place_or_in_none() -> None:
    projects = """
        项目编号 | 乡镇 | 行政村
        X1 | 青石乡 | 东岭村
        X2 | |
        X3 | 青石镇 | 东岭村
    """
    (whole,) = _checks("x_areas_sum", {"项目": projects})
    assert (whole.verdict, whole.difference) == ("不一致", 1)
    assert whole.explanation == "所在地不在行政村台账中的：项目1条"
    (east,) = _checks("x_areas_sum", {"项目": projects}, "青石乡")
    assert east.verdict == "一致"


HISTORY = """
    年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫户数 | 年末未脱贫人口 | 当年脱贫户数 | 当年脱贫人口
    2020 | 青石乡 | 东岭村 | {} | 1 | 2 | 1 | 1
    2020 | 白沙镇 | 南坪村 | 400 | 0 | {} | 0 | 0
"""


def test_a_change_of_more_than_a_third_wants_an_explanation() -> None:
    def verdicts(persons: int, *explained: str) -> dict[str, str]:
        tables = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS}
        view = view_of(tables | {"历年情况": HISTORY.format(600, persons)}, rules=ALL_RULES)
        checks = crosschecks(view, explained=explained)
        return {one.statement[:5]: one.verdict for one in checks if one.check == "x_year_on_year"}

    assert verdicts(0)["未脱贫人口"] == "一致"
    assert verdicts(1)["未脱贫人口"] == "提示核对"
    assert verdicts(1, "unexited_persons")["未脱贫人口"] == "已说明"


def test_a_population_counted_another_way_is_found_at_its_year() -> None:
    verdicts = [
        _checks("x_rate_denominator", {"历年情况": HISTORY.format(population, 0)})[0]
        for population in (600, 540, 539, 661)
    ]
    assert [one.verdict for one in verdicts] == ["一致", "成立", "提示核对", "提示核对"]
    assert verdicts[2].cells[0].index.tolist() == [0]


@pytest.mark.parametrize("seed", range(4))
def test_only_equal_numbers_agree(seed: int) -> None:
    checks = crosschecks(made_up.view_of(made_up.district(villages=6, townships=2, seed=seed)))
    assert len(checks) > 12
    assert {one.verdict for one in checks} >= {"一致", "成立"}
    assert [one for one in checks if (one.verdict == "一致") > (one.left == one.right)] == []


@pytest.mark.parametrize(("left", "right"), [(57, 63), (57, 57), (0, 1)])
def test_a_part_that_is_no_more_than_its_whole_holds(left: int, right: int) -> None:
    assert at_most(Fraction(left), Fraction(right)) == "成立"
    assert at_most(Fraction(right + 1), Fraction(right)) == "不一致"


def test_members_of_a_household_that_left_as_a_whole_may_have_been_poor_or_not() -> None:
    history = """
        年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
        2020 | 青石乡 | 东岭村 | 600 | {}
        2020 | 白沙镇 | 南坪村 | 400 | 1
    """
    changes = """
        乡镇 | 行政村 | 户编号 | 人编号 | 变更类型 | 变更日期
        青石乡 | 东岭村 | H8 | P8 | 死亡 | 2021-02-01
    """
    verdicts = {
        before: _checks("x_stock_roll", {"人员变更": changes, "历年情况": history.format(before)})[0].verdict
        for before in (1, 2, 3, 4)
    }
    assert verdicts == {1: "不一致", 2: "一致", 3: "一致", 4: "不一致"}


def test_a_standard_that_the_year_lacks_leaves_the_check_open() -> None:
    jobs = """
        乡镇 | 行政村 | 户编号 | 人编号 | 就业方式 | 上岗日期 | 年岗位补贴
        青石乡 | 东岭村 | H1 | P1 | 生态护林员 | 2021-01-01 | 8000
    """
    view = view_of({"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS, "就业": jobs})
    (found,) = [one for one in crosschecks(view) if one.check == "x_rangers_wage"]
    assert (found.verdict, found.explanation) == (
        "无法核对",
        "rules.csv 中没有本年的标准：护林员工资标准（forest_ranger_wage）",
    )


# Last year 6 poor; 1 left poverty, 1 was newly identified, 2 fell back, 1 was born, 2 died: 7 at the end of the year.
ROLLED = {
    "历年情况": """
        年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
        2020 | 青石乡 | 东岭村 | 600 | 6
        2020 | 白沙镇 | 南坪村 | 400 | 0
    """,
    "贫困户": """
        户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 识别年度
        H1 | 青石乡 | 东岭村 | 未脱贫 | | 2014
        H2 | 青石乡 | 东岭村 | 已脱贫 | 2021 | 2014
        H3 | 青石乡 | 东岭村 | 未脱贫 | | 2021
        H4 | 青石乡 | 东岭村 | 返贫 | 2017 | 2014
    """,
    "贫困人口": """
        乡镇 | 行政村 | 户编号 | 人编号
        青石乡 | 东岭村 | H1 | P1
        青石乡 | 东岭村 | H1 | P2
        青石乡 | 东岭村 | H1 | P3
        青石乡 | 东岭村 | H1 | P4
        青石乡 | 东岭村 | H2 | P5
        青石乡 | 东岭村 | H3 | P6
        青石乡 | 东岭村 | H4 | P7
        青石乡 | 东岭村 | H4 | P8
    """,
    "人员变更": """
        乡镇 | 行政村 | 户编号 | 人编号 | 变更类型 | 变更日期
        青石乡 | 东岭村 | H1 | P4 | 新生儿 | 2021-05-01
        青石乡 | 东岭村 | H1 | P9 | 死亡 | 2021-02-01
        青石乡 | 东岭村 | H1 | P10 | 死亡 | 2021-03-01
    """,
}


# The same but for H4, which has been poor all along: nothing is left open.
STEADY = ROLLED | {
    "历年情况": ROLLED["历年情况"].replace("600 | 6", "600 | 8"),
    "贫困户": ROLLED["贫困户"].replace("返贫 | 2017", "未脱贫 | "),
}


def _rolled(ledger: str = "", old: str = "", new: str = "") -> CrossCheck:
    assert not ledger or ROLLED[ledger].count(old) == 1
    changed = {ledger: ROLLED[ledger].replace(old, new)} if ledger else {}
    (found,) = _checks("x_stock_roll", ROLLED | changed)
    return found


def test_stock_and_flow_that_close_say_their_terms() -> None:
    found = _rolled()
    assert (found.verdict, found.left, found.right) == ("一致", 7, 7)
    assert found.explanation == (
        "上年末6人，新识别和返贫3人，人员变更净减1人；返贫的2人上年末是否已返贫，本年台账中没有记载"
    )


@pytest.mark.parametrize(
    ("ledger", "old", "new", "difference"),
    [
        ("历年情况", "600 | 6", "600 | 5", -1),
        ("历年情况", "600 | 8", "600 | 9", 1),
        ("贫困户", "已脱贫 | 2021", "已脱贫 | 2020", 1),
        ("贫困户", "未脱贫 | | 2021", "未脱贫 | | 2014", -1),
        ("贫困户", "返贫 | 2017", "未脱贫 | 2017", -2),
        ("人员变更", "P4 | 新生儿", "P4 | 死亡", -2),
        ("人员变更", "P10 | 死亡", "P10 | 新生儿", 2),
        ("贫困人口", "        青石乡 | 东岭村 | H1 | P1\n", "", 1),
        ("贫困人口", "H1 | P1\n", "H1 | P1\n        青石乡 | 东岭村 | H1 | P11\n", -1),
    ],
    ids=[
        *("opening too low", "opening too high", "exit of another year", "new not called so"),
        *("return not called so", "came in", "went out", "closing too low", "closing too high"),
    ],
)
def test_each_term_that_is_broken_is_found(ledger: str, old: str, new: str, difference: int) -> None:
    tables = ROLLED if difference < 0 else STEADY
    assert tables[ledger].count(old) == 1
    (found,) = _checks("x_stock_roll", tables | {ledger: tables[ledger].replace(old, new)})
    assert (found.verdict, found.difference) == ("不一致", difference)


def test_a_household_that_stays_fallen_back_for_a_second_year_is_no_error() -> None:
    found = _rolled("历年情况", "600 | 6", "600 | 8")
    assert (found.verdict, found.left, found.right) == ("一致", 7, 7)
    assert found.explanation.endswith("返贫的2人上年末是否已返贫，本年台账中没有记载，推算时有2人按“是”计")
