"""Which record has a key: by Arrow's own tables, as pandas would turn every text into an object first."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Positions = NDArray[np.int64]


def position_of(wanted: pd.Series, keys: pd.Series) -> Positions:
    """The position of the first record with each wanted key; -1 where there is none, or nothing is wanted."""
    found = pc.index_in(_texts(wanted), value_set=_texts(keys), skip_nulls=True)
    result: Positions = found.fill_null(-1).to_numpy().astype(np.int64)
    return result


def among(values: pd.Series, known: pd.Series) -> NDArray[np.bool_]:
    """Which values are one of the known; a missing value is none."""
    return position_of(values, known) >= 0


def _texts(values: pd.Series) -> pa.Array:
    texts = pa.array(values, type=pa.large_string(), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
