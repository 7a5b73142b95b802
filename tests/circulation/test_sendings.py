"""The book of what was sent: nothing is entered twice, what was interrupted is a doubt, a doubt is answered once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gonggu.circulation.sendings import NAME, Sending, Sendings, open_sendings
from gonggu.errors import UsageError, WriteError

FIRST = Sending("a" * 32, 2019, "全区", "internal", "e1", "a@example.com")
SECOND = Sending("ab" * 16, 2019, "全区", "internal", "e2", "a@example.com")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Sendings]:
    with open_sendings(tmp_path) as made:
        made.plan(FIRST)
        made.plan(SECOND)
        yield made


def _state(book: Sendings, sending: Sending) -> str:
    found = book.find(sending.message)
    return found.state if found else "unknown"


def test_planning_again_changes_nothing(book: Sendings, tmp_path: Path) -> None:
    book.mark(FIRST.message, "sent", 250, "taken")
    book.plan(FIRST)
    with open_sendings(tmp_path) as again:
        assert _state(again, FIRST) == "sent"
        assert _state(again, SECOND) == "planned"
        assert again.find("unknown") is None


def test_what_was_being_sent_when_its_process_ended_is_a_doubt_of_its_year(book: Sendings) -> None:
    book.mark(FIRST.message, "sending")
    assert book.interrupted(2018) == []
    assert [one.message for one in book.interrupted(2019)] == [FIRST.message]
    assert (_state(book, FIRST), _state(book, SECOND)) == ("doubtful", "planned")


@pytest.mark.parametrize("named", ["aaaaaa", f"<{FIRST.message}@example.com>", FIRST.message.upper()])
def test_a_doubt_is_answered_by_the_messages_id_or_its_beginning(book: Sendings, named: str) -> None:
    book.mark(FIRST.message, "doubtful")
    assert book.settle(named, was_sent=False).state == "planned"
    with pytest.raises(UsageError, match="没有存疑的邮件"):
        book.settle(named, was_sent=True)


@pytest.mark.parametrize("named", ["", "a", "aaaaab", "abababab"])
def test_what_names_no_doubt_answers_none(book: Sendings, named: str) -> None:
    book.mark(FIRST.message, "doubtful")
    with pytest.raises(UsageError, match="存疑的有：aaaaaaaaaaaa"):
        book.settle(named, was_sent=True)
    assert (_state(book, FIRST), _state(book, SECOND)) == ("doubtful", "planned")


def test_the_last_that_a_reader_was_sent_is_another_edition_of_the_same_place(book: Sendings) -> None:
    def last(but: str, kind: str = "internal") -> str:
        found = book.last_sent("全区", kind, "a@example.com", but=but)
        return found.edition if found else ""

    assert last("e3") == ""
    book.mark(FIRST.message, "sent")
    book.mark(SECOND.message, "sent")
    assert (last("e3"), last("e2"), last("e3", "public")) == ("e2", "e1", "")


def test_what_was_sent_is_kept_for_comparing(book: Sendings) -> None:
    book.keep("e1", {"figures.json": b"{}"})
    assert book.kept("e1", "figures.json") == b"{}"
    assert book.kept("e2", "figures.json") is None


def test_a_book_that_is_torn_stops_everything(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no book at all" * 100)
    with pytest.raises(WriteError, match="没有继续发送"), open_sendings(tmp_path):
        pass
