"""What `bench` says, line by line as it is measured, and keeps as JSON."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from gonggu.benchmarks import reading, running


def reading_lines(villages: Sequence[int], to: str) -> Iterator[str]:
    """Reading and checking against a bare read, for districts of so many villages; JSON in the file `to` too."""
    _require_writable(to)
    yield reading.LEDGER_HEADER
    one = reading.ledger()
    yield reading.ledger_line(one)
    yield reading.DISTRICT_HEADER
    districts = []
    for count in villages:
        districts.append(row := reading.district(count))
        yield reading.district_line(row)
        _keep(to, reading.as_json(one, districts))


def running_lines(plan: running.Plan, to: str) -> Iterator[str]:
    """Runs against papermill; JSON in the file `to` too."""
    _require_writable(to)
    _be_fair()
    yield running.HEADER
    measures = []
    for measure in running.bench(plan):
        measures.append(measure)
        yield running.as_line(measure)
        _keep(to, running.as_json(measures))


def _be_fair() -> None:
    """Both sides find their modules compiled, and the rival's kernels are ordinary ones, whatever the user has set."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "local-provisioner"


def _require_writable(to: str) -> None:
    """Now, not after minutes of measuring: OSError where it cannot be written."""
    if to:
        Path(to).parent.mkdir(parents=True, exist_ok=True)
        Path(to).open("a").close()


def _keep(to: str, content: str) -> None:
    if to:
        Path(to).write_text(content, encoding="utf-8")
