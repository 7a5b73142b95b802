"""A district of three households, and its editions made without notebooks."""

from pathlib import Path

from gonggu.edition import Edition
from gonggu.running.before import keep_before
from gonggu.running.record import new_record
from gonggu.running.steps import no_steps
from gonggu.scope import Scope
from gonggu.year import Year, open_year
from tests.ledgers_for_tests import PARAMS, id_number, rows_of, write_book

VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 900\n甲乡 | 西村 | 700"
HOUSEHOLDS = """
乡镇 | 行政村 | 户编号 | 户主姓名 | 家庭人口 | 脱贫属性 | 脱贫年度
甲乡 | 东村 | H1 | 欧阳重华 | 1 | 未脱贫 |
甲乡 | 东村 | H2 | 司马相若 | 1 | 已脱贫 | 2018
甲乡 | 西村 | H3 | 诸葛孔暗 | 1 | 已脱贫 | 2018
"""
PERSONS = f"""
乡镇 | 行政村 | 户编号 | 人编号 | 姓名 | 证件号码
甲乡 | 东村 | H1 | P1 | 欧阳重华 | {id_number("19500101", 1)}
甲乡 | 东村 | H2 | P2 | 司马相若 | {id_number("19500101", 3)}
甲乡 | 西村 | H3 | P3 | 诸葛孔暗 | {id_number("19500101", 5)}
"""
WINDOW = "district: 云岭区\nyear: {year}\nbase_year: 2014\nvisits_window: {{from: {year}-06-01, to: {year}-11-01}}\n"


class Office:
    """A district's folders, and its editions made without notebooks: figures and records are what counts here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.params = folder / "params"
        self.params.mkdir(parents=True)
        for name in ("ledgers.yaml", "rules.csv", "series.csv"):
            (self.params / name).write_bytes((PARAMS / name).read_bytes())
        for year in (2019, 2020):
            (self.params / f"{year}.yaml").write_text(WINDOW.format(year=year), encoding="utf-8")

    @property
    def folders(self) -> list[str]:
        """The folders as the command takes them."""
        parts = {
            "--params": self.params,
            "--data": self.folder / "data",
            "--outputs": self.folder / "outputs",
        }
        return [word for option, path in parts.items() for word in (option, str(path))]

    def work(self, year: int) -> Year:
        """The year."""
        return open_year(year, *self.folders[1::2])

    def send(
        self, year: int, households: str = HOUSEHOLDS, persons: str = PERSONS, villages: str = VILLAGES
    ) -> None:
        """The offices' ledgers come in and are read."""
        tables = {"行政村": villages, "贫困户": households, "贫困人口": persons}
        for name, table in tables.items():
            write_book(self.folder / "data" / "raw" / str(year) / f"{name}.xlsx", {name: rows_of(table)})
        self.work(year).clean()

    def publish(self, year: int, scope: Scope = Scope()) -> Path:  # noqa: B008 - frozen
        """Make an edition's figures and record; its folder."""
        work = self.work(year)
        build, target = self.folder / "build", work.folders.edition(year, scope)
        (build / ".steps").mkdir(parents=True)
        edition = Edition(work, scope, None)
        content = edition.figures_json(edition.all_figures())
        (build / "figures.json").write_text(content, encoding="utf-8")
        record = new_record(work, scope, no_steps())
        record.state = "done"
        for name in ("run.json", ".steps/run.json"):
            (build / name).write_text(record.text(), encoding="utf-8")
        keep_before(target, build)
        if target.exists():
            target.rename(self.folder / f"old-{len(list(self.folder.iterdir()))}")
        target.parent.mkdir(parents=True, exist_ok=True)
        build.rename(target)
        return target
