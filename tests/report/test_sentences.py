"""The report's sentences: for each kind of district the wording that its rows allow, and no more."""

import re
from collections.abc import Iterable
from fractions import Fraction

import pandas as pd
import pytest

from gonggu.figures.catalogue import CARDS, figures_of
from gonggu.figures.view import View
from gonggu.report.comparisons import distance
from gonggu.report.document import Document, RunFacts
from tests.worked_ledgers import RULES, YEAR_PARAMS, view_of

ALL_RULES = RULES | {
    "leader_pairs": "3",
    "cadre_pairs_max": "2",
    "leaders_per_zone": "1",
    "forest_ranger_wage": "8000",
    "yulu_per_term": "1500",
    "compulsory_aid_min": "250",
    "compulsory_aid_max": "625",
}
NO_FINDINGS = pd.DataFrame({"check": [], "severity": [], "ledger": []}, dtype="str")
NO_FACTS = RunFacts()
VILLAGES = """
    乡镇 | 行政村 | 农村户籍人口 | 卫生室 | 光纤通达 | 有无产业 | 村集体经济收入
    青石乡 | 东岭村 | 600 | 是 | 是 | 是 | 50000
    青石乡 | 西溪村 | 300 | 是 | 否 | 是 | 40000
    白沙镇 | 南坪村 | 100 | 是 | 是 | 否 | 40000
"""
HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 主要致贫原因 | 帮扶措施 | 列入危改 | 危改竣工日期 | 帮扶责任人编号
    H1 | 青石乡 | 东岭村 | 未脱贫 | | 因病 | 就业 | 是 | 2021-06-01 | C1
    H2 | 青石乡 | 西溪村 | 已脱贫 | 2018 | 因学 | | 是 | | C1
    H3 | 白沙镇 | 南坪村 | 已脱贫 | 2018 | 因残 | | 否 | |
"""
PERSONS = """
    乡镇 | 行政村 | 户编号 | 人编号 | 失学辍学
    青石乡 | 东岭村 | H1 | P1 | 否
    青石乡 | 西溪村 | H2 | P2 | 否
    青石乡 | 西溪村 | H2 | P3 | 是
    白沙镇 | 南坪村 | H3 | P4 | 否
"""
BASE = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS}


@pytest.fixture(autouse=True)
def _without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are drawn and tested elsewhere."""
    monkeypatch.setattr("gonggu.report.document.charts_of", lambda *_, **__: [])


def _text(
    chapter: str,
    sections: Iterable[str],
    tables: dict[str, str],
    scope: str = "全区",
    findings: pd.DataFrame = NO_FINDINGS,
    **kwargs: object,
) -> str:
    """The chapter's words, with the figures of these sections only."""
    view = view_of({**BASE, **tables}, scope, rules=ALL_RULES, **kwargs)  # type: ignore[arg-type]
    return _words(_document(view, sections, findings).chapter(chapter)._repr_html_())


def _document(
    view: View,
    sections: Iterable[str],
    findings: pd.DataFrame = NO_FINDINGS,
    facts: RunFacts = NO_FACTS,
) -> Document:
    wanted = tuple(sections)
    cards = [card for card in CARDS if card.section in wanted or card.id in wanted]
    return Document(view, figures_of(view, cards), findings, facts)


def _words(html: str) -> str:
    assert "\ue000" not in html
    text = re.sub(r"<figure.*?</figure>|<[^>]+>", "", html, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", text)
    assert "，，" not in text
    assert "，。" not in text
    return re.sub(r"\s+", "", text)


def test_the_register_is_told_with_those_still_in_poverty() -> None:
    said = _text("overview", ["总述", "admin_villages"], {})
    assert "2021年末，云岭区有3个行政村，在册建档立卡3户、4人。其中未脱贫1户、1人。贫困发生率为0.1%。" in said
    assert "2021年没有脱贫户。" in said
    assert "全面小康" not in said


def test_where_everyone_has_left_poverty_the_sentence_says_so() -> None:
    said = _text("overview", ["总述"], {"贫困户": HOUSEHOLDS.replace("未脱贫 | ", "已脱贫 | 2018")})
    assert "在册户都已脱贫。贫困发生率为0%。" in said


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("青石乡", "2021年末，青石乡有2个行政村，在册建档立卡2户、3人。"),
        ("青石乡/西溪村", "2021年末，西溪村在册建档立卡1户、2人。在册户已脱贫。"),
    ],
)
def test_an_edition_speaks_of_its_own_place(scope: str, said: str) -> None:
    assert said in _text("overview", ["总述", "admin_villages"], {}, scope)


