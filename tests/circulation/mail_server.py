"""A real mail server on this machine, with STARTTLS and AUTH, that can be told to fail at any stage."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD, SENDER = "office", "correct-Horse-7", "office@district.example.com"
# What a fault may be beside an answer of the server: the connection ends without one.
DROP = "drop"
# The server takes the message, and nobody hears of it.
TAKEN_UNSAID = "taken unsaid"


@dataclass
class Plan:
    """What goes wrong: by stage (connect, ehlo, auth, mail, rcpt, data, content), or by mailbox (`rcpt` and `content`).

    Each is a list that is used up, one fault at a time; the last of a list that ends with `...` is meant for ever.
    """

    faults: dict[str, list[Any]] = field(default_factory=dict)

    def next(self, *keys: str) -> str:
        """The next fault of the first of these stages that has one; blank where there is none."""
        for key in keys:
            left = self.faults.get(key, [])
            if left:
                return str(left[0] if left[1:] == [...] else left.pop(0))
        return ""


@dataclass
class MailServer:
    """The server and what it has taken: recipient and message, in order."""

    port: int
    plan: Plan
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    def environment(self, tls: str = "starttls") -> dict[str, str]:
        """The settings that lead here."""
        return {
            "GONGGU_SMTP_HOST": "localhost",
            "GONGGU_SMTP_PORT": str(self.port),
            "GONGGU_SMTP_USER": USER,
            "GONGGU_SMTP_PASSWORD": PASSWORD,
            "GONGGU_SMTP_TLS": tls,
            "GONGGU_SMTP_FROM": SENDER,
        }

    def counts(self) -> dict[str, int]:
        """How many messages each mailbox has got."""
        mailboxes = [mailbox for mailbox, _ in self.taken]
        return {mailbox: mailboxes.count(mailbox) for mailbox in mailboxes}

    def messages(self) -> list[EmailMessage]:
        """What was taken, read as a mail program does."""
        return [message_from_bytes(content, policy=default) for _, content in self.taken]  # type: ignore[misc]


class _Faulty(SMTP):
    """aiosmtpd's server; DATA may be turned down, or the line be cut before or after it was accepted."""

    def connection_made(self, transport: Any) -> None:
        fresh = self.transport is None
        super().connection_made(transport)
        if fresh and self._fault("connect") == DROP:
            transport.abort()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        fault = self._fault("data")
        if fault == DROP:
            await self.push("354 go on")
            self.transport.abort()
        elif fault:
            await self.push(fault)
        else:
            await super().smtp_DATA(arg)

    def _fault(self, stage: str) -> str:
        return self.event_handler.server.plan.next(stage)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self.server.plan.next("ehlo") == DROP:
            server.transport.abort()
        if self.server.plan.next("plain"):
            responses = [one for one in responses if "STARTTLS" not in one]
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.server.encrypted.append(session.ssl is not None)
        fault = self._answer(server, "mail")
        envelope.mail_from = "" if fault else address
        return fault or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        fault = self._answer(server, address, "rcpt")
        if not fault:
            envelope.rcpt_tos.append(address)
        return fault or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.server.plan.next(f"content {envelope.rcpt_tos[0]}", "content")
        if not fault or fault == TAKEN_UNSAID:
            assert isinstance(envelope.content, bytes)
            self.server.taken += [(one, envelope.content) for one in envelope.rcpt_tos]
        if fault in (DROP, TAKEN_UNSAID):
            server.transport.abort()
        return fault or "250 taken"

    def _answer(self, server: SMTP, *stages: str) -> str:
        fault = self.server.plan.next(*stages)
        if fault == DROP:
            server.transport.abort()
        return fault


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Faulty(self.handler, **self.SMTP_kwargs)


def authority(folder: Path) -> trustme.CA:
    """A certificate authority of the moment, whose certificate lies in `folder`/ca.pem."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(folder / "ca.pem"))
    return made


@contextmanager
def serving(
    certified_by: trustme.CA,
    faults: Mapping[str, list[Any]] | None = None,
    name: str = "localhost",
    **more: Any,
) -> Iterator[MailServer]:
    """The server, on a port of its own, with a certificate for `name`."""
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certified_by.issue_cert(name).configure_cert(context)
    server = MailServer(_free_port(), Plan())
    plan = server.plan

    def authenticated(
        _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any
    ) -> AuthResult:
        fault = plan.next("auth")
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        server.logins.append(right)
        if fault:
            return AuthResult(success=False, handled=False, message=fault)
        return AuthResult(success=right, handled=False)

    settings = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": authenticated,
        "auth_required": True,
        "data_size_limit": 20_000_000,
    }
    controller = _Controller(_Handler(server), "localhost", server.port, **(settings | more))
    controller.start()  # it tries the port itself: no fault is meant for that
    plan.faults |= {stage: list(answers) for stage, answers in (faults or {}).items()}
    try:
        yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        port: int = one.getsockname()[1]
        return port
