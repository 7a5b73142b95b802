"""Another district and year by data and parameters alone; expected values were worked out by hand."""

import json
from pathlib import Path

import pytest

import pipeline
from tests.ledgers_for_tests import rows_of, write_book

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2021

LEDGERS = {
    "行政村": """
乡镇 | 行政村 | 是否贫困村 | 出列年度 | 乡村户数 | 农村户籍人口 | 综合文化服务中心 | 卫生室 | 综合服务平台 | 电商服务平台 | 农网改造完成 | 4G信号 | 光纤通达 | 有无产业 | 村集体经济收入
青山镇 | 上坪村 | 是 | 2019 | 300 | 1000 | 是 | 是 | 是 | 否 | 是 | 是 | 是 | 是 | 80000
青山镇 | 下坪村 | 否 |  | 200 | 600 | 是 | 否 | 是 | 否 | 是 | 是 | 是 | 否 | 42000.50
白水乡 | 河口村 | 是 | 2021 | 150 | 400 | 是 | 是 | 是 | 是 | 是 | 是 | 否 | 是 | 61000
""",
    "贫困户": """
乡镇 | 行政村 | 户编号 | 户主姓名 | 户主证件号码 | 家庭人口 | 户类型 | 主要致贫原因 | 识别年度 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况 | 列入危改 | 危改竣工日期 | 易地搬迁户 | 帮扶责任人编号 | 帮扶措施 | 回头看日期
青山镇 | 上坪村 | A1 | 甲子丑 | 999001195001010018 | 2 | 一般贫困户 | 因病 | 2014 | 已脱贫 | 2021 | 是 | 是 | 安全 | 是 | 2021-08-01 | 否 | G1 | 产业 | 2021-05-01
青山镇 | 下坪村 | A2 | 乙寅卯 | 999001195001010026 | 1 | 一般贫困户 | 缺技术 | 2014 | 未脱贫 |  | 是 | 否 | 危房C级 | 是 |  | 否 |  |  |
白水乡 | 河口村 | B1 | 丙辰巳 | 999001195001010034 | 2 | 一般贫困户 | 因残 | 2015 | 返贫 | 2018 | 是 | 是 | 安全 | 否 |  | 否 | G1 | 就业 | 2020-05-01
""",
    "贫困人口": """
乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码 | 性别 | 与户主关系 | 民族 | 在校生状况 | 健康状况 | 劳动能力 | 失学辍学
青山镇 | 上坪村 | A1 | A1-1 | 甲子丑 | 999001195001010018 | 男 | 户主 | 汉族 | 非在校生 | 大病 | 普通劳动力 | 否
青山镇 | 上坪村 | A1 | A1-2 | 甲午未 | 999001195001010042 | 女 | 配偶 | 汉族 | 非在校生 | 健康 | 普通劳动力 | 否
青山镇 | 下坪村 | A2 | A2-1 | 乙寅卯 | 999001195001010026 | 女 | 户主 | 汉族 | 非在校生 | 健康 | 普通劳动力 | 否
白水乡 | 河口村 | B1 | B1-1 | 丙辰巳 | 999001195001010034 | 男 | 户主 | 汉族 | 非在校生 | 残疾 | 普通劳动力 | 否
白水乡 | 河口村 | B1 | B1-2 | 丙申酉 | 999001195001010050 | 男 | 之子 | 汉族 | 非在校生 | 健康 | 普通劳动力 | 是
""",
    "家庭收入": """
乡镇 | 行政村 | 户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出
青山镇 | 上坪村 | A1 | 9000 | 1500 | 0 | 0 | 0 | 0 | 0 | 100 | 0 | 600
青山镇 | 下坪村 | A2 | 4499.99 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0
白水乡 | 河口村 | B1 | 0 | 0 | 0 | 0 | 6000 | 0 | 1200 | 0 | 300 | 0
""",
    "参保缴费": """
乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码 | 险种 | 保费 | 财政代缴 | 参保日期
青山镇 | 上坪村 | A1 | A1-1 | 甲子丑 | 999001195001010018 | 城乡居民医保 | 320 | 320 | 2021-02-01
青山镇 | 上坪村 | A1 | A1-2 | 甲午未 | 999001195001010042 | 城乡居民医保 | 320 | 160.50 | 2021-02-01
白水乡 | 河口村 | B1 | B1-1 | 丙辰巳 | 999001195001010034 | 城乡居民医保 | 320 | 320 | 2021-02-01
""",
    "资金下达": """
指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额
云财〔2021〕1号 | 2021-03-01 | 道路 | 统筹整合财政涉农资金 | 中央 | 基础设施 | 1000000.01
云财〔2021〕2号 | 2021-04-01 | 产业 | 财政专项扶贫资金 | 省级 | 重点产业 | 500000
""",
    "项目": """
项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 主管部门 | 指标文号 | 计划资金 | 建设数量 | 计量单位 | 计划完工日期 | 开工日期 | 完工日期 | 项目状态 | 预计受益贫困人口
P1 | 上坪路 | 通组公路 | 青山镇 | 上坪村 | 交通局 | 云财〔2021〕1号 | 900000 | 1.7 | 公里 | 2021-10-01 | 2021-04-01 | 2021-09-01 | 完工 |
P2 | 河口道 | 林道 | 白水乡 | 河口村 | 林业局 | 云财〔2021〕1号 | 200000 | 850 | 米 | 2021-11-30 | 2021-04-01 | 2021-10-01 | 验收 |
P3 | 茶园 | 重点产业 |  |  | 农业局 | 云财〔2021〕2号 | 500000 |  |  | 2021-12-31 | 2021-06-01 |  | 在建 | 40
""",
    "资金拨付": """
拨付编号 | 项目编号 | 拨付日期 | 金额 | 收款单位
Z1 | P1 | 2021-05-01 | 600000 | 路桥公司
Z2 | P3 | 2021-07-01 | 250000.01 | 茶业公司
Z3 | P1 | 2022-01-05 | 300000 | 路桥公司
""",
    "帮扶干部": """
干部编号 | 姓名 | 角色 | 单位 | 派驻乡镇 | 派驻行政村 | 任职日期 | 离任日期 | 意外保险
G1 | 丁戊己 | 驻村队员 | 交通局 | 青山镇 | 上坪村 | 2021-01-01 |  | 是
G2 | 丁庚辛 | 驻村队员 | 交通局 | 青山镇 | 下坪村 | 2021-01-01 | 2021-12-31 | 是
""",
}

