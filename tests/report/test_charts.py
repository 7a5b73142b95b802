"""Charts say what the rows say, need nothing from outside, and are the same bytes each time."""

import re
import warnings
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonggu.figures.card import Card, Figure
from gonggu.figures.catalogue import figures_of
from gonggu.figures.measure import Measure
from gonggu.params import NextTarget
from gonggu.report.charts import Chart, charts_of
from gonggu.report.charts.bullets import Bullet, bullet_chart
from gonggu.report.charts.catalogue import CHAPTERS
from gonggu.report.charts.lean import compact_glyph
from gonggu.report.charts.lines import Line, apart, end_of
from gonggu.report.charts.words import rate_text, wan
from gonggu.report.style import FONT_FAMILY, font_families, settings, shortened, text_px
from gonggu.scope import Scope
from tests.report.made_up import district, empty_frames, typed, view_of

ALL_IDS = {
    *("poverty-rate", "causes", "team-sizes", "funds-by-purpose", "payments-by-month", "projects"),
    *("standards-by-village", "collective-income", "attendance-by-month", "problems"),
    *("relocation-employment", "visits-by-month", "comparison", "income-sources", "income-distribution"),
    "last-plan",
}
NOT_IN_A_VILLAGE = {"funds-by-purpose", "team-sizes", "collective-income", "comparison"}
MOST_BYTES = 90_000


def charts(frames, scope=Scope()):  # noqa: B008
    view = view_of(frames, scope)
    figures = figures_of(view)
    return {chart.id: chart for chapter in CHAPTERS for chart in charts_of(chapter, view, figures)}


@pytest.fixture(scope="module")
def of_district():
    return charts(district(villages=15, townships=4))


def test_every_chart_is_drawn_for_a_district(of_district):
    assert set(of_district) == ALL_IDS


def test_a_township_has_no_funds_handed_down_but_compares_its_villages():
    made = charts(district(villages=12, townships=3), Scope("云一乡"))
    assert set(made) == ALL_IDS - {"funds-by-purpose"}
    assert list(made["comparison"].table["行政村"])[-1] == "合计"


def test_a_village_has_no_chart_that_compares_villages():
    made = charts(district(villages=4, townships=2), Scope("云一乡", "青一一村"))
    assert set(made) >= {"causes", "standards-by-village", "income-distribution"}
    assert not set(made) & NOT_IN_A_VILLAGE


def test_alternative_texts_state_the_message_in_figures(of_district):
    for chart in of_district.values():
        assert 30 <= len(chart.alt) <= 200, chart.id
        assert re.search(r"\d", chart.alt), chart.id
        assert re.search(r"\d", chart.title), chart.id


def test_no_text_shows_a_missing_value(of_district):
    for chart in of_district.values():
        for text in (chart.title, chart.alt, chart.caption):
            assert not re.search(r"nan|None|<NA>|无数据", text), chart.id


def test_a_drawing_is_well_formed_self_contained_and_light(of_district):
    for chart in of_district.values():
        ElementTree.fromstring(chart.svg)
        assert len(chart.svg) < MOST_BYTES, chart.id
        assert "<!--" not in chart.svg
        assert "<metadata" not in chart.svg
        assert not re.search(r'(href|src)="(?!#)', chart.svg)
        assert "<text" not in chart.svg


def test_one_village_is_drawn_within_the_size():
    for chart in charts(district(1, townships=1)).values():
        assert len(chart.svg) < MOST_BYTES, chart.id


def test_many_villages_are_selected_with_a_note_and_drawn_within_the_size():
    made = charts(district(villages=60, townships=5))
    for chart in made.values():
        assert len(chart.svg) < MOST_BYTES, chart.id
    assert "其余25个见附表" in made["collective-income"].caption
    assert len(made["collective-income"].table) == 60
    assert "其余20个村见附表" in made["standards-by-village"].caption


