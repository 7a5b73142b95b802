"""What holds for every sentence: texts of the data stay texts, numbers lead to their rows, chapters without matter are left out."""

import re

from tests.report.sentences.scene import EAST, TOWNSHIP, Scene

PROJECT = """
    项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 计划资金 | 计划完工日期 | 项目状态
    X1 | <script>alert("桥")</script>{{ 7*7 }}$\\alpha$ | 其他 | 青石乡 | 东岭村 | 10000 | 2021-11-30 | 在建
"""


def test_what_the_ledgers_say_is_shown_as_text_not_as_markup() -> None:
    case = Scene("funds", ("2 资金投入",), {"项目": PROJECT}).case("")
    html = case.document().chapter("work").html
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#34;桥&#34;)&lt;/script&gt;{{ 7*7 }}$\\alpha$" in html


def test_every_number_in_a_sentence_leads_to_its_row() -> None:
    document = Scene("overview", ("总述", "1 工作机制")).case("").document()
    overview = document.chapter("overview").html
    assert 'href="#f-poverty_rate" title="1 / 1,000">0.1%</a>' in overview
    rows = set(re.findall(r'id="(f-[a-z0-9_]+)"', document.chapter("figures").html))
    wanted = set(re.findall(r'href="#(f-[a-z0-9_]+)"', overview))
    assert wanted
    assert wanted <= rows


def test_chapters_without_matter_in_a_scope_are_left_out() -> None:
    scene = Scene("overview", ("registered_households",))
    ids = [
        [one.id for one in scene.case("", scope).document().chapters()] for scope in ("全区", TOWNSHIP, EAST)
    ]
    assert ["townships" in chapters for chapters in ids] == [True, True, False]
    assert not any("published" in chapters for chapters in ids)
