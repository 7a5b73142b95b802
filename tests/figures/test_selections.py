"""Selections that many figures share: which keys are among others."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonggu.figures.selections import among

KEYS = st.lists(st.sampled_from(["甲", "乙", "丙", "", None]), max_size=8)


@given(KEYS, KEYS)
def test_among_says_what_pandas_says(keys: list[str | None], others: list[str | None]) -> None:
    these = pd.Series(keys, index=range(10, 10 + len(keys)), dtype="str")
    those = pd.Series(others, dtype="str")
    pd.testing.assert_series_equal(among(these, those), these.isin(those))


@pytest.mark.parametrize("dtype", ["str", "object", "string"])
def test_among_takes_texts_however_they_are_kept(dtype: str) -> None:
    keys = pd.Series(["甲", "乙"], dtype=dtype)
    assert among(keys, pd.Series(["乙"])).tolist() == [False, True]
    assert among(pd.Series([], dtype=dtype), keys).tolist() == []
    assert among(keys, pd.Series([], dtype=dtype)).tolist() == [False, False]
