"""Findings about households against their members, each at its exact cell, and what is none."""

from tests.checks.drawn_books import aged, checks_found, expected_of, found

HOMES = "乡镇 | 行政村 | 户编号 | 户主姓名 | 户主证件号码 | 家庭人口"
MEMBERS = "乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码 | 性别 | 与户主关系"
MAN, WOMAN, BOY = aged(50, 1), aged(48, 2), aged(10, 3)
HOME = f"{HOMES} | 帮扶责任人编号\n甲乡 | 东村 | H1 | 张三 | {MAN} | 3 | G1"
FAMILY = (
    f"{MEMBERS}\n甲乡 | 东村 | H1 | P1 | 张三 | {MAN} | 男 | 户主\n"
    f"甲乡 | 东村 | H1 | P2 | 李四 | {WOMAN} | 女 | 配偶\n甲乡 | 东村 | H1 | P3 | 张五 | {BOY} | 男 | 之子"
)


def test_a_household_that_agrees_with_its_members_is_not_found() -> None:
    assert checks_found(贫困户=HOME, 贫困人口=FAMILY) == []


def test_a_household_without_members_is_empty_and_nothing_else() -> None:
    homes = f"{HOME}\n甲乡 | 东村 | H2 | 王六 | {aged(60, 5)} | 1 | G1"
    assert checks_found(贫困户=homes, 贫困人口=FAMILY) == ["household_empty C3"]


def test_a_household_whose_only_member_may_be_one_of_unknown_household_is_not_called_empty() -> None:
    homes = f"{HOME}\n甲乡 | 东村 | H2 | 王六 | {aged(60, 5)} | 1 | G1"
    persons = f"{FAMILY}\n甲乡 | 东村 | H9 | P9 | 王六 | {aged(60, 5)} | 男 | 户主"
    assert checks_found(贫困户=homes, 贫困人口=persons) == ["ref_missing C5"]


def test_persons_of_unknown_household_explain_no_more_members_than_they_are() -> None:
    astray = "\n".join(
        f"甲乡 | {village} | H9 | P{n} | 王六 | {aged(20 + n, 5)} | 男 | 户主"
        for n, village in ((7, "东村"), (8, "东村"), (9, "西村"))
    )
    persons = f"{FAMILY}\n{astray}"
    sizes = {
        size: found("household_size", 贫困户=HOME.replace("| 3", f"| {size}"), 贫困人口=persons)
        for size in (3, 5, 6, 9)
    }
    assert sizes == {3: [], 5: [], 6: ["贫困户 F2 6"], 9: ["贫困户 F2 9"]}
    assert expected_of("household_size", 贫困户=HOME.replace("| 3", "| 9"), 贫困人口=persons) == [
        "与贫困人口台账中的成员数 3 相同（户编号对不上的 2 人都算上也不够）"
    ]
    nowhere = persons.replace("西村 | H9", " | H9")
    assert found("household_size", 贫困户=HOME.replace("| 3", "| 6"), 贫困人口=nowhere) == []


def test_a_household_without_members_that_nobody_astray_can_fill_is_found_by_its_size() -> None:
    homes = f"{HOME}\n甲乡 | 东村 | H2 | 王六 | {aged(60, 5)} | 9 | G1"
    persons = f"{FAMILY}\n甲乡 | 东村 | H9 | P9 | 王六 | {aged(60, 5)} | 男 | 户主"
    assert checks_found(贫困户=homes, 贫困人口=persons) == ["household_size F3", "ref_missing C5"]


def test_a_stated_size_that_is_not_the_number_of_members_is_found() -> None:
    assert found("household_size", 贫困户=HOME.replace("| 3", "| 4"), 贫困人口=FAMILY) == ["贫困户 F2 4"]
    assert expected_of("household_size", 贫困户=HOME.replace("| 3", "| 4"), 贫困人口=FAMILY) == [
        "与贫困人口台账中的成员数 3 相同"
    ]


def test_a_blank_or_negative_size_and_a_member_written_twice_make_no_second_finding() -> None:
    assert checks_found(贫困户=HOME.replace("| 3", "| "), 贫困人口=FAMILY) == ["value_required F2"]
    assert checks_found(贫困户=HOME.replace("| 3", "| -3"), 贫困人口=FAMILY) == ["value_negative F2"]
    twice = f"{FAMILY}\n{FAMILY.splitlines()[-1]}"
    assert checks_found(贫困户=HOME, 贫困人口=twice) == ["row_repeated D5"]


def test_a_household_with_no_head_or_with_two_is_found_at_its_heads_name() -> None:
    headless = FAMILY.replace("男 | 户主", "男 | 其他")
    two_heads = FAMILY.replace("女 | 配偶", "女 | 户主")
    assert checks_found(贫困户=HOME, 贫困人口=headless) == ["household_head D2"]
    assert checks_found(贫困户=HOME, 贫困人口=two_heads) == ["household_head D2"]


def test_a_head_may_be_the_member_whose_relation_is_blank() -> None:
    assert checks_found(贫困户=HOME, 贫困人口=FAMILY.replace("男 | 户主", "男 | ")) == ["value_required H2"]


