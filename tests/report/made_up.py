"""A made-up district as typed ledgers, any number of villages, the same for the same seed: for charts, tables, annex."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gonggu.figures.view import View
from gonggu.forms import Column, Forms, load_forms
from gonggu.params import load_params
from gonggu.scope import Scope

PARAMS = Path(__file__).parents[2] / "params"
YEAR = 2019
FORMS = load_forms(PARAMS)
DTYPES = {
    **dict.fromkeys(("text", "id", "phone", "account", "code", "month"), "str"),
    **dict.fromkeys(("int", "year", "money"), "Int64"),
    "number": "Float64",
    "bool": "boolean",
    "date": "datetime64[us]",
}
NUMBERS = "一二三四五六七八九十"


@dataclass
class Frames:
    """Typed frames in place of the store."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def present(self) -> tuple[str, ...]:
        return tuple(self.frames)

    def read(self, ledger: str, scope: Scope = Scope()) -> pd.DataFrame:  # noqa: B008
        frame = self.frames[ledger]
        if scope.township:
            frame = frame[frame["area_township"].eq(scope.township)]
        if scope.village:
            frame = frame[frame["area_village"].eq(scope.village)]
        return frame

    def reach(self, ledger: str, scope: Scope = Scope()) -> pd.DataFrame:  # noqa: ARG002, B008
        return self.frames[ledger]


def typed(ledger: str, rows: list[dict[str, Any]], forms: Forms = FORMS) -> pd.DataFrame:
    """Records as a typed frame of the ledger; columns not given are blank."""
    columns: dict[str, Column] = {column.name: column for column in forms.by_id[ledger].columns.values()}
    places = {name: f"area_{name}" for name in ("township", "village")}
    content = {
        name: pd.Series([row.get(name) for row in rows], dtype=DTYPES[column.type])
        for name, column in columns.items()
    }
    area = {
        place: pd.Series([row.get(place, row.get(name)) or "" for row in rows], dtype="str")
        for name, place in places.items()
    }
    files = pd.Series([f"{place or '区'}/{forms.by_id[ledger].name}.xlsx" for place in area["area_township"]])
    return pd.DataFrame({**content, **area, "_file": files.astype("str")})


def view_of(frames: dict[str, pd.DataFrame], scope: Scope = Scope()) -> View:  # noqa: B008
    return View(Frames(frames), FORMS, load_params(PARAMS, YEAR), scope)


def empty_frames() -> dict[str, pd.DataFrame]:
    """Every ledger without a record."""
    return {ledger: frame.copy(deep=False) for ledger, frame in _empty().items()}


@cache
def _empty() -> dict[str, pd.DataFrame]:
    return {ledger: typed(ledger, []) for ledger in FORMS.by_id}


def district(
    villages: int, townships: int = 1, households: int = 20, seed: int = 1
) -> dict[str, pd.DataFrame]:
    """Ledgers of so many villages spread over townships, each with about so many households."""
    return _District(villages, townships, households, np.random.default_rng(seed)).frames()


