"""Setting up a new year from the one before."""

from dataclasses import dataclass
from pathlib import Path

from gonggu.errors import UsageError
from gonggu.figures.catalogue import REQUIRED_RULES
from gonggu.folders import Folders
from gonggu.new_year.offices import workbooks
from gonggu.new_year.parameters import carried_on, parameters_text
from gonggu.new_year.standing import standing
from gonggu.params import rules_of
from gonggu.reserved import shown
from gonggu.strict import show
from gonggu.writing import writing
from gonggu.year import open_year


@dataclass(frozen=True)
class NewYear:
    """What was written, and what the office has to see to."""

    parameters: Path
    books: tuple[Path, ...]
    carried_rules: tuple[str, ...]


def make_new_year(year: int, folders: Folders, to: Path) -> NewYear:
    """Write `params/<year>.yaml` and the workbooks to fill in below `to`, from the ledgers of `year` - 1.

    UsageError where the year before has no parameters or ledgers, where a rule is missing that no run can do without,
    or where anything would be overwritten: then nothing is written.
    """
    parameters = folders.params / f"{year}.yaml"
    _refuse([parameters])
    rules = rules_of(folders.params, year)
    for rule in REQUIRED_RULES:
        rules.rule(rule)
    last = open_year(year - 1, str(folders.params), str(folders.data), str(folders.outputs))
    last.require_ledgers()
    last.ensure_clean()
    for place, reason in last.reserved().items():
        raise UsageError(
            f"不能给“{shown(place)}”分台账：{reason}。请先在 {year - 1} 年的行政村台账中改用别的名称。"
        )
    frames = {ledger: last.store.read(ledger) for ledger in last.store.present()}
    books = dict(workbooks(standing(frames, year), last.forms, year, to))
    _refuse([parameters, *books])
    for path, content in books.items():
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    # Last: what is there shows that the whole is.
    with writing(parameters):
        parameters.write_text(parameters_text(last.params.year, year), encoding="utf-8")
    return NewYear(parameters, tuple(books), tuple(carried_on(rules)))


def _refuse(paths: list[Path]) -> None:
    taken = [path for path in paths if path.exists()]
    if taken:
        raise UsageError(
            f"已有 {show(taken[0])}，new-year 不会覆盖它；要重做请先移走，或用 --to 换一个文件夹。"
        )
