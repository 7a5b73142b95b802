"""Households and persons between two year-ends: who entered, left, fell back, moved; stock and flow close. Counts only."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gonggu.figures.selections import UNEXITED
from gonggu.reading.areas import AREA
from gonggu.scope import Scope

POOR, EXITED, UNSTATED, ELSEWHERE, ABSENT = "未脱贫", "已脱贫", "属性不明", "区内其他地方", "不在册"
# Of a person whose household was and is on the register: not yet, or no longer, one of its members.
NO_MEMBER = "不是户内成员"
STATES = (POOR, EXITED, UNSTATED, ELSEWHERE, NO_MEMBER, ABSENT)
REGISTERED = (POOR, EXITED, UNSTATED)
# How a flow into or out of the stock of those not yet out of poverty is called.
INTO_POOR = {
    EXITED: "返贫",
    UNSTATED: "由属性不明改为未脱贫",
    ELSEWHERE: "由区内其他地方迁入",
    NO_MEMBER: "户内增加（出生、嫁入等）",
    ABSENT: "新纳入（新识别、迁入）",
}
OUT_OF_POOR = {
    EXITED: "脱贫",
    UNSTATED: "属性改为不明",
    ELSEWHERE: "迁往区内其他地方",
    NO_MEMBER: "户内减少（死亡、嫁出等）",
    ABSENT: "不再在册（销户、迁出等）",
}
INTO_REGISTER = {state: said for state, said in INTO_POOR.items() if state not in REGISTERED}
OUT_OF_REGISTER = {state: said for state, said in OUT_OF_POOR.items() if state not in REGISTERED}
BORN, GONE = "户内增加", "户内减少"
UNEXPLAINED = "人员变更未登记"


@dataclass(frozen=True)
class Register:
    """A year's 贫困户, 贫困人口 and 人员变更 of the whole district, None where the ledger is absent."""

    year: int
    households: pd.DataFrame
    persons: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None


@dataclass(frozen=True)
class Flow:
    """One line of stock and flow: what it is, and how many households and persons."""

    kind: str
    households: int
    persons: int | None


@dataclass(frozen=True)
class Stock:
    """A stock at the first year's end, what came in and went out by kind, and the stock at the second's, counted there."""

    name: str
    opening: Flow
    entered: tuple[Flow, ...]
    left: tuple[Flow, ...]
    closing: Flow

    @property
    def closes(self) -> bool:
        """Whether opening + entered - left = closing, for households and for persons."""
        return self._gap("households") == 0 and (self.closing.persons is None or self._gap("persons") == 0)

    def _gap(self, unit: str) -> int:
        came, went = (sum(getattr(flow, unit) for flow in flows) for flows in (self.entered, self.left))
        return int(getattr(self.opening, unit) + came - went - getattr(self.closing, unit))


@dataclass(frozen=True)
class Flows:
    """Stock and flow of a scope: of those not out of poverty, and of the whole register; `table` counts all passages.

    `table` has a row a passage: from, to, households, persons. `within` counts persons who joined or left households
    that were and are on the register, by the kind of 人员变更.
    """

    years: tuple[int, int]
    stocks: tuple[Stock, ...]
    table: pd.DataFrame
    within: Mapping[str, int]
    doubtful: tuple[str, ...]


def flows(before: Register, after: Register, scope: Scope = Scope()) -> Flows:  # noqa: B008 - frozen
    """The flows of a scope between the ends of two years; households and persons are told by their numbers."""
    sides = (before, after)
    passages = _passages(*(_states(one.households, "household_id", scope) for one in sides))
    persons = None
    if before.persons is not None and after.persons is not None:
        persons = _passages(*(_person_states(one, scope) for one in sides))
        persons = _with_members(sides, persons, passages)
    table = _table(passages, persons)
    closing = _closing(after, scope)
    years = (before.year, after.year)
    stocks = (
        _stock("未脱贫", table, (POOR,), INTO_POOR, OUT_OF_POOR, closing, years),
        _stock("在册", table, REGISTERED, INTO_REGISTER, OUT_OF_REGISTER, closing, years),
    )
    within = {} if persons is None else _within(persons, after.changes)
    return Flows(years, stocks, table, within, tuple(_doubtful(sides)))


def _states(records: pd.DataFrame, key: str, scope: Scope) -> pd.Series:
    """The state of each household of the district as the scope sees it, by its number."""
    known = records.dropna(subset=[key]).drop_duplicates(subset=[key])
    states = pd.Series(UNSTATED, index=known.index, dtype="str")
    states = states.mask(known["exit_status"].isin(UNEXITED), POOR)
    states = states.mask(known["exit_status"].eq("已脱贫").fillna(False), EXITED)
    for name, wanted in zip(AREA, (scope.township, scope.village), strict=True):
        if wanted:
            states = states.mask(known[name].ne(wanted), ELSEWHERE)
    return pd.Series(states.to_numpy(), index=pd.Index(known[key], name=key))


