"""What printed numbers say against each other."""

from decimal import Decimal
from pathlib import Path

from gonggu.figures.contradictions import AGREES, CONTRADICTS, UNCLEAR, contradictions
from gonggu.params import Claim, load_params

PARAMS = load_params(Path(__file__).resolve().parents[2] / "params", 2019)
RULES = {"medical_premium": Decimal(220), "yulu_per_term": Decimal(1500)}


def _claims(**values: str) -> list[Claim]:
    return [
        Claim(figure=figure, year=2019, section="总述", value=value, unit="", how="computed", match="eq")
        for figure, value in values.items()
    ]


def _verdicts(claims: list[Claim]) -> dict[str, tuple[str, int, int]]:
    return {
        one.statement: (one.verdict, round(one.left), round(one.right))
        for one in contradictions(claims, RULES)
    }


def test_the_printed_report_of_2019_contradicts_itself_where_it_is_known_to() -> None:
    found = {one.statement: one for one in contradictions(PARAMS.published, PARAMS.rules)}
    assert found["当年脱贫人口与未脱贫人口"].verdict == UNCLEAR
    assert "7户和12户" in found["当年脱贫人口与未脱贫人口"].explanation
    assert (found["医保代缴的人数 = 建档立卡人口"].left, found["医保代缴的人数 = 建档立卡人口"].right) == (
        3506,
        3495,
    )
    assert found["特惠保的人数 = 建档立卡人口"].verdict == CONTRADICTS
    assert round(found["两个贫困发生率的人口口径一致"].left) == 17388
    assert found["下一年目标发生率对应的人数 = 计划完成后的人数"].left == 4
    assert found["资金总规模 = 统筹整合 + 专项"].verdict == UNCLEAR
    assert found["搬迁就业人数 = 五类就业之和"].verdict == AGREES


def test_a_number_printed_twice_differently_contradicts_itself() -> None:
    claims = [*_claims(admin_villages="15"), *_claims(admin_villages="16")]
    assert _verdicts(claims) == {"同一个数（行政村）前后一致": (CONTRADICTS, 15, 16)}


def test_funds_that_do_not_add_up_contradict_each_other() -> None:
    claims = _claims(funds_total="100.5", funds_integrated="60", funds_special="40")
    assert _verdicts(claims)["资金总规模 = 统筹整合 + 专项"][0] == CONTRADICTS


def test_numbers_that_were_not_printed_are_passed_over() -> None:
    assert contradictions(_claims(registered_persons="10"), RULES) == []
