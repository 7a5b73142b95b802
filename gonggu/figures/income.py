"""Net income per head of the households on the register, exact to the cent."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.selections import looked_up
from gonggu.figures.view import View, selection

TRANSFERS = (
    "family_planning_fen",
    "dibao_fen",
    "tekun_fen",
    "pension_fen",
    "eco_compensation_fen",
    "other_transfers_fen",
)
GROSS = ("wages_fen", "business_income_fen", "property_income_fen", *TRANSFERS)
COSTS = "business_costs_fen"
FEN_PER_YUAN = 100


@selection
def incomes(view: View) -> pd.DataFrame:
    """Households of the scope whose net income and members are known: one row each, index as in 贫困户.

    Columns: the income items and `net_fen` in 分, `size` in members, `per_head` in 元 (a float that orders and
    shows; comparisons with a line are made on `net_fen`). Households without a member, without an income row,
    or with an amount that could not be read are left out.
    """
    households = view.rows("households")
    income = view.reach("income").drop_duplicates("household_id").dropna(subset=[*GROSS, COSTS])
    sizes = view.reach("persons").groupby("household_id").size()
    columns = ["household_id", *GROSS, COSTS]
    known = households[["household_id", "exit_status", "exit_year", "household_type"]].copy()
    known["size"] = looked_up(known["household_id"], sizes)
    # A left merge keeps the register's order, so its index labels can be put back.
    joined = known.merge(income[columns], on="household_id", how="left").set_axis(known.index)
    joined = joined.dropna(subset=["size", *GROSS, COSTS])
    net = joined[list(GROSS)].sum(axis=1) - joined[COSTS]
    size = joined["size"].astype("int64")
    return joined.assign(
        net_fen=net.astype("int64"),
        size=size,
        per_head=(net.astype("int64") / (size * FEN_PER_YUAN)).astype(float),
    )


def below(frame: pd.DataFrame, line_yuan: Fraction) -> pd.Series:
    """Which households' net income per head is strictly below a line in 元: exact, by integers."""
    line_fen = line_yuan * FEN_PER_YUAN
    return frame["net_fen"] * line_fen.denominator < frame["size"] * line_fen.numerator


def per_head(frame: pd.DataFrame) -> pd.Series:
    """Net income per head in 元 as exact fractions, by household."""
    values = [
        Fraction(int(net), int(size) * FEN_PER_YUAN)
        for net, size in zip(frame["net_fen"], frame["size"], strict=True)
    ]
    return pd.Series(values, index=frame.index, dtype=object)


def median_per_head(frame: pd.DataFrame) -> Fraction | None:
    """The median over persons of their household's net income per head in 元; of an even number the middle two's mean."""
    if frame.empty:
        return None
    ordered = frame.sort_values("per_head", kind="stable")
    upto = ordered["size"].cumsum()
    persons = int(upto.iloc[-1])
    middle = [(persons + 1) // 2, persons // 2 + 1]
    chosen = ordered.iloc[[int(upto.searchsorted(place)) for place in middle]]
    return sum(per_head(chosen), Fraction(0)) / 2
