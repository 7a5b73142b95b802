"""An office that has an edition and a list of readers, and calls `send`."""

import json
import shutil
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

import pipeline
from gonggu.circulation.sendings import NAME
from gonggu.folders import PROJECT
from gonggu.scope import DISTRICT_NAME

YEAR = 2019
DUTY, OFFICE = "duty@district.example.com", "office@district.example.com"


class Office:
    """A copy of an edition with its ledgers, that a test may spoil."""

    def __init__(self, run: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.outputs, self.params = folder / "data", folder / "outputs", folder / "params"
        for name in ("raw", "processed"):
            shutil.copytree(run / "data" / name, self.data / name)
        shutil.copytree(run / "outputs", self.outputs)
        shutil.copytree(PROJECT / "params", self.params)
        self.edition = self.outputs / str(YEAR) / DISTRICT_NAME
        self.out = self.err = ""
        self._capsys = capsys
        self.list_readers((DUTY, "全区", "internal"), (OFFICE, "全区", "internal"))

    def list_readers(self, *readers: tuple[str, str, str]) -> None:
        """Write the list: address, place, kind of edition."""
        entries = [
            {"name": f"单位{number}", "address": address, "scopes": [scope], "edition": kind}
            for number, (address, scope, kind) in enumerate(readers, start=1)
        ]
        (self.params / "recipients.yaml").write_text(
            json.dumps({"recipients": entries}, ensure_ascii=False), encoding="utf-8"
        )

    def call(self, command: str, *words: str) -> int:
        """Run a command for the year; what it printed is in `out` and `err`."""
        folders = ["--data", self.data, "--outputs", self.outputs, "--params", self.params]
        code = pipeline.main([command, "--year", str(YEAR), *map(str, folders), *words])
        self.out, self.err = self._capsys.readouterr()
        return code

    def send(self, *words: str) -> int:
        """Call `send`."""
        return self.call("send", *words)

    def written(self) -> list[EmailMessage]:
        """The messages that were written instead of being sent."""
        paths = sorted(self.outputs.rglob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]  # type: ignore[misc]

    def change_record(self, change: Callable[[dict[str, Any]], None], *names: str) -> None:
        """Rewrite the edition's records of its run."""
        for name in names or ("run.json", ".steps/run.json"):
            path = self.edition / name
            content = json.loads(path.read_text(encoding="utf-8"))
            change(content)
            path.write_text(json.dumps(content), encoding="utf-8")

    @property
    def has_book(self) -> bool:
        """Whether anything was ever entered."""
        return (self.data / "circulation" / NAME).exists()


def attached(message: EmailMessage) -> Sequence[tuple[str | None, bytes]]:
    """Names and contents of a message's attachments."""
    return [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]  # type: ignore[misc]
