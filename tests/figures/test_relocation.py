"""一、8 易地搬迁: the households moved to concentrated sites, their work, schooling, insurance and houses."""

import pytest

from tests.worked_figures import assert_figures
from tests.worked_ledgers import FORMS, RULES, value_of

# H3 moved to a scattered site; H5 has no member left; P41 is written under another village than its household.
TABLES = {
    "易地搬迁": """
        户编号 | 迁出乡镇 | 迁出行政村 | 安置方式 | 安置面积 | 入住日期   | 拆旧复垦完成 | 产业帮扶方式 | 帮扶责任人编号
        H1     | 青石乡   | 东岭村    | 集中安置 | 49.1    | 2021-12-31 | 是          | 种植        | B1
        H2     | 青石乡   | 东岭村    | 集中安置 | 32.9    | 2022-01-01 | 否          |             | B1
        H3     | 青石乡   | 西溪村    | 分散安置 | 200     | 2020-01-01 | 是          | 种植        | B1
        H4     | 白沙镇   | 南坪村    | 集中安置 | 50      |            |             | 养殖        |
        H5     | 白沙镇   | 河口村    | 集中安置 | 30      | 2020-01-01 | 是          | 务工        | B2
    """,
    "贫困人口": """
        人编号 | 户编号 | 乡镇   | 行政村 | 劳动能力   | 在校生状况 | 失学辍学
        P11    | H1     | 青石乡 | 东岭村 | 普通劳动力 | 非在校生   | 否
        P12    | H1     | 青石乡 | 东岭村 | 技能劳动力 | 大专及以上 | 否
        P13    | H1     | 青石乡 | 东岭村 | 无劳动力   | 小学       | 是
        P21    | H2     | 青石乡 | 东岭村 | 普通劳动力 | 非在校生   |
        P22    | H2     | 青石乡 | 东岭村 | 丧失劳动力 |            | 否
        P31    | H3     | 青石乡 | 西溪村 | 普通劳动力 | 小学       | 是
        P41    | H4     | 青石乡 | 东岭村 | 普通劳动力 | 非在校生   | 否
        P42    | H4     | 白沙镇 | 南坪村 | 普通劳动力 |            | 否
        P43    | H4     | 白沙镇 | 南坪村 | 技能劳动力 | 学前教育   | 否
        P44    | H4     | 白沙镇 | 南坪村 | 技能劳动力 | 非在校生   | 否
    """,
    "就业": """
        人编号 | 乡镇   | 行政村 | 就业方式   | 上岗日期   | 离岗日期
        P11    | 青石乡 | 东岭村 | 单位就业   | 2020-01-01 |
        P11    | 青石乡 | 东岭村 | 灵活就业   | 2021-03-01 |
        P12    | 青石乡 | 东岭村 | 生态护林员 | 2021-05-01 |
        P12    | 青石乡 | 东岭村 | 扶贫车间   | 2021-05-01 |
        P12    | 青石乡 | 东岭村 | 单位就业   | 2021-06-01 | 2021-12-31
        P13    | 青石乡 | 东岭村 | 公益性岗位 | 2021-01-01 |
        P21    | 青石乡 | 东岭村 | 灵活就业   | 2021-01-01 | 2021-10-31
        P21    | 青石乡 | 东岭村 | 单位就业   | 2022-01-01 |
        P31    | 青石乡 | 西溪村 | 单位就业   | 2020-01-01 |
        P41    | 青石乡 | 东岭村 | 公益性岗位 | 2020-01-01 |
        P42    | 白沙镇 | 南坪村 | 生态护林员 | 2021-12-31 | 2022-06-30
        P43    | 白沙镇 | 南坪村 | 自主创业   | 2019-01-01 |
        P44    | 白沙镇 | 南坪村 | 单位就业   | 2018-01-01 |
    """,
    "培训班": """
        培训编号 | 培训类别 | 开班日期
        K1       | 就业技能 | 2021-01-01
        K2       | 就业技能 | 2021-12-31
        K3       | 就业技能 | 2020-12-31
    """,
    "培训学员": """
        培训编号 | 户编号 | 人编号 | 培训补贴 | 生活费补贴
        K1       | H1     | P11    | 100     | 0.01
        K2       | H1     | P11    | 100     | 50
        K1       | H1     | P12    | 100     | 0
        K3       | H2     | P21    | 100     | 50
        K1       | H3     | P31    | 100     | 50
        K1       | H4     | P41    | 100     | 30
        K2       | H4     | P42    | 100     |
    """,
    "参保缴费": """
        人编号 | 险种
        P11    | 城乡居民医保
        P12    | 城乡居民医保
        P21    | 扶贫特惠保
        P31    | 城乡居民医保
        P41    | 城乡居民医保
        P42    | 城乡居民医保
        P43    | 城乡居民医保
    """,
    "兜底保障": """
        人编号 | 保障类别 | 起始日期   | 停发日期
        P11    | 农村低保 | 2020-01-01 | 2021-12-31
        P22    | 农村低保 | 2020-01-01 | 2022-01-01
        P31    | 农村低保 | 2020-01-01 |
        P43    | 兜底脱贫 | 2020-01-01 |
        P44    | 农村低保 | 2020-01-01 |
    """,
}

