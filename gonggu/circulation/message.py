"""The message as it goes over the wire: text, HTML with its charts, and the attachments under Chinese names."""

from base64 import encodebytes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from gonggu.circulation.body import Body
from gonggu.circulation.parcel import Attachments, Parcel
from gonggu.circulation.recipients import Recipient

# Headers that are set as they are to be read stay so: Python would part a long RFC 2231 name into pieces.
_POLICY = SMTP.clone(refold_source="none", cte_type="7bit")
_TYPES: Mapping[str, str] = {
    ".html": 'text/html; charset="utf-8"',
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Letter:
    """One edition to one reader: one message, one envelope."""

    parcel: Parcel
    recipient: Recipient
    body: Body
    attachments: Attachments = field(repr=False)

    @property
    def message(self) -> str:
        """What the message is known by."""
        return self.parcel.message_id(self.recipient.mailbox)

    def content(self, sender: str, written: datetime) -> bytes:
        """The message, lines ended by CR LF, in seven bits."""
        letter = EmailMessage(policy=_POLICY)
        letter["From"] = _mailbox(f"{self.parcel.district}工作报告", sender)
        letter["To"] = _mailbox(self.recipient.name, self.recipient.address)
        letter["Subject"] = self.parcel.subject
        letter["Date"] = format_datetime(written)
        letter["Message-ID"] = f"<{self.message}@{sender.rpartition('@')[2]}>"
        # No holiday notice needs to answer.
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(self.body.text, cte="base64")
        letter.add_alternative(self.body.html, subtype="html", cte="base64")
        page = letter.get_payload()[1]  # type: ignore[index]
        assert isinstance(page, EmailMessage)
        for picture in self.body.pictures:
            page.add_related(
                picture.png,
                "image",
                "png",
                cid=f"<{picture.cid}>",
                disposition="inline",
                filename=f"{picture.name}.png",
            )
        letter.make_mixed()
        for name, content in self.attachments:
            letter.attach(_attachment(name, content))
        return letter.as_bytes()


def _mailbox(name: str, address: str) -> Address:
    return Address(name, addr_spec=address)


def _attachment(name: str, content: bytes) -> EmailMessage:
    part = EmailMessage(policy=_POLICY)
    kind = _TYPES["." + name.rpartition(".")[2]]
    # Mail programs that know no RFC 2231 (old Foxmail, QQ) read the name of the type, encoded as a header's words.
    part.set_raw("Content-Type", f'{kind}; name="{_words(name)}"')
    part.set_raw("Content-Transfer-Encoding", "base64")
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    part.set_raw("Content-Disposition", disposition)
    part.set_payload(encodebytes(content).replace(b"\n", b"\r\n").decode("ascii"))
    return part


def _words(name: str) -> str:
    """The name as RFC 2047 words, on one line."""
    return Header(name, "utf-8", maxlinelen=75).encode(linesep="")