def test_the_same_rows_give_the_same_bytes_and_drawing_leaves_no_settings_behind(of_district):
    before = {name: mpl.rcParams[name] for name in settings()}
    again = charts(district(villages=15, townships=4))
    assert {name: chart.svg for name, chart in again.items()} == {
        name: chart.svg for name, chart in of_district.items()
    }
    assert {name: mpl.rcParams[name] for name in settings()} == before


def test_nothing_to_show_is_no_chart():
    frames = empty_frames()
    for chapter in CHAPTERS:
        assert charts_of(chapter, view_of(frames), {}) == []


def test_absent_ledgers_leave_out_their_charts():
    for chapter in CHAPTERS:
        assert charts_of(chapter, view_of({}), {}) == []
    frames = {name: frame for name, frame in district(villages=3).items() if name != "income"}
    made = charts(frames)
    assert not set(made) & {"income-sources", "income-distribution"}
    assert "收入达线" not in made["standards-by-village"].alt
    assert "家庭收入" not in made["standards-by-village"].caption


def test_an_unknown_chapter_has_no_charts():
    assert charts_of("cadres", view_of(empty_frames()), {}) == []


def test_poverty_rate_says_both_ends_and_ignores_the_register_year_in_the_history():
    place = {"township": "甲乡", "village": "甲村"}
    rows = [(2014, 1000, 201), (2018, 1000, 2), (2019, 1000, 999)]
    history = [{**place, "year": y, "rural_population": n, "poor_persons": k} for y, n, k in rows]
    chart = _poverty_chart({**empty_frames(), "history": typed("history", history)})
    assert chart.title == "洪江区贫困发生率由2014年的20.1%降至2019年的0.12%"
    assert "；对照：全国2019年为0.6%，湖南2019年为0.36%，怀化2018年为2.32%" in chart.alt
    assert "同期" not in chart.alt
    assert chart.table["年度"].tolist() == [2014, 2015, 2016, 2017, 2018, 2019]
    assert chart.table["贫困发生率（%）"].tolist()[-1] == pytest.approx(0.12)
    assert "空心点" in chart.caption


@pytest.mark.parametrize(
    ("name", "values", "strong", "said"),
    [
        ("洪江区", [20.1, 0.24, 0.12], True, "洪江区 0.12%"),
        ("洪江区", [20.1, 0.24, None], True, "洪江区（2018年）0.24%"),
        ("怀化", [None, 2.32, None], False, "怀化（2018年）2.32%"),
        ("湖南", [13.43, 1.49, 0.36], False, "湖南（2019年）0.36%"),
        ("某地", [None, None, None], False, "某地"),
    ],
)
def test_what_is_compared_with_carries_its_year(name, values, strong, said):
    line = Line(name, values, "k", "-", "o", [False] * 3, strong)
    assert end_of(line, ["2014", "2018", "2019"], "%") == said


def _poverty_chart(frames) -> Chart:
    card = Card("poverty_rate", "贫困发生率", "%", "总述", "", lambda _: Measure(None))
    measure = Measure(Fraction(12, 100), Fraction(24), Fraction(20_000))
    figures = {"poverty_rate": Figure(card, measure, (), "", 24)}
    (chart,) = charts_of("overview", view_of(frames), figures)
    return chart


def test_names_from_the_data_are_neither_markup_nor_formulas():
    frames = district(villages=3)
    bad = r"<b>$\frac{1}{0}$&"
    for frame in frames.values():
        for column in frame.columns.intersection(["village", "area_village"]):
            frame[column] = frame[column].replace("青一一村", bad)
    for chart in charts(frames).values():
        assert "<b>" not in chart.html()
        ElementTree.fromstring(chart.svg)


def test_no_personal_column_reaches_a_chart():
    frames = district(villages=3)
    secret = "张三丰"
    for name, frame in frames.items():
        for column in view_of(frames).forms.by_id[name].personal:
            frame[column.name] = secret
    for chart in charts(frames).values():
        assert secret not in chart.html()
        assert secret not in chart.table.to_csv()


