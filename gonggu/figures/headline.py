"""Which figures stand on the first screen."""

HEADLINE = (
    *("registered_persons", "unexited_persons", "poverty_rate", "exits_persons", "income_per_head"),
    *("funds_total", "projects_planned", "funds_payment_rate", "medical_coverage"),
)
CARDS_SHOWN = 8
