"""The register of the year before, read from its own ledgers: what this year's has to follow from."""

from pathlib import Path

import pandas as pd

from gonggu.corrected import corrected
from gonggu.forms import Forms
from gonggu.last_year_files import REGISTER, folder_of, params_of, register_files
from gonggu.params import Params
from gonggu.reading.areas import with_areas
from gonggu.reading.ledgers import read_year


def read_last_year(raw: Path, forms: Forms, params: Params) -> dict[str, pd.DataFrame] | None:
    """Last year's register by ledger id, with areas, from beside `raw` (`data/raw/<year>`).

    None where there is none, or a part of it cannot be read.
    """
    if not register_files(raw, forms):
        return None
    read = read_year(folder_of(raw), forms, REGISTER)
    if not read.ledgers.keys() >= REGISTER or read.incomplete & REGISTER:
        return None
    ledgers, _ = corrected({name: read.ledgers[name] for name in REGISTER}, params_of(params, forms), forms)
    return with_areas({name: typed.frame for name, typed in ledgers.items()}, forms)