def test_html_carries_the_drawing_the_alternative_and_the_source(of_district):
    html = str(of_district["causes"].html())
    assert html.startswith('<figure class="chart" id="chart-causes"><figcaption>')
    assert 'src="data:image/svg+xml;base64,' in html
    assert f'alt="{of_district["causes"].alt}"' in html
    assert "数据来源：贫困户" in html
    assert of_district["causes"]._repr_html_() == html


def test_the_shipped_font_comes_first_and_has_what_reports_need():
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    assert font_families()[0] == FONT_FAMILY
    font = FT2Font(font_manager.findfont(FONT_FAMILY))
    gb2312 = bytes(range(0xA1, 0xFF))
    common = "".join(
        bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in gb2312
    )
    missing = [sign for sign in common + "㎡²‰℃×√→↑↓≥≤…−①⑳％（）“”·" if not font.get_char_index(ord(sign))]
    assert missing == []


def test_a_rare_character_draws_without_a_warning():
    frames = district(villages=2)
    frames["villages"]["village"] = frames["villages"]["village"].replace("青一一村", "𰻝𰻝村")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "collective-income" in charts(frames)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_names_at_line_ends_never_touch_and_keep_their_order(places):
    moved = apart(places, 5.0)
    ordered = sorted(moved)
    assert all(upper - lower >= 5 - 1e-9 for lower, upper in pairwise(ordered))
    assert all(new >= old for new, old in zip(moved, places, strict=True))


def test_a_compact_glyph_keeps_its_points():
    assert compact_glyph("M160 320L480 320L480 -32zM16 16Q32 32 48 16z") == "m10 20l20 0l0-22zm-9-19q1 1 2 0z"


def test_a_long_label_is_cut_to_its_room():
    assert shortened("青山村", 60) == "青山村"
    cut = shortened("一个名字很长很长的村民委员会", 100)
    assert cut.endswith("…")
    assert text_px(cut) <= 100


@pytest.mark.parametrize(
    ("share", "text"),
    [(100, "100"), (0, "0"), (99.96, "99.9"), (0.01, "0.1"), (97.45, "97.5"), (80.0, "80.0")],
)
def test_a_cell_reads_100_or_0_only_where_it_is(share, text):
    assert rate_text(share) == text


def test_sums_of_money_are_rounded_half_up():
    assert [wan(amount) for amount in (0.125, 1832.505, 2063.1, Fraction(1, 8))] == [
        "0.13",
        "1,832.51",
        "2,063.1",
        "0.13",
    ]


@pytest.mark.parametrize(
    ("value", "comparator", "title", "said"),
    [
        ("0", "=", "上年计划可以核算的1项达到1项", "不返贫：返贫人口0人，计划为0人"),
        ("1", ">=", "上年计划可以核算的1项达到0项，没有达到：不返贫", "不返贫：0人，计划≥1人"),
    ],
)
def test_a_target_is_drawn_against_its_goal_and_the_title_says_whether_it_is_reached(
    value, comparator, title, said
):
    target = NextTarget.model_validate(
        {"figure": "returned_persons", "comparator": comparator, "value": value, "wording": "不返贫"}
    )
    view = view_of(district(villages=2))
    view.all_params = replace(view.all_params, plan=(target, NextTarget(wording="公共服务")))
    (chart,) = charts_of("last_plan", view, figures_of(view))
    assert chart.title == title
    assert chart.alt == f"子弹图：{said}。"
    assert chart.caption == "数据来源：贫困户、贫困人口；1项；竖线为计划，各条比例不同。"
    assert list(chart.table["结果"]) == ["达到" if value == "0" else "没有达到"]


def test_bullets_of_any_size_are_drawn_from_zero():
    sizes = [("0", 0.0, 0.0, "="), ("-", -5.0, 3.0, ">"), ("+", 1e9, 1e-6, "<="), ("<", 1.0, 2.0, "<")]
    drawn = bullet_chart([Bullet(name, name, *numbers, reached=True) for name, *numbers in sizes])
    ElementTree.fromstring(drawn)
    assert "nan" not in drawn
