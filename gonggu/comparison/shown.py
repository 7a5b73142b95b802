"""A comparison on the terminal: framed tables where somebody watches, plain lines for other programs."""

import sys

from gonggu.comparison.tables import Comparison, Table, parts, plain_lines


def show(comparison: Comparison) -> None:
    """Print the comparison."""
    if not sys.stdout.isatty():
        print("\n".join(plain_lines(comparison)))
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print(comparison.title, style="bold")
    for part in parts(comparison):
        console.print(f"\n{part.title}", style="bold")
        for line in part.said:
            console.print(line)
        for table in part.tables:
            console.print(_framed(table))


def _framed(table: Table) -> object:
    from rich.table import Table as Framed
    from rich.text import Text

    made = Framed(title=table.title, title_justify="left")
    for number, column in enumerate(table.columns):
        made.add_column(Text(column), justify="right" if number in table.numeric else "left", overflow="fold")
    for row in table.rows:
        made.add_row(*map(Text, row))
    return made
