"""Editions made on a real Dask cluster: a scheduler and two workers on this machine, over a shared folder."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import pipeline
from gonggu.errors import StepError
from gonggu.folders import Folders
from gonggu.running.cluster import CONNECT_SECONDS, Program, look, perform
from gonggu.running.editions import Request, run
from gonggu.running.lock import hold_year
from gonggu.running.publish import building_folder, publish, run_folder, sweep
from tests.running.clusters import GONE_SECONDS, Cluster, cluster, descendants, runs, wait_for

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="watches processes as Linux shows them")

ROOT = Path(__file__).resolve().parents[2]
YEAR = 2019
EDITIONS = 2  # the district and its one township
SAME = ("report.html", "annex.xlsx", "figures.json")


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as made:
        yield made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, small_district: Path) -> Path:
    """A data folder with the small district's ledgers."""
    folder = tmp_path_factory.mktemp("district") / "data"
    shutil.copytree(small_district / "data" / "raw", folder / "raw")
    return folder


Told = list[tuple[str, str, int, int]]


@pytest.fixture(scope="module")
def made(two_workers: Cluster, data: Path) -> tuple[Path, Told]:
    """The year's folder with all editions made on the cluster, and the progress that was told."""
    outputs, told = data.with_name("cluster"), Told()
    request = Request(YEAR, _places(data, outputs), fan_out="townships", cluster=two_workers.address)
    done = run(request, lambda *said: told.append(said))
    assert [outcome.failure for outcome in done.outcomes] == [""] * EDITIONS
    return outputs / str(YEAR), told


def _places(data: Path, outputs: Path) -> Folders:
    return Folders(data=data, outputs=outputs)


def _command(data: Path, outputs: Path, *more: str) -> subprocess.Popen[bytes]:
    words = ["run", "--year", str(YEAR), "--data", str(data), "--outputs", str(outputs), *more]
    return subprocess.Popen([sys.executable, str(ROOT / "pipeline.py"), *words])


def _bytes(year_folder: Path) -> dict[str, str]:
    """The hash of every file that must be the same each time, by its path."""
    found = {
        path.relative_to(year_folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for name in SAME
        for path in year_folder.rglob(name)
        if not any(part.startswith(".") for part in path.relative_to(year_folder).parts)
    }
    assert found
    return found


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file, so that one that was put in another's place is seen."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
    }


def _builds(outputs: Path) -> list[Path]:
    """The folders in which editions are being built."""
    return [path.parent for path in (outputs / str(YEAR)).glob(".building/*/*/notebooks")]


@pytest.mark.slow
def test_the_cluster_gives_the_same_bytes_as_this_machine(
    made: tuple[Path, Told], small_district: Path
) -> None:
    here, there = _bytes(small_district / "outputs" / str(YEAR)), _bytes(made[0])
    assert len(there) == EDITIONS * len(SAME)
    assert there == {path: here[path] for path in there}


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 8])
def test_any_number_of_workers_gives_the_same_bytes(
    made: tuple[Path, Told], data: Path, workers: int
) -> None:
    outputs = data.with_name(f"here-{workers}")
    done = run(Request(YEAR, _places(data, outputs), fan_out="townships", workers=workers), lambda *_: None)
    assert [outcome.failure for outcome in done.outcomes] == [""] * EDITIONS
    assert _bytes(outputs / str(YEAR)) == _bytes(made[0])


@pytest.mark.slow
def test_the_command_is_told_how_far_each_edition_is_on_the_cluster(made: tuple[Path, Told]) -> None:
    _, told = made
    ended = {(scope, notebook) for scope, notebook, cell, cells in told if scope and cell == cells}
    scopes = {scope for scope, _ in ended}
    assert len(scopes) == EDITIONS
    notebooks = {"2_indicators", "3_funds", "4_relocation", "5_report"}
    assert ended >= {(scope, notebook) for scope in scopes for notebook in notebooks}
    assert [done for scope, _, done, _ in told if not scope] == [1, 2]


