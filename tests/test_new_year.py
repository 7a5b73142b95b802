"""From a year to the next: what carries over, what is asked anew, and a report of ledgers that offices filled in."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import pipeline
from gonggu.checks.catalogue import CHECKS
from gonggu.clean import clean_year
from gonggu.figures.catalogue import figures_of
from gonggu.figures.view import View
from gonggu.new_year.parameters import carried_on
from gonggu.new_year.standing import standing
from gonggu.params import load_params, rules_of
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, PARAMS
from tests.worked_ledgers import frame_of

LAST, YEAR = 2020, 2021
Ledgers = dict[str, pd.DataFrame]


class Office:
    """The folders of an office that begins a year, and its ledgers of the year that has ended."""

    def __init__(self, folder: Path, last: Ledgers) -> None:
        self.params, self.data, self.forms = folder / "params", folder / "data", folder / "forms"
        self.outputs, self.last = folder / "outputs", last

    def raw(self, year: int) -> Path:
        return self.data / "raw" / str(year)

    def words(self, *more: object) -> list[str]:
        folders = ("--params", self.params, "--data", self.data, "--outputs", self.outputs)
        return [str(word) for word in (*more, *folders)]

    def book(self, office: str, ledger: str) -> Any:
        return openpyxl.load_workbook(self.forms / office / f"{office}_{ledger}.xlsx")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A district of one village with its ledgers of 2020, for which `new-year` has set up 2021."""
    folder = tmp_path_factory.mktemp("office")
    made = Office(folder, make_district(LAST, villages=1))
    write_district(made.last, made.raw(LAST), LAST)
    shutil.copytree(PARAMS, made.params)
    assert pipeline.main(made.words("new-year", "--year", YEAR, "--to", made.forms)) == 0
    return made


@pytest.fixture(scope="module")
def township(office: Office) -> str:
    return str(office.last["行政村"]["乡镇"].iloc[0])


def _rows(sheet: Any) -> pd.DataFrame:
    """The records of a form, those below the example."""
    header, _, *rows = sheet.iter_rows(values_only=True)
    names = [str(cell).removeprefix("*") for cell in header if cell]
    kept = [row[: len(names)] for row in rows if any(cell is not None for cell in row)]
    return pd.DataFrame(kept, columns=names)


def test_the_parameters_are_last_year_s_with_targets_blank_and_what_is_open_marked(office: Office) -> None:
    now, last = load_params(office.params, YEAR).year, load_params(office.params, LAST).year
    assert (now.district, now.base_year, now.public_threshold) == (
        last.district,
        last.base_year,
        last.public_threshold,
    )
    assert {name: target.value for name, target in now.targets.items()} == dict.fromkeys(last.targets)
    assert [(one.wording, one.figure, one.comparator) for one in now.next_targets] == [
        (one.wording, one.figure, one.comparator) for one in last.next_targets
    ]
    assert all(one.value is None for one in now.next_targets)
    assert str(now.visits_window.start) == "2021-03-02"
    text = (office.params / f"{YEAR}.yaml").read_text(encoding="utf-8")
    assert "待定：2020 年为 24人（年度减贫计划）" in text
    assert text.count("待定") >= 2 * len(now.targets) + len(now.next_targets) + 2


def test_what_stands_is_filled_in_and_what_a_year_asks_is_blank(office: Office, township: str) -> None:
    homes = _rows(office.book(township, "贫困户")["贫困户"])
    people = _rows(office.book(township, "贫困人口")["贫困人口"])
    register = openpyxl.load_workbook(office.raw(LAST) / "贫困户.xlsx")["贫困户"]
    assert homes["户编号"].tolist() == [row[2] for row in register.iter_rows(min_row=2, values_only=True)]
    assert homes["回头看日期"].isna().all()
    assert homes["户主证件号码"].notna().all()
    assert people[["务工地点", "务工月数"]].isna().all(axis=None)
    age = YEAR - people["证件号码"].str[6:10].astype(int)
    assert people.loc[age.between(3, 15), "在校生状况"].isna().all()
    assert people.loc[age > 30, "在校生状况"].eq("非在校生").all()
    villages = _rows(office.book(township, "行政村")["行政村"])
    assert villages[["农村户籍人口", "村集体经济收入"]].isna().all(axis=None)
    assert villages["卫生室"].eq("是").all()
    cadres = _rows(office.book("全区", "帮扶干部")["帮扶干部"])
    assert cadres["离任日期"].isna().all()
    assert set(cadres["角色"]) == {"区级领导", "后盾单位负责人", "乡镇党政班子", "结对干部"}


