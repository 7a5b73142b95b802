"""Files and folders: split, moved, renamed, linked, packed, of other formats, beside other papers."""

import io
import zipfile

from tests.reading.disguises.registry import disguise
from tests.reading.disguises.scene import Book, Scene, page_of
from tests.reading.disguises.workbook import workbook_bytes


def _split(scene: Scene, *paths: str) -> None:
    """The records in runs, one book each."""
    parts = scene.parts(len(paths))
    scene.books = [Book(path, [page_of(scene.form, part)]) for path, part in zip(paths, parts, strict=True)]


def _packed(scene: Scene) -> bytes:
    return workbook_bytes(scene.book)


@disguise(plain=True)
def split_by_township(scene: Scene) -> None:
    """A file from each office, its name before or behind the ledger's."""
    name = scene.form.name
    first, second = scene.choice(
        ("桂花园乡_{}", "横岩乡_{}"),
        ("{}（桂花园乡）", "{}（横岩乡）"),
        ("{}1", "{}2"),
        ("桂花园乡{}台账", "横岩乡{}台账"),
        ("{}-上半年", "{}-下半年"),
        ("附件1：{}", "附件2：{}"),
        ("1.{}", "2.{}"),
    )
    _split(scene, f"{first.format(name)}.xlsx", f"{second.format(name)}.xlsx")


@disguise(plain=True)
def put_files_into_folders(scene: Scene) -> None:
    """A folder for each township, quarter or sending."""
    name = scene.form.name
    first, second = scene.choice(
        ("桂花园乡", "横岩乡"),
        ("报送/第一批", "报送/第二批"),
        ("1 季度", "2 季度"),
        ("a/b/c/d", "a/b/c/e"),
        ("乡镇报送（终稿）", "区直"),
        ("2019.06", "2019.12"),
    )
    _split(scene, f"{first}/{name}.xlsx", f"{second}/{name}.xlsx")


@disguise(plain=True)
def name_the_file_otherwise(scene: Scene) -> None:
    """Dates, versions, offices, blanks and capitals around the ledger's name."""
    name = scene.form.name
    scene.book.path = scene.choice(f"{name}台账（终稿）2019.xlsx", f"2019年洪江区{name}.XLSX", f"{name} - 副本.xlsx", f"{' '.join(name)}.xlsx", f"{name}.xlsm", f"{name}(1).xlsx", f"（报区办）{name}_最终版2.Xlsx", f"{name}.2019.12.31.xlsx", f"{name}\u3000.xlsx")  # fmt: skip


@disguise(plain=True)
def leave_the_ledger_out_of_the_name(scene: Scene) -> None:
    """A file whose name says nothing: the header does."""
    scene.book.path = scene.choice(
        "1.xlsx",
        "新建 Microsoft Excel 工作表.xlsx",
        "报表.xlsx",
        "桂花园乡.xlsx",
        "Book1.xlsx",
        "导出数据20191231.xlsx",
    )


@disguise(plain=True)
def link_the_file(scene: Scene) -> None:
    """A symbolic link to the file on a share."""
    scene.links[scene.book.path] = scene.book.path
    scene.book.path = f"../share/{scene.book.path}"


@disguise(plain=True)
def link_the_folder(scene: Scene) -> None:
    """A symbolic link to the township's folder."""
    scene.links["桂花园乡"] = "桂花园乡"
    scene.book.path = f"../share/桂花园乡/{scene.choice('', '报送/')}{scene.book.path}"


@disguise(plain=False)
def link_to_nothing(scene: Scene) -> None:
    """A link whose file is gone; the other part is there."""
    _split(scene, "一.xlsx", "二.xlsx")
    scene.books[0].path = f"{scene.form.name}.xlsx"
    del scene.books[1]
    scene.links[f"{scene.form.name}2.xlsx"] = "gone.xlsx"


@disguise(plain=False)
def pack_the_file(scene: Scene) -> None:
    """A .zip, or what other packers make; the other part is there."""
    name = scene.form.name
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{name}.xlsx", _packed(scene))
    suffix = scene.choice("zip", "rar", "7z", "ZIP", "tar.gz", "xlsx.zip", "gz")
    _replace_second_half(scene, f"{name}（横岩乡）.{suffix}", out.getvalue())


def _replace_second_half(scene: Scene, path: str, content: bytes) -> None:
    first, _ = scene.parts(2)
    scene.books = [Book(f"{scene.form.name}.xlsx", [page_of(scene.form, first)])]
    scene.beside[path] = content


@disguise(plain=False)
def save_in_another_format(scene: Scene) -> None:
    """Texts, web pages, other programs' workbooks; the other part is there."""
    suffix = scene.choice(
        "txt",
        "tsv",
        "html",
        "htm",
        "xml",
        "ods",
        "et",
        "xlsb",
        "docx",
        "doc",
        "pdf",
        "wps",
        "xltx",
        "json",
        "mht",
        "jpg",
        "numbers",
        "dbf",
        "xlt",
        "prn",
        "tab",
        "md",
        "rtf",
        "png",
        "slk",
    )
    _replace_second_half(scene, f"{scene.form.name}_横岩乡.{suffix}", "编号\t金额\n".encode())


@disguise(plain=False)
def name_a_format_that_it_is_not(scene: Scene) -> None:
    """A web page, a text or a new workbook called .xls, and the like; the other part is there."""
    name = scene.form.name
    page = f"<html><body><table><tr><td>{name}</td></tr></table></body></html>".encode()
    suffix, content = scene.choice(("xls", page), ("xls", _packed(scene)), ("xlsx", page), ("xlsx", "编号,金额\n1,2".encode("gb18030")), ("xls", "编号\t金额\n".encode("utf-16")), ("csv", _packed(scene)), ("xlsx", b""), ("xlsx", _packed(scene)[:-40]))  # fmt: skip
    _replace_second_half(scene, f"{name}2.{suffix}", content)


@disguise(plain=False)
def leave_a_copy(scene: Scene) -> None:
    """The same records in a second file: counted twice unless it is told."""
    copy = scene.choice(
        f"{scene.form.name} - 副本.xlsx", f"备份/{scene.form.name}.xlsx", f"{scene.form.name}（旧）.xlsx"
    )
    scene.books.append(Book(copy, [page_of(scene.form, scene.records)]))


@disguise(plain=True)
def leave_other_papers_beside(scene: Scene) -> None:
    """Lock files, thumbnails and notes that name no ledger."""
    others = {"~$" + scene.book.path: b"x" * 165, "Thumbs.db": b"x", "说明.txt": "请查收".encode(), ".DS_Store": b"x", "desktop.ini": b"x", "通知.docx": b"PK", "._" + scene.book.path: b"x", "会议照片.jpg": b"x", "~WRL0001.tmp": b"x", "关于报送台账的通知.pdf": b"%PDF"}  # fmt: skip
    scene.beside.update(dict(scene.rng.sample(sorted(others.items()), 3)))
