"""区级统计: figures that another office states, with its source."""

import pandas as pd

# The degree of realisation in per cent, and the petitions of each year.
_XIAOKANG = {2015: 83.2, 2016: 86.5, 2017: 89.6, 2018: 92.3, 2019: 94.8, 2020: 97.1}
_PETITIONS = {2015: 2, 2016: 1, 2017: 1, 2018: 0, 2019: 0, 2020: 0}
_YEARS_BACK = 3


def make_stated_figures(year: int) -> pd.DataFrame:
    """The year's stated figures and those of the three years before; 2020 was the last that was stated."""
    series = (
        ("全面小康实现程度", _XIAOKANG, "%", "区统计局《全面小康监测统计公报》"),
        ("涉贫到市赴省进京信访", _PETITIONS, "件", "区信访局年度信访台账"),
    )
    return pd.DataFrame(
        [
            {"指标": name, "年度": stated, "数值": float(value), "单位": unit, "来源": source}
            for name, values, unit, source in series
            for stated, value in values.items()
            if year - _YEARS_BACK <= stated <= year
        ]
    )