@dataclass
class _District:
    villages: int
    townships: int
    households: int
    random: np.random.Generator

    def frames(self) -> dict[str, pd.DataFrame]:
        places = list(self._places())
        homes = [home for place in places for home in self._homes(place)]
        people = [person for home in homes for person in self._people(home)]
        projects = self._projects(places)
        made = {
            "villages": [self._village(place) for place in places],
            "history": [row for place in places for row in self._history(place)],
            "households": homes,
            "persons": people,
            "income": [self._income(home) for home in homes],
            "insurance": [{**person, "scheme": "城乡居民医保"} for person in people if self._chance(0.995)],
            "allocations": self._allocations(),
            "projects": projects,
            "payments": [self._payment(project) for project in projects for _ in range(2)],
            "cadres": self._cadres(places),
            "attendance": self._attendance(places),
            "visits": self._visits(homes),
            "problems": self._problems(places),
            **self._moved(homes, people),
        }
        return {**empty_frames(), **{ledger: typed(ledger, rows) for ledger, rows in made.items()}}

    def _chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def _one(self, codes: str) -> str:
        return str(self.random.choice(FORMS.codes[codes]))

    def _day(self, first: int = 1, last: int = 12) -> pd.Timestamp:
        return pd.Timestamp(
            YEAR, int(self.random.integers(first, last + 1)), int(self.random.integers(1, 29))
        )

    def _places(self) -> Iterator[dict[str, str]]:
        for number in range(self.villages):
            township = f"云{NUMBERS[number % self.townships % 10]}乡"
            tens, ones = divmod(number, 10)
            yield {"township": township, "village": f"青{NUMBERS[tens % 10]}{NUMBERS[ones]}村"}

    def _village(self, place: dict[str, str]) -> dict[str, Any]:
        services = [name for name in FORMS.by_id["villages"].fields if name.startswith("has_")]
        return {
            **place,
            "is_poor_village": self._chance(0.3),
            "exit_year": 2016,
            "rural_population": int(self.random.integers(600, 2200)),
            "rural_households": 300,
            **dict.fromkeys(services, True),
            "grid_upgraded": True,
            "has_industry": self._chance(0.9),
            "collective_income_fen": int(self.random.integers(2_500_000, 18_000_000)),
        }

    def _history(self, place: dict[str, str]) -> Iterator[dict[str, Any]]:
        for year, share in zip(range(2014, YEAR), (0.11, 0.08, 0.02, 0.01, 0.004), strict=True):
            yield {**place, "year": year, "rural_population": 1400, "poor_persons": int(1400 * share)}

    def _homes(self, place: dict[str, str]) -> Iterator[dict[str, Any]]:
        for number in range(int(self.random.integers(1, 2 * self.households))):
            yield {
                **place,
                "household_id": f"{place['village']}{number}",
                "main_cause": self._one("致贫原因"),
                "exit_status": "已脱贫" if self._chance(0.98) else "未脱贫",
                "exit_year": int(self.random.integers(2014, YEAR + 1)),
                "food_clothing_ok": True,
                "water_ok": self._chance(0.99),
                "housing": "安全" if self._chance(0.99) else "危房C级",
                "helper_id": "G1",
            }

    def _people(self, home: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for number in range(int(self.random.integers(1, 6))):
            yield {
                "township": home["township"],
                "village": home["village"],
                "household_id": home["household_id"],
                "person_id": f"{home['household_id']}-{number}",
                "labour": self._one("劳动能力"),
                "schooling": "非在校生",
                "dropped_out": self._chance(0.001),
            }

    def _income(self, home: dict[str, Any]) -> dict[str, Any]:
        items = [name for name, column in FORMS.by_id["income"].fields.items() if column.type == "money"]
        scale = float(self.random.lognormal(0, 0.5))
        amounts = {f"{name}_fen": int(scale * 120_000) for name in items}
        return {
            **home,
            **amounts,
            "wages_fen": int(scale * 2_000_000),
            "business_income_fen": int(scale * 400_000),
        }

    def _allocations(self) -> list[dict[str, Any]]:
        return [
            {
                "document": f"文{number}",
                "fund_type": self._one("资金类别"),
                "level": self._one("资金级次"),
                "purpose": self._one("资金用途"),
                "amount_fen": int(self.random.integers(10, 400)) * 1_000_000,
            }
            for number in range(25)
        ]

    def _projects(self, places: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [
            {
                **places[number % len(places)],
                "project_id": f"X{number}",
                "name": f"第{number}号项目",
                "category": self._one("项目类别"),
                "department": "农业农村局",
                "planned_fen": int(self.random.integers(5, 120)) * 1_000_000,
                "due": self._day(9),
                "status": "验收" if self._chance(0.8) else self._one("项目状态"),
            }
            for number in range(3 * len(places))
        ]

    def _payment(self, project: dict[str, Any]) -> dict[str, Any]:
        paid = {"date": self._day(2), "amount_fen": project["planned_fen"] * 9 // 20, "payee": "施工队"}
        return {**paid, "project_id": project["project_id"], "township": project["township"]}

    def _cadres(self, places: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [
            {
                **place,
                "cadre_id": f"{place['village']}队{number}",
                "role": "驻村队员",
                "started": pd.Timestamp(2018, 3, 1),
            }
            for place in places
            for number in range(int(self.random.integers(0, 5)))
        ]

    def _attendance(self, places: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [
            {
                **place,
                "month": f"{YEAR}-{month:02d}",
                "days_on_post": int(self.random.integers(21, 28)),
                "nights_in_village": 18,
            }
            for place in places
            for month in range(1, 13)
        ]

    def _visits(self, homes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        teams = FORMS.codes["队伍类别"]
        return [
            {
                "date": self._day(6, 11),
                "team": str(self.random.choice(teams, p=[0.05, 0.1, 0.15, 0.7])),
                "township": home["township"],
                "village": home["village"],
                "household_id": home["household_id"],
                "cadre_id": "G1",
            }
            for home in homes
            for _ in range(3)
        ]

    def _problems(self, places: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [
            {
                **place,
                "source": self._one("问题来源"),
                "category": self._one("问题类别"),
                "found": self._day(1, 6),
                "due": self._day(10),
                "rectified": self._day(6) if self._chance(0.9) else None,
            }
            for place in places
            for _ in range(2)
        ]

    def _moved(
        self, homes: list[dict[str, Any]], people: list[dict[str, Any]]
    ) -> dict[str, list[dict[str, Any]]]:
        moved = [
            {**home, "site": f"安置点{NUMBERS[number % 4]}", "mode": "集中安置", "old_house_cleared": True}
            for number, home in enumerate(homes)
            if self._chance(0.2)
        ]
        ids = {home["household_id"] for home in moved}
        jobs = [
            {**person, "mode": self._one("就业方式"), "started": self._day(1, 9)}
            for person in people
            if person["household_id"] in ids and self._chance(0.8)
        ]
        return {"relocation": moved, "employment": jobs}
