"""一、6 问题整改: what inspections fed back, and whether it was put right."""

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, count, distinct, share
from gonggu.figures.selections import by_year_end
from gonggu.figures.view import View

SECTION = "6 问题整改"
CENTRAL_PROVINCIAL = ("中央专项巡视反馈", "省脱贫攻坚成效考核反馈")
SUPERVISION = ("省市联点督查",)


@figure("反馈问题方面", "个", SECTION, "中央专项巡视和省成效考核反馈问题的不同反馈方面数", district_only=True)
def problem_aspects(view: View) -> Measure:
    return distinct("problems", problems_from(view, CENTRAL_PROVINCIAL), ["aspect"])


@figure("中央巡视和省考核反馈问题", "个", SECTION, "中央专项巡视和省成效考核反馈的问题数", district_only=True)
def problems_central_provincial(view: View) -> Measure:
    return count("problems", problems_from(view, CENTRAL_PROVINCIAL))


@figure(
    "中央巡视和省考核问题整改率",
    "%",
    SECTION,
    "上述问题中{year}年末前完成整改的 ÷ 上述问题",
    district_only=True,
)
def problems_central_rectified(view: View) -> Measure:
    return _rectified(view, CENTRAL_PROVINCIAL)


@figure("省市联点督查反馈问题", "个", SECTION, "省市联点督查反馈的问题数", district_only=True)
def problems_supervision(view: View) -> Measure:
    return count("problems", problems_from(view, SUPERVISION))


@figure(
    "省市督查问题整改率",
    "%",
    SECTION,
    "省市联点督查问题中{year}年末前完成整改的 ÷ 这些问题",
    district_only=True,
)
def problems_supervision_rectified(view: View) -> Measure:
    return _rectified(view, SUPERVISION)


@figure("超期未整改问题", "个", SECTION, "整改时限不晚于{year}年末而年末前未完成整改的问题数", additive=True)
def problems_overdue(view: View) -> Measure:
    problems = view.rows("problems")
    open_still = ~by_year_end(view, problems["rectified"])
    return count("problems", problems[by_year_end(view, problems["due"]) & open_still])


def problems_from(view: View, sources: tuple[str, ...]) -> pd.DataFrame:
    """Problems that the given sources raised."""
    problems = view.rows("problems")
    return problems[problems["source"].isin(sources)]


def _rectified(view: View, sources: tuple[str, ...]) -> Measure:
    problems = problems_from(view, sources)
    return share("problems", problems, by_year_end(view, problems["rectified"]))
