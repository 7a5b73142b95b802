"""Scopes: the whole district, a township, or a village."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

Level = Literal["district", "township", "village"]

DISTRICT_NAME = "全区"
# Characters that Windows or a path would not take in a file name, and a dot or blank at either end.
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f]|^[.\s]+|[.\s]+$')


@dataclass(frozen=True, order=True)
class Scope:
    """An area that an edition speaks of; both names blank is the whole district."""

    township: str = ""
    village: str = ""

    @property
    def level(self) -> Level:
        """What kind of area it is."""
        if self.village:
            return "village"
        return "township" if self.township else "district"

    @property
    def name(self) -> str:
        """The name as commands and messages show it: 全区, <township>, <township>/<village>."""
        return "/".join(filter(None, (self.township, self.village))) or DISTRICT_NAME

    @property
    def path(self) -> Path:
        """The edition's folder below `outputs/<year>/`."""
        names = [safe_name(part) for part in (self.township, self.village) if part]
        return Path(*names) if names else Path(DISTRICT_NAME)


def safe_name(name: str) -> str:
    """`name` as one part of a path: characters that a file system refuses are percent-encoded."""
    return _UNSAFE.sub(lambda found: quote(found[0], safe="").replace(".", "%2E"), name)
