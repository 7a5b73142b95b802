"""区级统计: figures that another office states, with its source."""

import pandas as pd

# Years back from the run's own: the degree of realisation in per cent, and the petitions of that year.
_XIAOKANG = {0: 94.8, 1: 92.3, 2: 89.6, 3: 86.5}
_PETITIONS = {0: 0, 1: 0, 2: 1, 3: 1}


def make_stated_figures(year: int) -> pd.DataFrame:
    """The year's stated figures and those of the three years before."""
    series = (
        ("全面小康实现程度", _XIAOKANG, "%", "区统计局《全面小康监测统计公报》"),
        ("涉贫到市赴省进京信访", _PETITIONS, "件", "区信访局年度信访台账"),
    )
    return pd.DataFrame(
        [
            {"指标": name, "年度": year - back, "数值": float(value), "单位": unit, "来源": source}
            for name, values, unit, source in series
            for back, value in sorted(values.items(), reverse=True)
        ]
    )
