"""二、存在的问题, in the helpers' work: each kind with the rows that show it and those that do not."""

import pytest

from tests.report.sentences.kinds import CADRES, MONTHS, WELL, WHOLE, Kind
from tests.report.sentences.scene import HOUSEHOLDS, SOUTH, WEST, Case, assert_said, put

RELOCATED = """
    户编号 | 迁出乡镇 | 迁出行政村 | 安置方式 | 安置面积 | 入住日期 | 拆旧复垦完成 | 产业帮扶方式 | 帮扶责任人编号
    H1 | 青石乡 | 东岭村 | 集中安置 | 15 | 2019-01-01 | 是 | 务工 | C1
    H2 | 青石乡 | 西溪村 | 集中安置 | 30 | 2019-01-01 | 是 | 务工 | C1
"""
WORKERS = "乡镇 | 行政村 | 户编号 | 人编号 | 劳动能力\n青石乡 | 东岭村 | H1 | P1 | 普通劳动力\n青石乡 | 西溪村 | H2 | P2 | 普通劳动力"
JOBS = (
    "户编号 | 人编号 | 就业方式 | 上岗日期\nH1 | P1 | 单位就业 | 2021-01-01\nH2 | {} | 单位就业 | 2021-01-01"
)
WORKSHOP = "人编号 | 就业方式 | 上岗日期\nP1 | 扶贫车间 | 2021-01-01\n{} | 扶贫车间 | 2021-01-01"
VISITS = "走访日期 | 队伍类别 | 干部编号 | 乡镇 | 行政村 | 户编号\n2021-05-01 | 结对干部 | C1 | 青石乡 | 东岭村 | H1\n2021-05-01 | 结对干部 | C1 | 青石乡 | 西溪村 | H2\n"
ALL_VISITED = VISITS + "2021-05-01 | 结对干部 | C1 | 白沙镇 | 南坪村 | H3"
PROBLEMS = """
    问题编号 | 问题来源 | 乡镇 | 行政村 | 整改时限 | 整改完成日期 | 回复日期
    W1 | {0} | 青石乡 | 东岭村 | 2021-06-30 | 2021-06-01 | 2021-06-01
    W2 | {0} | 青石乡 | 西溪村 | 2021-06-30 | {1} | {2}
"""
TEAMS, SUPERVISION, CENTRAL = "四支队伍排查", "省市联点督查", "中央专项巡视反馈"
PAIRED = put(HOUSEHOLDS, ("因残 | | 否 | |", "因残 | | 否 | | C2"))
LOOKED = """
    户编号 | 乡镇 | 行政村 | 回头看日期
    H1 | 青石乡 | 东岭村 | 2021-05-01
    H2 | 青石乡 | 西溪村 | {}-05-01
"""
STAFF = "干部编号 | 角色 | 任职日期\nL1 | 区级领导 | 2020-01-01\nC1 | 结对干部 | 2020-01-01"
WITH = "户编号 | 乡镇 | 行政村 | 帮扶责任人编号\n" + "\n".join(
    f"H{number} | 青石乡 | 东岭村 | {{}}" for number in range(3)
)
LED = "乡镇 | 行政村 | 包村区级领导编号\n青石乡 | 东岭村 | L1\n青石乡 | 西溪村 | {}"
STATED = "指标 | 年度 | 数值\n涉贫到市赴省进京信访 | 2021 | {}"

