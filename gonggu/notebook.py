"""What a notebook imports: open a year or an edition, and show tables that give nobody away."""

import platform
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

import pandas as pd
from markupsafe import Markup, escape

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.clean import Cleaned
from gonggu.corrections import concerning
from gonggu.edition import Edition, open_edition
from gonggu.figures.card import Figure
from gonggu.folders import STEPS_FOLDER
from gonggu.report import public
from gonggu.report.annex import SHEETS, write_annex
from gonggu.report.charts import charts_of
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.findings import charts_of_findings
from gonggu.report.charts.handed_on import hand_on, handed_on
from gonggu.report.document import CHAPTERS, LAST_PLAN, WORK, Chapter, Document, RunFacts
from gonggu.report.records import unread_said
from gonggu.rows_shown import shown
from gonggu.tracing import trace
from gonggu.writing import writing
from gonggu.year import Year, open_year

__all__ = [
    "Edition",
    "Report",
    "Table",
    "Year",
    "charts",
    "figures_table",
    "findings_charts",
    "findings_tables",
    "inventory_table",
    "open_edition",
    "open_report",
    "open_year",
    "records",
    "rows_of",
]

PREVIEW = 8
NOTHING = "没有记录。"
LIBRARIES = ("pandas", "pyarrow", "python-calamine", "matplotlib", "papermill", "nbconvert", "xlsxwriter")
NOTES = (
    "本附表的每个数都由台账逐条算出；“指标”一页写明口径、分子、分母和记录数。",
    "金额单位见各列；比率为百分数。",
)
SYNTHETIC = "示例数据：区名取自公开报告，村、户、人、证件号码、单位和项目都是虚构的，不对应任何真实的人。"


@dataclass(frozen=True)
class Table:
    """A frame with a caption, shown as plain text in HTML: no value of a cell becomes markup."""

    frame: pd.DataFrame
    caption: str

    def _repr_html_(self) -> str:
        body = (
            self.frame.to_html(index=False, border=0, na_rep="", escape=True) if len(self.frame) else NOTHING
        )
        return str(Markup("<p><strong>{}</strong></p>").format(escape(self.caption)) + Markup(body))


@dataclass(frozen=True)
class Charts:
    """Charts one below the other."""

    charts: list[Chart]
    nothing: str = "没有可以画的数据。"

    def _repr_html_(self) -> str:
        return str(Markup("").join(chart.html() for chart in self.charts) or escape(self.nothing))


def inventory_table(cleaned: Cleaned) -> Table:
    """The workbooks that were read, and how many records each gave."""
    rows = [
        {"工作簿": one.file, "记录数": sum(one.ledgers.values()), "大小（字节）": one.size}
        for one in cleaned.manifest.inputs
    ]
    counts = "，".join(f"{word} {cleaned.counts[severity]} 处" for severity, word in SEVERITIES.items())
    return Table(pd.DataFrame(rows), f"读入 {len(rows)} 个工作簿；{counts}")


def findings_tables(work: Year) -> tuple[Table, Table]:
    """Findings counted by ledger and check, and by township."""
    found = work.store.findings()
    named = found.assign(
        级别=found["severity"].map(SEVERITIES),
        台账=found["ledger"],
        问题=found["check"].map({name: check.says for name, check in CHECKS.items()}),
        乡镇=found["township"].replace("", "区级"),
    )
    by_ledger = named.groupby(["级别", "台账", "问题"]).size().reset_index(name="处数")
    by_township = named.groupby(["乡镇", "级别"]).size().reset_index(name="处数")
    return Table(by_ledger, "各台账查出的问题"), Table(by_township, "各乡镇查出的问题")


def findings_charts(work: Year) -> Charts:
    """Findings by check and by township, errors and warnings apart."""
    return Charts(charts_of_findings(work.store.findings()), "没有查出错误和提醒，没有图可画。")


def records(work: Year, ledger: str, rows: int = PREVIEW) -> Table:
    """The first records of a ledger (by its Chinese name) with the form's headers, personal columns masked."""
    form = work.forms.ledgers[ledger]
    if form.id not in work.store.present():
        return Table(pd.DataFrame(), f"{ledger}：没有读到这张台账")
    frame = work.store.read(form.id).head(rows)
    return Table(shown(form, frame), f"{ledger}：前 {len(frame)} 条")


