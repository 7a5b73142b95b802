"""Why an edition says otherwise than the one that its reader was sent last, in sentences for people who run no programs."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from gonggu.comparison.causes import LIBRARY, Causes, Rule, causes
from gonggu.comparison.names import setting_name
from gonggu.comparison.sides import Side
from gonggu.figures.numbers import decimal_text
from gonggu.history import RowChanges
from gonggu.rule_names import RULES
from gonggu.scope import Scope

UNTOLD = "那一版的记录没有留存，说不出增减、改动了哪些记录。"
OTHER_YEAR = "两个年度的台账各是一套，不逐个对比。"
NO_RULES = "那一版没有记下当时的标准和参数，说不出有没有变化。"
UNTOUCHED = "台账文件有变化，但{}记录没有增减，也没有改动。"
_LEDGERS_SHOWN, _SHOWN = 10, 5
# Files below params/ that an edition rests on and run.json does not take apart; who gets it and when it is made is none.
_FILES = {
    "ledgers.yaml": "台账的登记格式有变化。",
    "series.csv": "全国、全省的历年数有变化。",
    "published_{year}.csv": "已公布的数（用于对照）有变化。",
}


def reasons(before: Side, after: Side, records: Mapping[str, RowChanges] | None) -> list[str]:
    """A sentence for each thing that went in and differs; none where nothing does.

    A public edition tells no counts of records or corrections: its run.json has none, and `records` is None.
    """
    found = causes(before, after, records)
    is_public = "public" in (before.record.get("edition"), after.record.get("edition"))
    return [
        *_notes(before, after, found, is_public),
        *_ledgers(found, after.scope),
        *_bounded([f"{one}。" for one in found.corrections]),
        *(["台账数据的更正有变化。"] if is_public and _corrections_file(before, after) else []),
        *_bounded([f"标准：{_turned(RULES.get(one.name, one.name), one)}。" for one in found.rules]),
        *_bounded([f"年度参数：{_turned(setting_name(one.name), one)}。" for one in found.settings]),
        *_params(before, after, is_public),
        *_program(found.program),
    ]


def _notes(before: Side, after: Side, found: Causes, is_public: bool) -> Iterator[str]:
    """What cannot be told."""
    if before.year != after.year:
        yield OTHER_YEAR
    elif found.rows is None and found.files and not is_public:
        yield UNTOLD
    if "rules" not in before.record:
        yield NO_RULES


def _ledgers(found: Causes, scope: Scope) -> Iterator[str]:
    """Workbooks and records; a township's reader is told of its own records alone where they are known."""
    of_place = scope.level != "district"
    if found.rows is None or not of_place:
        yield from (f"台账文件：{one}。" for one in found.files)
    if found.rows is None:
        return
    if found.files and not found.rows:
        yield UNTOUCHED.format("本地的" if of_place else "")
    yield from _bounded([_records(name, one) for name, one in found.rows.items()], _LEDGERS_SHOWN)


def _records(name: str, one: RowChanges) -> str:
    """台账“贫困户”的记录：新增1条，改动3条。."""
    counts = (("新增", one.added), ("减少", one.removed), ("改动", one.altered))
    said = "，".join(f"{word}{decimal_text(Fraction(count), 0)}条" for word, count in counts if count)
    return f"台账“{name}”的记录：{said}。"


def _turned(name: str, one: Rule) -> str:
    """脱贫线由3700元改为3800元; a side that lacks it has a dash."""
    if one.old == "—":
        return f"新定{name}为{one.new}"
    return f"不再定{name}（原为{one.old}）" if one.new == "—" else f"{name}由{one.old}改为{one.new}"


def _program(said: Sequence[str]) -> Iterator[str]:
    """The program's own changes; which libraries have another version is for the office alone."""
    yield from (f"{one}。" for one in said if not one.startswith(LIBRARY))
    if any(one.startswith(LIBRARY) for one in said):
        yield "程序所用的库换了版本。"


def _params(before: Side, after: Side, is_public: bool) -> Iterator[str]:
    for name, said in _FILES.items():
        if _differ(before, after, name):
            yield said
    # Of one chapter each; a public edition has none of the office's own paragraphs.
    if not is_public and _texts(before) != _texts(after):
        yield "编写人自己写的文字有变化。"


def _differ(before: Side, after: Side, name: str) -> bool:
    """Whether a file below params/ differs between two editions of one year."""
    digests = [side.record.get("params", {}).get(name.format(year=side.year)) for side in (before, after)]
    return before.year == after.year and digests[0] != digests[1]


def _corrections_file(before: Side, after: Side) -> bool:
    return _differ(before, after, "corrections/{year}.yaml")


def _texts(side: Side) -> dict[str, str]:
    """Digests of the edition's own paragraphs, by chapter."""
    place = "" if side.scope.level == "district" else f"{side.scope.path.as_posix()}/"
    folder = f"texts/{side.year}/{place}"
    files = {
        name.removeprefix(folder): one
        for name, one in side.record.get("params", {}).items()
        if name.startswith(folder)
    }
    return {name: one for name, one in files.items() if "/" not in name}


def _bounded(sentences: Sequence[str], most: int = _SHOWN) -> list[str]:
    left = len(sentences) - most
    return [*sentences[:most], *([f"这一类另有{left}处，从略。"] if left > 0 else [])]
