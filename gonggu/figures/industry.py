"""一、4 产业发展: the key industry, the villages' collective economy."""

from gonggu.figures.card import figure
from gonggu.figures.measure import FEN_PER_WAN_YUAN, Measure, count, lowest, mean, money, total
from gonggu.figures.selections import KEY_INDUSTRY, denied, done, projects_of
from gonggu.figures.view import View

SECTION = "4 产业发展"


@figure(
    "重点产业资金", "万元", SECTION, "资金用途为重点产业、资金级次为省级的下达金额之和", district_only=True
)
def key_industry_funds(view: View) -> Measure:
    funds = view.rows("allocations")
    chosen = funds["purpose"].eq(KEY_INDUSTRY) & funds["level"].eq("省级")
    return money("allocations", funds[chosen], "amount_fen")


@figure("完工重点产业项目", "个", SECTION, "项目类别为重点产业且已完工或验收的项目数", additive=True)
def key_industry_projects_done(view: View) -> Measure:
    return count("projects", done(projects_of(view, KEY_INDUSTRY)))


@figure("重点产业带动贫困人口", "人", SECTION, "重点产业项目的预计受益贫困人口之和（预计数）", additive=True)
def key_industry_beneficiaries(view: View) -> Measure:
    return total("projects", projects_of(view, KEY_INDUSTRY), "beneficiary_persons")


@figure(
    "村集体经济专项资金",
    "万元",
    SECTION,
    "资金用途为村集体经济、资金类别为财政专项扶贫资金的下达金额之和",
    district_only=True,
)
def collective_economy_funds(view: View) -> Measure:
    funds = view.rows("allocations")
    chosen = funds["purpose"].eq("村集体经济") & funds["fund_type"].eq("财政专项扶贫资金")
    return money("allocations", funds[chosen], "amount_fen")


@figure("产业空白村", "个", SECTION, "有无产业一栏为否的行政村数", additive=True)
def industry_blank_villages(view: View) -> Measure:
    villages = view.rows("villages")
    return count("villages", villages[denied(villages["has_industry"])])


@figure("村集体经济最低收入", "万元", SECTION, "各村村集体经济收入的最小值")
def collective_income_min(view: View) -> Measure:
    return lowest("villages", view.rows("villages")["collective_income_fen"], FEN_PER_WAN_YUAN)


@figure("村集体经济平均收入", "万元", SECTION, "各村村集体经济收入的平均数")
def collective_income_mean(view: View) -> Measure:
    return mean("villages", view.rows("villages"), "collective_income_fen", FEN_PER_WAN_YUAN)
