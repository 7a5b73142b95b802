"""What no circulated file may say: the personal values of a year's ledgers, of the whole district."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import pyarrow as pa

from gonggu.allowed import Allowed
from gonggu.manifest import NAME
from gonggu.privacy.names import Names, names_of
from gonggu.privacy.numbers import ACCOUNT, ID, PHONE, Numbers, numbers_of
from gonggu.privacy.plain import APART, plain
from gonggu.store import Store
from gonggu.year import Year

PERSON = "姓名"
# What a personal column of each type holds.
_KINDS = {"text": PERSON, "id": ID, "phone": PHONE, "account": ACCOUNT}
_loading = Lock()


@dataclass(frozen=True)
class Vocabulary:
    """Names and numbers to look for, and wordings in which a name may stand."""

    names: Names = Names()  # noqa: RUF009 - frozen
    numbers: Numbers = Numbers()  # noqa: RUF009 - frozen
    wordings: tuple[str, ...] = ()

    def kinds_in(self, text: str, *, measures: bool = False) -> set[str]:
        """The kinds of personal values in a text; in `measures` numbers are mostly coordinates."""
        read = plain(text)
        kinds = self.numbers.kinds_in(read, measures=measures)
        for wording in self.wordings:
            read = read.replace(wording, APART)
        return kinds | {PERSON} if self.names.are_in(read) else kinds

    def knowing(self, sums: frozenset[str]) -> "Vocabulary":
        """The same with an edition's `sums`, which are no mobile numbers though they look like it."""
        return replace(self, numbers=replace(self.numbers, sums=sums)) if sums else self


def vocabulary_of(values: Mapping[str, Iterable[str]], allowed: Iterable[Allowed] = ()) -> Vocabulary:
    """The vocabulary of personal values by kind."""
    public = frozenset(plain(one.text) for one in allowed)
    names = names_of(values.get(PERSON, ()), public)
    numbers = {kind: found for kind, found in values.items() if kind != PERSON}
    # A wording only lets pass the name that stands in it, never a longer one of which it is a part.
    wordings = tuple(sorted(text for text in public if names.are_in(text)))
    return Vocabulary(names, numbers_of(numbers), wordings)


def vocabulary(work: Year) -> Vocabulary:
    """The year's vocabulary; read once a process, and anew when the ledgers have been."""
    made = (work.store.folder / NAME).stat().st_mtime_ns
    with _loading:
        return _loaded(work.store.folder, made, work.params.allowed, _Held(work.store))


@dataclass(frozen=True)
class _Held:
    """The store, which takes no part in whether two calls are alike."""

    store: Store

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=1)
def _loaded(folder: object, made: int, allowed: tuple[Allowed, ...], held: _Held) -> Vocabulary:  # noqa: ARG001
    return vocabulary_of(personal_values(held.store), allowed)


def personal_values(store: Store) -> dict[str, set[str]]:
    """The distinct values of the stored ledgers' personal columns, by kind."""
    found: dict[str, list[pa.Array]] = {kind: [] for kind in _KINDS.values()}
    for ledger in store.present():
        if personal := {column.name: column for column in store.forms.by_id[ledger].personal}:
            for name, values in store.distinct(ledger, [*personal]).items():
                found[_KINDS[personal[name].type]].append(values)
    # Made one by Arrow: in a district of a million persons most stand in several ledgers.
    texts = pa.large_string()
    merged = {
        kind: pa.chunked_array([one.cast(texts) for one in arrays], texts).unique()
        for kind, arrays in found.items()
    }
    return {kind: set(values.to_pylist()) for kind, values in merged.items()}
