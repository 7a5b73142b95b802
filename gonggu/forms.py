"""The ledgers' forms (台账登记表): headers, types, codes, keys, references and what is personal."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from gonggu.strict import Strict, read_yaml
from gonggu.units import units_counted, yuan_counted

ColumnType = Literal[
    "text", "id", "phone", "account", "int", "number", "money", "year", "month", "date", "bool", "code"
]


class Column(Strict):
    """One column of a ledger."""

    header: str = ""
    field: str
    type: ColumnType
    codes: str = ""
    req: bool = False
    pii: bool = False
    refs: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Column name in a typed frame; money is integer 分 there and says so."""
        return f"{self.field}_fen" if self.type == "money" else self.field

    @cached_property
    def units(self) -> Mapping[str, int]:
        """Units that may stand behind a number of this column, or in its header: word -> how many 元 or pieces."""
        if self.type == "money":
            return yuan_counted()
        if self.type == "int" or (self.type == "number" and self.unit):
            return units_counted(self.unit)
        return {}  # what a number measures stands in another column, or in the header

    @property
    def target(self) -> tuple[str, str] | None:
        """(ledger, header) that the value must exist in, or None."""
        ledger, _, header = self.refs.partition(".")
        return (ledger, header) if header else None


class Via(Strict):
    """The record belongs where the record that its column `via` refers to belongs."""

    via: str


class Only(Strict):
    """Only records whose fields have these codes belong to their own 乡镇/行政村; the others are the district's."""

    only: dict[str, str]


class Ledger(Strict):
    """A form: every sheet whose header fits holds one row a record."""

    name: str = ""
    id: str
    key: tuple[str, ...]
    area: Literal["own", "district"] | Via | Only = "own"
    note: str = ""
    columns: dict[str, Column]

    @cached_property
    def fields(self) -> dict[str, Column]:
        """Columns by their field, in the form's order."""
        return {column.field: column for column in self.columns.values()}

    @cached_property
    def key_names(self) -> list[str]:
        """The key's column names in a typed frame."""
        return [self.columns[header].name for header in self.key]

    @property
    def personal(self) -> list[Column]:
        """Columns that never leave in anything circulated."""
        return [column for column in self.columns.values() if column.pii]


class Forms(Strict):
    """All registered forms with their code lists."""

    codes: dict[str, tuple[str, ...]]
    synonyms: dict[str, dict[str, str]] = Field(default_factory=dict)
    ledgers: dict[str, Ledger]

    @model_validator(mode="before")
    @classmethod
    def _names_into_values(cls, content: object) -> object:
        """Headers and names stand as keys in the file; each object also carries its own."""
        if isinstance(content, dict) and isinstance(content.get("ledgers"), dict):
            ledgers = {name: _named(name, ledger) for name, ledger in content["ledgers"].items()}
            return {**content, "ledgers": ledgers}
        return content

    @model_validator(mode="after")
    def _consistent(self) -> "Forms":
        for ledger in self.ledgers.values():
            for header in ledger.key:
                if header not in ledger.columns:
                    raise ValueError(f"{ledger.name} 的主键“{header}”不是它的列")
            for column in ledger.columns.values():
                if column.type == "code" and column.codes not in self.codes:
                    raise ValueError(f"{ledger.name} › {column.header}：没有代码表“{column.codes}”")
                if column.target and (
                    column.target[0] not in self.ledgers
                    or column.target[1] not in self.ledgers[column.target[0]].columns
                ):
                    raise ValueError(f"{ledger.name} › {column.header}：所引用的“{column.refs}”不存在")
        return self

    @cached_property
    def by_id(self) -> dict[str, Ledger]:
        """Ledgers by their English id."""
        return {ledger.id: ledger for ledger in self.ledgers.values()}


def _named(name: str, ledger: object) -> object:
    if not isinstance(ledger, dict) or not isinstance(ledger.get("columns"), dict):
        return ledger
    columns = {
        header: {"header": header, **({"codes": header} if column.get("type") == "code" else {}), **column}
        for header, column in ledger["columns"].items()
    }
    return {**ledger, "name": name, "columns": columns}


def load_forms(params: Path) -> Forms:
    """The forms of `params/ledgers.yaml`."""
    return read_yaml(params / "ledgers.yaml", Forms)
