"""Runs of one year at once: one works, the others end with 4 and say who holds it."""

from pathlib import Path

import pytest

from gonggu.errors import BusyError
from gonggu.running.lock import hold_year
from tests.running.scene import YEAR, Scene, begun, has_linux
from tests.running.warm import Commands

pytestmark = pytest.mark.skipif(
    not has_linux(), reason="the processes are forked and looked after as on Linux"
)


@pytest.fixture(scope="module")
def scene(scene_made: Path, commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A district that has been made once."""
    return begun(scene_made, tmp_path_factory.mktemp("once"), commands)


@pytest.mark.parametrize("number", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_of_runs_at_once_exactly_one_works_and_the_others_say_who_holds_the_year(
    scene: Scene, number: int
) -> None:
    told = {
        scene.start("--from", "report", told=f"told{one}"): scene.said_in(f"told{one}")
        for one in range(number)
    }
    codes = {pid: scene.commands.wait(pid) for pid in told}
    assert sorted(map(str, codes.values())) == sorted(["1", *["4"] * (number - 1)])
    worked = next(pid for pid, code in codes.items() if code == 1)
    for pid, said in told.items():
        if pid != worked:
            assert f"正在由进程 {worked} 处理" in said.read_text(encoding="utf-8")
    scene.assert_mended()
    assert scene.commands.left() == []


def test_a_holder_that_was_killed_is_not_named_and_holds_nothing(scene: Scene) -> None:
    for folder in (scene.outputs, scene.processed.parent):
        (folder / ".2019.holder").write_text("999999999 elsewhere", encoding="utf-8")
    assert scene.run() == 1, scene.told
    scene.assert_mended()


def test_two_commands_of_one_year_meet_in_either_folder(scene: Scene, tmp_path: Path) -> None:
    with hold_year(YEAR, scene.outputs, tmp_path):
        with pytest.raises(BusyError, match="正在由进程"), hold_year(YEAR, scene.outputs):
            pytest.fail("both hold the year")
        with pytest.raises(BusyError, match="正在由进程"), hold_year(YEAR, tmp_path):
            pytest.fail("both hold the year")
    with hold_year(YEAR, scene.outputs), hold_year(YEAR, tmp_path):
        assert (tmp_path / f".{YEAR}.holder").is_file()
