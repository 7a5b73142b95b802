"""The sample district: all its ledgers of a year."""

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.administration import add_administration
from gonggu.sample.people import make_people
from gonggu.sample.plan import Plan

# In the order of the forms.
LEDGERS = (
    *("行政村", "历年情况", "贫困户", "贫困人口", "人员变更", "家庭收入", "资金下达", "项目", "资金拨付"),
    *("教育资助", "参保缴费", "住院报销", "就业", "兜底保障", "易地搬迁", "培训班", "培训学员"),
    *("帮扶干部", "驻村考勤", "走访", "问题整改", "区级统计"),
)


def make_district(year: int = 2019, villages: int = 15, seed: int = 20191231) -> dict[str, pd.DataFrame]:
    """Chinese ledger name -> frame with the form's headers in the form's order; the same seed gives the same rows."""
    people_rng, office_rng = np.random.default_rng(seed).spawn(2)
    people = make_people(Plan().scaled(villages), people_rng, year)
    ledgers = people | add_administration(people, AdminPlan().scaled(villages), office_rng, year)
    return {name: ledgers[name] for name in LEDGERS}