@pytest.mark.parametrize(
    "address",
    [
        "tcp://127.0.0.1:1",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ("127.0.0.1:1", "no address", "tls://127.0.0.1:1")
        ),
    ],
)
def test_a_scheduler_that_cannot_be_reached_ends_the_command_with_2(
    address: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import distributed  # noqa: F401 - what it takes to import is not what is waited for

    words = ["run", "--year", str(YEAR), "--data", str(data), "--outputs", str(tmp_path)]
    begun = time.monotonic()
    assert pipeline.main([*words, "--cluster", address]) == 2
    assert time.monotonic() - begun < 2 * CONNECT_SECONDS
    said = capsys.readouterr().err
    assert f"连不上 Dask 调度器“{address}”" in said
    assert not (tmp_path / str(YEAR)).exists() or not list((tmp_path / str(YEAR)).iterdir())


def _other_code(folder: Path) -> str:
    """A copy of the program in which one line differs."""
    for name in ("gonggu", "notebooks", "params"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "gonggu" / "scope.py").open("a", encoding="utf-8") as module:
        module.write("\nANOTHER = 1\n")
    return "程序与这台电脑不同"


def _other_library(folder: Path) -> str:
    """Another version of a library before the installed one."""
    told = folder / "xlsxwriter-0.0.1.dist-info" / "METADATA"
    told.parent.mkdir(parents=True)
    told.write_text("Metadata-Version: 2.1\nName: xlsxwriter\nVersion: 0.0.1\n", encoding="utf-8")
    return "程序库的版本与这台电脑不同"


def _no_program(folder: Path) -> str:
    """A package of the name without what a worker needs."""
    (folder / "gonggu").mkdir(parents=True)
    (folder / "gonggu" / "__init__.py").touch()
    return "没有装同一版的巩固"


@pytest.mark.slow
@pytest.mark.parametrize("make_other", [_other_code, _other_library, _no_program])
def test_a_worker_with_another_program_is_refused_by_name(
    make_other: Callable[[Path], str],
    two_workers: Cluster,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    says = make_other(tmp_path / "other")
    other = two_workers.start_worker(PYTHONPATH=str(tmp_path / "other"))
    try:
        words = ["run", "--year", str(YEAR), "--data", str(data), "--outputs", str(tmp_path / "outputs")]
        assert pipeline.main([*words, "--cluster", two_workers.address]) == 2
    finally:
        two_workers.stop_worker(other)
    said = capsys.readouterr().err
    assert says in said
    assert said.count("tcp://127.0.0.1:") == 1, "the two that fit are not named"
    assert not list((tmp_path / "outputs" / str(YEAR)).iterdir())


def test_work_that_reaches_another_program_is_refused_before_it_is_opened() -> None:
    with pytest.raises(StepError, match="程序和程序库的版本与发起运行的电脑不同"):
        perform(Program("another", "others"), b"not to be opened")


def test_a_machine_that_does_not_share_the_folder_says_so(tmp_path: Path) -> None:
    assert look(str(tmp_path))[1]
    assert not look(str(tmp_path / "elsewhere"))[1]


@pytest.mark.slow
def test_what_a_killed_worker_leaves_undone_another_does_and_its_kernels_go_with_it(
    two_workers: Cluster, data: Path, small_district: Path
) -> None:
    outputs = data.with_name("one-killed")
    command = _command(data, outputs, "--all", "villages", "--cluster", two_workers.address)
    wait_for(lambda: len(_builds(outputs)) == 2)
    victim = two_workers.workers[0]
    wait_for(lambda: len(descendants(victim.pid)) > 1)
    kernels = descendants(victim.pid)
    victim.kill()
    wait_for(lambda: not any(map(runs, kernels)), GONE_SECONDS)
    assert command.wait() == 0
    assert _bytes(outputs / str(YEAR)) == _bytes(small_district / "outputs" / str(YEAR))
    assert not list((outputs / str(YEAR)).glob(".building*"))
    victim.wait()
    two_workers.workers.remove(victim)
    two_workers.start_worker()


@pytest.mark.slow
def test_a_worker_whose_command_was_killed_publishes_nothing_into_a_year_that_another_run_holds(
    made: tuple[Path, Told], two_workers: Cluster, data: Path
) -> None:
    outputs = data.with_name("command-killed")
    shutil.copytree(made[0], outputs / str(YEAR))
    command = _command(data, outputs, "--force", "--all", "villages", "--cluster", two_workers.address)
    wait_for(lambda: _builds(outputs))
    # They go on only when the next run is at work: whatever they are at, it comes too late.
    for worker in two_workers.workers:
        worker.send_signal(signal.SIGSTOP)
    command.kill()
    command.wait()
    with hold_year(YEAR, *_places(data, outputs).written()):
        sweep(outputs / str(YEAR))
        ours = run_folder(outputs / str(YEAR))
        before = _state(outputs / str(YEAR))
        for worker in two_workers.workers:
            worker.send_signal(signal.SIGCONT)
        wait_for(lambda: not any(two_workers.on_workers(_at_work).values()))
        assert _state(outputs / str(YEAR)) == before
        assert ours.is_dir()


def _at_work(dask_worker) -> int:  # type: ignore[no-untyped-def]
    return len(dask_worker.active_threads)


@pytest.mark.parametrize(
    "system", ["linux", "another"]
)  # where two folders can be exchanged in one go, or not
@pytest.mark.parametrize("exists", [True, False])
def test_nothing_can_be_published_from_a_folder_that_was_swept(
    exists: bool, system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    target = tmp_path / "全区"
    if exists:
        target.mkdir()
        (target / "report.html").write_text("old", encoding="utf-8")
    build = building_folder(run_folder(tmp_path), "全区")
    (build / "report.html").write_text("new", encoding="utf-8")
    before = _state(target)
    sweep(tmp_path)
    run_folder(tmp_path)
    with pytest.raises(StepError, match="取代"):
        publish(build, target, tmp_path)
    assert _state(target) == before
    assert target.exists() == exists
