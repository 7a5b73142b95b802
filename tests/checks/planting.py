"""Faults planted into the sample district: each a fault of one check, at a known cell, that breaks nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from tests.ledgers_for_tests import YEAR, id_number

EACH = 3
VILLAGE = ["乡镇", "行政村"]
FIRST_ROW = 2  # below the headers
LABOUR = ("普通劳动力", "技能劳动力")
ITEMS = (
    *("工资性收入", "生产经营性收入", "财产性收入", "计划生育金", "低保金"),
    *("特困供养金", "养老金", "生态补偿金", "其他转移性收入"),
)


@dataclass
class Field:
    """A district under the planter's hands; what was touched once is not touched again."""

    ledgers: dict[str, pd.DataFrame]
    rng: np.random.Generator
    planted: set[tuple[str, str, int, str]] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def free(self, ledger: str, mask: Any, number: str = "户编号") -> list[int]:
        """Up to EACH positions where the mask holds, each of another household (or project) not touched before."""
        frame = self.ledgers[ledger]
        positions = self.rng.permutation(np.flatnonzero(np.asarray(mask, dtype=bool)))
        chosen: list[int] = []
        for position in positions:
            owner = str(frame[number].iloc[position])
            if owner not in self.touched and len(chosen) < EACH:
                self.touched.add(owner)
                chosen.append(int(position))
        assert len(chosen) == EACH, f"{ledger}: too few places to plant"
        return chosen

    def note(self, check: str, ledger: str, positions: list[int], header: str) -> None:
        """What must be found."""
        self.planted |= {(check, ledger, position + FIRST_ROW, header) for position in positions}

    def write(self, ledger: str, positions: list[int], header: str, values: Any) -> None:
        """Overwrites cells."""
        frame = self.ledgers[ledger]
        column = frame[header].astype(object).copy()
        listed = values if isinstance(values, list) else [values] * len(positions)
        for position, value in zip(positions, listed, strict=True):
            column.iloc[position] = value
        self.ledgers[ledger] = frame.assign(**{header: column.infer_objects()})

    def plant(
        self, check: str, ledger: str, mask: Any, header: str, values: Any, number: str = "户编号"
    ) -> list[int]:
        """Overwrites the very cells that must be found."""
        positions = self.free(ledger, mask, number)
        self.write(ledger, positions, header, values(positions) if callable(values) else values)
        self.note(check, ledger, positions, header)
        return positions

    def append(self, ledger: str, rows: pd.DataFrame) -> list[int]:
        """Adds records at the end."""
        frame = self.ledgers[ledger]
        self.ledgers[ledger] = pd.concat([frame, rows], ignore_index=True)
        return list(range(len(frame), len(frame) + len(rows)))

    def drop(self, ledger: str, mask: Any) -> None:
        """Takes records out; before anything is noted in that ledger."""
        self.ledgers[ledger] = self.ledgers[ledger][~np.asarray(mask, dtype=bool)].reset_index(drop=True)

    # What the masks below ask for.

    @property
    def homes(self) -> pd.DataFrame:
        return self.ledgers["贫困户"]

    @property
    def people(self) -> pd.DataFrame:
        return self.ledgers["贫困人口"]

    def age(self) -> pd.Series:
        return YEAR - self.people["证件号码"].str.slice(6, 10).astype(int)

    def of_home(self, values: pd.Series, default: Any) -> pd.Series:
        """Values by 户编号 for each household."""
        return self.homes["户编号"].map(values).fillna(default)

    def without(self, members: Any) -> pd.Series:
        """Households none of whose members is so."""
        return ~self.homes["户编号"].isin(self.people.loc[np.asarray(members, dtype=bool), "户编号"])

    def home_of(self, header: str) -> pd.Series:
        """The household's cell for each person."""
        return self.people["户编号"].map(self.homes.set_index("户编号")[header])

    def income(self) -> pd.DataFrame:
        """The income rows with size, type, village and net income per head."""
        rows = self.ledgers["家庭收入"].merge(
            self.homes[["户编号", "家庭人口", "户类型", "脱贫属性"]], on="户编号", how="left"
        )
        return rows.assign(head=(rows[list(ITEMS)].sum(axis=1) - rows["生产经营性支出"]) / rows["家庭人口"])

    def unremarkable_as(self, kind: str) -> pd.Series:
        """Households whose income would lie amid those of another type in their village, where these are calm."""
        rows = self.income()
        others = rows[rows["户类型"].eq(kind) & ~self.restless(rows)]
        quartiles = others.groupby(VILLAGE)["head"].quantile([0.25, 0.75]).unstack()
        both = rows.merge(quartiles, left_on=VILLAGE, right_index=True, how="left")
        calm = both["head"].between(both[0.25], both[0.75])
        return self.homes["户编号"].isin(both.loc[calm, "户编号"])

    def restless(self, rows: pd.DataFrame) -> pd.Series:
        """Income rows of villages and types with somebody so near the fence, or so few, that one household less moves it."""
        by = [rows[name] for name in (*VILLAGE, "户类型")]
        groups = rows["head"].groupby(by)
        lower, upper = groups.transform("quantile", 0.25), groups.transform("quantile", 0.75)
        near = ~rows["head"].between(lower - 2 * (upper - lower), upper + 2 * (upper - lower))
        return near.groupby(by).transform("any") | groups.transform("count").between(8, 15)


