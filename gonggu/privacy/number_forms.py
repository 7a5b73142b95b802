"""Forms of numbers by which one belongs to a person: citizens' numbers, mobile numbers, bank cards; and of firms' codes."""

import re
from datetime import date

_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9]\d{9})")
# UnionPay and the older ranges of Chinese banks, Visa, Mastercard, JCB.
_CARD = re.compile(r"(?:62|60|68|69|9558|4|5[1-5]|35[2-8])\d+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_ID_CHECKS = "10X98765432"
_FIRM_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
_FIRM = re.compile(rf"[159ANY][{_FIRM_SIGNS}][1-8]\d{{5}}[{_FIRM_SIGNS}]{{10}}")
# The provinces of GB/T 2260, Hong Kong, Macao and Taiwan in residence permits, and 99, which is no place's and
# stands in invented data.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "99",
    ]
)


def is_id(digits: str) -> bool:
    """Return whether these are 18 characters of a citizen's number: a date that exists, the check character that fits."""
    if len(digits) != 18 or not digits[:17].isdigit() or digits[0] == "0":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return _is_date(digits[6:14]) and _ID_CHECKS[total % 11] == digits[17]


def is_cut_id(digits: str) -> bool:
    """Return whether these are a citizen's 17 digits without the check character: a region and a birthday that exist."""
    return len(digits) == 17 and digits.isdigit() and _has_region(digits) and _is_birthday(digits[6:14])


def is_old_id(digits: str) -> bool:
    """Return whether these are 15 digits of a number of before 1999: a region and a birthday, no check character."""
    return len(digits) == 15 and digits.isdigit() and _has_region(digits) and _is_date(f"19{digits[6:12]}")


def mobile_in(digits: str) -> str:
    """Return the mobile number that the digits are, without the country's; blank where they are none."""
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else ""


def is_card(digits: str) -> bool:
    """Return whether these are 16 to 19 digits of a bank card: a known lead, the sum of Luhn."""
    if not 16 <= len(digits) <= 19 or not _CARD.fullmatch(digits):
        return False
    doubled = (sum(divmod(int(digit) * (1 + at % 2), 10)) for at, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def is_firm(code: str) -> bool:
    """Return whether this is a unified social credit code of an organisation: 18 signs, the check sign that fits."""
    if not _FIRM.fullmatch(code):
        return False
    total = sum(_FIRM_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    return _FIRM_SIGNS[-total % 31] == code[17]


def _has_region(digits: str) -> bool:
    """Whether the first six digits are a province and a county as GB/T 2260 numbers them."""
    return digits[:2] in _PROVINCES and digits[2:6] != "0000"


def _is_birthday(digits: str) -> bool:
    return _is_date(digits) and 1900 <= int(digits[:4]) <= 2030


def _is_date(digits: str) -> bool:
    try:
        return 1850 < date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False
