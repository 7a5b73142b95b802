"""The cases of every chapter and section, for what has to hold over all of them."""

from importlib import import_module
from pathlib import Path

from tests.report.sentences.scene import Case

# They look at all the cases and bring none.
OVER_ALL = ("test_completeness", "test_turned_round")
NAMES = [path.stem for path in sorted(Path(__file__).parent.glob("test_*.py")) if path.stem not in OVER_ALL]
MODULES = [import_module(f"{__package__}.{name}") for name in NAMES]
CASES: list[Case] = [case for module in MODULES for case in getattr(module, "CASES", ())]
