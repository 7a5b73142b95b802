"""Why two editions differ: ledgers, records, corrections, standards, parameters, program; counts only."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gonggu.comparison.sides import Side
from gonggu.figures.catalogue import BY_ID
from gonggu.figures.numbers import with_unit
from gonggu.history import RowChanges
from gonggu.params import COMPARATORS
from gonggu.rule_names import since_said, value_said

NAMES_SHOWN = 10
# What a sentence on a library begins with.
LIBRARY = "程序库"
UNTOLD = "那一次运行时的记录没有留存，无法说明增减了哪些记录；从现在起的运行都会留存。"


@dataclass(frozen=True)
class Rule:
    """A standard or parameter that differs; a side that lacks it has a dash."""

    name: str
    old: str
    new: str
    source: str = ""


@dataclass(frozen=True)
class Causes:
    """What differs in what went in.

    `files` are sentences on workbooks; `rows` by the ledger's Chinese name, None where it cannot be told; `program` sentences.
    """

    files: tuple[str, ...] = ()
    rows: Mapping[str, RowChanges] | None = None
    corrections: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: tuple[Rule, ...] = ()
    program: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        told = (self.files, self.corrections, self.rules, self.settings, self.program)
        return not any(told) and self.rows == {}


def causes(before: Side, after: Side, rows: Mapping[str, RowChanges] | None) -> Causes:
    """What differs between the records of two runs; `rows` are the changes of records where they are known."""
    old, new = before.record, after.record
    is_same = before.year == after.year and before.scope == after.scope
    notes = []
    if before.scope != after.scope:
        notes.append("两个地方的记录各是各的，不逐条对比。")
    elif not is_same:
        notes.append("两个年度的台账各是一套，不逐个文件、逐条记录对比；户和人的进出见后。")
    elif rows is None and old.get("inputs") != new.get("inputs"):
        notes.append(UNTOLD)
    if "rules" not in old or "rules" not in new:
        notes.append("较早的运行没有记下当时的标准和参数，这里只能对比文件。")
    return Causes(
        files=tuple(_files(old.get("inputs", {}), new.get("inputs", {}))) if is_same else (),
        rows=rows if is_same else None,
        corrections=tuple(_corrections(old.get("corrections", []), new.get("corrections", [])))
        if is_same
        else (),
        rules=tuple(_rules(old.get("rules", {}), new.get("rules", {}))),
        settings=tuple(_settings(old.get("settings", {}), new.get("settings", {}))),
        program=tuple(_program(old, new)),
        notes=tuple(notes),
    )


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Workbooks that came, went or have another content."""
    groups = {
        "新增": [file for file in new if file not in old],
        "减少": [file for file in old if file not in new],
        "内容有变化": [file for file, digest in new.items() if old.get(file, digest) != digest],
    }
    for word, files in groups.items():
        if files:
            more = "……" if len(files) > NAMES_SHOWN else ""
            yield f"{word} {len(files)} 个：{'、'.join(sorted(files)[:NAMES_SHOWN])}{more}"


def _corrections(old: list[dict[str, str]], new: list[dict[str, str]]) -> Iterator[str]:
    """Corrections that are made on one side only, by ledger and column."""
    digests = [{one["digest"] for one in side} for side in (old, new)]
    groups = {
        "新增更正": [one for one in new if one["digest"] not in digests[0]],
        "不再更正": [one for one in old if one["digest"] not in digests[1]],
    }
    for word, listed in groups.items():
        for (ledger, column), count in Counter((one["ledger"], one["column"]) for one in listed).items():
            yield f"{word}：{ledger}“{column}”{count} 处"


def _rules(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Rule]:
    for name in sorted({*old, *new}):
        sides = (old.get(name), new.get(name))
        said = [_rule_said(side) if side else "—" for side in sides]
        values = [(side["value"], side["unit"]) if side else None for side in sides]
        if values[0] != values[1]:
            yield Rule(name, said[0], said[1], (sides[1] or sides[0] or {})["source"])


def _rule_said(rule: Mapping[str, Any]) -> str:
    value = value_said(Decimal(rule["value"]), rule["unit"])
    return f"{value}（{since_said(rule['year'], rule['quality'])}）"


def _settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Rule]:
    if not (old and new):
        return
    sides = [_flat(side) for side in (old, new)]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        values = [side.get(name, "—") for side in sides]
        if values[0] != values[1] and name != "year":
            yield Rule(name, *values)


def _flat(content: Any, name: str = "") -> dict[str, str]:
    """The leaves of nested parameters by their path."""
    if isinstance(content, Mapping) and "wording" in content:
        # A target is one thing: what it is of, and what is to be reached.
        demand = _demand(content) if content.get("figure") else "无法核算"
        return {f"{name} › {content['wording']}": demand}
    if isinstance(content, Mapping):
        parts = content.items()
    elif isinstance(content, list):
        return {key: value for one in content for key, value in _flat(one, name).items()}
    else:
        return {name: "—" if content is None else str(content)}
    found: dict[str, str] = {}
    for key, part in parts:
        found |= _flat(part, f"{name} › {key}" if name else str(key))
    return found


def _demand(target: Mapping[str, Any]) -> str:
    """不低于24人."""
    if target["value"] is None:
        return "没有填写"
    card = BY_ID.get(target["figure"])
    asked = with_unit(Fraction(target["value"]), card.unit if card else "")
    if card and Fraction(target["value"]) == 0 and target["comparator"] in ("=", "<="):
        return f"{card.label}为{asked}"
    return f"{COMPARATORS[target['comparator']]}{asked}"


def _program(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """The package, the notebooks, the libraries."""
    packages = [side.get("package", {}) for side in (old, new)]
    if packages[0].get("sha256") != packages[1].get("sha256"):
        sides = [
            f"{package.get('version', '—')}（{(run.get('commit') or '—')[:10]}）"
            for package, run in zip(packages, (old, new), strict=True)
        ]
        yield "程序有变化：" + (" → ".join(sides) if sides[0] != sides[1] else "版本号没有变，内容改动了")
    notebooks = _differing(old.get("notebooks", {}), new.get("notebooks", {}))
    if notebooks:
        yield f"笔记本有变化：{'、'.join(notebooks)}"
    libraries = [side.get("libraries", {}) for side in (old, new)]
    for name in _differing(*libraries):
        yield f"{LIBRARY} {name}：{libraries[0].get(name, '—')} → {libraries[1].get(name, '—')}"


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
