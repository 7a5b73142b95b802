"""Hostile and clumsy parameter files: each is refused at once, in Chinese, by file and place, without a traceback."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gonggu.circulation.recipients import load_recipients
from gonggu.circulation.settings import load_server
from gonggu.errors import UsageError
from gonggu.forms import load_forms
from gonggu.params import load_params
from gonggu.schedule.jobs import load_schedule
from tests.ledgers_for_tests import PARAMS

YEAR = 2019
LEVELS = "abcdefghi"
BOMB = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}' if before else 'x'] * 9)}]\n"
    for before, name in zip(["", *LEVELS], LEVELS, strict=False)
)
HOSTILE = {
    "aliases that multiply": BOMB,
    "one alias": "a: &a 1\nb: *a",
    "an alias of itself": "a: &a [*a]",
    "a merged mapping": "a: &a {x: 1}\nb: {<<: *a}",
    "20,000 brackets": "[" * 20_000,
    "20,000 braces": "district: " + "{a: " * 20_000,
    "20,000 entries in one another": "- " * 20_000,
    "20,000 keys in one another": "? " * 20_000,
    "a million brackets": "[" * 1_000_000,
    "a Python object": "a: !!python/object/apply:os.system [exit]",
    "a day that is none": "year: 2019-02-30",
    "a number that is none": "year: !!int x",
    "a moment that is none": "year: !!timestamp x",
    "a number of 6,000 digits": "year: " + "9" * 6000,
    "a key that is a list": "? [a, b]\n: c",
    "a key that is a mapping": "? {a: b}\n: c",
    "a key twice": "year: 1\nyear: 2",
    "a tab": "a:\n\tb: 1",
    "a number alone": "5",
    "two documents": "year: 1\n---\nyear: 2",
    "nothing that can be seen": "\0",
    "a long key": "a" * 100_000 + ": 1",
}
READERS: dict[str, Callable[[Path], Any]] = {
    f"{YEAR}.yaml": lambda folder: load_params(folder, YEAR),
    f"{YEAR - 1}.yaml": lambda folder: load_params(folder, YEAR),
    "allowed_names.yaml": lambda folder: load_params(folder, YEAR),
    f"corrections/{YEAR}.yaml": lambda folder: load_params(folder, YEAR),
    "ledgers.yaml": load_forms,
    "recipients.yaml": load_recipients,
    "schedule.yaml": load_schedule,
    "smtp.yaml": lambda folder: load_server({"GONGGU_SMTP_FILE": str(folder / "smtp.yaml")}),
}


@pytest.fixture
def params(tmp_path: Path) -> Path:
    for path in [*PARAMS.glob("*.yaml"), *PARAMS.glob("*.csv")]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def _refused(params: Path, file: str, content: bytes) -> str:
    (params / file).parent.mkdir(exist_ok=True)
    (params / file).write_bytes(content)
    (params / file).chmod(0o600)
    begun = time.process_time()
    with pytest.raises(UsageError) as refused:
        READERS[file](params)
    assert time.process_time() - begun < 1
    said = str(refused.value)
    assert Path(file).name in said
    assert len(said) < 3000
    return said


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("file", [f"{YEAR}.yaml", "smtp.yaml"])
def test_hostile_yaml_is_refused_at_once(params: Path, file: str, content: str) -> None:
    _refused(params, file, content.encode())


@pytest.mark.parametrize("content", [BOMB, "[" * 20_000, "a: 2019-02-30"], ids=["aliases", "brackets", "day"])
@pytest.mark.parametrize("file", READERS)
def test_no_file_lets_it_through(params: Path, file: str, content: str) -> None:
    _refused(params, file, content.encode())


@pytest.mark.parametrize("password", ["*Secret1", "!!int Secret1", "[Secret1]", "{Secret1: 1}", "@Secret1"])
def test_a_password_that_yaml_takes_for_something_else_is_never_shown(params: Path, password: str) -> None:
    text = f"host: smtp.example.com\nuser: a@example.com\npassword: {password}\n"
    assert "Secret1" not in _refused(params, "smtp.yaml", text.encode())


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
@pytest.mark.parametrize("file", [f"{YEAR}.yaml", "recipients.yaml", "schedule.yaml", "ledgers.yaml"])
def test_another_encoding_is_named(params: Path, file: str, encoding: str) -> None:
    text = (params / file).read_text(encoding="utf-8")
    assert "不是 UTF-8 编码" in _refused(params, file, text.encode(encoding, "replace"))


def test_a_byte_order_mark_is_read_over(params: Path) -> None:
    before = load_params(params, YEAR)
    for name in (f"{YEAR}.yaml", "rules.csv"):
        (params / name).write_bytes(b"\xef\xbb\xbf" + (params / name).read_bytes())
    assert load_params(params, YEAR) == before


def test_a_folder_in_a_files_place_and_a_file_of_5_mb_are_refused(params: Path) -> None:
    (params / "rules.csv").unlink()
    (params / "rules.csv").mkdir()
    with pytest.raises(UsageError, match="应为文件"):
        load_params(params, YEAR)
    assert "文件太大" in _refused(params, "schedule.yaml", b"#" * 5 * 2**20)


WRONG: dict[str, object] = {
    "null": None,
    "a list": [1],
    "a mapping": {"a": 1},
    "a word": "字",
    "a number": 7,
    "a huge number": 10**30,
    "no number": float("nan"),
    "infinity": float("inf"),
    "a long text": "长" * 100_000,
}
PLACES = {
    f"{YEAR}.yaml": (("visits_window",), ("visits_window", "from"), ("targets",), ("next_targets", 0), ()),
    "ledgers.yaml": (
        ("ledgers",),
        ("ledgers", "贫困户"),
        ("ledgers", "贫困户", "columns", "户编号"),
        ("codes",),
    ),
    "recipients.yaml": (("recipients",), ("recipients", 0), ("recipients", 0, "address")),
    "schedule.yaml": (
        ("owner",),
        ("owner", "name"),
        ("jobs", 0, "when"),
        ("jobs", 0, "when", "cron"),
        ("jobs",),
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("file", PLACES)
def test_another_kind_of_value_is_refused_by_its_place_or_read(
    params: Path, file: str, wrong: object
) -> None:
    whole = yaml.safe_load((params / file).read_text(encoding="utf-8"))
    for place in PLACES[file]:
        text = yaml.safe_dump(_put(whole, place, wrong), allow_unicode=True)
        (params / file).write_text(text, encoding="utf-8")
        try:
            READERS[file](params)
        except UsageError as error:
            said = str(error)
            assert Path(file).name in said, place
            assert len(said) < 3000, place
            assert all(str(key) in said for key in place if isinstance(key, str) and key != "recipients"), (
                said
            )


def _put(whole: Any, place: tuple[str | int, ...], value: object) -> Any:
    if not place:
        return value
    changed = whole.copy()
    changed[place[0]] = _put(whole[place[0]], place[1:], value)
    return changed


CSV = {
    "nothing": b"",
    "a byte of zero": b"rule,year,value,unit,source,quality\n\0",
    "a cell too long": b'rule,year\n"' + b"x" * 200_000 + b'"',
    "too many cells": b"rule,year,value,unit,source,quality\na,2019,1,x,y,sourced,1,2,3",
    "too few": b"rule,year,value,unit,source,quality\na",
    "other headers": b"a;b\n1;2",
}


@pytest.mark.parametrize("content", CSV.values(), ids=CSV)
def test_a_clumsy_table_is_refused_by_file_and_line(params: Path, content: bytes) -> None:
    (params / "rules.csv").write_bytes(content)
    with pytest.raises(UsageError, match=r"rules\.csv") as refused:
        load_params(params, YEAR).rules.rule("exit_line")
    assert len(str(refused.value)) < 3000
