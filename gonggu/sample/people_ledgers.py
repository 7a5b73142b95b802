"""Households, members and what befell them, written down as ledgers with the forms' headers in the forms' order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample import education_aid, health_cover
from gonggu.sample.plan import Plan

_INCOME_HEADERS = {
    "wages": "工资性收入",
    "business_income": "生产经营性收入",
    "property_income": "财产性收入",
    "family_planning": "计划生育金",
    "dibao": "低保金",
    "tekun": "特困供养金",
    "pension": "养老金",
    "eco_compensation": "生态补偿金",
    "other_transfers": "其他转移性收入",
    "business_costs": "生产经营性支出",
}
_STAY_HEADERS = {
    "cost": "总费用",
    "basic": "基本医保报销",
    "critical": "大病保险报销",
    "tehuibao": "特惠保赔付",
    "civil_aid": "民政救助",
    "fiscal_floor": "财政兜底",
}
_PAID_ON = {education_aid.SPRING: "06-18", education_aid.AUTUMN: "11-20"}


@dataclass(frozen=True)
class Writer:
    """Writes the ledgers of one population; frames that it is given refer to its members and households by row."""

    places: pd.DataFrame
    homes: pd.DataFrame
    people: pd.DataFrame

    @cached_property
    def _home(self) -> pd.DataFrame:
        """乡镇, 行政村 and 户编号 of every household."""
        village = self.homes["village"].to_numpy()
        return pd.DataFrame(
            {
                "乡镇": self.places["township"].to_numpy()[village],
                "行政村": self.places["village"].to_numpy()[village],
                "户编号": self.homes["id"].to_numpy(),
            }
        )

    @cached_property
    def _head(self) -> pd.DataFrame:
        return self.people[self.people["role"] == "head"].sort_values("household").reset_index(drop=True)

    def _at_home(self, household: Any) -> pd.DataFrame:
        return self._home.take(np.asarray(household)).reset_index(drop=True)

    def _of_member(self, row: Any) -> pd.DataFrame:
        """The columns that say which member a record is about."""
        person = self.people.take(np.asarray(row))
        columns = self._at_home(person["household"])
        return columns.assign(人编号=person["person_id"].to_numpy(), 姓名=person["name"].to_numpy())

    def households(self) -> pd.DataFrame:
        """贫困户; 帮扶责任人编号 is blank."""
        homes = self.homes
        return self._home.assign(
            户主姓名=self._head["name"],
            户主证件号码=self._head["id_number"],
            家庭人口=homes["size"],
            户类型=homes["type"],
            主要致贫原因=homes["main_cause"],
            其他致贫原因=homes["other_cause"],
            识别年度=homes["identified"],
            脱贫属性=homes["status"],
            脱贫年度=homes["exit_year"].astype(object).where(homes["exit_year"] > 0, None),
            不愁吃穿="是",
            安全饮水=_yes_no(homes["water_ok"]),
            住房情况=homes["housing"],
            列入危改=_yes_no(homes["planned"]),
            危改竣工日期=homes["renovated"],
            易地搬迁户=_yes_no(homes["is_relocated"]),
            帮扶责任人编号=_blank(len(homes)),
            帮扶措施=homes["measures"],
            回头看日期=homes["lookback"],
            联系电话=homes["phone"],
            一卡通账号=homes["account"],
        )

    def persons(self) -> pd.DataFrame:
        """贫困人口."""
        people = self.people
        return self._of_member(np.arange(len(people))).assign(
            证件号码=people["id_number"],
            性别=np.where(people["male"], "男", "女"),
            与户主关系=people["relation"],
            民族=people["ethnicity"],
            文化程度=people["education"],
            在校生状况=people["schooling"],
            健康状况=people["health"],
            劳动能力=people["labour"],
            务工地点=people["work_place"],
            务工月数=people["work_months"],
            失学辍学="否",
        )

    def changes(self, joiners: pd.DataFrame, leavers: pd.DataFrame) -> pd.DataFrame:
        """人员变更, by day."""
        came = self._of_member(joiners["row"]).assign(变更类型=joiners["change"], 变更日期=joiners["date"])
        went = self._of_leaver(leavers).assign(变更类型=leavers["change"], 变更日期=leavers["date"])
        return pd.concat([came, went]).sort_values(["变更日期", "人编号"], ignore_index=True)

    def _of_leaver(self, leavers: pd.DataFrame) -> pd.DataFrame:
        village = leavers["village"].to_numpy()
        return pd.DataFrame(
            {
                "乡镇": self.places["township"].to_numpy()[village],
                "行政村": self.places["village"].to_numpy()[village],
                "户编号": leavers["home"].to_numpy(),
                "人编号": leavers["person_id"].to_numpy(),
                "姓名": leavers["name"].to_numpy(),
            }
        )

    def incomes(self, table: pd.DataFrame) -> pd.DataFrame:
        """家庭收入."""
        return self._home.assign(**{header: table[name] / 100 for name, header in _INCOME_HEADERS.items()})

    def insurance(self, leavers: pd.DataFrame, insured_on: Any, payment_day: Any) -> pd.DataFrame:
        """参保缴费 of the members and of those who left after the premiums were paid."""
        members = self._of_member(np.arange(len(self.people)))
        members = members.assign(证件号码=self.people["id_number"], 参保日期=insured_on)
        paid = leavers[leavers["paid"]].reset_index(drop=True)
        gone = self._of_leaver(paid).assign(证件号码=paid["id_number"], 参保日期=payment_day)
        return health_cover.premiums(pd.concat([members, gone], ignore_index=True))

    def hospital_stays(self, table: pd.DataFrame) -> pd.DataFrame:
        """住院报销."""
        dated = self._of_member(table["row"]).assign(入院日期=table["admitted"], 出院日期=table["discharged"])
        return dated.assign(**{header: table[name] / 100 for name, header in _STAY_HEADERS.items()})

    def employment(self, table: pd.DataFrame) -> pd.DataFrame:
        """就业."""
        return self._of_member(table["row"]).assign(
            就业方式=table["mode"],
            就业单位=table["employer"],
            上岗日期=table["started"],
            离岗日期=table["ended"],
            年岗位补贴=table["annual_wage"],
        )

    def social_security(self, table: pd.DataFrame) -> pd.DataFrame:
        """兜底保障."""
        return self._of_member(table["row"]).assign(
            保障类别=table["scheme"],
            月保障标准=table["monthly"].astype(float),
            起始日期=table["started"],
            停发日期=table["ended"],
        )

    def relocations(self, table: pd.DataFrame) -> pd.DataFrame:
        """易地搬迁; 帮扶责任人编号 is blank."""
        home = self._at_home(table["row"])
        return pd.DataFrame(
            {
                "户编号": home["户编号"],
                "户主姓名": self._head["name"].to_numpy()[table["row"]],
                "迁出乡镇": home["乡镇"],
                "迁出行政村": home["行政村"],
                "安置点": table["site"],
                "安置方式": table["mode"],
                "安置面积": table["area"],
                "入住日期": table["moved_in"],
                "拆旧复垦完成": _yes_no(table["cleared"]),
                "产业帮扶方式": table["measure"],
                "帮扶责任人编号": _blank(len(table)),
            }
        )

    def education(
        self, aid: pd.DataFrame, pupils: pd.DataFrame, plan: Plan, rng: np.random.Generator, *, year: int
    ) -> pd.DataFrame:
        """教育资助 of the members and of pupils of other families."""
        other = self._others_terms(pupils, plan, aid)
        columns = self._of_member(aid["row"]).assign(证件号码=self.people["id_number"].to_numpy()[aid["row"]])
        table = pd.concat([columns.assign(**_terms(aid)), other], ignore_index=True)
        fen = table.pop("fen").to_numpy().copy()
        subsidy = np.flatnonzero(table["资助项目"] == education_aid.COMPULSORY)
        pupil = pd.factorize(table["证件号码"].to_numpy()[subsidy])[0]
        fen[subsidy] = education_aid.compulsory_amounts(
            table["学段"].to_numpy()[subsidy], pupil, plan.compulsory_amount, rng
        )
        season = table["学期"].to_numpy()
        paid_on = {name: np.datetime64(f"{year}-{day}", "s") for name, day in _PAID_ON.items()}
        table = table.assign(应发金额=fen / 100, 实发金额=fen / 100, 发放日期=pd.Series(season).map(paid_on))
        table["学期"] = str(year) + table["学期"]
        return table.sort_values(["乡镇", "行政村", "证件号码", "学期"], ignore_index=True)

    def _others_terms(self, pupils: pd.DataFrame, plan: Plan, aid: pd.DataFrame) -> pd.DataFrame:
        """Spring and autumn of the pupils who are not on the register, as many rows as the plan still lacks."""
        missing = plan.compulsory_rows - int((aid["scheme"] == education_aid.COMPULSORY).sum())
        row = np.arange(missing) // 2
        village = pupils["village"].to_numpy()[row]
        return pd.DataFrame(
            {
                "乡镇": self.places["township"].to_numpy()[village],
                "行政村": self.places["village"].to_numpy()[village],
                "户编号": _blank(missing),
                "人编号": _blank(missing),
                "姓名": pupils["name"].to_numpy()[row],
                "证件号码": pupils["id_number"].to_numpy()[row],
                "学段": pupils["stage"].to_numpy()[row],
                "学期": np.where(np.arange(missing) % 2 == 0, education_aid.SPRING, education_aid.AUTUMN),
                "资助项目": education_aid.COMPULSORY,
                "fen": 0,
            }
        )


def _terms(aid: pd.DataFrame) -> dict[str, Any]:
    return {"学段": aid["stage"], "学期": aid["season"], "资助项目": aid["scheme"], "fen": aid["fen"]}


def _yes_no(values: Any) -> Any:
    return np.where(np.asarray(values), "是", "否").astype(object)


def _blank(count: int) -> Any:
    return np.full(count, None, dtype=object)
