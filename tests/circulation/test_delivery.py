"""A real server that fails at every stage: each reader gets the edition at most once, and the book tells the truth."""

import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import trustme

from gonggu.circulation import server as server_room
from gonggu.circulation.delivery import deliver
from gonggu.circulation.log import open_log
from gonggu.circulation.message import Letter
from gonggu.circulation.sendings import Sending, Sendings, open_sendings
from gonggu.circulation.settings import load_server
from tests.circulation.letters import enter, letters
from tests.circulation.mail_server import DROP, PASSWORD, SENDER, TAKEN_UNSAID, USER, MailServer, serving

READERS = 3
FIRST, SECOND, THIRD = (f"reader{number}@example.com" for number in range(READERS))
PAUSES = (1.0, 5.0, 25.0)


class Office:
    """Sends the same letters, as often as it is asked; remembers how long it has paused."""

    def __init__(self, folder: Path, sendings: Sendings) -> None:
        self.folder = folder
        self.sendings = sendings
        self.letters = letters(READERS)
        self.paused: list[float] = []
        enter(sendings, self.letters)

    def send(self, server: MailServer, tls: str = "starttls", **settings: str) -> None:
        """Hand over what is not sent and not in doubt, as the command does."""
        environment = server.environment(tls) | {
            f"GONGGU_SMTP_{name.upper()}": to for name, to in settings.items()
        }
        due = [one for one in self.letters if self._entry(one).state not in ("sent", "doubtful")]
        with open_log(self.folder, "send") as log:
            deliver(due, load_server(environment), self.sendings, log, PAUSES, self.paused.append)

    def states(self) -> list[str]:
        """What the book says of each letter."""
        return [self._entry(letter).state for letter in self.letters]

    def said(self) -> list[str]:
        """What it has noted beside."""
        return [self._entry(letter).said for letter in self.letters]

    def _entry(self, letter: Letter) -> Sending:
        entry = self.sendings.find(letter.message)
        assert entry is not None
        return entry


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_sendings(tmp_path) as sendings:
        yield Office(tmp_path, sendings)


def test_each_gets_a_message_of_its_own_over_an_encrypted_line(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted) as server:
        office.send(server)
        office.send(server)
    assert server.counts() == {FIRST: 1, SECOND: 1, THIRD: 1}
    assert office.states() == ["sent"] * READERS
    assert server.encrypted == [True] * READERS
    assert server.logins == [True]
    assert office.paused == []
    for letter, message in zip(office.letters, server.messages(), strict=True):
        assert message["To"].addresses[0].addr_spec == letter.recipient.address
        assert message["Message-ID"] == f"<{letter.message}@{SENDER.partition('@')[2]}>"
        assert "reader" not in str(message["Cc"] or "") + str(message["Bcc"] or "")
    text = server.messages()[0].get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == office.letters[0].body.text.splitlines()


def test_a_line_that_is_a_dot_does_not_end_the_message(trusted: trustme.CA) -> None:
    content = b"Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n"
    with serving(trusted) as server:
        connection = server_room.Connection(load_server(server.environment()))
        answer = connection.hand_over(FIRST, SENDER, content, lambda: None)
        connection.close()
    assert answer.is_accepted
    assert server.taken == [(FIRST, content)]


# Faults that pass: stage, what the server does there, how often it pauses until all have theirs.
PASSING: Sequence[tuple[str, list[str], int]] = [
    ("connect", [DROP], 1),
    ("connect", [DROP, DROP, DROP], 3),
    ("ehlo", [DROP], 1),
    ("auth", ["454 4.7.0 later"], 1),
    ("mail", ["451 4.3.0 later"], 1),
    ("mail", [DROP], 1),
    ("mail", ["421 closing"], 1),
    (SECOND, ["450 4.2.0 greylisted"], 1),
    (SECOND, ["450 4.2.0 greylisted", "450 4.2.0 greylisted", DROP], 3),
    (FIRST, [DROP], 1),
    ("data", ["451 4.3.0 later"], 1),
    (f"content {SECOND}", ["451 4.3.0 later"], 1),
    (f"content {SECOND}", ["452 4.3.1 full"] * 3, 3),
]


# Those of one fault tell the same sooner.
OFTEN = [pytest.param(*one, marks=[pytest.mark.slow] if one[2] > 1 else []) for one in PASSING]


@pytest.mark.parametrize(("stage", "faults", "pauses"), OFTEN)
def test_a_fault_that_passes_is_tried_again_after_growing_pauses(
    office: Office, trusted: trustme.CA, stage: str, faults: list[str], pauses: int
) -> None:
    with serving(trusted, {stage: faults}) as server:
        office.send(server)
    assert office.states() == ["sent"] * READERS, office.said()
    assert server.counts() == {FIRST: 1, SECOND: 1, THIRD: 1}
    assert office.paused == list(PAUSES[:pauses])


# Faults that last: stage, what the server does, states of the three, what is said of it, pauses.
LASTING: Sequence[tuple[str, str, list[str], str, int]] = [
    ("connect", DROP, ["failed"] * 3, "连接中断", 3),
    ("auth", "535 5.7.8 wrong", ["failed"] * 3, "不接受账号或密码（535）", 0),
    ("mail", "451 4.3.0 later", ["failed"] * 3, "later", 3),
    ("mail", "550 5.7.1 not you", ["refused"] * 3, "not you", 0),
    ("mail", "552 5.3.4 too large", ["refused"] * 3, "too large", 0),
    (FIRST, "550 5.1.1 nobody", ["refused", "sent", "sent"], "nobody", 0),
    (FIRST, "450 4.2.1 later", ["failed", "sent", "sent"], "later", 3),
    ("data", "554 5.5.1 no", ["refused"] * 3, "no", 0),
    (f"content {FIRST}", "552 5.2.2 mailbox full", ["refused", "sent", "sent"], "mailbox full", 0),
    (f"content {FIRST}", "554 5.7.1 spam", ["refused", "sent", "sent"], "spam", 0),
]


