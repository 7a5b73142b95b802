"""A recovery attack on the public editions of a year, written from the figures' definitions and the published numbers.

It shares no code with the audit: it reads the records of `figures.json` of all places, ties them by its own list of
what is part of what, and by places, and seeks the least and the greatest value of every number that is withheld.

It is given more than any reader has: which of the withheld numbers are below the threshold, where no record is that
belongs to no township or village.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

Key = tuple[str, str]  # what is counted, where
Records = Mapping[str, Sequence[Mapping[str, Any]]]  # by place
WIDTH = 4
DECIMALS = 4  # of amounts, which JSON holds as floats
COUNTED = ("户", "人", "名", "人次", "人月", "件")

# A share's numerator and denominator as other figures print them; blank is its own.
SHARES = {
    "poverty_rate": ("unexited_persons", ""),
    "poverty_rate_base": ("", ""),
    "exit_standard_met": ("", "exits_persons"),
    "reduction_task_completion": ("exits_persons", ""),
    "nrcms_full_subsidy": ("", "registered_persons"),
    "medical_coverage": ("", "registered_persons"),
    "workshop_task_completion": ("workshop_new_jobs", ""),
    "edu_aid_coverage": ("", ""),
    "dilapidated_housing_completion": ("", ""),
    "attendance_compliance": ("", ""),
    "coverage_household_pairing": ("", "registered_households"),
    "coverage_lookback": ("", "registered_households"),
    "cadre_insured_rate": ("", "stationed_cadres"),
    "relocation_industry_coverage": ("", "relocation_households"),
    "relocation_helper_coverage": ("", "relocation_households"),
    "relocation_moved_in": ("", "relocation_households"),
    "relocation_old_house_cleared": ("", "relocation_households"),
    "relocation_medical_coverage": ("", "relocation_persons"),
    "relocation_employment_rate": ("relocation_employed", "relocation_labour"),
    "unexited_plan_coverage": ("", "unexited_households"),
    "fgt0": ("persons_below_line", "known_persons"),
    "mpi_headcount": ("", "known_persons"),
    "stationed_coverage": ("stationed_villages", ""),
}
# Amounts over persons: their sums add up over places as persons do.
MEANS = {
    "income_per_head": "known_persons",
    "income_per_head_exited": "",
    "forest_ranger_wage": "",
    "tehuibao_unit_premium": "tehuibao_persons",
    "income_share_wages": "known_income",
    "income_share_business": "known_income",
    "income_share_property": "known_income",
    "income_share_transfers": "known_income",
    "yulu_paid_rate": "",
    "inpatient_reimbursement_rate": "",
}
SUMS = ("nrcms_premium_total", "tehuibao_total", "edu_compulsory_amount", "yulu_amount")
TASKS = {"reduction_task_completion/d", "workshop_task_completion/d", "stationed_coverage/d"}
# Who is among whom; the groups on one line do not overlap.
AMONG = """
registered_households: unexited_households exits_households
registered_households: households_unvisited
registered_households: dilapidated_housing_completion/d
registered_households: relocation_households
registered_persons: unexited_persons exits_persons
registered_persons: dropouts
registered_persons: edu_aid_coverage/d
registered_persons: known_persons
registered_persons: relocation_persons
insured_persons: medical_coverage/n
tehuibao_persons: registered_persons
unexited_persons: returned_persons
dropouts: relocation_dropouts
stationed_cadres: cadre_medical_checks
stationed_cadres: stationed_villages
attendance_compliance/d: attendance_compliance/n attendance_shortfalls
forest_ranger_wage/d: forest_rangers
known_persons: persons_below_line persons_near_line
known_persons: income_per_head_exited/d
mpi_headcount/n: persons_below_line
relocation_households: relocation_zero_employment_households
relocation_households: relocation_student_households
relocation_households: relocation_dibao_households
relocation_households: relocation_oversized
relocation_persons: relocation_labour
relocation_persons: relocation_students
relocation_persons: relocation_dropouts
relocation_persons: relocation_dibao_persons
relocation_labour: relocation_employed
relocation_employed: relocation_emp_unit relocation_emp_flexible relocation_emp_self relocation_emp_workshop relocation_emp_post
relocation_persons: relocation_trained
relocation_trained: relocation_training_subsidised
"""


@dataclass(frozen=True)
class Recovered:
    """A number that the attack has told to within ± 2, and what it truly is."""

    key: Key
    least: float
    greatest: float
    truth: float


def recover(published: Records, true: Records, threshold: int) -> list[Recovered]:
    """What can be told of the withheld numbers; `true` are the same records with nothing withheld."""
    known, hidden = _numbers(published), _numbers(true)
    rows = {(one["id"], place): one["rows"] for place, figures in true.items() for one in figures}
    puzzle = _Puzzle(known, hidden, rows, threshold)
    puzzle.tie_groups()
    puzzle.tie_places(list(published))
    return list(puzzle.solve())


def _numbers(records: Records) -> dict[Key, float]:
    """Every number that the records give or imply, by what it counts and where."""
    found: dict[Key, float] = {}
    for place, figures in records.items():
        for one in figures:
            for name, number in _of_record(one):
                if number is not None:
                    seen = found.setdefault((name, place), number)
                    assert seen == number, f"{name} at {place} is published as {seen} and as {number}"
    return found


def _of_record(one: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    name, numerator, denominator = one["id"], one["numerator"], one["denominator"]
    if name in SHARES or name in MEANS:
        part, whole = SHARES.get(name) or ("", MEANS[name])
        income = "known_income" if name == "income_per_head" else ""
        yield part or income or f"{name}/n", numerator
        yield whole or f"{name}/d", denominator
    elif name in SUMS:
        yield f"{name}/n", numerator
    elif one["unit"] in COUNTED or name == "stationed_villages":
        yield name, one["value"] if numerator is None else numerator


def _is_money(name: str) -> bool:
    return (
        name == "known_income"
        or name.split("/", maxsplit=1)[0] in SUMS
        or (name.endswith("/n") and name.split("/", maxsplit=1)[0] in MEANS)
        or name in ("yulu_paid_rate/d", "inpatient_reimbursement_rate/d")
    )


@dataclass
class _Puzzle:
    known: dict[Key, float]
    truth: dict[Key, float]
    rows: dict[Key, int]
    threshold: int
    unknown: dict[Key, tuple[float, float | None]] = field(default_factory=dict)
    equations: list[tuple[dict[Key, int], float]] = field(default_factory=list)
    small_wholes: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))

    def tie_groups(self) -> None:
        """Parts and what they leave make up the whole, where that is so."""
        names = {name for name, _ in self.truth}
        places = dict.fromkeys(place for _, place in self.truth)
        groups = [line.split(":") for line in AMONG.strip().splitlines()]
        lines = [(whole, parts.split()) for whole, parts in groups]
        for name, (part, whole) in SHARES.items():
            if f"{name}/d" not in TASKS:
                lines.append((whole or f"{name}/d", [part or f"{name}/n"]))
        for whole, parts in dict.fromkeys((whole, tuple(parts)) for whole, parts in lines):
            assert {whole, *parts} <= names, f"{whole} or {parts} is nowhere"
            for place in places:
                keys = [(name, place) for name in (whole, *parts)]
                if not all(key in self.truth for key in keys):
                    continue
                left = self.truth[keys[0]] - sum(self.truth[key] for key in keys[1:])
                if left >= 0:
                    rest = (f"{whole} without {' '.join(parts)}", place)
                    self.truth[rest] = left
                    self._tie(keys[0], [*keys[1:], rest])

    def tie_places(self, places: list[str]) -> None:
        """The district is its townships, a township its villages, each with what belongs to none."""
        for name in dict.fromkeys(name for name, _ in self.truth):
            if name in TASKS or name == "registered":
                continue
            for whole in places:
                parts = [place for place in places if _is_below(place, whole)]
                keys = [(name, place) for place in (whole, *parts)]
                if not parts or not all(key in self.truth for key in keys):
                    continue
                outside = round(self.truth[keys[0]] - sum(self.truth[key] for key in keys[1:]), DECIMALS)
                if outside >= 0:
                    rest = (name, f"{whole} 其余")
                    self.truth[rest] = outside
                    if not outside and not self._records_outside(name, whole, parts):
                        self.known[rest] = outside
                    self._tie(keys[0], [*keys[1:], rest])

    def _records_outside(self, name: str, whole: str, parts: list[str]) -> int:
        """Of an amount, how many records belong to the whole but to none of its parts, though they add up to nothing."""
        figure = "income_per_head" if name == "known_income" else name.split("/", maxsplit=1)[0]
        if not _is_money(name):
            return 0
        return self.rows[figure, whole] - sum(self.rows[figure, part] for part in parts)

    def _tie(self, whole: Key, parts: list[Key]) -> None:
        signs = {whole: -1, **dict.fromkeys(parts, 1)}
        constant = -sum(sign * self.known[key] for key, sign in signs.items() if key in self.known)
        self.equations.append(({key: sign for key, sign in signs.items() if key not in self.known}, constant))
        if whole not in self.known and 0 < self.truth[whole] < self.threshold and not _is_money(whole[0]):
            self.small_wholes[whole] += parts

    def solve(self) -> Iterator[Recovered]:
        """Least and greatest of each unknown, block by block of numbers that are tied."""
        may_be_nought = self._below_small()
        unknown = [key for key in self.truth if key not in self.known]
        limits = {key: self._limits(key, may_be_nought) for key in unknown}
        for block in self._blocks(unknown):
            rows = [one for one in self.equations if any(key in block for key in one[0])]
            yield from self._solve_block(sorted(block), rows, limits)

    def _below_small(self) -> set[Key]:
        found: set[Key] = set()
        waiting = list(self.small_wholes)
        while waiting:
            fresh = [part for part in self.small_wholes.get(waiting.pop(), ()) if part not in found]
            found.update(fresh)
            waiting += fresh
        return found

    def _limits(self, key: Key, may_be_nought: set[Key]) -> tuple[float | None, float | None]:
        if _is_money(key[0]):
            return None, None
        truth = self.truth[key]
        if truth >= self.threshold or key[0] == "stationed_villages":
            return 0, None
        return (1 if truth and key not in may_be_nought else 0), self.threshold - 1

    def _blocks(self, unknown: list[Key]) -> Iterator[set[Key]]:
        touching: dict[Key, list[int]] = defaultdict(list)
        for number, (signs, _) in enumerate(self.equations):
            for key in signs:
                touching[key].append(number)
        left = set(unknown)
        while left:
            block: set[Key] = set()
            waiting = [left.pop()]
            while waiting:
                key = waiting.pop()
                block.add(key)
                for number in touching[key]:
                    for other in self.equations[number][0]:
                        if other in left:
                            left.discard(other)
                            waiting.append(other)
            yield block

    def _solve_block(
        self, block: list[Key], rows: list[tuple[dict[Key, int], float]], limits: Mapping[Key, Any]
    ) -> Iterator[Recovered]:
        column = {key: number for number, key in enumerate(block)}
        matrix, right = lil_array((max(len(rows), 1), len(block))), np.zeros(max(len(rows), 1))
        for row, (signs, constant) in enumerate(rows):
            right[row] = constant
            for key, sign in signs.items():
                matrix[row, column[key]] = sign
        matrix, bounds = matrix.tocsr(), [limits[key] for key in block]
        start = np.array([self.truth[key] for key in block], dtype=float)
        low, high = start.copy(), start.copy()
        for key in block:
            place = column[key]
            if not self._is_sought(key):
                continue
            for aim in (1.0, -1.0):
                if high[place] - low[place] > WIDTH + 1:
                    break
                cost = np.zeros(len(block))
                cost[place] = aim
                solved = linprog(cost, A_eq=matrix, b_eq=right, bounds=bounds, method="highs")
                if solved.status == 3:  # without end
                    low[place], high[place] = -np.inf, np.inf
                else:
                    assert solved.status == 0, solved.message
                    low, high = np.minimum(low, solved.x), np.maximum(high, solved.x)
            if np.floor(high[place] + 1e-6) - np.ceil(low[place] - 1e-6) <= WIDTH:
                yield Recovered(key, float(low[place]), float(high[place]), self.truth[key])

    def _is_sought(self, key: Key) -> bool:
        """A figure's own number that is withheld, an amount of money, and few persons, whoever counts them.

        What a withheld share leaves unprinted may be told where it is not small: other figures may print it.
        """
        name, place = key
        a_figure = "/" not in name and " without " not in name and name != "known_persons"
        return 0 < self.truth[key] < self.threshold or (
            (a_figure or _is_money(name)) and " 其余" not in place
        )


def _is_below(part: str, whole: str) -> bool:
    if whole == "全区":
        return part != "全区" and "/" not in part
    return part.startswith(f"{whole}/")