def test_a_head_of_another_name_or_number_is_found_at_what_differs() -> None:
    other_name = HOME.replace("张三", "张山")
    other_number = HOME.replace(MAN, aged(51, 1))
    assert checks_found(贫困户=other_name, 贫困人口=FAMILY) == ["head_identity D2"]
    assert checks_found(贫困户=other_number, 贫困人口=FAMILY) == ["head_identity E2"]
    both = other_number.replace("张三", "王六")
    assert found("head_identity", 贫困户=both, 贫困人口=FAMILY) == ["贫困户 D2 王*"]


def test_a_certificate_of_disability_and_an_old_number_are_the_same_head() -> None:
    assert found("head_identity", 贫困户=HOME.replace(MAN, f"{MAN}43"), 贫困人口=FAMILY) == []
    old = MAN[:6] + MAN[8:17]
    assert checks_found(贫困户=HOME.replace(MAN, old), 贫困人口=FAMILY) == ["id_old E2"]


def test_a_number_that_is_wrong_in_itself_is_not_compared() -> None:
    wrong = MAN[:-1] + ("1" if MAN[-1] != "1" else "2")
    assert checks_found(贫困户=HOME, 贫困人口=FAMILY.replace(MAN, wrong)) == ["id_checksum F2"]


def test_a_spouse_of_the_heads_sex_is_found_at_the_spouses_sex() -> None:
    family = FAMILY.replace(f"{WOMAN} | 女", f"{aged(48, 9)} | 男")
    assert checks_found(贫困户=HOME, 贫困人口=family) == ["spouse_sex G3"]


def test_a_spouse_of_unknown_sex_or_beside_two_heads_is_not_found() -> None:
    assert found("spouse_sex", 贫困户=HOME, 贫困人口=FAMILY.replace("女 | 配偶", " | 配偶")) == []
    two = FAMILY.replace("男 | 之子", "男 | 配偶").replace("女 | 配偶", "女 | 户主")
    assert found("spouse_sex", 贫困户=HOME, 贫困人口=two) == []


def test_a_relation_of_the_other_sex_is_found_and_one_of_either_sex_is_not() -> None:
    assert checks_found(贫困户=HOME, 贫困人口=FAMILY.replace("之子", "之女")) == ["relation_sex H4"]
    assert checks_found(贫困户=HOME, 贫困人口=FAMILY.replace("之子", "其他")) == []


FLAGS = f"{HOMES} | 易地搬迁户\n甲乡 | 东村 | H1 | 张三 | {MAN} | 3 | 是"
MOVES = "户编号 | 户主姓名 | 迁出乡镇 | 迁出行政村\nH1 | 张三 | 甲乡 | 东村"


def test_a_flag_without_a_move_and_a_move_without_the_flag_are_found_at_the_flag() -> None:
    nobody = MOVES.splitlines()[0]
    assert found("relocation_flag", 贫困户=FLAGS, 易地搬迁=nobody) == ["贫困户 G2 是"]
    assert found("relocation_flag", 贫困户=FLAGS.replace("是", "否"), 易地搬迁=MOVES) == ["贫困户 G2 否"]
    assert found("relocation_flag", 贫困户=FLAGS, 易地搬迁=MOVES) == []


def test_a_blank_flag_and_an_absent_ledger_say_nothing_of_moves() -> None:
    assert found("relocation_flag", 贫困户=FLAGS.replace("是", ""), 易地搬迁=MOVES) == []
    assert found("relocation_flag", 贫困户=FLAGS) == []


EXITS = "户编号 | 识别年度 | 脱贫属性 | 脱贫年度"


def test_an_exit_without_its_year_and_a_year_without_an_exit_are_found() -> None:
    table = f"{EXITS}\nH1 | 2015 | 已脱贫 | \nH2 | 2015 | 未脱贫 | 2018\nH3 | 2015 | 返贫 | 2018\nH4 | 2015 | 返贫 | \nH5 | 2015 |  | "
    assert found("exit_year_missing", 贫困户=table) == ["贫困户 D2", "贫困户 D3 2018"]


def test_an_exit_before_identification_or_after_the_year_is_found() -> None:
    table = f"{EXITS}\nH1 | 2015 | 已脱贫 | 2014\nH2 | 2015 | 已脱贫 | 2022\nH3 | 2015 | 已脱贫 | 2015\nH4 | 2021 | 已脱贫 | 2021\nH5 |  | 已脱贫 | 2014"
    assert found("exit_year_order", 贫困户=table) == ["贫困户 D2 2014", "贫困户 D3 2022"]


def test_a_year_that_should_not_be_there_is_found_once() -> None:
    table = f"{EXITS} | 帮扶责任人编号\nH1 | 2015 | 未脱贫 | 2014 | G1"
    assert checks_found(贫困户=table) == ["exit_year_missing D2"]


UNSAFE_HOMES = "乡镇 | 行政村 | 户编号 | 家庭人口 | 脱贫属性 | 脱贫年度 | 安全饮水 | 住房情况"
SAFE = f"{UNSAFE_HOMES}\n甲乡 | 东村 | H1 | 2 | 已脱贫 | 2018 | 是 | 安全"
TWO = "户编号 | 人编号 | 失学辍学\nH1 | P1 | 否\nH1 | P2 | 否"
INSURED = "人编号 | 险种\nP1 | 城乡居民医保\nP2 | 城乡居民医保"
ITEMS = "户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出"


