"""The command as the office meets it: exit codes, and one clear Chinese message each."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

import pipeline

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019

Said = tuple[int, str, str]


@pytest.fixture
def data(small_district: Path, tmp_path: Path) -> Path:
    """A data folder with a sample district of two villages, its ledgers read; a test may spoil it."""
    shutil.copytree(small_district / "data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process: exit code, what it printed, what it complained."""

    def called(*words: object) -> Said:
        code = pipeline.main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def _check(call: Callable[..., Said], data: Path, *more: str) -> Said:
    return call("check", "--year", YEAR, "--data", data, "--outputs", data.parent / "outputs", *more)


def _spoil(data: Path, ledger: str, **cells: object) -> None:
    path = data / "raw" / str(YEAR) / f"{ledger}.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[ledger][cell] = value
    book.save(path)


def _column(data: Path, ledger: str, header: str) -> str:
    book = openpyxl.load_workbook(data / "raw" / str(YEAR) / f"{ledger}.xlsx")
    return next(cell.column_letter for cell in book[ledger][1] if cell.value == header)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rnu",), "没有命令“rnu”。是否要写“run”"),
        (("run",), "缺少“--year”"),
        (("run", "--yera", "2019"), "没有选项“--yera”。是否要写“--year”"),
        (("run", "--year", "abc"), "“--year”的值不对"),
        (("run", "--year"), "“--year”后面要写上值"),
        (("run", "--year", "2017"), "没有 2017 年的参数文件"),
        (("run", "--year", "2019", "--from", "report1"), "没有步骤“report1”。是否要写“report”"),
        (("run", "--year", "2019", "--all", "vilages"), "是否要写“villages”"),
        (("trace", "unexited_person", "--year", "2019"), "是否要写“unexited_persons”"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_the_nearest(
    call: Callable[..., Said], words: tuple[str, ...], says: str
) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_every_command_has_chinese_help_and_stands_in_both_readmes(call: Callable[..., Said]) -> None:
    names = [
        command.name or command.callback.__name__
        for command in pipeline.app.registered_commands
        if command.callback
    ]
    for name in names:
        code, out, _ = call(name, "--help")
        assert code == 0
        assert "用法：" in out
        assert not re.search(r"Usage|Options|Show this", out)
        for readme in ("README.md", "README.zh-CN.md"):
            text = (ROOT / readme).read_text(encoding="utf-8")
            assert f"pipeline.py {name}" in text or f"make {name}" in text, f"{name} in {readme}"


@pytest.mark.parametrize("name", ["show", "install", "remove", "due"])
def test_the_schedules_commands_have_chinese_help_and_a_misspelt_one_names_the_nearest(
    call: Callable[..., Said], name: str
) -> None:
    code, out, _ = call("schedule", name, "--help")
    assert (code, "用法：" in out, "Usage" in out) == (0, True, False)
    code, _, err = call("schedule", name[:-1])
    assert (code, f"是否要写“{name}”" in err) == (2, True)


def test_a_clean_district_passes_the_check_and_its_list_is_written(
    call: Callable[..., Said], data: Path
) -> None:
    code, out, err = _check(call, data)
    assert (code, err) == (0, "")
    assert "错误 0 处" in out
    assert (data.parent / "outputs" / "2019" / "全区" / "问题清单.xlsx").is_file()
    assert quote("2019/全区/问题清单.xlsx") in (data.parent / "outputs" / "index.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.slow
def test_a_text_where_an_amount_belongs_is_named_by_file_sheet_and_cell(
    call: Callable[..., Said], data: Path
) -> None:
    column = _column(data, "家庭收入", "工资性收入")
    _spoil(data, "家庭收入", **{f"{column}5": "三千多"})
    code, _, err = _check(call, data)
    assert code == 1
    assert f"家庭收入.xlsx › 家庭收入 › {column}5" in err
    assert "三千多" in err


def test_a_formula_that_fails_is_named_by_its_cell(call: Callable[..., Said], data: Path) -> None:
    column = _column(data, "家庭收入", "养老金")
    _spoil(data, "家庭收入", **{f"{column}7": "=1/0"})
    code, _, err = _check(call, data)
    assert code == 1
    assert f"家庭收入.xlsx › 家庭收入 › {column}7" in err


def test_a_missing_ledger_is_named(call: Callable[..., Said], data: Path) -> None:
    (data / "raw" / "2019" / "走访.xlsx").unlink()
    code, _, err = _check(call, data)
    assert code == 1
    assert err.startswith("走访：缺少台账")


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 torn", *(pytest.param(one, marks=pytest.mark.slow) for one in (b"", b"not a workbook"))],
)
def test_a_file_that_is_no_workbook_is_named_and_the_others_are_read(
    call: Callable[..., Said], data: Path, content: bytes
) -> None:
    (data / "raw" / "2019" / "项目.xlsx").write_bytes(content)
    code, out, err = _check(call, data)
    assert code == 1
    assert "项目.xlsx：工作簿打不开" in err
    assert "错误" in out


@pytest.mark.slow
def test_without_the_register_no_edition_is_made(call: Callable[..., Said], data: Path) -> None:
    (data / "raw" / "2019" / "贫困户.xlsx").unlink()
    code, _, err = call("run", "--year", YEAR, "--data", data, "--outputs", data.parent / "outputs")
    assert code == 1
    assert "“贫困户”" in err
    assert not list((data.parent / "outputs").rglob("report.html"))
    assert (data.parent / "outputs" / "2019" / "全区" / "问题清单.xlsx").is_file()


def test_an_unknown_township_is_refused_with_the_nearest_before_anything_is_written(
    call: Callable[..., Said], data: Path
) -> None:
    _check(call, data)
    where = ("--data", data, "--outputs", data.parent / "editions")
    code, _, err = call("run", "--year", YEAR, "--township", "桂花圆乡", *where)
    assert code == 2
    assert "没有乡镇“桂花圆乡”。是否要写“桂花园乡”" in err
    assert not list((data.parent / "editions").rglob("*.html"))


def test_trace_lists_the_rows_behind_a_number_with_personal_columns_masked(
    call: Callable[..., Said], data: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.xlsx"
    code, out, _ = call("trace", "unexited_persons", "--year", YEAR, "--data", data, "--rows", rows)
    assert code == 0
    sheet = openpyxl.load_workbook(rows).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    found = [
        dict(zip(header, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)
    ]
    assert f"{len(found)} 人" in out
    assert "sha256" in out
    assert found
    assert all("*" in row["姓名"] and "*" in row["证件号码"] for row in found)


def test_trace_of_24_persons_in_the_committed_sample_lists_24(
    call: Callable[..., Said], sample_run: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.xlsx"
    code, out, _ = call(
        "trace", "unexited_persons", "--year", YEAR, "--data", sample_run / "data", "--rows", rows
    )
    assert code == 0
    assert "24 人" in out
    assert openpyxl.load_workbook(rows).worksheets[0].max_row == 1 + 24


@pytest.mark.slow
def test_the_committed_sample_is_what_the_sample_command_writes(
    call: Callable[..., Said], tmp_path: Path
) -> None:
    code, _, _ = call("sample", "--year", YEAR, "--to", tmp_path)
    assert code == 0
    committed = {path.name: path.read_bytes() for path in (ROOT / "data" / "raw" / "2019").glob("*.xlsx")}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.xlsx")} == committed


def test_help_answers_without_loading_what_it_does_not_need() -> None:
    import subprocess
    import sys

    script = "import sys, pipeline; pipeline.main(['--help']); print(sorted({'pandas', 'papermill', 'matplotlib'} & set(sys.modules)))"
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip().endswith("[]")


def test_a_second_run_of_the_year_says_who_holds_it_and_ends_with_4(
    call: Callable[..., Said], data: Path
) -> None:
    import os

    from gonggu.running.lock import hold_year

    with hold_year(YEAR, data / "processed"):
        code, _, err = _check(call, data)
    assert code == 4
    assert f"进程 {os.getpid()}" in err
    assert _check(call, data)[0] == 0


def test_a_folder_that_cannot_be_written_is_named(call: Callable[..., Said], data: Path) -> None:
    (data.parent / "outputs").write_text("a file where a folder should be", encoding="utf-8")
    code, _, err = _check(call, data)
    assert code == 3
    assert str(data.parent / "outputs") in err
