"""The command line in Chinese: help texts and what is said of wrong usage."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from gonggu.errors import nearest

_WORDS = (
    ("Usage:", "用法："),
    ("COMMAND [ARGS]...", "命令 [选项]"),
    ("[OPTIONS]", "[选项]"),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本说明"),
    ("[required]", "（必填）"),
    ("[default: ", "［默认："),
    ("<int>", "整数"),
    ("<str>", "文字"),
)


def _in_chinese(text: str) -> str:
    for english, chinese in _WORDS:
        text = text.replace(english, chinese)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The command's help text."""
        return _in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The commands whose list is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The help text that lists the commands."""
        return _in_chinese(super().get_help(ctx))


def explain(error: typer.TyperException, commands: list[str], words: list[str]) -> str:
    """What is wrong with the words given on the command line, with the nearest valid one."""
    option = getattr(error, "option_name", "")
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"没有选项“{option}”。{nearest(option, _options(error))}"
    if kind == "BadOptionUsage":
        return f"选项“{option}”后面要写上值。"
    parameter = getattr(error, "param", None)
    name = f"“{'/'.join(parameter.opts)}”" if parameter is not None else ""
    if kind == "MissingParameter":
        return f"缺少{name}（{getattr(parameter, 'help', '') or '必填'}）。"
    if kind == "BadParameter":
        return f"{name}的值不对：{getattr(parameter, 'help', '')}。"
    unknown = [word for word in words if not word.startswith("-")][:1]
    if unknown and unknown[0] not in commands:
        return f"没有命令“{unknown[0]}”。{nearest(unknown[0], commands)}"
    return f"用法不对：{getattr(error, 'message', error)}。"


def _options(error: typer.TyperException) -> list[str]:
    context = getattr(error, "ctx", None)
    if context is None:
        return []
    return [
        option for parameter in context.command.params for option in parameter.opts if option.startswith("--")
    ]
