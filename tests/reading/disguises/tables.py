"""Several tables: side by side, below one another, other ledgers' tables on the same sheet or in the same workbook."""

from tests.reading.disguises.registry import UnfitError, disguise
from tests.reading.disguises.scene import AREAS, Cell, Page, Records, Scene, page_of

FEW = 4


def _other(scene: Scene) -> tuple[str, Records]:
    """Another ledger and its records, which the books shall hold too."""
    names = [name for name in scene.others if name != scene.form.name and scene.others[name]]
    name = scene.rng.choice(names)
    records = scene.others[name][:FEW]
    scene.expected[name] = records
    return name, records


def _beside(left: list[list[Cell]], right: list[list[Cell]], gap: int) -> list[list[Cell]]:
    width = max(map(len, left))
    height = max(len(left), len(right))
    left = left + [[] for _ in range(height - len(left))]
    right = right + [[] for _ in range(height - len(right))]
    return [[*a, *[None] * (width - len(a) + gap), *b] for a, b in zip(left, right, strict=True)]


@disguise(plain=True)
def put_halves_side_by_side(scene: Scene) -> None:
    """The second half of the records to the right of the first, below its own header."""
    first, second = (page_of(scene.form, part).rows for part in scene.parts(2))
    if scene.rng.random() < 0.3:
        first, second = [["桂花园乡"], *first], [["横岩乡"], *second]
    scene.page.rows = _beside(first, second, scene.choice(0, 1, 1, 2))
    scene.page.last = len(scene.page.rows)


@disguise(plain=True)
def put_halves_below_one_another(scene: Scene) -> None:
    """Two blocks, each with a title and a header."""
    rows: list[list[Cell]] = []
    name = scene.form.name
    titles = scene.choice(
        (f"{name}（一）", f"{name}（二）"),
        ("桂花园乡", "横岩乡"),
        (f"表1 {name}", f"表2 {name}"),
        ("上半年", "下半年"),
    )
    for title, part in zip(titles, scene.parts(2), strict=True):
        rows += [[title], *page_of(scene.form, part).rows, *[[]] * scene.rng.randint(0, 3)]
    scene.page.rows = rows


@disguise(plain=False)
def put_two_ledgers_side_by_side(scene: Scene) -> None:
    """Another ledger's table to the right."""
    name, records = _other(scene)
    scene.page.rows = _beside(
        scene.page.rows, page_of(scene.forms.ledgers[name], records).rows, scene.choice(1, 2)
    )


@disguise(plain=False)
def put_two_ledgers_below_one_another(scene: Scene) -> None:
    """Another ledger's table below."""
    name, records = _other(scene)
    other = page_of(scene.forms.ledgers[name], records).rows
    scene.page.rows += [*[[]] * scene.rng.randint(0, 2), *scene.choice([[name]], []), *other]


@disguise(plain=True)
def put_two_ledgers_into_one_workbook(scene: Scene) -> None:
    """Each on a sheet of its own; the file's name says one of them or none."""
    name, records = _other(scene)
    scene.book.pages.append(page_of(scene.forms.ledgers[name], records))
    if scene.rng.random() < 0.4:
        scene.book.pages.reverse()
    scene.book.path = scene.choice(
        f"{scene.form.name}.xlsx", "扶贫台账.xlsx", "2019年台账汇总.xlsx", f"{scene.form.name}、{name}.xlsx"
    )


@disguise(plain=True)
def split_over_sheets(scene: Scene) -> None:
    """A part of the records on each sheet, each below its header."""
    names = scene.choice(
        ("Sheet1", "Sheet2"),
        ("桂花园乡", "横岩乡"),
        ("上半年", "下半年"),
        ("1", "2"),
        ("中央", "省级"),
        ("一季度", "二季度"),
    )
    scene.book.pages = [
        page_of(scene.form, part, name) for name, part in zip(names, scene.parts(2), strict=True)
    ]


@disguise(plain=False)
def split_over_sheets_with_one_header(scene: Scene) -> None:
    """The second sheet goes on without a header, as exports do beyond so many rows."""
    first, second = scene.parts(2)
    rows = page_of(scene.form, second).rows[1:]
    scene.book.pages = [
        page_of(scene.form, first, "Sheet1"),
        Page("Sheet2", rows, head=-1, first=0, last=len(rows)),
    ]


@disguise(plain=True)
def put_other_sheets_before(scene: Scene) -> None:
    """A cover, instructions, code lists, empty sheets."""
    others = [
        Page("填表说明", [["填表说明"], ["1.请各乡镇如实填报。"], ["2.不要改动表头。"]]),
        Page("封面", [[], [], [None, "2019年度台账"], [None, "桂花园乡人民政府"]]),
        Page("Sheet2", []),
        Page("代码表", [["户类型", "脱贫属性"], ["一般贫困户", "未脱贫"], ["低保贫困户", "已脱贫"]]),
        Page("下拉选项", [["是"], ["否"]]),
        Page("目录", [["序号", "表名"], [1, scene.form.name]]),
    ]
    chosen = scene.rng.sample(others, scene.rng.randint(1, 3))
    for page in chosen:
        page.state = scene.choice("", "", "hidden")
    pages = [*chosen, *scene.book.pages]
    scene.rng.shuffle(pages)
    scene.book.pages = pages


@disguise(plain=True)
def name_sheets_otherwise(scene: Scene) -> None:
    """Sheets named by whatever."""
    scene.page.name = scene.choice(
        "Sheet1", "数据", "sheet", "2019", "表1", "台账 (2)", "最终版", " ", "汇总", "A'B", "明细&附注"
    )


@disguise(plain=True, mentions=("row_hidden",))
def hide_the_sheet(scene: Scene) -> None:
    """Records on a hidden sheet count and are told."""
    scene.page.state = scene.choice("hidden", "veryHidden")
    scene.book.pages.insert(0, Page("封面", [["2019年度台账"]]))


@disguise(plain=True)
def leave_an_empty_form_beside(scene: Scene) -> None:
    """A second sheet with the header alone, or a template."""
    name = scene.choice("空表", "模板", "Sheet2", "样表", "填报模板")
    scene.book.pages.insert(scene.choice(0, 1), page_of(scene.form, [], name))


@disguise(plain=True)
def leave_an_example_sheet(scene: Scene) -> None:
    """A sheet 样表 with an example record."""
    record = dict(scene.records[0])
    key = scene.form.key[0]
    if not isinstance(record[key], str) or ("编号" not in key and "文号" not in key):
        raise UnfitError
    record[key] = scene.choice("示例1", f"{record[key]}0", "×××")
    page = page_of(scene.form, [record], scene.choice("样表", "示例", "填写示例", "样例", "填表示例"))
    scene.book.pages.insert(scene.choice(0, 1), page)


@disguise(plain=True, needs=("money",))
def add_a_sheet_of_sums(scene: Scene) -> None:
    """A summary beside the records: by township, level or month."""
    money = scene.headers("money")[0]
    group = (
        next((h for pair in AREAS for h in pair[:1] if h in scene.form.columns), None)
        or scene.headers("text")[-1]
    )
    sums: dict[str, float] = {}
    for record in scene.records:
        sums[str(record[group])] = sums.get(str(record[group]), 0) + float(record[money] or 0)
    rows: list[list[Cell]] = [
        [group, scene.choice("合计金额", "求和项:金额", "笔数")],
        *map(list, sums.items()),
        ["合计", sum(sums.values())],
    ]
    scene.book.pages.append(Page(scene.choice("汇总", "统计", "数据透视表", "Sheet3"), rows))
