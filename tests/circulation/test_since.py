"""What a reader is told of two real editions: figures, records, corrections and standards, in the message and on the page."""

import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from gonggu.circulation.attached import PLACE, attached_report
from gonggu.circulation.body import write_body
from gonggu.circulation.changes import Since, since
from gonggu.circulation.parcel import Parcel
from gonggu.comparison.rows import record_changes
from gonggu.comparison.sides import Side, read_side
from gonggu.edition import Edition
from gonggu.errors import StepError
from gonggu.report.charts import Chart
from gonggu.report.document import CHAPTERS, WORK, Document, RunFacts
from gonggu.report.page import TAG, export_page
from gonggu.scope import Scope
from tests.circulation.letters import figure
from tests.comparison.office import HOUSEHOLDS, PERSONS, Office

YEAR, DAY = 2019, "2020年1月6日"
VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 900\n甲乡 | 西村 | 700\n乙乡 | 北村 | 500"
NORTH = "乙乡 | 北村 | H4 | 公孙胜意 | 1 | 未脱贫 |\n"
EARLIER = HOUSEHOLDS.strip() + "\n" + NORTH
# H1 leaves poverty, H2 goes, H9 comes.
LATER = (
    "\n".join(
        line.replace("未脱贫 |", "已脱贫 | 2019") if "H1" in line else line
        for line in EARLIER.strip().splitlines()
        if "H2" not in line
    )
    + "\n甲乡 | 西村 | H9 | 慕容天下 | 2 | 已脱贫 | 2017\n"
)
CORRECTION = """
- {ledger: 贫困户, record: {户编号: H9}, column: 家庭人口, from: "2", to: "1", reason: 填错, by: 村委会, date: 2020-01-07}
"""
DISTRICT, NEAR, FAR = Scope(), Scope("甲乡"), Scope("乙乡")


class Editions:
    """Two runs of one district, and what a reader of both is told."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.office.send(YEAR, EARLIER, PERSONS, VILLAGES)
        self.before = self._sides()
        rules = self.office.params / "rules.csv"
        told = rules.read_text(encoding="utf-8")
        rules.write_text(told.replace("exit_line,2019,3700", "exit_line,2019,3800"), encoding="utf-8")
        corrections = self.office.params / "corrections"
        corrections.mkdir()
        (corrections / f"{YEAR}.yaml").write_text(CORRECTION, encoding="utf-8")
        self.office.send(YEAR, LATER, PERSONS, VILLAGES)
        self.after = self._sides()

    def _sides(self) -> dict[Scope, Side]:
        return {scope: read_side(self.office.publish(YEAR, scope)) for scope in (DISTRICT, NEAR, FAR)}

    def told(self, scope: Scope, **changed: object) -> Since:
        """As `send` works it out; `changed` stands in both records."""
        return self._told(*(_with(sides[scope], changed) for sides in (self.before, self.after)))

    def told_of_the_same_twice(self, **changed: object) -> Since:
        """The later edition twice, but for what the later record says otherwise."""
        return self._told(self.after[DISTRICT], _with(self.after[DISTRICT], changed))

    def _told(self, before: Side, after: Side) -> Since:
        return since(before, after, DAY, record_changes(before, after, self.office.work(YEAR)))

    def parcel(self) -> Parcel:
        """The later edition of the district, with a page of its first screen and its figures."""
        folder = self.office.work(YEAR).folders.edition(YEAR, DISTRICT)
        files = [(folder / name).read_bytes() for name in ("figures.json", "run.json")]
        return Parcel(YEAR, DISTRICT, "internal", "云岭区", False, self._page().encode(), b"PK", *files)

    def _page(self) -> str:
        edition = Edition(self.office.work(YEAR), DISTRICT, None)
        findings = pd.DataFrame({"check": [], "severity": [], "ledger": []})
        undrawn: dict[str, list[Chart]] = {name: [] for name in (*CHAPTERS, *WORK)}
        document = Document(edition.view, edition.all_figures(), findings, RunFacts(), undrawn)
        outputs = [
            nbformat.v4.new_output("display_data", {"text/html": str(document.chapter(one).html)})
            for one in ("overview", "figures")
        ]
        cell = nbformat.v4.new_code_cell(outputs=outputs, metadata={"tags": [TAG]})
        return export_page(nbformat.v4.new_notebook(cells=[cell]))


def _with(side: Side, changed: dict[str, object]) -> Side:
    return replace(side, record={**side.record, **changed})


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    return Editions(tmp_path_factory.mktemp("since"))


@pytest.fixture(scope="module")
def parcel(editions: Editions) -> Parcel:
    return editions.parcel()


RULE = "标准：脱贫线由3,700元/人·年（2019年起，假定）改为3,800元/人·年（2019年起，假定）。"
FILES = "台账文件：内容有变化 1 个：贫困户.xlsx。"


def test_the_message_tells_figures_old_and_new_records_corrections_and_standards(
    editions: Editions, parcel: Parcel
) -> None:
    text = write_body(parcel, editions.told(DISTRICT), ()).text
    told = text[text.index("主要指标\n") : text.index("\n\n本邮件")]
    assert (
        told
        == f"""主要指标
- 建档立卡人口：3人（上次 3人，没有变化）
- 未脱贫人口：0人（上次 1人，减少1人）
- 贫困发生率：0%（上次 0.05%，下降0.05个百分点）
- 当年脱贫人口：1人（上次 0人，增加1人）

