"""The log: a line an event, as JSON where that is asked for, in files that take turns."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from gonggu.circulation import log as log_room
from gonggu.circulation.log import open_log


def test_a_line_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):  # a second run goes on below the first
        with open_log(tmp_path, "send") as log:
            log.event("sent", year=2019, scope="全区", code=250, said="")
            log.event("failed", scope='a "b"\nc', code=None)
    lines = (tmp_path / "send.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition(" ")[2] for line in lines] == 2 * [
        "sent year=2019 scope=全区 code=250",
        r'failed scope="a \"b\"\nc"',
    ]
    assert datetime.fromisoformat(lines[0].split()[0]).tzinfo
    assert capsys.readouterr() == ("", "")


def test_as_json(tmp_path: Path) -> None:
    with open_log(tmp_path, "send", as_json=True) as log:
        log.event("sent", year=2019, scope="全区", lasting=False)
    told = json.loads((tmp_path / "send.jsonl").read_text(encoding="utf-8"))
    assert datetime.fromisoformat(told.pop("time")).tzinfo
    assert told == {"event": "sent", "year": 2019, "scope": "全区", "lasting": False}


def test_files_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_room, "BYTES", 1000)
    with open_log(tmp_path, "send") as log:
        for number in range(200):
            log.event("sent", number=number)
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"send.log", *(f"send.log.{number}" for number in range(1, log_room.KEPT + 1))}
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert "number=199" in (tmp_path / "send.log").read_text(encoding="utf-8")
