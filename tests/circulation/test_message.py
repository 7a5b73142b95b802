"""The message as it stands on the wire, read by a program that knows the standards and by one that does not."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from pathlib import Path

import pytest

from gonggu.circulation.body import Body
from gonggu.circulation.message import Letter
from gonggu.circulation.parcel import Parcel, read_parcel
from gonggu.circulation.pictures import Picture
from gonggu.circulation.recipients import Recipient
from gonggu.errors import DataError
from gonggu.scope import Scope
from tests.circulation.letters import BODY, letters, parcel

WRITTEN = datetime(2020, 1, 6, 8, 0, tzinfo=UTC)
SENDER = "office@district.example.com"
VILLAGE = Scope("横岩乡", "大松坡村")
LONG = Scope("横岩乡", "一个名字很长很长的行政村名字真是长得不得了")
PICTURE = Picture("shares@gonggu", "shares", "标题", "说明", 420, 100, b"\x89PNG\r\n\x1a\n chart")


def _wire(of: Parcel, body: Body = BODY) -> bytes:
    reader = Recipient(name="横岩乡党政办", address="a@example.com", scopes=("全区",), edition="internal")
    return Letter(of, reader, body, of.attachments(of.report)).content(SENDER, WRITTEN)


def _read(wire: bytes) -> EmailMessage:
    return message_from_bytes(wire, policy=default)  # type: ignore[return-value]


def test_it_is_seven_bits_in_short_lines_that_end_in_cr_lf() -> None:
    wire = _wire(parcel(scope=VILLAGE), Body("长" * 3000, "<p>长</p>" * 3000, (PICTURE,)))
    assert wire.isascii()
    assert wire.count(b"\n") == wire.count(b"\r") == wire.count(b"\r\n")
    assert wire.endswith(b"\r\n")
    assert max(map(len, wire.split(b"\r\n"))) <= 998


def test_headers_read_as_they_were_meant() -> None:
    read = _read(_wire(parcel(scope=VILLAGE)))
    assert str(read["Subject"]) == "【示例数据】洪江区横岩乡大松坡村2019年巩固脱贫成果工作报告（内部）"
    assert (read["To"].addresses[0].display_name, read["To"].addresses[0].addr_spec) == (
        "横岩乡党政办",
        "a@example.com",
    )
    assert read["From"].addresses[0].addr_spec == SENDER
    assert read["Date"].datetime == WRITTEN
    assert read["Auto-Submitted"] == "auto-generated"
    assert not read.defects


def test_its_parts_are_text_page_with_charts_and_the_two_files() -> None:
    read = _read(_wire(parcel(), Body(BODY.text, '<img src="cid:shares@gonggu">', (PICTURE,))))
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    chart = next(part for part in read.walk() if part.get_content_type() == "image/png")
    assert chart["Content-ID"] == "<shares@gonggu>"
    assert chart.get_content() == PICTURE.png
    contents = [part.get_payload(decode=True) for part in read.iter_attachments()]
    assert contents == [b"<p>report</p>", b"PK annex"]


@pytest.mark.parametrize("scope", [Scope(), VILLAGE, LONG], ids=["district", "village", "long"])
def test_file_names_are_rfc_2231_in_one_piece_with_an_rfc_2047_name_beside(scope: Scope) -> None:
    of = parcel(scope=scope)
    names = list(of.attachment_names)
    wire = _wire(of).decode("ascii")
    assert not re.search(r"name\*\d", wire)
    assert (
        len(re.findall(r"\r\nContent-Disposition: attachment; filename\*=utf-8''[%0-9A-Za-z._-]+\r\n", wire))
        == 2
    )
    assert [part.get_filename() for part in _read(wire.encode()).iter_attachments()] == names
    # As a program reads it that knows of no RFC 2231: the type's name, decoded as a header's words are.
    old = message_from_bytes(wire.encode(), policy=compat32).get_payload()[-2:]  # type: ignore[index]
    words = [re.search(r'name="([^"]*)"', str(part["Content-Type"])) for part in old]  # type: ignore[index]
    assert [str(make_header(decode_header(found[1]))) for found in words if found] == names
    assert all(len(word) <= 75 for found in words if found for word in found[1].split())


def test_the_message_is_known_by_the_edition_and_the_mailbox_alone() -> None:
    one, two = letters(2)
    again = letters(1, parcel())[0]
    other = one.parcel.attachments(b"<p>another reader's copy</p>")
    renamed = Letter(parcel(), one.recipient.model_copy(update={"name": "别的名字"}), BODY, other)
    shouted = Letter(parcel(), one.recipient.model_copy(update={"address": "READER0@Example.com"}), BODY, ())
    assert one.message == again.message == renamed.message == shouted.message
    others = [
        letters(1, parcel(b"<p>another</p>"))[0],
        letters(1, parcel(scope=VILLAGE))[0],
    ]
    assert len({one.message, two.message, *(letter.message for letter in others)}) == 4
    assert re.fullmatch(r"[0-9a-f]{32}", one.message)


@pytest.mark.parametrize(
    "hostile", ["洪\r\nBcc: x@y.cn", "洪\n江", '洪"江', "洪'江", "洪\x00江", "洪\u202e江", "洪<江"]
)
@pytest.mark.parametrize("field", ["district", "township", "village"])
def test_a_place_whose_name_could_end_a_header_is_not_sent(tmp_path: Path, field: str, hostile: str) -> None:
    for name in ("report.html", "annex.xlsx", "run.json"):
        (tmp_path / name).write_bytes(b"{}")
    (tmp_path / "figures.json").write_text('{"figures": []}', encoding="utf-8")
    names = {"district": "洪江区", "township": "甲乡", "village": "东村"} | {field: hostile}
    scope = Scope(names["township"], names["village"])
    with pytest.raises(DataError, match="地名不能用作"):
        read_parcel(tmp_path, 2019, scope, "internal", names["district"], is_sample=False)
