"""What counts as a name or a number, and which ordinary texts do not."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from gonggu.allowed import Allowed
from gonggu.privacy.computed import computed_in
from gonggu.privacy.number_forms import is_card, is_id
from gonggu.privacy.numbers import ACCOUNT, ID, MAIL, PHONE
from gonggu.privacy.persons import PERSON
from gonggu.privacy.vocabulary import Vocabulary
from tests.privacy.persons import LEDGERS, VOCABULARY, vocabulary_of_values

NOBODY = Vocabulary()


@pytest.mark.parametrize(
    "text",
    [
        "户主覃翠莲未脱贫",
        "覃 翠 莲",
        "覃　翠莲",
        "覃\n翠\n莲",
        "储金",
        "户主：储金，男",
        "储　金",
        "储\u200b金",
        "⾦储、储⾦",  # a Kangxi radical looks like the character
        "阿卜杜拉买买提",
        "阿卜杜拉·买买提的房子",
        "阿卜杜拉.买买提",
        "阿卜杜拉。买买提",
        "阿卜杜拉 买买提家",
        "阿卜杜拉—买买提",
        "贫困户阿卜杜拉已脱贫",
        "覃 翠 莲户",
        "覃　翠莲家",
        "覃-翠-莲户",
        "贫困户覃 翠 莲",
        "覃翠 莲户",
        "覃翠\n莲户",
        "欧阳 明德户",
        "储 金户",
        "储金户已脱贫",
        "贫困户储金的房子",
        "户主储金",
        "储金老人",
        "储金等3户",
    ],
)
def test_a_name_is_found(text: str) -> None:
    assert VOCABULARY.kinds_in(text) == {PERSON}


@pytest.mark.parametrize(
    "text",
    [
        "储金罐",  # a name of two characters only counts as a whole token
        "存储金额",
        "覃翠，莲花",
        "欧阳明",
        "翠莲",
        "覃**、储*",
        "阿卜",
    ],
)
def test_what_is_no_name_is_not(text: str) -> None:
    assert VOCABULARY.kinds_in(text) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11010519491231002X", ID),
        ("11010519491231002x。", ID),
        ("１１０１０５１９４９１２３１００２Ｘ", ID),
        ("110105 19491231 002X", ID),
        ("110105-1949-1231-002x", ID),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", ID),
        ("残疾人证11010519491231002X43", ID),
        ("110105491231002", ID),
        ("电话13987654321/13876543210", PHONE),
        ("tel13987654321", PHONE),
        ("+86 139 8765 4321", PHONE),
        ("8613987654321", PHONE),
        ("第 3 户 139-8765-4321 2019 年", PHONE),
        ("6222020111122220002", ACCOUNT),
        ("6222 0201 1112 2220 002", ACCOUNT),
    ],
)
def test_a_number_of_a_person_is_told_by_its_form(text: str, kind: str) -> None:
    assert kind in NOBODY.kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231003X",  # the check character does not fit
        "110105194913310025",  # no such month
        "13,987,654,321",
        "13987654321.5",
        "0.13987654321",
        "0.6222020111122220002",
        "12987654321",
        "1398765432",
        "139876543210000",
        "2019-12-31 2020-01-01 2021",
        "17 23 4567 890",
        "3.11.7 2.10.13",
        "sha256 9f13987654321ab0c4d5e6f798a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3",
        "0b8e7d6c-1a2b-4c3d-8e4f-a13987654321",
        "6222020111122220003",
        "1795551501152151444",  # nanoseconds
        "999000********18 138****5678 ***1235",
    ],
)
def test_an_ordinary_number_is_not(text: str) -> None:
    assert VOCABULARY.kinds_in(text) == set()


def test_the_ledgers_numbers_count_whatever_their_form() -> None:
    assert VOCABULARY.kinds_in("号码：9990 0019 5803 1200 18") == {ID}
    assert VOCABULARY.kinds_in("x999000195803120018999") == {ID}
    assert VOCABULARY.kinds_in("(0745)7712345") == {PHONE}
    assert VOCABULARY.kinds_in("0745 7712345") == {PHONE}
    assert VOCABULARY.kinds_in("8800-1234-5678-1235") == {ACCOUNT}


def test_what_the_edition_has_computed_is_no_mobile_number() -> None:
    figures = [{"value": 13987.5, "numerator": 13987654321, "denominator": 17000000001}, {"numerator": None}]
    files = {
        "figures.json": json.dumps({"figures": figures}).encode(),
        "report.json": b'{"value": "15500000001/34950"}',
    }
    computed = computed_in(files)
    assert computed == {"13987654321", "17000000001", "15500000001"}
    told = NOBODY.knowing(computed)
    for text in ("拨付13987654321元", "13,987,654,321", "13987654321/17000000001", "1/17000000001"):
        assert told.kinds_in(text) == set(), text
    for text in ("139 8765 4321", "8613987654321", "13876543210", "13876543210/3人"):
        assert told.kinds_in(text) == {PHONE}, text
    owned = vocabulary_of_values({PHONE: ["13987654321"]}).knowing(computed)
    assert owned.kinds_in("13987654321") == {PHONE}, "it is in the ledgers"


def test_numeric_cells_of_a_workbook_are_computed_and_its_texts_are_not(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([13987654321, "13876543210"])
    book.save(tmp_path / "annex.xlsx")
    assert computed_in({"annex.xlsx": (tmp_path / "annex.xlsx").read_bytes()}) == {"13987654321"}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"figures": [{"rows": "viele"}]}', '{"figures": [1]}'])
def test_what_holds_no_figures_holds_nothing_computed(content: str) -> None:
    assert computed_in({"figures.json": content.encode(), "annex.xlsx": content.encode()}) == frozenset()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("13987654321/7722123", PHONE),
        ("1.13987654321；2.13876543210", PHONE),
        ("①13987654321", PHONE),
        ("(2)13987654321", PHONE),
        ("13987654321.0", PHONE),
        ("13987654321/3人", PHONE),
        ("0745-7722124/13987654321", PHONE),
        ("139 87 65 43 21", PHONE),
        ("139/8765/4321", PHONE),
        ("(139)87654321", PHONE),
        ("139、8765、4321", PHONE),
        ("139,8765,4321", PHONE),
        ("139·8765·4321", PHONE),
        ("１３９８７６５４３２１", PHONE),
        ("一三九八七六五四三二一", PHONE),
        ("幺三九 八七六五 四三二一", PHONE),
        ("1.11010519491231002X", ID),
        ("11010519491231002X/3人", ID),
        ("110105/19491231/002X", ID),
        ("110105 1949年12月31日 002X", ID),
        ("110105、19491231、002X", ID),
        ("110105,19491231,002X", ID),
        ("11010519491231002", ID),
        ("身份证号110105491231002，", ID),
        ("6222020111122220002/2", ACCOUNT),
        ("1.6222020111122220002", ACCOUNT),
        ("6222/0201/1112/2220/002", ACCOUNT),
        ("someone@example.com", MAIL),
        ("9990/0019/5803/1200/18", ID),
        ("99900019580312001", ID),
    ],
)
def test_a_number_is_found_whatever_stands_beside_or_between_its_digits(text: str, kind: str) -> None:
    assert kind in VOCABULARY.kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "431281-201906-001234-3",
        "统计代码110105491231002的单位",
        "91431281MA4L10011X",
        "20190605093012345",
        "1.2345678901234567",
        "分别为138、12、34、56、78户",
        "2019年12月31日至2020年1月5日",
        "K12+300 0745-7722123 400-800-1234",
        "17、18、19、20、21、22、23、24",
        "user@3",
    ],
)
def test_codes_dates_and_lists_are_ordinary(text: str) -> None:
    assert NOBODY.kinds_in(text) == set()


def test_in_coordinates_only_the_ledgers_long_numbers_count() -> None:
    assert VOCABULARY.kinds_in("M 999000195803120018 4", measures=True) == {ID}
    assert VOCABULARY.kinds_in("M 13987654321 11010519491231002 6222020111122220002", measures=True) == set()


def test_check_digits() -> None:
    assert is_id("11010519491231002X")
    assert not is_id("110105194912310021")
    assert is_card("6222020111122220002")
    assert not is_card("6222020111122220011")


def _allowing(text: str) -> Vocabulary:
    return vocabulary_of_values(LEDGERS, [Allowed(text=text, reason="区长", approved="区委办")])


def test_an_allowed_name_may_stand_but_not_a_longer_one() -> None:
    assert _allowing("覃翠莲").kinds_in("区长覃翠莲") == set()
    assert _allowing("欧阳明").kinds_in("欧阳明德") == {PERSON}
    assert _allowing("储金").kinds_in("覃翠莲、储金") == {PERSON}


def test_an_allowed_wording_lets_pass_only_itself() -> None:
    allowing = _allowing("由覃翠莲塘改建")
    assert allowing.kinds_in("由覃翠莲塘改建的池塘") == set()
    assert allowing.kinds_in("由覃翠莲塘改建，覃翠莲领款") == {PERSON}


@pytest.mark.parametrize(
    "cell",
    [
        "石金花",
        "石 金 花",
        "（户主）石金花",
        "石金花（已故）",
        "石金花2",
        "覃某、石金花/向某",
        "石金花 ",
        "*石金花",
        "户主：石金花",
        "01石金花",
        "石金花 石小花",
        "石金花已故",
        "石小花（石金花）",
        "石金花13800",
    ],
)
def test_a_name_is_known_however_its_cell_has_it(cell: str) -> None:
    known = vocabulary_of_values({PERSON: [cell]})
    assert known.kinds_in("领款人石金花已签字") == {PERSON}
    assert known.kinds_in("户主、已故、小花") == set()


def test_a_part_of_a_name_is_one_beside_a_title_or_from_three_characters_on() -> None:
    known = vocabulary_of_values({PERSON: ["扎西.次仁", "古丽娜尔·阿不都"]})
    for text in (
        "扎西 次仁户",
        "扎西次仁",
        "户主扎西",
        "古丽娜尔",
        "贫困户古丽娜尔·阿不都家",
        "古丽娜尔.阿不都",
    ):
        assert known.kinds_in(text) == {PERSON}, text
    assert known.kinds_in("扎西德勒、次仁、古丽") == set()


def test_a_nickname_in_brackets_is_a_name_and_a_remark_is_none() -> None:
    known = vocabulary_of_values({PERSON: ["石金花（石花妹）", "向小山（外出务工）", "李四妹(长女)"]})
    assert known.kinds_in("石花妹") == {PERSON}
    assert known.kinds_in("外出务工的长女") == set()


def test_names_in_other_letters_are_found_as_words() -> None:
    foreign = vocabulary_of_values({PERSON: ["Maria Lee", "李A强"], ID: ["H12345678"]})
    assert foreign.kinds_in("MARIA  LEE") == {PERSON}
    assert foreign.kinds_in("证件 h12345678，") == {ID}
    assert foreign.kinds_in("Mariane Leed H123456789") == set()
