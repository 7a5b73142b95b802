"""Reading and checking alone: no notebook, no edition, only the problem list."""

from dataclasses import dataclass
from pathlib import Path

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.errors import DataError
from gonggu.folders import Folders, require_no_link
from gonggu.manifest import require_register
from gonggu.params import Params, sample_settings
from gonggu.rule_names import rule_name
from gonggu.running.index import renew_index
from gonggu.running.lock import hold_year
from gonggu.running.problems import write_problems
from gonggu.running.publish import sweep
from gonggu.scope import Scope
from gonggu.year import open_year

SHOWN = 10


@dataclass(frozen=True)
class Checked:
    """What a check has found: counts, the first errors as lines, where the list is, and what to tell beside it."""

    errors: int
    lines: list[str]
    summary: str
    problem_list: Path
    notes: list[str]
    standards: str  # those that are still the sample district's, blank where there are none


def check_year(year: int, folders: Folders, township: str = "") -> Checked:
    """Read and check the year's ledgers and write the problem list of the township, or of the district."""
    work = open_year(year, str(folders.params), str(folders.data), str(folders.outputs))
    with hold_year(year, *folders.written()):
        sweep(folders.outputs / str(year))  # nobody may publish what rests on the ledgers as they were
        impossible = ""
        try:
            work.ensure_clean()
            require_register(work.manifest(), work.forms)
            work.scope(township, "")
        except DataError as error:
            impossible = str(error)
        require_no_link(folders, year, Scope(township))
        mending = work.mending()
        path = write_problems(work, mending, township)
        notes = renew_index(folders)
    concerning = mending.within(Scope(township))
    findings = concerning.now
    counts = findings["severity"].value_counts()
    errors, warnings = int(counts.get("error", 0)), int(counts.get("warning", 0))
    told = findings[findings["severity"].eq("error")].head(SHOWN)
    lines = [_line(finding) for finding in told.to_dict("records")]
    if errors > SHOWN:
        lines.append(f"……另有 {errors - SHOWN} 处错误，见问题清单。")
    summary = f"{year} 年台账：{SEVERITIES['error']} {errors} 处，{SEVERITIES['warning']} {warnings} 处。{concerning.said()}"
    return Checked(
        errors, [*filter(None, [impossible]), *lines], summary, path, notes, _sample_standards(work.params)
    )


def _sample_standards(params: Params) -> str:
    listed = "、".join(f"{rule_name(rule.rule)} {rule.said}" for rule in sample_settings(params))
    if not listed:
        return ""
    return f"以下标准还是样例设定，请按本地文件改正数值和出处（{params.rules.place}）：{listed}。"


def _line(finding: dict[str, object]) -> str:
    """Where, what is wrong and what stands there, what is expected, what to do."""
    place = " › ".join(str(finding[part]) for part in ("file", "sheet", "cell") if finding[part])
    value = f"（现为“{finding['value']}”）" if finding["value"] else ""
    says, expected = CHECKS[str(finding["check"])].says, str(finding["expected"]).rstrip("。")
    wanted = f"应为：{expected}。" if expected else ""
    return f"{place or finding['ledger']}：{says}{value}。{wanted}{finding['advice']}"
