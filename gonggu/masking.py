"""Personal values as they may be shown to the office that must mend them: enough to find the row, not the person."""

SIGN = "*"
SHOWN_WHOLE = 40


def masked(kind: str, value: object) -> str:
    """A personal value of a column type (text, id, phone, account …) with its middle hidden.

    Names keep the family name, ID numbers the region and the last two characters, phones the first three and last
    four digits, accounts the last four.
    """
    text = str(value)
    if kind == "id":
        return _middle_hidden(text, 6, 2)
    if kind == "phone":
        return _middle_hidden(text, 3, 4)
    if kind == "account":
        return _middle_hidden(text, 0, 4)
    return text[:1] + SIGN * max(len(text) - 1, 1)


def shortened(text: str) -> str:
    """A value that is not personal, cut where it is long."""
    return text if len(text) <= SHOWN_WHOLE else text[: SHOWN_WHOLE - 1] + "…"


def _middle_hidden(text: str, before: int, after: int) -> str:
    """What is too short to hide anything is hidden whole."""
    if len(text) <= before + after:
        return SIGN * len(text)
    return text[:before] + SIGN * (len(text) - before - after) + text[len(text) - after :]
