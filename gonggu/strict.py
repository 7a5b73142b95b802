"""Parameter files become frozen typed objects; a key that is unknown, repeated or wrong is refused in Chinese."""

import csv
from io import StringIO
from pathlib import Path
from reprlib import Repr
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from gonggu.errors import UsageError, nearest


class Strict(BaseModel):
    """Base of every parameter object: frozen, no key beyond those it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=Strict)

_WORDS = {
    "missing": "缺少这一项",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "date_parsing": "应为日期，如 2019-06-05",
    "date_from_datetime_parsing": "应为日期，如 2019-06-05",
    "date_type": "应为日期，如 2019-06-05",
    "string_type": "应为文字",
    "dict_type": "应为若干“键: 值”",
    "model_type": "应为若干“键: 值”",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "string_too_short": "不能为空",
}


# libyaml reads the same some eight times faster; every kernel reads the parameters anew.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeys(_Loader):  # type: ignore[misc]
    """Safe YAML whose mappings refuse a repeated key (plain YAML keeps the last one silently)."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The node's value; UsageError where its text is no value of its kind, as 2019-02-30 is no date."""
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError):
            line = node.start_mark.line + 1
            # Without the value: the mail server's file is read in the same way, and holds a password.
            raise UsageError(f"{self.name}：第 {line} 行写的不是有效的值，请改正。") from None


def _unique_mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise UsageError(f"{loader.name}：第 {key_node.start_mark.line + 1} 行的键应为文字。")
        key = loader.construct_object(key_node)
        if key in seen:
            raise UsageError(
                f"{loader.name}：第 {key_node.start_mark.line + 1} 行重复的键“{shortened(str(key))}”，请只保留一处。"
            )
        seen.add(key)
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return mapping


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


# What people write is flat; deeper nesting exhausts the stack of the parser, larger files the memory.
_DEEPEST = 40
_MOST_BYTES = 4 * 2**20


class _AsWritten(_UniqueKeys):
    """YAML whose values stay the texts that stand there: 007 is no number, 2019-06-05 no date; null is None."""


_NULL = "tag:yaml.org,2002:null"
_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The YAML file at `path` as a `model`; UsageError names file, key and what is expected."""
    content = _content(path, _UniqueKeys)
    return checked(model, content if content is not None else {}, show(path))


def as_written(path: Path) -> Any:
    """The YAML file at `path` as lists and mappings of texts, None where nothing is written."""
    return _content(path, _AsWritten)


def read_text(path: Path) -> str:
    """A text file that people edit; UsageError where it cannot be read, is too large or not in UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{show(path)}：应为文件。")
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{show(path)}：文件太大，最多 {_MOST_BYTES // 2**20} MB。")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{show(path)}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    except OSError as error:
        raise UsageError(f"{show(path)}：读不到这个文件（{error.strerror}）。") from None


def _content(path: Path, loading: type[_UniqueKeys]) -> Any:
    text = read_text(path)
    try:
        _refuse_unfit(text, show(path))
        loader = loading(text)
        loader.name = show(path)
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else "文件中"
        raise UsageError(f"{show(path)}：{where}格式有误，请检查缩进、冒号和括号。") from None


def _refuse_unfit(text: str, where: str) -> None:
    """UsageError where nodes are nested too deeply, or an alias repeats one; both before anything is composed."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        line = f"{where}：第 {event.start_mark.line + 1} 行" if event.start_mark else where
        if isinstance(event, yaml.AliasEvent):
            raise UsageError(f"{line}用了别名（*），请把内容直接写出来；以 * 开头的文字要加引号。")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise UsageError(f"{line}的括号或缩进套得太深，最多 {_DEEPEST} 层。")


def read_csv(path: Path, model: type[Model]) -> list[Model]:
    """The rows of the CSV file at `path`, each a `model`; blank cells count as absent."""
    reader = csv.DictReader(StringIO(read_text(path), newline=""))
    try:
        rows = list(reader)
    except csv.Error:
        raise UsageError(f"{show(path)}：第 {reader.line_num} 行不是规范的 CSV，请重新另存。") from None
    filled = [{key: value for key, value in row.items() if value not in ("", None)} for row in rows]
    return [
        checked(model, row, f"{show(path)} › 第 {number} 行") for number, row in enumerate(filled, start=2)
    ]


def checked(model: type[Model], content: Any, where: str) -> Model:
    """`content` as a `model`; UsageError lists every place that does not fit."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        lines = [_sentence(where, problem, model) for problem in error.errors()]
        raise UsageError("\n".join(lines)) from None


def _sentence(where: str, problem: Any, model: type[Strict]) -> str:
    *parents, last = [shortened(str(part)) for part in problem["loc"]] or [""]
    place = " › ".join([where, *parents])
    if problem["type"] == "extra_forbidden":
        known = model.model_fields if not parents else ()
        hint = nearest(last, [field.alias or name for name, field in known.items()] if known else ())
        return f"{place}：未知的键“{last}”。{hint}"
    said = (
        _WORDS.get(problem["type"]) or str(problem.get("ctx", {}).get("error") or "值不合要求")[:_MOST_SAID]
    )
    return (
        f"{place}{f' › {last}' if last else ''}：{said}（现为 {_BRIEF.repr(problem['input'])}）。"
        if problem["type"] != "missing"
        else (f"{place}：缺少“{last}”，请补上。")
    )


_MOST_SAID = 500  # characters
_BRIEF = Repr()
_BRIEF.maxlevel, _BRIEF.maxdict, _BRIEF.maxlist, _BRIEF.maxtuple = 2, 3, 3, 3
_BRIEF.maxstring = _BRIEF.maxother = _BRIEF.maxlong = 60


def shortened(text: str) -> str:
    """`text` as one short line of a message."""
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF.maxstring else f"{line[: _BRIEF.maxstring]}……"


def show(path: Path) -> str:
    """A path as messages name it: its last two parts, never where it lies on this machine."""
    return "/".join(path.parts[-2:])
