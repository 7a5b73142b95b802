"""A comparison as tables of ready texts, for the page and the terminal alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gonggu.comparison.causes import Causes
from gonggu.comparison.changes import Change
from gonggu.comparison.flows import Flows, Stock
from gonggu.comparison.names import setting_name
from gonggu.comparison.sides import Side, names_of
from gonggu.figures.numbers import decimal_text
from gonggu.rule_names import rule_name

ROUNDED = "变化和幅度按没有舍入的数计算，末位可能与表中两数相减的结果差 1。"


@dataclass(frozen=True)
class Table:
    """One table: `numeric` are the numbers of its columns that hold numbers; a cell may have several lines."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the comparison: its heading, sentences, tables."""

    id: str
    title: str
    said: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Comparison:
    """Two editions side by side."""

    before: Side
    after: Side
    changes: tuple[Change, ...]
    causes: Causes
    flows: Flows | None = None
    flow_notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What is compared."""
        if self.before.title == self.after.title:
            return f"{self.after.title}前后两次对比"
        return f"{self.before.title}与{self.after.title}对比"


def parts(comparison: Comparison) -> list[Part]:
    """The parts, in the order in which they are read."""
    made = [_figures(comparison), _causes(comparison.causes)]
    if comparison.flows or comparison.flow_notes:
        made.append(_flows(comparison))
    return made


def summary(comparison: Comparison) -> str:
    """How many figures differ, are the same, or have no value."""
    counts = Counter(one.state for one in comparison.changes)
    marked = sum(bool(one.breaks) for one in comparison.changes)
    said = f"共{len(comparison.changes)}项指标：有变化{counts['changed']}项，没有变化{counts['same']}项"
    said += f"，一方没有数的{counts['absent']}项" if counts["absent"] else ""
    said += f"，双方都没有数的{counts['nothing']}项" if counts["nothing"] else ""
    return said + (f"；其中口径、单位、标准或分母有变化、不宜直接相比的{marked}项。" if marked else "。")


def _figures(comparison: Comparison) -> Part:
    heads = names_of(comparison.before, comparison.after)
    changed = [one for one in comparison.changes if one.state == "changed"]
    absent = [one for one in comparison.changes if one.state == "absent"]
    tables = []
    if changed:
        columns = ("指标", *heads, "变化", "幅度", "注意")
        tables.append(Table("changed", "有变化的指标", columns, tuple(map(_changed, changed)), (1, 2, 4)))
    if absent:
        short = ("指标", *heads, "原因")
        lacking = tuple((one.label, *one.said, "；".join(one.reasons)) for one in absent)
        tables.append(Table("absent", "有一方没有数的指标", short, lacking, (1, 2)))
    said = (summary(comparison), *((ROUNDED,) if changed else ()))
    return Part("figures", "指标的变化", said, tuple(tables))


def _changed(one: Change) -> tuple[str, ...]:
    sides = (
        f"{said}\n{parts}" if parts and one.unit == "%" else said
        for said, parts in zip(one.said, one.parts, strict=True)
    )
    return one.label, *sides, one.direction, one.size, "\n".join(one.breaks)


def _causes(causes: Causes) -> Part:
    said = [*causes.notes, *(f"台账文件：{line}。" for line in causes.files)]
    said += [f"更正：{line}。" for line in causes.corrections] + [f"{line}。" for line in causes.program]
    if causes.rows == {}:
        said.append("本范围的记录没有增减，也没有改动。")
    if causes.is_empty:
        said.append("两次运行用的台账、标准、参数和程序都一样。")
    return Part("causes", "变化的原因", tuple(said), tuple(_cause_tables(causes)))


def _cause_tables(causes: Causes) -> Iterator[Table]:
    if causes.rows:
        rows = [
            (name, *map(_count, (one.added, one.removed, one.altered))) for name, one in causes.rows.items()
        ]
        yield Table(
            "rows",
            "记录的增减（按记录的编号对照，条）",
            ("台账", "新增", "减少", "内容有改动"),
            tuple(rows),
            (1, 2, 3),
        )
    if causes.rules:
        rules = tuple((rule_name(one.name), one.old, one.new, one.source) for one in causes.rules)
        yield Table("rules", "标准的变化（params/rules.csv）", ("标准", "原来", "现在", "依据"), rules)
    if causes.settings:
        settings = tuple((setting_name(one.name), one.old, one.new) for one in causes.settings)
        yield Table("settings", "年度参数的变化", ("参数", "原来", "现在"), settings)


def _flows(comparison: Comparison) -> Part:
    flows = comparison.flows
    if flows is None:
        return Part("flows", "户和人的进出", comparison.flow_notes, ())
    said = [*comparison.flow_notes, *flows.doubtful, *(_closing_said(one) for one in flows.stocks)]
    old, new = flows.years
    has_persons = "persons" in flows.table
    units = ("户数", "人数") if has_persons else ("户数",)
    tables = [
        Table(
            f"stock-{number}",
            f"{one.name}：存量与进出",
            ("项目", *units),
            _stock_rows(one),
            (1, 2)[: len(units)],
        )
        for number, one in enumerate(flows.stocks, start=1)
    ]
    passages = tuple(
        (
            row["from"],
            row["to"],
            *(_count(int(row[name])) for name in ("households", "persons") if name in flows.table),
        )
        for _, row in flows.table.iterrows()
    )
    tables.append(
        Table("passages", "全部去向", (f"{old}年末", f"{new}年末", *units), passages, (2, 3)[: len(units)])
    )
    if flows.within:
        within = tuple((kind, _count(size)) for kind, size in flows.within.items())
        tables.append(
            Table("within", "在册户内人口的增减（按人员变更登记的类型）", ("类型", "人数"), within, (1,))
        )
    return Part("flows", "户和人的进出", tuple(said), tuple(tables))


def _stock_rows(stock: Stock) -> tuple[tuple[str, ...], ...]:
    lines = [
        (stock.opening.kind, stock.opening, ""),
        *((f"加：{flow.kind}", flow, "+") for flow in stock.entered),
        *((f"减：{flow.kind}", flow, "-") for flow in stock.left),
        (stock.closing.kind, stock.closing, ""),
    ]
    return tuple(
        (
            name,
            *(
                f"{sign if size else ''}{_count(size)}"
                for size in (flow.households, flow.persons)
                if size is not None
            ),
        )
        for name, flow, sign in lines
    )


def _closing_said(stock: Stock) -> str:
    came, went = sum(flow.households for flow in stock.entered), sum(flow.households for flow in stock.left)
    begin, end = (f"{flow.kind}{_count(flow.households)}户" for flow in (stock.opening, stock.closing))
    verdict = "相符" if stock.closes else "不相符，请核对两个年度的户编号、人编号"
    return (
        f"{stock.name}的户：{begin}，加进入的{_count(came)}户，减离开的{_count(went)}户，与{end}{verdict}。"
    )


def _count(number: int) -> str:
    return decimal_text(Fraction(number), 0)


def plain_lines(comparison: Comparison) -> list[str]:
    """The comparison as lines of text, cells parted by tabs."""
    lines = [comparison.title]
    for part in parts(comparison):
        lines += ["", part.title, *part.said]
        for table in part.tables:
            lines += ["", table.title, "\t".join(table.columns), *map(_tabbed, table.rows)]
    return lines


def _tabbed(row: Sequence[str]) -> str:
    return "\t".join(cell.replace("\n", "；") for cell in row)
