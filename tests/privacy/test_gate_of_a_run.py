"""A run whose ledgers carry a person's name where none belongs: nothing is published until it is gone or allowed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gonggu.allowed import Allowed
from gonggu.folders import PROJECT
from gonggu.manifest import Fingerprint, Manifest
from gonggu.running.plan import fingerprints
from gonggu.scope import Scope
from tests.ledgers_for_tests import YEAR_PARAMS, rows_of, write_book
from tests.running.district import District

VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 900"
HOUSEHOLDS = """
乡镇 | 行政村 | 户编号 | 户主姓名 | 家庭人口 | 脱贫属性
甲乡 | 东村 | H1 | 覃翠莲 | 2 | 未脱贫
"""
PROJECTS = """
项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 主管部门 | 计划资金 | 计划完工日期 | 项目状态
X1 | {} | 厕所整治 | 甲乡 | 东村 | 农业局 | 20000 | 2019-06-30 | 在建
"""
PAYMENTS = "拨付编号 | 项目编号 | 拨付日期 | 金额 | 收款单位\nF1 | X1 | 2019-05-06 | 9000 | 施工队"
MANIFEST = Manifest(
    inputs=(),
    fingerprint=Fingerprint(params="", forms="", package="", libraries=""),
    rows={},
    absent_columns={},
    corrections=(),
    scopes=(),
    findings={},
)
NAME = "覃翠莲"
EDITION = "全区"


def _send(district: District, project: str) -> None:
    tables = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "资金拨付": PAYMENTS}
    for ledger, table in {**tables, "项目": PROJECTS.format(project)}.items():
        write_book(district.raw / f"{ledger}.xlsx", {ledger: rows_of(table)})


def test_what_is_no_longer_allowed_needs_another_report() -> None:
    before = fingerprints(YEAR_PARAMS, MANIFEST, Scope())
    allowed = (Allowed(text=NAME, reason="区长", approved="区委办"),)
    after = fingerprints(replace(YEAR_PARAMS, allowed=allowed), MANIFEST, Scope())
    assert {step for step in before if before[step] != after[step]} == {"report"}


def test_a_name_in_a_projects_name_stops_publication_until_it_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = District(tmp_path, capsys)
    _send(district, "入户路")
    assert district.run() == 1, district.err  # a draft: most ledgers are missing
    before = district.bytes(EDITION)

    _send(district, f"{NAME}户改厕")
    for _ in range(2):  # as little the second time, when the ledgers are the same
        assert district.run() == 3
        assert "没有发布" in district.err
        assert "annex.xlsx › 工作表“项目” › B4：姓名" in district.err
        assert "failed/notebooks/5_report.ipynb" in district.err
        assert NAME not in district.out + district.err
        assert district.bytes(EDITION) == before
        assert district.record(EDITION)["state"] == "failed"
        assert district.states(EDITION)["report"] == "failed"
        kept = district.edition(EDITION) / "failed"
        assert NAME not in (district.edition(EDITION) / "run.json").read_text(encoding="utf-8")
        assert not [name for name in before if (kept / name).exists()]
        assert (kept / "notebooks" / "5_report.ipynb").is_file()
    assert district.states(EDITION)["funds"] == "skipped"

    params = tmp_path / "params"
    shutil.copytree(PROJECT / "params", params)
    (params / "allowed_names.yaml").write_text(
        f"allowed:\n- {{text: {NAME}户改厕, reason: 已征得本人同意, approved: 甲乡 2020-01-06}}\n",
        encoding="utf-8",
    )
    assert district.run(params=params) == 1, district.err
    assert district.bytes(EDITION) != before
    assert not (district.edition(EDITION) / "failed").exists()


def test_a_folder_named_after_a_person_stops_nothing_and_no_path_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = District(tmp_path / f"{NAME}移交", capsys)
    _send(district, "入户路")
    assert district.run() == 1, district.err
    for notebook in (district.edition(EDITION) / "notebooks").iterdir():
        said = notebook.read_text(encoding="utf-8")
        assert NAME not in said
        assert str(tmp_path) not in said
        assert str(PROJECT) not in said


@pytest.mark.slow
def test_money_that_adds_up_to_the_form_of_a_mobile_number_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district = District(tmp_path, capsys)
    _send(district, "入户路")

    def allot(*amounts: int) -> int:
        head = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额"
        lines = [f"Z{n} | 2019-03-01 | 补助 | 财政专项扶贫资金 | 中央 | 产业发展 | {n}" for n in amounts]
        write_book(district.raw / "资金下达.xlsx", {"资金下达": rows_of("\n".join([head, *lines]))})
        return district.run()

    assert allot(7_000_000_000, 6_384_000_000) == 1, district.err
    assert b"13384000000" in district.bytes(EDITION)["figures.json"]
    assert allot(13_384_000_000) == 1, "a whole cell of a money column is an amount"
