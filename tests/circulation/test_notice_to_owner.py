"""The message to the owner through a real SMTP server, with TLS and a password; a server that refuses is told of."""

from pathlib import Path

import pytest
import trustme

from gonggu.errors import StepError
from gonggu.schedule.notice import deliver
from tests.circulation.mail_server import MailServer, serving
from tests.schedule.jobs import at, job, schedule

OWNER = schedule(job("夜", "0 6 * * *")).owner
NOW = at("2026-03-02T00:00")


def _tell(folder: Path) -> None:
    deliver(OWNER, "巩固：计划“夜”\n没有做成", "原因：台账打不开\n", folder, lambda: NOW)


def test_the_owner_gets_it_with_subject_and_text_and_it_is_kept_too(
    trusted: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(trusted) as server:
        _set(monkeypatch, server)
        _tell(tmp_path)
    (letter,) = server.messages()
    assert server.counts() == {OWNER.address: 1}
    assert letter["Subject"] == "巩固：计划“夜” 没有做成"
    assert letter.get_content().splitlines() == ["原因：台账打不开"]
    assert all(server.encrypted)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_server_that_does_not_take_it_is_told_and_the_file_named(
    trusted: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(trusted, {OWNER.address: ["550 no such user"]}) as server:
        _set(monkeypatch, server)
        with pytest.raises(StepError, match="没能告诉负责人：邮件服务器答复 550"):
            _tell(tmp_path)
    with pytest.raises(StepError, match="没能告诉负责人：连不上邮件服务器"):
        _tell(tmp_path)
    assert server.taken == []
    assert list(tmp_path.iterdir())


def _set(monkeypatch: pytest.MonkeyPatch, server: MailServer) -> None:
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
