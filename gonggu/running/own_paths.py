"""Executed notebooks without the paths of the machine on which they ran."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gonggu.writing import replacing


def remove_own_paths(executed: Path, source: Path, parameters: Mapping[str, Any]) -> None:
    """Replace in an executed notebook every absolute path of its parameters, source and place by the path's last name.

    A path may hold a person's name (a user's folder), and says nothing to a reader of the edition.
    """
    given = [Path(value) for value in parameters.values() if isinstance(value, str) and value]
    paths = {path for path in (*given, source, executed) if path.is_absolute()}
    text = executed.read_text(encoding="utf-8")
    # The longest first: a folder's path begins those of what lies in it. Parents last.
    for path in sorted({*paths, source.parent.parent}, key=lambda path: -len(str(path))):
        for shown in {str(path), path.as_posix()}:
            # As papermill writes it into the cell of parameters, and as it stands in the metadata.
            for written in (shown.encode("unicode-escape").decode(), shown):
                text = text.replace(json.dumps(written, ensure_ascii=False)[1:-1], path.name)
    with replacing(executed) as fresh:
        fresh.write_text(text, encoding="utf-8")
