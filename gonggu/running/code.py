"""The package's own code that a notebook uses: what it imports, and what that imports, with their templates and fonts."""

import ast
import hashlib
import json
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Files beside a module that it reads: templates, styles, fonts.
_BESIDE = ("*.j2", "*.css", "*.json", "*.otf", "*.csv")
# A statement that may import from the package, its names in brackets over several lines or not.
_STATEMENT = re.compile(rf"^[ \t]*((?:from|import)[ \t]+{PACKAGE.name}\b[^\n(]*(?:\([^)]*\))?)", re.MULTILINE)


@cache
def code_hash(notebook: Path, *modules: str) -> str:
    """One hash over the notebook's cells and all of the package that they, and these modules, can reach."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    program = "\n".join(
        source for cell, source in zip(cells, sources, strict=True) if cell["cell_type"] == "code"
    )
    total = hashlib.sha256(json.dumps(sources, ensure_ascii=False).encode())
    for path in sorted(_reached(_imported(program) | frozenset(modules))):
        total.update(_content_hash(path))
    return total.hexdigest()


def _reached(names: frozenset[str]) -> set[Path]:
    """Every file of the package that these modules lead to."""
    files: set[Path] = set()
    waiting = set(names)
    while waiting:
        path = _file(waiting.pop())
        if path and path not in files:
            files.add(path)
            waiting |= _imports_of(path)
            files |= _beside(path.parent)
    return files


@cache
def _beside(folder: Path) -> frozenset[Path]:
    # A package's data may lie one folder down: report/chapters, report/template/gonggu, report/fonts.
    return frozenset(path for pattern in _BESIDE for path in folder.rglob(pattern) if folder != PACKAGE)


@cache
def _imports_of(path: Path) -> frozenset[str]:
    return _imported(path.read_text(encoding="utf-8"))


def _imported(source: str) -> frozenset[str]:
    """Names that are imported from the package: modules, and what may be one.

    Only what looks like an import is parsed: parsing the package whole would take half of a run that has nothing to do.
    """
    found: set[str] = set()
    try:
        tree = ast.parse("\n".join(_STATEMENT.findall(source)))
    except SyntaxError:  # a text that looks like one
        tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return frozenset(name for name in found if name.split(".")[0] == PACKAGE.name)


@cache
def _file(module: str) -> Path | None:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


@cache
def _content_hash(path: Path) -> bytes:
    return hashlib.sha256(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes()).digest()
