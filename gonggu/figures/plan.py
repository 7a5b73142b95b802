"""三、下一年度计划: whether every household still in poverty has its cause and its measures."""

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, share
from gonggu.figures.selections import unexited_households
from gonggu.figures.view import View

SECTION = "三 下年度计划"


@figure(
    "未脱贫户帮扶措施制定率",
    "%",
    SECTION,
    "未脱贫户（含返贫）中主要致贫原因和帮扶措施都已填写的 ÷ 未脱贫户数",
)
def unexited_plan_coverage(view: View) -> Measure:
    households = unexited_households(view)
    return share("households", households, households["main_cause"].notna() & households["measures"].notna())
