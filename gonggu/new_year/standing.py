"""What of last year's ledgers still holds at the beginning of the next year.

What a year has to find out anew (school years, months of work, check-ups, standards, populations) stays blank; where
the form requires it, the problem list reminds of it until it is filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from gonggu.reading.areas import AREA

Frames = Mapping[str, pd.DataFrame]
POOR = ("未脱贫", "返贫")
DONE = ("完工", "验收")
_AT_NO_SCHOOL = "非在校生"
# Who is of these ages on 31 December is, or may now be, at kindergarten or at school.
_SCHOOL_AGES = (3, 15)

# By ledger id, what is asked anew each year, by column name; all else of these ledgers carries over.
ASKED_ANEW: dict[str, tuple[str, ...]] = {
    "villages": ("rural_households", "rural_population", "collective_income_fen"),
    "history": (),
    "households": ("lookback_date",),
    "persons": ("work_place", "work_months"),
    "cadres": ("insured", "checkup_date", "promoted", "commended"),
    "relocation": (),
    "employment": (),
    "social": ("monthly_fen",),
    "projects": ("document",),
    "income": (
        *("wages_fen", "business_income_fen", "property_income_fen", "family_planning_fen", "dibao_fen"),
        *("tekun_fen", "pension_fen", "eco_compensation_fen", "other_transfers_fen", "business_costs_fen"),
    ),
}


@dataclass(frozen=True)
class Standing:
    """By ledger id, last year's records that still hold, with what is asked anew blank."""

    frames: dict[str, pd.DataFrame]


def standing(last: Frames, year: int) -> Standing:
    """The records of `year` - 1 that the ledgers of `year` begin with; ledgers that were absent are left out."""
    kept = {ledger: last[ledger] for ledger in ASKED_ANEW if ledger in last}
    for ledger in ("cadres", "employment", "social"):
        if ledger in kept:
            kept[ledger] = _still(kept[ledger], year)
    if "persons" in kept:
        kept["persons"] = _pupils_open(kept["persons"], year)
    if "history" in kept:
        kept["history"] = _with_last_year(kept["history"], last, year - 1)
    if "projects" in kept:
        kept["projects"] = _unfinished(kept["projects"], last)
    kept = _without_former_cadres(kept)
    return Standing({ledger: _blank(frame, ASKED_ANEW[ledger]) for ledger, frame in kept.items()})


def _blank(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return frame.assign(**{name: pd.Series(pd.NA, index=frame.index, dtype=object) for name in columns})


def _still(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Posts, jobs and benefits that had not ended by the last day of the year before."""
    return frame[~(frame["ended"] <= pd.Timestamp(year - 1, 12, 31)).fillna(False).astype(bool)]


def _pupils_open(persons: pd.DataFrame, year: int) -> pd.DataFrame:
    """在校生状况 blank for pupils, who have moved up, and for whoever is of school age now."""
    age = year - pd.to_numeric(persons["id_number"].str.slice(6, 10), errors="coerce")
    asked = persons["schooling"].ne(_AT_NO_SCHOOL).fillna(True) | age.between(*_SCHOOL_AGES)
    return persons.assign(schooling=persons["schooling"].mask(asked.astype(bool)))


def _with_last_year(history: pd.DataFrame, last: Frames, year: int) -> pd.DataFrame:
    """历年情况 with the rows of the year that has ended, counted in its register."""
    if not {"villages", "households", "persons"} <= last.keys():
        return history
    villages, households = last["villages"], last["households"]
    size = households["household_id"].map(last["persons"].groupby("household_id").size()).fillna(0)
    poor = households["exit_status"].isin(POOR).astype(bool)
    exited = (
        (households["exit_status"].eq("已脱贫") & households["exit_year"].eq(year)).fillna(False).astype(bool)
    )
    place = [households[name] for name in AREA]
    counted = pd.DataFrame(
        {
            "poor_households": poor.groupby(place).sum(),
            "poor_persons": size[poor].groupby([one[poor] for one in place]).sum(),
            "exited_households": exited.groupby(place).sum(),
            "exited_persons": size[exited].groupby([one[exited] for one in place]).sum(),
        }
    )
    keys = pd.MultiIndex.from_frame(villages[AREA])
    added = counted.reindex(keys).fillna(0).astype("int64").reset_index(drop=True)
    own = villages[["township", "village", "rural_population", *AREA]].reset_index(drop=True)
    return pd.concat([history[history["year"].lt(year).fillna(False)], own.assign(year=year, **added)])


def _unfinished(projects: pd.DataFrame, last: Frames) -> pd.DataFrame:
    """Projects not completed, or not paid in full; 计划资金 is what is left to be paid under the new year's document."""
    left = projects["planned_fen"]
    if "payments" in last:
        paid = last["payments"].groupby("project_id")["amount_fen"].sum()
        left = (left - projects["project_id"].map(paid).fillna(0)).clip(lower=0)
    going_on = ~projects["status"].isin(DONE) | left.gt(0)
    return projects.assign(planned_fen=left)[going_on.fillna(True).astype(bool)]


def _without_former_cadres(kept: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Helpers and leaders who are no longer in post are blank: somebody has to follow them."""
    if "cadres" not in kept:
        return kept
    in_post = kept["cadres"]["cadre_id"]
    named = (("households", "helper_id"), ("relocation", "helper_id"), ("villages", "leader_id"))
    return kept | {
        ledger: kept[ledger].assign(**{name: kept[ledger][name].where(kept[ledger][name].isin(in_post))})
        for ledger, name in named
        if ledger in kept
    }
