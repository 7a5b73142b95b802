"""3 民生工程: insurance, jobs, aid to pupils, social assistance."""

import pytest

from tests.report.sentences.scene import (
    EAST,
    NOBODY,
    PERSONS,
    SOUTH,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)
from tests.worked_ledgers import YEAR_PARAMS

INSURANCE = """
    乡镇 | 行政村 | 户编号 | 人编号 | 险种 | 保费 | 财政代缴
    青石乡 | 东岭村 | H1 | P1 | 城乡居民医保 | 220 | 220
    青石乡 | 西溪村 | H2 | P2 | 城乡居民医保 | 220 | 220
    青石乡 | 西溪村 | H2 | P3 | 城乡居民医保 | 220 | 220
    白沙镇 | 南坪村 | H3 | P4 | 城乡居民医保 | 220 | 220
"""
GONE = INSURANCE + "    青石乡 | 西溪村 | H2 | P9 | 城乡居民医保 | 220 | 220\n"
ONE_MISSING = put(INSURANCE, ("    青石乡 | 西溪村 | H2 | P3 | 城乡居民医保 | 220 | 220\n", ""))
HALF_PAID = put(INSURANCE, ("P2 | 城乡居民医保 | 220 | 220", "P2 | 城乡居民医保 | 220 | 110"))
MEDICAL = Scene(
    "livelihood",
    ("medical_coverage", "nrcms_full_subsidy", "insured_persons", "nrcms_premium_total"),
    {"参保缴费": INSURANCE},
)
TEHUIBAO = """
    乡镇 | 行政村 | 人编号 | 险种 | 保费
    青石乡 | 东岭村 | P1 | 扶贫特惠保 | 60
    青石乡 | 西溪村 | P2 | 扶贫特惠保 | 60
"""
EXTRA = Scene(
    "livelihood", ("tehuibao_persons", "tehuibao_total", "tehuibao_unit_premium"), {"参保缴费": TEHUIBAO}
)
STAYS = """
    乡镇 | 行政村 | 出院日期 | 总费用 | 基本医保报销 | 大病保险报销 | 特惠保赔付 | 民政救助 | 财政兜底
    青石乡 | 东岭村 | {}-03-01 | 1000 | 500 | 100 | 100 | 100 | 90
"""
INPATIENT = Scene("livelihood", ("inpatient_reimbursement_rate",))

CASES: list[Case] = [
    MEDICAL.case(
        "医疗保障。在册全部4人都参加了城乡居民医保，个人缴费部分都由财政全额代缴，财政代缴0.088万元（参保4人）。"
    ),
    MEDICAL.case(
        "医疗保障。在册1人参加了城乡居民医保，个人缴费部分由财政全额代缴，财政代缴0.022万元（参保1人）。",
        EAST,
    ),
    MEDICAL.case(
        "医疗保障。在册人口参加城乡居民医保的为3/4人（75%，尚缺：西溪村），个人缴费由财政全额代缴的为3/4人（75%），财政代缴0.066万元（参保3人）。",
        参保缴费=ONE_MISSING,
    ),
    MEDICAL.case(
        "医疗保障。在册人口参加城乡居民医保的为1/2人（50%），个人缴费由财政全额代缴的为1/2人（50%），财政代缴0.022万元（参保1人）。",
        WEST,
        参保缴费=ONE_MISSING,
    ),
    MEDICAL.case(
        "医疗保障。在册全部4人都参加了城乡居民医保，个人缴费由财政全额代缴的为3/4人（75%），财政代缴0.077万元（参保4人）。",
        参保缴费=HALF_PAID,
    ),
    # Who left after payment is told, whether or not their number balances those who are not insured.
    MEDICAL.case(
        "医疗保障。在册全部4人都参加了城乡居民医保，个人缴费部分都由财政全额代缴，财政代缴0.11万元（参保5人，含年末已不在册的人）。",
        参保缴费=GONE,
    ),
    MEDICAL.case(
        "医疗保障。在册人口参加城乡居民医保的为3/4人（75%，尚缺：西溪村），个人缴费由财政全额代缴的为3/4人（75%），财政代缴0.088万元（参保4人，含年末已不在册的人）。",
        参保缴费=put(GONE, ("    青石乡 | 西溪村 | H2 | P3 | 城乡居民医保 | 220 | 220\n", "")),
    ),
    MEDICAL.case(
        "医疗保障。在册人口参加城乡居民医保的为0/4人（0%，尚缺：西溪村2人、南坪村1人、东岭村1人），个人缴费由财政全额代缴的为0/4人（0%）。",
        参保缴费="",
    ),
    MEDICAL.case("本节没有可以报告的数据。", 参保缴费="", **NOBODY),
    EXTRA.case("医疗保障。为2人购买扶贫特惠保，保费共0.012万元，人均60元。"),
    EXTRA.case("医疗保障。为1人购买扶贫特惠保，保费共0.006万元，人均60元。", EAST),
    EXTRA.case("本节没有可以报告的数据。", SOUTH),
    INPATIENT.case("医疗保障。2021年出院病人的住院费用中，各项报销合计占89%。", 住院报销=STAYS.format(2021)),
    INPATIENT.case("医疗保障。2021年没有出院病人的报销记录。", 住院报销=STAYS.format(2020)),
    INPATIENT.case("缺少台账“住院报销”，以下指标没有数据：住院实际报销比例。", absent=("住院报销",)),
]

