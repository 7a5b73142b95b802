"""A process that delivers letters when told to, in a child that may be killed: `python -m tests.circulation.postman`.

Each line on standard input is a round: folder, number of letters. It answers with the child's process id, and with a
line once that has ended. The child does what the command does: what was interrupted is made doubtful, what is missing
is handed over.
"""

import os
import sys
from pathlib import Path

from gonggu.circulation.delivery import deliver
from gonggu.circulation.log import open_log
from gonggu.circulation.sendings import open_sendings
from gonggu.circulation.settings import load_server
from tests.circulation.letters import enter, letters, parcel

DONE = ("sent", "doubtful")


def send(folder: Path, number: int) -> None:
    """One call of `send`, the edition being there."""
    planned = letters(number, parcel(b"x" * 300_000))
    with open_sendings(folder) as sendings, open_log(folder, "send") as log:
        sendings.interrupted(2019)
        enter(sendings, planned)
        found = [(letter, sendings.find(letter.message)) for letter in planned]
        due = [letter for letter, entry in found if entry and entry.state not in DONE]
        deliver(due, load_server(os.environ), sendings, log, (0.01,))


def main() -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        folder, number = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            try:
                send(Path(folder), int(number))
            finally:
                os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
