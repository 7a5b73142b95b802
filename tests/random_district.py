"""Random small districts drawn from the forms alone: every column filled, blank or at odds with other ledgers.

A person keeps to one household and one area, and keys are unique: what a cleaning would report as an error is
left out where a figure of distinct persons could not add up. All else may contradict itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

import pandas as pd

from gonggu.figures.frames import Frames
from gonggu.forms import Column, Ledger
from gonggu.reading.areas import AREA, with_areas
from tests.worked_ledgers import FORMS, frame_of

PLACES = [
    ("青石乡", "东岭村"),
    ("青石乡", "西溪村"),
    ("青石乡", ""),
    ("白沙镇", "东岭村"),
    ("白沙镇", "南坪村"),
    ("", ""),
]
POOLS = {
    "household_id": [f"H{number}" for number in range(8)],
    "person_id": [f"P{number}" for number in range(16)],
    "cadre_id": [f"C{number}" for number in range(16)],
    "project_id": [f"X{number}" for number in range(16)],
    "document": [f"D{number}" for number in range(4)],
    "course_id": [f"K{number}" for number in range(4)],
    "term": ["2020秋", "2021春", "2021秋", "2022春"],
    "month": ["2020-12", "2021-01", "2021-12"],
    "quantity_unit": ["公里", "米", "亩"],
    "departments": ["甲局", "甲局、乙局", "乙局、丙局、丁局"],
    "name": ["全面小康实现程度", "涉贫到市赴省进京信访", "其他"],
}
POOLS |= {"helper_id": POOLS["cadre_id"], "leader_id": POOLS["cadre_id"]}
VALUES = {
    "bool": ["是", "否"],
    "date": [
        "2020-12-31",
        "2021-01-01",
        "2021-03-01",
        "2021-06-15",
        "2021-10-31",
        "2021-12-31",
        "2022-01-01",
    ],
    "year": ["2016", "2020", "2021", "2022"],
    "int": ["0", "1", "12", "20", "21", "50"],
    "number": ["0.1", "0.2", "32.8", "49.2", "700"],
    "money": ["0", "0", "0", "0", "0", "0.01", "280", "4321", "12963.00", "30000.99"],
}
RECORDS = 40
# Money seldom is blank: a household with one blank among its ten items has no known income.
BLANKS = {"money": 0.02}
BLANK = 0.1


@dataclass
class RandomDistrict:
    """The ledgers of a random district; the same seed gives the same, `size` times as many households, persons, records."""

    random: Random
    size: int = 1
    homes: dict[str, str] = field(default_factory=dict)
    areas: dict[str, tuple[str, str]] = field(default_factory=dict)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Typed ledgers by id with their areas; what belongs to no township or village is named 区级, 乡镇级."""
        ids, households = self._pool("person_id"), self._pool("household_id")
        self.homes = {person: self.random.choice(households) for person in ids}
        self.areas = {one: self.random.choice(PLACES) for one in [*ids, *households]}
        drawn = {form.id: self._ledger(form) for form in FORMS.ledgers.values()}
        township, village = AREA
        return {
            ledger: frame.assign(
                **{
                    township: frame[township].where(frame[township].ne(""), "区级"),
                    village: frame[village].where(frame[village].ne(""), "乡镇级"),
                }
            )
            for ledger, frame in with_areas(drawn, FORMS).items()
        }

    def _ledger(self, form: Ledger) -> pd.DataFrame:
        records: dict[tuple[str, ...], dict[str, str]] = {}
        for _ in range(self.random.randint(0, RECORDS * self.size)):
            record = self._record(form)
            key = tuple(record[form.columns[header].field] for header in form.key)
            if all(key):
                records.setdefault(key, record)
        lines = [" | ".join(form.columns), *(" | ".join(record.values()) for record in records.values())]
        return frame_of(form.name, "\n".join(lines))

    def _record(self, form: Ledger) -> dict[str, str]:
        record = {field: self._cell(column) for field, column in form.fields.items()}
        if record.get("person_id") and "household_id" in record:
            record["household_id"] = self.homes[record["person_id"]]
        if "township" in record:
            about = record.get("person_id") or record.get("household_id")
            place = self.areas[about] if about else self.random.choice(PLACES)
            record |= dict(zip(("township", "village"), place, strict=True))
        return record

    def _cell(self, column: Column) -> str:
        if self.random.random() < BLANKS.get(column.type, BLANK):
            return ""
        return self.random.choice(self._choices(column))

    def _choices(self, column: Column) -> Sequence[str]:
        if column.type == "code":
            return FORMS.codes[column.codes]
        if column.field in POOLS:
            return self._pool(column.field)
        return VALUES.get(column.type, tuple(f"{column.field}{number}" for number in range(30)))

    def _pool(self, field: str) -> Sequence[str]:
        """The field's values; of identifiers as many as the district is large."""
        first = POOLS[field][0]
        if self.size == 1 or not first.endswith("0") or not first[:-1].isalpha():
            return POOLS[field]
        return [f"{first[:-1]}{number}" for number in range(len(POOLS[field]) * self.size)]


@cache
def district_of(seed: int, size: int = 1) -> Frames:
    """The ledgers of the random district of a seed."""
    return Frames(RandomDistrict(Random(seed), size).frames())
