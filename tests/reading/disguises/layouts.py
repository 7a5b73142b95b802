"""What stands around the records: titles, notes, other columns and rows, headers of two rows, merged and hidden cells."""

from collections.abc import Callable
from typing import Any

from tests.reading.disguises.amounts import exact
from tests.reading.disguises.registry import UnfitError, disguise
from tests.reading.disguises.scene import Cell, Page, Scene


@disguise(plain=True)
def put_a_title_above(scene: Scene) -> None:
    """A title over the whole table, with who reports, when, and notes."""
    name, page = scene.form.name, scene.page
    title = scene.choice(
        f"2019年度{name}台账",
        f"附件2\n{name}情况统计表",
        f"洪江区{name}明细表（2019年）",
        name,
        f"{name}登记表",
    )
    lines: list[list[Cell]] = [[title]]
    lines += scene.choice(
        [], [["填报单位：桂花园乡人民政府", None, "2019年12月31日"]], [[], ["填表说明：1.本表由乡镇填报。2.金额据实填写。"]],
        [["填报单位（盖章）：", None, None, "填报时间：2019年12月31日"]], [["附件1"], ["（此件公开发布）"]],
        [["单位：元"]], [["填报人：李四   联系电话：0745-7722123"]], [["截止日期：2019-12-31", None, "表号：扶贫统3表"]],
    )  # fmt: skip
    page.insert(0, *lines)
    page.merged.append((0, 0, 0, len(page.header) - 1))


@disguise(plain=True)
def change_the_order_of_columns(scene: Scene) -> None:
    """The same columns, each elsewhere."""
    order = list(range(len(scene.form.columns)))
    scene.rng.shuffle(order)
    scene.page.rows = [[row[at] for at in order] for row in scene.page.rows]


@disguise(plain=True)
def add_ordinary_columns(scene: Scene) -> None:
    """序号 and 备注."""
    page = scene.page
    page.insert_column(0, scene.choice("序号", "序 号", "序\n号"), lambda number: number + 1)
    page.insert_column(
        len(page.header), scene.choice("备注", "备 注"), lambda _: scene.choice(None, "已核实", "见附件")
    )


@disguise(plain=False)
def add_columns_of_their_own(scene: Scene) -> None:
    """Columns that the forms do not know."""
    at = scene.rng.randint(0, len(scene.form.columns))
    header = scene.choice(
        "联系人", "核查结果", "包村干部", "2018年数", "审核意见", "合计", "分管领导", "其中：上年结转"
    )
    scene.page.insert_column(at, header, lambda number: scene.choice("已核", number, None))


@disguise(plain=True)
def leave_blank_rows_and_columns(scene: Scene) -> None:
    """Room above, before, between."""
    page, kind = scene.page, scene.rng.randrange(4)
    if kind == 0:
        page.insert(0, *([] for _ in range(scene.rng.randint(1, 6))))
    elif kind == 1:
        page.insert_column(0, None)
    elif kind == 2:
        for _ in range(scene.rng.randint(1, 3)):
            page.insert(
                scene.rng.randint(page.first, page.last),
                *[[scene.choice(None, "", " ")] * 4] * scene.rng.randint(1, 3),
            )
    else:
        page.insert_column(scene.rng.randint(1, len(page.header) - 1), None)


