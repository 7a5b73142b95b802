"""Places whose names no folder of editions can have: left out with a line, refused when asked for; long names run."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from gonggu.folders import OWN_NAMES, PROJECT
from tests.ledgers_for_tests import rows_of, write_book
from tests.running.district import YEAR, District

LONG, LONG_VILLAGE = "长" * 80, "村" * 80
VILLAGES = f"""
乡镇 | 行政村 | 农村户籍人口
{LONG} | {LONG_VILLAGE} | 900
{LONG} | 定稿 | 700
全区 | 东村 | 500
{"太" * 180} | 南村 | 400
"""
HOUSEHOLDS = f"""
乡镇 | 行政村 | 户编号 | 家庭人口 | 脱贫属性
{LONG} | {LONG_VILLAGE} | H1 | 2 | 未脱贫
全区 | 东村 | H2 | 2 | 未脱贫
{"错" * 300} | 东村 | H3 | 1 | 未脱贫
"""


@pytest.fixture
def district(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> District:
    """A district of such names."""
    made = District(tmp_path, capsys)
    for ledger, table in {"行政村": VILLAGES, "贫困户": HOUSEHOLDS}.items():
        write_book(made.raw / f"{ledger}.xlsx", {ledger: rows_of(table)})
    return made


def _call(district: District, *words: str) -> int:
    where = ["--data", str(district.data), "--outputs", str(district.outputs)]
    return pipeline.main([*words, "--year", str(YEAR), *where])


def test_such_a_place_is_refused_and_the_district_has_an_error(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(district, "check") == 1
    findings = pd.read_parquet(district.data / "processed" / str(YEAR) / "findings.parquet")
    mine = findings[findings["check"].eq("area_reserved")]
    assert list(zip(mine["cell"], mine["severity"], strict=True)) == [
        *(("B3", "error"), ("A4", "error"), ("A5", "error"))
    ]
    capsys.readouterr()
    for township in ("全区", "太" * 180):
        assert _call(district, "check", "--township", township) == 2
        assert "不能单独做" in capsys.readouterr().err
    for place in (("全区",), ("全区", "东村"), (LONG, "定稿")):
        words = [word for pair in zip(("--township", "--village"), place, strict=False) for word in pair]
        assert _call(district, "trace", "unexited_persons", *words) == 2
        assert "不能单独做" in capsys.readouterr().err


def test_no_new_year_is_set_up_for_such_a_township(district: District, tmp_path: Path) -> None:
    params = shutil.copytree(PROJECT / "params", tmp_path / "params")
    (params / "2020.yaml").unlink()
    words = ["new-year", "--year", "2020", "--to", str(tmp_path / "to"), "--params", str(params)]
    assert pipeline.main([*words, "--data", str(district.data), "--outputs", str(district.outputs)]) == 2
    assert not (tmp_path / "to").exists()
    assert not (params / "2020.yaml").exists()


@pytest.mark.slow
def test_all_villages_are_made_but_these_which_are_named(district: District) -> None:
    assert district.run("--all", "villages") == 1
    assert district.editions() == sorted(["全区", LONG, f"{LONG}/{LONG_VILLAGE}"])
    for place in (f"{LONG}/定稿"[:40], "全区", "全区/东村"):
        assert f"没有做“{place}" in district.err
    assert "超过 80 字" in (district.edition("全区") / "report.html").read_text(encoding="utf-8")
    before = district.bytes("全区")
    assert district.run("--township", "全区") == 2
    assert district.bytes("全区") == before


@pytest.mark.slow
def test_a_link_in_an_editions_place_gets_nothing_and_gives_nothing(
    district: District, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "名单.xlsx").write_bytes(b"secret")
    (district.outputs / str(YEAR)).mkdir(parents=True)
    district.edition("全区").symlink_to(elsewhere)
    assert district.run() == 2
    assert "是一个链接" in district.err
    assert [path.name for path in elsewhere.iterdir()] == ["名单.xlsx"]
    district.edition("全区").unlink()
    assert district.run() == 1
    assert not list(district.edition("全区").rglob("名单.xlsx"))


def test_whatever_lies_in_an_editions_folder_is_no_places_name(small_district: Path) -> None:
    year = small_district / "outputs" / str(YEAR)
    folders = [year, year / "全区", year / "桂花园乡", year / "桂花园乡" / "茶盘村"]
    lying = {path.name for folder in folders for path in folder.iterdir()}
    assert {"report.html", "notebooks", "问题清单.xlsx"} <= lying
    assert lying - OWN_NAMES == {"桂花园乡", "茶盘村", "柑子坡村"}
