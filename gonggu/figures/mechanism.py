"""一、1 工作机制: who was sent, to where, and the year's task."""

from fractions import Fraction

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, count, distinct, ratio, ratio_to
from gonggu.figures.selections import (
    LEADER,
    STATIONED,
    UNIT_HEAD,
    cadres_in_post,
    households_exited_in_year,
    members,
)
from gonggu.figures.view import View

SECTION = "1 工作机制"
TASK = "reduction_task_persons"


@figure("驻村工作队员", "名", SECTION, "年末在任的驻村队员数", additive=True)
def stationed_cadres(view: View) -> Measure:
    return count("cadres", cadres_in_post(view, STATIONED))


@figure("派驻工作队的村", "个", SECTION, "年末在任驻村队员派驻的不同村数", additive=True)
def stationed_villages(view: View) -> Measure:
    return distinct("cadres", cadres_in_post(view, STATIONED), ["township", "village"])


@figure("行政村", "个", SECTION, "行政村台账的村数", additive=True)
def admin_villages(view: View) -> Measure:
    return count("villages", view.rows("villages"))


@figure("乡镇", "个", SECTION, "行政村台账中不同的乡镇数")
def townships(view: View) -> Measure:
    return distinct("villages", view.rows("villages"), ["township"])


@figure("驻村帮扶覆盖率", "%", SECTION, "派驻工作队的村 ÷ 行政村")
def stationed_coverage(view: View) -> Measure:
    sent = distinct("cadres", cadres_in_post(view, STATIONED), ["township", "village"])
    return ratio(sent, count("villages", view.rows("villages")))


@figure("联村区级领导", "名", SECTION, "年末在任的区级领导数", district_only=True)
def district_leaders(view: View) -> Measure:
    return count("cadres", cadres_in_post(view, LEADER))


@figure("后盾帮扶单位", "个", SECTION, "年末在任的后盾单位负责人所在的不同单位数", district_only=True)
def backing_units(view: View) -> Measure:
    return distinct("cadres", cadres_in_post(view, UNIT_HEAD), ["unit"])


@figure("年度减贫任务", "人", SECTION, "年度参数 targets 所列{year}年减贫任务", district_only=True)
def reduction_task_persons(view: View) -> Measure:
    return target(view, TASK)


@figure("减贫任务完成率", "%", SECTION, "当年脱贫人口 ÷ 年度减贫任务", district_only=True)
def reduction_task_completion(view: View) -> Measure:
    exited = count("persons", members(view, households_exited_in_year(view)))
    task = view.params.task(TASK)
    return Measure(None) if task is None else ratio_to(exited, task)


def target(view: View, name: str) -> Measure:
    """A task of the year as a figure; no value where none is set or it is blank."""
    task = view.params.task(name)
    return Measure(None if task is None else Fraction(task))
