"""What the chapters' templates say with: linked figures, conditions on them, the names of those that lack.

A clause that needs a figure without a value is dropped by `sentence`; what was dropped because a ledger is
absent is noted, so that the chapter can say which ledger.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

import pandas as pd
from markupsafe import Markup, escape

from gonggu.figures.card import Figure
from gonggu.figures.measure import Measure, exact
from gonggu.figures.numbers import decimal_text, number_text, parts_text, with_unit
from gonggu.figures.view import View
from gonggu.report.places import Places, names
from gonggu.report.tables.register import past_poverty
from gonggu.withholding import Withheld

# A private-use character that stands for a number that is not there; no page may show it.
GAP = Markup("\ue000")


class Phrases:
    """The figures of one edition as its sentences use them."""

    # Whether the parts of the place may be named with their own figures.
    names_parts = True
    # Whether records may be counted beside the figures.
    counts_records = True
    # What the public editions of the parts withhold; None where nothing is withheld.
    withheld_elsewhere: Withheld | None = None

    def __init__(self, view: View, figures: dict[str, Figure]) -> None:
        self.view = view
        self.figures = figures
        self.places = Places(view)
        self.unsaid: dict[str, Figure] = {}
        self._measures: dict[str, Measure] = {}

    def f(self, figure_id: str) -> Markup:
        """The figure with its unit, linked to its row in 指标附表; a gap where it has no value."""
        return self._linked(figure_id, spoken)

    def number(self, figure_id: str) -> Markup:
        """The same without unit, where the sentence goes on with another word."""
        return self._linked(figure_id, number_text)

    def parts(self, figure_id: str) -> Markup:
        """Numerator/denominator of a share, linked: 14/15."""
        figure = self._known(figure_id)
        return link(figure, parts_text(figure).replace(" ", "")) if figure else GAP

    def noun(self, figure_id: str, text: str) -> Markup:
        """A word linked to the figure that it rests on."""
        figure = self._known(figure_id)
        return link(figure, text, "w") if figure else GAP

    def value(self, figure_id: str) -> Fraction | None:
        """The exact value, None where there is none."""
        figure = self._known(figure_id)
        value = figure.measure.value if figure else None
        return value if value is None or isinstance(value, Fraction) else exact(value)

    def has(self, figure_id: str) -> bool:
        """Whether the figure exists here and has a value."""
        return self.value(figure_id) is not None

    def withheld(self, figure_id: str) -> bool:
        """Whether a public edition keeps the figure's value to itself."""
        return figure_id in self.figures and self.figures[figure_id].withheld

    def some(self, *figure_ids: str) -> bool:
        """Whether any of the figures is above 0."""
        return any((self.value(one) or 0) > 0 for one in figure_ids)

    def zero(self, figure_id: str) -> bool:
        """Whether the figure is known to be 0."""
        return self.value(figure_id) == 0

    def full(self, figure_id: str) -> bool:
        """Whether the share is whole: numerator = denominator, above 0."""
        figure = self.figures.get(figure_id)
        if figure is None or not figure.measure.denominator:
            return False
        return figure.measure.numerator == figure.measure.denominator

    def empty(self, figure_id: str) -> bool:
        """Whether there is nothing of which the figure could be a share: its ledgers are there, without such rows."""
        figure = self.figures.get(figure_id)
        return figure is not None and figure.measure.denominator == 0

    def lacking(self, figure_id: str) -> pd.DataFrame:
        """The records of a share's whole that are not in its part."""
        measure = self._measured(figure_id)
        (part,), (whole,) = measure.rows, measure.whole
        return self.view.reach(whole.ledger).loc[whole.index.difference(part.index)]

    def counted(self, figure_id: str) -> pd.DataFrame:
        """The records that the figure counts."""
        (rows,) = self._measured(figure_id).rows
        return self.view.reach(rows.ledger).loc[rows.index]

    def where(self, figure_id: str, unit: str, *, lacking: bool = False) -> str:
        """Where the records that a figure counts (or lacks) are: 大坪村3户、…; blank in a village's edition."""
        if self.view.scope.level == "village" or not self.has(figure_id):
            return ""
        records = self.lacking(figure_id) if lacking else self.counted(figure_id)
        return names(self.places.counted(records, unit), "处")

    def names_of(self, figure_id: str) -> str:
        """The names of the projects that a figure counts."""
        return names(self.counted(figure_id)["name"].dropna().str.split().str.join(" "))

    def share(self, figure_id: str, counter: str) -> Markup:
        """n/N and the per cent: 14/15个村（93.33%）."""
        return Markup("{}{}（{}）").format(self.parts(figure_id), counter, self.f(figure_id))

    def lacking_villages(self, figure_id: str) -> str:
        """Names of the villages that a coverage leaves out."""
        if figure_id == "stationed_coverage":
            return names(self.places.villages(self._without_cadres()))
        return names(self.places.villages(self.lacking(figure_id)))

    def coverage(self, items: Iterable[tuple[str, str]], verb: str = "覆盖") -> list[Markup]:
        """Clauses on shares of villages: those that are whole together, the others each with who lacks.

        `items` are (figure, noun); in a village's edition a share is a yes or a no.
        """
        known = [(one, noun) for one, noun in items if self._known(one)]
        full = [self.noun(*item) for item in known if self.full(item[0])]
        short = [item for item in known if not self.full(item[0])]
        if self.view.scope.level == "village":
            missing = [self.noun(*item) for item in short]
            said = [(full, "已"), (missing, "还没有")]
            return [Markup("、").join(nouns) + f"{word}{verb}本村" for nouns, word in said if nouns]
        clauses = [self._all(Markup("、").join(full), known[0][0], verb)] if full else []
        return clauses + [self._short(*item, verb) for item in short]

    def past_poverty(self) -> dict[int, tuple[Fraction | None, Fraction | None]]:
        """Population and persons not exited of past years."""
        return past_poverty(self.view)

    def unsaid_for_ledgers(self) -> dict[str, list[str]]:
        """Absent ledgers, and the labels of the figures asked for that need them."""
        gaps: dict[str, list[str]] = {}
        by_name = {form.name: form.id for form in self.view.forms.by_id.values()}
        for figure in self.unsaid.values():
            for ledger in figure.ledgers:
                if not self.view.has(by_name[ledger]):
                    gaps.setdefault(ledger, []).append(figure.card.label)
        return gaps

    def _all(self, nouns: Markup, figure_id: str, verb: str) -> Markup:
        villages = self.figures[figure_id].measure.denominator or Fraction(0)
        if villages == 1:
            return Markup("{}已{}仅有的1个行政村").format(nouns, verb)
        return Markup("{}{}全部{}个行政村").format(nouns, verb, decimal_text(villages, 0))

    def _short(self, figure_id: str, noun: str, verb: str) -> Markup:
        return Markup("{}{}{}（{}，缺：{}）").format(
            noun,
            verb,
            self.parts(figure_id) + "个村",
            self.f(figure_id),
            self.lacking_villages(figure_id),
        )

    def _without_cadres(self) -> pd.DataFrame:
        villages = self.view.rows("villages")
        posted = self.counted("stationed_coverage")[["area_township", "area_village"]]
        pairs = set(posted.itertuples(index=False, name=None))
        areas = villages[["area_township", "area_village"]].itertuples(index=False, name=None)
        return villages[[area not in pairs for area in areas]]

    def _linked(self, figure_id: str, text: Callable[[Fraction | float | None, str], str]) -> Markup:
        figure = self._known(figure_id)
        return link(figure, text(figure.measure.value, figure.card.unit)) if figure else GAP

    def _measured(self, figure_id: str) -> Measure:
        """The figure with its rows: one that an earlier step handed on comes without them and is taken anew."""
        if figure_id not in self._measures:
            measure = self.figures[figure_id].measure
            self._measures[figure_id] = (
                measure if measure.rows else self.figures[figure_id].card.formula(self.view)
            )
        return self._measures[figure_id]

    def _known(self, figure_id: str) -> Figure | None:
        """The figure if it has a value; one that has none is noted as unsaid."""
        figure = self.figures.get(figure_id)
        if figure is not None and figure.measure.value is None:
            self.unsaid[figure_id] = figure
            return None
        return figure


