"""The sample's training and stated figures are those of the year's report, and break no check rule."""


def test_policy_training_is_that_of_the_report(district):
    policy = district["培训班"].query("培训类别 == '政策业务'")
    departments = policy["主讲部门"].str.split("、").map(lambda names: len(set(names)))
    most = policy.loc[departments.idxmax()]
    assert (departments.max(), str(most["开班日期"].date())) == (9, "2019-06-05")
    assert policy["课时"].sum() == 32
    assert 1200 <= policy["参训人次"].sum() < 1300
    handbook = policy[policy["培训名称"].str.contains("手册")]
    assert handbook["开班日期"].dt.strftime("%Y-%m").tolist() == ["2019-09"]
    assert handbook["参训单位数"].tolist() == [72]
    assert policy["参训单位数"].max() == 72


def test_trainees_are_able_to_work_and_two_of_them_were_resettled(district):
    courses = district["培训班"].set_index("培训编号")
    trainees = district["培训学员"].join(courses, on="培训编号")
    persons = district["贫困人口"].set_index("人编号")
    person = persons.loc[trainees["人编号"]]
    assert trainees["人编号"].is_unique
    assert (person["姓名"].to_numpy() == trainees["姓名"].to_numpy()).all()
    assert (person["户编号"].to_numpy() == trainees["户编号"].to_numpy()).all()
    assert person["劳动能力"].isin(["普通劳动力", "技能劳动力"]).all()
    assert (2019 - person["证件号码"].str[6:10].astype(int)).between(18, 55).all()
    assert trainees["培训类别"].eq("就业技能").all()
    assert courses.query("培训类别 == '就业技能'").index.nunique() >= 2
    assert (
        trainees.groupby("培训编号").size() <= courses["参训人次"].reindex(trainees["培训编号"].unique())
    ).all()
    moved = district["易地搬迁"]
    at_site = trainees["户编号"].isin(moved.loc[moved["安置方式"] == "集中安置", "户编号"])
    assert sorted(trainees.loc[at_site, "培训工种"]) == ["保育员", "茶艺师"]
    assert (trainees[["培训补贴", "生活费补贴"]] > 0).all(axis=None)
    assert (~at_site).sum() == 60


def test_stated_figures_have_the_year_s_values_and_a_source(district):
    stated = district["区级统计"].set_index(["指标", "年度"])["数值"]
    assert stated.loc[("全面小康实现程度", 2019)] == 94.8
    assert stated.loc[("涉贫到市赴省进京信访", 2019)] == 0
