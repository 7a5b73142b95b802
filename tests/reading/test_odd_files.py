"""Files and folders that are not what their names say, or whose names cannot be read: told, and the others are read."""

import os
from pathlib import Path

import pytest

from gonggu.manifest import is_current, stale
from gonggu.reading.ledgers import read_year
from gonggu.reading.trouble import Trouble
from tests.ledgers_for_tests import FORMS, YEAR, YEAR_PARAMS, clean, raw, rows_of, told, write_book

FUNDS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额\n甲 | 2019-03-01 | 资金 | 财政专项扶贫资金 | 中央 | 产业发展 | 5"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and names of bytes are POSIX's")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year's folder with one sound workbook."""
    write_book(raw(tmp_path) / "资金下达.xlsx", {"表": rows_of(FUNDS)})
    return tmp_path


def _unreadable(folder: Path) -> list[str]:
    """What is told of the files beside the sound one, which is read."""
    store = clean(folder)
    assert store.manifest().rows == {"allocations": 1}
    findings = store.findings()
    assert len(told(findings, "file_unreadable")) == len(store.manifest().inputs) - 1
    return [str(value) for value in findings.loc[findings["check"].eq("file_unreadable"), "value"]]


def test_links_that_lead_nowhere_or_in_a_circle_are_told(folder: Path) -> None:
    (raw(folder) / "项目.xlsx").symlink_to("nowhere.xlsx")
    (raw(folder) / "项目2.xlsx").symlink_to("项目2.xlsx")
    (raw(folder) / "circle").symlink_to(raw(folder))
    missing, circle = _unreadable(folder)
    assert "不存在" in missing
    assert "指向自身" in circle


PAYMENTS = "拨付编号 | 项目编号 | 金额\nB1 | X1 | 5"


def _ledgers_read(folder: Path) -> dict[str, int]:
    return {name: len(typed.frame) for name, typed in read_year(raw(folder), FORMS).ledgers.items()}


def test_a_linked_folder_is_looked_into_wherever_it_lies(folder: Path) -> None:
    share = folder / "share"
    write_book(share / "桂花园乡" / "桂花园乡_资金拨付.xlsx", {"表": rows_of(PAYMENTS)})
    write_book(share / "其他" / "横岩乡" / "深" / "资金拨付2.xlsx", {"表": rows_of(PAYMENTS)})
    (raw(folder) / "桂花园乡").symlink_to(share / "桂花园乡")
    (raw(folder) / "乡镇").mkdir()
    (raw(folder) / "乡镇" / "横岩乡").symlink_to("../../../share/其他")
    assert _ledgers_read(folder) == {"allocations": 1, "payments": 2}
    assert "乡镇/横岩乡/横岩乡/深/资金拨付2.xlsx" in {item.file for item in clean(folder).manifest().inputs}


def test_linked_folders_are_looked_into_once_and_without_end_never(folder: Path) -> None:
    write_book(raw(folder) / "乡" / "资金拨付.xlsx", {"表": rows_of(PAYMENTS)})
    share = folder / "share"
    write_book(share / "资金拨付2.xlsx", {"表": rows_of(PAYMENTS)})
    (share / "again").symlink_to(share)
    (share / "back").symlink_to(raw(folder))
    for name, target in (("a", "乡"), ("up", ".."), ("top", "../.."), ("s1", str(share)), ("s2", str(share))):
        (raw(folder) / name).symlink_to(target)
    (raw(folder) / "乡" / "inner").symlink_to("..")
    assert _ledgers_read(folder) == {"allocations": 1, "payments": 2}


def test_hidden_folders_behind_links_stay_unread(folder: Path) -> None:
    write_book(folder / "share" / ".old" / "资金拨付.xlsx", {"表": rows_of(PAYMENTS)})
    (raw(folder) / "乡").symlink_to(folder / "share")
    (raw(folder) / ".hidden").symlink_to(folder / "share" / ".old")
    assert _ledgers_read(folder) == {"allocations": 1}


def test_links_of_any_name_that_lead_nowhere_are_told(folder: Path) -> None:
    (raw(folder) / "桂花园乡").symlink_to("nowhere")
    (raw(folder) / "横岩乡.lnk").write_bytes(b"L\0\0\0")
    assert [line.file for line in _unused(folder)] == ["桂花园乡", "横岩乡.lnk"]
    assert all("快捷方式" in line.value for line in _unused(folder))


