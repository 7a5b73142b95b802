"""What somebody who watches a run sees of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gonggu.running.steps import STEPS, Progress


@contextmanager
def progress() -> Iterator[Progress]:
    """A line for every edition that is being made, and one for all; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(scope: str, notebook: str, done: int, whole: int) -> None:
            said = f"第 {done}/{whole} 格" if scope else f"{done}/{whole} 个版本"
            if scope not in tasks:
                tasks[scope] = bars.add_task("", total=None, said="")
            bars.update(
                tasks[scope],
                description=f"{scope} · {notebook}" if scope else "合计",
                completed=done,
                total=whole,
                said=said,
            )
            if notebook == STEPS["report"] and done == whole:
                bars.remove_task(tasks.pop(scope))

        yield tell
