"""Words and marks: for nothing, for yes and no, for codes; and characters that cannot be seen."""

from itertools import pairwise
from typing import Any

from tests.reading.disguises.amounts import WIDE
from tests.reading.disguises.registry import UnfitError, disguise
from tests.reading.disguises.scene import Error, Formula, Scene, Shown

WORDS = ("text", "id", "code", "phone", "account")
ALL = (*WORDS, "date", "int", "number", "year", "money", "month")
INVISIBLE = (" ", "\u00a0", "\u200b", "\u3000", "\ufeff", "\t", "\u200e", "\u00ad", "\u2003", "\n", "\u2060")
_TRUTHS: tuple[tuple[Any, Any], ...] = (
    ("有", "无"), ("√", "×"), ("Y", "N"), ("1", "0"), (1, 0), (True, False), ("对", "错"), ("√", "X"), ("TRUE", "FALSE"), ("是 ", " 否"),
    ("yes", "no"), ("✔", "✘"), ("是的", "不是"), ("Ｙ", "Ｎ"), ("T", "F"), ("☑", "☒"),
)  # fmt: skip


def _fill(scene: Scene, types: tuple[str, ...], *words: Any) -> None:
    """Write one of the words into every blank cell of an optional column of these types."""
    word = scene.choice(*words)
    if not scene.fill_blanks(scene.headers(*types, req=False), lambda: word):
        raise UnfitError


@disguise(plain=True)
def write_none_for_nothing(scene: Scene) -> None:
    """无 and its like in columns of words."""
    _fill(
        scene,
        WORDS,
        "无",
        "暂无",
        "没有",
        "/",
        "-",
        "——",
        "—",
        "N/A",
        "空",
        "（无）",
        "无。",
        "\\",
        "－",
        "--",
        "(空)",
        "空白",
    )


@disguise(plain=True)
def write_none_for_no_date_or_number(scene: Scene) -> None:
    """无 and its like in columns of dates, counts and years."""
    _fill(scene, ("date", "int", "number", "year"), "无", "/", "—", "-", "——", "暂无", "\\", "（无）", "N/A")


@disguise(plain=False)
def write_null_for_nothing(scene: Scene) -> None:
    """What databases and programs write for nothing."""
    _fill(
        scene,
        ALL,
        "NULL",
        "null",
        "None",
        "nan",
        "NaN",
        "#N/A",
        "(null)",
        "<NA>",
        "undefined",
        "NaT",
        "[NULL]",
        "\\N",
        "nil",
        "N.A.",
        "NA",
        "#REF!",
        "#VALUE!",
    )


@disguise(plain=False)
def write_not_filled_for_nothing(scene: Scene) -> None:
    """What people write who do not know."""
    _fill(
        scene,
        ALL,
        "未填",
        "未填写",
        "待补",
        "不详",
        "未知",
        "待定",
        "？",
        "?",
        "...",
        "……",
        "待核实",
        "不清楚",
        "缺",
        "暂缺",
        "未提供",
        "x",
        "待填",
    )


@disguise(plain=False)
def write_zero_for_nothing(scene: Scene) -> None:
    """What a look-up of a blank gives, and what some forms ask for."""
    _fill(scene, (*WORDS, "date", "year"), 0, "0", 0.0, "0.00", "０", "零", Formula("VLOOKUP(A2,B:C,2,0)", 0))


@disguise(plain=False)
def show_an_error_for_nothing(scene: Scene) -> None:
    """An error value where there is none."""
    text = scene.choice(
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
        "#BUSY!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#PYTHON!",
    )
    _fill(scene, ALL, Error(text), Formula("VLOOKUP(A2,B:C,2,0)", text))