HELP = [
    Kind(
        "problems_overdue",
        {
            WHOLE: "整改超期。到了整改时限而未完成整改的问题有1个，分布在西溪村。",
            WEST: "整改超期。到了整改时限而未完成整改的问题有1个。",
        },
        {"问题整改": PROBLEMS.format(TEAMS, "2021-07-30", "")},
        {"问题整改": PROBLEMS.format(TEAMS, "", "")},
    ),
    Kind(
        "relocation_zero_employment_households",
        {
            WHOLE: "搬迁户零就业。有劳动力而无人就业的搬迁户有1户，分布在西溪村。",
            WEST: "搬迁户零就业。有劳动力而无人就业的搬迁户有1户。",
        },
        {"就业": JOBS.format("P2")},
        {"贫困人口": WORKERS, "易地搬迁": RELOCATED, "就业": JOBS.format("Q2")},
    ),
    Kind(
        "households_unvisited",
        {
            WHOLE: "未走访。走访时段内没有结对干部走访记录的贫困户有1户，分布在南坪村。",
            SOUTH: "未走访。走访时段内没有结对干部走访记录的贫困户有1户。",
        },
        {"走访": ALL_VISITED},
        {"走访": VISITS},
    ),
    Kind(
        "attendance_compliance attendance_shortfalls",
        {
            WHOLE: "驻村天数不足。达标率为33.33%，驻村或住村天数不足的有2人月，分布在南坪村1人月、西溪村1人月。",
            WEST: "驻村天数不足。达标率为0%，驻村或住村天数不足的有1人月。",
        },
        {"驻村考勤": MONTHS.format(12, 12)},
        {"帮扶干部": WELL, "驻村考勤": MONTHS.format(11, 0)},
    ),
    Kind(
        "stationed_cadres cadre_medical_checks",
        {
            WHOLE: "体检不全。年末在任的驻村工作队员3名，当年参加体检的2名。",
            WEST: "体检不全。年末在任的驻村工作队员1名，当年参加体检的0名。",
        },
        {"帮扶干部": WELL},
        {"帮扶干部": CADRES.format("是", "2020-05-01")},
    ),
    Kind(
        "cadre_insured_rate",
        {WHOLE: "意外保险不全。年末在任的驻村工作队员中有意外伤害保险的为2/3名（66.67%），尚缺：西溪村。"},
        {"帮扶干部": WELL},
        {"帮扶干部": CADRES.format("否", "2021-05-01")},
    ),
    Kind(
        "coverage_household_pairing",
        {
            WHOLE: "结对未到户。有帮扶责任人的贫困户为2/3户（66.67%），尚缺：南坪村。",
            SOUTH: "结对未到户。有帮扶责任人的贫困户为0/1户（0%）。",
        },
        {"贫困户": PAIRED},
        {"贫困户": put(HOUSEHOLDS, ("因残 | | 否 | |", "因残 | | 否 | | "))},
    ),
    Kind(
        "coverage_lookback",
        {WHOLE: "“回头看”未到户。当年开展了“回头看”的贫困户为1/2户（50%），尚缺：西溪村。"},
        {"贫困户": LOOKED.format(2021)},
        {"贫困户": LOOKED.format(2020)},
    ),
    Kind(
        "unexited_plan_coverage",
        {WHOLE: "帮扶措施不全。致贫原因和帮扶措施齐全的未脱贫户为0/1户（0%），尚缺：东岭村。"},
        {"贫困户": HOUSEHOLDS},
        {"贫困户": put(HOUSEHOLDS, ("因病 | 就业", "因病 | "))},
    ),
    *(
        Kind(
            figure,
            {WHOLE: f"{said}为1/2户（50%），尚缺：西溪村。", WEST: f"{said}为0/1户（0%）。"},
            {"易地搬迁": RELOCATED},
            {"易地搬迁": put(RELOCATED, change)},
        )
        for figure, said, change in (
            ("relocation_moved_in", "搬迁未入住。已入住的搬迁户", ("30 | 2019-01-01", "30 | ")),
            (
                "relocation_old_house_cleared",
                "拆旧复垦未完。完成拆旧复垦的搬迁户",
                ("30 | 2019-01-01 | 是", "30 | 2019-01-01 | 否"),
            ),
            (
                "relocation_industry_coverage",
                "搬迁户产业帮扶不全。有产业帮扶方式的搬迁户",
                ("30 | 2019-01-01 | 是 | 务工", "30 | 2019-01-01 | 是 |"),
            ),
            (
                "relocation_helper_coverage",
                "搬迁户结对不全。有帮扶责任人的搬迁户",
                ("30 | 2019-01-01 | 是 | 务工 | C1", "30 | 2019-01-01 | 是 | 务工 |"),
            ),
        )
    ),
    Kind(
        "relocation_oversized",
        {
            WHOLE: "安置面积超标。人均安置面积超过16.4平方米的搬迁户有1户，分布在西溪村。",
            WEST: "安置面积超标。人均安置面积超过16.4平方米的搬迁户有1户。",
        },
        {"易地搬迁": RELOCATED},
        {"易地搬迁": put(RELOCATED, ("| 30 |", "| 33 |"))},
    ),
    Kind(
        "problems_central_rectified",
        {
            WHOLE: "巡视考核问题未整改完。中央专项巡视和省成效考核反馈的问题中年末前完成整改的为1/2个（50%），尚缺：西溪村。"
        },
        {"问题整改": PROBLEMS.format(CENTRAL, "2021-06-01", "")},
        {"问题整改": PROBLEMS.format(CENTRAL, "", "")},
    ),
    Kind(
        "problems_supervision_rectified",
        {WHOLE: "督查问题未整改完。省市联点督查反馈的问题中年末前完成整改的为1/2个（50%），尚缺：西溪村。"},
        {"问题整改": PROBLEMS.format(SUPERVISION, "2021-06-01", "")},
        {"问题整改": PROBLEMS.format(SUPERVISION, "", "")},
    ),
    Kind(
        "problems_response_rate",
        {
            WHOLE: "排查问题未回复。四支队伍排查出的问题中年末前已回复的为1/2个（50%），尚缺：西溪村。",
            WEST: "排查问题未回复。四支队伍排查出的问题中年末前已回复的为0/1个（0%）。",
        },
        {"问题整改": PROBLEMS.format(TEAMS, "", "2021-06-01")},
        {"问题整改": PROBLEMS.format(TEAMS, "", "")},
    ),
    Kind(
        "workshop_task_completion",
        {WHOLE: "扶贫车间任务未完成。扶贫车间新增就业为年度任务的50%。"},
        {"就业": WORKSHOP.format("P2")},
        {"就业": WORKSHOP.format("P1")},
    ),
    Kind(
        "leaders_per_zone_min",
        {
            WHOLE: "联系领导不足。联系或到过西溪村的区级领导为0名，要求不少于1名。",
            WEST: "联系领导不足。联系或到过本村的区级领导为0名，要求不少于1名。",
        },
        {"行政村": LED.format("L1")},
        {"行政村": LED.format("")},
    ),
    Kind(
        "leader_pairs_min",
        {WHOLE: "领导结对不足。区级领导每人结对贫困户最少0户，要求3户。"},
        {"贫困户": WITH.format("L1", "L1", "L1")},
        {"帮扶干部": STAFF},
    ),
    Kind(
        "cadre_pairs_max",
        {WHOLE: "干部结对过多。结对干部每人结对贫困户最多3户，不宜超过2户。"},
        {"贫困户": WITH.format("C1", "C1", "L1")},
        {"帮扶干部": STAFF, "贫困户": WITH.format("C1", "C1", "C1")},
    ),
    Kind(
        "petitions",
        {WHOLE: "涉贫信访。据区级统计，全年涉贫到市赴省进京信访3件。"},
        {"区级统计": STATED.format(0)},
        {"区级统计": STATED.format(3)},
    ),
]

CASES: list[Case] = [case for kind in HELP for case in kind.cases()]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_shortcomings_of_help(case: Case) -> None:
    assert_said(case)
