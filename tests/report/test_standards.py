"""The report cites the standards that its figures use: value, unit, the year it began, source, and whether it was assumed."""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import pipeline
from gonggu.errors import UsageError
from gonggu.figures.catalogue import CARDS, REQUIRED_RULES, figures_of
from gonggu.figures.view import View
from gonggu.params import SAMPLE_SETTING, Rule, Rules, load_params, rules_of, sample_settings
from gonggu.report.document import Document
from gonggu.report.standards import QUALITIES, quoted, standards, standards_table
from gonggu.rule_names import RULES
from gonggu.strict import read_csv
from tests.ledgers_for_tests import PARAMS, VILLAGES, rows_of, write_book
from tests.report.sentences.scene import ALL_RULES, BASE, NO_FACTS, NO_FINDINGS
from tests.worked_ledgers import view_of

USED = ("persons_below_line", "relocation_oversized", "leader_pairs_min", "yulu_amount")


def _rule(name: str, value: str, unit: str, year: int, quality: str) -> Rule:
    return Rule.model_validate(
        {
            "rule": name,
            "year": year,
            "value": Decimal(value),
            "unit": unit,
            "source": f"关于{name}的文件",
            "quality": quality,
        }
    )


IN_FORCE = (
    _rule("exit_line", "4000.0", "元/人·年", 2020, "assumed"),
    _rule("floor_area_per_head_max", "25", "m²/人", 2016, "sourced"),
    _rule("leader_pairs", "3", "户", 2019, "derived"),
    _rule("days_on_post_min", "22", "天/月", 2019, "sourced"),
)


@pytest.fixture
def view() -> View:
    """A district of 2021 with a standard of its own for each kind of source."""
    made = view_of(BASE, rules={name: value for name, value in ALL_RULES.items() if name != "yulu_per_term"})
    in_force = {**made.rules.in_force, **{rule.rule: rule for rule in IN_FORCE}}
    rules = Rules(2021, in_force, "params/rules.csv")
    made.all_params = replace(made.all_params, rules=rules)
    return made


def _cards() -> list:  # type: ignore[type-arg]
    return [card for card in CARDS if card.id in USED]


def test_each_standard_stands_with_value_year_source_and_the_figures_that_use_it(view: View) -> None:
    rows = standards_table(view, figures_of(view, _cards())).to_numpy().tolist()
    labels = {card.id: card.label for card in CARDS}
    assert sorted(row[0] for row in rows) == [
        "区级领导结对户数（leader_pairs）",
        "搬迁人均住房面积上限（floor_area_per_head_max）",
        "脱贫线（exit_line）",
    ]
    assert {row[0]: row[1:5] for row in rows}["脱贫线（exit_line）"] == [
        "4,000元/人·年",
        "2020年",
        "假定",
        "关于exit_line的文件",
    ]
    assert {row[3] for row in rows} == {"假定", "有出处", "推算"}
    assert {row[5] for row in rows} == {
        labels[one] for one in ("persons_below_line", "relocation_oversized", "leader_pairs_min")
    }


def test_a_figure_s_definition_says_and_links_the_standard_that_it_used(view: View) -> None:
    figures = figures_of(view, _cards())
    document = Document(view, figures, NO_FINDINGS, NO_FACTS)
    document.charts = lambda _: []  # type: ignore[method-assign]
    html = document.chapter("figures").html
    assert '<a href="#r-exit_line">脱贫线4,000元/人·年（2020年起，假定）</a>' in html
    assert '<a href="#r-floor_area_per_head_max">搬迁人均住房面积上限25m²/人（2016年起）</a>' in html
    assert '<tr id="r-exit_line">' in html
    # Nothing here rests on days of attendance, and the year has no standard for 雨露计划.
    assert "days_on_post_min" not in html
    assert "yulu_per_term" not in html


def test_a_sentence_s_standard_leads_to_its_row_and_its_source_s_worth(view: View) -> None:
    assert quoted(view, "exit_line", "4,000") == (
        '<a class="w" href="#r-exit_line" title="脱贫线：2020年起，假定">4,000</a>'
    )


