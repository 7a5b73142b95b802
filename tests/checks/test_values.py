"""Findings about single cells, each at its exact cell, and what is none."""

from pathlib import Path

import pytest

from tests.ledgers_for_tests import FORMS, VILLAGES, found, id_number, store_of, told

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


def test_a_text_that_begins_like_a_formula_or_holds_a_word_for_nothing_is_a_text(tmp_path: Path) -> None:
    table = f"{CADRES}\nNA1 | 空一凡 | 驻村队员 | =1+1 | 2019-01-05 |  | 是"
    store = store_of(tmp_path, {"帮扶干部": table})
    assert store.read("cadres")[["cadre_id", "name", "unit"]].iloc[0].tolist() == ["NA1", "空一凡", "=1+1"]
    assert not store.findings()["ledger"].eq("帮扶干部").any()


def test_a_word_for_nothing_in_a_required_column_is_found_as_blank_and_in_others_is_none(
    tmp_path: Path,
) -> None:
    table = f"{CADRES}\nG1 | null | 驻村队员 | 未填 | 2019-01-05 | 无 | 是\nG2 | 李四 | 结对干部 | 局 | 0 | #N/A | 是"
    findings = store_of(tmp_path, {"帮扶干部": table}).findings()
    about = findings[findings["ledger"].eq("帮扶干部")]
    assert about[["check", "cell", "value"]].to_numpy().tolist() == [
        ["value_required", "B2", "n***"],
        ["value_required", "D2", "未填"],
        ["value_type", "E3", "0"],
        ["value_formula", "F3", "#N/A"],
    ]


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


def test_days_of_another_year_are_one_finding_a_file_and_column_at_the_first(tmp_path: Path) -> None:
    header = "走访编号 | 走访日期 | 乡镇 | 行政村"
    one = f"{header}\nZ1 | 2019-01-01 | 甲乡 | 东村\nZ2 | 2018-12-31 | 甲乡 | 东村\nZ3 | 2018-06-01 | 甲乡 | 西村"
    two = f"{header}\nZ4 | 2017-06-01 | 甲乡 | 东村\nZ5 | 2018-06-01 | 乙乡 | 北村\nZ6 |  | 乙乡 | 北村"
    cadres = "干部编号 | 任职日期 | 提拔日期 | 表彰日期\nG1 | 2016-01-01 | 2018-05-04 | 2019-07-01"
    tables = {
        "走访": one,
        "走访2": two,
        "帮扶干部": cadres,
        "驻村考勤": "干部编号 | 月份\nG1 | 2018-12\nG1 | 2019-01",
    }
    findings = store_of(tmp_path, {"行政村": VILLAGES, **tables}).findings()
    assert told(findings, "date_outside_year") == [
        "帮扶干部 C2 2018-05-04（本文件本列共 1 处，此为第一处）",
        "驻村考勤 B2 2018-12（本文件本列共 1 处，此为第一处）",
        "走访 B3 2018-12-31（本文件本列共 2 处，此为第一处）",
        "走访 B2 2017-06-01（本文件本列共 2 处，此为第一处）",
    ]
    about = findings[findings["check"].eq("date_outside_year")]
    assert about["township"].tolist()[2:] == ["甲乡", ""]
    assert set(about["village"]) == {""}


@pytest.mark.parametrize(
    ("ledger", "header", "early", "late", "sound"),
    [
        ("项目", "计划完工日期", "1989-12-31", "2025-01-01", "2024-12-31"),
        ("帮扶干部", "任职日期", "1985-03-01", "2062-01-01", "1990-01-01"),
        ("兜底保障", "停发日期", "1900-01-31", "2099-12-31", "2024-06-30"),
        ("驻村考勤", "月份", "1989-12", "2025-01", "2019-12"),
        ("贫困户", "识别年度", "1980", "2025", "2014"),
    ],
)
def test_a_date_before_1990_or_more_than_five_years_ahead_is_not_believed(
    tmp_path: Path, ledger: str, header: str, early: str, late: str, sound: str
) -> None:
    form = FORMS.ledgers[ledger]
    keys = [key for key in form.key if key != header]
    lines = [
        " | ".join([*(f"{key}{place}" for key in keys), value])
        for place, value in enumerate((early, late, sound))
    ]
    store = store_of(tmp_path, {ledger: "\n".join([" | ".join([*keys, header]), *lines])})
    findings = store.findings()
    about = findings[findings["column"].eq(header) & findings["check"].str.startswith("value_")]
    assert about["check"].tolist() == ["value_type", "value_type"]
    assert about["row"].tolist() == [2, 3]
    assert store.read(form.id)[form.columns[header].name].isna().tolist() == [True, True, False]
