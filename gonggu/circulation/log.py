"""The log of what the program does by itself: one line an event, kept in turns, with nothing that tells of a person."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gonggu.writing import writing

BYTES = 1_000_000
KEPT = 5
Value = str | int | float | bool | None


class Log:
    """An open log; who may be told of is named by hashes and ids alone."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def event(self, what: str, **fields: Value) -> None:
        """Write a line: the time, what has happened, and its fields; a blank field is left out."""
        known = {name: value for name, value in fields.items() if value not in ("", None)}
        self._logger.info(what, extra={"fields": known})


class _Lines(logging.Formatter):
    """2020-01-06T08:00:00+08:00 sent year=2019 scope=全区."""

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={_quoted(value)}" for name, value in getattr(record, "fields", {}).items())
        return f"{_time(record)} {record.getMessage()} {fields}".rstrip()


class _Json(logging.Formatter):
    """The same as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"time": _time(record), "event": record.getMessage(), **getattr(record, "fields", {})}
        return json.dumps(told, ensure_ascii=False)


@contextmanager
def open_log(folder: Path, name: str, *, as_json: bool = False) -> Iterator[Log]:
    """The log `name`.log in `folder`, or `name`.jsonl where JSON is asked for; files beyond the last five go."""
    path = folder / f"{name}.{'jsonl' if as_json else 'log'}"
    with writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(_Json() if as_json else _Lines())
    # A logger of its own: what libraries log goes elsewhere, and nothing of this to the terminal.
    logger = logging.Logger(f"gonggu.{name}", logging.INFO)
    logger.addHandler(handler)
    try:
        yield Log(logger)
    finally:
        handler.close()


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")


def _quoted(value: Value) -> str:
    """A value as one word."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if any(one.isspace() or one in '"=' for one in text) else text
