"""Running numbers of records."""

from typing import Any

import numpy as np
import pandas as pd


def serials(prefix: str, count: int, digits: int = 4) -> Any:
    """`count` ids: the prefix and a number from 1, as many digits as are needed but at least `digits`."""
    width = max(digits, len(str(count)))
    return (prefix + pd.Series(np.arange(1, count + 1)).astype(str).str.zfill(width)).to_numpy(dtype=object)