def test_every_standard_of_the_parameters_has_a_name_and_every_used_one_a_row() -> None:
    params = load_params(PARAMS, 2020)
    assert set(params.rules) <= set(RULES)
    assert {params.rules.rule(name).quality for name in params.rules} <= set(QUALITIES)
    view = view_of(BASE)
    view.all_params = replace(view.all_params, rules=params.rules)
    cited = {one.rule.rule for one in standards(view, figures_of(view, CARDS))}
    assert set(REQUIRED_RULES) <= cited


def test_a_year_before_a_standard_s_first_is_an_error_that_names_it_and_its_file() -> None:
    with pytest.raises(
        UsageError, match=r"rules\.csv：2015 年没有标准“每月住村天数下限（nights_in_village_min）”"
    ):
        rules_of(PARAMS, 2015).rule("nights_in_village_min")


@pytest.mark.parametrize("rule", ["exit_line", "team_size_min"], ids=["of a formula", "of a chart"])
def test_a_run_of_a_year_without_a_standard_ends_before_it_begins(
    rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    params = tmp_path / "params"
    shutil.copytree(PARAMS, params)
    lines = (params / "rules.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{rule},")]
    (params / "rules.csv").write_text("\n".join(kept), encoding="utf-8")
    (tmp_path / "data" / "raw" / "2020").mkdir(parents=True)
    places = ("--params", params, "--data", tmp_path / "data", "--outputs", tmp_path / "outputs")
    assert pipeline.main([*map(str, ("run", "--year", 2020, *places))]) == 2
    said = capsys.readouterr().err
    assert f"params/rules.csv：2020 年没有标准“{RULES[rule]}（{rule}）”" in said
    assert not (tmp_path / "outputs" / "2020" / "全区").exists()


def test_no_standard_cites_the_report_that_it_helps_to_make() -> None:
    rules = read_csv(PARAMS / "rules.csv", Rule)
    assert [rule for rule in rules if re.search("洪江区|年终报告|推出", rule.source)] == []
    of_sample = [rule for rule in rules if rule.source == SAMPLE_SETTING]
    assert len(of_sample) > 10
    assert {rule.quality for rule in of_sample} == {"assumed"}


def test_the_sample_s_standards_are_listed_for_every_other_district() -> None:
    params = load_params(PARAMS, 2019)
    assert sample_settings(params) == []
    other = replace(params, year=params.year.model_copy(update={"sample": False}))
    listed = {rule.rule for rule in sample_settings(other)}
    assert {"exit_line", "tehuibao_premium", "cadre_pairs_max"} <= listed
    assert not {"exit_line_province", "yulu_per_term"} & listed  # these have sources of their own


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_check_lists_the_standards_that_are_still_the_sample_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_sample: bool
) -> None:
    shutil.copytree(PARAMS, tmp_path / "params")
    year = tmp_path / "params" / "2019.yaml"
    text = year.read_text(encoding="utf-8")
    year.write_text(text if is_sample else re.sub("(?m)^sample:.*$", "", text), encoding="utf-8")
    rules = tmp_path / "params" / "rules.csv"
    own = "exit_line,2019,3700,元/人·年,区扶贫领导小组文件,sourced"
    rules.write_text(re.sub("(?m)^exit_line,2019,.*$", own, rules.read_text("utf-8")), encoding="utf-8")
    write_book(tmp_path / "data" / "raw" / "2019" / "行政村.xlsx", {"行政村": rows_of(VILLAGES)})
    folders = [
        f"--{name}={tmp_path / part}"
        for name, part in (("params", "params"), ("data", "data"), ("outputs", "out"))
    ]
    pipeline.main(["check", "--year", "2019", *folders])
    out = capsys.readouterr().out
    assert ("样例设定" in out) is not is_sample
    if not is_sample:
        assert "扶贫特惠保标准（tehuibao_premium） 60元/人" in out
        assert "脱贫线（exit_line）" not in out
