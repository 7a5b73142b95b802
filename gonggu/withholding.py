"""What the year's public editions withhold, worked out once for all of them and kept beside the ledgers that it is of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gonggu.scope import Scope
from gonggu.writing import replacing

if TYPE_CHECKING:
    from gonggu.year import Year

# By place (its scope's name), the ids of the figures that its public edition withholds.
Withheld = Mapping[str, tuple[str, ...]]

NAME = "withheld.json"
_CODE = Path(__file__).parent / "disclosure"


def withheld_of(work: Year) -> Withheld:
    """What each place withholds, for the ledgers as they were last cleaned; no number is stored.

    StepError where no choice passes the audit.
    """
    path, key = work.folders.processed(work.year) / NAME, _key(work)
    with suppress(OSError, ValueError, KeyError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] == key:
            return {place: tuple(figures) for place, figures in kept["withheld"].items()}
    found = _worked_out(work)
    with replacing(path) as fresh:
        fresh.write_text(json.dumps({"key": key, "withheld": found}, ensure_ascii=False), encoding="utf-8")
    return found


def of_place_and_parts(withheld: Withheld, scope: Scope) -> Withheld:
    """What the place and those that it is made of withhold: all that its own edition shows or leaves out."""
    if scope.level == "district":
        return withheld
    return {
        place: figures
        for place, figures in withheld.items()
        if place == scope.name or place.startswith(f"{scope.name}/")
    }


def _worked_out(work: Year) -> Withheld:
    # Imported late, with pandas and scipy: a run that finds nothing changed never needs them.
    from gonggu.disclosure.year import withheld_of_year
    from gonggu.figures.view import View

    district = View(work.store, work.forms, work.params, Scope())
    return withheld_of_year(district, work.places(), work.params.year.public_threshold)


def _key(work: Year) -> str:
    """Of the ledgers, the parameters, the figures' code, and that which decides what is withheld."""
    manifest = work.manifest()
    total = hashlib.sha256(
        manifest.digest(Scope()).encode() + manifest.fingerprint.model_dump_json().encode()
    )
    for path in sorted(_CODE.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()
