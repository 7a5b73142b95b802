"""Faults of single cells, keys and references planted into a sample district, in ledgers where they break nothing else."""

import numpy as np
import pandas as pd

from tests.checks.planting import EACH, Field
from tests.ledgers_for_tests import YEAR, id_number

VISITS, PROBLEMS, INSURED = ("走访", "走访编号"), ("问题整改", "问题编号"), ("参保缴费", "人编号")


def cells(land: Field) -> None:
    """Blank, unreadable, negative and doubtful cells, and dates that lie wrongly."""
    problems = land.ledgers["问题整改"]
    every = problems["问题编号"].notna()
    _plant(land, "value_required", PROBLEMS, every, "问题描述", None)
    _plant(land, "value_type", PROBLEMS, every, "整改时限", "下个月抓紧整改")
    _plant(land, "value_code", PROBLEMS, every, "问题类别", "甲乙丙丁类")
    answered = problems["回复日期"].notna()
    early = problems["发现日期"] - pd.Timedelta(days=3)
    _plant(land, "date_order", PROBLEMS, answered, "回复日期", lambda at: early.iloc[at].tolist())
    looked = land.homes["回头看日期"].notna()
    land.plant("date_future", "贫困户", looked, "回头看日期", pd.Timestamp(YEAR + 1, 2, 3))
    land.plant("phone_form", "贫困户", land.homes["联系电话"].notna(), "联系电话", "1380013")
    insurance = land.ledgers["参保缴费"]
    _plant(land, "value_negative", INSURED, insurance["保费"] > 0, "保费", -220)
    payments = land.ledgers["资金拨付"]
    in_wan = (
        payments["金额"].between(20_000, 90_000)
        & (payments["金额"] % 10_000 > 0)
        & (payments["金额"] % 100 == 0)
    )
    land.plant(
        "value_unit",
        "资金拨付",
        in_wan,
        "金额",
        lambda at: (payments["金额"].iloc[at] / 10_000).tolist(),
        "拨付编号",
    )


def numbers(land: Field) -> None:
    """ID numbers that are wrong in themselves, old, or do not agree with the sex."""
    insurance, people = land.ledgers["参保缴费"], land.people
    alone = insurance["险种"].eq("扶贫特惠保")
    _plant(land, "value_precision", INSURED, alone, "证件号码", 999000195001010018)
    _plant(land, "id_length", INSURED, alone, "证件号码", [f"9990001950010{n}" for n in range(EACH)])
    _plant(land, "id_old", INSURED, alone, "证件号码", [f"99900050010100{n}" for n in range(1, 1 + EACH)])
    _plant(
        land, "id_birth", INSURED, alone, "证件号码", [id_number("19500230", n) for n in range(1, 1 + EACH)]
    )
    wrong = [_wrong_digit(id_number("19500228", n)) for n in range(1, 1 + EACH)]
    _plant(land, "id_checksum", INSURED, alone, "证件号码", wrong)
    men = land.free("贫困人口", people["与户主关系"].eq("之子") & people["性别"].eq("男"))
    births = [people["证件号码"].iloc[one][6:14] for one in men]
    land.write("贫困人口", men, "证件号码", [id_number(born, 700 + 2 * n) for n, born in enumerate(births)])
    land.note("id_sex", "贫困人口", men, "证件号码")


def references(land: Field) -> None:
    """Records that are there twice, numbers of nobody, and places and names that differ."""
    _plant(
        land,
        "ref_missing",
        VISITS,
        land.ledgers["走访"]["户编号"].notna(),
        "户编号",
        [f"H无此户{n}" for n in range(EACH)],
    )
    _plant(land, "area_unknown", VISITS, land.ledgers["走访"]["行政村"].notna(), "行政村", "无此村")
    insurance = land.ledgers["参保缴费"]
    alone = insurance["险种"].eq("扶贫特惠保")
    _plant(land, "name_differs", INSURED, alone, "姓名", "欧阳某某")
    villages = land.ledgers["行政村"].groupby("乡镇")["行政村"].agg(list)
    rows = land.free("参保缴费", alone & insurance["乡镇"].map(villages).str.len().gt(1), "人编号")
    others = [
        next(one for one in villages[town] if one != own)
        for town, own in insurance.iloc[rows][["乡镇", "行政村"]].itertuples(index=False)
    ]
    land.write("参保缴费", rows, "行政村", others)
    land.note("area_differs", "参保缴费", rows, "行政村")
    _repeat(land)


def _repeat(land: Field) -> None:
    visits, problems = land.ledgers["走访"], land.ledgers["问题整改"]
    copied = land.free("走访", visits["走访编号"].notna(), "走访编号")
    land.note("row_repeated", "走访", land.append("走访", visits.iloc[copied]), "走访编号")
    twice = land.free("问题整改", problems["问题编号"].notna(), "问题编号")
    again = problems.iloc[twice].assign(问题描述="另一个问题")
    land.note("key_repeated", "问题整改", land.append("问题整改", again), "问题编号")
    insurance = land.ledgers["参保缴费"]
    firsts = ~insurance["人编号"].duplicated() & insurance["险种"].eq("城乡居民医保")
    late = firsts & (np.arange(len(insurance)) > len(insurance) // 3)
    rows = land.free("参保缴费", late, "人编号")
    theirs = insurance.loc[firsts, "证件号码"].iloc[: 3 * EACH : 3].tolist()
    for row, number in zip(rows, theirs, strict=True):
        same = np.flatnonzero(insurance["人编号"].eq(insurance["人编号"].iloc[row]))
        land.write("参保缴费", same.tolist(), "证件号码", number)
    land.note("id_repeated", "参保缴费", rows, "证件号码")


def _plant(
    land: Field, check: str, where: tuple[str, str], mask: pd.Series, header: str, values: object
) -> None:
    ledger, number = where
    land.plant(check, ledger, mask, header, values, number)


def _wrong_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


CELL_PLANTERS = (cells, numbers, references)
