"""Findings about income rows, each at its exact cell, and what is none."""

from tests.checks.drawn_books import checks_found, found

AREA = "乡镇 | 行政村"
ITEMS = "户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出"
REST = "0 | 0 | 0 | 0 | 0 | 0 | 0"


def _homes(*sizes: int) -> str:
    rows = [f"甲乡 | 东村 | H{place} | {size} | 一般贫困户" for place, size in enumerate(sizes, 1)]
    return "\n".join([f"{AREA} | 户编号 | 家庭人口 | 户类型", *rows])


def _members(*sizes: int) -> str:
    rows = [f"H{home} | P{home}{place}" for home, size in enumerate(sizes, 1) for place in range(size)]
    return "\n".join(["户编号 | 人编号", *rows])


def _incomes(*rows: tuple[str, str, str]) -> str:
    """Wages, business income and costs of each household."""
    lines = [
        f"H{place} | {wages} | {earned} | {REST} | {costs}"
        for place, (wages, earned, costs) in enumerate(rows, 1)
    ]
    return "\n".join([ITEMS, *lines])


def _tables(size: int, *row: str) -> dict[str, str]:
    wages, earned, costs = row
    return {"贫困户": _homes(size), "贫困人口": _members(size), "家庭收入": _incomes((wages, earned, costs))}


def test_a_household_without_an_income_row_is_found() -> None:
    incomes = f"{AREA} | 户编号 | 工资性收入\n甲乡 | 东村 | H1 | 5000"
    assert found("income_missing", 贫困户=_homes(1, 1), 家庭收入=incomes) == ["贫困户 C3 H2"]
    assert found("income_missing", 贫困户=_homes(1, 1)) == []


def test_a_household_with_two_income_rows_is_a_repeated_key_and_the_second_may_be_the_missing_one() -> None:
    incomes = f"{AREA} | 户编号 | 工资性收入\n甲乡 | 东村 | H1 | 5000\n甲乡 | 东村 | H1 | 6000"
    tables = {"贫困户": _homes(1, 1), "家庭收入": incomes}
    assert found("key_repeated", **tables) == ["家庭收入 C3 H1"]
    assert found("income_missing", **tables) == []


def test_an_income_row_of_an_unknown_household_may_be_the_missing_one_of_its_village() -> None:
    incomes = f"{AREA} | 户编号 | 工资性收入\n甲乡 | 东村 | H1 | 5000\n甲乡 | 东村 | H9 | 6000"
    tables = {"贫困户": _homes(1, 1), "家庭收入": incomes}
    assert found("income_missing", **tables) == []
    assert found("ref_missing", **tables) == ["家庭收入 C3 H9"]
    elsewhere = incomes.replace("东村 | H9", "西村 | H9")
    assert found("income_missing", **{**tables, "家庭收入": elsewhere}) == ["贫困户 C3 H2"]


def test_a_net_income_of_nothing_is_found_at_the_costs_that_eat_it_up_or_else_at_the_household() -> None:
    assert found("income_range", **_tables(2, "0", "3000", "3000")) == ["家庭收入 K2 3000"]
    assert found("income_range", **_tables(2, "0", "0", "0")) == ["家庭收入 A2 H1"]
    assert found("income_range", **_tables(2, "0", "3000", "2999.99")) == []


def test_an_income_above_100000_yuan_a_head_is_found_at_its_largest_item() -> None:
    assert found("income_range", **_tables(2, "40000", "180000", "10000")) == ["家庭收入 C2 180000"]
    assert found("income_range", **_tables(2, "200000", "0", "0")) == []
    assert found("income_range", **_tables(3, "40000", "180000", "10000")) == []


def test_an_income_of_which_an_amount_is_blank_or_whose_size_is_doubtful_is_not_judged() -> None:
    assert found("income_range", **_tables(2, "", "0", "0")) == []
    tables = _tables(2, "300000", "0", "0")
    assert found("income_range", **{**tables, "贫困户": _homes(3)}) == []


def test_business_without_costs_is_found_and_a_blank_or_a_cent_of_costs_is_not() -> None:
    rows = [("0", "5000", "0"), ("0", "5000", "0.01"), ("0", "0", "0"), ("0", "5000", "")]
    assert found("income_costs", 家庭收入=_incomes(*rows)) == ["家庭收入 K2 0"]


