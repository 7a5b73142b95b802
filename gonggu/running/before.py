"""What an edition leaves of the one that it replaces: its figures and its run's record, to be compared with."""

import shutil
from pathlib import Path

from gonggu.folders import BEFORE, STEPS_FOLDER
from gonggu.running.kept import link
from gonggu.writing import writing

FIGURES, RECORD = "figures.json", "run.json"


def keep_before(target: Path, build: Path) -> None:
    """Take over into `build` what `target` said; where both say the same, what `target` itself had taken over."""
    here = build / BEFORE
    with writing(here):
        try:
            changed = (target / FIGURES).read_bytes() != (build / FIGURES).read_bytes()
            if not changed:
                shutil.copytree(target / BEFORE, here, copy_function=link)
                return
            here.mkdir(parents=True)
            link(target / FIGURES, here / FIGURES)
            link(target / STEPS_FOLDER / RECORD, here / RECORD)
        except FileNotFoundError:  # there was none before
            shutil.rmtree(here, ignore_errors=True)
