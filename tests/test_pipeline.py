"""The pipeline end to end: real workbooks, real kernels, papermill, nbconvert; one edition for all these tests."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import pipeline
from gonggu.figures.catalogue import CARDS
from gonggu.figures.published import agrees
from gonggu.params import load_params
from gonggu.running.notebooks import check_parameters
from gonggu.year import open_year

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019
STEPS = ["1_clean", "2_indicators", "3_funds", "4_relocation", "5_report"]


@pytest.fixture(scope="session")
def made(sample_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the district's edition, made from the committed sample."""
    folder = tmp_path_factory.mktemp("made") / "run"
    shutil.copytree(sample_run, folder, symlinks=True)
    return folder / "outputs" / str(YEAR) / "全区"


@pytest.fixture(scope="session")
def figures(made: Path) -> dict[str, dict[str, object]]:
    """figures.json by figure id."""
    content = json.loads((made / "figures.json").read_text(encoding="utf-8"))
    assert (content["year"], content["district"], content["township"], content["village"]) == (
        YEAR,
        "洪江区",
        None,
        None,
    )
    return {figure["id"]: figure for figure in content["figures"]}


def test_every_figure_of_the_catalogue_is_there_with_a_value(figures: dict[str, dict[str, object]]) -> None:
    assert list(figures) == [card.id for card in CARDS]
    assert len(figures) == 148
    assert not [one for one, figure in figures.items() if figure["status"] == "no data"]


CLAIMS = [
    claim for claim in load_params(ROOT / "params", YEAR).published if claim.how in ("computed", "stated")
]


def test_there_are_107_printed_claims_on_figures() -> None:
    assert len(CLAIMS) == 107


@pytest.mark.parametrize(
    "claim", CLAIMS, ids=[f"{number}-{claim.figure}={claim.value}" for number, claim in enumerate(CLAIMS, 1)]
)
def test_the_sample_reproduces_the_printed_claim(claim, figures: dict[str, dict[str, object]]) -> None:  # type: ignore[no-untyped-def]
    value = figures[claim.figure]["value"]
    assert agrees(claim, Fraction(str(value))), f"{claim.figure}: {value}, printed {claim.value}"


@pytest.mark.parametrize(
    ("claim_id", "begins"), [("policy_training_date", "2019-06-05"), ("handbook_training_month", "2019-09")]
)
def test_the_sample_reproduces_the_printed_date(claim_id: str, begins: str, made: Path) -> None:
    claims = {claim.figure: claim for claim in load_params(ROOT / "params", YEAR).published}
    assert claims[claim_id].value == begins.replace("-", "")
    courses = pd.read_parquet(made.parents[2] / "data" / "processed" / str(YEAR) / "courses.parquet")
    policy = courses[courses["category"].eq("政策业务")]
    assert policy["started"].dt.strftime("%Y-%m-%d").str.startswith(begins).any()


def test_the_edition_is_whole_and_its_record_true(made: Path) -> None:
    assert sorted(path.stem for path in (made / "notebooks").iterdir()) == STEPS
    assert {path.name for path in made.iterdir() if not path.name.startswith(".")} == {
        *("report.html", "annex.xlsx", "figures.json", "run.json", "notebooks", "问题清单.xlsx")
    }
    record = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert (record["year"], record["scope"], record["state"]) == (YEAR, "全区", "done")
    assert [step["state"] for step in record["steps"].values()] == ["done"] * 5
    assert len(record["inputs"]) == 22
    taken = ("参保缴费", "家庭收入", "行政村", "贫困人口", "贫困户", "资金下达", "资金拨付", "项目")
    assert list(record["last_year"]) == [f"2018/{name}.xlsx" for name in taken]
    assert record["findings"]["error"] == 0
    assert not list(made.parent.glob(".building/*"))


