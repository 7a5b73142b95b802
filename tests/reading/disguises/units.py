"""万元 and other units, said in every place where offices say them."""

from datetime import date

from tests.reading.disguises.amounts import divided, name_unit
from tests.reading.disguises.registry import disguise
from tests.reading.disguises.scene import Cell, Scene

UNITS = {"万元": 10_000, "千元": 1000, "百元": 100, "亿元": 10**8, "百万元": 10**6}


def _count_in(scene: Scene, unit: str = "万元") -> None:
    scene.write(scene.headers("money"), lambda value: divided(value, UNITS[unit]))


@disguise(plain=True, needs=("money",))
def name_the_unit_in_headers(scene: Scene) -> None:
    """金额（万元）."""
    unit = scene.choice("万元", "万元", "千元", "百万元", "亿元", "百元")
    frame = scene.choice("{h}（{u}）", "{h}({u})", "{h}（单位：{u}）", "{h}\n（{u}）", "{h}/{u}", "{h}【{u}】", "{h}:{u}", "{h}（人民币{u}）", "{h}，{u}", "{h} {u}", "{h}_{u}", "{h}（以{u}计）", "{h}{u}")  # fmt: skip
    for header in scene.headers("money"):
        scene.page.header[scene.place(header)] = frame.format(h=header, u=unit)
    _count_in(scene, unit)


@disguise(plain=True, needs=("money",))
def name_the_unit_above(scene: Scene) -> None:
    """A line 单位：万元 above the header, written in any usual way."""
    line = scene.choice(
        "单位：万元", "金额单位：万元", "单位:万元", "（单位：万元）", "单位（万元）", "单位：户、人、万元", "计量单位：万元", "单位：人民币万元", "货币单位：万元", "资金单位：万元",
        "单 位：万 元", "单位: 万元 ", "金额单位：人民币万元", "单位：万元、人", "单位：万元/人", "计价单位：万元", "【单位：万元】", "金额：万元", "单位为万元", "单位 万元", "单位∶万元", "（万元）", "单位;万元",
    )  # fmt: skip
    at = scene.rng.randrange(max(1, len(scene.form.columns) - 1))
    row: list[Cell] = [None] * at + [line]
    if at and scene.rng.random() < 0.3:
        row[0] = "填报单位：桂花园乡人民政府"
    scene.page.insert(
        0, *scene.choice([row], [[f"{scene.form.name}台账"], row], [[scene.form.name], [], row, []])
    )
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_the_unit_in_two_cells(scene: Scene) -> None:
    """单位： in one cell, 万元 in the next."""
    scene.page.insert(0, [None, scene.choice("单位：", "金额单位：", "单位", "计量单位:"), "万元"])
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_the_unit_in_the_title(scene: Scene) -> None:
    """资金下达表（万元）."""
    name = scene.form.name
    scene.page.insert(
        0,
        [
            scene.choice(
                f"{name}情况表（单位：万元）",
                f"{name}台账（万元）",
                f"2019年{name}明细表  单位：万元",
                f"{name}统计表(金额单位：万元)",
                f"{name}（单位:万元）",
            )
        ],
    )
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_the_unit_in_a_row_below_the_header(scene: Scene) -> None:
    """A row of units: （万元） below each amount, and 人, 日期 below the others or nothing."""
    words = scene.choice(
        ("（万元）", ""), ("万元", ""), ("万元", "—"), ("(万元)", "文本"), ("单位：万元", "")
    )
    others = {"int": "人", "date": "年月日", "number": "数量"} if words[1] == "文本" else {}
    row: list[Cell] = [
        words[0] if column.type == "money" else others.get(column.type, words[1]) or None
        for column in scene.form.columns.values()
    ]
    scene.page.insert(scene.page.first, row)
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_the_unit_in_the_group_above(scene: Scene) -> None:
    """A header of two rows whose group over the amounts says 万元."""
    page, money = scene.page, [scene.place(header) for header in scene.headers("money")]
    upper: list[Cell] = list(page.header)
    for at in range(len(upper)):
        if at in money:
            upper[at] = (
                scene.choice("金额（万元）", "资金情况（万元）", "资金（单位：万元）")
                if at - 1 not in money
                else None
            )
        else:
            page.header[at] = None
    page.insert(page.head, upper)
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_the_unit_in_the_name_of_the_sheet(scene: Scene) -> None:
    """A sheet called 资金下达（万元）."""
    scene.page.name = scene.choice(
        f"{scene.form.name}（万元）", f"{scene.form.name}(单位：万元)", f"{scene.form.name}(万元)"
    )
    _count_in(scene)


