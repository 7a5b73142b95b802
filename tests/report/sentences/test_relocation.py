"""8 易地搬迁后续帮扶: houses, work, training, help, schooling and insurance of the relocated."""

import pytest

from tests.report.sentences.scene import EAST, SOUTH, TOWNSHIP, WEST, Case, Scene, assert_said, put

RELOCATED = """
    户编号 | 迁出乡镇 | 迁出行政村 | 安置点 | 安置方式 | 安置面积 | 入住日期 | 拆旧复垦完成 | 产业帮扶方式 | 帮扶责任人编号
    H1 | 青石乡 | 东岭村 | 云水小区 | 集中安置 | 15 | 2019-01-01 | 是 | 务工 | C1
    H2 | 青石乡 | 西溪村 | 云水小区 | 集中安置 | 30 | 2019-01-01 | 是 | 务工 | C1
    H3 | 白沙镇 | 南坪村 | 云水小区 | 分散安置 | 90 | | 否 | |
"""
PERSONS = """
    乡镇 | 行政村 | 户编号 | 人编号 | 失学辍学 | 在校生状况 | 劳动能力
    青石乡 | 东岭村 | H1 | P1 | 否 | 非在校生 | 普通劳动力
    青石乡 | 西溪村 | H2 | P2 | 否 | 非在校生 | 技能劳动力
    青石乡 | 西溪村 | H2 | P3 | 否 | 小学 | 无劳动力
"""
MOVED = {"易地搬迁": RELOCATED, "贫困人口": PERSONS}
HOUSES = Scene(
    "relocation",
    (
        *("relocation_households", "relocation_persons", "relocation_moved_in"),
        *("relocation_old_house_cleared", "relocation_oversized"),
    ),
    MOVED,
)
BEHIND = put(RELOCATED, ("30 | 2019-01-01 | 是", "30 | | 否"))
TWO_SITES = put(RELOCATED, ("西溪村 | 云水小区", "西溪村 | 白云小区"))

CASES: list[Case] = [
    HOUSES.case(
        "集中安置的易地搬迁户2户、3人，安置点为云水小区，都已入住，旧房都已拆除复垦，没有人均安置面积超标的户。"
    ),
    HOUSES.case(
        "集中安置的易地搬迁户1户、1人，安置点为云水小区，已入住，旧房已拆除复垦，没有人均安置面积超标的户。",
        EAST,
    ),
    HOUSES.case(
        "集中安置的易地搬迁户2户、3人，安置点为云水小区、白云小区，都已入住，旧房都已拆除复垦，没有人均安置面积超标的户。",
        易地搬迁=TWO_SITES,
    ),
    HOUSES.case(
        "集中安置的易地搬迁户2户、3人，安置点为云水小区，已入住的为1/2户（50%），完成拆旧复垦的为1/2户（50%），没有人均安置面积超标的户。",
        易地搬迁=BEHIND,
    ),
    HOUSES.case(
        "集中安置的易地搬迁户1户、2人，安置点为云水小区，已入住，旧房已拆除复垦，人均安置面积超过16.4平方米的有1户。",
        WEST,
        易地搬迁=put(RELOCATED, ("| 30 |", "| 33 |")),
    ),
    HOUSES.case(
        "集中安置的易地搬迁户1户、2人，安置点为云水小区，已入住，旧房已拆除复垦，面积和人数齐全的户中没有人均安置面积超标的。",
        WEST,
        易地搬迁=put(RELOCATED, ("| 30 |", "| |")),
    ),
    HOUSES.case(
        "集中安置的易地搬迁户2户、3人，都已入住，旧房都已拆除复垦，没有人均安置面积超标的户。",
        易地搬迁=put(RELOCATED, ("云水小区 | 集中", " | 集中")),
    ),
    HOUSES.case("云岭区没有集中安置的易地搬迁户。", 易地搬迁=""),
    HOUSES.case("南坪村没有集中安置的易地搬迁户。", SOUTH),
]

JOBS = """
    户编号 | 人编号 | 就业方式 | 上岗日期 | 离岗日期
    H1 | P1 | {} | 2021-03-01 |
    H2 | P2 | {} | 2021-03-01 |
"""
WORK = Scene(
    "relocation",
    (
        *("relocation_labour", "relocation_employed", "relocation_employment_rate", "relocation_emp_unit"),
        *("relocation_emp_flexible", "relocation_emp_self", "relocation_emp_workshop", "relocation_emp_post"),
        "relocation_zero_employment_households",
    ),
    {**MOVED, "就业": JOBS.format("单位就业", "灵活就业")},
)
BUSY = "搬迁人口中有劳动力2人，年末就业2人，就业率100%，其中"
NONE_IDLE = "有劳动力的搬迁户每户至少有1人就业。"
CASES += [
    WORK.case(f"{BUSY}单位就业1人、灵活就业1人。{NONE_IDLE}"),
    WORK.case(f"{BUSY}自主创业1人、扶贫车间1人。{NONE_IDLE}", 就业=JOBS.format("自主创业", "扶贫车间")),
    WORK.case(f"{BUSY}特设岗位2人。{NONE_IDLE}", 就业=JOBS.format("公益性岗位", "生态护林员")),
    WORK.case(
        "搬迁人口中有劳动力2人，年末就业1人，就业率50%，其中单位就业1人。有劳动力而无人就业的搬迁户有1户。",
        就业=put(
            JOBS.format("单位就业", "灵活就业"),
            ("P2 | 灵活就业 | 2021-03-01 |", "P2 | 灵活就业 | 2021-03-01 | 2021-09-01"),
        ),
    ),
    WORK.case("搬迁人口中有劳动力2人，年末没有人就业。有劳动力而无人就业的搬迁户有2户。", 就业=""),
    WORK.case(
        "搬迁人口中有劳动力1人，年末就业1人，就业率100%。有劳动力的搬迁户每户至少有1人就业。",
        EAST,
        就业=JOBS.format("", "单位就业"),
    ),
    WORK.case(
        "搬迁人口中没有劳动力。",
        贫困人口=put(PERSONS, ("普通劳动力", "无劳动力"), ("技能劳动力", "无劳动力")),
    ),
]

