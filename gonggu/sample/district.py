"""The sample district: all its ledgers of a year."""

import numpy as np
import pandas as pd

from gonggu.sample.people import make_people
from gonggu.sample.plan import Plan


def make_district(year: int = 2019, villages: int = 15, seed: int = 20191231) -> dict[str, pd.DataFrame]:
    """Chinese ledger name -> frame with the form's headers in the form's order; the same seed gives the same rows."""
    plan = Plan().scaled(villages)
    people_rng, _ = np.random.default_rng(seed).spawn(2)
    return make_people(plan, people_rng, year)
