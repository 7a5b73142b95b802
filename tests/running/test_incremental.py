"""A run does again what has changed and what depends on it, and nothing else: with real kernels on a small district."""

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.running.district import YEAR, District

ROOT = Path(__file__).resolve().parents[2]
PLACES = [
    "全区",
    "桂花园乡",
    *(f"桂花园乡/{village}" for village in ("茶盘村", "柑子坡村")),
]


@pytest.fixture(scope="module")
def whole(small_district: Path) -> District:
    """Every edition of the district; not to be changed."""
    return District(small_district)


@pytest.fixture
def district(whole: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> District:
    """A copy that a test may change."""
    return whole.copy_to(tmp_path, capsys)


def _stamps(district: District) -> dict[str, int]:
    return {
        scope: (district.edition(scope) / "report.html").stat().st_mtime_ns for scope in district.editions()
    }


def _made_anew(district: District, before: dict[str, int]) -> set[str]:
    return {scope for scope, stamp in _stamps(district).items() if stamp != before.get(scope)}


def _a_household(district: District, village: str) -> str:
    import pandas as pd

    homes = pd.read_excel(district.raw / "贫困户.xlsx", engine="calamine")
    return str(homes.loc[homes["行政村"].eq(village), "户编号"].iloc[0])


def test_every_edition_of_the_district_is_made(whole: District) -> None:
    assert whole.editions() == sorted(PLACES)
    index = (whole.outputs / "index.html").read_text(encoding="utf-8")
    assert all(quote(f"{YEAR}/{place}/report.html") in index for place in PLACES)
    assert set(whole.states("全区").values()) == {"done"}


def test_nothing_changed_nothing_is_run_and_the_reason_is_told(district: District) -> None:
    before = _stamps(district)
    assert district.run("--all", "villages", "--explain") == 0
    assert _stamps(district) == before
    assert district.out.count("沿用，没有变化") == len(PLACES)
    assert district.out.count("的报告没有变化") == len(PLACES)


def test_nothing_changed_no_kernel_nor_pandas_is_started(district: District) -> None:
    script = (
        "import sys, pipeline; code = pipeline.main(sys.argv[1:]); "
        "print(code, sorted({'pandas', 'papermill', 'nbconvert', 'jupyter_client'} & set(sys.modules)))"
    )
    where = ["--data", str(district.data), "--outputs", str(district.outputs)]
    words = [sys.executable, "-c", script, "run", "--year", str(YEAR), "--all", "villages", *where]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "0 []"


def test_a_change_in_one_village_makes_its_village_township_and_district_anew(district: District) -> None:
    before, others = _stamps(district), district.bytes("桂花园乡/柑子坡村")
    household = _a_household(district, "茶盘村")
    district.change("家庭收入", {"户编号": household}, "养老金", 4321)
    assert district.run("--all", "villages", "--explain") == 0
    assert _made_anew(district, before) == {"全区", "桂花园乡", "桂花园乡/茶盘村"}
    assert "1_clean：重做，台账有变化：家庭收入.xlsx" in district.out
    assert district.bytes("桂花园乡/柑子坡村") == others


@pytest.mark.slow
def test_what_is_made_anew_or_kept_is_as_a_run_from_nothing_would_make_it(
    district: District, tmp_path: Path
) -> None:
    household = _a_household(district, "茶盘村")
    district.change("家庭收入", {"户编号": household}, "养老金", 4321)
    assert district.run("--all", "villages") == 0
    fresh = District(tmp_path / "fresh")
    shutil.copytree(district.data / "raw", fresh.data / "raw")
    for place in ("茶盘村", "柑子坡村"):  # one that was made anew, one that was kept
        assert fresh.run("--township", "桂花园乡", "--village", place) == 0
        assert fresh.bytes(f"桂花园乡/{place}") == district.bytes(f"桂花园乡/{place}")
    assert fresh.run("--workers", "1") == 0
    assert fresh.bytes("全区") == district.bytes("全区")


@pytest.mark.slow
def test_a_line_inserted_above_changes_no_other_village(district: District) -> None:
    import openpyxl

    before = _stamps(district)
    path = district.raw / "问题整改.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["问题整改"]
    headers = [cell.value for cell in sheet[1]]
    first = next(
        row for row in sheet.iter_rows(min_row=2) if row[headers.index("行政村")].value == "柑子坡村"
    )
    values = [cell.value for cell in first]
    sheet.insert_rows(2)
    for column, (header, value) in enumerate(zip(headers, values, strict=True), start=1):
        sheet.cell(2, column, "WT-NEW" if header == "问题编号" else value)
    book.save(path)
    assert district.run("--all", "villages") == 0
    assert _made_anew(district, before) == {"全区", "桂花园乡", "桂花园乡/柑子坡村"}


@pytest.mark.slow
def test_a_paragraph_of_the_analyst_makes_only_the_report_anew(district: District, tmp_path: Path) -> None:
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    text = params / "texts" / str(YEAR) / "桂花园乡" / "plan.md"
    text.parent.mkdir(parents=True)
    text.write_text("本乡拟先办两件事。\n", encoding="utf-8")
    before = _stamps(district)
    assert district.run("--all", "villages", params=params) == 0
    assert _made_anew(district, before) == {"桂花园乡"}
    states = district.states("桂花园乡")
    assert states.pop("report") == "done"
    assert set(states.values()) == {"skipped"}
    assert "本乡拟先办两件事" in (district.edition("桂花园乡") / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_changed_rule_makes_everything_anew(district: District, tmp_path: Path) -> None:
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    rules = params / "rules.csv"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("exit_line,2019,3700", "exit_line,2019,3800"),
        encoding="utf-8",
    )
    assert district.run("--explain", params=params) == 0
    assert "1_clean：重做，参数、规则或更正有变化" in district.out
    assert "全区 2_indicators：重做，参数、规则或说明文字有变化" in district.out


def test_a_report_that_somebody_touched_is_made_anew(district: District) -> None:
    report = district.edition("桂花园乡/柑子坡村") / "report.html"
    sound = report.read_bytes()
    report.unlink()  # the copy's files may be links to each other's content
    report.write_bytes(sound.replace("洪江区".encode(), "别的区".encode()))
    assert district.run("--township", "桂花园乡", "--village", "柑子坡村") == 0
    assert report.read_bytes() == sound
    assert district.states("桂花园乡/柑子坡村")["indicators"] == "skipped"


@pytest.mark.slow
def test_from_a_step_on_it_is_done_again(district: District) -> None:
    assert district.run("--from", "funds") == 0
    states = district.states("全区")
    assert [states[step] for step in ("clean", "indicators", "funds", "relocation", "report")] == [
        *("skipped", "skipped", "done", "done", "done")
    ]


@pytest.mark.slow
def test_force_does_everything_again(district: District) -> None:
    assert district.run("--township", "桂花园乡", "--village", "柑子坡村", "--force") == 0
    assert set(district.states("桂花园乡/柑子坡村").values()) == {"done"}


@pytest.mark.slow
def test_eight_workers_make_the_same_bytes_as_one(district: District, whole: District) -> None:
    assert district.run("--all", "townships", "--force", "--workers", "8") == 0
    for place in ("全区", "桂花园乡"):
        assert district.bytes(place) == whole.bytes(place)


@pytest.mark.slow
def test_another_plan_of_the_year_before_makes_only_the_report_anew(
    district: District, tmp_path: Path
) -> None:
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    last = params / f"{YEAR - 1}.yaml"
    text = last.read_text(encoding="utf-8")
    assert "value: 0.15, wording: 贫困发生率" in text
    last.write_text(
        text.replace("value: 0.15, wording: 贫困发生率", "value: 0, wording: 贫困发生率归零"), "utf-8"
    )
    assert district.run("--explain", params=params) in (0, 1)
    assert "全区 5_report：重做，参数、规则或说明文字有变化" in district.out
    states = district.states("全区")
    assert states.pop("report") == "done"
    assert set(states.values()) == {"skipped"}
    assert "贫困发生率归零" in (district.edition("全区") / "report.html").read_text(encoding="utf-8")
