"""Findings about records against each other, each at its exact cell, and what is none."""

from pathlib import Path
from time import process_time

from tests.ledgers_for_tests import VILLAGES, clean, found, id_number, raw, store_of, told, write_book

HOUSEHOLDS = "乡镇 | 行政村 | 户编号 | 户主姓名\n甲乡 | 东村 | H1 | 张三\n乙乡 | 北村 | H2 | 李四"
HEADER = "乡镇 | 行政村 | 户编号 | 人编号 | 姓名"


def test_a_row_that_is_there_again_word_for_word_is_a_repeated_row_and_not_a_repeated_key(
    tmp_path: Path,
) -> None:
    table = (
        f"{HEADER}\n甲乡 | 东村 | H1 | P1 | 张三\n甲乡 | 东村 | H1 | P2 | 张四\n甲乡 | 东村 | H1 | P1 | 张三"
    )
    findings = store_of(tmp_path, {"贫困人口": table}).findings()
    assert told(findings, "row_repeated") == ["贫困人口 D4 P1"]
    assert told(findings, "key_repeated") == []
    assert (
        "贫困人口.xlsx 贫困人口 D2" in findings.loc[findings["check"].eq("row_repeated"), "expected"].item()
    )


def test_the_same_key_on_two_records_is_a_repeated_key_that_names_the_other_place(tmp_path: Path) -> None:
    table = f"{HEADER}\n甲乡 | 东村 | H1 | P1 | 张三\n甲乡 | 东村 | H1 | P1 | 张四"
    findings = store_of(tmp_path, {"贫困人口": table}).findings()
    assert told(findings, "key_repeated") == ["贫困人口 D3 P1"]
    assert (
        "另见 贫困人口.xlsx 贫困人口 D2"
        in findings.loc[findings["check"].eq("key_repeated"), "expected"].item()
    )


def test_records_that_share_only_a_part_of_their_key_are_not_repeated(tmp_path: Path) -> None:
    table = "人编号 | 险种\nP1 | 城乡居民医保\nP1 | 扶贫特惠保\n | 城乡居民医保\n | 扶贫特惠保"
    assert found(tmp_path, "key_repeated", 参保缴费=table) == []


def test_one_id_number_of_two_persons_is_found_and_of_one_person_twice_is_not(tmp_path: Path) -> None:
    one, two = id_number("19620304", 1), id_number("19620304", 3)
    persons = f"人编号 | 证件号码\nP1 | {one}\nP2 | {two}\nP3 | {one}"
    insured = f"人编号 | 险种 | 证件号码\nP1 | 城乡居民医保 | {one}\nP1 | 扶贫特惠保 | {one}"
    masked = f"{one[:6]}********{one[-2:]}"
    assert found(tmp_path, "id_repeated", 贫困人口=persons, 参保缴费=insured) == [f"贫困人口 B4 {masked}"]


def test_a_number_that_is_nowhere_is_found_and_one_who_left_in_the_year_is_not(tmp_path: Path) -> None:
    changes = f"{HEADER} | 变更类型 | 变更日期\n甲乡 | 东村 | H7 | P7 | 王五 | 死亡 | 2019-03-01\n甲乡 | 东村 | H8 | P8 | 王六 | 新生儿 | 2019-03-01"
    social = f"{HEADER} | 保障类别\n甲乡 | 东村 | H1 | P7 | 王五 | 农村低保\n甲乡 | 东村 | H9 | P8 | 王六 | 农村低保"
    persons = f"{HEADER}\n甲乡 | 东村 | H1 | P1 | 张三"
    tables = {
        "行政村": VILLAGES,
        "贫困户": HOUSEHOLDS,
        "贫困人口": persons,
        "人员变更": changes,
        "兜底保障": social,
    }
    assert found(tmp_path, "ref_missing", **tables) == ["兜底保障 C3 H9", "兜底保障 D3 P8"]


def test_nothing_is_called_missing_when_the_ledger_it_should_be_in_could_not_be_read(tmp_path: Path) -> None:
    persons = f"{HEADER}\n甲乡 | 东村 | H9 | P1 | 张三"
    write_book(
        raw(tmp_path) / "贫困户.xlsx", {"贫困户": [row.split(" | ") for row in HOUSEHOLDS.splitlines()]}
    )
    assert found(tmp_path, "ref_missing", 贫困人口=persons) == ["贫困人口 C2 H9"]
    (raw(tmp_path) / "乙乡_贫困户.xlsx").write_bytes(b"")
    assert told(clean(tmp_path).findings(), "ref_missing") == []