def _person_states(side: Register, scope: Scope) -> pd.Series:
    """The state of each person is that of the household."""
    assert side.persons is not None
    households = _states(side.households, "household_id", scope)
    known = side.persons.dropna(subset=["person_id"]).drop_duplicates(subset=["person_id"])
    # One whose household is not on the register counts as its ledger's record, of no state.
    states = households.reindex(known["household_id"].to_numpy()).fillna(
        UNSTATED if scope == Scope() else ELSEWHERE
    )
    return pd.Series(states.to_numpy(), index=pd.Index(known["person_id"], name="person_id"))


def _passages(old: pd.Series, new: pd.Series) -> pd.DataFrame:
    """Both states of everybody who is on either side, by number."""
    both = pd.concat([old.rename("from"), new.rename("to")], axis=1)
    return both.fillna(ABSENT)


def _table(passages: pd.DataFrame, persons: pd.DataFrame | None) -> pd.DataFrame:
    counted = {"households": passages.value_counts(["from", "to"])}
    if persons is not None:
        counted["persons"] = persons.value_counts(["from", "to"])
    pairs = [(one, other) for one in STATES for other in STATES]
    made = pd.DataFrame(counted).reindex(pairs).fillna(0).astype("int64")
    made.index = pd.MultiIndex.from_tuples(pairs, names=["from", "to"])
    seen = made[made.ne(0).any(axis=1)].reset_index()
    # Who is elsewhere on both sides is none of the scope's.
    return seen[seen["from"].isin(REGISTERED) | seen["to"].isin(REGISTERED)].reset_index(drop=True)


def _stock(
    name: str,
    table: pd.DataFrame,
    inside: tuple[str, ...],
    into: Mapping[str, str],
    out: Mapping[str, str],
    closing: Mapping[str, pd.Series],
    years: tuple[int, int],
) -> Stock:
    opening = _flow(f"{years[0]}年末", table[table["from"].isin(inside)])
    entered = [
        _flow(said, table[table["from"].eq(state) & table["to"].isin(inside)]) for state, said in into.items()
    ]
    left = [
        _flow(said, table[table["from"].isin(inside) & table["to"].eq(state)]) for state, said in out.items()
    ]
    counted = {unit: int(states.isin(inside).sum()) for unit, states in closing.items()}
    return Stock(
        name,
        opening,
        tuple(flow for flow in entered if flow.households or flow.persons),
        tuple(flow for flow in left if flow.households or flow.persons),
        Flow(f"{years[1]}年末", counted["households"], counted.get("persons")),
    )


def _closing(after: Register, scope: Scope) -> dict[str, pd.Series]:
    """The states at the second year's end, as its own ledgers have them."""
    found = {"households": _states(after.households, "household_id", scope)}
    return found if after.persons is None else {**found, "persons": _person_states(after, scope)}


def _flow(kind: str, rows: pd.DataFrame) -> Flow:
    persons = int(rows["persons"].sum()) if "persons" in rows else None
    return Flow(kind, int(rows["households"].sum()), persons)


def _with_members(
    sides: tuple[Register, Register], persons: pd.DataFrame, passages: pd.DataFrame
) -> pd.DataFrame:
    """The passages of persons; who joined or left a household that was and is on the register is told apart."""
    stayed = passages[passages["from"].ne(ABSENT) & passages["to"].ne(ABSENT)].index
    told = persons.copy()
    for side, away in ((sides[1], "from"), (sides[0], "to")):
        assert side.persons is not None
        homes = side.persons.drop_duplicates(subset=["person_id"]).set_index("person_id")["household_id"]
        member = homes.reindex(persons.index).isin(stayed).to_numpy()
        told[away] = persons[away].mask(persons[away].eq(ABSENT) & member, NO_MEMBER)
    return told


def _within(persons: pd.DataFrame, changes: pd.DataFrame | None) -> dict[str, int]:
    """Persons who joined or left while their household stayed, by the kind of change that was registered for them."""
    found: dict[str, int] = {}
    for word, away, here in ((BORN, "from", "to"), (GONE, "to", "from")):
        own = persons[persons[away].eq(NO_MEMBER) & persons[here].isin(REGISTERED)].index
        found |= {f"{word}：{kind}": count for kind, count in _kinds(own, changes).items()}
    return found


def _kinds(persons: pd.Index, changes: pd.DataFrame | None) -> dict[str, int]:
    if changes is None:
        return {UNEXPLAINED: len(persons)} if len(persons) else {}
    last = changes.dropna(subset=["person_id"]).sort_values("date", kind="stable")
    kinds = last.drop_duplicates(subset=["person_id"], keep="last").set_index("person_id")["change"]
    told = kinds.reindex(persons).fillna(UNEXPLAINED).value_counts()
    return {str(kind): int(count) for kind, count in sorted(told.items())}


def _doubtful(sides: tuple[Register, Register]) -> list[str]:
    """What makes the counts differ from those of the figures: numbers that are blank or stand twice."""
    said = []
    for side in sides:
        for frame, key, name in (
            (side.households, "household_id", "户编号"),
            (side.persons, "person_id", "人编号"),
        ):
            if frame is not None:
                blank, again = int(frame[key].isna().sum()), int(frame[key].dropna().duplicated().sum())
                if blank or again:
                    said.append(
                        f"{side.year} 年有 {blank} 条记录没有{name}、{again} 条{name}重复，未计或只计一次。"
                    )
    return said
