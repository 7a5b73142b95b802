"""一、3 民生工程: insurance, hospital stays, jobs, aid to pupils and social assistance."""

from fractions import Fraction

import pytest

from tests.worked_figures import assert_figures
from tests.worked_ledgers import FORMS, figure_of, value_of, view_of

# P4 is insured and aided in another township than it lives in; X1 was insured and left in the year.
TABLES = {
    "贫困人口": """
        人编号 | 户编号 | 乡镇   | 行政村 | 在校生状况 | 失学辍学
        P1     | H1     | 青石乡 | 东岭村 | 小学       | 否
        P2     | H1     | 青石乡 | 东岭村 | 学前教育   | 否
        P3     | H1     | 青石乡 | 东岭村 | 大专及以上 | 是
        P4     | H2     | 青石乡 | 西溪村 | 九年级     | 否
        P5     | H3     | 白沙镇 | 南坪村 | 高职三年级 |
        P6     | H3     | 白沙镇 | 南坪村 | 非在校生   | 是
        P7     | H4     | 白沙镇 | 河口村 | 中职一年级 | 否
        P8     | H2     | 青石乡 | 西溪村 | 高中二年级 | 否
    """,
    "参保缴费": """
        人编号 | 乡镇   | 行政村 | 险种         | 保费  | 财政代缴
        P1     | 青石乡 | 东岭村 | 城乡居民医保 | 280   | 280
        P2     | 青石乡 | 东岭村 | 城乡居民医保 | 280   | 280.01
        P3     | 青石乡 | 东岭村 | 城乡居民医保 | 280   | 279.99
        P4     | 白沙镇 | 河口村 | 城乡居民医保 | 280   | 280
        P6     | 白沙镇 | 南坪村 | 城乡居民医保 | 280   |
        X1     | 白沙镇 | 南坪村 | 城乡居民医保 | 280   | 280
        P1     | 青石乡 | 东岭村 | 扶贫特惠保   | 60    | 60
        P2     | 青石乡 | 东岭村 | 扶贫特惠保   | 60.01 | 60
        P5     | 白沙镇 | 南坪村 | 扶贫特惠保   | 60    | 60
        P5     | 白沙镇 | 南坪村 | 扶贫特惠保   | 60    | 60
    """,
    "住院报销": """
        人编号 | 乡镇   | 行政村 | 入院日期   | 出院日期   | 总费用   | 基本医保报销 | 大病保险报销 | 特惠保赔付 | 民政救助 | 财政兜底
        P1     | 青石乡 | 东岭村 | 2020-12-20 | 2021-01-01 | 10000.10 | 5000        | 1000        | 500       | 300     | 200.09
        P4     | 青石乡 | 西溪村 | 2021-12-25 | 2022-01-02 | 9000     | 9000        | 0           | 0         | 0       | 0
        P5     | 白沙镇 | 南坪村 | 2021-12-01 | 2021-12-31 | 5000     | 4000        | 0           | 0         | 0       | 0
    """,
    "就业": """
        人编号 | 乡镇   | 行政村 | 就业方式   | 上岗日期   | 离岗日期   | 年岗位补贴
        P3     | 青石乡 | 东岭村 | 扶贫车间   | 2021-01-01 | 2021-05-01 | 0
        P3     | 青石乡 | 东岭村 | 扶贫车间   | 2021-06-01 |            | 0
        P6     | 白沙镇 | 南坪村 | 扶贫车间   | 2021-12-31 |            | 0
        P7     | 白沙镇 | 河口村 | 扶贫车间   | 2021-03-01 |            | 0
        P8     | 青石乡 | 西溪村 | 扶贫车间   | 2020-12-31 |            | 0
        P4     | 青石乡 | 西溪村 | 生态护林员 | 2020-01-01 |            | 10000
        P1     | 青石乡 | 东岭村 | 生态护林员 | 2021-12-31 | 2022-01-01 | 8000.50
        P1     | 青石乡 | 东岭村 | 生态护林员 | 2020-05-01 |            | 2000
        P5     | 白沙镇 | 南坪村 | 生态护林员 | 2020-05-01 | 2021-12-31 | 9999
    """,
    "教育资助": """
        证件号码 | 人编号 | 乡镇   | 行政村 | 学期   | 资助项目         | 应发金额 | 实发金额
        A1       | P1     | 青石乡 | 东岭村 | 2021春 | 义务教育生活补助 | 625     | 625
        A1       | P1     | 青石乡 | 东岭村 | 2021秋 | 义务教育生活补助 | 625     | 0
        A9       |        | 青石乡 | 东岭村 | 2021秋 | 义务教育生活补助 | 500     | 500
        A4       | P4     | 青石乡 | 西溪村 | 2020秋 | 义务教育生活补助 | 500     | 500
        A4       | P4     | 白沙镇 | 河口村 | 2021秋 | 学杂费减免       | 300     | 300
        A5       | P5     | 白沙镇 | 南坪村 | 2021春 | 雨露计划         | 1500    | 1500
        A5       | P5     | 白沙镇 | 南坪村 | 2021秋 | 雨露计划         | 1500    | 0
        A7       | P7     | 白沙镇 | 河口村 | 2021秋 | 雨露计划         | 1500    | 1000.50
        A7       | P7     | 白沙镇 | 河口村 | 2022春 | 雨露计划         | 1500    | 1500
        A2       | P2     | 青石乡 | 东岭村 | 2021春 | 学前资助         | 500     | 500
        A8       | P8     | 青石乡 | 西溪村 | 2021秋 | 普高助学金       | 1000    |
    """,
    "兜底保障": """
        人编号 | 乡镇   | 行政村 | 保障类别 | 月保障标准 | 起始日期   | 停发日期
        P1     | 青石乡 | 东岭村 | 农村低保 | 400       | 2020-01-01 |
        P2     | 青石乡 | 东岭村 | 兜底脱贫 | 450.50    | 2021-12-31 | 2022-01-01
        P4     | 青石乡 | 西溪村 | 农村低保 | 800       | 2022-01-01 |
        P6     | 白沙镇 | 南坪村 | 兜底脱贫 | 900       | 2020-01-01 | 2021-12-31
        P6     | 白沙镇 | 南坪村 | 特困供养 | 1000      | 2020-01-01 |
        P7     | 白沙镇 | 河口村 | 兜底脱贫 | 300       | 2020-01-01 |
    """,
}

