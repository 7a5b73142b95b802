"""二、存在的问题: what the ledgers themselves show to be lacking, the weightiest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from gonggu.figures.numbers import with_unit
from gonggu.report.phrases import GAP, Phrases
from gonggu.report.places import names

# People's living comes first, those whom little would set back next; then money, the helpers' work, services.
LIVING, RISK, MONEY, HELP, SERVICES = range(5)

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


@dataclass(frozen=True)
class Shortcoming:
    """One thing lacking: its rank, how much of the whole it touches, what is said."""

    rank: int
    share: Fraction
    head: str
    text: Markup


def shortcomings(phrases: Phrases, idle_projects: int = 0) -> list[Shortcoming]:
    """All that the figures (and the findings on idle projects) show, by rank, then by the share that is touched."""
    found = [one for part in (_living, _money, _help, _services) for one in part(phrases)]
    if idle_projects:
        text = Markup("资金下达满6个月仍未开工或未拨付的项目有{}个").format(idle_projects)
        found.append(Shortcoming(MONEY, Fraction(0), "项目闲置", text))
    return sorted((one for one in found if GAP not in one.text), key=lambda one: (one.rank, -one.share))


def _living(p: Phrases) -> Iterator[Shortcoming]:
    line = with_unit(Fraction(p.view.rules["exit_line"]), "元")
    if p.some("persons_below_line"):
        text = Markup("{}的家庭人均纯收入低于脱贫线{}").format(p.f("persons_below_line"), line)
        yield _item(p, LIVING, "收入低于脱贫线", text, "persons_below_line", "registered_persons", "人")
    if p.some("persons_near_line"):
        ratio = f"{p.view.rules['monitoring_line_ratio'].normalize():f}倍"
        text = Markup("{}的家庭人均纯收入不低于脱贫线、但不足其{}").format(p.f("persons_near_line"), ratio)
        yield _item(p, RISK, "收入刚过脱贫线", text, "persons_near_line", "registered_persons", "人")
    if p.some("returned_persons"):
        text = Markup("年末在册的返贫人口有{}").format(p.f("returned_persons"))
        yield _item(p, LIVING, "返贫", text, "returned_persons", "registered_persons", "人")
    if p.some("dropouts"):
        text = Markup("在册成员中有{}失学辍学").format(p.f("dropouts"))
        yield _item(p, LIVING, "失学辍学", text, "dropouts", "registered_persons", "人")
    yield from _gap(p, LIVING, "medical_coverage", "医保未参保", "在册成员参加城乡居民医保的为", "人")
    yield from _gap(p, LIVING, "exit_standard_met", "脱贫未达标", "当年脱贫人口中各项标准都达到的为", "人")
    yield from _gap(p, LIVING, "dilapidated_housing_completion", "危房改造未完", "列入危改的户已竣工", "户")


def _money(p: Phrases) -> Iterator[Shortcoming]:
    heads: tuple[tuple[str, str, str], ...] = (
        ("projects_overpaid", "项目超拨", "累计拨付超过计划资金的项目"),
        ("projects_overdue", "项目逾期", "过了计划完工日期仍未完工的项目"),
    )
    for figure_id, head, said in heads:
        if p.some(figure_id):
            text = Markup("{}有{}：{}").format(said, p.f(figure_id), p.names_of(figure_id))
            yield Shortcoming(MONEY, _part(p, figure_id, "projects_total"), head, text)
    if p.some("documents_overcommitted"):
        text = Markup("所安排项目的计划资金超过下达金额的指标文号有{}").format(p.f("documents_overcommitted"))
        yield Shortcoming(MONEY, Fraction(0), "资金安排超计划", text)


def _help(p: Phrases) -> Iterator[Shortcoming]:
    if p.some("problems_overdue"):
        text = Markup("到了整改时限而未完成整改的问题有{}").format(p.f("problems_overdue"))
        yield _item(p, HELP, "整改超期", text, "problems_overdue", "problems_found", "个")
    if p.some("relocation_zero_employment_households"):
        text = Markup("有劳动力而无人就业的搬迁户有{}").format(p.f("relocation_zero_employment_households"))
        whole = "relocation_households"
        yield _item(p, HELP, "搬迁户零就业", text, "relocation_zero_employment_households", whole, "户")
    if p.some("households_unvisited"):
        text = Markup("走访时段内没有结对干部走访记录的贫困户有{}").format(p.f("households_unvisited"))
        yield _item(p, HELP, "未走访", text, "households_unvisited", "registered_households", "户")
    if p.some("attendance_shortfalls"):
        text = Markup("驻村或住村天数不足的有{}，达标率为{}").format(
            p.f("attendance_shortfalls"), p.f("attendance_compliance")
        )
        yield _item(p, HELP, "驻村天数不足", text, "attendance_shortfalls", "", "人月")
    yield from _gap(p, HELP, "coverage_household_pairing", "结对未到户", "有帮扶责任人的贫困户为", "户")
    yield from _gap(p, HELP, "coverage_lookback", "“回头看”未到户", "当年开展过“回头看”的贫困户为", "户")
    yield from _gap(
        p, HELP, "unexited_plan_coverage", "帮扶措施不全", "致贫原因和帮扶措施齐全的未脱贫户为", "户"
    )
    yield from _gap(p, HELP, "relocation_moved_in", "搬迁未入住", "已实际入住的搬迁户为", "户")
    yield from _gap(p, HELP, "relocation_old_house_cleared", "拆旧复垦未完", "完成拆旧复垦的搬迁户为", "户")


def _services(p: Phrases) -> Iterator[Shortcoming]:
    for figure_id, noun in (*SERVICES_OF_VILLAGES, *TEAMS_OF_VILLAGES):
        if not p.has(figure_id) or p.full(figure_id):
            continue
        if p.view.scope.level == "village":
            text = Markup("本村还没有{}").format(p.noun(figure_id, noun))
        else:
            text = Markup("{}到{}，缺：{}").format(
                noun, p.share(figure_id, "个村"), p.lacking_villages(figure_id)
            )
        yield Shortcoming(SERVICES, _missing(p, figure_id), f"{noun}未到村", text)
    if p.some("industry_blank_villages"):
        villages = names(p.places.villages(p.counted("industry_blank_villages")))
        text = Markup("没有产业的村有{}：{}").format(p.f("industry_blank_villages"), villages)
        yield Shortcoming(SERVICES, _part(p, "industry_blank_villages", "admin_villages"), "产业空白", text)


def _item(
    p: Phrases, rank: int, head: str, text: Markup, figure_id: str, whole: str, unit: str
) -> Shortcoming:
    where = p.where(figure_id, unit)
    located = text + (Markup("，分布在{}").format(where) if where else Markup(""))
    return Shortcoming(rank, _part(p, figure_id, whole), head, located)


def _gap(p: Phrases, rank: int, figure_id: str, head: str, said: str, counter: str) -> Iterator[Shortcoming]:
    """A share that should be whole and is not."""
    if not p.has(figure_id) or p.full(figure_id):
        return
    where = p.where(figure_id, counter, lacking=True)
    text = Markup("{}{}").format(said, p.share(figure_id, counter))
    yield Shortcoming(
        rank, _missing(p, figure_id), head, text + (Markup("，尚缺：{}").format(where) if where else "")
    )


def _part(p: Phrases, figure_id: str, whole: str) -> Fraction:
    part, total = p.value(figure_id), p.value(whole)
    return part / total if part and total else Fraction(0)


def _missing(p: Phrases, figure_id: str) -> Fraction:
    return 1 - (p.value(figure_id) or Fraction(0)) / 100
