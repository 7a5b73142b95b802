"""The house is in order: pins agree, notebooks are thin and clean, arrows point one way."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from gonggu.report.document import CHAPTERS, WORK

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted((ROOT / "gonggu").rglob("*.py"))


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[ ]", requirement, maxsplit=1)[0].lower()


def test_environment_pyproject_and_lock_name_the_same_packages_and_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"]: package.get("version") for package in lock["package"]}
    wanted = {_name(one) for one in project["project"]["dependencies"] + project["dependency-groups"]["dev"]}
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pinned = dict(one.split("==") for one in conda["dependencies"][-1]["pip"] if one != "-e .")
    assert set(pinned) == wanted
    assert pinned == {name: locked[name] for name in wanted}
    ours = next(package for package in lock["package"] if package["name"] == "gonggu")
    assert {one["name"] for one in ours["dependencies"] + ours["dev-dependencies"]["dev"]} == wanted


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs_and_stays_thin(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    assert [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])] == code[:1]
    for cell in code:
        tree = ast.parse("".join(cell["source"]))
        assert not [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.For | ast.While)
        ]
    for statement in ast.parse("".join(code[0]["source"])).body:
        assert isinstance(statement, ast.AnnAssign), "every parameter has its type"


def test_there_are_five_notebooks_in_sequence() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "1_clean",
        "2_indicators",
        "3_funds",
        "4_relocation",
        "5_report",
    ]


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return found | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }


# Lower rooms know nothing of those above them.
ROOMS = ("reading", "checks", "figures", "report", "circulation", "running")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT / "gonggu").parts[0]
    if room == "running":
        return
    imported = _imports(path)
    above = ROOMS[ROOMS.index(room) + 1 :] if room in ROOMS else ("running",)
    assert not [name for name in imported for upper in above if name.startswith(f"gonggu.{upper}")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_outgrows_its_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_nothing_derived_is_committed() -> None:
    told = subprocess.run(
        ["git", "ls-files", "outputs", "data/processed"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        pytest.skip("not a git checkout")
    assert {Path(name).name for name in told.stdout.split()} <= {".gitkeep"}


def test_no_document_names_a_path_of_a_machine() -> None:
    suspicious = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp)/\w")
    texts = [*ROOT.glob("*.md"), *MODULES, *NOTEBOOKS]
    assert not [path.name for path in texts if suspicious.search(path.read_text(encoding="utf-8"))]


def test_every_chapter_has_its_pictures_and_together_they_are_small() -> None:
    chapters = ["cover", *(one for one in CHAPTERS if one != "work"), *WORK]
    pictures = {path.stem: path for path in (ROOT / "docs" / "pictures").glob("*.webp")}
    assert set(pictures) == {f"{one}-{where}" for one in chapters for where in ("1280", "360", "paper")}
    assert sum(path.stat().st_size for path in (ROOT / "docs").rglob("*") if path.is_file()) <= 1_000_000


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_pictures_that_are_there_and_stays_short(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(shown) >= 3
    assert all((ROOT / path).is_file() for path in shown)
    assert len(text.splitlines()) <= 150
