"""1 工作机制: who is stationed where, who helps, the year's task."""

import pytest

from gonggu.params import Target
from tests.report.sentences.scene import EAST, SOUTH, TOWNSHIP, WEST, Case, Scene, assert_said, put
from tests.worked_ledgers import YEAR_PARAMS

CADRES = """
    干部编号 | 角色 | 单位 | 派驻乡镇 | 派驻行政村 | 任职日期 | 离任日期
    C1 | 驻村队员 | 甲局 | 青石乡 | 东岭村 | 2020-01-01 |
    C2 | 驻村队员 | 乙局 | 青石乡 | 西溪村 | 2020-01-01 |
    C3 | 驻村队员 | 丙局 | 白沙镇 | 南坪村 | 2020-01-01 |
    L1 | 区级领导 | 区委 | | | 2020-01-01 |
    U1 | 后盾单位负责人 | 甲局 | | | 2020-01-01 |
    U2 | 后盾单位负责人 | 乙局 | | | 2020-01-01 |
"""
LEFT = put(CADRES, ("西溪村 | 2020-01-01 |", "西溪村 | 2020-01-01 | 2021-06-30"))
NO_TEAM = "干部编号 | 角色\nL1 | 区级领导"
TEAMS = Scene("mechanism", ("stationed_cadres", "stationed_coverage"), {"帮扶干部": CADRES})
HELPERS = Scene("mechanism", ("district_leaders", "backing_units"), {"帮扶干部": CADRES})
ONE_VILLAGE = "乡镇 | 行政村 | 农村户籍人口\n白沙镇 | 南坪村 | 100"

CASES: list[Case] = [
    TEAMS.case("年末在任驻村工作队员3名，驻村工作队覆盖全部3个行政村。"),
    TEAMS.case("年末在任驻村工作队员2名，驻村工作队覆盖2/3个村（66.67%，缺：西溪村）。", 帮扶干部=LEFT),
    TEAMS.case(
        "年末在任驻村工作队员1名，驻村工作队覆盖1/2个村（50%，缺：西溪村）。", TOWNSHIP, 帮扶干部=LEFT
    ),
    TEAMS.case("年末在任驻村工作队员1名，驻村工作队已覆盖仅有的1个行政村。", "白沙镇", 行政村=ONE_VILLAGE),
    TEAMS.case("年末在任驻村工作队员1名。", EAST),
    TEAMS.case("年末没有在任的驻村工作队员。", WEST, 帮扶干部=LEFT),
    TEAMS.case("年末没有在任的驻村工作队员。", 帮扶干部=NO_TEAM),
    TEAMS.case("缺少台账“帮扶干部”，以下指标没有数据：驻村工作队员、驻村帮扶覆盖率。", absent=("帮扶干部",)),
    HELPERS.case("参与联系帮扶的有区级领导1名、后盾单位2个。"),
    HELPERS.case(
        "参与联系帮扶的有区级领导0名、后盾单位2个。", 帮扶干部=put(CADRES, ("区级领导", "乡镇党政班子"))
    ),
    HELPERS.case("年末没有在任的区级领导和后盾单位负责人。", 帮扶干部="干部编号"),
    HELPERS.case("本节没有可以报告的数据。", SOUTH),
]

TASK = Scene("mechanism", ("reduction_task_persons", "reduction_task_completion", "exits_persons"))
FAMILY = "户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度\nH1 | 青石乡 | 东岭村 | 已脱贫 | 2021"
NO_TASK = YEAR_PARAMS.model_copy(update={"targets": {}})
BLANK_TASKS = YEAR_PARAMS.model_copy(
    update={
        "targets": {
            "reduction_task_persons": Target(value=None, unit="人", source=""),
            "workshop_new_jobs": Target(value=None, unit="人", source=""),
        }
    }
)


def _persons(number: int) -> str:
    rows = "\n".join(f"青石乡 | 东岭村 | H1 | P{one}" for one in range(number))
    return f"乡镇 | 行政村 | 户编号 | 人编号\n{rows}"


CASES += [
    *(
        TASK.case(f"年度减贫任务为4人，{said}。", 贫困户=FAMILY, 贫困人口=_persons(exited))
        for exited, said in (
            (0, "实际脱贫0人，还差4人，完成0%"),
            (3, "实际脱贫3人，还差1人，完成75%"),
            (4, "实际脱贫4人，任务刚好完成"),
            (5, "实际脱贫5人，比任务多1人，为任务的125%"),
        )
    ),
    TASK.case("本节没有可以报告的数据。", params=NO_TASK),
    TASK.case(
        "2021年年度参数的targets还没有填写：年度减贫任务、扶贫车间新增就业。",
        params=BLANK_TASKS,
    ),
    TASK.case("本节没有可以报告的数据。", TOWNSHIP),
    TASK.case(
        "年度减贫任务为4人。\n缺少台账“贫困户”，以下指标没有数据：当年脱贫人口、减贫任务完成率。",
        absent=("贫困户",),
        贫困人口=_persons(1),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_mechanism(case: Case) -> None:
    assert_said(case)
