"""ID numbers and telephone numbers: their form, and whether they agree with themselves and with the sex."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books, Found, at
from gonggu.forms import Column
from gonggu.reading.typed import TypedLedger

# 15: before 1999; 18: citizen's number; 20 and 22: certificate of disability, which begins with the citizen's number.
LENGTHS = (15, 18, 20, 22)
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])  # GB 11643
_CHECK_DIGITS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_FORM = r"\d{17}[\dX]"
_PHONE = r"(?:\+?86-?)?1[3-9]\d{9}|\(?0\d{2,3}\)?-?[2-9]\d{6,7}(?:-\d{1,6})?"
MALE_IS_ODD = {"男": 1, "女": 0}


@dataclass(frozen=True)
class Judged:
    """A column of ID numbers, each judged by the first thing that is wrong with it."""

    typed: TypedLedger
    column: Column
    numbers: pd.Series
    wrong_length: NDArray[np.bool_]
    old: NDArray[np.bool_]
    wrong_birth: NDArray[np.bool_]
    wrong_check: NDArray[np.bool_]
    sound: NDArray[np.bool_]  # 18 digits or more, consistent in themselves


def id_numbers(books: Books) -> Found:
    """id_length, id_old, id_birth, id_checksum, id_sex: of each number the first that applies."""
    for judged in _judged(books):
        typed, column = judged.typed, judged.column
        lengths = [
            f"18 位（残疾人证 20、22 位），现为 {len(one)} 位" for one in judged.numbers[judged.wrong_length]
        ]
        yield at(typed, column, judged.wrong_length, "id_length", lengths)
        yield at(typed, column, judged.old, "id_old", "18 位身份证号")
        yield at(
            typed, column, judged.wrong_birth, "id_birth", f"第 7 至 14 位为 {books.year} 年末以前的实际日期"
        )
        yield at(typed, column, judged.wrong_check, "id_checksum", "校验码与前 17 位相符的号码")
        yield _differing_sex(judged)


def phone_form(books: Books) -> Found:
    """Telephone numbers that nobody could dial."""
    for typed, column in books.columns("phone"):
        numbers = typed.frame[column.name]
        wrong = numbers.notna() & ~numbers.str.fullmatch(_PHONE).fillna(False).astype(bool)
        yield at(typed, column, wrong, "phone_form", "11 位手机号，或带区号的固定电话")


def _judged(books: Books) -> Iterator[Judged]:
    for typed, column in books.columns("id"):
        numbers = typed.frame[column.name]
        length = numbers.str.len().fillna(0).to_numpy(dtype=int)
        wrong_length = (length > 0) & ~np.isin(length, LENGTHS)
        old = length == 15
        long = length >= 18
        head = numbers.where(long & ~wrong_length, "").fillna("").str.slice(0, 18)
        digits = head.str.fullmatch(_FORM).to_numpy(dtype=bool)
        judgeable = long & ~wrong_length
        characters = _characters(head.where(digits, "0" * 18))
        birth = digits & ~_real_birth(characters, books.year_end)
        check = judgeable & ~birth & ~(digits & _checks(characters))
        old_birth = old & ~_real_old_birth(numbers)
        wrong_birth = birth | old_birth
        sound = judgeable & ~birth & ~check
        yield Judged(typed, column, numbers, wrong_length, old & ~old_birth, wrong_birth, check, sound)


def _characters(numbers: pd.Series) -> NDArray[np.uint8]:
    """18 characters each, as a table of their codes."""
    joined = "".join(numbers).encode("ascii")
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, 18)


def _checks(characters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether the last character is the check digit of the first 17 (GB 11643)."""
    sums = (characters[:, :17].astype(int) - 48) @ _WEIGHTS
    result: NDArray[np.bool_] = _CHECK_DIGITS[sums % 11] == characters[:, 17]
    return result


def _real_birth(characters: NDArray[np.uint8], last: pd.Timestamp) -> NDArray[np.bool_]:
    """Whether places 7 to 14 are a day that exists, from 1900 until `last`."""
    digits = characters[:, 6:14].astype(int) - 48
    packed = digits @ (10 ** np.arange(7, -1, -1))
    return _real_days(packed, last)


def _real_days(packed: NDArray[np.int64], last: pd.Timestamp) -> NDArray[np.bool_]:
    distinct, places = np.unique(packed, return_inverse=True)
    days = pd.to_datetime(pd.Series(distinct).astype("str"), format="%Y%m%d", errors="coerce")
    real = days.between(pd.Timestamp(1900, 1, 1), last).to_numpy(dtype=bool)
    result: NDArray[np.bool_] = real[places]
    return result


def _real_old_birth(numbers: pd.Series) -> NDArray[np.bool_]:
    """Whether places 7 to 12 of 15 digits are a day of the 20th century."""
    old: NDArray[np.bool_] = numbers.str.fullmatch(r"\d{15}").fillna(False).to_numpy(dtype=bool)
    packed = np.zeros(len(numbers), dtype=np.int64)
    packed[old] = ("19" + numbers[old].str.slice(6, 12)).astype("int64")
    return old & _real_days(packed, pd.Timestamp(1999, 12, 31))


def _differing_sex(judged: Judged) -> pd.DataFrame:
    """Numbers whose 17th digit (odd for men) says another sex than the record."""
    typed, column = judged.typed, judged.column
    if "sex" not in typed.form.fields:
        return at(typed, column, [], "id_sex", "")
    stated = typed.frame["sex"].map(MALE_IS_ODD).to_numpy(dtype=float, na_value=np.nan)
    digit = pd.to_numeric(judged.numbers.str.slice(16, 17), errors="coerce").to_numpy(dtype=float)
    differs = judged.sound & ~np.isnan(stated) & (digit % 2 != stated)
    sexes = typed.frame["sex"].to_numpy()[differs]
    expected = [f"第 17 位为{'奇' if MALE_IS_ODD[sex] else '偶'}数（性别为{sex}）" for sex in sexes]
    return at(typed, column, differs, "id_sex", expected)