@disguise(plain=True)
def head_columns_otherwise(scene: Scene) -> None:
    """Marks, line breaks, blanks, hints in the headers; names that the forms know too."""
    page = scene.page
    for at, header in enumerate(scene.form.columns):
        names = (header, *scene.form.columns[header].aliases)
        name, middle = scene.choice(*names), max(1, len(header) // 2)
        page.header[at] = scene.choice(
            name, f"*{name}", f" {name}　", f"{name[:middle]}\n{name[middle:]}", f"{name}（必填）", f"{name[:middle]} {name[middle:]}",
            f"★{name}", f"{name}*", f"{name}：", f"{name}\n（必填）", f"{at + 1}.{name}", f"（{at + 1}）{name}", f"{name}\u200b",
        )  # fmt: skip


@disguise(plain=True)
def head_columns_in_two_rows(scene: Scene) -> None:
    """Groups above, headers below; where there is no group the cells are merged."""
    page, width = scene.page, len(scene.form.columns)
    upper: list[Cell] = [None] * width
    at = 0
    while at < width:
        span = min(scene.rng.randint(1, 4), width - at)
        if span == 1:
            upper[at], page.header[at] = page.header[at], None
            page.merged.append((page.head, at, page.head + 1, at))
        else:
            upper[at] = scene.choice(
                "基本情况", "其中", "有关情况", "本年度", "贫困户情况", "基 本 信 息", "详细"
            )
            page.merged.append((page.head, at, page.head, at + span - 1))
        at += span
    merged = page.merged
    page.insert(page.head, upper)
    page.merged = merged


@disguise(plain=True)
def number_the_columns(scene: Scene) -> None:
    """A row below the header that numbers the columns, or letters them."""
    width = len(scene.form.columns)
    row: list[Cell] = scene.choice(
        [*range(1, width + 1)], [f"({at})" for at in range(1, width + 1)], [chr(65 + at) for at in range(width)],
        [f"{at}" for at in range(1, width + 1)], ["甲", "乙", *range(1, width - 1)], ["栏次", *range(1, width)],
    )  # fmt: skip
    scene.page.insert(scene.page.first, row)


@disguise(plain=True)
def explain_the_columns(scene: Scene) -> None:
    """A row below the header that says how to fill each column in."""
    hints = {
        "date": "年-月-日",
        "bool": "是/否",
        "code": "下拉选择",
        "money": "元",
        "year": "四位年度",
        "int": "整数",
        "number": "数字",
        "month": "年-月",
    }
    row: list[Cell] = [hints.get(column.type, "文本") for column in scene.form.columns.values()]
    if scene.rng.random() < 0.5:
        row = [cell if cell != "文本" else None for cell in row]
    scene.page.insert(scene.page.first, row)


@disguise(plain=True)
def name_the_fields_in_english(scene: Scene) -> None:
    """A row below or above the header with the fields' names of a database."""
    row = [column.field for column in scene.form.columns.values()]
    scene.page.insert(scene.choice(scene.page.head, scene.page.first), row)


@disguise(plain=True)
def repeat_the_header(scene: Scene) -> None:
    """The header again on top of each printed page."""
    page = scene.page
    page.insert(
        scene.rng.randint(page.first + 1, page.last - 1),
        *scene.choice(
            [list(page.header)], [[], list(page.header)], [[f"{scene.form.name}（续表）"], list(page.header)]
        ),
    )


@disguise(plain=True)
def repeat_the_header_in_another_order(scene: Scene) -> None:
    """A second block below the first with its own header, its columns in another order."""
    page = scene.page
    cut = scene.rng.randint(page.first + 1, page.last - 1)
    order = list(range(len(scene.form.columns)))
    scene.rng.shuffle(order)
    below = [[row[at] for at in order] for row in [page.header, *page.rows[cut:]]]
    page.rows[cut:] = scene.choice([], [[]], [[], [f"{scene.form.name}（二）"]]) + below


def _total_row(scene: Scene, word: Cell, records: list[dict[str, Any]], at: int = 0) -> list[Cell]:
    """A row with the word in column `at` and the sums of what adds up."""
    row: list[Cell] = [
        float(sum(exact(record[header]) for record in records if record[header] is not None))
        if column.type in {"money", "int"} else None
        for header, column in scene.form.columns.items()
    ]  # fmt: skip
    row[at] = word
    return row


@disguise(plain=True)
def add_a_total(scene: Scene) -> None:
    """The sum of all below or above the records, by any word."""
    word = scene.choice("合计", "总计", "合 计", "总 计：", "累计", "汇总", "总额", "共计", "合计：", "全区合计", "计", "总数", "小计", "本页合计", "Total", "合计数", "总 额", "全乡合计", "合计（元）", "TOTAL")  # fmt: skip
    page = scene.page
    where = page.last if scene.rng.random() < 0.8 else page.first
    at = 0 if scene.form.columns[next(iter(scene.form.columns))].type == "text" else 1
    page.insert(where, _total_row(scene, word, scene.records, at))
    if scene.rng.random() < 0.2:
        page.insert_column(0, "序号", lambda number: number + 1)


@disguise(plain=True)
def add_subtotals(scene: Scene) -> None:
    """A sum below each group, by a word, with the group's name before it or without."""
    page, area = scene.page, scene.area()
    frame = scene.choice("{}小计", "小计", "{} 汇总", "{}合计", "小 计", "{}计", "{}累计", "{} 小计：")
    rows = [list(page.header)]
    for part in scene.parts(2):
        group = part[0][area[0]] if area else str(part[0][next(iter(scene.form.columns))])
        rows += [[record[header] for header in scene.form.columns] for record in part]
        rows.append(_total_row(scene, frame.format(group or "区级"), part))
    if scene.rng.random() < 0.5:
        rows.append(_total_row(scene, scene.choice("总计", "合计"), scene.records))
    page.rows = rows
    page.last = len(rows)


@disguise(plain=True)
def leave_an_example(scene: Scene) -> None:
    """The form's example row above the records."""
    page = scene.page
    example = list(scene.rng.choice(page.body))
    example = [f"{cell}9" if isinstance(cell, str) and cell[-1:].isdigit() else cell for cell in example]
    word = scene.choice(
        "示例", "例", "样例", "例：", "（例）", "示例行", "填写示例", "范例", "例子", "（示例）", "举例"
    )
    at = page.first
    page.insert_column(0, "序号", lambda number: number + 1)
    page.insert(at, [word, *example])
    if scene.rng.random() < 0.3:
        page.rows[at] = [None, *example]
        page.rows[at][1] = f"{word.rstrip('：')}：{example[0]}"


@disguise(plain=True)
def sign_below(scene: Scene) -> None:
    """Signatures, notes and stamps below the table."""
    lines: list[list[Cell]] = scene.choice(
        [[], ["填表人：张三", None, "审核人：李四"]], [["填报人：王五    审核：赵六    日期：2019.12.31"]], [[], ["注：1.本表一式两份。"], ["2.以文件为准。"]],
        [["以下空白"]], [[None, None, "（盖章）"]], [["单位负责人签字：", None, "联系电话：0745-7722123"]], [["说明：含上年结转资金。"]],
        [["制表：张三"], [None, None, "2019年12月31日"]], [["备注：数据截至2019年12月底"]], [[], [], ["经办人（签字）："]], [["—— 以下无正文 ——"]],
        [["资料来源：区扶贫办"]], [["第1页 共1页"]], [["*本表数据以系统为准"]], [["主要负责人：", "分管负责人：", "填表人："]],
    )  # fmt: skip
    scene.page.rows += lines


@disguise(plain=True)
def head_groups(scene: Scene) -> None:
    """A line above each group of records that names it."""
    page = scene.page
    rows = [list(page.header)]
    frame = scene.choice("{n}、{g}", "（{n}）{g}", "【{g}】", "{g}：", "{n}. {g}")
    area = scene.area()
    for number, part in zip("一二", scene.parts(2), strict=True):
        group = (part[0][area[0]] if area else None) or scene.choice("区级项目", "中央", "第一批")
        rows.append([frame.format(n=number, g=group)])
        if scene.rng.random() < 0.5:
            page.merged.append((len(rows) - 1, 0, len(rows) - 1, len(page.header) - 1))
        rows += [[record[header] for header in scene.form.columns] for record in part]
    page.rows = rows


@disguise(plain=True)
def merge_what_is_alike(scene: Scene) -> None:
    """Townships and villages written once, merged over their records."""
    merge_areas(scene, scene.page)
    if not scene.page.merged:
        raise UnfitError


def merge_areas(scene: Scene, page: Page) -> None:
    """Merge equal townships and villages that follow one another."""
    area = scene.area()
    for header in area or ():
        _runs(page, scene.place(header), lambda top, bottom, at: page.merged.append((top, at, bottom, at)))


def _runs(page: Page, at: int, use: Callable[[int, int, int], None]) -> None:
    top = page.first
    for row in range(page.first + 1, page.last + 1):
        alike = (
            row < page.last and page.rows[row][at] is not None and page.rows[row][at] == page.rows[top][at]
        )
        if alike:
            continue
        if row - top > 1:
            use(top, row - 1, at)
            for below in range(top + 1, row):
                page.rows[below][at] = None
        top = row


@disguise(plain=True)
def merge_other_texts_that_are_alike(scene: Scene) -> None:
    """Any text or code written once and merged over the records that share it."""
    page, area = scene.page, scene.area() or ()
    headers = [header for header in scene.headers("text", "code") if header not in area]
    for header in scene.rng.sample(headers, min(len(headers), 3)):
        _runs(page, scene.place(header), lambda top, bottom, at: page.merged.append((top, at, bottom, at)))
    if not page.merged:
        raise UnfitError


@disguise(plain=False)
def leave_out_what_is_alike(scene: Scene) -> None:
    """Townships and villages written in the first row of each group only, where every record needs them."""
    found: list[int] = []
    required = scene.headers("text", req=True)
    for header in scene.area() or ():
        if header not in required:
            raise UnfitError
        _runs(scene.page, scene.place(header), lambda top, _bottom, _at: found.append(top))
    if not found:
        raise UnfitError


@disguise(plain=False, needs=("money",))
def merge_amounts(scene: Scene) -> None:
    """One amount merged over two records: it is not known how it is parted."""
    page, at = scene.page, scene.place(scene.headers("money")[0])
    header = scene.headers("money")[0]
    page.merged.append((page.first, at, page.first + 1, at))
    page.rows[page.first + 1][at] = None
    scene.records[1][header] = None


@disguise(plain=True, mentions=("row_hidden",))
def hide_rows_and_columns(scene: Scene) -> None:
    """Records in hidden rows and columns count and are told."""
    page = scene.page
    if scene.rng.random() < 0.5:
        page.hidden_rows = set(scene.rng.sample(range(page.first, page.last), 2))
        page.filtered = scene.rng.random() < 0.5
    else:
        page.hidden_columns = {scene.rng.randrange(len(page.header))}


@disguise(plain=True)
def filter_and_freeze(scene: Scene) -> None:
    """A filter that hides nothing."""
    scene.page.filtered = True


@disguise(plain=False)
def turn_the_table(scene: Scene) -> None:
    """Headers below one another, a column a record."""
    page = scene.page
    page.rows = [list(cells) for cells in zip(*page.rows, strict=True)]


@disguise(plain=False)
def write_a_record_over_two_rows(scene: Scene) -> None:
    """The second half of the columns below the first half."""
    page, half = scene.page, len(scene.form.columns) // 2
    page.rows = [part for row in page.rows for part in (row[:half], row[half:])]


@disguise(plain=False)
def say_a_column_in_the_name_of_the_sheet(scene: Scene) -> None:
    """A column left out, because the sheet's name says what it would: the township, the month."""
    required = [*scene.headers("month", "year", req=True), scene.form.key[0]]
    header = scene.choice(
        *required, *(h for h in scene.headers("text", req=True) if h in (scene.area() or ()))
    )
    at = scene.place(header)
    scene.page.name = str(scene.records[0][header])[:20].replace("/", "-")
    for row in scene.page.rows:
        del row[at]


@disguise(plain=False)
def misspell_a_header(scene: Scene) -> None:
    """A header that is not registered, though whoever looks may guess it."""
    at = scene.rng.randrange(len(scene.form.columns))
    name = scene.page.header[at]
    scene.page.header[at] = scene.choice(
        f"{name[:-1]}", f"{name}情况", f"本年{name}", f"{name}1", f"{name}（旧）"
    )


@disguise(plain=False)
def leave_a_header_blank(scene: Scene) -> None:
    """Values below no header."""
    scene.page.header[scene.rng.randrange(len(scene.form.columns))] = scene.choice(None, " ", "——")