def households(land: Field) -> None:
    """Faults of households against their members."""
    homes, people = land.homes, land.people
    moved = homes["户编号"].isin(land.ledgers["易地搬迁"]["户编号"])
    heads = people["与户主关系"].eq("户主")
    land.plant(
        "household_size",
        "贫困户",
        homes["家庭人口"] > 0,
        "家庭人口",
        lambda at: [int(homes["家庭人口"].iloc[one]) + 1 for one in at],
    )
    headless = land.free("贫困人口", heads)
    land.write("贫困人口", headless, "与户主关系", "其他")
    rows = [int(np.flatnonzero(homes["户编号"].eq(people["户编号"].iloc[one]))[0]) for one in headless]
    land.note("household_head", "贫困户", rows, "户主姓名")
    land.plant("head_identity", "贫困户", ~moved, "户主姓名", "欧阳某某")
    land.plant(
        "head_identity",
        "贫困户",
        ~moved,
        "户主证件号码",
        [id_number("19300101", 901 + 2 * n) for n in range(EACH)],
    )
    spouses = land.free(
        "贫困人口",
        people["与户主关系"].eq("配偶")
        & people["性别"].eq("女")
        & people["户编号"].isin(people.loc[heads & people["性别"].eq("男"), "户编号"]),
    )
    births = [people["证件号码"].iloc[one][6:14] for one in spouses]
    land.write("贫困人口", spouses, "性别", "男")
    land.write(
        "贫困人口", spouses, "证件号码", [id_number(born, 951 + 2 * n) for n, born in enumerate(births)]
    )
    land.note("spouse_sex", "贫困人口", spouses, "性别")
    land.plant("relation_sex", "贫困人口", people["与户主关系"].eq("之子"), "与户主关系", "之女")
    land.plant("relation_sex", "贫困人口", people["与户主关系"].eq("之母"), "与户主关系", "之父")
    land.plant("relocation_flag", "贫困户", moved, "易地搬迁户", "否")
    land.plant("relocation_flag", "贫困户", ~moved, "易地搬迁户", "是")


def causes_and_types(land: Field) -> None:
    """Faults of causes, types and benefits."""
    homes, people = land.homes, land.people
    for check, cause, members in (
        ("cause_illness", "因病", people["健康状况"].ne("健康")),
        ("cause_disability", "因残", people["健康状况"].eq("残疾")),
        ("cause_school", "因学", people["在校生状况"].ne("非在校生")),
    ):
        mask = land.without(members) & homes["其他致贫原因"].ne(cause)
        land.plant(check, "贫困户", mask, "主要致贫原因", cause)
    land.plant(
        "cause_repeated",
        "贫困户",
        homes["其他致贫原因"].notna(),
        "其他致贫原因",
        lambda at: homes["主要致贫原因"].iloc[at].tolist(),
    )
    for check, real, written in (
        ("type_dibao", "一般贫困户", "低保贫困户"),
        ("type_general", "低保贫困户", "一般贫困户"),
        ("type_tekun", "一般贫困户", "特困供养户"),
    ):
        mask = homes["户类型"].eq(real) & land.unremarkable_as(written)
        land.plant(check, "贫困户", mask, "户类型", written)
    rows = land.income()
    land.plant(
        "dibao_and_tekun",
        "家庭收入",
        rows["户类型"].eq("低保贫困户") & (rows["低保金"] > 0),
        "特困供养金",
        120.0,
    )


