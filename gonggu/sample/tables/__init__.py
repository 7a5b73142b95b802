"""The sample's written tables: documents, projects, problems, courses and units."""

from importlib.resources import files
from io import StringIO

import pandas as pd


def table(name: str) -> pd.DataFrame:
    """The table of that name; every cell as text, blank cells as empty text."""
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
