"""What a step's fingerprint takes for the package's code: all that the notebook leads to, found without parsing it whole."""

import ast

import pytest

from gonggu.running.code import PACKAGE, _imported


def _by_parsing(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
    return {name for name in found if name.split(".")[0] == "gonggu"}


def test_every_import_of_the_package_is_seen() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    assert len(sources) > 100
    assert [source for source in sources if _imported(source) != _by_parsing(source)] == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import gonggu.scope as scope", {"gonggu.scope"}),
        ("def late():\n    from gonggu.scope import Scope", {"gonggu.scope", "gonggu.scope.Scope"}),
        (
            "from gonggu.a import (\n    b,  # why (so)\n    c,\n)",
            {"gonggu.a", "gonggu.a.b", "gonggu.a.c"},
        ),
        ('"""\nfrom gonggu to there\n"""\nimport gonggu.a', {"gonggu.a"}),
        ("import gongguo\nfrom other import gonggu", set()),
    ],
)
def test_an_import_is_seen_however_it_is_written(source: str, names: set[str]) -> None:
    assert _imported(source) == names