JOBS = """
    乡镇 | 行政村 | 户编号 | 人编号 | 就业方式 | 上岗日期 | 离岗日期 | 年岗位补贴
    青石乡 | 东岭村 | H1 | P1 | 扶贫车间 | 2021-03-01 | |
    青石乡 | 西溪村 | H2 | P2 | 扶贫车间 | 2021-03-01 | |
    青石乡 | 西溪村 | H2 | P3 | 生态护林员 | 2020-01-01 | | 8000
    白沙镇 | 南坪村 | H3 | P4 | 生态护林员 | 2020-01-01 | | 9000
"""
WORKSHOP = Scene("livelihood", ("workshop_new_jobs", "workshop_task_completion"), {"就业": JOBS})
RANGERS = Scene("livelihood", ("forest_rangers", "forest_ranger_wage"), {"就业": JOBS})
COURSES = "培训编号 | 培训名称 | 培训类别 | 开班日期\nT1 | 面点 | 就业技能 | 2021-03-01\nT2 | 家政 | 就业技能 | 2021-04-01"
NO_TASK = YEAR_PARAMS.model_copy(update={"targets": {}})
ONE_JOB = put(JOBS, ("西溪村 | H2 | P2 | 扶贫车间 | 2021", "西溪村 | H2 | P2 | 扶贫车间 | 2020"))
CASES += [
    WORKSHOP.case("就业。扶贫车间新增就业2人，与年度任务相同。"),
    WORKSHOP.case("就业。扶贫车间新增就业1人，为年度任务2人的50%。", 就业=ONE_JOB),
    WORKSHOP.case("就业。扶贫车间没有新增就业（年度任务2人）。", 就业=""),
    WORKSHOP.case("就业。扶贫车间新增就业2人。", params=NO_TASK),
    WORKSHOP.case("就业。扶贫车间没有新增就业。", params=NO_TASK, 就业=""),
    WORKSHOP.case("就业。扶贫车间没有新增就业。", SOUTH),
    WORKSHOP.case("就业。扶贫车间新增就业2人。", TOWNSHIP),
    Scene("livelihood", ("training_courses_named",)).case("就业。开办就业技能培训班2个。", 培训班=COURSES),
    Scene("livelihood", ("training_courses_named",)).case("就业。没有开办就业技能培训班。", 培训班=""),
    Scene("livelihood", ("training_courses_named",)).case("本节没有可以报告的数据。", EAST, 培训班=COURSES),
    RANGERS.case("就业。年末在岗生态护林员2名，年岗位补贴平均每人8,500元。"),
    RANGERS.case("就业。年末在岗生态护林员1名，年岗位补贴8,000元。", WEST),
    RANGERS.case("就业。年末没有在岗的生态护林员。", EAST),
]

