"""Findings about single cells, each at its exact cell, and what is none."""

from pathlib import Path

from tests.ledgers_for_tests import VILLAGES, found, id_number, store_of

CADRES = "干部编号 | 姓名 | 角色 | 单位 | 任职日期 | 离任日期 | 意外保险"


def test_a_blank_required_cell_is_found_and_a_blank_optional_one_is_not(tmp_path: Path) -> None:
    table = f"{CADRES}\nG1 | 张三 | 驻村队员 |  | 2019-01-05 |  | 是"
    assert found(tmp_path, "value_required", 帮扶干部=table) == ["帮扶干部 D2"]


def test_a_column_that_is_not_there_is_one_finding_not_one_a_row(tmp_path: Path) -> None:
    findings = store_of(
        tmp_path, {"帮扶干部": "干部编号 | 姓名 | 角色 | 单位 | 意外保险\nG1 | 张三 | 结对干部 | 局 | 是"}
    ).findings()
    about = findings[findings["column"].eq("任职日期")]
    assert about["check"].tolist() == ["header_missing"]
    assert "表中现有：干部编号、姓名、角色、单位、意外保险" in about["value"].item()


def test_what_cannot_be_read_is_found_once_and_is_not_also_called_blank(tmp_path: Path) -> None:
    table = (
        f"{CADRES}\nG1 | 张三 | 驻村队员 | 局 | 去年 |  | 是\nG2 | 李四 | 区领导 | 局 | 2019-01-05 |  | 大概"
    )
    findings = store_of(tmp_path, {"帮扶干部": table}).findings()
    about = findings[findings["ledger"].eq("帮扶干部")]
    assert about[["check", "cell", "value"]].to_numpy().tolist() == [
        ["value_type", "E2", "去年"],
        ["value_code", "C3", "区领导"],
        ["value_type", "G3", "大概"],
    ]
    assert "区级领导" in about["expected"].iloc[1]


def test_a_text_like_na_or_null_is_a_text(tmp_path: Path) -> None:
    table = f"{CADRES}\nNA | null | 驻村队员 | =1+1 | 2019-01-05 |  | 是"
    store = store_of(tmp_path, {"帮扶干部": table})
    assert store.read("cadres")[["cadre_id", "name", "unit"]].iloc[0].tolist() == ["NA", "null", "=1+1"]
    assert not store.findings()["ledger"].eq("帮扶干部").any()


def test_negative_amounts_and_counts_are_found_and_zero_is_not(tmp_path: Path) -> None:
    table = "户编号 | 工资性收入 | 生产经营性支出\nH1 | 0 | -300\nH2 | -0.01 | 0"
    assert found(tmp_path, "value_negative", 家庭收入=table) == ["家庭收入 C2 -300", "家庭收入 B3 -0.01"]


def test_a_stated_decline_is_not_a_negative_amount(tmp_path: Path) -> None:
    table = "指标 | 年度 | 数值 | 单位 | 来源\n信访量增幅 | 2019 | -12.5 | % | 信访局"
    assert found(tmp_path, "value_negative", 区级统计=table) == []


def _payments(*amounts: str) -> str:
    lines = [f"B{place} | X1 | {amount}" for place, amount in enumerate(amounts)]
    return "\n".join(["拨付编号 | 项目编号 | 金额", *lines])


def test_an_amount_in_wan_among_amounts_in_yuan_is_found(tmp_path: Path) -> None:
    usual = [str(40_000 + 1000 * step) for step in range(12)]
    table = _payments(*usual, "4.5", "450000000")
    assert found(tmp_path, "value_unit", 资金拨付=table) == ["资金拨付 C14 4.50", "资金拨付 C15 450000000"]


def test_amounts_that_merely_differ_are_not_called_wrong_units(tmp_path: Path) -> None:
    usual = [str(40_000 + 1000 * step) for step in range(12)]
    assert found(tmp_path, "value_unit", 资金拨付=_payments(*usual, "0", "300", "2000000")) == []


def test_small_amounts_in_whole_yuan_are_what_they_say(tmp_path: Path) -> None:
    usual = [str(40_000 + 1000 * step) for step in range(12)]
    assert found(tmp_path, "value_unit", 资金拨付=_payments(*usual, "1")) == []
    near = _payments(*usual, "300", "5")  # others are nearly as small
    assert found(tmp_path, "value_unit", 资金拨付=near) == []
    assert found(tmp_path, "value_unit", 资金拨付=_payments(*usual, "5")) == ["资金拨付 C14 5"]
    assert found(tmp_path, "value_unit", 资金拨付=_payments(*usual, "4.5")) == ["资金拨付 C14 4.50"]


