"""The new year's parameter file: last year's, with everything that has to be reconsidered marked and targets blank."""

from collections.abc import Iterator
from datetime import date

from gonggu.params import NextTarget, Rule, Rules, Target, YearParams
from gonggu.rule_names import rule_name

_OPEN = "# 待定"


def parameters_text(last: YearParams, year: int) -> str:
    """`params/<year>.yaml` from the year before; what is marked 待定 has to be looked at before it holds."""
    return "\n".join(_lines(last, year)) + "\n"


def _lines(last: YearParams, year: int) -> Iterator[str]:
    window = last.visits_window
    yield f"# {year} 年的参数，由 new-year 从 {last.year} 年的参数生成。标“待定”的逐项重新考虑，定了就删去标记；"
    yield "# 任务和目标的 value 空着也能运行，报告会写明还没有填写。政策标准在 rules.csv，台账表头在 ledgers.yaml。"
    yield f"district: {_quoted(last.district)}"
    yield f"year: {year}"
    yield f"base_year: {last.base_year}          # 贫困发生率与哪一年比，数据在台账“历年情况”"
    if last.sample:
        yield f"sample: true             {_OPEN}：示例数据才有这一行；用真实台账时删去"
    yield ""
    yield "# 公开版不公布小于它的户数、人数、人次，以及据以能推算出这些数的数；不小于 7"
    yield f"public_threshold: {last.public_threshold}"
    yield ""
    yield "# 空台账按缺少处理；当年确实没有一条记录的，写明台账名，如："
    yield "# none_this_year: [人员变更]"
    yield ""
    yield "# 四支队伍走访的统计时段，首尾两天都算"
    yield f"{_OPEN}：{last.year} 年为 {window.start} 至 {window.end}，下面只改了年份"
    yield f"visits_window: {{from: {_moved(window.start, year)}, to: {_moved(window.end, year)}}}"
    yield ""
    yield f"# {year} 年的任务"
    yield from _targets(last.targets, last.year)
    yield ""
    yield "# 下一年的目标：figure 为指标编号（见报告“指标附表”），comparator 为 >=、>、<=、<、="
    yield "# 没有指标可算的目标只写 wording，报告如实说明无法由台账核算"
    yield from _next_targets(last.next_targets, year)


def _targets(targets: dict[str, Target], year: int) -> Iterator[str]:
    if not targets:
        yield f"targets: {{}}              {_OPEN}：{year} 年没有"
        return
    yield "targets:"
    for name, target in targets.items():
        before = "没有填写" if target.value is None else f"为 {target.value}{target.unit}（{target.source}）"
        yield f"  {name}:"
        yield f"    value:               {_OPEN}：{year} 年{before}"
        yield f"    unit: {_quoted(target.unit)}"
        yield f'    source: ""           {_OPEN}：写明文件'


def _next_targets(targets: tuple[NextTarget, ...], year: int) -> Iterator[str]:
    if not targets:
        yield f"next_targets: []         {_OPEN}：{year + 1} 年的目标"
        return
    yield f"{_OPEN}：{year + 1} 年的目标，下面是上年列出的各项，不再要的整项删去"
    yield "next_targets:"
    for target in targets:
        yield f"  - wording: {_quoted(target.wording)}"
        if target.figure:
            yield f"    figure: {target.figure}"
            yield f'    comparator: "{target.comparator}"'
            yield f"    value:               {_OPEN}：{year} 年的为 {target.value}"


def _quoted(text: str) -> str:
    """A text that YAML reads back as it is."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _moved(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=year, day=28 if leap else day.day)


def carried_on(rules: Rules) -> Iterator[str]:
    """A sentence on each rule that the year before set for itself and the year does not: seldom meant to stay."""
    for rule in rules.in_force.values():
        if rule.year == rules.year - 1:
            yield f"{rules.place}：{rules.year} 年没有新的“{rule_name(rule.rule)}”，将沿用 {_told(rule)}，请核对。"


def _told(rule: Rule) -> str:
    return f"{rule.year} 年的 {rule.said}"
