"""What only a public edition says: what it is, and that numbers are withheld in place of what they would say."""

import pandas as pd
import pytest

from gonggu.report import public
from gonggu.report.document import RunFacts
from tests.report.sentences.scene import Case, Scene, assert_said
from tests.worked_ledgers import YEAR_PARAMS

NOTE = public.note(YEAR_PARAMS.public_threshold)
HISTORY = """
    年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
    2016 | 青石乡 | 东岭村 | 1000 | 200
"""
ERRORS = pd.DataFrame({"check": ["id_checksum"], "severity": ["error"], "ledger": ["贫困人口"]})
REGISTER = Scene("overview", ("总述", "admin_villages"), whole=False)
COVER = Scene("cover", ("总述",), whole=False)
SERVICES = Scene("shortcomings", ("clinic_coverage", "dropouts"))
INCOME = Scene("income", ("income_per_head",))

CASES: list[Case] = [
    # The first screen says what the edition is; a draft does not count its errors.
    COVER.case(f"云岭区2021年巩固脱贫成果工作报告（公开版）\n公开版。{NOTE}", withheld=()),
    COVER.case("草稿，不得外发。台账还有错误没有改正，改正后请重新生成。", withheld=(), findings=ERRORS),
    COVER.case(
        "草稿，不得外发。\n本报告的指标未含台账“贫困户”“贫困人口”中读不出的文件。",
        withheld=(),
        facts=RunFacts(unread={"households": ("某某.xlsx",), "persons": ("某某.xlsx",)}),
    ),
    # The base year is told without the rate that is withheld.
    REGISTER.case(
        "2021年末，云岭区有3个行政村。2016年贫困发生率为20%。",
        withheld=("registered_households", "registered_persons", "poverty_rate"),
        历年情况=HISTORY,
    ),
    # Nothing that may be shown is lacking: no claim on what is withheld.
    SERVICES.case(f"可以公布的指标没有显示短板；{NOTE}", withheld=("dropouts",)),
    INCOME.case("云岭区的收入和贫困测度不予公布。", withheld=("income_per_head",)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_public(case: Case) -> None:
    assert_said(case)
