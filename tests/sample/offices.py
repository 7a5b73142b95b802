"""The offices' side of a sample district, made anew, and what its tests know of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.administration import add_administration
from gonggu.sample.people import make_people
from gonggu.sample.plan import Plan

YEAR_END = pd.Timestamp("2019-12-31")
WINDOW = ("2019-06-05", "2019-11-12")
FINISHED = ["完工", "验收"]
AREA = ["乡镇", "行政村"]
FORMS = yaml.safe_load((Path(__file__).parents[2] / "params" / "ledgers.yaml").read_text(encoding="utf-8"))
MADE = (
    *("资金下达", "项目", "资金拨付", "培训班", "培训学员"),
    *("帮扶干部", "驻村考勤", "走访", "问题整改", "区级统计"),
)


def build(villages=15, seed=20191231, year=2019):
    people_rng, admin_rng = np.random.default_rng(seed).spawn(2)
    people = make_people(Plan().scaled(villages), people_rng, year)
    return people | add_administration(people, AdminPlan().scaled(villages), admin_rng, year)


def of_role(cadres, role):
    return cadres[cadres["角色"] == role]