PARAMS = """
district: 云岭区
year: 2021
base_year: 2015
visits_window: {from: 2021-03-01, to: 2021-10-31}
targets:
  reduction_task_persons: {value: 4, unit: 人, source: 年度计划}
next_targets:
  - {figure: unexited_persons, comparator: "=", value: 0, wording: 全部脱贫}
"""

# By hand: A1 nets 10,000 for two, A2 4,499.99 for one, B1 7,500 for two; the line of 2021 is 4,500.
EXPECTED = {
    "registered_persons": (5, 5, None),
    "unexited_persons": (3, 3, None),
    "returned_persons": (2, 2, None),
    "poverty_rate": (0.15, 3, 2000),
    "poor_villages_exited": (2, 2, None),
    "exits_persons": (2, 2, None),
    "reduction_task_completion": (50, 2, 4),
    "exit_standard_met": (100, 2, 2),
    "exit_income_min": (5000, None, None),
    "stationed_cadres": (1, 1, None),
    "stationed_coverage": (100 / 3, 1, 3),
    "clinic_coverage": (200 / 3, 2, 3),
    "funds_total": (150.000001, 1500000.01, None),
    "funds_paid": (85.000001, 850000.01, None),
    "funds_payment_rate": (100 * 850000.01 / 1500000.01, 850000.01, 1500000.01),
    "documents_overcommitted": (1, 1, None),
    "projects_overdue": (1, 1, None),
    "roads_km": (2.55, 2.55, None),
    "medical_coverage": (60, 3, 5),
    "nrcms_full_subsidy": (40, 2, 5),
    "nrcms_premium_total": (0.08005, 800.5, None),
    "collective_income_min": (4.20005, None, None),
    "persons_below_line": (3, 3, None),
    "income_per_head": (21999.99 / 5, 21999.99, 5),
    "income_median": (4499.99, None, None),
    "fgt0": (0.6, 3, 5),
    "mpi_headcount": (60, 3, 5),
    "key_industry_beneficiaries": (40, 40, None),
    "unexited_plan_coverage": (50, 1, 2),
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editions of 云岭区 2021, made by the command."""
    folder = tmp_path_factory.mktemp("another")
    for ledger, table in LEDGERS.items():
        write_book(folder / "data" / "raw" / str(YEAR) / f"{ledger}.xlsx", {ledger: rows_of(table)})
    params = folder / "params"
    params.mkdir()
    for name in ("ledgers.yaml", "series.csv"):
        (params / name).write_bytes((ROOT / "params" / name).read_bytes())
    # The report cites where its standards stand: a district names its own papers.
    rules = (ROOT / "params" / "rules.csv").read_text(encoding="utf-8").replace("洪江区", "云岭区")
    (params / "rules.csv").write_text(
        rules.rstrip() + "\nexit_line,2021,4500,元/人·年,云岭区规定,sourced\n", encoding="utf-8"
    )
    (params / f"{YEAR}.yaml").write_text(PARAMS, encoding="utf-8")
    places = ["--params", params, "--data", folder / "data", "--outputs", folder / "outputs"]
    code = pipeline.main([*map(str, ["run", "--year", YEAR, *places])])
    assert code == 1, "ledgers are missing: an edition is made, but it is a draft"
    return folder / "outputs" / str(YEAR)


def _figures(edition: Path) -> dict[str, dict[str, object]]:
    content = json.loads((edition / "figures.json").read_text(encoding="utf-8"))
    return {figure["id"]: figure for figure in content["figures"]}


@pytest.mark.parametrize("figure", EXPECTED)
def test_a_figure_is_what_was_worked_out_by_hand(outputs: Path, figure: str) -> None:
    value, numerator, denominator = EXPECTED[figure]
    found = _figures(outputs / "全区")[figure]
    assert found["value"] == pytest.approx(value, rel=1e-12)
    assert found["numerator"] == (None if numerator is None else pytest.approx(numerator, rel=1e-12))
    assert found["denominator"] == (None if denominator is None else pytest.approx(denominator, rel=1e-12))


def test_figures_whose_ledgers_are_missing_have_no_data_and_the_report_names_them(outputs: Path) -> None:
    figures = _figures(outputs / "全区")
    for figure in ("visits_households", "relocation_persons", "training_lessons", "poverty_rate_base"):
        assert (figures[figure]["value"], figures[figure]["status"]) == (None, "no data")
    page = (outputs / "全区" / "report.html").read_text(encoding="utf-8")
    assert "草稿" in page
    assert "走访" in page
    assert "云岭区" in page
    assert "洪江区" not in page
    assert "桂花园乡" not in page
