"""A tiny district in two versions, its editions, and what must hold of them whatever was killed or could not be written."""

import io
import json
import pickle
import shutil
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from tests.ledgers_for_tests import rows_of, write_book
from tests.running.warm import Commands

YEAR = 2019
OUTPUT = ("report.html", "annex.xlsx", "figures.json")
VERSIONS = ("first", "second")
CHANGING = "贫困户"
KNOWN = "known"

VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 900\n甲乡 | 西村 | 700"
HOUSEHOLDS = "乡镇 | 行政村 | 户编号 | 家庭人口 | 脱贫属性\n甲乡 | 东村 | H1 | 2 | 未脱贫"
ONE_MORE = "\n甲乡 | 西村 | H2 | 1 | 未脱贫"


@dataclass
class Scene:
    """The folders of the district; `known` are an undisturbed run's files by version."""

    folder: Path
    commands: Commands
    version: str = VERSIONS[0]
    known: dict[str, tuple[dict[str, bytes], dict[str, bytes]]] = field(default_factory=dict)
    data: Path = field(init=False)
    outputs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data, self.outputs = self.folder / "data", self.folder / "outputs"
        for version, table in zip(VERSIONS, (HOUSEHOLDS, HOUSEHOLDS + ONE_MORE), strict=True):
            write_book(self.folder / f"{version}.xlsx", {CHANGING: rows_of(table)})
        write_book(self._raw / "行政村.xlsx", {"行政村": rows_of(VILLAGES)})
        self.turn_to(self.version)

    @property
    def _raw(self) -> Path:
        return self.data / "raw" / str(YEAR)

    @property
    def edition(self) -> Path:
        """The district's edition."""
        return self.outputs / str(YEAR) / "全区"

    @property
    def processed(self) -> Path:
        """The typed ledgers."""
        return self.data / "processed" / str(YEAR)

    @property
    def building(self) -> Path:
        """Where editions are built."""
        return self.outputs / str(YEAR) / ".building"

    @property
    def told(self) -> str:
        """What the last command said."""
        return self.said_in("told").read_text(encoding="utf-8")

    def turn_to(self, version: str) -> None:
        """Have the office send another version of its ledger."""
        self.version = version
        fresh = self.folder / "fresh.xlsx"
        shutil.copyfile(self.folder / f"{version}.xlsx", fresh)
        fresh.replace(self._raw / f"{CHANGING}.xlsx")

    def start(self, *more: object, own_parent: bool = False, size: int = -1, told: str = "told") -> int:
        """Begin a run; its pid."""
        words = ["run", "--year", YEAR, "--data", self.data, "--outputs", self.outputs, *more]
        return self.commands.start(words, self.said_in(told), own_parent=own_parent, size=size)

    def said_in(self, name: str) -> Path:
        """Where a command's words are kept: beside the folder, which may lie on a full disk."""
        return self.folder.with_name(f"{self.folder.name}-{name}")

    def run(self, *more: object, own_parent: bool = False, size: int = -1) -> int | None:
        """Run to the end; the exit code."""
        return self.commands.wait(self.start(*more, own_parent=own_parent, size=size))

    def record(self) -> dict[str, dict[str, str]]:
        """run.json's steps, and its state as that of a step named `run`."""
        content = json.loads((self.edition / "run.json").read_text(encoding="utf-8"))
        return {"run": {"state": content["state"]}, **content["steps"]}

    def remember(self) -> None:
        """Make the present version's edition undisturbed, and keep its files to compare with."""
        assert self.run("--from", "clean") == 1, self.told  # a draft: most ledgers are missing
        self.known[self.version] = (_files(self.edition, OUTPUT), self._ledgers())

    def shown(self) -> str:
        """The version that the published edition is of; AssertionError where it is no version's, or torn."""
        found = _files(self.edition, OUTPUT)
        fitting = [version for version, (files, _) in self.known.items() if files == found]
        assert fitting, (
            f"the edition is neither version's: { ({name: len(one) for name, one in found.items()}) }"
        )
        return fitting[0]

    def assert_whole(self) -> None:
        """No file that anybody reads is torn or of another version than those beside it."""
        self.shown()
        assert self._ledgers() in [ledgers for _, ledgers in self.known.values()]
        assert self.record()["run"]["state"] in ("done", "failed")
        with zipfile.ZipFile(io.BytesIO((self.edition / "问题清单.xlsx").read_bytes())) as book:
            assert book.testzip() is None
        for path in [*self.edition.rglob("*.ipynb"), *self.processed.glob("*.ipynb")]:
            nbformat.read(str(path), as_version=4)  # type: ignore[no-untyped-call]

    def assert_mended(self) -> None:
        """After a run that nobody disturbed: the same bytes as ever, true, and nothing left lying about."""
        assert self.shown() == self.version
        assert self._ledgers() == self.known[self.version][1]
        assert {step["state"] for step in self.record().values()} <= {"done", "skipped"}
        assert not list(self.edition.glob("failed"))
        assert not list(self.edition.parent.glob(".*"))
        assert not [path for path in self.processed.parent.glob(".*") if path.suffix != ".lock"]

    def _ledgers(self) -> dict[str, bytes]:
        names = [str(path.relative_to(self.processed)) for path in sorted(self.processed.rglob("*"))]
        # What a list is compared with depends on what was sent before, and a notebook says when it ran.
        own = (name for name in names if not name.startswith("mending/") and not name.endswith(".ipynb"))
        return _files(self.processed, tuple(own))


def made_once(commands: Commands, folder: Path) -> None:
    """Make both versions undisturbed in a folder that scenes begin from, the first of them last."""
    scene = Scene(folder, commands)
    for version in reversed(VERSIONS):
        scene.turn_to(version)
        scene.remember()
    (folder / KNOWN).write_bytes(pickle.dumps(scene.known))


def begun(made: Path, folder: Path, commands: Commands) -> Scene:
    """A scene in a folder that begins with what `made_once` has left in `made`."""
    scene = Scene(folder, commands)
    for name in ("data", "outputs"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(made / name, folder / name)
    scene.known = pickle.loads((made / KNOWN).read_bytes())
    scene.turn_to(VERSIONS[0])
    return scene


def _files(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def has_linux() -> bool:
    """Whether a process can be made the one that orphans come to."""
    return sys.platform == "linux"
