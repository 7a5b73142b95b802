"""The ledger 易地搬迁."""

import numpy as np
import pandas as pd

SITE = "仁园小区"
_INDUSTRY = (
    "楠竹加工入股分红",
    "黑山羊代养",
    "黄桃种植奖补",
    "茶油基地务工",
    "竹笋加工合作社分红",
    "小区门面租金分红",
)
_AREA_PER_HEAD_M2 = 25


def relocations(households: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """One row a relocated household by household row: site, mode, floor area, days, whether the old house is gone."""
    rows = np.flatnonzero(households["is_relocated"])
    together = (households["group"].to_numpy() == "relocated")[rows]
    size = households["size"].to_numpy()[rows]
    area = np.round(size * rng.uniform(19.0, _AREA_PER_HEAD_M2, len(rows)), 1)
    moved = np.datetime64(f"{year - 3}-10-01", "s") + rng.integers(0, 270, len(rows)).astype("timedelta64[D]")
    measure = np.array(_INDUSTRY, dtype=object)[rng.integers(0, len(_INDUSTRY), len(rows))]
    return pd.DataFrame(
        {
            "row": rows,
            "site": np.where(together, SITE, "分散安置").astype(object),
            "mode": np.where(together, "集中安置", "分散安置").astype(object),
            "area": np.minimum(area, size * _AREA_PER_HEAD_M2),
            "moved_in": moved,
            "measure": measure,
            "cleared": True,
        }
    )
