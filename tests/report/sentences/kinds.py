"""A kind of shortcoming with the rows that show it and those that do not."""

from dataclasses import dataclass, field

from tests.report.sentences.scene import Case, Scene

ONE = "以下一项由台账得出。"
NOTHING = "从本年台账看，收入、保障、项目、帮扶和公共服务各项都没有发现短板，台账也没有待改正的错误和提醒。"
WHOLE = "全区"
CADRES = """
    干部编号 | 角色 | 单位 | 派驻乡镇 | 派驻行政村 | 任职日期 | 意外保险 | 体检日期
    C1 | 驻村队员 | 甲局 | 青石乡 | 东岭村 | 2020-01-01 | 是 | 2021-05-01
    C2 | 驻村队员 | 乙局 | 青石乡 | 西溪村 | 2020-01-01 | {} | {}
    C3 | 驻村队员 | 乙局 | 白沙镇 | 南坪村 | 2020-01-01 | 是 | 2021-05-01
"""
WELL = CADRES.format("是", "2021-05-01")
MONTHS = "干部编号 | 月份 | 驻村天数 | 住村天数\nC1 | 2021-01 | 20 | 12\nC2 | 2021-01 | 20 | {}\nC3 | 2021-01 | 20 | {}"


@dataclass(frozen=True)
class Kind:
    """A kind of shortcoming: the rows that show it, what is said of each scope, the rows that do not show it."""

    figures: str
    says: dict[str, str]
    mended: dict[str, str]
    tables: dict[str, str] = field(default_factory=dict)

    def cases(self) -> list[Case]:
        scene = Scene("shortcomings", tuple(self.figures.split()), self.tables)
        shown = [scene.case(f"{ONE}\n{said}", scope) for scope, said in self.says.items()]
        return [*shown, scene.case(NOTHING, **self.mended)]
