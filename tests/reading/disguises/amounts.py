"""Numbers: formats that scale, show per cent or put words around them; numbers as text; marks beside digits."""

from decimal import Decimal
from typing import Any

from tests.reading.disguises.registry import UnfitError, disguise
from tests.reading.disguises.scene import Formula, Rich, Scene, Shown

COUNTED = ("money", "int", "number")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_MEASURES = {"家庭人口": "人", "课时": "课时", "驻村天数": "天", "住村天数": "天", "务工月数": "个月", "参训人次": "人次", "乡村户数": "户", "农村户籍人口": "人", "参训单位数": "个", "预计受益贫困户": "户", "预计受益贫困人口": "人"}  # fmt: skip
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def exact(value: Any) -> Decimal:
    """The number as it is written, without binary rounding."""
    return Decimal(repr(value))


def divided(value: Any, unit: int) -> float:
    """The number counted in a larger unit."""
    return float(exact(value) / unit)


def whole_thousands(value: Any) -> float:
    """The amount in whole thousands, at least one unless it is nothing."""
    return float(max(exact(value) // 1000, min(1, exact(value))) * 1000)


def name_unit(scene: Scene, unit: str, headers: list[str]) -> None:
    """Put the unit behind the headers."""
    for header in headers:
        scene.page.header[scene.place(header)] = f"{header}（{unit}）"


def as_text(value: Any) -> str:
    """The number in plain digits."""
    return f"{exact(value).normalize():f}"


@disguise(plain=True, needs=("money",))
def keep_yuan_and_show_wan(scene: Scene) -> None:
    """The cells hold 元; the format shows 万元, which the header says."""
    money = scene.headers("money")
    pattern = scene.choice("0!.0,", "0!.0000", "#,##0!.0,", "0\\.0,")
    scene.change_records(money, whole_thousands)
    name_unit(scene, "万元", money)
    scene.write(money, lambda value: Shown(value, pattern))


@disguise(plain=True, needs=("money",))
def keep_yuan_and_show_thousands(scene: Scene) -> None:
    """A comma at the format's end divides by a thousand; the header says 千元."""
    money = scene.headers("money")
    scene.change_records(money, whole_thousands)
    name_unit(scene, "千元", money)
    pattern = scene.choice("#,##0,", "0.00,", "#,##0.0,")
    scene.write(money, lambda value: Shown(value, pattern))


@disguise(plain=True, needs=("money",))
def show_scaled_amounts_with_their_unit(scene: Scene) -> None:
    """The format divides and writes the unit behind each amount."""
    money = scene.headers("money")
    scene.change_records(money, whole_thousands)
    pattern = scene.choice('0.0,"千元"', '0!.0,"万元"', '0.000,,"百万元"')
    scene.write(money, lambda value: Shown(value, pattern))


@disguise(plain=True, needs=("money",))
def show_wan_behind_amounts_in_wan(scene: Scene) -> None:
    """The cells hold 万元 and the format says so."""
    pattern = scene.choice('0.0000"万元"', 'General"万元"', '#,##0.00####"万"', "0.######\\万\\元")
    scene.write(scene.headers("money"), lambda value: Shown(divided(value, 10_000), pattern))


@disguise(plain=True, ledgers=("区级统计",))
def show_shares_as_per_cent(scene: Scene) -> None:
    """94.8 of a hundred is kept as 0.948 and shown as 94.8%."""
    at, unit = scene.place("数值"), scene.place("单位")
    shares = [row for row in scene.page.body if row[unit] == "%"]
    if not shares:
        raise UnfitError
    for row in shares:
        row[at] = Shown(divided(row[at], 100), scene.choice("0.00%", "0.0%", "0.0###%"))


@disguise(plain=True, ledgers=("区级统计",))
def write_per_cent_signs(scene: Scene) -> None:
    """94.8% as text where the unit is %."""
    at, unit = scene.place("数值"), scene.place("单位")
    shares = [row for row in scene.page.body if row[unit] == "%"]
    if not shares:
        raise UnfitError
    for row in shares:
        row[at] = as_text(row[at]) + scene.choice("%", "％", " %")


@disguise(plain=True, needs=("money",))
def show_currency_signs(scene: Scene) -> None:
    """¥ or 人民币 before the amount, by its format."""
    pattern = scene.choice(
        '"¥"#,##0.00', "[$¥-804]#,##0.00", '"￥"#,##0.00', '_ "¥"* #,##0.00_ ', '"人民币"#,##0.00', "\\¥0.00",
        '"¥"#,##0.00;[Red]"¥"\\-#,##0.00', '[$CNY] #,##0.00', '#,##0.00"元"', "#,##0.00\\元", '0.00_);(0.00)',
    )  # fmt: skip
    scene.write(scene.headers("money"), lambda value: Shown(value, pattern))


@disguise(plain=True, needs=("int",))
def show_counts_with_their_measure(scene: Scene) -> None:
    """26天 by the format of the cell."""
    headers = [header for header in scene.headers("int") if header in _MEASURES]
    if not headers:
        raise UnfitError
    for header in headers:
        scene.write([header], lambda value, word=_MEASURES[header]: Shown(value, f'0"{word}"'))


@disguise(plain=True, needs=("int",))
def write_counts_with_their_measure(scene: Scene) -> None:
    """26天 as text."""
    headers = [header for header in scene.headers("int") if header in _MEASURES]
    if not headers:
        raise UnfitError
    for header in headers:
        scene.write([header], lambda value, word=_MEASURES[header]: f"{int(value)}{word}")


@disguise(plain=True, ledgers=("家庭收入", "住院报销", "就业"))
def show_zeros_as_strokes(scene: Scene) -> None:
    """The accounting format shows 0 as a stroke."""
    pattern = scene.choice(
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', '#,##0;-#,##0;"-"', '0.00;-0.00;"—"'
    )
    scene.write(scene.headers("money"), lambda value: Shown(value, pattern))


@disguise(plain=True, needs=COUNTED)
def show_decimals_and_thousands(scene: Scene) -> None:
    """Formats that change nothing of the value."""
    pattern = scene.choice(
        "#,##0.00", "0.0000", "#,##0.00_ ", "[Blue]#,##0.00", "General", "@", "0.00E+00", "# ?/?"
    )
    scene.write(scene.headers(*COUNTED), lambda value: Shown(value, pattern))


@disguise(plain=True, needs=("money",))
def leave_the_noise_of_sums(scene: Scene) -> None:
    """What adding binary fractions leaves behind in the last digits."""
    scene.write(scene.headers("money"), lambda value: float(value) * (1 + 2e-15) if value else value)


@disguise(plain=True, needs=COUNTED)
def keep_numbers_as_text(scene: Scene) -> None:
    """Digits in text cells, with a format of text or without."""
    way = scene.choice(
        as_text, lambda value: Shown(as_text(value), "@"), lambda value: f"{as_text(value)}\u00a0"
    )
    scene.write(scene.headers(*COUNTED), way)


@disguise(plain=True, needs=("money",))
def write_amounts_as_people_do(scene: Scene) -> None:
    """Separated thousands, ¥, 元, 人民币 and full-width digits in text."""
    way = scene.choice(
        lambda text: f"{text}元", lambda text: f"¥{text}", lambda text: f"￥ {text}", lambda text: f"人民币{text}元",
        lambda text: f"{text} 元", lambda text: f"{text}元整", lambda text: text.translate(WIDE), lambda text: f"{text}圆",
        lambda text: f"RMB {text}", lambda text: f"{text.replace('.', '．')}", lambda text: f"+{text}",
        lambda text: text.replace(",", "，"),
    )  # fmt: skip
    plainly = scene.choice(as_text, lambda value: f"{exact(value):,.2f}", lambda value: f"{exact(value):.2f}")
    scene.write(scene.headers("money"), lambda value: way(plainly(value)))


@disguise(plain=True, needs=("money",))
def write_wan_behind_amounts(scene: Scene) -> None:
    """586万元 as text, each cell with its unit, whatever the header says."""
    if scene.rng.random() < 0.3:
        name_unit(scene, "元", scene.headers("money"))
    sign = scene.choice("万元", "万", " 万元", "（万元）", "萬元")
    scene.write(scene.headers("money"), lambda value: f"{(exact(value) / 10_000).normalize():f}{sign}")


@disguise(plain=True, needs=("money",))
def group_digits_by_blanks(scene: Scene) -> None:
    """5 860 000.00 with blanks of any width."""
    blank = scene.choice(" ", "\u00a0", "\u2009", "\u202f")
    scene.write(scene.headers("money"), lambda value: f"{exact(value):,.2f}".replace(",", blank))


@disguise(plain=False, needs=("money",))
def group_digits_as_abroad(scene: Scene) -> None:
    """5.860.000,00 or 5'860'000.00, or groups of four as in Chinese: 586,0000."""
    if scene.rng.random() < 0.3:
        scene.change_records(scene.headers("money"), lambda value: float(int(value)))
        scene.write(scene.headers("money"), _by_fours)
        return
    marks = scene.choice((".", ","), ("'", "."), ("’", "."))
    swap = {",": marks[0], ".": marks[1]}
    scene.write(scene.headers("money"), lambda value: "".join(swap.get(c, c) for c in f"{exact(value):,.2f}"))


def _by_fours(value: Any) -> str:
    digits = str(int(exact(value)))
    first = len(digits) % 4
    return ",".join(
        filter(None, [digits[:first], *(digits[at : at + 4] for at in range(first, len(digits), 4))])
    )


@disguise(plain=True, needs=("money",))
def write_amounts_in_capitals(scene: Scene) -> None:
    """伍佰捌拾陆万元整, as on a cheque."""
    money = scene.headers("money")
    scene.change_records(money, lambda value: float(int(value)))
    scene.write(money, lambda value: f"{scene.choice('', '人民币')}{_capitals(int(value))}元整")


def _capitals(number: int) -> str:
    for unit, word in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= unit:
            rest = number % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return f"{_capitals(number // unit)}{word}{gap}{_capitals(rest) if rest else ''}"
    return _DIGITS[number]


@disguise(plain=False, needs=COUNTED)
def mark_a_footnote(scene: Scene) -> None:
    """A sign behind the digits that points at a note below the table."""
    sign = scene.choice("①", "②", "*", "※", "[1]", "（1）", "¹", "注", "a", "#", "⑴", "❶", "†", "^1")
    scene.write(scene.headers(*COUNTED)[:1], lambda value: f"{as_text(value)}{sign}")
    scene.page.rows.append([f"{sign}：含上年结转。"])


@disguise(plain=False, needs=(*COUNTED, "date"))
def raise_a_footnote(scene: Scene) -> None:
    """A superscript run behind the digits."""
    header = scene.choice(*scene.headers(*COUNTED, "date"))
    sign = scene.choice("1", "2", "*", "(1)")
    scene.write([header], lambda value: Rich(((_digits(value), ""), (sign, "superscript"))))


@disguise(plain=False, needs=COUNTED)
def strike_out_the_old_number(scene: Scene) -> None:
    """The number as it was, struck out, and the one that holds."""
    header = scene.choice(*scene.headers(*COUNTED))
    old, gap = scene.choice("3", "12", "500"), scene.choice("", " ", "\n")
    first = scene.rng.random() < 0.5
    runs = ((old + gap, "strike"),), ((gap + old, "strike"),)
    scene.write(
        [header],
        lambda value: Rich((runs[0] if first else ()) + ((_digits(value), ""),) + (() if first else runs[1])),
    )


def _digits(value: Any) -> str:
    return as_text(value) if isinstance(value, int | float) else value.isoformat()


@disguise(plain=False, needs=COUNTED)
def write_a_second_number_beside(scene: Scene) -> None:
    """Another number in the same cell, of which the table does not say what it is."""
    beside = scene.choice(
        "\n500", "（含税500）", "/500", "、500", "；500", "+500", " 500", "(500)", "，其中500为上年", "-500"
    )
    at = scene.place(scene.choice(*scene.headers(*COUNTED)))
    row = scene.rng.choice(scene.page.body)
    if row[at] is None:
        raise UnfitError
    row[at] = f"{as_text(row[at])}{beside}"


@disguise(plain=False, needs=COUNTED)
def write_about(scene: Scene) -> None:
    """A number that is no exact one."""
    way = scene.choice(
        "约{}", "{}左右", "{}余", "{}以上", ">{}", "≈{}", "{}多", "近{}", "不足{}", "{}±1", "约{}元", "{}?"
    )
    header = scene.choice(*scene.headers(*COUNTED))
    scene.write([header], lambda value: way.format(as_text(value)))


@disguise(plain=False, needs=("int",))
def hide_zeros_where_nothing_is_known(scene: Scene) -> None:
    """A 0 that the format or the sheet does not show: the cell is blank to whoever looks."""
    pattern = scene.choice("0;-0;;@", "#", "General;;", ";;;")
    by_sheet = scene.rng.random() < 0.5
    optional = scene.headers("int", "number", req=False)
    if by_sheet and any(cell == 0 for row in scene.page.body for cell in row if not isinstance(cell, str)):
        raise UnfitError  # zeros that were seen would be hidden too
    if not optional or not scene.fill_blanks(optional, lambda: 0 if by_sheet else Shown(0, pattern)):
        raise UnfitError
    scene.page.shows_zeros = not by_sheet


@disguise(
    plain=True,
    ledgers=("贫困户", "贫困人口", "资金拨付", "培训班", "帮扶干部", "驻村考勤", "走访", "问题整改", "项目"),
)
def show_identifiers_by_format(scene: Scene) -> None:
    """A number whose format writes the letters and zeros that the identifier begins with."""
    for header in (
        "户编号",
        "人编号",
        "拨付编号",
        "项目编号",
        "培训编号",
        "干部编号",
        "走访编号",
        "问题编号",
    ):
        if header in scene.form.columns:
            scene.write([header], _identifier)


def _identifier(written: str) -> Any:
    letters = written.rstrip("0123456789")
    digits = written[len(letters) :]
    return Shown(int(digits), f'"{letters}"{"0" * len(digits)}') if digits else written


@disguise(plain=True, ledgers=("行政村",))
def show_zeros_that_lead(scene: Scene) -> None:
    """A code that begins with 0, kept as a number with a format of so many digits."""
    scene.change_records(["行政村编码"], lambda code: f"0{code[-5:]}")
    scene.write(["行政村编码"], lambda code: Shown(int(code), "0" * 6))


@disguise(plain=True, ledgers=("贫困户",))
def keep_telephones_as_numbers(scene: Scene) -> None:
    """11 digits fit into a number."""
    scene.write(
        ["联系电话"],
        scene.choice(int, lambda text: Shown(int(text), "000-0000-0000"), lambda text: Shown(int(text), "0")),
    )


@disguise(plain=False, ledgers=("资金拨付", "贫困户"))
def keep_accounts_as_numbers(scene: Scene) -> None:
    """19 digits do not fit: the last are lost, in the cell or in what a .csv says of it."""
    way = scene.choice(float, lambda text: f"{float(text):.2E}", lambda text: Shown(float(text), "0"))
    scene.write(scene.headers("account"), way)


@disguise(plain=False, needs=("money",))
def refer_to_another_cell_by_words(scene: Scene) -> None:
    """同上 or 〃 for a number like the one above."""
    at = scene.place(scene.headers("money")[0])
    above, below = scene.page.body[0], scene.page.body[1]
    scene.records[1][scene.headers("money")[0]] = above[at]
    below[at] = scene.choice("同上", "〃", "″", "同前", '"')


@disguise(plain=True, needs=COUNTED)
def compute_numbers(scene: Scene) -> None:
    """Formulas whose results are stored."""
    text = scene.choice(
        "{}+0", "SUM({},0)", "ROUND({},2)", "IFERROR({},0)", "[1]Sheet1!$A$1", "VLOOKUP(A2,B:C,2,0)"
    )
    scene.write(scene.headers(*COUNTED), lambda value: Formula(text.format(value), value))
