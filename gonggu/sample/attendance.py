"""驻村考勤: days on post and nights in the village, a row a stationed cadre and month."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.cadres import STATIONED

_DAYS_MIN, _NIGHTS_MIN = 22, 15
_SHORT_WEIGHT = np.array(
    [2, 6, 1, 1, 1, 1, 1, 1, 1, 3, 1, 1]
)  # by month: the spring festival, the October holiday


def make_attendance(
    roster: pd.DataFrame, plan: AdminPlan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """One row for every month that a stationed cadre was in post; a few fall short of the rules."""
    team = roster[roster["角色"] == STATIONED]
    months = np.arange(f"{year}-01", f"{year + 1}-01", dtype="datetime64[M]")
    cadre, month = np.nonzero(_in_post(team, months))
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int)
    on_post = np.minimum(rng.integers(_DAYS_MIN, 28, len(cadre)), length[month] - 2)
    nights = np.minimum(rng.integers(_NIGHTS_MIN, 23, len(cadre)), on_post)
    weight = _SHORT_WEIGHT[month] / _SHORT_WEIGHT[month].sum()
    short = rng.choice(len(cadre), plan.attendance_shortfalls, replace=False, p=weight)
    few_days = short[::2]
    on_post[few_days] = rng.integers(17, _DAYS_MIN, len(few_days))
    nights[short] = np.minimum(rng.integers(10, _NIGHTS_MIN, len(short)), on_post[short])
    return pd.DataFrame(
        {
            "干部编号": team["干部编号"].to_numpy(dtype=object)[cadre],
            "月份": months.astype(str).astype(object)[month],
            "驻村天数": on_post,
            "住村天数": nights,
        }
    )


def _in_post(team: pd.DataFrame, months: Any) -> Any:
    """Cadres by months: in post from the first day of the month, and for a part of it at least."""
    first = months.astype("datetime64[D]")
    started = team["任职日期"].to_numpy()[:, None]
    ended = team["离任日期"].to_numpy()[:, None]
    return (started <= first) & (np.isnat(ended) | (ended >= first))
