"""Names that may appear in what is circulated (`params/allowed_names.yaml`): officials, and words that are like a name."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from gonggu.strict import Strict, read_yaml

FILE = "allowed_names.yaml"
Said = Annotated[str, Field(min_length=2)]


class Allowed(Strict):
    """One reviewed entry: a person's full name, or a wording in which a person's name stands by chance."""

    text: Said
    reason: Said
    approved: Said  # by which office, when


class _AllowedNames(Strict):
    allowed: tuple[Allowed, ...] = ()


def load_allowed(folder: Path) -> tuple[Allowed, ...]:
    """The entries of `params/allowed_names.yaml`; none where there is no file."""
    path = folder / FILE
    return read_yaml(path, _AllowedNames).allowed if path.is_file() else ()
