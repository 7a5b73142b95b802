"""二、存在的问题: what the ledgers themselves show to be lacking, the weightiest first."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.checks.funds import MONTHS_TO_START
from gonggu.figures.numbers import number_text, with_unit
from gonggu.figures.targets import demanded
from gonggu.report.last_plan import MISSED, apart, held_here, result
from gonggu.report.money_shortcomings import money
from gonggu.report.phrases import GAP, Phrases
from gonggu.report.places import names
from gonggu.report.poor_households import poor_households
from gonggu.report.shortcoming import (
    HELP,
    LIVING,
    MONEY,
    SERVICES,
    Shortcoming,
    missing,
    part_of,
    spread,
)

SERVICES_OF_VILLAGES = (
    ("culture_centre_coverage", "综合文化服务中心"),
    ("clinic_coverage", "卫生室"),
    ("service_platform_coverage", "综合服务平台"),
    ("ecommerce_coverage", "电商服务平台"),
    ("grid_upgrade_completion", "农网改造"),
    ("coverage_4g", "4G信号"),
    ("coverage_fibre", "光纤"),
)
TEAMS_OF_VILLAGES = (
    ("stationed_coverage", "驻村工作队"),
    ("coverage_leaders_villages", "区级领导包村"),
    ("coverage_departments_villages", "部门联村"),
)
# Records that should not be: rank, figure, the figure of the whole, head, what is said, how they are counted.
COUNTED = (
    (LIVING, "dropouts", "registered_persons", "失学辍学", "在册成员中失学辍学的有{}", "人"),
    (HELP, "relocation_zero_employment_households", "relocation_households", "搬迁户零就业", "有劳动力而无人就业的搬迁户有{}", "户"),
    (HELP, "households_unvisited", "registered_households", "未走访", "走访时段内没有结对干部走访记录的贫困户有{}", "户"),
)  # fmt: skip
# Shares that should be whole: rank, figure, head, what is said before n/N, how they are counted.
SHARES = (
    (LIVING, "medical_coverage", "医保未参保", "在册人口参加城乡居民医保的为", "人"),
    (LIVING, "exit_standard_met", "脱贫未达标", "当年脱贫人口中各项标准全都达到的为", "人"),
    (LIVING, "dilapidated_housing_completion", "危房改造未完", "列入危房改造的户中已竣工的为", "户"),
    (LIVING, "edu_aid_coverage", "教育资助未到人", "小学至高中、中职、高职的在校成员中当年领到资助的为", "人"),
    (HELP, "coverage_household_pairing", "结对未到户", "有帮扶责任人的贫困户为", "户"),
    (HELP, "coverage_lookback", "“回头看”未到户", "当年开展了“回头看”的贫困户为", "户"),
    (HELP, "unexited_plan_coverage", "帮扶措施不全", "致贫原因和帮扶措施齐全的未脱贫户为", "户"),
    (HELP, "relocation_moved_in", "搬迁未入住", "已入住的搬迁户为", "户"),
    (HELP, "relocation_old_house_cleared", "拆旧复垦未完", "完成拆旧复垦的搬迁户为", "户"),
    (HELP, "relocation_industry_coverage", "搬迁户产业帮扶不全", "有产业帮扶方式的搬迁户为", "户"),
    (HELP, "relocation_helper_coverage", "搬迁户结对不全", "有帮扶责任人的搬迁户为", "户"),
    (HELP, "problems_central_rectified", "巡视考核问题未整改完", "中央专项巡视和省成效考核反馈的问题中年末前完成整改的为", "个"),
    (HELP, "problems_supervision_rectified", "督查问题未整改完", "省市联点督查反馈的问题中年末前完成整改的为", "个"),
    (HELP, "problems_response_rate", "排查问题未回复", "四支队伍排查出的问题中年末前已回复的为", "个"),
    (HELP, "cadre_insured_rate", "意外保险不全", "年末在任的驻村工作队员中有意外伤害保险的为", "名"),
)  # fmt: skip


def shortcomings(phrases: Phrases, idle: pd.DataFrame | None = None) -> list[Shortcoming]:
    """All that the figures (and the projects that findings call idle) show, by rank, then by the share that is touched."""
    parts = (poor_households, _counted, _shares, _oversized, _tasks, money, _plan, _help, _pairs, _services)
    found = [one for part in parts for one in part(phrases)]
    if idle is not None and len(idle):
        text = Markup("指标下达满{}个月时未开工或未拨付的项目有{}个：{}").format(
            MONTHS_TO_START, len(idle), names(idle["name"].dropna())
        )
        found.append(
            Shortcoming(MONEY, part_of(phrases, Fraction(len(idle)), "projects_total"), "项目闲置", text)
        )
    return sorted((one for one in found if GAP not in one.text), key=lambda one: (one.rank, -one.share))


def _counted(p: Phrases) -> Iterator[Shortcoming]:
    for rank, figure_id, whole, head, said, unit in COUNTED:
        if p.some(figure_id):
            share = part_of(p, p.value(figure_id), whole)
            yield Shortcoming(
                rank, share, head, Markup(said).format(p.f(figure_id)) + spread(p, figure_id, unit)
            )


def _shares(p: Phrases) -> Iterator[Shortcoming]:
    for rank, figure_id, head, said, unit in SHARES:
        if p.has(figure_id) and not p.full(figure_id):
            where = p.where(figure_id, unit, lacking=True)
            lacking = Markup("，尚缺：{}").format(where) if where else ""
            text = Markup("{}{}{}").format(said, p.share(figure_id, unit), lacking)
            yield Shortcoming(rank, missing(p, figure_id), head, text)


def _oversized(p: Phrases) -> Iterator[Shortcoming]:
    """Relocated households with more floor area a head than the rules allow."""
    if p.some("relocation_oversized"):
        most = number_text(Fraction(p.view.rules["floor_area_per_head_max"]), "平方米")
        text = Markup("人均安置面积超过{}平方米的搬迁户有{}").format(most, p.f("relocation_oversized"))
        share = part_of(p, p.value("relocation_oversized"), "relocation_households")
        yield Shortcoming(HELP, share, "安置面积超标", text + spread(p, "relocation_oversized", "户"))


def _tasks(p: Phrases) -> Iterator[Shortcoming]:
    """The year's tasks that were missed, and aid that was not paid in full."""
    tasks = (
        (LIVING, "reduction_task_completion", "减贫任务未完成", "年度减贫任务的完成率为{}"),
        (LIVING, "yulu_paid_rate", "雨露计划未发足", "雨露计划补助的发放率为{}"),
        (HELP, "workshop_task_completion", "扶贫车间任务未完成", "扶贫车间新增就业为年度任务的{}"),
    )
    for rank, figure_id, head, said in tasks:
        if p.has(figure_id) and missing(p, figure_id) > 0:
            yield Shortcoming(rank, missing(p, figure_id), head, Markup(said).format(p.f(figure_id)))


