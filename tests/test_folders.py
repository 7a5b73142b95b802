"""Folders that would mix what is written with what is read: every command refuses them and writes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline
from gonggu.errors import UsageError
from gonggu.folders import Folders, folders, require_no_link
from gonggu.scope import Scope
from gonggu.year import open_year
from tests.ledgers_for_tests import PARAMS

COMMANDS = [
    *(("run", "--year", "2019"), ("check", "--year", "2019"), ("send", "--year", "2019")),
    *(("trace", "unexited_persons", "--year", "2019"), ("compare", "2018", "2019"), ("bench",)),
    *(("templates", "--year", "2019", "--to", "to"), ("sample", "--year", "2019", "--to", "to")),
    ("new-year", "--year", "2021", "--to", "to"),
    *(("schedule", one) for one in ("show", "install", "remove", "due")),
]


def _state(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_refuses_outputs_among_the_ledgers_and_writes_nothing(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "data" / "raw" / "2019").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    before = _state(tmp_path)
    assert pipeline.main([*words, "--params", str(PARAMS), "--data", "data", "--outputs", "data/raw"]) == 2
    assert "成果文件夹（--outputs）" in capsys.readouterr().err
    assert _state(tmp_path) == before


def _link(path: Path, to: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    to.mkdir(parents=True, exist_ok=True)
    path.symlink_to(to)
    return path


# data, outputs and params below a folder.
MIXED: dict[str, Callable[[Path], tuple[Path, Path, Path]]] = {
    "outputs are data": lambda root: (root / "d", root / "d", PARAMS),
    "outputs in data": lambda root: (root / "d", root / "d" / "out", PARAMS),
    "outputs in raw": lambda root: (root / "d", root / "d" / "raw" / "2019", PARAMS),
    "outputs in processed": lambda root: (root / "d", root / "d" / "processed", PARAMS),
    "data in outputs": lambda root: (root / "o" / "d", root / "o", PARAMS),
    "outputs in params": lambda root: (root / "d", root / "p" / "o", root / "p"),
    "params in outputs": lambda root: (root / "d", root / "o", root / "o" / "p"),
    "params are outputs": lambda root: (root / "d", root / "o", root / "o"),
    "params in processed": lambda root: (root / "d", root / "o", root / "d" / "processed" / "p"),
    "data in params": lambda root: (root / "p" / "d", root / "o", root / "p"),
    "a way back": lambda root: (root / "d", root / "o" / ".." / "d" / "x", PARAMS),
    "outputs a link to data": lambda root: (root / "d", _link(root / "o", root / "d"), PARAMS),
    "outputs below a link": lambda root: (root / "d", _link(root / "l", root / "d") / "o", PARAMS),
    "data a link to outputs": lambda root: (_link(root / "d", root / "o"), root / "o", PARAMS),
    "raw a link to outputs": lambda root: (
        _link(root / "d" / "raw", root / "o" / "x").parent,
        root / "o",
        PARAMS,
    ),
    "processed a link to raw": lambda root: (
        _link(root / "d" / "processed", root / "d" / "raw").parent,
        root / "o",
        PARAMS,
    ),
    "processed a link to outputs": lambda root: (
        _link(root / "d" / "processed", root / "o").parent,
        root / "o",
        PARAMS,
    ),
}


@pytest.mark.parametrize("mixed", MIXED.values(), ids=MIXED)
def test_folders_in_one_another_are_refused_links_followed(
    mixed: Callable[[Path], tuple[Path, Path, Path]], tmp_path: Path
) -> None:
    data, outputs, params = mixed(tmp_path)
    with pytest.raises(UsageError, match="请分开放"):
        folders(str(params), str(data), str(outputs))


def test_a_years_folder_may_be_a_link_elsewhere_but_not_to_the_ledgers(tmp_path: Path) -> None:
    where = [str(one) for one in (PARAMS, tmp_path / "d", tmp_path / "o")]
    _link(tmp_path / "o" / "2019", tmp_path / "elsewhere")
    assert open_year(2019, *where).year == 2019
    for written, read in (("o/2020", "d/raw/2020"), ("d/processed/2018", "d/raw/2018")):
        _link(tmp_path / written, tmp_path / read)
        with pytest.raises(UsageError, match="请分开放"):
            open_year(int(written[-4:]), *where)


def test_folders_beside_one_another_ledgers_that_are_a_link_and_parameters_among_the_data_are_taken(
    tmp_path: Path,
) -> None:
    _link(tmp_path / "data" / "raw", tmp_path / "shared")
    made = folders(str(tmp_path / "data" / "params"), str(tmp_path / "data"), str(tmp_path / "data-outputs"))
    assert made.outputs == tmp_path / "data-outputs"


@pytest.mark.parametrize("part", ["甲乡", "甲乡/东村", "公开版"])
def test_an_editions_folder_that_is_a_link_is_refused(part: str, tmp_path: Path) -> None:
    places = Folders(outputs=tmp_path)
    scope, kind = Scope("甲乡", "东村"), "public" if part == "公开版" else "internal"
    require_no_link(places, 2019, scope, kind)
    _link(tmp_path / "2019" / part, tmp_path / "other")
    with pytest.raises(UsageError, match="是一个链接"):
        require_no_link(places, 2019, scope, kind)
