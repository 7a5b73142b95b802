"""Invented names and ID numbers (GB 11643) that belong to no place."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.places import REGION

_SURNAMES = tuple("杨李王张刘陈向龙吴唐黄周罗彭胡谢蒋曾邓田石姚肖易尹贺廖段丁邱粟舒滕瞿覃米佘补储明")
_GIVEN_OLD = {
    True: tuple("国忠德明世昌光荣启发长生永福兴旺正清仁义金山开元家玉庆云树林"),
    False: tuple("秀英桂香玉兰梅菊珍凤翠莲金枝春芝银花连爱娥素云喜满"),
}
_GIVEN_NEW = {
    True: tuple("伟强磊军洋勇涛超鹏杰浩宇轩博俊凯志文子豪晨睿宏建峰海波斌"),
    False: tuple("芳娜敏静丽艳娟霞雪倩婷玲欣怡雨涵梦佳颖思琪悦诗紫萱晓燕琳"),
}
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECKS = np.array(list("10X98765432"))
_PER_REGION = 490  # people of one sex and birthday that one region's sequence numbers are used for


def surnames(count: int, rng: np.random.Generator) -> Any:
    """`count` family names; some are far more common than others."""
    weights = 1 / (np.arange(len(_SURNAMES)) + 3)
    drawn = rng.choice(len(_SURNAMES), size=count, p=weights / weights.sum())
    return np.array(_SURNAMES, dtype=object)[drawn]


def given_names(male: Any, birth_year: Any, rng: np.random.Generator) -> Any:
    """Given names of one or two characters, by sex and generation."""
    name = np.full(len(male), "", dtype=object)
    old = np.asarray(birth_year) < 1972
    for is_old, pools in ((True, _GIVEN_OLD), (False, _GIVEN_NEW)):
        for sex, pool in pools.items():
            rows = np.flatnonzero((old == is_old) & (male == sex))
            characters = np.array(pool, dtype=object)
            first, second = rng.integers(0, len(pool), (2, len(rows)))
            second = np.where(second == first, (first + 1) % len(pool), second)
            name[rows] = characters[first] + np.where(rng.random(len(rows)) < 0.86, characters[second], "")
    return name


def id_numbers(birth: pd.Series, male: Any) -> Any:
    """A different 18-character number for everybody: birthday, sex in the 17th digit, valid check character."""
    day = birth.dt.year.to_numpy() * 10_000 + birth.dt.month.to_numpy() * 100 + birth.dt.day.to_numpy()
    male = np.asarray(male, dtype=int)
    nth = pd.Series(day * 2 + male).groupby(day * 2 + male).cumcount().to_numpy()
    # Steps of 157, which shares no factor with 490, keep neighbours' sequence numbers apart.
    sequence = 2 * ((nth * 157 + day) % _PER_REGION) + 10 + male
    region = int(REGION) + nth // _PER_REGION
    number = (region * 10**8 + day) * 1000 + sequence
    digits = number[:, None] // 10 ** np.arange(16, -1, -1) % 10
    check = _CHECKS[digits @ _WEIGHTS % 11]
    return np.char.add(number.astype("U17"), check).astype(object)