def _income(wages: str) -> str:
    return f"{ITEMS}\nH1 | {wages} | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0"


def test_an_exited_household_exactly_at_the_line_with_all_it_needs_is_not_found() -> None:
    tables = {"贫困户": SAFE, "贫困人口": TWO, "参保缴费": INSURED, "家庭收入": _income("8642")}
    assert found("exited_unsafe", **tables) == []


def test_an_exited_household_that_lacks_something_is_found_once_with_all_that_it_lacks() -> None:
    homes = SAFE.replace("是 | 安全", "否 | 危房C级")
    tables = {
        "贫困户": homes,
        "贫困人口": TWO.replace("P2 | 否", "P2 | 是"),
        "参保缴费": INSURED.replace("P2 | 城乡居民医保", "P2 | 扶贫特惠保"),
        "家庭收入": _income("8641.99"),
    }
    assert found("exited_unsafe", **tables) == ["贫困户 E2 已脱贫"]
    assert expected_of("exited_unsafe", **tables) == [
        "已脱贫户应达标，现饮水不安全；住房为危房；有成员失学辍学；有成员未参加城乡居民医保；人均纯收入低于脱贫线 4321 元"
    ]


def test_what_is_not_known_of_an_exited_household_and_what_others_lack_is_not_found() -> None:
    assert found("exited_unsafe", 贫困户=SAFE.replace("是 | 安全", " | "), 贫困人口=TWO) == []
    not_exited = SAFE.replace("已脱贫 | 2018", "未脱贫 | ").replace("是 | 安全", "是 | 危房D级")
    assert found("exited_unsafe", 贫困户=not_exited, 贫困人口=TWO) == []


HELPED = "乡镇 | 行政村 | 户编号 | 帮扶责任人编号"
CADRES = "干部编号 | 姓名 | 角色 | 派驻乡镇 | 派驻行政村 | 任职日期 | 离任日期"


def test_a_household_without_a_helper_is_found_and_one_whose_helper_is_unknown_only_once() -> None:
    homes = f"{HELPED}\n甲乡 | 东村 | H1 | \n甲乡 | 东村 | H2 | G1\n甲乡 | 东村 | H3 | G9"
    cadres = f"{CADRES}\nG1 | 赵一 | 结对干部 |  |  | 2020-01-05 | "
    assert checks_found(贫困户=homes, 帮扶干部=cadres) == ["helper_missing D2", "ref_missing D4"]


def test_a_sheet_without_the_column_of_helpers_is_found_once() -> None:
    homes = "乡镇 | 行政村 | 户编号\n甲乡 | 东村 | H1\n甲乡 | 东村 | H2"
    assert found("helper_missing", 贫困户=homes) == ["贫困户 2"]


def test_a_helper_who_left_by_the_last_day_of_the_year_is_found() -> None:
    homes = f"{HELPED}\n甲乡 | 东村 | H1 | G1\n甲乡 | 东村 | H2 | G2\n甲乡 | 东村 | H3 | G3"
    cadres = (
        f"{CADRES}\nG1 | 赵一 | 结对干部 |  |  | 2020-01-05 | 2021-12-31\n"
        "G2 | 赵二 | 结对干部 |  |  | 2020-01-05 | 2022-01-01\nG3 | 赵三 | 结对干部 |  |  | 2020-01-05 | "
    )
    assert found("helper_left", 贫困户=homes, 帮扶干部=cadres) == ["贫困户 D2 G1"]


def test_a_cadre_with_the_name_of_a_poor_person_where_he_works_is_found_and_elsewhere_is_not() -> None:
    homes = f"{HELPED}\n甲乡 | 东村 | H1 | G1\n甲乡 | 西村 | H2 | G3"
    persons = (
        f"{MEMBERS}\n甲乡 | 东村 | H1 | P1 | 赵一 | {aged(40, 1)} | 男 | 户主\n"
        f"甲乡 | 西村 | H2 | P2 | 赵二 | {aged(41, 1)} | 男 | 户主\n甲乡 | 东村 | H1 | P3 | 赵三 | {aged(42, 1)} | 男 | 其他\n"
        f"甲乡 | 西村 | H2 | P4 | 赵四 | {aged(12, 1)} | 男 | 其他"
    )
    cadres = (
        f"{CADRES}\nG1 | 赵一 | 结对干部 |  |  | 2020-01-05 | \nG2 | 赵二 | 驻村队员 | 甲乡 | 西村 | 2020-01-05 | \n"
        "G3 | 赵三 | 结对干部 |  |  | 2020-01-05 | \nG4 | 赵四 | 驻村队员 | 甲乡 | 西村 | 2020-01-05 | "
    )
    tables = {"贫困户": homes, "贫困人口": persons, "帮扶干部": cadres}
    assert found("helper_is_poor", **tables) == ["帮扶干部 B2 赵*", "帮扶干部 B3 赵*"]
