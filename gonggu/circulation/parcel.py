"""What is sent of an edition: its bytes as they were read once, what they are called, and who has been sent them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from gonggu.circulation.headings import require_line
from gonggu.comparison.sides import Side, side_of
from gonggu.errors import DataError
from gonggu.folders import ANNEX, FIGURES, RECORD, REPORT, Kind
from gonggu.scope import Scope

# Name and content of each file.
Attachments = tuple[tuple[str, bytes], ...]
MATTER = "巩固脱贫成果工作报告"
_LETTERS = 32  # hexadecimal digits of a sha256 that are kept
# What a file's name cannot hold on some reader's machine; the other characters `require_line` refuses.
_NO_FILE = frozenset("/:*?|%")
MARKS: Mapping[Kind, str] = {"internal": "（内部）", "public": "（公开版）"}


@dataclass(frozen=True)
class Parcel:
    """One edition as it is sent."""

    year: int
    scope: Scope
    kind: Kind
    district: str
    is_sample: bool
    report: bytes = field(repr=False)
    annex: bytes = field(repr=False)
    figures_json: bytes = field(repr=False)
    record_json: bytes = field(repr=False)

    @cached_property
    def edition(self) -> str:
        """The edition's hash: of its files and what they are of; the same files again are the same edition."""
        total = sha256(f"{self.year}\0{self.scope.name}\0{self.kind}\0".encode())
        for content in self.files.values():
            total.update(sha256(content).digest())
        return total.hexdigest()

    @property
    def files(self) -> dict[str, bytes]:
        """What the report step made, by the names that it has in the edition's folder."""
        return {REPORT: self.report, ANNEX: self.annex, FIGURES: self.figures_json}

    @cached_property
    def figures(self) -> list[dict[str, Any]]:
        """The records of figures.json."""
        found: list[dict[str, Any]] = json.loads(self.figures_json)["figures"]
        return found

    @cached_property
    def record(self) -> dict[str, Any]:
        """run.json."""
        found: dict[str, Any] = json.loads(self.record_json)
        return found

    @cached_property
    def side(self) -> Side:
        """The edition as one side of a comparison."""
        return side_of(self.figures_json, self.record_json)

    @property
    def place(self) -> str:
        """The place as the message names it: 洪江区, 洪江区横岩乡, 洪江区横岩乡大松坡村."""
        return f"{self.district}{self.scope.township}{self.scope.village}"

    @property
    def subject(self) -> str:
        """The message's subject."""
        return f"{'【示例数据】' if self.is_sample else ''}{self.place}{self.year}年{MATTER}{self.mark}"

    @property
    def attachment_names(self) -> tuple[str, str]:
        """What the report and the annex are called."""
        short = self.scope.village or self.scope.township or self.district
        return (
            f"{self.year}年{short}工作报告{self.mark}.html",
            f"{self.year}年{short}指标附表{self.mark}.xlsx",
        )

    def attachments(self, report: bytes) -> Attachments:
        """What is attached for a reader whose copy of the report is `report`."""
        return tuple(zip(self.attachment_names, (report, self.annex), strict=True))

    def message_id(self, mailbox: str) -> str:
        """The part of the Message-ID before the @: of this edition and this mailbox, whenever and wherever it is made."""
        return sha256(f"{self.edition}\0{mailbox}".encode()).hexdigest()[:_LETTERS]

    @property
    def mark(self) -> str:
        """Whom the edition is for, behind its title."""
        return MARKS[self.kind]


def read_parcel(folder: Path, year: int, scope: Scope, kind: Kind, district: str, is_sample: bool) -> Parcel:
    """The edition in `folder`; DataError where a file is missing or a name could not stand in a header."""
    try:
        contents = [(folder / name).read_bytes() for name in (REPORT, ANNEX, FIGURES, RECORD)]
    except FileNotFoundError as error:
        raise DataError(f"还没有做好（缺少 {Path(error.filename).name}），请先运行 run。") from None
    parcel = Parcel(year, scope, kind, district, is_sample, *contents)
    for line in (parcel.subject, *parcel.attachment_names):
        try:
            require_line(line)
        except ValueError as error:
            raise DataError(
                f"地名不能用作邮件主题和附件名：{error}。请改正参数 district 或台账“行政村”里的地名。"
            ) from None
    unfit = [one for name in parcel.attachment_names for one in name if one in _NO_FILE]
    if unfit:
        raise DataError(f"地名不能用作附件名：有“{unfit[0]}”。请改正参数 district 或台账“行政村”里的地名。")
    return parcel
