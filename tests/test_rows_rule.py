"""Nothing is hard-coded: change rows, and figures, sentences and charts follow."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from gonggu.notebook import Report, open_edition, open_report
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district

YEAR = 2019
Change = Callable[[dict[str, pd.DataFrame]], None]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample district as it is."""
    return _report(tmp_path_factory.mktemp("unchanged"), lambda _: None)


def _report(folder: Path, change: Change) -> Report:
    ledgers = {name: frame.copy() for name, frame in make_district(YEAR).items()}
    change(ledgers)
    write_district(ledgers, folder / "raw" / str(YEAR), YEAR)
    return open_report(open_edition(YEAR, data=str(folder)))


def _text(report: Report, chapter: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", str(report.chapter(chapter).html))


def _value(report: Report, figure: str) -> object:
    return report.figures[figure].record()["value"]


def test_a_village_without_clinic_turns_full_coverage_into_14_of_15_with_its_name(
    unchanged: Report, tmp_path: Path
) -> None:
    def close_one(ledgers: dict[str, pd.DataFrame]) -> None:
        ledgers["行政村"].loc[4, "卫生室"] = "否"

    village = make_district(YEAR)["行政村"].loc[4, "行政村"]
    changed = _report(tmp_path, close_one)
    assert _value(unchanged, "clinic_coverage") == 100
    assert changed.figures["clinic_coverage"].record()["numerator"] == 14
    assert not re.search(rf"卫生室[^。]*{village}", _text(unchanged, "work"))
    said = _text(changed, "work")
    assert re.search(rf"卫生室[^。]*14/15[^。]*{village}", said)
    assert not re.search(r"卫生室(、[^，。]*)?覆盖全部", said)


def test_payments_taken_back_lower_sum_rate_sentence_and_chart(unchanged: Report, tmp_path: Path) -> None:
    payments = make_district(YEAR)["资金拨付"]
    project = payments["项目编号"].iloc[0]
    amount = payments.loc[payments["项目编号"].eq(project), "金额"].sum() / 10_000

    def unpay(ledgers: dict[str, pd.DataFrame]) -> None:
        kept = ledgers["资金拨付"]["项目编号"].ne(project)
        ledgers["资金拨付"] = ledgers["资金拨付"][kept].reset_index(drop=True)

    changed = _report(tmp_path, unpay)
    before, after = (float(str(_value(one, "funds_paid"))) for one in (unchanged, changed))
    assert after == pytest.approx(before - amount, abs=1e-9)
    shown = f"{after:,.4f}".rstrip("0").rstrip(".")
    assert f"拨付{shown}万元" in _text(changed, "work")
    assert shown not in _text(unchanged, "work")
    assert f"全年拨付{shown}万元" in _text(changed, "work"), "the chart's title"


def test_a_household_more_is_one_more_everywhere(unchanged: Report, tmp_path: Path) -> None:
    def add(ledgers: dict[str, pd.DataFrame]) -> None:
        household = ledgers["贫困户"]["户编号"].iloc[-1]
        for name in ("贫困户", "贫困人口", "家庭收入"):
            frame = ledgers[name]
            copied = frame[frame["户编号"].eq(household)].assign(户编号="H99999999")
            if name == "贫困人口":
                copied["人编号"] = [f"H99999999{number:02d}" for number in range(1, len(copied) + 1)]
            if name == "贫困户":
                copied = copied.assign(脱贫属性="未脱贫", 脱贫年度=None)
            ledgers[name] = pd.concat([frame, copied], ignore_index=True)

    changed = _report(tmp_path, add)
    people = make_district(YEAR)["贫困人口"]
    more = int(people["户编号"].eq(make_district(YEAR)["贫困户"]["户编号"].iloc[-1]).sum())
    assert _value(changed, "registered_households") == 1286
    assert _value(changed, "registered_persons") == 3495 + more
    assert _value(changed, "unexited_households") == 13
    assert f"建档立卡1,286户、{3495 + more:,}人" in _text(changed, "overview")
    assert "1,286户" in _text(changed, "overview"), "the chart of causes counts it"
    assert "草稿" in _text(changed, "overview"), "the copied ID numbers are errors"
    assert "草稿" not in _text(unchanged, "overview")
