"""一、1 工作机制, 5 驻村帮扶 and 7 关爱干部: who is in post, their attendance, pairing, training and care."""

from tests.worked_figures import assert_figures
from tests.worked_ledgers import YEAR_PARAMS, value_of

# In post at year-end: begun by 31 December, and not ended on or before it. Only a 驻村队员 belongs to a village.
TABLES = {
    "帮扶干部": """
        干部编号 | 角色           | 单位     | 派驻乡镇 | 派驻行政村 | 任职日期   | 离任日期   | 意外保险 | 体检日期   | 提拔日期   | 表彰日期
        L1       | 区级领导       | 区委办   |         |           | 2020-01-01 |            | 是      |            | 2020-05-01 |
        L2       | 区级领导       | 区政府办 | 青石乡   | 东岭村     | 2021-12-31 |            | 是      | 2021-05-01 |            |
        L3       | 区级领导       | 区人大   |         |           | 2019-01-01 | 2021-12-31 | 是      |            |            |
        L4       | 区级领导       | 区政协   |         |           | 2022-01-01 |            | 是      |            |            | 2022-01-01
        U1       | 后盾单位负责人 | 区教育局 |         |           | 2020-01-01 |            | 是      |            |            |
        U2       | 后盾单位负责人 | 区教育局 |         |           | 2021-01-01 |            | 是      |            |            |
        U3       | 后盾单位负责人 | 区水利局 |         |           | 2020-01-01 | 2022-01-01 | 是      |            |            |
        U4       | 后盾单位负责人 | 区财政局 |         |           | 2020-01-01 | 2021-06-30 | 是      |            |            |
        T1       | 乡镇党政班子   | 青石乡   | 青石乡   |           | 2020-01-01 |            | 是      | 2021-05-01 |            |
        S1       | 驻村队员       | 区教育局 | 青石乡   | 东岭村     | 2019-03-01 |            | 是      | 2021-12-31 | 2021-03-01 |
        S2       | 驻村队员       | 区教育局 | 青石乡   | 东岭村     | 2021-05-01 |            | 否      | 2020-12-31 |            | 2021-01-01
        S3       | 驻村队员       | 区水利局 | 青石乡   | 西溪村     | 2019-03-01 | 2022-01-01 |         | 2021-01-01 |            |
        S4       | 驻村队员       | 区水利局 | 青石乡   | 西溪村     | 2019-03-01 | 2021-12-31 | 是      | 2021-06-01 |            |
        S5       | 驻村队员       | 区财政局 | 白沙镇   | 南坪村     | 2019-03-01 |            | 是      | 2022-01-01 |            |
        S6       | 驻村队员       | 区财政局 | 白沙镇   |           | 2019-03-01 |            | 是      |            |            |
        S7       | 驻村队员       | 区财政局 | 白沙镇   | 东岭村     | 2019-03-01 |            | 否      |            |            |
        B1       | 结对干部       | 区教育局 |         |           | 2019-03-01 |            | 是      |            |            |
        B2       | 结对干部       | 区教育局 |         |           | 2019-03-01 |            | 是      |            |            |
        B3       | 结对干部       | 区教育局 |         |           | 2019-03-01 | 2021-08-31 | 是      |            | 2021-07-01 |
    """,
    "行政村": """
        乡镇   | 行政村 | 包村区级领导编号 | 联村部门
        青石乡 | 东岭村 | L1              | 区教育局
        青石乡 | 西溪村 | L1              |
        青石乡 | 北坳村 |                 | 区水利局
        白沙镇 | 南坪村 | L3              | 区教育局
        白沙镇 | 东岭村 | L2              |
    """,
    "贫困户": """
        户编号 | 乡镇   | 行政村 | 帮扶责任人编号 | 回头看日期
        H1     | 青石乡 | 东岭村 | L1            | 2021-01-01
        H2     | 青石乡 | 东岭村 | B1            | 2021-12-31
        H3     | 青石乡 | 西溪村 | B1            | 2020-12-31
        H4     | 白沙镇 | 南坪村 | B2            | 2022-01-01
        H5     | 白沙镇 | 南坪村 |               |
        H6     | 白沙镇 | 东岭村 | B1            | 2021-06-15
        H7     | 青石乡 | 北坳村 | B3            |
        H8     | 青石乡 | 北坳村 | B3            |
        H9     | 青石乡 | 北坳村 | B3            |
        H10    | 青石乡 | 北坳村 | B3            |
    """,
    "驻村考勤": """
        干部编号 | 月份    | 驻村天数 | 住村天数
        S1       | 2021-01 | 20      | 12
        S1       | 2021-02 | 19      | 12
        S1       | 2020-12 | 5       | 5
        S2       | 2021-01 | 22      | 11
        S3       | 2021-12 | 25      | 20
        S4       | 2021-06 | 10      | 3
        S5       | 2021-03 | 21      |
        X9       | 2021-03 | 22      | 15
    """,
    "培训班": """
        培训编号 | 培训名称 | 培训类别 | 开班日期   | 课时 | 主讲部门                   | 参训单位数 | 参训人次
        K1       | 政策解读 | 政策业务 | 2021-03-01 | 8    | 区委办、区农业局、区教育局 | 1         | 120
        K2       | 手册填写 | 政策业务 | 2021-12-31 | 4    | 区委办、区委办、区医保局   | 3         | 80
        K3       | 政策解读 | 政策业务 | 2020-12-31 | 100  | 甲局、乙局、丙局、丁局     | 9         | 1000
        K4       | 电工     | 就业技能 | 2021-05-01 | 40   | 甲局、乙局、丙局、丁局     | 7         | 30
        K5       | 电工     | 就业技能 | 2021-09-01 | 40   | 甲局                       |           | 30
        K6       | 养蜂     | 就业技能 | 2021-01-01 | 40   | 甲局                       |           | 30
        K7       | 刺绣     | 就业技能 | 2022-01-01 | 40   | 甲局                       |           | 30
    """,
}