COURSES = "培训编号 | 开班日期\nT1 | 2021-03-01\nT0 | 2020-03-01"
TRAINEES = """
    培训编号 | 户编号 | 人编号 | 培训补贴 | 生活费补贴
    T1 | H1 | P1 | 100 | {}
    T1 | H2 | P2 | 100 | {}
"""
TRAINING = Scene(
    "relocation",
    ("relocation_trained", "relocation_training_subsidised"),
    {**MOVED, "培训班": COURSES, "培训学员": TRAINEES.format(50, 50)},
)
HELP = Scene("relocation", ("relocation_industry_coverage", "relocation_helper_coverage"), MOVED)
CASES += [
    TRAINING.case("搬迁人口当年参加培训2人，都领到培训补贴和生活费补贴。"),
    TRAINING.case("搬迁人口当年参加培训1人，领到培训补贴和生活费补贴。", EAST),
    TRAINING.case(
        "搬迁人口当年参加培训2人，其中同时领到培训补贴和生活费补贴的1人。", 培训学员=TRAINEES.format(50, 0)
    ),
    TRAINING.case(
        "搬迁人口当年参加培训2人，没有人同时领到培训补贴和生活费补贴。", 培训学员=TRAINEES.format(0, 0)
    ),
    TRAINING.case("搬迁人口当年没有人参加培训。", 培训学员=put(TRAINEES.format(50, 50), ("T1", "T0"))),
    HELP.case("搬迁户全部2户都有产业帮扶方式和帮扶责任人。"),
    HELP.case("搬迁户1户有产业帮扶方式和帮扶责任人。", EAST),
    HELP.case(
        "搬迁户有产业帮扶方式的为1/2户（50%），全部2户都有帮扶责任人。",
        易地搬迁=put(RELOCATED, ("30 | 2019-01-01 | 是 | 务工", "30 | 2019-01-01 | 是 |")),
    ),
    HELP.case(
        "搬迁户全部2户都有产业帮扶方式，有帮扶责任人的为0/2户（0%）。", 易地搬迁=put(RELOCATED, ("| C1", "|"))
    ),
    HELP.case(
        "搬迁户1户有产业帮扶方式，有帮扶责任人的为0/1户（0%）。", WEST, 易地搬迁=put(RELOCATED, ("| C1", "|"))
    ),
]

INSURED = "人编号 | 险种\nP1 | 城乡居民医保\nP2 | 城乡居民医保\nP3 | 城乡居民医保"
DIBAO = "户编号 | 人编号 | 保障类别 | 起始日期 | 停发日期\nH2 | P2 | 农村低保 | 2020-01-01 |\nH2 | P3 | 农村低保 | 2020-01-01 |"
SCHOOL = Scene(
    "relocation",
    ("relocation_students", "relocation_student_households", "relocation_dropouts", "relocation_persons"),
    MOVED,
)
SECURED = Scene(
    "relocation",
    ("relocation_medical_coverage", "relocation_dibao_households", "relocation_dibao_persons"),
    {**MOVED, "参保缴费": INSURED, "兜底保障": DIBAO},
)
CASES += [
    SCHOOL.case("搬迁人口中在校（含幼儿园）学生1名，来自1户，没有人失学辍学。"),
    SCHOOL.case("搬迁人口中没有在校学生，没有人失学辍学。", EAST),
    SCHOOL.case("搬迁人口中没有在校学生，失学辍学1人。", EAST, 贫困人口=put(PERSONS, ("P1 | 否", "P1 | 是"))),
    SCHOOL.case(
        "搬迁人口中没有在校学生，没有标明失学辍学的，但有人没有填写。",
        EAST,
        贫困人口=put(PERSONS, ("P1 | 否", "P1 |")),
    ),
    SCHOOL.case("没有人失学辍学。", EAST, 贫困人口=put(PERSONS, ("P1 | 否 | 非在校生", "P1 | 否 |"))),
    SECURED.case("搬迁人口全部3人都参加了城乡居民医保，享受农村低保1户、2人。"),
    SECURED.case("搬迁人口1人参加了城乡居民医保，没有享受农村低保的。", EAST),
    SECURED.case(
        "搬迁人口参加城乡居民医保的为2/3人（66.67%），享受农村低保1户、2人。",
        参保缴费=put(INSURED, ("\nP1 | 城乡居民医保", "")),
    ),
    Scene("relocation", ("relocation_households", "relocation_persons"), MOVED).case(
        "缺少台账“易地搬迁”，以下指标没有数据：易地搬迁人口、易地搬迁户。", TOWNSHIP, absent=("易地搬迁",)
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_relocation(case: Case) -> None:
    assert_said(case)