EXPECTED = """
    figure                       | 全区                                  | 青石乡                              | 青石乡/东岭村                       | 白沙镇
    insured_persons              | 6 #                                   | 3 #                                 | 3 #                                 | 3 #
    nrcms_premium_total          | 0.14 (1400) #6                        | 0.084 (840) #3                      | 0.084 (840) #3                      | 0.056 (560) #3
    nrcms_full_subsidy           | 37.5 (3÷8) #3                         | 60 (3÷5) #3                         | 200/3 (2÷3) #2                      | 0 (0÷3) #0
    medical_coverage             | 62.5 (5÷8) #5                         | 80 (4÷5) #4                         | 100 (3÷3) #3                        | 100/3 (1÷3) #1
    tehuibao_persons             | 3                                     | 2                                   | 2                                   | 1
    tehuibao_total               | 0.024001 (240.01) #4                  | 0.012001 (120.01) #2                | 0.012001 (120.01) #2                | 0.012 (120) #2
    tehuibao_unit_premium        | 24001/300 (240.01÷3)                  | 60.005 (120.01÷2)                   | 60.005 (120.01÷2)                   | 120 (120÷1)
    inpatient_reimbursement_rate | 110000900/1500010 (11000.09÷15000.10) | 70000900/1000010 (7000.09÷10000.10) | 70000900/1000010 (7000.09÷10000.10) | 80 (4000÷5000)
    workshop_new_jobs            | 3                                     | 1                                   | 1                                   | 2
    workshop_task_completion     | 150 (3÷2)                             | ×                                   | ×                                   | ×
    forest_rangers               | 2                                     | 2                                   | 1                                   | 0
    forest_ranger_wage           | 40001/6 (20000.50÷3) #3               | 40001/6 (20000.50÷3) #3             | 5000.25 (10000.50÷2) #2             | — (0÷0) #0
    edu_compulsory_persontimes   | 2 #                                   | 2 #                                 | 2 #                                 | 0 #
    edu_compulsory_amount        | 0.1125 (1125) #2                      | 0.1125 (1125) #2                    | 0.1125 (1125) #2                    | 0 (0) #0
    edu_aid_coverage             | 80 (4÷5) #4                           | 200/3 (2÷3) #2                      | 100 (1÷1) #1                        | 100 (2÷2) #2
    yulu_persontimes             | 3 #                                   | 0 #                                 | 0 #                                 | 3 #
    yulu_amount                  | 0.25005 (2500.50) #3                  | 0 (0) #0                            | 0 (0) #0                            | 0.25005 (2500.50) #3
    yulu_paid_rate               | 5001/90 (2500.50÷4500)                | — (0÷0)                             | — (0÷0)                             | 5001/90 (2500.50÷4500)
    social_floor_persons         | 2                                     | 1                                   | 1                                   | 1
    dibao_max_monthly            | =450.50 #1                            | =450.50 #1                          | =450.50 #1                          | =300 #1
    dibao_to_exit_line           | 5406/4321 (5406÷4321) #1              | 5406/4321 (5406÷4321) #1            | 5406/4321 (5406÷4321) #1            | 3600/4321 (3600÷4321) #1
    dropouts                     | 2 #                                   | 1 #                                 | 1 #                                 | 1 #
"""
AIDED = "小学 七年级 八年级 九年级 高中一年级 高中二年级 高中三年级 中职一年级 中职二年级 中职三年级 高职一年级 高职二年级 高职三年级"