PUPILS = """
    乡镇 | 行政村 | 户编号 | 人编号 | 失学辍学 | 在校生状况
    青石乡 | 东岭村 | H1 | P1 | 否 | 小学
    青石乡 | 西溪村 | H2 | P2 | 否 | 中职一年级
    青石乡 | 西溪村 | H2 | P3 | 否 | 大专及以上
"""
AID = """
    乡镇 | 行政村 | 户编号 | 人编号 | 学期 | 资助项目 | 应发金额 | 实发金额
    青石乡 | 东岭村 | H1 | P1 | 2021春 | 义务教育生活补助 | 250 | 250
    青石乡 | 西溪村 | H2 | P2 | 2021秋 | 雨露计划 | 1500 | {}
"""
OTHERS = AID.format(1500) + "    青石乡 | 东岭村 | | | 2021秋 | 义务教育生活补助 | 500 | 500\n"
PUPILS_OTHERWISE = put(PUPILS, ("小学", "非在校生"), ("中职一年级", "非在校生"))
SCHOOL = Scene(
    "livelihood",
    ("edu_aid_coverage", "registered_persons"),
    {"贫困人口": PUPILS, "教育资助": AID.format(1500)},
)
PAID = Scene(
    "livelihood",
    (
        "edu_compulsory_persontimes",
        "edu_compulsory_amount",
        "yulu_persontimes",
        "yulu_amount",
        "yulu_paid_rate",
    ),
    {"贫困人口": PUPILS, "教育资助": AID.format(1500)},
)
DROPOUTS = Scene("livelihood", ("dropouts", "registered_persons"))
CASES += [
    SCHOOL.case("教育。小学至高中、中职、高职的在校成员全部2人当年都领到资助。"),
    SCHOOL.case("教育。小学至高中、中职、高职的在校成员1人当年领到资助。", EAST),
    SCHOOL.case(
        "教育。小学至高中、中职、高职的在校成员中，当年领到资助的为1/2人（50%，尚缺：西溪村）。",
        教育资助=AID.format(0),
    ),
    SCHOOL.case(
        "教育。小学至高中、中职、高职的在校成员中，当年领到资助的为0/1人（0%）。",
        WEST,
        教育资助=AID.format(0),
    ),
    SCHOOL.case("教育。在册成员中没有小学至高中、中职、高职的在校生。", 贫困人口=PUPILS_OTHERWISE),
    SCHOOL.case("本节没有可以报告的数据。", **NOBODY),
    PAID.case("教育。发放义务教育生活补助1人次、0.025万元，雨露计划补助1人次、0.15万元，已足额发放。"),
    PAID.case(
        "教育。发放义务教育生活补助1人次、0.025万元，雨露计划补助1人次、0.12万元，发放率80%。",
        教育资助=AID.format(1200),
    ),
    PAID.case("教育。发放义务教育生活补助2人次、0.075万元（含其他困难家庭学生）。", EAST, 教育资助=OTHERS),
    PAID.case("教育。雨露计划补助1人次、0.15万元，已足额发放。", WEST),
    PAID.case("本节没有可以报告的数据。", SOUTH),
    PAID.case(
        "缺少台账“教育资助”，以下指标没有数据：义务教育生活补助人次、雨露计划人次。", absent=("教育资助",)
    ),
    DROPOUTS.case("教育。在册成员中失学辍学1人（西溪村）。"),
    DROPOUTS.case(
        "教育。在册成员中失学辍学2人（南坪村1人、西溪村1人）。", 贫困人口=put(PERSONS, ("P4 | 否", "P4 | 是"))
    ),
    DROPOUTS.case("教育。在册成员中失学辍学1人。", WEST),
    DROPOUTS.case("教育。在册成员中没有人失学辍学。", EAST),
    DROPOUTS.case(
        "教育。在册成员中没有标明失学辍学的，但有人没有填写。",
        EAST,
        贫困人口=put(PERSONS, ("P1 | 否", "P1 |")),
    ),
    DROPOUTS.case("本节没有可以报告的数据。", **NOBODY),
]

SOCIAL = """
    乡镇 | 行政村 | 户编号 | 人编号 | 保障类别 | 月保障标准 | 起始日期 | 停发日期
    青石乡 | 东岭村 | H1 | P1 | 兜底脱贫 | 360 | 2020-01-01 |
    青石乡 | 西溪村 | H2 | P2 | 农村低保 | 400 | 2020-01-01 |
"""
ASSISTED = Scene(
    "livelihood", ("social_floor_persons", "dibao_max_monthly", "dibao_to_exit_line"), {"兜底保障": SOCIAL}
)
CASES += [
    ASSISTED.case(
        "社会保障。年末享受兜底脱贫保障1人，在发的低保标准最高为每人每月400元，按全年折算是脱贫线的1.1109倍。"
    ),
    ASSISTED.case(
        "社会保障。年末享受兜底脱贫保障1人，在发的低保标准最高为每人每月360元，按全年折算是脱贫线的0.9998倍。",
        EAST,
    ),
    ASSISTED.case(
        "社会保障。年末没有兜底脱贫对象，在发的低保标准最高为每人每月400元，按全年折算是脱贫线的1.1109倍。",
        WEST,
    ),
    ASSISTED.case("社会保障。年末没有兜底脱贫对象。", SOUTH),
    ASSISTED.case(
        "社会保障。年末没有兜底脱贫对象。", 兜底保障=put(SOCIAL, ("2020-01-01 |", "2020-01-01 | 2021-10-01"))
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_livelihood(case: Case) -> None:
    assert_said(case)
