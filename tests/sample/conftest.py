"""The offices' side of the sample district, for two seeds."""

import pandas as pd
import pytest

from tests.sample.offices import WINDOW, YEAR_END, build


@pytest.fixture(scope="module", params=[20191231, 7])
def district(request):
    return build(seed=request.param)


@pytest.fixture(scope="module")
def cadres(district):
    frame = district["帮扶干部"]
    begun = frame["任职日期"] <= YEAR_END
    return frame[begun & (frame["离任日期"].isna() | (frame["离任日期"] > YEAR_END))]


@pytest.fixture(scope="module")
def projects(district):
    """Projects with their document's money and date, and what was paid to them when."""
    documents = district["资金下达"].set_index("指标文号")[["下达日期", "金额"]]
    payments = district["资金拨付"].groupby("项目编号")
    paid = pd.DataFrame(
        {
            "paid": payments["金额"].sum(),
            "first": payments["拨付日期"].min(),
            "last": payments["拨付日期"].max(),
        }
    )
    return district["项目"].join(documents, on="指标文号").join(paid, on="项目编号")


@pytest.fixture(scope="module")
def visits(district):
    frame = district["走访"]
    return frame[frame["走访日期"].between(*WINDOW)]
