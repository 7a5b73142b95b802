"""Where the analyst's own paragraphs lie, and which figures they speak of."""

import re
from pathlib import Path

from gonggu.errors import UsageError
from gonggu.params import Params
from gonggu.scope import Scope
from gonggu.strict import show

PLACE = re.compile(r"\{([^{}\n]*)\}")


def texts_folder(params: Params, scope: Scope) -> Path:
    """Where the scope's paragraphs lie: a Markdown file a chapter."""
    folder = params.folder / "texts" / str(params.year.year)
    return folder if scope.level == "district" else folder / scope.path


def quoted(params: Params, scope: Scope) -> frozenset[str]:
    """The `{figure_id}` places of all the scope's paragraphs."""
    files = sorted(texts_folder(params, scope).glob("*.md"))
    return frozenset(figure for path in files for figure in PLACE.findall(read_text(path)))


def read_text(path: Path) -> str:
    """A text that people edit; UsageError where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{show(path)}：不是 UTF-8 编码，请另存为 UTF-8。") from None
