"""The whole of the figures: every one is worked out by hand somewhere, and needs the ledgers that its formula names."""

from fractions import Fraction

import pytest

from gonggu.figures.catalogue import BY_ID, CARDS, PARTS, figures_of
from tests.figures import (
    test_cadres,
    test_funds,
    test_income,
    test_livelihood,
    test_register,
    test_relocation,
    test_visits_and_problems,
)
from tests.worked_figures import figures_in
from tests.worked_ledgers import FORMS, net_incomes, view_of

WORKED = (
    *(test_register, test_cadres, test_funds, test_livelihood, test_visits_and_problems),
    *(test_relocation, test_income),
)
# What the districts' sum is made of: 区级 and the townships; a township's: its villages and what is its own.
ADDITIVE = """
    poor_villages_exited registered_households registered_persons unexited_households unexited_persons
    returned_persons exits_households exits_persons
    stationed_cadres stationed_villages admin_villages
    funds_paid projects_total projects_planned projects_completed projects_overdue projects_overpaid roads_km
    toilet_project_funds
    insured_persons nrcms_premium_total tehuibao_persons tehuibao_total workshop_new_jobs forest_rangers
    edu_compulsory_persontimes edu_compulsory_amount yulu_persontimes yulu_amount social_floor_persons dropouts
    key_industry_projects_done key_industry_beneficiaries industry_blank_villages
    attendance_shortfalls
    problems_overdue
    cadre_medical_checks
    relocation_households relocation_persons relocation_labour relocation_employed relocation_emp_unit
    relocation_emp_flexible relocation_emp_self relocation_emp_workshop relocation_emp_post
    relocation_zero_employment_households relocation_trained relocation_training_subsidised relocation_students
    relocation_student_households relocation_dropouts relocation_dibao_persons relocation_dibao_households
    relocation_oversized
    visits_leaders visits_unit_heads visits_township visits_households households_unvisited problems_found
    problems_found_rectified
    persons_below_line persons_near_line
"""
# In this district every figure has a value.
EVERYTHING = {
    "行政村": """
        乡镇   | 行政村 | 农村户籍人口 | 包村区级领导编号 | 村集体经济收入
        青石乡 | 东岭村 | 100        | L               | 60000
    """,
    "历年情况": "年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口\n2016 | 青石乡 | 东岭村 | 90 | 9",
    "贫困户": """
        户编号 | 乡镇   | 行政村 | 脱贫属性 | 脱贫年度 | 列入危改 | 帮扶责任人编号
        H1     | 青石乡 | 东岭村 | 已脱贫   | 2021    | 是       | B
        H2     | 青石乡 | 东岭村 | 未脱贫   |         | 否       | B
    """,
    "贫困人口": """
        人编号 | 户编号 | 乡镇   | 行政村 | 劳动能力   | 在校生状况 | 失学辍学
        P1     | H1     | 青石乡 | 东岭村 | 普通劳动力 | 小学       | 否
        P2     | H2     | 青石乡 | 东岭村 | 无劳动力   | 非在校生   | 是
    """,
    "家庭收入": net_incomes(H1="5000", H2="3000"),
    "资金下达": "指标文号 | 资金类别 | 金额\nD | 财政专项扶贫资金 | 100",
    "项目": "项目编号 | 乡镇 | 行政村 | 指标文号 | 计划资金\nX | 青石乡 | 东岭村 | D | 100",
    "资金拨付": "拨付编号 | 项目编号 | 拨付日期 | 金额\nZ | X | 2021-05-01 | 100",
    "教育资助": "人编号 | 乡镇 | 行政村 | 学期 | 资助项目 | 应发金额 | 实发金额\nP1 | 青石乡 | 东岭村 | 2021春 | 雨露计划 | 1500 | 1500",
    "参保缴费": "人编号 | 乡镇 | 行政村 | 险种 | 保费\nP1 | 青石乡 | 东岭村 | 扶贫特惠保 | 60",
    "住院报销": """
        人编号 | 乡镇   | 行政村 | 出院日期   | 总费用 | 基本医保报销 | 大病保险报销 | 特惠保赔付 | 民政救助 | 财政兜底
        P1     | 青石乡 | 东岭村 | 2021-05-01 | 1000  | 500         | 0           | 0         | 0       | 0
    """,
    "就业": "人编号 | 乡镇 | 行政村 | 就业方式 | 上岗日期 | 年岗位补贴\nP1 | 青石乡 | 东岭村 | 生态护林员 | 2020-01-01 | 10000",
    "兜底保障": "人编号 | 乡镇 | 行政村 | 保障类别 | 月保障标准 | 起始日期\nP2 | 青石乡 | 东岭村 | 农村低保 | 400 | 2020-01-01",
    "易地搬迁": "户编号 | 迁出乡镇 | 迁出行政村 | 安置方式\nH1 | 青石乡 | 东岭村 | 集中安置",
    "培训班": "培训编号 | 培训类别 | 开班日期 | 课时 | 主讲部门 | 参训单位数 | 参训人次\nK | 政策业务 | 2021-05-01 | 8 | 甲局 | 1 | 9",
    "培训学员": "培训编号 | 户编号 | 人编号 | 培训补贴 | 生活费补贴\nK | H1 | P1 | 100 | 100",
    "帮扶干部": """
        干部编号 | 角色           | 单位 | 派驻乡镇 | 派驻行政村 | 任职日期
        L        | 区级领导       | 甲局 |         |           | 2020-01-01
        U        | 后盾单位负责人 | 甲局 |         |           | 2020-01-01
        B        | 结对干部       | 甲局 |         |           | 2020-01-01
        S        | 驻村队员       | 甲局 | 青石乡  | 东岭村    | 2020-01-01
    """,
    "驻村考勤": "干部编号 | 月份 | 驻村天数 | 住村天数\nS | 2021-01 | 22 | 15",
    "走访": "走访编号 | 走访日期 | 队伍类别 | 乡镇 | 行政村\nV | 2021-05-01 | 区级领导 | 青石乡 | 东岭村",
    "问题整改": """
        问题编号 | 问题来源         | 乡镇   | 行政村
        Q1       | 中央专项巡视反馈 | 青石乡 | 东岭村
        Q2       | 省市联点督查     | 青石乡 | 东岭村
        Q3       | 四支队伍排查     | 青石乡 | 东岭村
    """,
    "区级统计": "指标 | 年度 | 数值\n全面小康实现程度 | 2021 | 95\n涉贫到市赴省进京信访 | 2021 | 1",
}
MEASURES = """
    income_per_head income_per_head_exited income_median income_share_wages income_share_business
    income_share_property income_share_transfers persons_below_line persons_near_line fgt0 fgt1 fgt2 gini
    mpi_headcount mpi_intensity mpi
"""
EXITS = "exits_persons exit_income_min exit_standard_met reduction_task_completion"
UNEXITED = "unexited_persons returned_persons poverty_rate"
JOBS = """
    relocation_employed relocation_emp_unit relocation_emp_flexible relocation_emp_self relocation_emp_workshop
    relocation_emp_post relocation_employment_rate relocation_zero_employment_households
"""
TRAINED = "relocation_trained relocation_training_subsidised"
DIBAO = "relocation_dibao_persons relocation_dibao_households"
PAID = "funds_paid funds_payment_rate funds_carried_over projects_overpaid"
PAIRS = "leader_pairs_min cadre_pairs_max"
# The figures whose formulas name the ledger, or whose records only it can place.
NEEDING = {
    "行政村": """
        poor_villages_exited poverty_rate admin_villages townships stationed_coverage culture_centre_coverage
        clinic_coverage service_platform_coverage ecommerce_coverage grid_upgrade_completion coverage_4g
        coverage_fibre industry_blank_villages collective_income_min collective_income_mean
        coverage_leaders_villages coverage_departments_villages leaders_per_zone_min
    """,
    "历年情况": "poverty_rate_base",
    "贫困户": f"""
        registered_households unexited_households exits_households dilapidated_housing_completion
        coverage_household_pairing coverage_lookback households_unvisited unexited_plan_coverage
        {UNEXITED} {EXITS} {PAIRS} {TRAINED} {MEASURES}
    """,
    "贫困人口": f"""
        registered_persons nrcms_full_subsidy medical_coverage edu_aid_coverage dropouts relocation_persons
        relocation_labour relocation_students relocation_student_households relocation_dropouts
        relocation_medical_coverage relocation_oversized {UNEXITED} {EXITS} {JOBS} {DIBAO} {MEASURES}
    """,
    "人员变更": "",
    "家庭收入": f"exit_income_min exit_standard_met {MEASURES}",
    "资金下达": """
        funds_total funds_integrated funds_special funds_payment_rate funds_carried_over documents_overcommitted
        key_industry_funds collective_economy_funds
    """,
    "项目": f"""
        projects_total projects_planned projects_completed projects_completion_rate projects_overdue
        documents_overcommitted roads_km toilet_project_funds key_industry_projects_done
        key_industry_beneficiaries {PAID}
    """,
    "资金拨付": PAID,
    "教育资助": """
        edu_compulsory_persontimes edu_compulsory_amount edu_aid_coverage yulu_persontimes yulu_amount
        yulu_paid_rate
    """,
    "参保缴费": """
        exit_standard_met insured_persons nrcms_premium_total nrcms_full_subsidy medical_coverage
        tehuibao_persons tehuibao_total tehuibao_unit_premium relocation_medical_coverage
        mpi_headcount mpi_intensity mpi
    """,
    "住院报销": "inpatient_reimbursement_rate",
    "就业": f"workshop_new_jobs workshop_task_completion forest_rangers forest_ranger_wage {JOBS}",
    "兜底保障": f"social_floor_persons dibao_max_monthly dibao_to_exit_line {DIBAO}",
    "易地搬迁": " ".join(card.id for card in CARDS if card.id.startswith("relocation_")),
    "培训班": f"""
        training_courses_named policy_training_departments training_persontimes training_lessons
        handbook_training_unit_coverage {TRAINED}
    """,
    "培训学员": TRAINED,
    "帮扶干部": f"""
        stationed_cadres stationed_villages stationed_coverage district_leaders backing_units
        handbook_training_unit_coverage cadre_medical_checks cadre_insured_rate cadres_promoted cadres_commended
        attendance_compliance attendance_shortfalls {PAIRS}
    """,
    "驻村考勤": "attendance_compliance attendance_shortfalls",
    "走访": """
        visits_leaders visits_unit_heads visits_township visits_households households_unvisited
        leaders_per_zone_min
    """,
    "问题整改": " ".join(card.id for card in CARDS if card.id.startswith("problem")),
    "区级统计": "xiaokang_degree petitions",
}