def test_roads_are_measured_in_km_or_m_and_nothing_else(tmp_path: Path) -> None:
    table = (
        "项目编号 | 项目类别 | 建设数量 | 计量单位\nX1 | 通组公路 | 3.5 | 公里\nX2 | 林道 | 2 | 条\n"
        "X3 | 安全饮水 | 1 | 处\nX4 | 林道 |  | "
    )
    assert found(tmp_path, "value_unit", 项目=table) == ["项目 D3 条"]


def _persons(*rows: str) -> str:
    lines = [f"甲乡 | 东村 | H1 | P{place} | 张三 | {row}" for place, row in enumerate(rows)]
    return "\n".join(["乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码 | 性别", *lines])


def _checks_of_ids(folder: Path, *rows: str) -> list[tuple[str, str]]:
    findings = store_of(folder, {"行政村": VILLAGES, "贫困人口": _persons(*rows)}).findings()
    lines = findings[findings["check"].str.startswith("id_")]
    return list(zip(lines["check"], lines["cell"], strict=True))


def test_a_sound_id_number_of_each_length_is_not_found(tmp_path: Path) -> None:
    man, woman = id_number("19620304", 1), id_number("19710809", 2)
    assert _checks_of_ids(tmp_path, f"{man} | 男", f"{woman}43 | 女", f"{woman.lower()}4312 | 女") == []


def test_every_flaw_of_an_id_number_is_found_as_what_it_is(tmp_path: Path) -> None:
    sound = id_number("19620304", 1)
    wrong_digit = sound[:-1] + ("1" if sound[-1] != "1" else "2")
    rows = [
        f"{sound[:-1]} | 男",
        f"{wrong_digit} | 男",
        "999000620304001 | 男",
        f"{id_number('19620230', 1)} | 男",
        f"{id_number('20200101', 1)} | 男",
        f"{id_number('19620305', 2)} | 男",
    ]
    assert _checks_of_ids(tmp_path, *rows) == [
        ("id_length", "F2"),
        ("id_checksum", "F3"),
        ("id_old", "F4"),
        ("id_birth", "F5"),
        ("id_birth", "F6"),
        ("id_sex", "F7"),
    ]


def test_an_id_number_is_shown_masked(tmp_path: Path) -> None:
    findings = store_of(tmp_path, {"贫困人口": _persons("99900019620304 | 男")}).findings()
    assert findings.loc[findings["check"].eq("id_length"), "value"].tolist() == ["999000********04"]
    assert not findings["value"].str.contains("19620304").any()


def test_telephone_numbers_nobody_can_dial_are_found_masked(tmp_path: Path) -> None:
    table = "户编号 | 户主姓名 | 联系电话\nH1 | 甲 | 19900000001\nH2 | 乙 | 0745-7612345\nH3 | 丙 | 1990000000\nH4 | 丁 | 12900000001"
    assert found(tmp_path, "phone_form", 贫困户=table) == ["贫困户 C4 19****", "贫困户 C5 129****0001"]


def test_events_after_the_year_are_found_and_plans_are_not(tmp_path: Path) -> None:
    projects = (
        "项目编号 | 计划完工日期 | 开工日期\nX1 | 2020-06-30 | 2019-12-31\nX2 | 2020-06-30 | 2020-01-01"
    )
    cadres = "干部编号 | 月份\nG1 | 2019-12\nG1 | 2020-01"
    assert found(tmp_path, "date_future", 项目=projects, 驻村考勤=cadres) == [
        "项目 C3 2020-01-01",
        "驻村考勤 B3 2020-01",
    ]


def test_an_end_before_its_beginning_is_found_at_the_end(tmp_path: Path) -> None:
    stays = "人编号 | 入院日期 | 出院日期\nP1 | 2019-03-05 | 2019-03-05\nP2 | 2019-03-05 | 2019-03-04"
    cadres = f"{CADRES}\nG1 | 张三 | 驻村队员 | 局 | 2019-05-01 | 2018-05-01 | 是\nG2 | 李四 | 驻村队员 | 局 | 2018-05-01 |  | 是"
    assert found(tmp_path, "date_order", 住院报销=stays, 帮扶干部=cadres) == [
        "住院报销 C3 2019-03-04",
        "帮扶干部 F2 2018-05-01",
    ]
