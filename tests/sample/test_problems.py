"""The sample's problems are those of the year's report, and break no check rule."""

from tests.sample.offices import FORMS, WINDOW, YEAR_END


def test_problems_are_those_of_the_report_and_all_are_put_right_and_answered(district):
    problems = district["问题整改"]
    assert problems["问题来源"].value_counts().to_dict() == {
        "四支队伍排查": 437,
        "省市联点督查": 22,
        "省脱贫攻坚成效考核反馈": 7,
        "中央专项巡视反馈": 6,
    }
    above = problems[problems["问题来源"].isin(["中央专项巡视反馈", "省脱贫攻坚成效考核反馈"])]
    assert above["反馈方面"].nunique() == 4
    assert above["乡镇"].isna().all()
    assert problems["反馈方面"].notna().sum() == above["反馈方面"].notna().sum() == 13
    assert problems["发现日期"].dt.year.eq(2019).all()
    assert (problems["整改完成日期"] >= problems["发现日期"]).all()
    assert (problems["回复日期"] >= problems["整改完成日期"]).all()
    assert (problems["回复日期"] <= YEAR_END).all()


def test_the_teams_find_problems_of_all_twelve_categories_in_the_action(district):
    found = district["问题整改"].query("问题来源 == '四支队伍排查'")
    assert set(found["问题类别"]) == set(FORMS["codes"]["问题类别"])
    assert found["发现日期"].between(*WINDOW).all()
    assert found["户编号"].notna().any()
    assert (found["户编号"].isna() & found["行政村"].notna()).any()
    late = (found["整改完成日期"] > found["整改时限"]).mean()
    assert 0 < late < 0.06


def test_a_description_is_filled_in_and_names_nobody(district):
    text = district["问题整改"]["问题描述"]
    assert not text.str.contains("[{}]").any()
    assert text.str.len().ge(8).all()
    names = set(district["贫困人口"]["姓名"]) | set(district["帮扶干部"]["姓名"])
    assert not any(name in sentence for sentence in set(text) for name in names)