@pytest.mark.parametrize(("stage", "fault", "states", "said", "pauses"), LASTING)
def test_a_fault_that_lasts_is_told_and_a_later_run_sends_what_is_missing(
    office: Office, trusted: trustme.CA, stage: str, fault: str, states: list[str], said: str, pauses: int
) -> None:
    with serving(trusted, {stage: [fault, ...]}) as server:
        office.send(server)
        assert office.states() == states
        assert said in office.said()[0]
        assert len(office.paused) == pauses
        assert set(server.counts().values()) <= {1}
        assert len(server.taken) == states.count("sent")
        server.plan.faults.clear()
        office.send(server)
    assert office.states() == ["sent"] * READERS
    assert server.counts() == {FIRST: 1, SECOND: 1, THIRD: 1}


@pytest.mark.parametrize(
    ("stage", "fault", "arrived"),
    [("data", DROP, 0), (f"content {FIRST}", DROP, 0), (f"content {FIRST}", TAKEN_UNSAID, 1)],
)
def test_a_line_cut_after_data_is_a_doubt_that_is_never_sent_again_by_itself(
    office: Office, trusted: trustme.CA, stage: str, fault: str, arrived: int
) -> None:
    with serving(trusted, {stage: [fault]}) as server:
        for _ in range(2):
            office.send(server)
            assert office.states() == ["doubtful", "sent", "sent"]
            assert server.counts().get(FIRST, 0) == arrived
        settled = office.sendings.settle(office.letters[0].message[:8], was_sent=bool(arrived))
        assert settled.state == ("sent" if arrived else "planned")
        office.send(server)
    assert office.states() == ["sent"] * READERS
    assert server.counts() == {FIRST: 1, SECOND: 1, THIRD: 1}


def test_an_answer_that_makes_no_sense_is_a_doubt(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted, {f"content {FIRST}": ["399 what"]}) as server:
        office.send(server)
    assert office.states() == ["doubtful", "sent", "sent"]


def test_a_server_that_falls_silent_after_the_content_is_a_doubt(
    office: Office, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_room, "CONTENT_SECONDS", 0.2)
    with serving(trusted, {f"content {FIRST}": ["wait"]}) as server:
        office.send(server)
    assert office.states() == ["doubtful", "sent", "sent"]


def test_a_message_larger_than_the_server_takes_is_not_transmitted(
    office: Office, trusted: trustme.CA
) -> None:
    with serving(trusted, data_size_limit=100) as server:
        office.send(server)
    assert office.states() == ["refused"] * READERS
    assert "size" in office.said()[0].lower()
    assert server.taken == []


@pytest.mark.usefixtures("trusted")
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(office: Office) -> None:
    with serving(trustme.CA()) as server:
        office.send(server)
    assert office.states() == ["failed"] * READERS
    assert "证书不可信" in office.said()[0]
    assert (server.taken, server.logins, office.paused) == ([], [], [])


def test_a_server_with_the_certificate_of_another_gets_nothing(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted, name="elsewhere.example.com") as server:
        office.send(server)
    assert "证书不可信" in office.said()[0]
    assert (server.taken, server.logins) == ([], [])


def test_a_server_that_offers_no_encryption_gets_neither_password_nor_message(
    office: Office, trusted: trustme.CA
) -> None:
    with serving(trusted, {"plain": ["hidden", ...]}) as server:
        office.send(server)
    assert office.states() == ["failed"] * READERS
    assert "不支持加密" in office.said()[0]
    assert (server.taken, server.logins) == ([], [])


def test_speaking_tls_to_a_server_that_does_not_is_told(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted) as server:
        office.send(server, tls="ssl")
    assert office.states() == ["failed"] * READERS
    assert "加密通信失败" in office.said()[0]


def test_a_server_that_is_not_there_is_told(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted) as server:
        pass
    office.send(server)
    assert office.states() == ["failed"] * READERS
    assert "连不上邮件服务器" in office.said()[0]
    assert office.paused == list(PAUSES)


def test_a_wrong_password_is_tried_once_and_stands_nowhere(office: Office, trusted: trustme.CA) -> None:
    secret = "quite-Wrong-9"
    with serving(trusted) as server:
        office.send(server, password=secret)
        assert server.logins == [False]
    assert "不接受账号或密码" in office.said()[0]
    assert secret not in "".join(office.said())
    _assert_nowhere(office.folder, secret, USER + "@")


def test_the_log_names_no_reader_and_no_password(office: Office, trusted: trustme.CA) -> None:
    with serving(trusted, {FIRST: [f"550 5.1.1 <{FIRST}> unknown", ...]}) as server:
        office.send(server)
    log = (office.folder / "send.log").read_text(encoding="utf-8")
    assert log.count(" sent ") == 2
    assert " refused " in log
    assert "code=550" in log
    for secret in (PASSWORD, "reader", "@", "单位"):
        assert secret not in log


def test_a_crash_while_logging_in_does_not_show_the_password(
    office: Office, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr("smtplib.SMTP.auth_plain", crash)
    monkeypatch.setattr("smtplib.SMTP.auth_login", crash)
    with serving(trusted) as server, pytest.raises(RuntimeError) as crashed:
        office.send(server)
    shown = "".join(traceback.format_exception(crashed.value))
    assert "something else" in shown
    assert PASSWORD not in shown
    assert PASSWORD not in repr(load_server(server.environment()))
    assert office.states() == ["planned"] * READERS


def _assert_nowhere(folder: Path, *secrets: str) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [one for one in secrets if one.encode() in content], path
