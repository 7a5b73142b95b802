"""The report of one edition, chapter by chapter: templates filled from figures, tables, charts and findings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gonggu.corrections import Applied
from gonggu.figures.card import Figure
from gonggu.figures.numbers import decimal_text, number_text, parts_text, value_text
from gonggu.figures.view import View
from gonggu.manifest import InputFile, PlaceBefore
from gonggu.report import comparisons, matter, public, records, standards
from gonggu.report.charts import Chart, charts_of
from gonggu.report.headline import headlines, note_of
from gonggu.report.last_plan import last_plan
from gonggu.report.phrases import GAP, Phrases, one_line, paragraph, plain_count, sentence
from gonggu.report.places import names
from gonggu.report.texts import check_texts, text_of
from gonggu.withholding import Withheld

CHAPTERS = {
    "overview": "总述",
    "work": "一、工作开展情况",
    "shortcomings": "二、存在的问题",
    "plan": "三、下一年度计划",
    "townships": "乡镇对比",
    "income": "收入与贫困测度",
    "crosschecks": "勾稽核对",
    "published": "与已公布数对照",
    "quality": "数据质量",
    "figures": "指标附表",
    "run": "本次运行",
}
# They tell of the report itself.
OF_THE_REPORT = ("figures", "run")
WORK = {
    "mechanism": "工作机制",
    "funds": "资金投入",
    "livelihood": "民生工程",
    "industry": "产业发展",
    "stationing": "驻村帮扶",
    "problems": "问题整改",
    "cadres": "关爱干部",
    "relocation": "易地搬迁后续帮扶",
    "teams": "四支队伍进村入户",
}
# A section of 总述 with charts and paragraphs of its own.
LAST_PLAN = "last_plan"
LINK = re.compile(r'href="#f-([a-z0-9_]+)"')

_MATTER: dict[str, Callable[[Phrases], dict[str, object]]] = {
    "overview": matter.overview,
    "plan": comparisons.plan,
    "income": matter.income,
    "townships": comparisons.townships,
    "published": comparisons.published,
    "figures": records.figure_sections,
}


# What chapters count beside the figures, as a public edition has it.
_WITHOUT_COUNTS: dict[str, object] = {
    "findings_said": "",
    "causes": "",
    "inputs": (),
    "sources": (),
    "ledger_ids": {},
    "insured_who_left": False,
    "aids_others": False,
}


@dataclass(frozen=True)
class RunFacts:
    """What the report says of its own making; nothing that differs between two runs of the same inputs."""

    inputs: tuple[InputFile, ...] = ()
    missing: tuple[str, ...] = ()  # Chinese names of ledgers that are absent or could not be read
    versions: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Applied, ...] = ()  # of the edition's records
    digest: str = ""  # of all that the edition rests on but the year before
    before: PlaceBefore | None = None  # the place's headline figures of the year before
    # By ledger id, the files that were not read.
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """A chapter as the notebook shows it and the page takes it; empty where the edition has no such chapter."""

    id: str
    title: str
    html: Markup = field(repr=False)  # a notebook keeps the text of what it shows too

    def _repr_html_(self) -> str:
        return str(self.html)


class Document:
    """All chapters of an edition; charts of chapters that are in `drawn` are taken from there.

    `withheld` is what the year's public editions withhold; None makes an internal one.
    """

    def __init__(
        self,
        view: View,
        figures: dict[str, Figure],
        findings: pd.DataFrame,
        facts: RunFacts,
        drawn: Mapping[str, list[Chart]] | None = None,
        *,
        withheld: Withheld | None = None,
    ) -> None:
        check_texts(view.all_params, view.scope, (*CHAPTERS, *WORK, LAST_PLAN))
        self.view = view
        self.figures = figures
        self.findings = findings
        self.facts = facts
        self.withheld = withheld
        self._drawn = dict(drawn or {})
        self._made: dict[str, Chapter] = {}

    @property
    def is_public(self) -> bool:
        """Whether the edition is for everybody."""
        return self.withheld is not None

    def chapter(self, chapter_id: str) -> Chapter:
        """A chapter by its id; KeyError where there is none of that name."""
        if chapter_id not in self._made:
            self._made[chapter_id] = self._chapter(chapter_id, CHAPTERS[chapter_id])
        return self._made[chapter_id]

    def _chapter(self, chapter_id: str, title: str) -> Chapter:
        if self._left_out(chapter_id):
            return Chapter(chapter_id, title, Markup(""))
        phrases = self._phrases()
        content: dict[str, object] = self._matter(chapter_id, phrases)
        if chapter_id == "work":
            content = {"parts_of_work": list(self._sections)}
        return Chapter(chapter_id, title, self._render(chapter_id, phrases, content))

    def chapters(self) -> list[Chapter]:
        """The chapters that this edition has, in order."""
        return [chapter for chapter in map(self.chapter, CHAPTERS) if chapter.html]

    def charts(self, chapter_id: str) -> list[Chart]:
        """The charts of a chapter or section, drawn once: the page shows them, the annex has their tables."""
        if chapter_id not in self._drawn:
            drawn = charts_of(chapter_id, self.view, self.figures, is_public=self.is_public)
            self._drawn[chapter_id] = drawn
        return self._drawn[chapter_id]

    def _phrases(self) -> Phrases:
        if self.withheld is None:
            return Phrases(self.view, self.figures)
        return public.PublicPhrases(self.view, self.figures, self.withheld)

    def _left_out(self, chapter_id: str) -> bool:
        if self.is_public and chapter_id not in public.CHAPTERS:
            return True
        level = self.view.scope.level
        if chapter_id == "townships":
            return level == "village" or not self.view.has("villages")
        if chapter_id == "published":
            return level != "district" or not self.view.all_params.published
        return False

    @cached_property
    def _sections(self) -> list[dict[str, object]]:
        return [self.section(one) for one in WORK]

    def _uses(self) -> dict[str, list[tuple[str, str]]]:
        """By figure, the id and title of each chapter and section that speaks of it, in the report's order."""
        spoken = [(str(one["id"]), str(one["title"]), str(one["body"])) for one in self._sections]
        others = [self.chapter(one) for one in CHAPTERS if one not in ("work", *OF_THE_REPORT)]
        first, *rest = [(one.id, one.title, str(one.html)) for one in others]
        uses: dict[str, list[tuple[str, str]]] = {}
        for place, title, html in (first, *spoken, *rest):
            for figure_id in dict.fromkeys(LINK.findall(html)):
                uses.setdefault(figure_id, []).append((place, title))
        return uses

    def section(self, section_id: str) -> dict[str, object]:
        """One of the nine sections of 工作开展情况; it says so where it has nothing to say."""
        phrases = self._phrases()
        content = matter.of_section(section_id, phrases) | (_WITHOUT_COUNTS if self.is_public else {})
        body = self._render(section_id, phrases, content)
        closing = self._closing(section_id, phrases)
        said = body.strip() + closing or Markup("<p>本节没有可以报告的数据。</p>")
        return {"id": section_id, "title": WORK[section_id], "body": said}

    def _matter(self, chapter_id: str, phrases: Phrases) -> dict[str, object]:
        maker = _MATTER.get(chapter_id)
        made = maker(phrases) if maker else {}
        if chapter_id == "overview":
            shown = headlines(phrases, self.facts.before)
            made |= {"headline": shown, "headline_note": note_of(shown, self.facts.before, self.view.year)}
            made |= last_plan(phrases)
        if chapter_id in ("overview", "shortcomings", "quality"):
            made |= records.findings(self.findings, self.facts.missing)
        if chapter_id == "crosschecks":
            made |= comparisons.checks(phrases, self.facts.before, self.findings, self.facts.unread)
        if chapter_id == "quality":
            made |= records.corrections(self.facts.corrections, self.view.forms)
            made |= records.not_made(self.findings)
        if chapter_id == "shortcomings":
            made |= matter.evidence(phrases, self.findings)
        if chapter_id == "figures":
            made |= {"uses": self._uses(), **records.sources(self.view, self.facts.inputs)}
            listed = standards.standards(self.view, self.figures)
            made |= {"standards": listed, "standards_by_figure": standards.by_figure(listed)}
        if chapter_id == "run":
            made |= records.run(self.view, self.facts.inputs, self.facts.versions, self.facts.digest)
        return made | (_WITHOUT_COUNTS if self.is_public else {})

    def _render(self, name: str, phrases: Phrases, content: Mapping[str, object]) -> Markup:
        context = {
            **self._common,
            **matter.sayings(phrases),
            "closing": lambda chapter: self._closing(chapter, phrases),
            "text": lambda chapter: self._text(chapter, phrases),
            **content,
        }
        return Markup(environment().get_template(f"{name}.html.j2").render(context))

    def _closing(self, chapter_id: str, phrases: Phrases) -> Markup:
        """What follows the sentences: charts, the analyst's paragraphs, and which ledgers were missed."""
        charts = Markup("").join(chart.html() for chart in self.charts(chapter_id))
        gaps = phrases.unsaid_for_ledgers()
        notes = [
            Markup('<p class="note">缺少台账“{}”，以下指标没有数据：{}。</p>').format(ledger, names(labels))
            for ledger, labels in gaps.items()
        ]
        return charts + self._text(chapter_id, phrases) + Markup("").join(notes)

    def _text(self, chapter_id: str, phrases: Phrases) -> Markup:
        """The analyst's paragraphs; a public edition has none, for nobody has audited what they say."""
        return Markup("") if self.is_public else text_of(chapter_id, phrases)

    def _window(self) -> str:
        """The visits' window as the sentences name it: with years only where it leaves the report's."""
        window = self.view.params.visits_window
        inside = window.start.year == window.end.year == self.view.year
        days = (window.start, window.end)
        return "至".join(f"{'' if inside else f'{day.year}年'}{day.month}月{day.day}日" for day in days)

    @cached_property
    def _common(self) -> dict[str, object]:
        return {
            "year": self.view.year,
            "base_year": self.view.params.base_year,
            "level": self.view.scope.level,
            "sample": self.view.params.sample,
            "has_printed": bool(self.view.all_params.published),
            "missing": self.facts.missing,
            "unread_said": records.unread_said(self.facts.unread, self.view.forms, is_public=self.is_public),
            "window": self._window(),
            "rule": lambda name: standards.quoted(
                self.view, name, decimal_text(matter.rule(self.view, name), 2)
            ),
            "number_text": number_text,
            "parts_text": parts_text,
            "value_text": value_text,
            "public_note": public.note(self.view.params.public_threshold) if self.is_public else "",
            "gap": GAP,
        }


@cache
def environment() -> Environment:
    """Templates, compiled once, with escaping on and undefined names refused; a template's line is a clause, not a blank."""
    filters: dict[str, Callable[..., object]] = {
        "sentence": sentence,
        "paragraph": paragraph,
        "count_text": plain_count,
    }
    made = Environment(
        loader=PackageLoader("gonggu.report", "chapters"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=one_line,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(filters)
    return made


def compile_templates() -> None:
    """Compile every chapter's template now; a process that is forked later need not."""
    for name in environment().list_templates():
        environment().get_template(name)
