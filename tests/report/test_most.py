"""No place is called the one with the most where others have as many."""

import pytest

from gonggu.figures.catalogue import BY_ID, figures_of
from gonggu.report.charts.townships import comparison
from tests.report.sentences.scene import ALL_RULES, BASE
from tests.worked_ledgers import view_of

VILLAGES = BASE["行政村"] + "    黑水镇 | 北冈村 | 100 | 是 | 是 | 是 | 40000\n"
POOR = "户编号 | 乡镇 | 行政村 | 脱贫属性\n"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (("青石乡 | 东岭村", "白沙镇 | 南坪村"), "未脱贫的2人在2个乡镇，各1人"),
        (
            ("青石乡 | 东岭村", "青石乡 | 西溪村", "白沙镇 | 南坪村", "白沙镇 | 南坪村", "黑水镇 | 北冈村"),
            "未脱贫的5人在3个乡镇，青石乡、白沙镇最多，各2人",
        ),
    ],
    ids=["all alike", "two of three"],
)
def test_those_with_the_most_are_all_named(places: tuple[str, ...], said: str) -> None:
    homes = POOR + "\n".join(f"H{number} | {place} | 未脱贫" for number, place in enumerate(places))
    people = "乡镇 | 行政村 | 户编号 | 人编号\n" + "\n".join(
        f"{place} | H{number} | P{number}" for number, place in enumerate(places)
    )
    view = view_of({"行政村": VILLAGES, "贫困户": homes, "贫困人口": people}, rules=ALL_RULES)
    chart = comparison(view, figures_of(view, [BY_ID["unexited_persons"]]))
    assert chart is not None
    assert chart.title == said