def test_a_village_without_registered_households_says_only_that() -> None:
    only = {"贫困户": "户编号", "贫困人口": "人编号"}
    said = _text("overview", ["总述"], only, "白沙镇/南坪村")
    assert "南坪村没有建档立卡户。" in said
    assert "脱贫户" not in said.split("没有建档立卡户")[1]


HISTORY = """
    年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
    2016 | 青石乡 | 东岭村 | 1000 | {}
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [(201, "2016年为20.1%，下降20个百分点。"), (0, "2016年为0%，上升0.1个百分点。"), (1, "2016年为0.1%。")],
)
def test_the_headcounts_change_is_told_by_its_direction(before: int, said: str) -> None:
    assert said in _text("overview", ["总述"], {"历年情况": HISTORY.format(before)})


def test_coverage_is_whole_only_where_no_village_lacks_and_else_names_who_does() -> None:
    said = _text("work", ["clinic_coverage", "coverage_fibre"], {})
    assert "卫生室覆盖全部3个行政村，光纤覆盖2/3个村（66.67%，缺：西溪村）。" in said


def test_in_a_village_coverage_is_a_yes_or_a_no() -> None:
    said = _text("work", ["clinic_coverage", "coverage_fibre"], {}, "青石乡/西溪村")
    assert "卫生室已覆盖本村，光纤还没有覆盖本村。" in said
    assert "1/1" not in said


def test_many_lacking_villages_are_named_up_to_eight() -> None:
    rows = "\n".join(f"青石乡 | 第{n:02}村 | 10 | 否" for n in range(1, 12))
    villages = f"乡镇 | 行政村 | 农村户籍人口 | 卫生室\n青石乡 | 好村 | 10 | 是\n{rows}"
    tables = {"行政村": villages, "贫困户": "户编号", "贫困人口": "人编号"}
    said = _text("work", ["clinic_coverage"], tables)
    assert "卫生室覆盖1/12个村（8.33%，缺：第01村、第02村、" in said
    assert "、第08村等11个）" in said
    assert "第09村" not in said


def test_villages_of_one_name_are_told_apart_by_their_township() -> None:
    villages = """
        乡镇 | 行政村 | 农村户籍人口 | 卫生室
        青石乡 | 新村 | 10 | 否
        白沙镇 | 新村 | 10 | 是
    """
    tables = {"行政村": villages, "贫困户": "户编号", "贫困人口": "人编号"}
    assert "缺：青石乡新村）" in _text("work", ["clinic_coverage"], tables)


def test_households_that_lack_are_counted_by_place() -> None:
    said = _text("work", ["dilapidated_housing_completion", "coverage_household_pairing"], {})
    assert "列入危房改造的户已竣工1/2户（50%）（尚缺：西溪村）。" in said
    assert "有帮扶责任人的贫困户2/3户（66.67%）（尚缺：南坪村）" in said


def test_a_single_household_is_not_called_all() -> None:
    said = _text("work", ["dilapidated_housing_completion"], {}, "青石乡/东岭村")
    assert "列入危房改造的1户已竣工。" in said
    assert "全部" not in said


PROJECTS = """
    项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 指标文号 | 计划资金 | 计划完工日期 | 项目状态
    X1 | 东岭桥 | 其他 | 青石乡 | 东岭村 | A | 10000 | 2021-11-30 | {}
    X2 | 西溪路 | 其他 | 青石乡 | 西溪村 | A | 20000 | 2021-11-30 | 完工
"""
PAYMENTS = """
    拨付编号 | 项目编号 | 拨付日期 | 金额
    B1 | X1 | 2021-05-01 | 5000
    B2 | X2 | 2021-06-01 | 20000.01
