"""What the register says of a household: causes, identification, exit, housing, measures, contacts."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.quotas import pick, pick_by_row
from gonggu.sample.schooling_and_health import LABOUR, NOT_AT_SCHOOL
from gonggu.sample.social_security import of_household

_CAUSES = {
    "因病": 48,
    "因残": 30,
    "因学": 14,
    "因灾": 1.2,
    "缺土地": 1,
    "缺水": 0.3,
    "缺技术": 18,
    "缺劳动力": 13,
    "缺资金": 9,
    "交通条件落后": 1.5,
    "自身发展动力不足": 4,
}
# Share of the register's households that exited in each year, counted back from the run's year.
_EXIT_SHARE = {5: 0.06, 4: 0.17, 3: 0.46, 2: 0.20, 1: 0.11}


def add_register(
    households: pd.DataFrame, members: pd.DataFrame, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """The households with causes, years of identification and exit, housing, water, measures and contacts."""
    count = len(households)
    facts = facts_of(households, members)
    main, other = _causes(facts, rng)
    identified, exit_year = _years(households, rng, year)
    unexited = (households["group"] == "unexited").to_numpy()
    relocated = (households["group"] == "relocated").to_numpy() | households["dispersed"].to_numpy()
    planned = ~relocated & (rng.random(count) < 0.15)
    done = np.where(planned, _renovated(identified, exit_year, rng, year), np.datetime64("NaT", "s"))
    serial = np.arange(count)
    lookback = lookback_days(count, rng, year)
    result = households.assign(
        main_cause=main,
        other_cause=other,
        identified=identified,
        exit_year=exit_year,
        status=np.where(unexited, "未脱贫", "已脱贫").astype(object),
        water_ok=~unexited | (serial != serial[unexited].min()),
        housing="安全",
        planned=planned,
        renovated=done,
        is_relocated=relocated,
        lookback=lookback,
        phone=(19_900_000_000 + (serial * 7_919 + 4_211) % 99_999_989).astype("U11").astype(object),
        account=np.char.add("8199900", np.char.zfill((serial * 104_729 + 31).astype("U12"), 12)).astype(
            object
        ),
    )
    return result.assign(measures=measures_of(result, facts))


def facts_of(households: pd.DataFrame, members: pd.DataFrame) -> dict[str, Any]:
    """How many of each household's members are ill, disabled, at school, labour, at work."""
    conditions = {
        "ill": members["health"].isin(["长期慢性病", "大病"]),
        "disabled": members["health"] == "残疾",
        "pupils": members["schooling"] != NOT_AT_SCHOOL,
        "labour": members["labour"].isin(LABOUR),
        "workers": members["work_months"] > 0,
    }
    return {name: of_household(members, has, len(households)) for name, has in conditions.items()}


def lookback_days(count: int, rng: np.random.Generator, year: int) -> Any:
    """The day of the year on which each household was visited to look back."""
    return np.datetime64(f"{year}-06-10", "s") + rng.integers(0, 150, count).astype("timedelta64[D]")


def causes_of(households: pd.DataFrame, facts: dict[str, Any]) -> tuple[Any, Any]:
    """主要致贫原因 and 其他致贫原因 of households whose members have changed: one that no longer holds gives way."""
    main, other = (households[name].to_numpy(dtype=object) for name in ("main_cause", "other_cause"))
    holds = {"因病": facts["ill"] > 0, "因残": facts["disabled"] > 0, "因学": facts["pupils"] > 0}
    valid, other_valid = (
        np.logical_and.reduce([(cause != name) | fact for name, fact in holds.items()])
        for cause in (main, other)
    )
    instead = np.where(facts["labour"] > 0, "缺技术", "缺劳动力").astype(object)
    instead = np.where(pd.isna(other) | ~other_valid, instead, other)
    main = np.where(valid, main, instead)
    return main, np.where(~other_valid | (other == main), None, other)


def _causes(facts: dict[str, Any], rng: np.random.Generator) -> tuple[Any, Any]:
    names = list(_CAUSES)
    weights = np.tile(np.array(list(_CAUSES.values())), (len(facts["ill"]), 1))
    for cause, possible in (
        ("因病", facts["ill"] > 0),
        ("因残", facts["disabled"] > 0),
        ("因学", facts["pupils"] > 0),
        ("缺劳动力", facts["labour"] <= 1),
        ("缺技术", facts["labour"] >= 1),
        ("缺资金", facts["labour"] >= 1),
        ("自身发展动力不足", facts["labour"] >= 1),
    ):
        weights[:, names.index(cause)] *= possible
    main = pick_by_row(rng, names, weights)
    weights[main[:, None] == np.array(names, dtype=object)] = 0
    other = pick_by_row(rng, names, weights)
    return main, np.where(rng.random(len(main)) < 0.4, None, other)


def _years(households: pd.DataFrame, rng: np.random.Generator, year: int) -> tuple[Any, Any]:
    """Years of identification and of exit; the exit year of who has not exited is 0."""
    count = len(households)
    back = pick(rng, list(_EXIT_SHARE), list(_EXIT_SHARE.values()), count)
    relocated = (households["group"] == "relocated").to_numpy()
    # Nobody exits before the new home is ready.
    back = np.where(relocated, np.minimum(back, 2), back)
    group = households["group"].to_numpy()
    exit_year = np.where(group == "exits", year, np.where(group == "unexited", 0, year - back))
    last = np.where(exit_year == 0, year - 1, np.minimum(exit_year, year) - 1)
    identified = pick(rng, np.array([5, 4, 3, 2]), (0.91, 0.035, 0.02, 0.035), count)
    return np.minimum(year - identified, np.maximum(last, year - 5)), exit_year


def _renovated(identified: Any, exit_year: Any, rng: np.random.Generator, year: int) -> Any:
    """A day between the year of identification and that of exit; of those not exited, in the year."""
    last = np.where(exit_year == 0, year, exit_year)
    chosen = rng.integers(identified, last + 1)
    return (chosen - 1970).astype("datetime64[Y]").astype("datetime64[s]") + rng.integers(
        60, 320, len(chosen)
    ).astype("timedelta64[D]")


def measures_of(households: pd.DataFrame, facts: dict[str, Any]) -> Any:
    """帮扶措施, joined by 、."""
    parts = (
        ("产业帮扶", facts["labour"] > 0),
        ("就业帮扶", facts["workers"] > 0),
        ("教育资助", facts["pupils"] > 0),
        ("健康帮扶", (facts["ill"] > 0) | (facts["disabled"] > 0)),
        ("易地搬迁", households["is_relocated"].to_numpy()),
        ("危房改造", households["planned"].to_numpy()),
        ("低保兜底", (households["type"] == "低保贫困户").to_numpy()),
        ("特困供养", (households["type"] == "特困供养户").to_numpy()),
        ("医保代缴", np.ones(len(households), dtype=bool)),
    )
    text = np.full(len(households), "", dtype=object)
    for name, has in parts:
        text = text + np.where(has, name + "、", "").astype(object)
    return pd.Series(text).str[:-1].to_numpy()
