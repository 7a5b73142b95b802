"""Which figures stand on the first screen."""

HEADLINE = (
    *("registered_persons", "unexited_persons", "poverty_rate", "exits_persons", "income_per_head"),
    *("funds_total", "projects_planned", "funds_payment_rate", "medical_coverage"),
)
CARDS_SHOWN = 8
# Figures that need more words where nothing stands around them.
_CALLED = {"income_per_head": "建档立卡人口人均纯收入"}


def headline_label(figure_id: str, label: str) -> str:
    """What the first screen and a message call a figure: its label, or more words where that does not say whose it is."""
    return _CALLED.get(figure_id, label)
