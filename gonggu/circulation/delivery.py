"""Handing letters over: each once, in its own envelope; temporary faults are tried again, doubts never."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import sleep

from gonggu.circulation.log import Log
from gonggu.circulation.message import Letter
from gonggu.circulation.sendings import Sendings, State
from gonggu.circulation.server import Answer, Connection, ServerError
from gonggu.circulation.settings import Server

# Seconds before each further round; a mailbox that a server asks to come back for (greylisting) is met by the next run.
PAUSES = (2.0, 15.0, 60.0)
_DOUBT = "正文已开始传送，没有得到答复"


def deliver(
    letters: Iterable[Letter],
    server: Server,
    sendings: Sendings,
    log: Log,
    pauses: Sequence[float] = PAUSES,
    pause: Callable[[float], None] = sleep,
) -> None:
    """Hand over the letters, which are in the book as planned or not yet sent; the book says what became of each.

    All are tried in a round; who met a temporary fault is tried again in the next. A server that will not have us at
    all (a wrong password, a certificate that is not to be trusted) is not asked again.
    """
    waiting = list(letters)
    for seconds in (0.0, *pauses):
        if not waiting:
            return
        if seconds:
            log.event("pause", seconds=seconds, waiting=len(waiting))
            pause(seconds)
        round_ = _Round(server, sendings, log)
        waiting = round_.deliver(waiting)
        if round_.is_hopeless:
            return


class _Round:
    """One attempt at each of the letters, over one connection as long as it holds."""

    def __init__(self, server: Server, sendings: Sendings, log: Log) -> None:
        self._server = server
        self._sendings = sendings
        self._log = log
        self._connection: Connection | None = None
        self.is_hopeless = False

    def deliver(self, letters: Sequence[Letter]) -> list[Letter]:
        """The letters that may be tried again."""
        again: list[Letter] = []
        try:
            for place, letter in enumerate(letters):
                try:
                    connection = self._connected()
                except ServerError as error:
                    left = letters[place:]
                    self._log.event(
                        "no connection", code=error.code, lasting=error.lasting, waiting=len(left)
                    )
                    for one in left:
                        self._mark(one, "failed", error.code, error.said)
                    self.is_hopeless = error.lasting
                    return [*again, *left]
                if not self._is_settled(letter, connection):
                    again.append(letter)
        finally:
            if self._connection:
                self._connection.close()
        return again

    def _connected(self) -> Connection:
        if self._connection is None or not self._connection.is_open:
            self._connection = Connection(self._server)
        return self._connection

    def _is_settled(self, letter: Letter, connection: Connection) -> bool:
        """Hand over one letter; whether it need not, or must not, be tried again."""
        content = letter.content(self._server.sender, datetime.now().astimezone())
        in_doubt = False

        def before_content() -> None:
            nonlocal in_doubt
            self._sendings.mark(letter.message, "sending")
            in_doubt = True

        try:
            answer = connection.hand_over(
                letter.recipient.address, self._server.sender, content, before_content
            )
        except ServerError as error:
            if in_doubt:
                self._mark(letter, "doubtful", None, _DOUBT)
            else:
                self._mark(letter, "failed", error.code, error.said)
            return in_doubt
        except BaseException:
            if in_doubt:  # stopped from outside: the next run asks about it
                self._mark(letter, "doubtful", None, _DOUBT)
            raise
        state = _state_of(answer, in_doubt)
        self._mark(letter, state, answer.code, answer.said)
        return state != "failed"

    def _mark(self, letter: Letter, state: State, code: int | None, said: str) -> None:
        self._sendings.mark(letter.message, state, code, said)
        # Not what the server said: it may repeat the address.
        self._log.event(
            state,
            year=letter.parcel.year,
            scope=letter.parcel.scope.name,
            edition=letter.parcel.edition[:12],
            message=letter.message[:12],
            code=code,
        )


def _state_of(answer: Answer, was_transmitted: bool) -> State:
    if answer.is_temporary:
        return "failed"
    if answer.is_lasting:
        return "refused"
    return "sent" if was_transmitted and answer.is_accepted else "doubtful"
