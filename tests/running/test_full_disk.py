"""A full disk, files that may grow no further, folders that may not be written: the old edition stays, the path is named."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.running.scene import VERSIONS, Scene, begun, has_linux
from tests.running.warm import Commands

pytestmark = pytest.mark.skipif(
    not has_linux(), reason="the processes are forked and looked after as on Linux"
)
DISK = "32m"
# Bytes left on the disk when a run begins; a whole run takes some two megabytes.
ROOM = (0, 8_000, 100_000, 300_000, 700_000)
# No file may become longer, in bytes: who holds the year; a typed ledger; the first notebooks; the report's notebook.
LONGEST = (8, 2_000, 20_000, 100_000)


def _mostly_slow(amounts: Sequence[Any]) -> list[Any]:
    """One in the middle in the default run, the others in the long one."""
    default = amounts[len(amounts) // 2]
    return [one if one == default else pytest.param(one, marks=pytest.mark.slow) for one in amounts]


@pytest.fixture(scope="module")
def small_disk(
    scene_made: Path, commands: Commands, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A district on a disk of its own."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield begun(scene_made, folder, commands)
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture(scope="module")
def scene(scene_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A district made by commands that a folder's permissions bind, whoever runs the tests."""
    bound = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if bound and not shutil.which(bound[0]):
        pytest.skip("root may write everywhere, and setpriv is not there to forbid it")
    commands = Commands(bound)
    try:
        yield begun(scene_made, tmp_path_factory.mktemp("scene"), commands)
    finally:
        commands.end()


def _refused(scene: Scene, code: int | None, before: str) -> None:
    assert code == 3, scene.told
    assert f"读写不了“{scene.folder}" in scene.told
    assert "Traceback" not in scene.told
    scene.assert_whole()
    assert scene.shown() == before
    assert scene.commands.left() == []


def _turn(scene: Scene) -> str:
    """Send the other version, so that every step has to write; the version that the edition is of."""
    before = scene.shown()
    scene.turn_to(next(version for version in VERSIONS if version != before))
    return before


@pytest.mark.parametrize("room", _mostly_slow(ROOM))
def test_a_full_disk_leaves_the_old_edition_and_names_the_path(small_disk: Scene, room: int) -> None:
    before = _turn(small_disk)
    with _filled(small_disk.folder, room):
        code = small_disk.run()
        _refused(small_disk, code, before)
    assert "磁盘已满" in small_disk.told


@pytest.mark.slow
def test_once_there_is_room_again_the_next_run_mends_all(small_disk: Scene) -> None:
    before = _turn(small_disk)
    with _filled(small_disk.folder, 0):
        _refused(small_disk, small_disk.run(), before)
    assert small_disk.run() == 1, small_disk.told
    small_disk.assert_mended()


@contextmanager
def _filled(folder: Path, room: int) -> Iterator[None]:
    """Leave so many bytes on the disk."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 65536):
                    pass
            except OSError:
                file.truncate(max(file.tell() - room, 0))
        yield
    finally:
        filler.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("size", _mostly_slow(LONGEST))
def test_a_file_that_may_not_grow_leaves_the_old_edition_and_is_named(scene: Scene, size: int) -> None:
    before = _turn(scene)
    code = scene.run(size=size)
    _refused(scene, code, before)
    assert "文件超过了允许的大小" in scene.told


@pytest.mark.slow
@pytest.mark.parametrize(
    "where", _mostly_slow(["outputs", "outputs/2019", "outputs/2019/全区", "data/processed"])
)
def test_a_folder_that_may_not_be_written_is_named_and_the_old_edition_stands(
    scene: Scene, where: str
) -> None:
    assert scene.run() == 1, scene.told
    before = _turn(scene)
    folder = scene.folder / where
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    try:
        code = scene.run()
        _refused(scene, code, before)
    finally:
        folder.chmod(mode)
    assert "没有权限" in scene.told
    assert str(folder) in scene.told


@pytest.mark.slow
def test_after_all_refusals_the_next_run_gives_the_same_bytes(scene: Scene) -> None:
    assert scene.run() == 1, scene.told
    scene.assert_mended()
