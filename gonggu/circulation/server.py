"""One connection to the mail server: safe before anything is said on it, and each answer judged by what it means."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from gonggu.circulation.settings import Server

# RFC 5321 4.5.3.2: five minutes for a command, ten for the answer to the whole message.
COMMAND_SECONDS = 300.0
CONNECT_SECONDS = 60.0
CONTENT_SECONDS = 600.0
_LONGEST_ANSWER = 200
_DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)
_CLOSING = 421


class ServerError(Exception):
    """The server cannot be used just now; `lasting` where trying again would not help.

    `said` is Chinese and names neither account nor password.
    """

    def __init__(self, said: str, *, lasting: bool = False, code: int | None = None) -> None:
        super().__init__(said)
        self.said = said
        self.lasting = lasting
        self.code = code


@dataclass(frozen=True)
class Answer:
    """The server's last word on a message: RFC 5321's code, and its text made safe to show."""

    code: int
    said: str

    @property
    def is_accepted(self) -> bool:
        """The message is the server's now."""
        return 200 <= self.code < 300

    @property
    def is_temporary(self) -> bool:
        """It may be taken later."""
        return 400 <= self.code < 500

    @property
    def is_lasting(self) -> bool:
        """It will not be taken as it is."""
        return 500 <= self.code < 600


class Connection:
    """A connection that may hand over messages; ServerError where none can be made."""

    def __init__(self, server: Server) -> None:
        self._smtp = _connected(server)
        self.is_open = True

    def hand_over(
        self, recipient: str, sender: str, content: bytes, before_content: Callable[[], None]
    ) -> Answer:
        """One message in one envelope to one recipient.

        `before_content` is called once the server is ready for the content and none of it has been sent. ServerError
        means that nothing was handed over if `before_content` has not been called, else that nobody knows.
        """
        try:
            return self._handed_over(recipient, sender, content, before_content)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerError(_lost(error)) from None

    def close(self) -> None:
        """End the connection, with a word of goodbye where the server still listens."""
        if self.is_open:
            self.is_open = False
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()

    def _handed_over(
        self, recipient: str, sender: str, content: bytes, before_content: Callable[[], None]
    ) -> Answer:
        smtp = self._smtp
        size = [f"SIZE={len(content)}"] if smtp.has_extn("size") else []
        steps: tuple[tuple[tuple[int, ...], Callable[[], tuple[int, bytes]]], ...] = (
            ((250,), lambda: smtp.mail(sender, size)),
            ((250, 251), lambda: smtp.rcpt(recipient)),
            ((354,), lambda: smtp.docmd("DATA")),
        )
        for wanted, command in steps:
            answer = _answer(*command())
            if answer.code not in wanted:
                return self._turned_down(answer)
        before_content()
        assert smtp.sock is not None
        smtp.sock.settimeout(CONTENT_SECONDS)
        smtp.send(_DOT_FIRST.sub(b"..", content) + b".\r\n")
        answer = _answer(*smtp.getreply())
        smtp.sock.settimeout(COMMAND_SECONDS)
        if answer.code == _CLOSING or not 200 <= answer.code < 600:
            self.close()
        return answer

    def _turned_down(self, answer: Answer) -> Answer:
        """The answer, with the connection ready for the next envelope, or closed."""
        if answer.code == _CLOSING or not (answer.is_temporary or answer.is_lasting):
            self.close()
            if not answer.is_temporary:
                raise ServerError(f"邮件服务器的答复看不懂（{answer.code} {answer.said}）")
        else:
            self._smtp.rset()
        return answer


def _connected(server: Server) -> smtplib.SMTP:
    smtp = None
    try:
        smtp = _opened(server)
        _log_in(smtp, server)
        assert smtp.sock is not None
        smtp.sock.settimeout(COMMAND_SECONDS)
        return smtp
    except ServerError:
        _drop(smtp)
        raise
    except (OSError, smtplib.SMTPException) as error:
        _drop(smtp)
        raise _unusable(error) from None


def _opened(server: Server) -> smtplib.SMTP:
    """Connected and encrypted; what is said before that is not believed."""
    # The sender's domain, not this machine's name: that may be Chinese, which no server takes.
    name = server.sender.rpartition("@")[2]
    if server.tls == "ssl":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=CONNECT_SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, name, timeout=CONNECT_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            if not smtp.has_extn("starttls"):
                raise ServerError("邮件服务器不支持加密（STARTTLS），没有发送", lasting=True)
            answer = _answer(*smtp.starttls(context=ssl.create_default_context()))
            if answer.code != 220:
                raise ServerError(
                    f"邮件服务器没有开始加密（{answer.code} {answer.said}）", lasting=answer.is_lasting
                )
            smtp.ehlo()
    except BaseException:
        _drop(smtp)
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: Server) -> None:
    """As the account, where there is one; a wrong password is tried once, lest the account be locked."""
    if not server.user:
        return
    ways = {"PLAIN": "auth_plain", "LOGIN": "auth_login", "CRAM-MD5": "auth_cram_md5"}
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    way = next((one for one in ways if one in offered), "")
    if not way:
        raise ServerError("邮件服务器不支持用账号登录", lasting=True)
    smtp.user, smtp.password = server.user, server.password.get_secret_value()
    try:
        smtp.auth(way, getattr(smtp, ways[way]))
    except smtplib.SMTPAuthenticationError as error:
        # What the server answers may repeat the account.
        answer = _answer(error.smtp_code, b"")
        raise ServerError(
            f"邮件服务器不接受账号或密码（{answer.code}）", lasting=not answer.is_temporary, code=answer.code
        ) from None


def _unusable(error: Exception) -> ServerError:
    """What to tell of a connection that could not be made."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ServerError(f"邮件服务器的证书不可信（{error.verify_message}），没有发送", lasting=True)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return ServerError(f"与邮件服务器加密通信失败（{error.reason or 'TLS'}）", lasting=True)
    if isinstance(error, smtplib.SMTPResponseException):
        answer = _answer(error.smtp_code, error.smtp_error)
        return ServerError(
            f"邮件服务器不接受连接（{answer.code} {answer.said}）",
            lasting=answer.is_lasting,
            code=answer.code,
        )
    return ServerError(_lost(error))


def _lost(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "邮件服务器没有应答"
    if isinstance(error, OSError) and error.strerror and not isinstance(error, ssl.SSLError):
        return f"连不上邮件服务器（{error.strerror}）"
    return "与邮件服务器的连接中断"


def _drop(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        with suppress(OSError):
            smtp.close()


def _answer(code: int, said: bytes | str) -> Answer:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    shown = "".join(one if one.isprintable() else " " for one in text)
    return Answer(code, " ".join(shown.split())[:_LONGEST_ANSWER])