def test_every_figure_is_worked_out_by_hand() -> None:
    drawn = set().union(*(figures_in(module.EXPECTED) for module in WORKED)) | test_income.MEASURED
    assert drawn == set(BY_ID)


def test_there_are_148_figures_and_each_is_computed_by_one_part_of_the_pipeline() -> None:
    assert len(CARDS) == len(BY_ID) == 148
    assert sorted(card.id for part in PARTS.values() for card in part) == sorted(BY_ID)


def test_the_figures_that_add_up_over_areas_are_these() -> None:
    assert {card.id for card in CARDS if card.additive} == set(ADDITIVE.split())


def test_with_all_ledgers_every_figure_has_a_value() -> None:
    assert [name for name, one in figures_of(view_of(EVERYTHING)).items() if one.measure.value is None] == []


@pytest.mark.parametrize("ledger", FORMS.ledgers)
def test_an_absent_ledger_takes_away_the_figures_that_need_it_and_no_other(ledger: str) -> None:
    tables = {name: table for name, table in EVERYTHING.items() if name != ledger}
    figures = figures_of(view_of(tables, absent=(ledger,)))
    assert {name for name, one in figures.items() if one.status == "no data"} == set(NEEDING[ledger].split())


def test_the_ledgers_named_beside_a_figure_are_those_that_it_needs() -> None:
    named = {name: set(one.ledgers) for name, one in figures_of(view_of(EVERYTHING)).items()}
    needed = {name: {ledger for ledger, ids in NEEDING.items() if name in ids.split()} for name in BY_ID}
    assert named == needed


@pytest.mark.parametrize("scope", ["全区", "青石乡", "青石乡/东岭村"])
def test_where_nothing_is_recorded_counts_and_sums_are_0_and_the_rest_is_no_data(scope: str) -> None:
    counted = set(ADDITIVE.split()) | {card.id for card in CARDS if card.unit in ("名", "个", "人次", "课时")}
    sums = {"funds_total", "funds_integrated", "funds_special", "funds_carried_over"}
    sums |= {"key_industry_funds", "collective_economy_funds", "cadres_promoted", "cadres_commended"}
    extremes = {"leaders_per_zone_min", "policy_training_departments"}
    tasks = {"reduction_task_persons": 4, "reduction_task_completion": 0, "workshop_task_completion": 0}
    expected = {name: Fraction(0) for name in (counted | sums) - extremes} | tasks
    for name, figure in figures_of(view_of({}, scope)).items():
        assert figure.measure.value == expected.get(name), name


def test_figures_of_the_district_alone_are_absent_below_it() -> None:
    alone = {card.id for card in CARDS if card.district_only}
    assert len(alone) == 28
    for scope in ("青石乡", "青石乡/东岭村"):
        assert set(figures_of(view_of(EVERYTHING, scope))) == set(BY_ID) - alone
