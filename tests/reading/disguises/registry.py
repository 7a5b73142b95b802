"""The named disguises: each writes a sound workbook in another way that means the same to whoever looks at it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.reading.disguises.scene import Scene

Apply = Callable[[Scene], None]


class UnfitError(Exception):
    """The records drawn have nothing that this disguise could change."""


@dataclass(frozen=True)
class Disguise:
    """One way to write the same records.

    `plain`: it has one meaning that a careful clerk understands at once. `needs`: types of which the ledger has a
    column; `ledgers`: names of those that it fits, all where blank; `mentions`: checks that may speak without harm.
    """

    name: str
    apply: Apply
    plain: bool
    needs: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()


DISGUISES: dict[str, Disguise] = {}


def disguise(
    *,
    plain: bool,
    needs: tuple[str, ...] = (),
    ledgers: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
) -> Callable[[Apply], Apply]:
    """Register a function as the disguise of its own name."""

    def register(apply: Apply) -> Apply:
        name = apply.__name__.replace("_", " ")
        assert name not in DISGUISES
        DISGUISES[name] = Disguise(name, apply, plain, needs, ledgers, frozenset(mentions))
        return apply

    return register
