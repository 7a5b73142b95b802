"""Sums of money that happen to look like a mobile number: from 13,000,000,000 元 on, so in a large city alone."""

import json

from gonggu.privacy.numbers import mobile_in


def sums_in(figures: bytes) -> frozenset[str]:
    """Digits of what an edition's figures.json has added up from several records and that have a mobile number's form.

    What is of one record is not among them: it may be a number that was typed into the wrong column.
    """
    try:
        content = json.loads(figures, parse_int=str, parse_float=str)
        added_up = [one["numerator"] for one in content["figures"] if int(one["rows"] or 0) > 1]
    except (ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(one for one in added_up if isinstance(one, str) and mobile_in(one) == one)
