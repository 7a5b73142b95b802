"""Nothing is hard-coded: change rows, and figures, sentences and charts follow."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gonggu.notebook import Report, open_edition, open_report
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district

YEAR, VILLAGES = 2019, 3
Change = Callable[[dict[str, pd.DataFrame]], None]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A sample district as it is."""
    return _report(tmp_path_factory.mktemp("unchanged"), lambda _: None)


def _district() -> dict[str, pd.DataFrame]:
    return {name: frame.copy() for name, frame in _made().items()}


@cache
def _made() -> dict[str, pd.DataFrame]:
    return make_district(YEAR, VILLAGES)


def _report(folder: Path, change: Change) -> Report:
    ledgers = _district()
    change(ledgers)
    write_district(ledgers, folder / "raw" / str(YEAR), YEAR)
    return open_report(open_edition(YEAR, data=str(folder)))


def _text(report: Report, chapter: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", str(report.chapter(chapter).html))


def _value(report: Report, figure: str) -> Any:
    return report.figures[figure].record()["value"]


def _without_a_clinic(ledgers: dict[str, pd.DataFrame]) -> None:
    ledgers["行政村"].loc[2, "卫生室"] = "否"


def _without_a_project_s_payments(ledgers: dict[str, pd.DataFrame]) -> None:
    payments = ledgers["资金拨付"]
    kept = payments["项目编号"].ne(payments["项目编号"].iloc[0])
    ledgers["资金拨付"] = payments[kept].reset_index(drop=True)


def _with_a_household_more(ledgers: dict[str, pd.DataFrame]) -> None:
    household = ledgers["贫困户"]["户编号"].iloc[-1]
    for name in ("贫困户", "贫困人口", "家庭收入"):
        frame = ledgers[name]
        copied = frame[frame["户编号"].eq(household)].assign(户编号="H99999999")
        if name == "贫困人口":
            copied["人编号"] = [f"H99999999{number:02d}" for number in range(1, len(copied) + 1)]
        if name == "贫困户":
            copied = copied.assign(脱贫属性="未脱贫", 脱贫年度=None)
        ledgers[name] = pd.concat([frame, copied], ignore_index=True)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The same district with a clinic closed, payments taken back, a household more: changes that do not meet."""

    def change(ledgers: dict[str, pd.DataFrame]) -> None:
        for one in (_without_a_clinic, _without_a_project_s_payments, _with_a_household_more):
            one(ledgers)

    return _report(tmp_path_factory.mktemp("changed"), change)


def test_a_village_without_clinic_turns_full_coverage_into_2_of_3_with_its_name(
    unchanged: Report, changed: Report
) -> None:
    village = _district()["行政村"].loc[2, "行政村"]
    assert _value(unchanged, "clinic_coverage") == 100
    assert changed.figures["clinic_coverage"].record()["numerator"] == 2
    assert not re.search(rf"卫生室[^。]*{village}", _text(unchanged, "work"))
    said = _text(changed, "work")
    assert re.search(rf"卫生室[^。]*2/3[^。]*{village}", said)
    assert not re.search(r"卫生室(、[^，。]*)?覆盖全部", said)


def test_payments_taken_back_lower_sum_rate_sentence_and_chart(unchanged: Report, changed: Report) -> None:
    payments = _district()["资金拨付"]
    amount = payments.loc[payments["项目编号"].eq(payments["项目编号"].iloc[0]), "金额"].sum() / 10_000
    before, after = (float(_value(one, "funds_paid")) for one in (unchanged, changed))
    assert after == pytest.approx(before - amount, abs=1e-9)
    shown = f"{after:,.4f}".rstrip("0").rstrip(".")
    assert f"拨付{shown}万元" in _text(changed, "work")
    assert shown not in _text(unchanged, "work")
    assert f"全年拨付{shown}万元" in _text(changed, "work"), "the chart's title"


def test_a_household_more_is_one_more_everywhere(unchanged: Report, changed: Report) -> None:
    homes, people = (_district()[name]["户编号"] for name in ("贫困户", "贫困人口"))
    persons = len(people) + int(people.eq(homes.iloc[-1]).sum())
    assert _value(changed, "registered_households") == len(homes) + 1
    assert _value(changed, "registered_persons") == persons
    assert _value(changed, "unexited_households") == _value(unchanged, "unexited_households") + 1
    assert f"建档立卡{len(homes) + 1:,}户、{persons:,}人" in _text(changed, "overview")
    assert f"；{len(homes) + 1:,}户。" in _text(changed, "overview"), "the chart of causes counts it"
    assert "草稿" in _text(changed, "overview"), "the copied ID numbers are errors"
    assert "草稿" not in _text(unchanged, "overview")
