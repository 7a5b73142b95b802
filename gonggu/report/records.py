"""Chapters on the report itself: what was found in the ledgers, every figure's row, what went in."""

from collections.abc import Iterable, Mapping

import pandas as pd

from gonggu.checks.catalogue import CHECKS, SEVERITIES, Severity
from gonggu.corrections import Applied
from gonggu.figures.card import Figure
from gonggu.figures.catalogue import CARDS
from gonggu.figures.view import View
from gonggu.forms import Forms
from gonggu.manifest import InputFile
from gonggu.report.phrases import Phrases, plain_count

Matter = dict[str, object]

SHA_SHOWN = 12
FILES_SHOWN = 4
HIDDEN = "（个人信息）"
BLANK = "（空白）"
TO_MEND: tuple[Severity, ...] = ("error", "warning")
# Checks whose findings may be right as they stand: they ask to look, and nothing that cannot be mended is lacking.
MAY_STAND = frozenset(
    (
        *("header_unknown", "helper_is_poor", "income_costs", "income_outlier", "x_rangers_wage"),
        *("x_same_number", "x_subsidy_standard", "x_task_done"),
    )
)


def findings(found: pd.DataFrame, missing: tuple[str, ...]) -> Matter:
    """Findings by ledger and check, and what to say of them; no value of any record."""
    counts, may_stand = _counts(found), found["check"].isin(MAY_STAND)
    to_mend, to_look_at = _counted(_counts(found[~may_stand])), _counted(_counts(found[may_stand]))
    said = f"台账中还有{to_mend}没有处理" if to_mend else ""
    every = _counted(counts)
    quality = f"程序检查发现{every}" if every else "程序检查没有发现错误和需要核对的地方"
    return {
        "errors": counts["error"],
        "findings_said": said,
        "to_look_at": to_look_at,
        "quality_said": quality,
        "findings_by_check": _findings_rows(found),
        "missing": missing,
    }


def unread_said(unread: Mapping[str, tuple[str, ...]], forms: Forms, *, is_public: bool) -> str:
    """Which files the figures leave out, as they could not be read, by ledger id; a public edition names the ledgers only.

    Blank where there are none.
    """
    if not unread:
        return ""
    names = {ledger: forms.by_id[ledger].name for ledger in unread}
    if is_public:
        return f"未含台账“{'”“'.join(names.values())}”中读不出的文件"
    ledgers: dict[str, list[str]] = {}
    for ledger, files in unread.items():
        for file in files:
            ledgers.setdefault(file, []).append(names[ledger])
    listed = [f"{file}（{'、'.join(of_ledgers)}）" for file, of_ledgers in ledgers.items()]
    return f"未含读不出的文件：{'、'.join(listed)}"


def not_made(found: pd.DataFrame) -> Matter:
    """The checks that could not be made, each with the file that prevents them."""
    lines = found[found["check"].eq("check_not_made")]
    return {
        "not_made": [(line.file or line.value, line.ledger, line.expected) for line in lines.itertuples()]
    }


def _counts(found: pd.DataFrame) -> dict[Severity, int]:
    return {severity: int(found["severity"].eq(severity).sum()) for severity in SEVERITIES}


def _counted(counts: Mapping[Severity, int]) -> str:
    parts = [f"{SEVERITIES[one]}{counts[one]:,}处" for one in TO_MEND if counts[one]]
    return "、".join(parts)


def _findings_rows(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Ledger, what is wrong, how grave, how often: errors first, then the most frequent."""
    shown = found[found["severity"].isin(TO_MEND)]
    ledger = shown["ledger"].fillna("").replace("", "（未归入台账的文件）")
    sizes = shown.assign(ledger=ledger).groupby(["severity", "ledger", "check"]).size()
    ordered = sorted(sizes.items(), key=lambda item: (item[0][0], -item[1], item[0][1:]))
    return [
        (ledger_name, says(check), SEVERITIES[severity], plain_count(int(size)))
        for (severity, ledger_name, check), size in ordered
    ]


def corrections(applied: Iterable[Applied], forms: Forms) -> Matter:
    """The corrections that were made after reading, without the name of who made them or any personal value."""

    def said(one: Applied, value: str) -> str:
        return HIDDEN if forms.ledgers[one.ledger].columns[one.column].pii else value or BLANK

    rows = [
        (
            one.ledger,
            one.record,
            one.column,
            said(one, one.old),
            said(one, one.new),
            one.reason,
            one.date.isoformat(),
        )
        for one in applied
    ]
    return {"corrections": rows}


def figure_sections(p: Phrases) -> Matter:
    """指标附表: all figures, by section."""
    sections: dict[str, list[Figure]] = {}
    for card in CARDS:
        if card.id in p.figures:
            sections.setdefault(card.section, []).append(p.figures[card.id])
    return {"figure_sections": [{"title": title, "figures": held} for title, held in sections.items()]}


def run(view: View, inputs: Iterable[InputFile], versions: Mapping[str, str], digest: str) -> Matter:
    """本次运行: what went in, and what ran; the same for the same inputs.

    The district's edition rests on whole files. A township's or village's rests on its own records: it lists the
    files that hold them, and is the same whatever else these files hold.
    """
    if view.scope.level == "district":
        rows = [
            (one.file, plain_count(one.size), one.sha256[:SHA_SHOWN], _taken(view, one.ledgers))
            for one in inputs
        ]
        return {"inputs": rows, "digest": "", "versions": list(versions.items())}
    own = sorted(_own_files(view).items())
    return {
        "inputs": [(file, _taken(view, ledgers)) for file, ledgers in own],
        "digest": digest,
        "versions": list(versions.items()),
    }


def sources(view: View, inputs: Iterable[InputFile]) -> Matter:
    """The ledgers that were read: id, name, records of this scope, and the files that hold them.

    A file of the district's edition comes with its checksum; a township's or village's rests on its own records, not on
    the whole file.
    """
    by_district = view.scope.level == "district"
    held = {one.file: one.ledgers for one in inputs} if by_district else _own_files(view)
    sums = {one.file: one.sha256[:SHA_SHOWN] for one in inputs} if by_district else {}
    found: list[dict[str, str]] = []
    for ledger, form in view.forms.by_id.items():
        files = [file for file, ledgers in sorted(held.items()) if ledger in ledgers]
        if not view.has(ledger) or not files:
            continue
        shown = [f"{file}（{sums[file]}）" if file in sums else file for file in files[:FILES_SHOWN]]
        more = f"等{plain_count(len(files))}个文件，见“本次运行”" if len(files) > FILES_SHOWN else ""
        rows = plain_count(len(view.rows(ledger)))
        found.append({"id": ledger, "name": form.name, "rows": rows, "files": "、".join(shown) + more})
    return {"sources": found, "ledger_ids": {one["name"]: one["id"] for one in found}}


def _taken(view: View, ledgers: Mapping[str, int]) -> str:
    names = view.forms.by_id
    taken = [f"{names[ledger].name}{count:,}条" for ledger, count in ledgers.items() if ledger in names]
    return "、".join(taken) or "未采用"


def _own_files(view: View) -> dict[str, dict[str, int]]:
    """By file, how many records of each ledger belong to the scope."""
    files: dict[str, dict[str, int]] = {}
    for ledger in view.forms.by_id:
        if view.has(ledger):
            for file, count in view.rows(ledger)["_file"].value_counts().sort_index().items():
                files.setdefault(str(file), {})[ledger] = int(count)
    return files


def says(check: str) -> str:
    """What a check says, in Chinese."""
    return CHECKS[check].says if check in CHECKS else check