def figures_table(figures: dict[str, Figure], caption: str) -> Table:
    """Figures with value, numerator, denominator and rows, as an analyst scans them."""
    columns = {
        "section": "章节",
        "id": "编号",
        "label": "指标",
        "value": "数值",
        "unit": "单位",
        "numerator": "分子",
        "denominator": "分母",
        "rows": "记录数",
    }
    # As objects, whole numbers stay whole beside fractions and blanks.
    frame = pd.DataFrame([figure.record() for figure in figures.values()], dtype=object)
    return Table(frame[list(columns)].rename(columns=columns), caption)


def charts(chapter: str, edition: Edition, figures: dict[str, Figure]) -> Charts:
    """The charts of one chapter or section of the report, handed on to it where an edition is being made."""
    drawn = charts_of(chapter, edition.view, figures)
    if edition.build:
        hand_on(edition.build / STEPS_FOLDER, chapter, drawn)
    return Charts(drawn)


def rows_of(figure_id: str, edition: Edition) -> Table:
    """The records that a figure counts, personal columns masked."""
    found = trace(edition, figure_id)
    record = found.figure.record()
    caption = f"{record['label']}：{record['rows']} 条记录"
    frames = [shown(ledger, frame) for ledger, frame in found.counted]
    return Table(pd.concat(frames) if frames else pd.DataFrame(), caption)


@dataclass(frozen=True)
class Report:
    """The report of an edition: its figures, charts and chapters."""

    edition: Edition

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure in the report's order."""
        return self.edition.all_figures()

    @cached_property
    def document(self) -> Document:
        """The chapters' maker."""
        build, found, facts = self.edition.build, self.edition.findings, self._facts()
        drawn = handed_on(build / STEPS_FOLDER) if build else {}
        return Document(self.edition.view, self.figures, found, facts, drawn, withheld=self.edition.withheld)

    @property
    def _is_public(self) -> bool:
        return self.edition.kind == "public"

    def chapter(self, chapter: str) -> Chapter:
        """A chapter, shown as it stands in the page; empty where this edition has none of that name."""
        return self.document.chapter(chapter)

    def save(self) -> str:
        """Write figures.json and annex.xlsx into the folder where the edition is made; says what was done."""
        build = self.edition.build
        if build is None:
            return "在 JupyterLab 中运行，不写文件；要出报告请用 python pipeline.py run。"
        with writing(path := build / "figures.json"):
            path.write_text(self.edition.figures_json(self.figures), encoding="utf-8")
        parts = dict.fromkeys([*CHAPTERS, LAST_PLAN, *WORK])
        drawn = [chart for name in parts for chart in self.document.charts(name)]
        sample = self.edition.work.params.year.sample
        notes = [SYNTHETIC, *NOTES] if sample else list(NOTES)
        title = f"{self.edition.work.year} 年{self.edition.name}年终报告附表"
        mark = "（公开版）" if self._is_public else "（内部）"
        sheets: Collection[str] = SHEETS
        if self._is_public:
            sheets = public.SHEETS
            notes = [public.note(self.edition.work.params.year.public_threshold), *notes]
        work = self.edition.work
        unread = unread_said(work.manifest().unread, work.forms, is_public=self._is_public)
        notes += [f"各项指标{unread}。"] if unread else []
        place, withheld = self.edition.view, self.edition.withheld
        write_annex(build / "annex.xlsx", place, self.figures, drawn, title + mark, notes, sheets, withheld)
        return f"已写出 {len(self.figures)} 个指标和附表。"

    def _facts(self) -> RunFacts:
        work = self.edition.work
        present = work.store.present()
        missing = tuple(ledger.name for ledger in work.forms.ledgers.values() if ledger.id not in present)
        versions = {
            "巩固": version("gonggu"),
            "Python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        }
        manifest = work.store.manifest()
        applied = concerning(manifest.corrections, self.edition.scope)
        digest = manifest.digest(self.edition.scope)
        # Of past years nobody has audited what a public edition may tell.
        then = None if self._is_public else manifest.before(self.edition.scope)
        return RunFacts(manifest.inputs, missing, versions, applied, digest, then, manifest.unread)


def open_report(edition: Edition) -> Report:
    """The report of an edition."""
    return Report(edition)
