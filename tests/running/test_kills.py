"""kill -9 of the command, of a kernel, of the fork parent at any moment: whoever reads, reads whole files.

Each run goes on from what the last kill left. The short run kills four times; `GONGGU_KILLS` is how many
kills the long run makes, `GONGGU_SEED` where it draws them from.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.running.scene import VERSIONS, Scene, begun, has_linux
from tests.running.warm import Commands, descendants

pytestmark = [
    pytest.mark.skipif(not has_linux(), reason="only Linux says what a killed process leaves behind"),
    pytest.mark.timeout(600),
]
UNDISTURBED_EVERY = 10
FEW = 4
LONG = int(os.environ.get("GONGGU_KILLS", "60"))
SEED = int(os.environ.get("GONGGU_SEED", "4"))
# The step that a run is asked to begin with, by the stage in which it is killed.
STAGES = {
    "start": "report",
    "clean": "clean",
    "ledgers": "clean",
    "indicators": "indicators",
    "funds": "funds",
    "relocation": "relocation",
    "report": "report",
    "page": "report",
    "publication": "report",
}
# Whoever kills a fork parent makes the next run import everything anew: rare, as it takes longest.
VICTIMS = (*5 * ("command", "kernel"), "fork parent", "command that owns the fork parent")
DIED = ("内核中途退出了", "内核没有启动起来")


@dataclass(frozen=True)
class Kill:
    """One kill: in which stage, of what, and after which part of the stage's time."""

    stage: str
    victim: str
    moment: float

    def __str__(self) -> str:
        return f"{self.stage}-{self.victim}-{self.moment:.2f}"


def draw(number: int, seed: int) -> list[Kill]:
    """So many kills; every stage comes up as often as the others.

    Between two undisturbed runs those come last that leave everything to be done again.
    """
    random = Random(seed)
    stages = [*STAGES] * (number // len(STAGES) + 1)
    random.shuffle(stages)
    drawn = [Kill(stage, random.choice(VICTIMS), random.random()) for stage in stages[:number]]
    runs = [drawn[first : first + UNDISTURBED_EVERY] for first in range(0, number, UNDISTURBED_EVERY)]
    return [kill for run in runs for kill in sorted(run, key=lambda one: STAGES[one.stage] == "clean")]


@pytest.fixture(scope="module")
def scene(scene_made: Path, commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A district of which both versions have been made once, undisturbed."""
    return begun(scene_made, tmp_path_factory.mktemp("kills"), commands)


@pytest.mark.parametrize("kill", draw(FEW, SEED), ids=str)
def test_a_kill_tears_nothing_and_leaves_nothing(scene: Scene, kill: Kill) -> None:
    kill_once(scene, kill)


def test_an_undisturbed_run_after_the_kills_mends_all(scene: Scene) -> None:
    assert scene.run() == 1, scene.told
    scene.assert_mended()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "kill"), list(enumerate(draw(LONG, SEED + 1))), ids=str)
def test_many_kills_tear_nothing_and_leave_nothing(scene: Scene, number: int, kill: Kill) -> None:
    kill_once(scene, kill)
    if number % UNDISTURBED_EVERY == UNDISTURBED_EVERY - 1:
        assert scene.run() == 1, scene.told
        scene.assert_mended()


def kill_once(scene: Scene, kill: Kill) -> None:
    """Begin a run, kill, and see that all is whole and nothing is left."""
    before = scene.shown()
    if STAGES[kill.stage] == "clean":
        scene.turn_to(next(version for version in VERSIONS if version != scene.version))
    owned = kill.victim == "command that owns the fork parent"
    shared = 0 if owned else scene.commands.fork_parent()
    steps = scene.record()
    command = scene.start("--from", STAGES[kill.stage], own_parent=owned)
    _await_moment(scene, kill, command, float(steps[STAGES[kill.stage]].get("seconds") or 1.0))
    if kill.victim == "kernel":
        _await(lambda: bool(kernels(shared)), command)
        victims = kernels(shared)[-1:]
    else:
        victims = [shared if kill.victim == "fork parent" else command]
    for victim in victims:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    code = scene.commands.wait(command)
    assert scene.commands.left() == []
    scene.assert_whole()
    assert scene.shown() in (before, scene.version)
    _assert_true(scene, code)


def _assert_true(scene: Scene, code: int | None) -> None:
    """The command was killed, or it has told and noted what became of its kernel, or came to its end."""
    assert code in (-9, 1, 3), scene.told
    states = [step["state"] for step in scene.record().values()]
    if code == 3:
        assert any(said in scene.told for said in DIED), scene.told
        assert states[0] == "failed"
        assert states.count("died") == 1
        after = states[states.index("died") + 1 :]
        assert set(after) <= {"not run"}
    elif code == 1:
        assert scene.shown() == scene.version
        assert set(states) <= {"done", "skipped"}


def kernels(fork_parent: int) -> list[int]:
    """The kernels that the fork parent has at this moment."""
    return descendants(fork_parent)


def _await_moment(scene: Scene, kill: Kill, command: int, seconds: float) -> None:
    """Wait for the stage, then for a part of the time that it takes."""
    if kill.stage == "start":
        time.sleep(0.4 * kill.moment)
    elif kill.stage == "ledgers":
        _await(lambda: any(scene.processed.parent.glob(".2019.*/")), command)
        time.sleep(0.3 * kill.moment)
    elif kill.stage == "page":
        _await(lambda: any(scene.building.glob("*/*/annex.xlsx")), command)
        time.sleep(0.5 * kill.moment)
    elif kill.stage == "publication":
        _await(lambda: any(scene.building.glob("*/*/report.html")), command)
        time.sleep(0.05 * kill.moment)
    else:
        time.sleep(0.3 + seconds * kill.moment)


def _await(there: Callable[[], bool], command: int) -> None:
    """Wait until it is there, or the command has come to its end."""
    while _runs(command):
        with suppress(FileNotFoundError):  # a folder that is looked into may be published meanwhile
            if there():
                return
        time.sleep(0.002)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
