"""Charts of the findings of a year, for who has to see them mended: by check and by township."""

import pandas as pd

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.report.charts.bars import bar_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.frame import Part
from gonggu.report.charts.words import whole
from gonggu.report.style import ALERT, ALERT_HATCH, SOFT

MOST_CHECKS = 25
NO_TOWNSHIP = "不分乡镇"
ERRORS, WARNINGS = SEVERITIES["error"], SEVERITIES["warning"]
_LABEL_PX = 310  # what a check says is longer than a place's name
_GRADES = {ERRORS: (ALERT, ALERT_HATCH), WARNINGS: (SOFT, "")}


def charts_of_findings(findings: pd.DataFrame) -> list[Chart]:
    """The charts of what there is to mend; none where there is nothing."""
    to_mend = findings[findings["severity"].map(SEVERITIES).isin(_GRADES)]
    if to_mend.empty:
        return []
    return [_by_check(to_mend), _by_township(to_mend)]


def _by_check(findings: pd.DataFrame) -> Chart:
    says = findings["check"].map({name: check.says for name, check in CHECKS.items()})
    table = _counted(findings, says, "问题")
    shown = table.head(MOST_CHECKS)
    rest = len(table) - len(shown)
    most = _most(table, table[ERRORS] + table[WARNINGS], "种")
    message = f"{_both(findings)}，分{len(table)}种，最多的是{most}"
    note = f"只画前{MOST_CHECKS}种，其余{rest}种见问题清单" if rest else ""
    return _chart("findings-by-check", message, "各种问题的处数", findings, note, shown, table)


def _by_township(findings: pd.DataFrame) -> Chart:
    table = _counted(findings, findings["township"].replace("", NO_TOWNSHIP), "乡镇")
    grade = ERRORS if table[ERRORS].any() else WARNINGS
    none = "" if grade == ERRORS else f"没有{ERRORS}；"
    message = f"{none}{grade}最多的是{_most(table, table[grade], '个')}"
    note = f"{NO_TOWNSHIP}的是区级台账和整份文件的问题" if NO_TOWNSHIP in set(table["乡镇"]) else ""
    return _chart("findings-by-township", message, "各乡镇的问题处数", findings, note, table, table)


def _most(table: pd.DataFrame, counts: pd.Series, measure: str) -> str:
    """The row with the greatest count; where several have it, how many."""
    first = table[counts.eq(counts.max())].iloc[:, 0]
    number = f"{whole(int(counts.max()))}处"
    return (
        f"“{first.iloc[0]}”，{number}"
        if len(first) == 1
        else f"“{first.iloc[0]}”等{len(first)}{measure}，各{number}"
    )


def _chart(
    name: str,
    message: str,
    drawn: str,
    findings: pd.DataFrame,
    note: str,
    shown: pd.DataFrame,
    table: pd.DataFrame,
) -> Chart:
    parts = [Part(grade, list(shown[grade]), *fill) for grade, fill in _GRADES.items()]
    ends = [f"{whole(_sum(row))}处" for _, row in shown.iterrows()]
    return Chart(
        name,
        message,
        f"条形图：{drawn}，{_both(findings)}；{message}。",
        "；".join(filter(None, ("数据来源：查出的问题，说明除外", note))) + "。",
        bar_chart(
            list(shown.iloc[:, 0]), [part for part in parts if any(part.values)], ends, label_px=_LABEL_PX
        ),
        table,
    )


def _counted(findings: pd.DataFrame, by: pd.Series, name: str) -> pd.DataFrame:
    """Findings by the values of `by`, errors and warnings apart, most errors first."""
    counts = pd.crosstab(by, findings["severity"].map(SEVERITIES)).reindex(
        columns=list(_GRADES), fill_value=0
    )
    table = counts.rename_axis(index=name, columns=None).reset_index()
    return table.sort_values(list(_GRADES), ascending=False, kind="stable").reset_index(drop=True)


def _sum(row: pd.Series) -> int:
    return int(row[ERRORS]) + int(row[WARNINGS])


def _both(findings: pd.DataFrame) -> str:
    grades = findings["severity"].map(SEVERITIES).value_counts()
    return "、".join(f"{grade}{whole(int(grades.get(grade, 0)))}处" for grade in _GRADES)