EXPECTED = """
    figure                                | 全区              | 青石乡          | 青石乡/东岭村   | 白沙镇
    relocation_households                 | 4 #               | 2 #             | 2 #             | 2 #
    relocation_persons                    | 9 #               | 5 #             | 5 #             | 4 #
    relocation_industry_coverage          | 75 (3÷4) #3       | 50 (1÷2) #1     | 50 (1÷2) #1     | 100 (2÷2) #2
    relocation_labour                     | 7 #               | 3 #             | 3 #             | 4 #
    relocation_employed                   | 6 #               | 2 #             | 2 #             | 4 #
    relocation_emp_unit                   | 1 #               | 0 #             | 0 #             | 1 #
    relocation_emp_flexible               | 1 #               | 1 #             | 1 #             | 0 #
    relocation_emp_self                   | 1 #               | 0 #             | 0 #             | 1 #
    relocation_emp_workshop               | 1 #               | 1 #             | 1 #             | 0 #
    relocation_emp_post                   | 2 #               | 0 #             | 0 #             | 2 #
    relocation_employment_rate            | 600/7 (6÷7) #6    | 200/3 (2÷3) #2  | 200/3 (2÷3) #2  | 100 (4÷4) #4
    relocation_zero_employment_households | 1 #               | 1 #             | 1 #             | 0 #
    relocation_trained                    | 4                 | 2               | 2               | 2
    relocation_training_subsidised        | 2                 | 1               | 1               | 1
    relocation_students                   | 3 #               | 2 #             | 2 #             | 1 #
    relocation_student_households         | 2 #               | 1 #             | 1 #             | 1 #
    relocation_dropouts                   | 1 #               | 1 #             | 1 #             | 0 #
    relocation_medical_coverage           | 500/9 (5÷9) #5    | 40 (2÷5) #2     | 40 (2÷5) #2     | 75 (3÷4) #3
    relocation_dibao_persons              | 2 #               | 1 #             | 1 #             | 1 #
    relocation_dibao_households           | 2 #               | 1 #             | 1 #             | 1 #
    relocation_helper_coverage            | 75 (3÷4) #3       | 100 (2÷2) #2    | 100 (2÷2) #2    | 50 (1÷2) #1
    relocation_moved_in                   | 50 (2÷4) #2       | 50 (1÷2) #1     | 50 (1÷2) #1     | 50 (1÷2) #1
    relocation_old_house_cleared          | 50 (2÷4) #2       | 50 (1÷2) #1     | 50 (1÷2) #1     | 50 (1÷2) #1
    relocation_oversized                  | 1 #               | 1 #             | 1 #             | 0 #
"""


def test_relocation_is_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


def _worker(*jobs: str) -> dict[str, str]:
    return {
        "易地搬迁": "户编号 | 安置方式\nH | 集中安置",
        "贫困人口": "人编号 | 户编号 | 劳动能力\nP | H | 普通劳动力",
        "就业": "\n".join(("人编号 | 就业方式 | 上岗日期 | 离岗日期", *jobs)),
    }


FIGURE_OF_MODE = {
    "单位就业": "relocation_emp_unit",
    "灵活就业": "relocation_emp_flexible",
    "自主创业": "relocation_emp_self",
    "扶贫车间": "relocation_emp_workshop",
    "公益性岗位": "relocation_emp_post",
    "生态护林员": "relocation_emp_post",
}


@pytest.mark.parametrize("place", range(len(FORMS.codes["就业方式"]) - 1))
def test_of_two_jobs_begun_on_one_day_the_first_in_the_code_list_counts(place: int) -> None:
    first, second = FORMS.codes["就业方式"][place : place + 2]
    jobs = _worker(f"P | {second} | 2021-05-01 |", f"P | {first} | 2021-05-01 |")
    assert value_of(jobs, "relocation_employed") == 1
    assert value_of(jobs, FIGURE_OF_MODE[first]) == 1


def test_the_job_begun_last_counts_even_when_an_earlier_one_stands_first_in_the_code_list() -> None:
    jobs = _worker("P | 单位就业 | 2021-05-01 |", "P | 生态护林员 | 2021-05-02 |")
    assert value_of(jobs, "relocation_emp_post") == 1
    assert value_of(jobs, "relocation_emp_unit") == 0


def test_a_job_begun_last_but_left_by_year_end_gives_way_to_the_one_still_held() -> None:
    jobs = _worker("P | 单位就业 | 2020-05-01 |", "P | 扶贫车间 | 2021-05-02 | 2021-12-31")
    assert value_of(jobs, "relocation_emp_unit") == 1


@pytest.mark.parametrize(
    ("cap", "area", "oversized"),
    [
        ("25", "75", 0),
        ("25", "75.01", 1),
        ("16.4", "49.2", 0),
        ("16.4", "49.21", 1),
        ("17.4", "52.2", 0),
        ("20.3", "60.9", 0),
        ("16.4", "", 0),
    ],
)
def test_three_members_with_exactly_three_times_the_cap_are_not_oversized(
    cap: str, area: str, oversized: int
) -> None:
    tables = {
        "易地搬迁": f"户编号 | 安置方式 | 安置面积\nH | 集中安置 | {area}",
        "贫困人口": "人编号 | 户编号\nA | H\nB | H\nC | H",
    }
    rules = {**RULES, "floor_area_per_head_max": cap}
    assert value_of(tables, "relocation_oversized", rules=rules) == oversized


def test_a_household_without_labour_is_not_one_of_zero_employment() -> None:
    tables = {**_worker(), "贫困人口": "人编号 | 户编号 | 劳动能力\nP | H | 无劳动力"}
    assert value_of(_worker(), "relocation_zero_employment_households") == 1
    assert value_of(tables, "relocation_zero_employment_households") == 0
    assert value_of(tables, "relocation_employment_rate") is None