def test_the_year_that_has_ended_is_a_row_of_history(office: Office, township: str) -> None:
    history = _rows(office.book(township, "历年情况")["历年情况"]).set_index("年度")
    homes, people = office.last["贫困户"], office.last["贫困人口"]
    poor = homes.loc[homes["脱贫属性"].ne("已脱贫"), "户编号"]
    exits = homes.loc[homes["脱贫属性"].eq("已脱贫") & homes["脱贫年度"].eq(LAST), "户编号"]
    assert history.index.tolist() == [*office.last["历年情况"]["年度"], LAST]
    assert history.loc[LAST].iloc[2:].tolist() == [
        office.last["行政村"]["农村户籍人口"].iloc[0],
        len(poor),
        people["户编号"].isin(poor).sum(),
        len(exits),
        people["户编号"].isin(exits).sum(),
    ]
    assert len(exits) > 0


def test_each_office_gets_the_ledgers_that_it_keeps(office: Office, township: str) -> None:
    given = {path.name for path in office.forms.rglob("*.xlsx")}
    own = {f"{township}_{name}.xlsx" for name, form in FORMS.ledgers.items() if form.area == "own"}
    assert {name for name in given if name.startswith(township)} == own | {f"{township}_帮扶干部.xlsx"}
    assert {"全区_资金下达.xlsx", "全区_走访.xlsx"} & given == {"全区_资金下达.xlsx"}
    assert {form for form in FORMS.ledgers if not any(form in name for name in given)} == set()


