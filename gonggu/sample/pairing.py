"""Who helps whom: leaders pair a few households each, other cadres one or two."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gonggu.sample.admin_plan import AdminPlan

_TWO_SHARE = 2 / 5  # cadres with two households / households that no leader pairs


@dataclass(frozen=True)
class Pairing:
    """Numbers of leaders and of 结对干部, counted over the district from 0."""

    leader: Any  # a household: its leader, or -1
    visitor: Any  # a household: the 结对干部 who visits it, its helper unless a leader is
    leader_village: Any  # a leader: the place of the village that he leads or helps to lead
    cadre_village: Any  # a 结对干部: the place of the village of his households


def pair(home: Any, plan: AdminPlan, rng: np.random.Generator) -> Pairing:
    """Pair the households, given the place of each one's village; refuses a village too small for its leaders."""
    villages = plan.villages
    leader_village = np.arange(plan.leaders) % villages
    households = np.bincount(home, minlength=villages)
    led = plan.leader_pairs * np.bincount(leader_village, minlength=villages)
    rest = households - led
    if (rest < 3).any():
        raise ValueError("a village has too few households for its leaders and one cadre with two")
    two = np.floor(rest * _TWO_SHARE).astype(int)
    cadres = rest - two
    first = np.cumsum(cadres) - cadres
    rank = _rank_within(home, rng)
    left = rank - led[home]
    own = np.where(left < 2 * two[home], left // 2, left - two[home])
    # A household that a leader pairs is visited by one of the village's cadres as well.
    local = np.where(left < 0, rank % cadres[home], own)
    nth_leader = rank // plan.leader_pairs
    return Pairing(
        leader=np.where(left < 0, home + villages * nth_leader, -1),
        visitor=first[home] + local,
        leader_village=leader_village,
        cadre_village=np.repeat(np.arange(villages), cadres),
    )


def _rank_within(home: Any, rng: np.random.Generator) -> Any:
    """A random order of the households of each village, from 0."""
    order = np.lexsort((rng.random(len(home)), home))
    start = np.searchsorted(home[order], home[order])
    rank = np.empty(len(home), dtype=int)
    rank[order] = np.arange(len(home)) - start
    return rank