EXPECTED = """
    figure                          | 全区             | 青石乡           | 青石乡/东岭村    | 白沙镇
    stationed_cadres                | 6 #              | 3 #              | 2 #              | 3 #
    stationed_villages              | 4                | 2                | 1                | 2
    admin_villages                  | 5 #              | 3 #              | 1 #              | 2 #
    townships                       | 2                | 1                | 1                | 1
    stationed_coverage              | 80 (4÷5)         | 200/3 (2÷3)      | 100 (1÷1)        | 100 (2÷2)
    district_leaders                | 2 #              | ×                | ×                | ×
    backing_units                   | 2                | ×                | ×                | ×
    attendance_compliance           | 300/7 (3÷7) #3   | 40 (2÷5) #2      | 100/3 (1÷3) #1   | 0 (0÷1) #0
    attendance_shortfalls           | 3 #              | 3 #              | 2 #              | 0 #
    coverage_leaders_villages       | 80 (4÷5) #4      | 200/3 (2÷3) #2   | 100 (1÷1) #1     | 100 (2÷2) #2
    coverage_departments_villages   | 60 (3÷5) #3      | 200/3 (2÷3) #2   | 100 (1÷1) #1     | 50 (1÷2) #1
    coverage_household_pairing      | 90 (9÷10) #9     | 100 (7÷7) #7     | 100 (2÷2) #2     | 200/3 (2÷3) #2
    coverage_lookback               | 30 (3÷10) #3     | 200/7 (2÷7) #2   | 100 (2÷2) #2     | 100/3 (1÷3) #1
    leader_pairs_min                | =0 #1            | ×                | ×                | ×
    cadre_pairs_max                 | =3 #1            | ×                | ×                | ×
    policy_training_departments     | =3 #1            | ×                | ×                | ×
    training_persontimes            | 200 #2           | ×                | ×                | ×
    training_lessons                | 12 #2            | ×                | ×                | ×
    handbook_training_unit_coverage | 150 (3÷2) #1     | ×                | ×                | ×
    training_courses_named          | 2                | ×                | ×                | ×
    cadre_medical_checks            | 2 #              | 2 #              | 1 #              | 0 #
    cadre_insured_rate              | 50 (3÷6) #3      | 100/3 (1÷3) #1   | 50 (1÷2) #1      | 200/3 (2÷3) #2
    cadres_promoted                 | 2 #              | ×                | ×                | ×
    cadres_commended                | 1 #              | ×                | ×                | ×
"""


def test_cadres_are_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


def _stationed(term: str) -> dict[str, str]:
    return {"帮扶干部": f"干部编号 | 角色 | 任职日期 | 离任日期\nS | 驻村队员 | {term}"}


def test_a_cadre_whose_term_ends_on_new_years_eve_is_not_in_post() -> None:
    assert value_of(_stationed("2019-03-01 | 2021-12-31"), "stationed_cadres") == 0
    assert value_of(_stationed("2019-03-01 | 2022-01-01"), "stationed_cadres") == 1


def test_a_cadre_who_begins_on_new_years_eve_is_in_post_and_one_without_a_beginning_is_not() -> None:
    assert value_of(_stationed("2021-12-31 | "), "stationed_cadres") == 1
    assert value_of(_stationed("2022-01-01 | "), "stationed_cadres") == 0
    assert value_of(_stationed(" | "), "stationed_cadres") == 0


def test_the_leader_with_the_fewest_households_is_the_one_with_none() -> None:
    leaders = "干部编号 | 角色 | 任职日期\nL1 | 区级领导 | 2020-01-01\nL2 | 区级领导 | 2020-01-01"
    households = "户编号 | 帮扶责任人编号\nH1 | L1\nH2 | L1"
    assert value_of({"帮扶干部": leaders, "贫困户": households}, "leader_pairs_min") == 0
    both = f"{households}\nH3 | L2"
    assert value_of({"帮扶干部": leaders, "贫困户": both}, "leader_pairs_min") == 1


def test_without_leaders_there_is_no_fewest() -> None:
    assert value_of({"贫困户": "户编号 | 帮扶责任人编号\nH1 | L1"}, "leader_pairs_min") is None


def test_a_month_without_nights_is_no_compliance_and_no_shortfall_unless_the_days_fall_short() -> None:
    attendance = "干部编号 | 月份 | 驻村天数 | 住村天数\nS | 2021-01 | 20 |\nS | 2021-02 | 19 |"
    assert value_of({"驻村考勤": attendance}, "attendance_compliance") == 0
    assert value_of({"驻村考勤": attendance}, "attendance_shortfalls") == 1


def test_without_a_target_there_is_no_task_and_no_completion() -> None:
    params = YEAR_PARAMS.model_copy(update={"targets": {}})
    for figure in ("reduction_task_persons", "reduction_task_completion", "workshop_task_completion"):
        assert value_of(TABLES, figure, params=params) is None