def test_nothing_is_overwritten(office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = (office.params / f"{YEAR}.yaml").read_bytes()
    assert pipeline.main(office.words("new-year", "--year", YEAR, "--to", tmp_path / "more")) == 2
    assert "2021.yaml，new-year 不会覆盖它" in capsys.readouterr().err
    assert (office.params / f"{YEAR}.yaml").read_bytes() == before
    assert not (tmp_path / "more").exists()


def test_a_rule_that_is_missing_is_named_and_nothing_is_written(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    params = tmp_path / "params"
    shutil.copytree(PARAMS, params)
    lines = (params / "rules.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("nights_in_village_min,")]
    (params / "rules.csv").write_text("\n".join(kept), encoding="utf-8")
    words = office.words("new-year", "--year", YEAR, "--to", tmp_path / "forms")
    words[words.index(str(office.params))] = str(params)
    assert pipeline.main(words) == 2
    assert "rules.csv：2021 年没有规则“nights_in_village_min”，请补上一行" in capsys.readouterr().err
    assert not (tmp_path / "forms").exists()
    assert not (params / f"{YEAR}.yaml").exists()


def test_rules_that_last_year_set_for_itself_are_named_where_they_go_on() -> None:
    told = list(carried_on(rules_of(PARAMS, YEAR)))
    assert any("2021 年没有新的“exit_line”，将沿用 2020 年的 4000元/人·年" in line for line in told)
    assert not any("leader_pairs" in line for line in told)


def test_a_helper_who_has_left_and_a_job_that_has_ended_do_not_carry_over() -> None:
    last = {
        "cadres": frame_of("帮扶干部", "干部编号 | 离任日期\nC1 |\nC2 | 2020-06-30"),
        "households": frame_of("贫困户", "户编号 | 帮扶责任人编号\nH1 | C1\nH2 | C2"),
        "employment": frame_of("就业", "人编号 | 离岗日期\nP1 |\nP2 | 2020-11-30\nP3 | 2021-02-28"),
        "projects": frame_of(
            "项目", "项目编号 | 计划资金 | 项目状态\nX1 | 100 | 验收\nX2 | 100 | 完工\nX3 | 100 | 在建"
        ),
        "payments": frame_of("资金拨付", "项目编号 | 金额\nX1 | 100\nX2 | 60\nX3 | 100"),
    }
    kept = standing(last, YEAR).frames
    assert kept["cadres"]["cadre_id"].tolist() == ["C1"]
    assert kept["households"]["helper_id"].fillna("").tolist() == ["C1", ""]
    assert kept["employment"]["person_id"].tolist() == ["P1", "P3"]
    assert kept["projects"][["project_id", "planned_fen"]].to_numpy().tolist() == [["X2", 4000], ["X3", 0]]


@pytest.fixture(scope="module")
def truth() -> Ledgers:
    """The same district's ledgers of the new year: what its offices will fill in."""
    return make_district(YEAR, villages=1)


def _filled(office: Office, truth: Ledgers) -> None:
    """Every form as its office fills it in: rows that no longer hold deleted, blanks filled, new rows appended."""
    for path in sorted(office.forms.rglob("*.xlsx")):
        name, _, ledger = path.stem.partition("_")
        book = openpyxl.load_workbook(path)
        _fill(book[ledger], _of_office(truth[ledger], ledger, name), FORMS.ledgers[ledger].key)
        target = office.raw(YEAR) / name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        book.save(target)


def _of_office(truth: pd.DataFrame, ledger: str, office: str) -> pd.DataFrame:
    form = FORMS.ledgers[ledger]
    if form.area in ("own",) or ledger == "帮扶干部":
        township = truth[form.fields["township"].header].fillna("全区")
        return truth[township.eq(office)]
    return truth


def _fill(sheet: Any, truth: pd.DataFrame, key: tuple[str, ...]) -> None:
    headers = [str(cell.value).removeprefix("*") for cell in sheet[1] if cell.value]
    wanted = {tuple(map(_cell, row[list(key)])): row for _, row in truth.iterrows()}
    known = [list(row[: len(headers)]) for row in sheet.iter_rows(min_row=3, values_only=True)]
    kept = [row for row in known if _key(row, headers, key) in wanted]
    there = {_key(row, headers, key) for row in kept}
    rows = [wanted[_key(row, headers, key)] for row in kept]
    rows += [row for identity, row in wanted.items() if identity not in there]
    for number in range(3, 3 + max(len(known), len(rows))):
        for place, header in enumerate(headers, start=1):
            value = _cell(rows[number - 3][header]) if number - 3 < len(rows) else None
            sheet.cell(number, place).value = value


def _key(row: list[Any], headers: list[str], key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_cell(row[headers.index(name)]) for name in key)


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, (pd.Timestamp, datetime)):
        return pd.Timestamp(value).to_pydatetime()
    return value.item() if hasattr(value, "item") else value


@pytest.fixture(scope="module")
def filled(office: Office, truth: Ledgers) -> Office:
    _filled(office, truth)
    return office


@pytest.mark.slow
def test_filled_in_by_the_offices_the_year_has_the_figures_of_its_ledgers(
    filled: Office, truth: Ledgers, tmp_path: Path
) -> None:
    params = load_params(filled.params, YEAR)
    write_district(truth, tmp_path / "raw" / str(YEAR), YEAR)
    shutil.copytree(filled.raw(LAST), tmp_path / "raw" / str(LAST))
    read = {}
    for name, data in (("filled", filled.data), ("truth", tmp_path)):
        processed = tmp_path / name / str(YEAR)
        clean_year(data / "raw" / str(YEAR), processed, params, FORMS)
        store = Store(processed, FORMS)
        # A district of one village differs by chance from the year before; every record is sound.
        assert {CHECKS[check].kind for check in store.findings()["check"]} <= {"figure"}
        assert store.findings()["severity"].ne("error").all()
        figures = figures_of(View(store, FORMS, params))
        read[name] = {figure: one.measure.value for figure, one in figures.items()}
    assert read["filled"] == read["truth"]
    assert read["filled"]["reduction_task_persons"] is None


@pytest.mark.slow
def test_the_report_of_the_new_year_says_what_is_not_filled_in(
    filled: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pipeline.main(filled.words("run", "--year", YEAR)) == 0
    page = (filled.outputs / str(YEAR) / "全区" / "report.html").read_text(encoding="utf-8")
    assert "2021年年度参数的targets还没有填写：年度减贫任务、扶贫车间新增就业。" in page
    assert page.count("目标值还没有填写") >= 3
    assert not capsys.readouterr().err
