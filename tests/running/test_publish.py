"""What stays and what goes when an edition takes the place of the one before."""

import errno
import shutil
import sys
from pathlib import Path

import pytest

from gonggu.errors import StepError
from gonggu.folders import MAIL_FOLDER
from gonggu.running.publish import building_folder, publish, run_folder, sweep
from gonggu.writing import unwritable


def test_messages_of_the_edition_before_go_with_it_and_villages_stay(tmp_path: Path) -> None:
    year = tmp_path / "2019"
    target = year / "横岩乡"
    for name in (f"{MAIL_FOLDER}/01_单位.eml", "大松坡村/report.html", "问题清单.xlsx", "report.html"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("before", encoding="utf-8")
    build = building_folder(run_folder(year), "横岩乡")
    (build / "report.html").write_text("after", encoding="utf-8")
    publish(build, target, year)
    assert (target / "report.html").read_text(encoding="utf-8") == "after"
    assert {path.name for path in target.iterdir()} == {"大松坡村", "问题清单.xlsx", "report.html"}


@pytest.mark.parametrize("place", ["全区", "长" * 80, f"{'长' * 80}/{'村' * 80}", f"公开版/{'长' * 80}/东村"])
@pytest.mark.parametrize("system", ["linux", "another"])
def test_an_edition_of_80_characters_is_published_and_put_back_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    year, target = tmp_path / "2019", tmp_path / "2019" / place
    for text in ("first", "second"):
        build = building_folder(run_folder(year), place)
        (build / "report.html").write_text(text, encoding="utf-8")
        publish(build, target, year)
        assert (target / "report.html").read_text(encoding="utf-8") == text
    away = run_folder(year) / "replaced" / str(len(Path(place).parts)) / place
    away.parent.mkdir(parents=True)
    target.rename(away)
    sweep(year)
    assert [path.name for path in target.iterdir()] == ["report.html"]


def test_whose_folder_is_gone_does_not_say_that_nothing_has_changed(tmp_path: Path) -> None:
    build = building_folder(run_folder(tmp_path / "2019"), "全区")
    shutil.rmtree(tmp_path / "2019")
    with pytest.raises(StepError) as gone:
        publish(build, tmp_path / "2019" / "全区", tmp_path / "2019")
    lost = unwritable(FileNotFoundError(f"{build} doesn't exist"))
    full = unwritable(OSError(errno.ENOSPC, "full", str(build)))
    assert ["没有改动" in str(one) for one in (gone.value, lost, full)] == [False, False, True]