def test_livelihood_is_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


@pytest.mark.parametrize("schooling", FORMS.codes["在校生状况"])
def test_a_pupil_from_primary_to_vocational_college_is_one_to_aid(schooling: str) -> None:
    tables = {
        "贫困人口": f"人编号 | 在校生状况\nP | {schooling}",
        "教育资助": "人编号 | 学期 | 资助项目 | 实发金额\nP | 2021春 | 雨露计划 | 0.01",
    }
    assert value_of(tables, "edu_aid_coverage") == (100 if schooling in AIDED.split() else None)


def test_a_ranger_without_a_wage_is_still_one_of_those_rows() -> None:
    rangers = "人编号 | 就业方式 | 上岗日期 | 年岗位补贴\nA | 生态护林员 | 2020-01-01 | 9000\nB | 生态护林员 | 2020-01-01 |"
    assert value_of({"就业": rangers}, "forest_ranger_wage") == 4500


def test_two_with_the_highest_rate_are_both_the_rows_of_it() -> None:
    social = "人编号 | 保障类别 | 月保障标准 | 起始日期\nA | 农村低保 | 400 | 2020-01-01\nB | 农村低保 | 400 | 2020-01-01"
    assert figure_of(view_of({"兜底保障": social}), "dibao_max_monthly").rows == 2


def test_nobody_on_assistance_leaves_no_highest_rate_and_no_ratio() -> None:
    assert value_of({}, "dibao_max_monthly") is None
    assert value_of({}, "dibao_to_exit_line") is None


def test_the_premium_a_head_is_exact() -> None:
    insurance = "人编号 | 险种 | 保费\nA | 扶贫特惠保 | 0.01\nB | 扶贫特惠保 | 0.01\nC | 扶贫特惠保 | 0"
    assert value_of({"参保缴费": insurance}, "tehuibao_unit_premium") == Fraction(2, 300)
