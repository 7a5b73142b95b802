"""对比.html: the comparison as one page in the report's style, without scripts or requests."""

from datetime import datetime
from pathlib import Path

from gonggu.comparison.flow_chart import flow_chart
from gonggu.comparison.sides import Side
from gonggu.comparison.tables import Comparison, parts

_REPORT = Path(__file__).parents[1] / "report"
_TEMPLATES = (Path(__file__).parent / "template", _REPORT / "template", _REPORT / "chapters")


def comparison_page(comparison: Comparison) -> str:
    """The page's HTML; the same editions give the same bytes."""
    # Imported late: the terminal does without.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The tables' macros stand beside others that the report alone uses.
    made.filters.update(sentence=str, paragraph=str)
    chart = flow_chart(comparison.flows) if comparison.flows else None
    sides = (comparison.before, comparison.after)
    return (
        made.get_template("comparison.html.j2")
        .render(
            title=comparison.title,
            facts=[(side.title, _told(side)) for side in sides],
            banners=list(dict.fromkeys(banner for side in sides for banner in _banners(side))),
            parts=parts(comparison),
            chart=chart.html() if chart else "",
        )
        .lstrip()
    )


def _told(side: Side) -> str:
    made = (
        f"{datetime.fromisoformat(side.made).astimezone():%Y-%m-%d %H:%M} 生成"
        if side.made
        else "生成时间不详"
    )
    return f"{made}，{'公开版' if side.record.get('edition') == 'public' else '内部版'}"


def _banners(side: Side) -> list[tuple[str, str]]:
    found = []
    if side.record.get("findings", {}).get("error"):
        found.append(
            ("draft", f"{side.title}的报告是草稿：台账有 {side.record['findings']['error']} 处错误。")
        )
    if side.record.get("settings", {}).get("sample"):
        found.append(("sample", "示例数据，人名、地名、数字均为虚构。"))
    return found
