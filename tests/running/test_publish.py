"""What stays and what goes when an edition takes the place of the one before."""

from pathlib import Path

from gonggu.folders import MAIL_FOLDER
from gonggu.running.publish import building_folder, publish, run_folder


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