@disguise(plain=False)
def show_an_error_for_something(scene: Scene) -> None:
    """An error value in a cell that had a value."""
    row = scene.rng.choice(scene.page.body)
    at = scene.rng.randrange(len(scene.form.columns))
    row[at] = Error(scene.choice("#N/A", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#BUSY!", "#FIELD!"))


@disguise(plain=True)
def leave_blanks_that_cannot_be_seen(scene: Scene) -> None:
    """Blanks, empty texts and formulas that give nothing."""
    _fill(
        scene,
        ALL,
        "",
        " ",
        "\u00a0",
        "\u3000\u3000",
        "\u200b",
        "\n",
        "\t",
        Formula('IF(A2="","",A2)', ""),
        Formula('IFERROR(VLOOKUP(A2,B:C,2,0),"")', ""),
        "\ufeff",
        " \n ",
    )


@disguise(plain=False)
def write_ditto(scene: Scene) -> None:
    """同上 where a text is the one above."""
    at = [scene.place(header) for header in scene.headers("text", "code") if header not in scene.form.key]
    word = scene.choice("同上", "〃", "″", '"', "同上行", "々", "''")
    rows, changed = scene.page.body, 0
    for above, below in reversed(list(pairwise(rows))):
        for column in at:
            if above[column] is not None and above[column] == below[column]:
                below[column] = word
                changed += 1
    if not changed:
        raise UnfitError


@disguise(plain=True, needs=("bool",))
def mark_yes_and_no_otherwise(scene: Scene) -> None:
    """√ and ×, 有 and 无, Y and N."""
    yes, no = scene.choice(*_TRUTHS)
    scene.write(scene.headers("bool"), lambda value: yes if value == "是" else no)


@disguise(plain=False, needs=("bool",))
def mark_yes_alone(scene: Scene) -> None:
    """A tick for yes, nothing or an empty box for no."""
    yes, no = scene.choice(
        ("√", None),
        ("☑", "☐"),
        ("■", "□"),
        ("●", "○"),
        ("√", ""),
        ("是√", "否√"),
        ("☑是☐否", "☐是☑否"),
        ("√是 □否", "□是 √否"),
    )
    scene.write(scene.headers("bool"), lambda value: yes if value == "是" else no)


@disguise(plain=True, needs=("code",))
def number_the_codes(scene: Scene) -> None:
    """01 因病 and its like."""
    frame = scene.choice(
        "{n:02d} {c}",
        "{n:02d}{c}",
        "{n}.{c}",
        "（{n}）{c}",
        "{n}、{c}",
        "{n}-{c}",
        "{n}：{c}",
        "{n}）{c}",
        "[{n}]{c}",
    )
    for header in scene.headers("code"):
        codes = scene.forms.codes[scene.form.columns[header].codes]
        scene.write([header], lambda value, codes=codes: frame.format(n=codes.index(value) + 1, c=value))


@disguise(plain=True, needs=("code",))
def write_codes_by_other_words(scene: Scene) -> None:
    """The synonyms that the forms know."""
    changed = 0
    for header in scene.headers("code"):
        words = scene.forms.synonyms.get(scene.form.columns[header].codes, {})
        for other, word in words.items():
            changed += scene.write(
                [header], lambda value, other=other, word=word: other if value == word else value
            )
    if not changed:
        raise UnfitError


@disguise(plain=True)
def pad_with_what_cannot_be_seen(scene: Scene) -> None:
    """Blanks of every kind before and behind texts."""
    sign = scene.choice(*INVISIBLE)
    frame = scene.choice("{s}{t}", "{t}{s}", "{s}{t}{s}")
    scene.write(scene.headers(*WORDS, "month"), lambda text: frame.format(s=sign, t=text))


@disguise(plain=True)
def put_what_cannot_be_seen_inside(scene: Scene) -> None:
    """Characters of no width within texts."""
    sign = scene.choice("\u200b", "\ufeff", "\u200d", "\u2060", "\u00ad", "\u200e")
    scene.write(scene.headers(*WORDS, "month"), lambda text: f"{text[:1]}{sign}{text[1:]}")


@disguise(plain=True)
def write_letters_and_digits_wide(scene: Scene) -> None:
    """Full-width letters and digits in identifiers and dates."""
    wide = {code: to for code, to in WIDE.items() if chr(code).isalnum()}
    scene.write(
        [*scene.headers("id", "phone", "account", "month"), *_identifiers(scene)],
        lambda text: text.translate(wide),
    )


def _identifiers(scene: Scene) -> list[str]:
    return [header for header in scene.headers("text") if header.endswith("编号")]


@disguise(
    plain=True, ledgers=("贫困户", "贫困人口", "教育资助", "参保缴费", "易地搬迁", "帮扶干部", "兜底保障")
)
def align_names_by_blanks(scene: Scene) -> None:
    """张　三 below 欧阳明月."""
    gap = scene.choice(" ", "　", "\u00a0", "  ")
    names = [header for header in ("姓名", "户主姓名") if header in scene.form.columns]
    scene.write(names, lambda name: gap.join(name) if len(name) == 2 else name)


@disguise(plain=True, needs=("id",))
def write_identity_numbers_otherwise(scene: Scene) -> None:
    """A small x, an apostrophe, digits in groups."""
    way = scene.choice(
        lambda t: t.lower(), lambda t: f"'{t}", lambda t: f"{t[:6]} {t[6:14]} {t[14:]}", lambda t: f"’{t}", lambda t: f"{t}\t",
        lambda t: f"{t[:6]}\u00a0{t[6:]}", lambda t: t.replace("X", "Ｘ"), lambda t: f"`{t}",
    )  # fmt: skip
    scene.write(scene.headers("id"), way)


@disguise(plain=True, needs=("account",))
def group_accounts(scene: Scene) -> None:
    """Digits by fours."""
    gap = scene.choice(" ", "-", "\u00a0", "　", "  ")
    scene.write(scene.headers("account"), lambda t: gap.join(t[at : at + 4] for at in range(0, len(t), 4)))


@disguise(plain=True, needs=("phone",))
def group_telephones(scene: Scene) -> None:
    """138-1234-5678."""
    gap = scene.choice(" ", "-", "\u00a0")
    scene.write(scene.headers("phone"), lambda t: gap.join((t[:3], t[3:7], t[7:])))


@disguise(plain=True)
def break_texts_into_lines(scene: Scene) -> None:
    """A line break within a township's or village's name that was too wide for its column."""
    sign = scene.choice("\n", "\r\n", "_x000D_\n")
    if not scene.write(
        list(scene.area() or ()),
        lambda text: f"{text[:2]}{sign}{text[2:]}" if len(text) > 3 and len(text) < 9 else text,
    ):
        raise UnfitError


@disguise(plain=True)
def put_an_apostrophe_before_texts(scene: Scene) -> None:
    """The sign that makes a text of what follows, left in by an import."""
    scene.write([*scene.headers("id", "account", "phone"), *_identifiers(scene)], lambda text: f"'{text}")


@disguise(plain=False)
def cross_out_a_record(scene: Scene) -> None:
    """A record struck out from first cell to last, beside those that hold."""
    struck = scene.records.pop(scene.rng.randrange(len(scene.records)))
    for row in scene.page.body:
        if row == [struck[header] for header in scene.form.columns]:
            row[:] = [
                None
                if cell is None
                else Shown(cell, "yyyy\\-mm\\-dd" if hasattr(cell, "year") else "", strike=True)
                for cell in row
            ]
