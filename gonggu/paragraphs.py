"""Where the analyst's own paragraphs lie, and which figures they speak of."""

import re
from pathlib import Path

from gonggu.params import Params
from gonggu.scope import Scope
from gonggu.strict import read_text

PLACE = re.compile(r"\{([^{}\n]*)\}")


def texts_folder(params: Params, scope: Scope) -> Path:
    """Where the scope's paragraphs lie: a Markdown file a chapter."""
    folder = params.folder / "texts" / str(params.year.year)
    return folder if scope.level == "district" else folder / scope.path


def quoted(params: Params, scope: Scope) -> frozenset[str]:
    """The `{figure_id}` places of all the scope's paragraphs."""
    files = sorted(texts_folder(params, scope).glob("*.md"))
    return frozenset(figure for path in files for figure in PLACE.findall(read_text(path)))
