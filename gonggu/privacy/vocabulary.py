"""What no circulated file may say: the personal values of a year's ledgers, of the whole district."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gonggu.allowed import Allowed
from gonggu.privacy.known import Known, known_of
from gonggu.privacy.name_cells import name_rows
from gonggu.privacy.names import has_name
from gonggu.privacy.numbers import number_kinds
from gonggu.privacy.persons import PERSON
from gonggu.privacy.plain import APART, plain
from gonggu.year import Year


@dataclass(frozen=True)
class Vocabulary:
    """What is known of persons, names that may be said, and wordings in which a name may stand.

    `computed` are digits that an edition has worked out, which are nobody's though they may look like it.
    """

    known: Known = field(default_factory=lambda: known_of([]))
    public: frozenset[str] = frozenset()
    wordings: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()

    def kinds_in(self, text: str, *, measures: bool = False) -> set[str]:
        """The kinds of personal values in a text; in `measures` numbers are mostly coordinates."""
        read = plain(text)
        kinds = number_kinds(read, self.known, self.computed, measures=measures)
        for wording in self.wordings:
            read = read.replace(wording, APART)
        return kinds | {PERSON} if has_name(read, self.known, self.public) else kinds

    def knowing(self, computed: frozenset[str]) -> "Vocabulary":
        """Return the same with the digits that an edition has worked out."""
        return replace(self, computed=computed)


def vocabulary_of(known: Known, allowed: Iterable[Allowed] = ()) -> Vocabulary:
    """What is known without what may be said."""
    said = frozenset(plain(one.text) for one in allowed)
    public = frozenset(row.value or row.key for row in name_rows(said))
    # A wording only lets pass the name that stands in it, never a longer one of which it is a part.
    wordings = tuple(sorted(text for text in said if has_name(text, known, public)))
    return Vocabulary(known, public, wordings)


def vocabulary(work: Year) -> Vocabulary:
    """The vocabulary of the year's stored ledgers; OSError where they have not been read."""
    return vocabulary_of(work.store.persons(), work.params.allowed)
