"""Another district with other townships, four times the villages and other rules: data and parameters alone."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from gonggu.params import load_params
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.ledgers_for_tests import PARAMS

YEAR, VILLAGES = 2020, 60
AREAS = ("乡镇", "行政村", "迁出乡镇", "迁出行政村", "派驻乡镇", "派驻行政村")
RULES = {
    "exit_line": (4600, "元/人·年"),
    "days_on_post_min": (24, "天/月"),
    "nights_in_village_min": (18, "天/月"),
    "leaders_per_zone": (2, "名"),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ledgers() -> dict[str, pd.DataFrame]:
    """The ledgers of a sample district of 60 villages under names of its own."""
    made = make_district(YEAR, villages=VILLAGES, seed=11)
    places = made["行政村"]
    townships = {old: f"云{number:02d}镇" for number, old in enumerate(places["乡镇"].unique(), 1)}
    villages = {old: f"岭{number:02d}村" for number, old in enumerate(places["行政村"], 1)}
    return {name: _renamed(frame, townships | villages) for name, frame in made.items()}


def _renamed(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    renamed = {column: frame[column].replace(names) for column in AREAS if column in frame}
    texts = {
        column: frame[column].replace(names, regex=True)
        for column in ("项目名称", "实施单位", "收款单位", "单位")
        if column in frame
    }
    return frame.assign(**renamed, **texts)


@pytest.fixture(scope="module")
def folder(ledgers: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its data and parameters, and what `run` made of them."""
    folder = tmp_path_factory.mktemp("second")
    write_district(ledgers, folder / "data" / "raw" / str(YEAR), YEAR)
    params = folder / "params"
    params.mkdir()
    for name in ("ledgers.yaml", "allowed_names.yaml", "series.csv"):
        shutil.copy(PARAMS / name, params / name)
    text = (PARAMS / f"{YEAR}.yaml").read_text(encoding="utf-8").replace("洪江区", "云岭区")
    (params / f"{YEAR}.yaml").write_text(text.replace("value: 24,", "value: 96,"), encoding="utf-8")
    # The report cites where its standards stand: a district names its own papers.
    text = (PARAMS / "rules.csv").read_text(encoding="utf-8").replace("洪江区", "云岭区")
    rules = text.splitlines()
    rules = [line for line in rules if line.split(",")[:2] != ["exit_line", str(YEAR)]]
    own = [
        f"{name},{YEAR},{value},{unit},云岭区 2020 年文件,sourced" for name, (value, unit) in RULES.items()
    ]
    (params / "rules.csv").write_text("\n".join([*rules, *own]), encoding="utf-8")
    words = [
        "run",
        "--year",
        YEAR,
        "--params",
        params,
        "--data",
        folder / "data",
        "--outputs",
        folder / "outputs",
    ]
    assert pipeline.main([str(word) for word in words]) == 0
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "outputs" / str(YEAR) / "全区" / "report.html").read_text(encoding="utf-8")


def test_its_figures_are_its_ledgers(folder: Path, ledgers: dict[str, pd.DataFrame]) -> None:
    text = (folder / "outputs" / str(YEAR) / "全区" / "figures.json").read_text(encoding="utf-8")
    values = {one["id"]: one["value"] for one in json.loads(text)["figures"]}
    assert values["admin_villages"] == VILLAGES
    assert values["townships"] == ledgers["行政村"]["乡镇"].nunique() > 2
    assert values["registered_persons"] == len(ledgers["贫困人口"])
    attendance = ledgers["驻村考勤"]
    short = (attendance["驻村天数"] < 24) | (attendance["住村天数"] < 18)
    assert values["attendance_shortfalls"] == short.sum() > 6


def test_its_report_cites_its_own_rules_and_knows_no_other_district(page: str, folder: Path) -> None:
    said = re.sub("<[^>]+>", "", page)
    assert "每月应驻村不少于24天、住村不少于18天" in said
    assert "脱贫线（4,600元）" in said
    assert "要求每村不少于2名" in said
    for other in ("洪江区", "桂花园乡", "横岩乡", "茶盘村"):
        assert other not in said
    assert load_params(folder / "params", YEAR).rules["exit_line"] == 4600
