"""The year's parameters and the dated rules: everything that changes from year to year and is no ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from gonggu.allowed import Allowed, load_allowed
from gonggu.corrections import Correction, load_corrections
from gonggu.errors import UsageError, nearest
from gonggu.rule_names import rule_name, value_said
from gonggu.strict import Strict, read_csv, read_yaml, show

Comparator = Literal[">=", ">", "<=", "<", "="]
COMPARATORS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "等于"}


class Window(Strict):
    """A span of days, both ends included."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.start > self.end:
            raise ValueError("起止日期颠倒")
        return self


class Target(Strict):
    """A task set for the year; `value` is None while nobody has filled it in."""

    value: Decimal | None
    unit: str
    source: str


class NextTarget(Strict):
    """What the next year is to reach; without a figure it cannot be computed from the ledgers.

    A figure whose value is written but blank is a target that nobody has filled in yet.
    """

    wording: str
    figure: str = ""
    comparator: Comparator = ">="
    value: Decimal | None = None

    @model_validator(mode="after")
    def _whole(self) -> "NextTarget":
        blank = bool(self.figure) and "value" in self.model_fields_set
        if bool(self.figure) != (blank or self.value is not None):
            raise ValueError("figure 与 value 要么都写，要么都不写")
        return self


# The source of a standard that was set for the sample district: an office puts its own document in its place.
SAMPLE_SETTING = "样例设定，使用时换成本地文件"


class YearParams(Strict):
    """`params/<year>.yaml`."""

    district: str
    year: int
    base_year: int
    visits_window: Window
    sample: bool = False
    targets: dict[str, Target] = Field(default_factory=dict)
    next_targets: tuple[NextTarget, ...] = ()
    public_threshold: int = 10
    none_this_year: tuple[str, ...] = ()  # ledgers that are empty because there was nothing to write down

    def task(self, name: str) -> Decimal | None:
        """The value of a task of the year; None where it is not set or still blank."""
        target = self.targets.get(name)
        return target.value if target else None

    @field_validator("public_threshold")
    @classmethod
    def _wide_enough(cls, value: int) -> int:
        # A number that is known to be at least 1 and below 7 is known to within 2 whatever else is withheld.
        if value < 7:
            raise ValueError("应不小于 7，否则不予公布的数仍能猜得很准")
        return value


class Rule(Strict):
    """A policy value, in force from its year until the next of its name."""

    rule: str
    year: int
    value: Decimal
    unit: str
    source: str
    quality: Literal["sourced", "derived", "assumed", "weak"]

    @property
    def said(self) -> str:
        """The value with its unit: 3,700元/人·年."""
        return value_said(self.value, self.unit)


class SeriesPoint(Strict):
    """A year's poverty headcount of a reference area; persons in 10,000, rate in per cent."""

    area: str
    year: int
    poor_persons_10k: Decimal | None = None
    rate_percent: Decimal
    source: str
    quality: Literal["sourced", "derived", "assumed", "weak"]


class Claim(Strict):
    """A number that a printed report of the year gave for a figure."""

    figure: str
    year: int
    section: str
    value: str
    unit: str
    how: Literal["computed", "stated", "rule", "date", "target"]
    match: Literal["eq", "ge"] | None = None
    implied: Literal["yes"] | None = None


@dataclass(frozen=True)
class Rules(Mapping[str, Decimal]):
    """The rules in force in one year, by name."""

    year: int
    in_force: Mapping[str, Rule]
    place: str

    def __getitem__(self, name: str) -> Decimal:
        return self.rule(name).value

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.in_force)

    def __len__(self) -> int:
        return len(self.in_force)

    def rule(self, name: str) -> Rule:
        """The rule with its source; UsageError where none is in force yet."""
        if name not in self.in_force:
            raise UsageError(
                f"{self.place}：{self.year} 年没有标准“{rule_name(name)}”，请补上一行（年度、数值、单位、来源）。"
            )
        return self.in_force[name]


@dataclass(frozen=True)
class Params:
    """All parameters of one year."""

    year: YearParams
    rules: Rules
    series: tuple[SeriesPoint, ...]
    published: tuple[Claim, ...]
    folder: Path
    corrections: tuple[Correction, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    plan: tuple[NextTarget, ...] = ()  # what the year before has planned for this one


def sample_settings(params: Params) -> list[Rule]:
    """The rules in force that were set for the sample district; none where it is the one that is reported."""
    if params.year.sample:
        return []
    return [rule for rule in params.rules.in_force.values() if rule.source == SAMPLE_SETTING]


def load_params(folder: Path, year: int) -> Params:
    """The parameters of `year` from `params/`; UsageError where the year or a value is missing or wrong."""
    path = folder / f"{year}.yaml"
    if not path.is_file():
        raise UsageError(f"没有 {year} 年的参数文件 {show(path)}。{_years_hint(folder, year)}")
    content = read_yaml(path, YearParams)
    if content.year != year:
        raise UsageError(f"{show(path)} › year：写的是 {content.year}，应与文件名一致，为 {year}。")
    published = folder / f"published_{year}.csv"
    return Params(
        year=content,
        rules=rules_of(folder, year),
        series=tuple(read_csv(folder / "series.csv", SeriesPoint)),
        published=tuple(read_csv(published, Claim)) if published.is_file() else (),
        folder=folder,
        corrections=load_corrections(folder, year),
        allowed=load_allowed(folder),
        plan=_plan_for(folder, year),
    )


def _plan_for(folder: Path, year: int) -> tuple[NextTarget, ...]:
    """The targets that the parameters of the year before name for `year`; none where there are no such parameters."""
    path = folder / f"{year - 1}.yaml"
    return read_yaml(path, YearParams).next_targets if path.is_file() else ()


def rules_of(folder: Path, year: int) -> Rules:
    """The rules in force in `year`: of each name the latest that has begun."""
    path = folder / "rules.csv"
    begun = [rule for rule in read_csv(path, Rule) if rule.year <= year]
    in_force = {rule.rule: rule for rule in sorted(begun, key=lambda rule: rule.year)}
    return Rules(year, in_force, show(path))


def _years_hint(folder: Path, year: int) -> str:
    years = sorted(path.stem for path in folder.glob("*.yaml") if path.stem.isdigit())
    return nearest(str(year), years) if years else f"{show(folder)} 里没有任何年度。"