"""


def test_projects_overdue_and_overpaid_are_named() -> None:
    said = _text("work", ["2 资金投入"], {"项目": PROJECTS.format("在建"), "资金拨付": PAYMENTS})
    assert "到年末完工1/2个（50%），过了计划完工日期仍未完工的1个（东岭桥）。" in said
    assert "累计拨付超过计划资金的项目有1个（西溪路）。" in said


def test_projects_all_finished() -> None:
    said = _text("work", ["2 资金投入"], {"项目": PROJECTS.format("验收"), "资金拨付": PAYMENTS})
    assert "到年末都已完工。" in said
    assert "逾期" not in said


@pytest.mark.parametrize(
    ("exited", "said"),
    [
        (3, "实际脱贫3人，还差1人，完成75%。"),
        (4, "实际脱贫4人，任务刚好完成。"),
        (5, "超出任务，为任务的125%。"),
    ],
)
def test_the_task_is_told_as_short_met_or_exceeded(exited: int, said: str) -> None:
    household = "户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度\nH1 | 青石乡 | 东岭村 | 已脱贫 | 2021"
    persons = "\n".join(f"青石乡 | 东岭村 | H1 | P{n}" for n in range(exited))
    tables = {"贫困户": household, "贫困人口": f"乡镇 | 行政村 | 户编号 | 人编号\n{persons}"}
    text = _text("work", ["1 工作机制", "exits_persons"], tables)
    assert "年度减贫任务为4人，" in text
    assert said in text


def test_an_absent_ledger_is_named_and_its_figures_are_left_out() -> None:
    said = _text("work", ["3 民生工程", "registered_persons"], {}, absent=("教育资助",))
    assert "缺少台账“教育资助”，以下指标没有数据：" in said
    assert "教育资助覆盖率" in said
    assert "雨露计划补助" not in said


def test_a_dropout_is_counted_where_it_is_and_never_denied() -> None:
    said = _text("work", ["3 民生工程", "registered_persons"], {})
    assert "在册成员中失学辍学1人（西溪村）" in said
    assert "没有失学辍学" not in said


RELOCATION = """
    户编号 | 迁出乡镇 | 迁出行政村 | 安置点 | 安置方式 | 安置面积 | 入住日期 | 拆旧复垦完成
    H1 | 青石乡 | 东岭村 | 云水小区 | 集中安置 | 15 | 2019-01-01 | 是
    H2 | 青石乡 | 西溪村 | 云水小区 | 集中安置 | 30 | | 是