def test_the_executed_notebooks_show_no_error(made: Path) -> None:
    for name in STEPS:
        notebook = nbformat.read(str(made / "notebooks" / f"{name}.ipynb"), as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert outputs
        assert not [output for output in outputs if output.output_type == "error"]
        assert not [output for output in outputs if output.get("name") == "stderr"], name


def test_the_page_asks_nothing_from_outside_and_shows_no_gap(made: Path) -> None:
    page = (made / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 1_500_000
    assert '<html lang="zh-CN">' in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", page)
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\bNone\b|NaN|\{\{|\ue000", text)
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))
    assert len(re.findall(r"<figure", page)) >= 10


def _texts(path: Path) -> Iterator[str]:
    """Everything readable in a file of the edition."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            yield from (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    else:
        yield path.read_text(encoding="utf-8")


def test_no_name_number_phone_or_account_is_in_what_circulates(made: Path) -> None:
    work = open_year(YEAR, data=str(made.parents[2] / "data"))
    personal = {
        str(value)
        for ledger in work.forms.ledgers.values()
        for column in ledger.personal
        for value in work.store.read(ledger.id)[column.name].dropna().unique()
    }
    assert len(personal) > 5000
    files = [
        made / "report.html",
        made / "annex.xlsx",
        made / "figures.json",
        *(made / "notebooks").iterdir(),
    ]
    for path in files:
        text = "\n".join(_texts(path))
        # Pictures are base64; what could stand there by chance is no name.
        readable = re.sub(r"base64,[A-Za-z0-9+/=\\n]+", "", text)
        leaked = [value for value in personal if value in readable]
        assert not leaked, f"{len(leaked)} personal values in {path.name}"


def test_a_parameter_that_does_not_fit_is_refused_before_a_kernel_starts() -> None:
    notebook = ROOT / "notebooks" / "2_indicators.ipynb"
    check_parameters(notebook, {"year": 2019, "township": "横岩乡"})
    with pytest.raises(Exception, match="没有参数“yeer”。是否要写“year”"):
        check_parameters(notebook, {"yeer": 2019})
    with pytest.raises(Exception, match="应为 int"):
        check_parameters(notebook, {"year": "abc"})
    with pytest.raises(Exception, match="应为 int"):
        check_parameters(notebook, {"year": True})


def test_a_failing_cell_leaves_the_old_edition_and_a_true_record(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "notebooks"
    broken.mkdir()
    for name in STEPS:
        notebook = nbformat.read(str(ROOT / "notebooks" / f"{name}.ipynb"), as_version=4)
        if name == "2_indicators":
            notebook.cells[1:1] = [nbformat.v4.new_code_cell("1 / 0")]
        nbformat.write(notebook, str(broken / f"{name}.ipynb"))
    monkeypatch.setattr("gonggu.running.steps.NOTEBOOKS", broken)
    before = (made / "report.html").read_bytes()
    outputs, data = made.parents[1], made.parents[2] / "data"
    words = [
        "run",
        "--year",
        str(YEAR),
        "--from",
        "indicators",
        "--data",
        str(data),
        "--outputs",
        str(outputs),
    ]
    try:
        assert pipeline.main(words) == 3
        assert (made / "report.html").read_bytes() == before
        record = json.loads((made / "run.json").read_text(encoding="utf-8"))
        assert record["state"] == "failed"
        states = {name: step["state"] for name, step in record["steps"].items()}
        assert states["indicators"] == "failed"
        assert states["report"] == "not run"
        assert "ZeroDivisionError" in record["steps"]["indicators"]["error"]
        assert (made / "failed" / "notebooks" / "2_indicators.ipynb").is_file()
    finally:
        (made / "run.json").unlink()


def test_printed_claims_carry_no_wording_of_the_printed_report() -> None:
    with (ROOT / "params" / f"published_{YEAR}.csv").open(encoding="utf-8") as file:
        assert set(next(csv.reader(file))) == {
            *("figure", "year", "section", "value", "unit", "how", "match", "implied")
        }
