"""Figures side by side: differences in value, per cent and points; breaks marked; absences with their reason."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gonggu.comparison.causes import UNTOLD, Causes, Rule, causes
from gonggu.comparison.changes import Change, changes
from gonggu.comparison.sides import Side
from gonggu.history import RowChanges

RULE = {
    "rule": "exit_line",
    "year": 2019,
    "value": "3700",
    "unit": "元/人·年",
    "source": "报告",
    "quality": "sourced",
}


def _figure(value: float | None, unit: str = "人", **more: Any) -> dict[str, Any]:
    return {
        "id": "f", "label": "某数", "unit": unit, "section": "总述", "value": value, "numerator": None,
        "denominator": None, "rows": 1, "ledgers": ["贫困户"], "definition": "口径", "status": "ok", **more,
    }  # fmt: skip


def _side(year: int = 2019, township: str = "", figures: dict[str, Any] | None = None, **record: Any) -> Side:
    found = {one: {**figure, "id": one} for one, figure in (figures or {}).items()}
    place = {"year": year, "district": "某区", "township": township, "village": "", "steps": {}}
    return Side(Path(), found, {**place, **record})


def _change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> Change:
    sides = [
        _side(year, figures={"f": figure} if figure else {}) for year, figure in ((2019, old), (2020, new))
    ]
    return changes(*sides)[0]


@pytest.mark.parametrize(
    ("old", "new", "unit", "direction", "size"),
    [
        (48, 24, "人", "减少", "24人（50%）"),
        (24, 27, "户", "增加", "3户（12.5%）"),
        (0, 5, "人", "增加", "5人"),
        (0.12, 0.11, "%", "降低", "0.01个百分点"),
        (98.5, 100, "%", "提高", "1.5个百分点"),
        (9241.1, 9241.3, "元/人", "增加", "0.2元（0.002%）"),
        (0.25, 0.26, "—", "增加", "0.0100（4%）"),
        (-5, 5, "元", "增加", "10元（200%）"),
        (7, 7, "人", "持平", "—"),
    ],
)
def test_a_difference_in_value_and_in_per_cent_or_points(
    old: float, new: float, unit: str, direction: str, size: str
) -> None:
    one = _change(_figure(old, unit), _figure(new, unit))
    assert (one.direction, one.size) == (direction, size)
    assert one.state == ("same" if old == new else "changed")
    assert one.difference == Fraction(str(new)) - Fraction(str(old))


def test_another_unit_is_marked_and_not_subtracted() -> None:
    one = _change(_figure(1, "元"), _figure(1, "万元"))
    assert (one.direction, one.difference, one.state) == ("不能相减", None, "changed")
    assert one.breaks == ("单位由“元”改为“万元”",)


def test_another_definition_is_marked_but_the_years_own_number_in_it_is_none() -> None:
    old, new = _figure(1, definition="2019年末的户数"), _figure(2, definition="2020年末的户数")
    assert _change(old, new).breaks == ()
    assert _change(old, _figure(1, definition="2020年末的人数")).state == "changed"
    assert (
        "口径由“2019年末的户数”改为“2020年末的人数”"
        in _change(old, _figure(1, definition="2020年末的人数")).breaks
    )


def test_a_changed_standard_is_named_as_the_cause() -> None:
    old = _figure(1, definition="低于脱贫线（3700元）")
    new = _figure(3, definition="低于脱贫线（4000元）")
    sides = (
        _side(2019, figures={"persons_below_line": old}, rules={"exit_line": RULE}),
        _side(
            2020,
            figures={"persons_below_line": new},
            rules={"exit_line": {**RULE, "value": "4000", "year": 2020}},
        ),
    )
    assert changes(*sides)[0].breaks == ("脱贫线（exit_line）由3,700元/人·年改为4,000元/人·年",)


@pytest.mark.parametrize(("whole", "marked"), [(129, False), (131, True), (69, True), (71, False)])
def test_a_share_of_quite_another_whole_is_marked(whole: int, marked: bool) -> None:
    old = _figure(10, "%", numerator=10, denominator=100)
    new = _figure(10, "%", numerator=whole / 10, denominator=whole)
    assert _change(old, new).breaks == ((f"分母由100变为{whole}，变化超过三成",) if marked else ())


def test_other_ledgers_are_marked() -> None:
    one = _change(_figure(1), _figure(1, ledgers=["贫困人口"]))
    assert one.breaks == ("来源台账由贫困户改为贫困人口",)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (None, "2020年某区：那一版报告没有这一项（程序版本不同）"),
        (_figure(None, status="no data", denominator=0), "2020年某区：分母为 0，无法计算"),
        (_figure(None, status="no data"), "2020年某区：无数据：缺少台账，或台账“贫困户”中没有可算的记录"),
        (_figure(None, status="withheld"), "2020年某区：公开版不予公布"),
    ],
)
def test_a_figure_without_a_value_on_one_side_says_why(new: dict[str, Any] | None, reason: str) -> None:
    one = _change(_figure(5), new)
    assert (one.state, one.reasons) == ("absent", (reason,))


def test_a_figure_of_the_district_alone_is_absent_from_a_township() -> None:
    figure = {"reduction_task_persons": _figure(24)}
    (one,) = changes(_side(figures=figure), _side(township="甲乡"))
    assert one.reasons == ("2019年甲乡：只有全区的报告有这一项",)


def test_two_runs_of_one_place_are_called_before_and_after() -> None:
    (one,) = changes(_side(figures={"f": _figure(5)}), _side())
    assert one.reasons[0].startswith("后一次：")
    (none,) = changes(_side(figures={"f": _figure(None)}), _side(figures={"f": _figure(None)}))
    assert none.state == "nothing"


BEFORE = {
    "inputs": {"a.xlsx": "1", "b.xlsx": "1"},
    "rules": {"exit_line": RULE},
    "settings": {
        "year": 2019,
        "targets": {"t": {"value": "24"}},
        "next_targets": [{"wording": "甲", "figure": "f", "comparator": "<=", "value": "2"}],
    },
    "corrections": [{"ledger": "贫困户", "column": "家庭人口", "digest": "x"}],
    "package": {"version": "1", "sha256": "p"},
    "commit": "c",
    "libraries": {"pandas": "3.0"},
    "notebooks": {"1_clean.ipynb": "n"},
}


def _causes(rows: dict[str, RowChanges] | None = None, **changed: Any) -> Causes:
    return causes(_side(**BEFORE), _side(**{**BEFORE, **changed}), {} if rows is None else rows)


def test_the_same_inputs_have_no_cause_to_tell() -> None:
    assert _causes().is_empty


@pytest.mark.parametrize(
    ("changed", "part", "says"),
    [
        ({"inputs": {"a.xlsx": "2", "c.xlsx": "1"}}, "files", ("新增 1 个：c.xlsx", "减少 1 个：b.xlsx", "内容有变化 1 个：a.xlsx")),
        ({"corrections": []}, "corrections", ("不再更正：贫困户“家庭人口”1 处",)),
        (
            {"corrections": [*BEFORE["corrections"], *({"ledger": "走访", "column": "日期", "digest": d} for d in "yz")]},
            "corrections",
            ("新增更正：走访“日期”2 处",),
        ),
        ({"package": {"version": "2", "sha256": "q"}, "commit": "d"}, "program", ("程序有变化：1（c） → 2（d）",)),
        ({"package": {"version": "1", "sha256": "q"}}, "program", ("程序有变化：版本号没有变，内容改动了",)),
        ({"libraries": {"pandas": "3.1"}}, "program", ("程序库 pandas：3.0 → 3.1",)),
        ({"notebooks": {}}, "program", ("笔记本有变化：1_clean.ipynb",)),
        (
            {"rules": {"exit_line": {**RULE, "value": "4000", "year": 2020, "source": "新文件"}}},
            "rules",
            (Rule("exit_line", "3,700元/人·年（2019年起）", "4,000元/人·年（2020年起）", "新文件"),),
        ),
        (
            {"settings": {"year": 2020, "targets": {"t": {"value": "25"}}, "next_targets": []}},
            "settings",
            (Rule("targets › t › value", "24", "25"), Rule("next_targets › 甲", "不高于2", "—")),
        ),
    ],
)  # fmt: skip
def test_each_thing_that_went_in_is_told_where_it_differs(
    changed: dict[str, Any], part: str, says: tuple[object, ...]
) -> None:
    found = _causes(**changed)
    assert getattr(found, part) == says
    assert not found.is_empty


def test_where_the_earlier_records_are_gone_it_is_said() -> None:
    made = causes(_side(**BEFORE), _side(**{**BEFORE, "inputs": {"a.xlsx": "2"}}), None)
    assert UNTOLD in made.notes
    assert made.rows is None


def test_two_years_or_places_are_not_compared_record_by_record() -> None:
    assert "两个年度" in causes(_side(2019, **BEFORE), _side(2020, **BEFORE), None).notes[0]
    assert "两个地方" in causes(_side(**BEFORE), _side(township="甲乡", **BEFORE), None).notes[0]


@pytest.mark.parametrize(("old", "new", "whose"), [(98, 306.52, "2020年"), (306.52, 93.97, "2019年")])
def test_a_rate_of_money_above_the_whole_is_not_compared(old: float, new: float, whose: str) -> None:
    sides = [
        _side(year, figures={"funds_payment_rate": _figure(value, "%")})
        for year, value in ((2019, old), (2020, new))
    ]
    (found,) = changes(*sides)
    assert (found.direction, found.size) == ("不能相减", "—")
    assert any(whose in one and "超过100%" in one for one in found.breaks)
