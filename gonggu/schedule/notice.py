"""The message to the owner: kept as a file always, and mailed through the office's server where one is set up."""

import os
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path

from gonggu.circulation.server import Connection, ServerError
from gonggu.circulation.settings import FILE, PREFIX, load_server
from gonggu.errors import StepError
from gonggu.schedule.jobs import Owner
from gonggu.writing import replacing

_POLICY = SMTP.clone(cte_type="7bit")


def deliver(owner: Owner, subject: str, text: str, folder: Path, now: Callable[[], datetime]) -> None:
    """Keep the message below `folder`, and mail it to the owner; UserError where a server is set up that does not take it."""
    moment = now()
    path = folder / f"{moment:%Y%m%d-%H%M%S-%f}.txt"
    with replacing(path) as fresh:
        fresh.write_text(f"{subject}\n\n{text}", encoding="utf-8")
    if not (os.environ.get(FILE) or os.environ.get(f"{PREFIX}HOST")):
        return
    server = load_server(os.environ)
    try:
        connection = Connection(server)
        try:
            content = _content(owner, server.sender, subject, text, moment)
            answer = connection.hand_over(owner.address, server.sender, content, lambda: None)
        finally:
            connection.close()
    except ServerError as error:
        raise StepError(f"没能告诉负责人：{error.said}。通知写在 {path.name}。") from None
    if not answer.is_accepted:
        raise StepError(f"没能告诉负责人：邮件服务器答复 {answer.code} {answer.said}。通知写在 {path.name}。")


def _content(owner: Owner, sender: str, subject: str, text: str, moment: datetime) -> bytes:
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address("巩固", addr_spec=sender)
    letter["To"] = Address(owner.name, addr_spec=owner.address)
    letter["Subject"] = " ".join(subject.split())
    letter["Date"] = format_datetime(moment)
    letter["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="base64")
    return letter.as_bytes()