def _plan(p: Phrases) -> Iterator[Shortcoming]:
    """Which targets of last year's plan were missed; where and why stands in 总述."""
    held = held_here(p)
    missed = [one for one in held if result(one) == MISSED]
    if missed:
        each = Markup("、").join(
            Markup("{}（要求{}，实际{}，{}）").format(
                one.target.wording, demanded(one.target), p.f(one.target.figure), apart(one)
            )
            for one in missed
        )
        whose = "" if p.view.scope.level == "district" else "全区"
        said = "{}{}年为{}年定的目标中没有达到的有{}项：{}"
        text = Markup(said).format(whose, p.view.year - 1, p.view.year, len(missed), each)
        told = [one for one in held if one.reached is not None]
        yield Shortcoming(HELP, Fraction(len(missed), len(told)), "上年计划没有全部达到", text)


def _help(p: Phrases) -> Iterator[Shortcoming]:
    if p.some("problems_overdue"):
        text = Markup("到了整改时限而未完成整改的问题有{}").format(p.f("problems_overdue"))
        share = (p.value("problems_overdue") or Fraction(0)) / len(p.view.rows("problems"))
        yield Shortcoming(HELP, share, "整改超期", text + spread(p, "problems_overdue", "个"))
    if p.some("attendance_shortfalls"):
        short, where = p.f("attendance_shortfalls"), spread(p, "attendance_shortfalls", "人月")
        text = Markup("达标率为{}，驻村或住村天数不足的有{}{}").format(
            p.f("attendance_compliance"), short, where
        )
        yield Shortcoming(HELP, missing(p, "attendance_compliance"), "驻村天数不足", text)
    checked, stationed = p.value("cadre_medical_checks"), p.value("stationed_cadres")
    if checked is not None and stationed and checked < stationed:
        text = Markup("年末在任的驻村工作队员{}，当年参加体检的{}").format(
            p.f("stationed_cadres"), p.f("cadre_medical_checks")
        )
        yield Shortcoming(HELP, 1 - checked / stationed, "体检不全", text)
    if p.some("petitions"):
        text = Markup("据区级统计，全年涉贫到市赴省进京信访{}").format(p.f("petitions"))
        yield Shortcoming(HELP, Fraction(0), "涉贫信访", text)