def exits_and_helpers(land: Field) -> None:
    """Faults of exits and of who helps."""
    homes = land.homes
    exited = homes["脱贫属性"].eq("已脱贫")
    land.plant("exit_year_missing", "贫困户", exited, "脱贫年度", None)
    land.plant("exit_year_missing", "贫困户", homes["脱贫属性"].eq("未脱贫"), "脱贫年度", YEAR - 1)
    land.plant(
        "exit_year_order",
        "贫困户",
        exited,
        "脱贫年度",
        lambda at: [int(homes["识别年度"].iloc[one]) - 1 for one in at],
    )
    land.plant("exit_year_order", "贫困户", exited, "脱贫年度", YEAR + 1)
    for header, value in (("住房情况", "危房D级"), ("安全饮水", "否")):
        unsafe = land.free("贫困户", exited)
        land.write("贫困户", unsafe, header, value)
        land.note("exited_unsafe", "贫困户", unsafe, "脱贫属性")
    land.plant("helper_missing", "贫困户", homes["帮扶责任人编号"].notna(), "帮扶责任人编号", None)
    alone = ~homes["帮扶责任人编号"].duplicated(keep=False) & homes["帮扶责任人编号"].str.startswith("JD")
    left, poor = land.free("贫困户", alone), land.free("贫困户", alone)
    land.write("帮扶干部", _cadres(land, left), "离任日期", pd.Timestamp(YEAR, 10, 31))
    land.note("helper_left", "贫困户", left, "帮扶责任人编号")
    land.write("帮扶干部", _cadres(land, poor), "姓名", homes["户主姓名"].iloc[poor].tolist())
    land.note("helper_is_poor", "帮扶干部", _cadres(land, poor), "姓名")


def _cadres(land: Field, rows: list[int]) -> list[int]:
    numbers = land.ledgers["帮扶干部"]["干部编号"]
    return [int(np.flatnonzero(numbers.eq(land.homes["帮扶责任人编号"].iloc[row]))[0]) for row in rows]


def members(land: Field) -> None:
    """Faults of members by themselves."""
    people, age = land.people, land.age()
    healthy, school = people["健康状况"].eq("健康"), people["在校生状况"]
    at_school, labour = school.ne("非在校生"), people["劳动能力"].isin(LABOUR)
    works = people["务工月数"] > 0
    land.plant("age_school_senior", "贫困人口", at_school & age.between(10, 14), "在校生状况", "高中一年级")
    land.plant(
        "age_school_primary", "贫困人口", ~at_school & ~labour & ~works & (age >= 20), "在校生状况", "小学"
    )
    leaves = at_school & age.between(6, 15) & healthy & land.home_of("主要致贫原因").ne("因学")
    land.plant("age_out_of_school", "贫困人口", leaves, "在校生状况", "非在校生")
    land.plant(
        "labour_lost",
        "贫困人口",
        labour & ~works & healthy & ~at_school & age.between(16, 60),
        "劳动能力",
        "无劳动力",
    )
    land.plant("labour_age", "贫困人口", age < 16, "劳动能力", "普通劳动力")
    land.plant("work_months", "贫困人口", works, "务工月数", [13, 24, 120])
    land.plant("work_place_months", "贫困人口", works, "务工月数", 0)
    land.plant("work_place_months", "贫困人口", works, "务工地点", None)
    land.plant("work_no_labour", "贫困人口", works & ~healthy, "劳动能力", "丧失劳动力")


def incomes(land: Field) -> None:
    """Faults of amounts of income, of which none moves a household across the line."""
    rows, people = land.income(), land.people
    size = rows["家庭人口"]
    land.plant(
        "income_range",
        "家庭收入",
        rows["工资性收入"] > 0,
        "工资性收入",
        lambda at: [120000.0 * int(size.iloc[one]) for one in at],
    )
    cheap = (rows["生产经营性支出"] > 0) & (rows["生产经营性支出"] < 300 * size)
    land.plant("income_costs", "家庭收入", cheap, "生产经营性支出", 0.0)
    grouped = rows.groupby([*VILLAGE, "户类型"])["head"]
    crowded = (grouped.transform("count") >= 12) & rows["脱贫属性"].eq("已脱贫")
    fence = grouped.transform("quantile", 0.75) * 4 - grouped.transform("quantile", 0.25) * 3
    far = (fence * 1.6 + 3000) * size
    land.plant(
        "income_outlier",
        "家庭收入",
        crowded & (far < 90000 * size),
        "其他转移性收入",
        lambda at: [float(round(far.iloc[one])) for one in at],
    )
    jobs = land.ledgers["就业"]
    self_employed = people["人编号"].isin(jobs.loc[jobs["就业方式"].isin(["灵活就业", "自主创业"]), "人编号"])
    worker = people.loc[(people["务工月数"] > 0) & ~self_employed, "户编号"]
    paid = rows["户编号"].isin(worker) & (rows["工资性收入"] > 0)
    unpaid = land.free("家庭收入", paid)
    moved = (rows["其他转移性收入"] + rows["工资性收入"]).iloc[unpaid].tolist()
    land.write("家庭收入", unpaid, "其他转移性收入", moved)
    land.write("家庭收入", unpaid, "工资性收入", 0.0)
    land.note("income_wage_worker", "家庭收入", unpaid, "工资性收入")