"""


def test_relocated_households_without_work_are_told() -> None:
    persons = PERSONS.replace("失学辍学", "劳动能力").replace("| 否", "| 普通劳动力").replace("| 是", "|")
    said = _text("work", ["8 易地搬迁"], {"贫困人口": persons, "易地搬迁": RELOCATION})
    assert "易地搬迁户2户、3人，安置点为云水小区，已入住1/2户（50%），旧房都已拆除复垦" in said
    assert "搬迁人口中有劳动力2人，年末就业0人，就业率0%。" in said
    assert "有劳动力而无人就业的2户" in said


def test_where_nobody_was_relocated_the_section_is_one_sentence() -> None:
    said = _text("work", ["relocation_households"], {})
    assert "8.易地搬迁后续帮扶云岭区没有集中安置的易地搬迁户。9." in said


def test_shortcomings_come_from_the_rows_people_before_services() -> None:
    said = _text("shortcomings", ["clinic_coverage", "coverage_fibre", "dropouts", "registered_persons"], {})
    assert (
        "失学辍学。在册成员中有1人失学辍学，分布在西溪村。光纤未到村。光纤到2/3个村（66.67%），缺：西溪村。"
        in said
    )
    assert "卫生室" not in said


def test_where_the_ledgers_show_nothing_lacking_the_chapter_says_so() -> None:
    assert "各项都没有发现短板" in _text("shortcomings", ["clinic_coverage"], {})


def test_open_findings_are_a_shortcoming_and_mark_the_draft() -> None:
    found = pd.DataFrame(
        {"check": ["id_checksum", "phone_form", "row_total"], "severity": ["error", "warning", "info"]}
    ).assign(ledger="贫困人口")
    assert "台账中还有错误1处、提醒1处没有处理。" in _text("shortcomings", [], {}, findings=found)
    assert "草稿，不得外发。台账还有1处错误没有改正" in _text("overview", ["总述"], {}, findings=found)
    assert "草稿" not in _text("overview", ["总述"], {}, findings=found[found["severity"].ne("error")])


def test_a_missing_ledger_is_named_on_the_first_screen() -> None:
    document = _document(view_of(BASE, rules=ALL_RULES), ["总述"], facts=RunFacts(missing=("走访",)))
    assert "缺少或读不出的台账：走访。" in _words(document.chapter("overview")._repr_html_())


def test_a_real_district_carries_no_banner_and_an_invented_one_does() -> None:
    assert "虚构" not in _text("overview", ["总述"], {})
    sample = YEAR_PARAMS.model_copy(update={"sample": True})
    assert "示例数据，纯属虚构。" in _text("overview", ["总述"], {}, params=sample)


@pytest.mark.parametrize(
    ("value", "comparator", "goal", "said"),
    [
        ("5001", ">", "5000", "本年已在目标水平"),
        ("5000", ">", "5000", "持平，还须提高"),
        ("4000", ">", "5000", "还差1,000元"),
        ("0.12", "<=", "0.02", "还须降0.1个百分点"),
        ("0.02", "<=", "0.02", "本年已在目标水平"),
        ("0.02", "<", "0.02", "持平，还须降低"),
        ("3", "=", "0", "还须降3元"),
    ],
)
def test_the_distance_to_a_target(value: str, comparator: str, goal: str, said: str) -> None:
    unit = "%" if "0." in value else "元"
    assert distance(Fraction(value), comparator, Fraction(goal), unit) == said


def test_a_target_without_figure_cannot_be_computed_and_a_countys_count_is_not_a_villages() -> None:
    targets = [
        {"figure": "exits_persons", "comparator": ">=", "value": 9, "wording": "脱贫"},
        {"figure": "poverty_rate", "comparator": "<=", "value": 0.02, "wording": "发生率"},
        {"wording": "服务"},
    ]
    params = YEAR_PARAMS.model_validate(YEAR_PARAMS.model_dump(by_alias=True) | {"next_targets": targets})
    whole = _text("plan", ["总述"], {}, params=params)
    assert "脱贫不低于9人0人还差9人" in whole
    assert "服务——台账中没有可以核算的数据" in whole
    part = _text("plan", ["总述"], {}, "青石乡", params=params)
    assert "脱贫不低于9人" not in part
    assert "发生率不高于0.02%0.11%还须降0.09个百分点" in part


def test_records_of_no_township_have_a_row_only_where_there_are_any() -> None:
    district_wide = PROJECTS.format("完工").replace("青石乡 | 东岭村 | A", " | | A")
    figures = ["registered_persons", "projects_total"]
    said = _text("townships", figures, {"项目": district_wide})
    register, _, work = said.partition("项目与保障")
    assert "区级" not in register
    assert "区级1合计2" in work


def test_causes_of_those_still_in_poverty_are_listed() -> None:
    said = _text("plan", ["总述", "unexited_plan_coverage"], {})
    assert "云岭区还有未脱贫户1户、1人，主要致贫原因：因病1户。致贫原因和帮扶措施已逐户填写。" in said


def test_what_the_ledgers_say_is_shown_as_text_not_as_markup() -> None:
    project = PROJECTS.format("在建").replace("东岭桥", '<script>alert("桥")</script>{{ 7*7 }}$\\alpha$')
    view = view_of({**BASE, "项目": project, "资金拨付": PAYMENTS}, rules=ALL_RULES)
    html = _document(view, ["2 资金投入"]).chapter("work")._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#34;桥&#34;)&lt;/script&gt;{{ 7*7 }}$\\alpha$" in html


def test_every_number_in_a_sentence_leads_to_its_row() -> None:
    document = _document(view_of(BASE, rules=ALL_RULES), ["总述", "1 工作机制"])
    overview = document.chapter("overview")._repr_html_()
    assert 'href="#f-poverty_rate" title="1 / 1,000">0.1%</a>' in overview
    table = document.chapter("figures")._repr_html_()
    wanted = set(re.findall(r'href="#(f-[a-z0-9_]+)"', overview))
    assert wanted <= set(re.findall(r'id="(f-[a-z0-9_]+)"', table))


def test_chapters_without_matter_in_a_scope_are_left_out() -> None:
    ids = [
        [
            one.id
            for one in _document(view_of(BASE, scope, rules=ALL_RULES), ["registered_households"]).chapters()
        ]
        for scope in ("全区", "青石乡", "青石乡/东岭村")
    ]
    assert ["townships" in chapters for chapters in ids] == [True, True, False]
    assert not any("published" in chapters for chapters in ids)
