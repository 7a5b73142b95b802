"""A cell that cannot be read as its column's type."""


class Unread(ValueError):  # noqa: N818 - a state of the cell, turned into a finding
    """Which check the cell fails and, in Chinese, what is expected there."""

    def __init__(self, check: str, expected: str) -> None:
        super().__init__(expected)
        self.check = check
        self.expected = expected