def test_a_village_that_the_district_does_not_have_is_found_with_the_nearest_name(tmp_path: Path) -> None:
    persons = f"{HEADER}\n甲乡 | 东寸 | H1 | P1 | 张三\n丙乡 | 东村 | H1 | P2 | 张四\n甲乡 | 北村 | H1 | P3 | 张五\n乙乡 | 北村 | H1 | P4 | 张六"
    findings = store_of(tmp_path, {"行政村": VILLAGES, "贫困人口": persons}).findings()
    assert told(findings, "area_unknown") == ["贫困人口 B2 东寸", "贫困人口 A3 丙乡", "贫困人口 B4 北村"]
    assert (
        "东村"
        in findings.loc[findings["cell"].eq("B2") & findings["check"].eq("area_unknown"), "expected"].item()
    )


def test_records_of_the_district_itself_have_no_village_to_be_wrong(tmp_path: Path) -> None:
    projects = "项目编号 | 乡镇 | 行政村\nX1 |  | "
    cadres = "干部编号 | 姓名 | 角色 | 派驻乡镇 | 派驻行政村\nG1 | 甲 | 结对干部 | 城区 | 某社区\nG2 | 乙 | 驻村队员 | 甲乡 | 某社区"
    assert found(tmp_path, "area_unknown", 行政村=VILLAGES, 项目=projects, 帮扶干部=cadres) == [
        "帮扶干部 E3 某社区"
    ]


def test_a_household_whose_village_differs_is_found_where_most_ledgers_disagree(tmp_path: Path) -> None:
    households = "乡镇 | 行政村 | 户编号\n甲乡 | 西村 | H1\n乙乡 | 北村 | H2"
    persons = f"{HEADER}\n甲乡 | 东村 | H1 | P1 | 张三\n甲乡 | 西村 | H2 | P2 | 李四"
    incomes = "乡镇 | 行政村 | 户编号\n甲乡 | 东村 | H1\n乙乡 | 北村 | H2"
    tables = {"行政村": VILLAGES, "贫困户": households, "贫困人口": persons, "家庭收入": incomes}
    assert found(tmp_path, "area_differs", **tables) == ["贫困户 B2 西村", "贫困人口 A3 甲乡"]


def test_a_name_that_differs_from_the_other_ledgers_is_found_masked(tmp_path: Path) -> None:
    persons = f"{HEADER}\n甲乡 | 东村 | H1 | P1 | 张三\n甲乡 | 东村 | H1 | P2 | 阿依·木"
    social = f"{HEADER} | 保障类别\n甲乡 | 东村 | H1 | P1 | 张　三 | 农村低保\n甲乡 | 东村 | H1 | P2 | 阿依•木 | 农村低保"
    jobs = f"{HEADER} | 就业方式 | 上岗日期\n甲乡 | 东村 | H1 | P1 | 章三 | 灵活就业 | 2019-03-01"
    tables = {"贫困人口": persons, "兜底保障": social, "就业": jobs}
    assert found(tmp_path, "name_differs", **tables) == ["就业 E2 章*"]


def test_a_finding_carries_the_area_of_its_record(tmp_path: Path) -> None:
    table = f"{HEADER} | 性别\n甲乡 | 东村 | H1 | P1 | 张三 | 不详"
    findings = store_of(tmp_path, {"行政村": VILLAGES, "贫困人口": table}).findings()
    line = findings[findings["check"].eq("value_code")].iloc[0]
    assert (line["township"], line["village"], line["file"], line["row"]) == (
        "甲乡",
        "东村",
        "贫困人口.xlsx",
        2,
    )


def test_a_number_that_thousands_share_is_told_of_in_seconds(tmp_path: Path) -> None:
    count = 10_000
    people = "\n".join(f"P{one} | {id_number('19600101')}" for one in range(count))
    tables = {"贫困人口": f"人编号 | 证件号码\n{people}"}
    begun = process_time()
    findings = store_of(tmp_path, tables).findings().query("check == 'id_repeated'")
    assert process_time() - begun < 10
    assert len(findings) == count - 1
    listed = "、".join(f"贫困人口.xlsx 贫困人口 B{row}" for row in range(2, 7))
    assert findings["expected"].iat[-1].endswith(f"另见 {listed} 等 {count - 1} 处")