def spoken(value: Fraction | float | None, unit: str) -> str:
    """The number as a sentence says it: who is counted per head stands in the sentence, not in the unit."""
    return with_unit(value, unit.partition("/")[0])


def link(figure: Figure, text: str, kind: str = "n") -> Markup:
    """`text` linked to the figure's row in 指标附表, with numerator / denominator as title."""
    title = parts_text(figure) if figure.measure.denominator is not None else figure.card.label
    return Markup('<a class="{}" href="#f-{}" title="{}">{}</a>').format(kind, figure.card.id, title, text)


def sentence(text: str, end: str = "。") -> Markup:
    """One sentence of a block's lines, each a clause; clauses with a gap are dropped, an empty sentence is nothing."""
    clauses = [line.strip() for line in text.splitlines()]
    kept = [clause for clause in clauses if clause and GAP not in clause]
    return Markup("，".join(kept) + end) if kept else Markup("")


def paragraph(text: str, head: str = "") -> Markup:
    """The block's sentences as one paragraph behind its head, if it has one; nothing where they are all empty."""
    body = Markup("").join(Markup(line.strip()) for line in text.splitlines())
    lead = Markup("<strong>{}。</strong>").format(head) if head else ""
    return Markup("<p>{}{}</p>").format(lead, body) if body else Markup("")


def plain_count(number: int) -> str:
    """A count with thousands separators."""
    return decimal_text(Fraction(number), 0)


def one_line(value: object) -> object:
    """Text of the data on one line, escaped; markup as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return escape(" ".join(value.split()))
    return value
