"""The list of readers: what could end a header, name somebody twice or nobody, is refused by file and entry."""

from pathlib import Path

import pytest

from gonggu.circulation.recipients import FILE, load_recipients, require_places
from gonggu.errors import UsageError
from gonggu.folders import PROJECT

FIRST = {"name": "区委办", "address": "duty@district.example.com", "scopes": "[全区]", "edition": "internal"}


def _load(folder: Path, *entries: dict[str, str]) -> None:
    lines = ["recipients:"]
    for entry in entries:
        fields = [f"{key}: {value}" for key, value in entry.items()]
        lines += [f"  - {fields[0]}", *(f"    {one}" for one in fields[1:])]
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8")
    load_recipients(folder)


def test_the_committed_list_is_of_reserved_addresses() -> None:
    found = load_recipients(PROJECT / "params")
    assert found
    assert all(one.address.endswith((".example.com", ".test")) for one in found)


@pytest.mark.parametrize("name", ["区委办", "王同志（值班）", "A-1 office", "乡镇·村"])
@pytest.mark.parametrize("address", ["a@b.cn", "first.last+x@mail.district.gov.cn", "A_1@EXAMPLE.com"])
def test_an_ordinary_mailbox_is_taken(tmp_path: Path, name: str, address: str) -> None:
    _load(tmp_path, FIRST | {"name": name, "address": address})


HOSTILE = {
    "line end": "\\r\\nBcc: all@example.com",
    "line feed": "\\nX: y",
    "carriage return": "\\rX: y",
    "nothing": "\\0",
    "tab": "\\t",
    "bell": "\\a",
    "quote": '\\"',
    "apostrophe": "'",
    "Chinese quote": "“",
    "bracket": "<",
    "other bracket": ">",
    "backslash": "\\\\",
    "turned direction": "\\u202e",
    "no width": "\\u200b",
    "line separator": "\\u2028",
    "next line": "\\x85",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["name", "address", "scopes"])
def test_what_could_end_a_header_is_refused_by_file_and_entry(
    tmp_path: Path, field: str, hostile: str
) -> None:
    value = {"name": "区委办", "address": "duty@district.example.com", "scopes": "全区"}[field]
    spoilt = f'"{value[:2]}{hostile}{value[2:]}"'
    second = {"address": "b@example.com"} | {field: f"[{spoilt}]" if field == "scopes" else spoilt}
    with pytest.raises(UsageError) as refused:
        _load(tmp_path, FIRST, FIRST | second)
    said = str(refused.value)
    assert said.startswith(f"params/{FILE} › 第 2 条 › {field}")
    assert not [one for one in said if one != "\n" and not one.isprintable()]


@pytest.mark.parametrize(
    "address",
    [
        "duty",
        "duty@",
        "@example.com",
        "a b@example.com",
        "a@b",
        "a@@example.com",
        "a@example..com",
        "a,b@c.com",
        "a@-x.com",
        ".a@example.com",
        "a..b@example.com",
        "值班@example.com",
        "a@例子.com",
        "a@example.com,b@c.com",
        "a(x)@example.com",
        "a@[127.0.0.1]",
        "a" * 65 + "@example.com",
        "a@" + "x" * 64 + ".com",
        "a:b;c@d.com",
    ],
)
def test_what_is_no_address_of_one_mailbox_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="第 1 条 › address：不是一个邮箱地址"):
        _load(tmp_path, FIRST | {"address": f'"{address}"'})


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (FIRST | {"edition": "secret"}, "第 1 条 › edition"),
        (FIRST | {"scopes": "[]"}, "第 1 条 › scopes"),
        (FIRST | {"scopes": "[全区, 全区]"}, "第 1 条 › scopes：同一个地方写了两遍"),
        (FIRST | {"bcc": "x@example.com"}, "未知的键“bcc”"),
        ({"name": "区委办"}, "缺少“address”"),
        (FIRST | {"name": '""'}, "第 1 条 › name：不能为空"),
        (FIRST | {"name": '" 区委办"'}, "前后不能有空格"),
        (FIRST | {"name": '"=?utf-8?b?5Yy66ZW/?="'}, "第 1 条 › name：不能写成"),
        (FIRST | {"name": '"值班室=?GBK?Q?=C7=F8?=乙"'}, "第 1 条 › name：不能写成"),
        (FIRST | {"name": '"=?utf-8*zh?b?5Yy6?= =?x"'}, "第 1 条 › name：不能写成"),
        (FIRST | {"name": '"=?x?y?z?="'}, "第 1 条 › name：不能写成"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(tmp_path: Path, entry: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        _load(tmp_path, entry)


def test_the_same_mailbox_twice_is_refused_whatever_its_case(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="第 2 条 › address：与第 1 条是同一个邮箱"):
        _load(tmp_path, FIRST, FIRST | {"address": "DUTY@District.example.com"})


def test_a_list_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有收件人名单"):
        load_recipients(tmp_path)
    (tmp_path / FILE).write_text("recipients: []\n", encoding="utf-8")
    with pytest.raises(UsageError, match="名单是空的"):
        load_recipients(tmp_path)


def test_a_place_that_the_year_does_not_have_is_refused_with_the_nearest(tmp_path: Path) -> None:
    _load(tmp_path, FIRST, FIRST | {"address": "b@example.com", "scopes": "[横岩镇]"})
    with pytest.raises(UsageError, match="第 2 条 › scopes：没有“横岩镇”。是否要写“横岩乡”"):
        require_places(load_recipients(tmp_path), ["全区", "桂花园乡", "横岩乡"])