@disguise(plain=False, needs=("money",))
def name_the_unit_in_the_name_of_the_file(scene: Scene) -> None:
    """A file called 资金下达（万元）.xlsx."""
    scene.book.path = scene.choice(f"{scene.form.name}（万元）.xlsx", f"{scene.form.name}（单位：万元）.xlsx")
    _count_in(scene)


@disguise(plain=False, needs=("money",))
def name_the_unit_in_a_note(scene: Scene) -> None:
    """注：本表金额单位为万元, above or below the table."""
    line = scene.choice(
        "注：本表金额单位为万元。",
        "备注：金额单位：万元",
        "说明：表中金额均以万元为单位",
        "（本表资金以万元计）",
        "注：单位：万元",
        "填表说明：金额单位为万元，保留两位小数。",
    )
    if scene.rng.random() < 0.5:
        scene.page.rows.append([line])
    else:
        scene.page.insert(0, [line])
    _count_in(scene)


@disguise(plain=False, needs=("money",))
def name_the_unit_in_a_column(scene: Scene) -> None:
    """A column 金额单位 that says 万元 in each row."""
    at = scene.place(scene.headers("money")[-1]) + 1
    scene.page.insert_column(at, scene.choice("金额单位", "单位（金额）", "货币单位"), lambda _: "万元")
    _count_in(scene)


@disguise(plain=True, needs=("money",))
def name_yuan_everywhere(scene: Scene) -> None:
    """元 said as plainly as can be."""
    name_unit(scene, scene.choice("元", "单位：元", "人民币元"), scene.headers("money"))
    scene.page.insert(0, [scene.choice("单位：元", "金额单位：元", "单位：元、人", "计量单位：人民币元")])


@disguise(plain=True, needs=("money",))
def let_the_header_overrule_the_line(scene: Scene) -> None:
    """单位：元 above, 金额（万元） in the header, or the other way round: the nearer holds."""
    line, unit = scene.choice(("单位：元", "万元"), ("单位：万元", "元"))
    name_unit(scene, unit, scene.headers("money"))
    scene.page.insert(0, [line])
    if unit == "万元":
        _count_in(scene)


@disguise(plain=False, needs=("money",))
def contradict_the_unit(scene: Scene) -> None:
    """Two units at places of the same weight: it cannot be known which holds."""
    scene.page.insert(
        0,
        *scene.choice(
            [["单位：万元", "单位：元"]], [["单位：元"], ["单位：万元"]], [["单位：万元"], ["单位：元"]]
        ),
    )


@disguise(plain=True, ledgers=("资金下达", "资金拨付", "项目"))
def let_a_second_block_count_in_wan(scene: Scene) -> None:
    """The first block in 元, a second below it whose header says 万元."""
    page, at = scene.page, scene.place(scene.headers("money")[0])
    cut = scene.rng.randint(page.first + 1, page.last - 1)
    below = [list(row) for row in page.rows[cut:]]
    for row in below:
        row[at] = row[at] if row[at] is None else divided(row[at], 10_000)
    header = list(page.header)
    header[at] = f"{header[at]}（万元）"
    page.rows[cut:] = [[], header, *below]


@disguise(plain=False, needs=("int",))
def count_in_another_kind_of_unit(scene: Scene) -> None:
    """A header that counts something else than the column does: 课时（天）, 家庭人口（户）."""
    header = scene.choice(*scene.headers("int"))
    unit = scene.choice("百", "双", "元", "吨", "公斤")
    scene.page.header[scene.place(header)] = f"{header}（{unit}）"


@disguise(plain=True, ledgers=("资金下达",))
def say_until_when(scene: Scene) -> None:
    """The day of the figures beside the unit."""
    scene.page.insert(0, [f"截至{date(2019, 12, 31):%Y年%m月%d日}", None, "单位：万元"])
    _count_in(scene)
