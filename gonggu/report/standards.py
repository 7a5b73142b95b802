"""所用标准: the policy values that an edition's figures rest on or are held against, each with year and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from gonggu.figures.card import Figure
from gonggu.figures.contradictions import STANDARDS as OF_PRINTED
from gonggu.figures.crosschecks.money import STANDARDS as OF_PAYMENTS
from gonggu.figures.view import View
from gonggu.params import Rule
from gonggu.rule_names import QUALITIES, RULES, rule_name, since_said

COLUMNS = ("标准", "数值", "起始年度", "性质", "出处", "用于")


@dataclass(frozen=True)
class Standard:
    """A rule in force, and the figures of the edition that use it."""

    rule: Rule
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        """What office people call it."""
        return RULES.get(self.rule.rule, self.rule.rule)

    @property
    def quality(self) -> str:
        """Whether its value has a source, or was derived or assumed."""
        return QUALITIES[self.rule.quality]

    @property
    def cited(self) -> str:
        """脱贫线3,200元/人·年（2018年起，假定）."""
        return f"{self.name}{self.rule.said}（{since_said(self.rule.year, self.rule.quality)}）"


def standards(view: View, figures: Mapping[str, Figure]) -> list[Standard]:
    """The rules that figures of the edition use, in the order in which they are met."""
    used: dict[str, list[Figure]] = {}
    for figure in figures.values():
        for name in dict.fromkeys(_rules_of(view, figure)):
            used.setdefault(name, []).append(figure)
    in_force = view.rules.in_force
    return [Standard(in_force[name], tuple(found)) for name, found in used.items() if name in in_force]


def _rules_of(view: View, figure: Figure) -> Iterator[str]:
    card = figure.card
    yield from (*card.rules, *card.held_against, *OF_PAYMENTS.get(card.id, ()))
    if view.scope.level == "district" and view.all_params.published:
        yield from OF_PRINTED.get(card.id, ())


def by_figure(listed: list[Standard]) -> dict[str, list[Standard]]:
    """The standards of each figure, by its id."""
    found: dict[str, list[Standard]] = {}
    for standard in listed:
        for figure in standard.figures:
            found.setdefault(figure.card.id, []).append(standard)
    return found


def standards_table(view: View, figures: Mapping[str, Figure]) -> pd.DataFrame:
    """The same as a table of texts."""
    rows = [
        (
            rule_name(one.rule.rule),
            one.rule.said,
            f"{one.rule.year}年",
            one.quality,
            one.rule.source,
            "、".join(figure.card.label for figure in one.figures),
        )
        for one in standards(view, figures)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def quoted(view: View, name: str, number: str) -> Markup:
    """A rule's number as a sentence says it, linked to its row; UsageError where none is in force."""
    rule = view.rules.rule(name)
    title = f"{RULES.get(name, name)}：{since_said(rule.year, rule.quality)}"
    return Markup('<a class="w" href="#r-{}" title="{}">{}</a>').format(name, title, number)
