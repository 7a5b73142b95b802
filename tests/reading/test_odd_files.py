"""Files and folders that are not what their names say, or whose names cannot be read: told, and the others are read."""

import os
from pathlib import Path

import pytest

from gonggu.reading.ledgers import read_year
from tests.ledgers_for_tests import FORMS, clean, raw, rows_of, told, write_book

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