WORKERS = "户编号 | 人编号 | 务工地点 | 务工月数"
JOBS = "户编号 | 人编号 | 就业方式 | 上岗日期 | 离岗日期"


def _work(wages: str, worker: str, job: str = "") -> dict[str, str]:
    return {
        "贫困户": _homes(1),
        "贫困人口": f"{WORKERS}\nH1 | P1 | {worker}",
        "家庭收入": _incomes((wages, "2000", "500")),
        "就业": f"{JOBS}\nH1 | P1 | {job}" if job else JOBS,
    }


def test_wages_where_nobody_works_and_work_without_wages_are_found_at_the_wages() -> None:
    assert found("income_wage_worker", **_work("8000", " | 0")) == ["家庭收入 B2 8000"]
    assert found("income_wage_worker", **_work("8000", " | ")) == ["家庭收入 B2 8000"]
    assert found("income_wage_worker", **_work("0", "省外 | 5")) == ["家庭收入 B2 0"]
    assert found("income_wage_worker", **_work("0", " | 0", "生态护林员 | 2021-01-01 | ")) == [
        "家庭收入 B2 0"
    ]
    assert found("income_wage_worker", **_work("8000", "省外 | 5")) == []
    assert found("income_wage_worker", **_work("0", " | 0")) == []


def test_a_job_of_the_year_that_has_ended_explains_the_wages_and_one_of_an_earlier_year_does_not() -> None:
    assert found("income_wage_worker", **_work("8000", " | 0", "单位就业 | 2020-01-01 | 2021-02-28")) == []
    assert found("income_wage_worker", **_work("8000", " | 0", "单位就业 | 2019-01-01 | 2020-12-31")) == [
        "家庭收入 B2 8000"
    ]


def test_who_works_for_himself_or_began_in_december_may_be_without_wages() -> None:
    assert found("income_wage_worker", **_work("0", "乡镇内 | 8", "自主创业 | 2020-01-01 | ")) == []
    assert found("income_wage_worker", **_work("0", " | 0", "单位就业 | 2021-12-10 | ")) == []


def test_the_wages_of_a_member_who_left_in_the_year_and_unknown_months_are_not_found() -> None:
    changes = "户编号 | 人编号 | 变更类型 | 变更日期\nH1 | P7 | 死亡 | 2021-09-01"
    assert found("income_wage_worker", **_work("8000", " | 0"), 人员变更=changes) == []
    without_months = {**_work("8000", " | 0"), "贫困人口": "户编号 | 人编号\nH1 | P1"}
    assert found("income_wage_worker", **without_months) == []


def _village(*wages: int) -> dict[str, str]:
    ones = [1] * len(wages)
    rows = [(str(wage), "0", "0") for wage in wages]
    return {"贫困户": _homes(*ones), "贫困人口": _members(*ones), "家庭收入": _incomes(*rows)}


def test_an_income_far_from_the_neighbours_of_its_type_is_found() -> None:
    # Quartiles 5175 and 5525 of the eight, so 4125 and 6575 are still within.
    usual = (5000, 5100, 5200, 5300, 5400, 5500, 5600)
    assert found("income_outlier", **_village(*usual, 20000)) == ["家庭收入 B9 20000"]
    assert found("income_outlier", **_village(*usual, 500)) == ["家庭收入 A9 H8"]
    assert found("income_outlier", **_village(*usual, 6575)) == []


def test_a_fence_is_still_within() -> None:
    # Quartiles 2000 and 3000, fences -1000 and 6000.
    rows = (1000, 2000, 2000, 2000, 3000, 3000, 3000, 2500)
    assert found("income_outlier", **_village(*rows, 6000)) == []
    assert found("income_outlier", **_village(*rows, 6001)) == ["家庭收入 B10 6001"]


def test_seven_households_or_all_alike_have_no_outlier() -> None:
    assert found("income_outlier", **_village(5000, 5100, 5200, 5300, 5400, 5500, 20000)) == []
    assert found("income_outlier", **_village(*[5000] * 8, 5001)) == []


def test_an_income_out_of_range_is_not_also_an_outlier() -> None:
    usual = (5000, 5100, 5200, 5300, 5400, 5500, 5600, 5700)
    tables = _village(*usual, 150000)
    assert [one for one in checks_found(**tables) if one.startswith("income")] == ["income_range B10"]