def _unused(folder: Path) -> list[Trouble]:
    return [one for one in read_year(raw(folder), FORMS).troubles if one.check == "file_unused"]


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("桂花园乡_资金下达.zip", "解压"),
        ("桂花园乡_资金下达.RAR", "解压"),
        ("资金下达（桂花园乡）.7z", "解压"),
        ("资金下达.tar.gz", "解压"),
        ("资金下达2.txt", "另存为 .xlsx"),
        ("乡/资金下达.tsv", "另存为 .xlsx"),
        ("资金下达.xml", "另存为 .xlsx"),
        ("资金下达.html", "另存为 .xlsx"),
        ("资金下达.doc", "另存为 .xlsx"),
        ("资金下达.docx", "另存为 .xlsx"),
        ("资金下达.pdf", "另存为 .xlsx"),
        ("资金下达.jpg", "另存为 .xlsx"),
        ("资金下达.xlsx.bak", "扩展名"),
        ("资金下达", "没有扩展名"),
        ("资金下达.xlsx.lnk", "复制"),
    ],
)
def test_a_file_named_like_a_ledger_that_is_no_workbook_is_told_with_what_to_do(
    folder: Path, name: str, todo: str
) -> None:
    (raw(folder) / name).parent.mkdir(exist_ok=True)
    (raw(folder) / name).write_bytes(b"PK\3\4")
    (line,) = _unused(folder)
    assert (line.ledger, line.file) == ("资金下达", name)
    assert todo in line.value + line.expected
    read = read_year(raw(folder), FORMS)
    assert read.incomplete == {"allocations"}
    assert len(read.ledgers["allocations"].frame) == 1


@pytest.mark.parametrize(
    "name", ["通知.pdf", "桂花园乡.jpg", ".资金下达.zip", "~$资金下达.txt", "资金下达.zip/说明.txt"]
)
def test_other_files_are_none_of_the_ledgers(folder: Path, name: str) -> None:
    (raw(folder) / name).parent.mkdir(exist_ok=True)
    (raw(folder) / name).touch()
    assert _unused(folder) == []


def test_a_file_that_is_no_workbook_makes_what_was_read_before_out_of_date(folder: Path) -> None:
    processed = folder / "processed" / str(YEAR)
    clean(folder)
    assert is_current(raw(folder), processed, YEAR_PARAMS, FORMS)
    (raw(folder) / "桂花园乡_资金下达.zip").write_bytes(b"PK")
    assert "桂花园乡_资金下达.zip" in stale(raw(folder), processed, YEAR_PARAMS, FORMS)
    assert clean(folder).findings()["check"].eq("file_unused").sum() == 1
    assert is_current(raw(folder), processed, YEAR_PARAMS, FORMS)
    (raw(folder) / "桂花园乡_资金下达.zip").unlink()
    assert not is_current(raw(folder), processed, YEAR_PARAMS, FORMS)


def test_pipes_and_devices_are_not_waited_for(folder: Path) -> None:
    os.mkfifo(raw(folder) / "项目.xlsx")
    (raw(folder) / "项目2.csv").symlink_to("/dev/zero")
    assert all("不是普通文件" in reason for reason in _unreadable(folder))


def test_a_folder_with_the_name_of_a_workbook_is_a_folder(folder: Path) -> None:
    (raw(folder) / "项目.xlsx").mkdir()
    assert _unreadable(folder) == []


def test_a_name_in_the_encoding_of_windows_is_told_as_it_was_meant(folder: Path) -> None:
    content = (raw(folder) / "资金下达.xlsx").read_bytes()
    Path(os.fsdecode(os.fsencode(raw(folder)) + b"/" + "桂花园乡_资金下达.xlsx".encode("gbk"))).write_bytes(
        content
    )
    assert "改名" in _unreadable(folder)[0]
    assert "桂花园乡_资金下达.xlsx" in {item.file for item in clean(folder).manifest().inputs}


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(folder: Path) -> None:
    write_book(raw(folder) / "项目.xlsx", {"表": [["甲"]]}).chmod(0)
    closed = raw(folder) / "乡"
    closed.mkdir(mode=0)
    reasons = {
        trouble.file: trouble.value for trouble in read_year(raw(folder), FORMS).troubles if trouble.file
    }
    closed.chmod(0o700)
    assert all("权限" in reasons[name] for name in ("项目.xlsx", "乡"))
