"""kill -9 of the sending process at any moment: nobody gets an edition twice, nobody is forgotten.

`GONGGU_KILLS` is how many the long run makes, `GONGGU_SEED` where it draws the moments from.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
import trustme

from gonggu.circulation.sendings import Sending, open_sendings
from tests.circulation.letters import letters, parcel
from tests.circulation.mail_server import MailServer, serving

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
ROOT = Path(__file__).resolve().parents[2]
READERS = 4
KILLS = 3
LONG = int(os.environ.get("GONGGU_KILLS", "100"))
SEED = int(os.environ.get("GONGGU_SEED", "6"))


class Postman:
    """The process that forks one that delivers, and what it takes undisturbed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.circulation.postman"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, folder: Path, kill_after: float | None = None) -> float:
        """One round, killed after so many seconds where it still runs; how long it took."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{folder}\t{READERS}\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        begun = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert self._process.stdout.readline() == "ended\n"
        return time.monotonic() - begun

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


@pytest.fixture
def postman(trusted: trustme.CA) -> Iterator[tuple[Postman, MailServer]]:
    with serving(trusted) as server, closing(Postman(server.environment())) as made:
        yield made, server


def _book(folder: Path) -> list[Sending]:
    planned = letters(READERS, parcel(b"x" * 300_000))
    with open_sendings(folder) as sendings:
        sendings.interrupted(2019)
        found = [sendings.find(letter.message) for letter in planned]
    assert None not in found, "somebody is forgotten"
    return [one for one in found if one]


def _assert_true(book: list[Sending], server: MailServer) -> None:
    """What the book says of each reader is what the server knows, and nobody has it twice."""
    counts = server.counts()
    assert set(counts.values()) <= {1}
    for entry in book:
        got = counts.get(entry.mailbox, 0)
        assert entry.state in ("sent", "doubtful", "planned", "failed")
        if entry.state != "doubtful":
            assert got == (entry.state == "sent"), entry


def _kill_and_mend(postman: Postman, server: MailServer, folder: Path, moments: list[float]) -> int:
    """Rounds that are killed, then one that is not; the doubts are answered as it was. How many doubts there were."""
    for moment in moments:
        postman.send(folder, kill_after=moment)
    postman.send(folder)
    time.sleep(0.05)  # the server may still be reading what a killed process has left
    book = _book(folder)
    _assert_true(book, server)
    assert {entry.state for entry in book} <= {"sent", "doubtful"}
    doubts = [entry for entry in book if entry.state == "doubtful"]
    with open_sendings(folder) as sendings:
        for entry in doubts:
            sendings.settle(entry.message, was_sent=server.counts().get(entry.mailbox, 0) == 1)
    postman.send(folder)
    assert [entry.state for entry in _book(folder)] == ["sent"] * READERS
    assert sorted(server.counts().values()) == [1] * READERS
    server.taken.clear()
    return len(doubts)


def _kills(postman: Postman, server: MailServer, folder: Path, number: int, seed: int) -> int:
    random, doubts, made = Random(seed), 0, 0
    postman.send(folder / "warm")
    usual = postman.send(folder / "undisturbed")
    server.taken.clear()
    while made < number:
        moments = [usual * random.random() for _ in range(min(random.choice((1, 2, 3)), number - made))]
        doubts += _kill_and_mend(postman, server, folder / str(made), moments)
        made += len(moments)
    return doubts


def test_a_killed_process_sends_nothing_twice_and_forgets_nobody(
    postman: tuple[Postman, MailServer], tmp_path: Path
) -> None:
    _kills(*postman, tmp_path, KILLS, SEED)


@pytest.mark.slow
def test_many_killed_processes_send_nothing_twice_and_forget_nobody(
    postman: tuple[Postman, MailServer], tmp_path: Path
) -> None:
    doubts = _kills(*postman, tmp_path, LONG, SEED + 1)
    assert doubts > 0, "no kill has met a message on its way"
