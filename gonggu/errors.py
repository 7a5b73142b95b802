"""Errors that the office can mend: Chinese, without a traceback, each with the exit code of its kind."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """Something the user can put right; the message says what is wrong, where, and what to do."""

    exit_code = 2


class UsageError(UserError):
    """An option, a scope or a parameter that does not fit."""

    exit_code = 2


class DataError(UserError):
    """Ledgers from which no edition can be made."""

    exit_code = 1


class StepError(UserError):
    """A step of the pipeline failed; its notebook says where."""

    exit_code = 3


class KernelDiedError(StepError):
    """A notebook's kernel ended before the notebook did."""


class TimedOutError(StepError):
    """A cell or a step took longer than it may."""


class StoppedError(StepError):
    """The run was stopped by whoever started it; the exit code is a shell's for Ctrl-C."""

    exit_code = 130


class WriteError(StepError):
    """A file or folder could not be written: the disk is full, or it may not be."""


class LeakError(StepError):
    """What was made gives a person away; it must not be published."""


class BusyError(UserError):
    """Another run holds the year."""

    exit_code = 4


def nearest(word: str, valid: Iterable[str]) -> str:
    """Chinese hint that names the valid words nearest to `word`, or all of them where none is near."""
    choices = list(valid)
    if not choices:
        return ""
    near = get_close_matches(word, choices, n=1, cutoff=0.5)
    if near:
        return f"是否要写“{near[0]}”？"
    return "可用的有：" + "、".join(choices[:20]) + "。"
