"""The book of what was sent to whom: written before and after each delivery, so that nothing is sent twice.

SQLite with a rollback journal, synced to the disk at each entry: one file, also on a network drive, where a
write-ahead log would not be safe, and whole in any copy of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from gonggu.errors import UsageError, WriteError
from gonggu.writing import replacing, writing

# planned: nothing has been handed over. sending: it is being handed over just now. doubtful: the connection or the
# process ended before the server had answered. refused: the server will not have it. failed: could not be handed over.
State = Literal["planned", "sending", "sent", "refused", "failed", "doubtful"]
NAME = "sendings.sqlite"
_SHORTEST = 6
_TABLE = """
CREATE TABLE IF NOT EXISTS sending (
    message TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    edition TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'refused', 'failed', 'doubtful')),
    code INTEGER,
    said TEXT NOT NULL DEFAULT '',
    changed TEXT NOT NULL
)
"""
_COLUMNS = "message, year, scope, kind, edition, mailbox, state, code, said, changed"


@dataclass(frozen=True)
class Sending:
    """One edition to one mailbox: `code` and `said` are the server's last answer, `changed` the time of the state (UTC)."""

    message: str
    year: int
    scope: str
    kind: str
    edition: str
    mailbox: str
    state: State = "planned"
    code: int | None = None
    said: str = ""
    changed: str = ""


class Sendings:
    """The open book."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def plan(self, sending: Sending) -> None:
        """Enter a message that is due, unless it is in the book."""
        self._write(
            f"INSERT OR IGNORE INTO sending ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 'planned', NULL, '', ?)",
            *(
                sending.message,
                sending.year,
                sending.scope,
                sending.kind,
                sending.edition,
                sending.mailbox,
                _now(),
            ),
        )

    def mark(self, message: str, state: State, code: int | None = None, said: str = "") -> None:
        """Enter what has become of a message; on the disk when this returns."""
        self._write(
            "UPDATE sending SET state = ?, code = ?, said = ?, changed = ? WHERE message = ?",
            *(state, code, said, _now(), message),
        )

    def find(self, message: str) -> Sending | None:
        """The entry of a message."""
        return next(self._read("message = ?", message), None)

    def interrupted(self, year: int) -> list[Sending]:
        """Make doubtful what a process that is no more was just handing over; call only while holding the year."""
        left = list(self._read("state = 'sending' AND year = ?", year))
        for one in left:
            self.mark(one.message, "doubtful", None, "上次发送中途停止")
        return left

    def doubts(self, year: int) -> list[Sending]:
        """The messages of a year's editions of which nobody knows whether they have arrived."""
        return list(self._read("state = 'doubtful' AND year = ? ORDER BY changed", year))

    def last_sent(self, scope: str, kind: str, mailbox: str, but: str) -> Sending | None:
        """The last message of the place's editions that this mailbox was sent, leaving out the edition `but`."""
        where = "state = 'sent' AND scope = ? AND kind = ? AND mailbox = ? AND edition <> ?"
        return next(self._read(f"{where} ORDER BY changed DESC, rowid DESC", scope, kind, mailbox, but), None)

    def settle(self, beginning: str, was_sent: bool) -> Sending:
        """Answer whether a doubtful message has arrived; the entry as it is now. UsageError where none is in doubt.

        The message is named by its id or the beginning of it.
        """
        named = beginning.strip("<>").partition("@")[0].casefold()
        found = [one for one in self._read("state = 'doubtful'") if one.message.startswith(named)]
        if len(named) < _SHORTEST or len(found) != 1:
            doubts = "、".join(one.message[:12] for one in self._read("state = 'doubtful'"))
            raise UsageError(
                f"没有存疑的邮件“{beginning}”。{f'存疑的有：{doubts}。' if doubts else '现在没有存疑的邮件。'}"
            )
        self.mark(found[0].message, "sent" if was_sent else "planned", None, "由人确认")
        settled = self.find(found[0].message)
        assert settled is not None
        return settled

    def keep(self, edition: str, files: dict[str, bytes]) -> None:
        """Keep a copy of what an edition says, for comparing with later ones."""
        for name, content in files.items():
            with replacing(self._kept(edition) / name) as fresh:
                fresh.write_bytes(content)

    def kept(self, edition: str, name: str) -> bytes | None:
        """A kept file of an edition; None where it is gone."""
        try:
            return (self._kept(edition) / name).read_bytes()
        except FileNotFoundError:
            return None

    def _kept(self, edition: str) -> Path:
        return self._folder / "editions" / edition

    def _read(self, where: str, *values: object) -> Iterator[Sending]:
        with _writable():
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM sending WHERE {where}", values
            ).fetchall()
        return (Sending(*row) for row in rows)

    def _write(self, statement: str, *values: object) -> None:
        with _writable(), self._connection:
            self._connection.execute(statement, values)


@contextmanager
def open_sendings(folder: Path) -> Iterator[Sendings]:
    """The book in `folder`, made where there is none."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _writable():
        connection = sqlite3.connect(folder / NAME, timeout=30)
    with closing(connection):
        with _writable(), connection:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute(_TABLE)
        yield Sendings(connection, folder)


@contextmanager
def _writable() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise WriteError(
            f"发送记录 {NAME} 读写不了（{error}），没有继续发送。请检查磁盘空间和权限。"
        ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
