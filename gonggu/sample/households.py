"""The households of the sample district and who lives in them: sizes, relations, sexes, births."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.compositions import MAX_SIZE, ROLES, Kinds, kinds
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick, pick_by_row

# Households of one to seven members among those about whom the year tells nothing special.
_SIZE_SHARE = (0.20, 0.27, 0.25, 0.175, 0.08, 0.02, 0.005)
_ROLE = {name: number for number, name in enumerate(ROLES)}
# Relation to the head by role, for a woman and for a man.
_RELATION = {
    "head": ("户主", "户主"),
    "spouse": ("配偶", "配偶"),
    "child": ("之女", "之子"),
    "sibling": ("之女", "之子"),
    "son": ("之子", "之子"),
    "son_wife": ("之儿媳", "之儿媳"),
    "grandchild": ("之孙女", "之孙子"),
    "mother": ("之母", "之母"),
    "father": ("之父", "之父"),
}
_RANGES = {"L": (21, 58), "N": (0, 92), "D": (0, 92), "S": (4, 14), "I": (1, 2)}


def make_households(places: pd.DataFrame, plan: Plan, rng: np.random.Generator) -> pd.DataFrame:
    """One row a household: village number, id, group, number of its kind within the group, size."""
    village = np.repeat(np.arange(len(places)), places["registered"].to_numpy())
    count = len(village)
    group = np.full(count, "general", dtype=object)
    kind = np.zeros(count, dtype=int)
    order, used = rng.permutation(count), 0
    for name, number in (("relocated", plan.relocated), ("exits", plan.exits), ("unexited", plan.unexited)):
        rows = order[used : used + number]
        group[rows], kind[rows] = name, np.resize(kinds(name).in_turn, number)
        used += number
    size = np.zeros(count, dtype=int)
    for name in ("relocated", "exits", "unexited"):
        size[group == name] = kinds(name).size[kind[group == name]]
    rest = group == "general"
    size[rest] = _sizes(int(rest.sum()), plan.persons - int(size.sum()), rng)
    kind[rest] = _kinds_of_sizes(size[rest], rng)
    serial = np.arange(count) - np.searchsorted(village, village) + 1
    ids = [f"H{v:04d}{s:04d}" for v, s in zip(village + 1, serial, strict=True)]
    dispersed = np.zeros(count, dtype=bool)
    dispersed[order[used : used + plan.dispersed]] = True
    return pd.DataFrame(
        {"village": village, "id": ids, "group": group, "kind": kind, "size": size, "dispersed": dispersed}
    )


def make_members(households: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """One row a member, in the order of the households: role, relation, sex, age at year-end, day of birth, flag."""
    parts = []
    for name in ("general", "relocated", "exits", "unexited"):
        rows = np.flatnonzero(households["group"] == name)
        parts.append(_members(rows, households["kind"].to_numpy()[rows], kinds(name), rng))
    members = pd.concat(parts).sort_values(["household", "slot"], ignore_index=True)
    members["birth"] = born(members["age"].to_numpy(), year, rng)
    # Full years on 31 August decide the school year.
    late = members["birth"].dt.month > 8
    members["school_age"] = members["age"] - late.astype(int)
    return members


def born(age: Any, year: int, rng: np.random.Generator) -> Any:
    """A day of birth for everybody who is `age` on 31 December of `year`."""
    first = (year - np.asarray(age) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return (first + rng.integers(0, 365, len(first))).astype("datetime64[s]")


def _sizes(count: int, persons: int, rng: np.random.Generator) -> Any:
    """Sizes of `count` households that add up to `persons`."""
    size = pick(rng, np.arange(1, MAX_SIZE + 1), _SIZE_SHARE, count)
    while (short := persons - int(size.sum())) != 0:
        step = 1 if short > 0 else -1
        able = np.flatnonzero(size < MAX_SIZE - 2 if step > 0 else size > 1)
        size[rng.permutation(able)[: abs(short)]] += step
    return size


def _kinds_of_sizes(size: Any, rng: np.random.Generator) -> Any:
    general = kinds("general")
    weights = np.where(general.size == np.arange(MAX_SIZE + 1)[:, None], general.weight, 0.0)
    return pick_by_row(rng, np.arange(len(general.weight)), weights[size]).astype(int)


def _members(rows: Any, kind: Any, all_kinds: Kinds, rng: np.random.Generator) -> pd.DataFrame:
    age, male = _ages_and_sexes(kind, all_kinds, rng)
    household, slot = np.nonzero(np.arange(MAX_SIZE) < all_kinds.size[kind][:, None])
    role = np.array(ROLES, dtype=object)[all_kinds.role[kind][household, slot]]
    sex = male[household, slot].astype(int)
    table = np.array([_RELATION[name] for name in ROLES], dtype=object)
    relation = table[all_kinds.role[kind][household, slot], sex]
    wife_heads = ~male[:, 0] & (all_kinds.role[kind] == _ROLE["spouse"]).any(axis=1)
    in_laws = {"之母": "之婆婆", "之父": "之公公"}
    hers = wife_heads[household] & np.isin(role, ["mother", "father"])
    relation[hers] = [in_laws[word] for word in relation[hers]]
    return pd.DataFrame(
        {
            "household": rows[household],
            "slot": slot,
            "role": role,
            "relation": relation,
            "male": male[household, slot],
            "age": age[household, slot],
            "flag": all_kinds.flag[kind][household, slot],
        }
    )


def _ages_and_sexes(kind: Any, all_kinds: Kinds, rng: np.random.Generator) -> tuple[Any, Any]:
    """Ages and sexes of all members, households by places in them; unused places hold nothing of meaning."""
    count = len(kind)
    rows = np.arange(count)
    age = np.zeros((count, MAX_SIZE), dtype=int)
    male = rng.random((count, MAX_SIZE)) < 0.52
    low, high = all_kinds.head_age[kind].T
    age[:, 0] = rng.integers(low, high + 1)
    male[:, 0] = rng.random(count) < all_kinds.male_head[kind]
    for slot in range(1, MAX_SIZE):
        role, flag = all_kinds.role[kind, slot], all_kinds.flag[kind, slot]
        base = age[rows, all_kinds.anchor[kind, slot]]
        drawn = rng.integers(all_kinds.lowest[kind, slot], all_kinds.highest[kind, slot] + 1)
        age[:, slot] = _bounded(base, drawn, role, flag)
        male[:, slot] = _sex(role, male, slot)
    return age, male


def _bounded(base: Any, drawn: Any, role: Any, flag: Any) -> Any:
    age = base + drawn
    # A child that the draw puts before its birth is a small child; a younger sibling becomes the elder one.
    mirrored = np.where(role == _ROLE["sibling"], base - drawn, np.minimum(-age, base - 20))
    age = np.where(age < 0, mirrored, age)
    for mark, (lowest, highest) in _RANGES.items():
        age = np.where(flag == mark, np.clip(age, lowest, highest), age)
    return np.clip(age, 0, 96)


def _sex(role: Any, male: Any, slot: int) -> Any:
    sex = male[:, slot]
    sex = np.where(role == _ROLE["spouse"], ~male[:, 0], sex)
    sex = np.where(np.isin(role, [_ROLE["son"], _ROLE["father"]]), True, sex)
    return np.where(np.isin(role, [_ROLE["son_wife"], _ROLE["mother"]]), False, sex)
