"""Editions of a drawn district compared through the command: records by their keys, rules, flows, the page, the gate."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import pipeline
from gonggu.comparison.sides import read_side
from gonggu.history import KEPT, RowChanges, keep, row_changes
from gonggu.scope import Scope
from tests.comparison.office import HOUSEHOLDS, Office

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def compare(office: Office, capsys: pytest.CaptureFixture[str]) -> Said:
    def called(*words: object) -> tuple[int, str, str]:
        code = pipeline.main(["compare", *map(str, words), *office.folders])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_two_runs_tell_the_figures_the_records_and_the_rule_that_changed(
    office: Office, compare: Said
) -> None:
    office.send(2019)
    place = office.publish(2019)
    code, _, err = compare(2019, 2019)
    assert (code, "还没有上一版可比" in err) == (2, True)
    # One household goes, one comes, one leaves poverty; a line inserted above moves all others.
    lines = HOUSEHOLDS.strip().splitlines()
    changed = [
        lines[0],
        "甲乡 | 东村 | H9 | 慕容天下 | 1 | 未脱贫 |",
        lines[1].replace("未脱贫 |", "已脱贫 | 2019"),
        lines[2],
    ]
    office.send(2019, "\n".join(changed))
    rules = office.params / "rules.csv"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("exit_line,2019,3700", "exit_line,2019,3800"),
        encoding="utf-8",
    )
    office.publish(2019)
    code, out, _ = compare(2019, 2019)
    assert code == 0
    lines = out.splitlines()
    assert "当年脱贫户数\t0户\t1户\t增加\t1户\t" in lines
    assert "贫困户\t1\t1\t1" in lines
    assert [
        line
        for line in lines
        if line.startswith("脱贫线（exit_line）\t3,700元/人·年（2019年起，假定）\t3,800")
    ]
    assert [line for line in lines if line.startswith("台账文件：内容有变化") and "贫困户.xlsx" in line]
    page = (place / "对比.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", page)
    assert not [name for name in ("欧阳重华", "司马相若", "慕容天下") if name in page]


def test_two_years_tell_who_came_and_went(office: Office, compare: Said) -> None:
    office.send(2019)
    office.publish(2019)
    later = HOUSEHOLDS.replace("H2 | 司马相若 | 1 | 已脱贫 | 2018", "H2 | 司马相若 | 1 | 返贫 | 2018")
    office.send(2020, later.replace("H1 | 欧阳重华 | 1 | 未脱贫 |", "H1 | 欧阳重华 | 1 | 已脱贫 | 2020"))
    place = office.publish(2020)
    code, out, _ = compare(2019, 2020)
    assert code == 0
    lines = out.splitlines()
    for line in ("加：返贫\t+1\t+1", "减：脱贫\t-1\t-1", "未脱贫\t已脱贫\t1\t1", "已脱贫\t未脱贫\t1\t1"):
        assert line in lines
    assert "未脱贫的户：2019年末1户，加进入的1户，减离开的1户，与2020年末1户相符。" in lines
    assert [
        line
        for line in lines
        if line.startswith("脱贫线（exit_line）\t3,700元/人·年（2019年起，假定）\t4,000")
    ]
    assert 'id="chart-flows"' in (place / "对比.html").read_text(encoding="utf-8")
    assert compare(2019, place)[1] == out  # a folder says the same as the year


def test_two_places_and_what_is_not_there(office: Office, compare: Said, tmp_path: Path) -> None:
    office.send(2019)
    for scope in (Scope(), Scope("甲乡")):
        record = read_side(office.publish(2019, scope)).record
        assert record["rules"]["exit_line"]["value"] == "3700"
        assert record["settings"]["district"] == "云岭区"
        assert record["records"] == office.work(2019).manifest().digest(Scope())
    code, out, _ = compare(2019, 2019, "--with-township", "甲乡", "--to", tmp_path / "x.html")
    assert code == 0
    assert out.startswith("2019年云岭区与2019年甲乡对比")
    assert (tmp_path / "x.html").is_file()
    assert compare(2019, 2019, "--township", "甲乡", "--with-township", "全区")[1].startswith(
        "2019年甲乡与2019年云岭区"
    )
    for words, says in (
        ((2019, 2018), "没有 2018 年的参数文件"),
        ((2019, 2019, "--township", "甲香"), "是否要写“甲乡”"),
        ((2019, 2020), "请先运行 run"),
        ((tmp_path / "nowhere", 2019), "没有做好的报告"),
    ):
        code, _, err = compare(*words)
        assert (code, says in err) == (2, True), err


def _one_less(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.active.delete_rows(4)
    book.save(path)


def test_a_page_that_would_name_a_person_is_not_written(office: Office, compare: Said) -> None:
    """A workbook named after a person: its name would stand among the files that changed."""
    office.send(2019)
    place = office.publish(2019)
    own = office.folder / "data" / "raw" / "2019" / "贫困户.xlsx"
    own.rename(own.with_name("贫困户（欧阳重华）.xlsx"))
    _one_less(own.with_name("贫困户（欧阳重华）.xlsx"))
    office.work(2019).clean()
    office.publish(2019)
    code, _, err = compare(2019, 2019)
    assert code == 3
    assert "姓名" in err
    assert "欧阳" not in err
    assert not (place / "对比.html").exists()


def test_records_are_told_by_key_wherever_they_stand_and_within_a_place(office: Office) -> None:
    office.send(2019)
    first = office.work(2019).manifest().digest(Scope())
    moved = HOUSEHOLDS.replace("西村 | H3", "东村 | H3").replace("H1 | 欧阳重华 | 1", "H1 | 欧阳重华 | 2")
    office.send(2019, moved)
    work = office.work(2019)
    second, folder = work.manifest().digest(Scope()), work.folders.history(2019)

    def seen(*names: str) -> RowChanges | None:
        found = row_changes(folder, first, second, Scope(*names))
        assert found is not None
        return found.get("households")

    assert seen() == RowChanges(0, 0, 2)  # H3's village, H1's size
    assert seen("甲乡", "东村") == RowChanges(1, 0, 1)
    assert seen("甲乡", "西村") == RowChanges(0, 1, 0)
    assert row_changes(folder, first, first, Scope()) == {}
    assert row_changes(folder, "gone", second, Scope()) is None


def test_only_the_last_states_are_kept_and_nothing_readable_of_a_person(office: Office) -> None:
    office.send(2019)
    work = office.work(2019)
    manifest, folder = work.manifest(), work.folders.history(2019)
    frames = {ledger: work.store.read(ledger) for ledger in manifest.present}
    for number in range(KEPT + 2):
        other = manifest.scopes[0].model_copy(update={"digest": f"state{number}"})
        keep(folder, manifest.model_copy(update={"scopes": (other,)}), frames, work.forms)
    kept = sorted(folder.iterdir())
    assert {path.stem for path in kept} == {f"state{number}" for number in range(2, KEPT + 2)}
    assert not [path for path in kept if "欧阳重华".encode() in path.read_bytes()]
    assert row_changes(folder, "state2", "state3", Scope()) == {}