def _pairs(p: Phrases) -> Iterator[Shortcoming]:
    """Leaders and cadres with fewer or more than the rules ask for; of a share of the whole nothing is known."""
    fewest = p.value("leaders_per_zone_min")
    if fewest is not None and fewest < Fraction(p.view.rules["leaders_per_zone"]):
        asked = with_unit(Fraction(p.view.rules["leaders_per_zone"]), "名")
        where = (
            ""
            if p.view.scope.level == "village"
            else names(p.places.villages(p.counted("leaders_per_zone_min")))
        )
        said = "联系或到过{}的区级领导为{}，要求不少于{}"
        text = Markup(said).format(where or "本村", p.f("leaders_per_zone_min"), asked)
        yield Shortcoming(HELP, Fraction(0), "联系领导不足", text)
    limits = (
        ("leader_pairs_min", "leader_pairs", -1, "领导结对不足", "区级领导每人结对贫困户最少{}，要求{}"),
        ("cadre_pairs_max", "cadre_pairs_max", 1, "干部结对过多", "结对干部每人结对贫困户最多{}，不宜超过{}"),
    )
    for figure_id, rule, sign, head, said in limits:
        value = p.value(figure_id)
        if value is not None and sign * (value - Fraction(p.view.rules[rule])) > 0:
            text = Markup(said).format(p.f(figure_id), with_unit(Fraction(p.view.rules[rule]), "户"))
            yield Shortcoming(HELP, Fraction(0), head, text)


def _services(p: Phrases) -> Iterator[Shortcoming]:
    in_village = p.view.scope.level == "village"
    for figure_id, noun in (*SERVICES_OF_VILLAGES, *TEAMS_OF_VILLAGES):
        if p.has(figure_id) and not p.full(figure_id):
            (said,) = p.coverage([(figure_id, noun)])
            head = f"{noun}没有覆盖" if in_village else f"{noun}没有全覆盖"
            yield Shortcoming(SERVICES, missing(p, figure_id), head, said)
    if p.some("industry_blank_villages"):
        villages = names(p.places.villages(p.counted("industry_blank_villages")))
        text = Markup("没有产业的村有{}：{}").format(p.f("industry_blank_villages"), villages)
        if in_village:
            text = Markup("本村{}").format(p.noun("industry_blank_villages", "还没有产业"))
        share = part_of(p, p.value("industry_blank_villages"), "admin_villages")
        yield Shortcoming(SERVICES, share, "产业空白", text)