与上次发送相比
与上次（2020年1月6日发送）相比，主要指标以外还有3项有变化：
- 当年脱贫户数：1户（上次 0户，增加1户）
- 未脱贫户数：1户（上次 2户，减少1户）
- 未脱贫户帮扶措施制定率：0%（上次 0%，口径等有变化，不宜直接相比）
变化的原因：
- {FILES}
- 台账“贫困户”的记录：新增1条，减少1条，改动1条。
- 新增更正：贫困户“家庭人口”1 处。
- {RULE}"""
    )


def test_a_township_is_told_of_its_own_records_alone(editions: Editions) -> None:
    near, far = editions.told(NEAR), editions.told(FAR)
    assert near.reasons == (
        "台账“贫困户”的记录：新增1条，减少1条，改动1条。",
        "新增更正：贫困户“家庭人口”1 处。",
        RULE,
    )
    assert near.further[0].told == "上次 0%"  # nobody is left to have a plan: lost, and so the first
    assert near.further[0].now == "无数据"
    assert far.changed == ()
    assert far.reasons == ("台账文件有变化，但本地的记录没有增减，也没有改动。", RULE)


def test_where_history_is_gone_the_workbooks_are_named(editions: Editions) -> None:
    reasons = editions.told(NEAR, records="gone").reasons
    assert reasons == (
        "那一版的记录没有留存，说不出增减、改动了哪些记录。",
        FILES,
        "新增更正：贫困户“家庭人口”1 处。",
        RULE,
    )


def test_a_public_edition_tells_no_counts_of_records_or_corrections(editions: Editions) -> None:
    # As run.json of a public edition is: without corrections.
    told = editions.told(DISTRICT, edition="public", corrections=[])
    assert told.reasons == (FILES, "台账数据的更正有变化。", RULE)


def test_what_a_public_edition_withholds_is_no_further_figure(editions: Editions) -> None:
    before, after = editions.before[DISTRICT], editions.after[DISTRICT]
    hidden = {
        one: {**figure, "value": None, "status": "withheld"} if one == "exits_households" else figure
        for one, figure in after.figures.items()
    }
    told = since(before, replace(after, figures=hidden), DAY, None)
    assert (told.further_count, told.further[0].id) == (2, "unexited_households")


def test_only_the_program_has_changed(editions: Editions) -> None:
    told = editions.told_of_the_same_twice(package={"version": "0", "sha256": "other"})
    assert told.changed == ()
    assert told.further_said == "主要指标以外的指标没有变化。"
    assert told.why == "有变化的是："
    (reason,) = told.reasons
    assert reason.startswith("程序有变化：")
    assert editions.told_of_the_same_twice(libraries={}).reasons == ("程序所用的库换了版本。",)
    params = {**editions.after[DISTRICT].record["params"], "recipients.yaml": "x", "schedule.yaml": "y"}
    assert editions.told_of_the_same_twice(params=params).reasons == ()
    assert editions.told_of_the_same_twice(params={**params, f"texts/{YEAR}/plan.md": "z"}).reasons == (
        "编写人自己写的文字有变化。",
    )


def test_of_many_changes_the_most_telling_are_shown_and_the_rest_counted() -> None:
    names = [f"f{number}" for number in range(20)]
    old = {name: figure(name, name, "人", 100) for name in names} | {
        "share": figure("share", "率", "%", 100), "lost": figure("lost", "失", "元", 5)
    }  # fmt: skip
    new = {name: figure(name, name, "人", 101 + number) for number, name in enumerate(names)} | {
        "share": figure("share", "率", "%", 99.9), "lost": figure("lost", "失", "元", None)
    }  # fmt: skip
    place = {"year": YEAR, "district": "某区", "township": "", "village": ""}
    told = since(Side(Path(), old, place), Side(Path(), new, place), DAY, None)
    assert [row.id for row in told.further] == ["lost", "share", "f19", "f18", "f17", "f16"]
    assert told.further_said == "主要指标以外还有22项有变化，变化较大的6项是："
    assert (told.changed_count, told.hidden_count) == (22, 16)


def test_the_first_screen_of_the_attached_report_tells_the_same(editions: Editions, parcel: Parcel) -> None:
    attached = attached_report(parcel, editions.told(DISTRICT))
    head, _, rest = parcel.report.partition(PLACE)
    assert attached.startswith(head)
    assert attached.endswith(rest)
    block = attached[len(head) : len(attached) - len(rest)].decode()
    assert re.findall(
        r"<(?:p|li|h2)\b[^>]*>(.*?)</(?:p|li|h2)>", re.sub(r"</?(?:a|strong)\b[^>]*>", "", block)
    ) == [
        "与您上次收到的版本（2020年1月6日发送）相比",
        "有变化的指标6项：",
        "未脱贫人口：1人 → 0人，减少1人",
        "贫困发生率：0.05% → 0%，下降0.05个百分点",
        "当年脱贫人口：0人 → 1人，增加1人",
        "当年脱贫户数：0户 → 1户，增加1户",
        "未脱贫户数：2户 → 1户，减少1户",
        "未脱贫户帮扶措施制定率：0% → 0%，口径等有变化，不宜直接相比",
        "变化的原因：",
        FILES,
        "台账“贫困户”的记录：新增1条，减少1条，改动1条。",
        "新增更正：贫困户“家庭人口”1 处。",
        RULE,
    ]
    page = attached.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', block)) <= set(ids)
    assert "<script" not in block
    assert page.index("</header>") < page.index('id="since"') < page.index('id="contents-title"')


def test_who_was_sent_nothing_before_gets_the_page_as_published(parcel: Parcel) -> None:
    assert parcel.report.count(PLACE) == 1
    assert attached_report(parcel, None) == parcel.report


def test_a_page_without_a_place_for_it_is_not_sent(editions: Editions, parcel: Parcel) -> None:
    for page in (parcel.report.replace(PLACE, b""), parcel.report.replace(PLACE, PLACE * 2)):
        with pytest.raises(StepError, match="没有发送"):
            attached_report(replace(parcel, report=page), editions.told(DISTRICT))