def missing_records(land: Field) -> None:
    """Households without members or income, members without insurance: whole records, so before all else."""
    homes, people, insurance = land.homes, land.people, land.ledgers["参保缴费"]
    uninsured = land.free("贫困人口", land.home_of("脱贫属性").eq("未脱贫"))
    numbers = people["人编号"].iloc[uninsured]
    land.drop("参保缴费", insurance["人编号"].isin(numbers) & insurance["险种"].eq("城乡居民医保"))
    land.note("insured_missing", "贫困人口", uninsured, "人编号")
    poor = land.free("贫困户", homes["户类型"].notna())
    land.drop("家庭收入", land.ledgers["家庭收入"]["户编号"].isin(homes["户编号"].iloc[poor]))
    land.note("income_missing", "贫困户", poor, "户编号")
    model = land.free("贫困户", homes["易地搬迁户"].eq("否"))
    new = [f"H9999000{n}" for n in range(EACH)]
    identity = {"户编号": new, "户主证件号码": [id_number("19310101", 901 + 2 * n) for n in range(EACH)]}
    empty = land.append("贫困户", homes.iloc[model].assign(**identity))
    land.note("household_empty", "贫困户", empty, "户编号")
    rows = land.ledgers["家庭收入"].set_index("户编号").loc[homes["户编号"].iloc[model]].reset_index()
    land.append("家庭收入", rows.assign(户编号=new)[land.ledgers["家庭收入"].columns])
    land.touched |= set(new)


def funds(land: Field) -> None:
    """Faults of documents, projects and payments."""
    projects, payments = land.ledgers["项目"], land.ledgers["资金拨付"]
    done = projects["项目状态"].isin(["完工", "验收"])
    paid = projects["项目编号"].map(payments.groupby("项目编号")["金额"].sum())
    land.plant(
        "payment_exceeds_project",
        "项目",
        done & (paid > 20000),
        "计划资金",
        lambda at: [int(paid.iloc[one]) - 1000 for one in at],
        "项目编号",
    )
    issued = projects["指标文号"].map(land.ledgers["资金下达"].set_index("指标文号")["下达日期"])
    early = payments["项目编号"].map(issued.set_axis(projects["项目编号"])) - pd.Timedelta(days=1)
    land.plant(
        "payment_before_start",
        "资金拨付",
        early.notna(),
        "拨付日期",
        lambda at: early.iloc[at].tolist(),
        "项目编号",
    )
    half_year = issued <= pd.Timestamp(YEAR, 6, 30)
    idle = land.free("项目", done & half_year & (paid < projects["计划资金"]), "项目编号")
    for header, value in (("项目状态", "在建"), ("完工日期", None), ("开工日期", pd.Timestamp(YEAR, 12, 30))):
        land.write("项目", idle, header, value)
    land.note("project_idle", "项目", idle, "开工日期")
    land.plant("project_status_dates", "项目", done, "项目状态", ["未开工", "在建", "在建"], "项目编号")
    documents = land.ledgers["资金下达"]
    planned = documents["指标文号"].map(land.ledgers["项目"].groupby("指标文号")["计划资金"].sum())
    land.plant(
        "project_exceeds_document",
        "资金下达",
        planned > 20000,
        "金额",
        lambda at: [int(planned.iloc[one]) - 1000 for one in at],
        "指标文号",
    )
    # A document whose money is all planned with is overspent only where a project is, or where it is overplanned.
    spent = documents["指标文号"].map(paid.groupby(land.ledgers["项目"]["指标文号"]).sum())
    overspent = land.plant(
        "payment_exceeds_document",
        "资金下达",
        spent > 20000,
        "金额",
        lambda at: [int(spent.iloc[one]) // 2 for one in at],
        "指标文号",
    )
    land.note("project_exceeds_document", "资金下达", overspent, "金额")
    doubled = land.ledgers["资金下达"].iloc[land.free("资金下达", planned > 0, "指标文号")]
    other = {"财政专项扶贫资金": "统筹整合财政涉农资金", "统筹整合财政涉农资金": "财政专项扶贫资金"}
    copies = doubled.assign(
        指标文号=[f"区财另〔{YEAR}〕{n}号" for n in range(EACH)], 资金类别=doubled["资金类别"].map(other)
    )
    land.note("funds_double", "资金下达", land.append("资金下达", copies), "资金类别")


PLANTERS: tuple[Callable[[Field], None], ...] = (
    missing_records,
    exits_and_helpers,
    causes_and_types,
    incomes,
    members,
    households,
    funds,
)


def with_faults(ledgers: dict[str, pd.DataFrame], seed: int) -> Field:
    """The district with EACH faults, or more, of every check of records against each other."""
    land = Field(dict(ledgers), np.random.default_rng(seed))
    rows = land.income()
    # There are too few not exited to leave any out; what is planted there leaves the neighbours as they are.
    land.touched |= set(rows.loc[land.restless(rows) & rows["脱贫属性"].eq("已脱贫"), "户编号"])
    for planter in PLANTERS:
        planter(land)
    return land
