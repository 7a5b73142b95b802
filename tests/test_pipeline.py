"""The pipeline end to end: real workbooks, real kernels, papermill, nbconvert; one edition for all these tests."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from fractions import Fraction
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest
import trustme

import pipeline
from gonggu.circulation.sendings import open_sendings
from gonggu.errors import LeakError
from gonggu.figures.catalogue import CARDS
from gonggu.figures.published import agrees
from gonggu.folders import Folders
from gonggu.params import load_params
from gonggu.privacy.vocabulary import PERSON, personal_values
from gonggu.running.index import shown_in
from gonggu.running.lock import hold_year
from gonggu.running.notebooks import check_parameters
from gonggu.running.ready import require_nobody_given_away
from gonggu.year import open_year
from tests.circulation.mail_server import DROP, PASSWORD, serving
from tests.circulation.office import DUTY, OFFICE, Office, attached

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019
STEPS = ["1_clean", "2_indicators", "3_funds", "4_relocation", "5_report"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the district's edition, made from the committed sample."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "raw").symlink_to(ROOT / "data" / "raw")
    words = ["run", "--year", str(YEAR), "--data", str(folder), "--outputs", str(folder / "outputs")]
    assert pipeline.main(words) == 0
    return folder / "outputs" / str(YEAR) / "全区"


@pytest.fixture(scope="session")
def figures(made: Path) -> dict[str, dict[str, object]]:
    """figures.json by figure id."""
    content = json.loads((made / "figures.json").read_text(encoding="utf-8"))
    assert (content["year"], content["district"], content["township"], content["village"]) == (
        YEAR,
        "洪江区",
        None,
        None,
    )
    return {figure["id"]: figure for figure in content["figures"]}


def test_every_figure_of_the_catalogue_is_there_with_a_value(figures: dict[str, dict[str, object]]) -> None:
    assert list(figures) == [card.id for card in CARDS]
    assert len(figures) == 148
    assert not [one for one, figure in figures.items() if figure["status"] == "no data"]


CLAIMS = [
    claim for claim in load_params(ROOT / "params", YEAR).published if claim.how in ("computed", "stated")
]


def test_there_are_107_printed_claims_on_figures() -> None:
    assert len(CLAIMS) == 107


@pytest.mark.parametrize(
    "claim", CLAIMS, ids=[f"{number}-{claim.figure}={claim.value}" for number, claim in enumerate(CLAIMS, 1)]
)
def test_the_sample_reproduces_the_printed_claim(claim, figures: dict[str, dict[str, object]]) -> None:  # type: ignore[no-untyped-def]
    value = figures[claim.figure]["value"]
    assert agrees(claim, Fraction(str(value))), f"{claim.figure}: {value}, printed {claim.value}"


@pytest.mark.parametrize(
    ("claim_id", "begins"), [("policy_training_date", "2019-06-05"), ("handbook_training_month", "2019-09")]
)
def test_the_sample_reproduces_the_printed_date(claim_id: str, begins: str, made: Path) -> None:
    claims = {claim.figure: claim for claim in load_params(ROOT / "params", YEAR).published}
    assert claims[claim_id].value == begins.replace("-", "")
    courses = pd.read_parquet(made.parents[2] / "processed" / str(YEAR) / "courses.parquet")
    policy = courses[courses["category"].eq("政策业务")]
    assert policy["started"].dt.strftime("%Y-%m-%d").str.startswith(begins).any()


def test_the_edition_is_whole_and_its_record_true(made: Path) -> None:
    assert sorted(path.stem for path in (made / "notebooks").iterdir()) == STEPS
    assert {path.name for path in made.iterdir() if not path.name.startswith(".")} == {
        *("report.html", "annex.xlsx", "figures.json", "run.json", "notebooks", "问题清单.xlsx")
    }
    record = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert (record["year"], record["scope"], record["state"]) == (YEAR, "全区", "done")
    assert [step["state"] for step in record["steps"].values()] == ["done"] * 5
    assert len(record["inputs"]) == 22
    assert record["findings"]["error"] == 0
    assert not list(made.parent.glob(".building/*"))


def test_the_executed_notebooks_show_no_error(made: Path) -> None:
    for name in STEPS:
        notebook = nbformat.read(str(made / "notebooks" / f"{name}.ipynb"), as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert outputs
        assert not [output for output in outputs if output.output_type == "error"]
        assert not [output for output in outputs if output.get("name") == "stderr"], name


def test_the_page_asks_nothing_from_outside_and_shows_no_gap(made: Path) -> None:
    page = (made / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 1_500_000
    assert '<html lang="zh-CN">' in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", page)
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\bNone\b|NaN|\{\{|\ue000", text)
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))
    assert len(re.findall(r"<figure", page)) >= 10


def _texts(path: Path) -> Iterator[str]:
    """Everything readable in a file of the edition."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            yield from (archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    else:
        yield path.read_text(encoding="utf-8")


def test_no_name_number_phone_or_account_is_in_what_circulates(made: Path) -> None:
    work = open_year(YEAR, data=str(made.parents[2]))
    personal = {
        str(value)
        for ledger in work.forms.ledgers.values()
        for column in ledger.personal
        for value in work.store.read(ledger.id)[column.name].dropna().unique()
    }
    assert len(personal) > 5000
    files = [
        made / "report.html",
        made / "annex.xlsx",
        made / "figures.json",
        *(made / "notebooks").iterdir(),
    ]
    for path in files:
        text = "\n".join(_texts(path))
        # Pictures are base64; what could stand there by chance is no name.
        readable = re.sub(r"base64,[A-Za-z0-9+/=\\n]+", "", text)
        leaked = [value for value in personal if value in readable]
        assert not leaked, f"{len(leaked)} personal values in {path.name}"


def test_a_parameter_that_does_not_fit_is_refused_before_a_kernel_starts() -> None:
    notebook = ROOT / "notebooks" / "2_indicators.ipynb"
    check_parameters(notebook, {"year": 2019, "township": "横岩乡"})
    with pytest.raises(Exception, match="没有参数“yeer”。是否要写“year”"):
        check_parameters(notebook, {"yeer": 2019})
    with pytest.raises(Exception, match="应为 int"):
        check_parameters(notebook, {"year": "abc"})
    with pytest.raises(Exception, match="应为 int"):
        check_parameters(notebook, {"year": True})


def test_a_failing_cell_leaves_the_old_edition_and_a_true_record(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "notebooks"
    broken.mkdir()
    for name in STEPS:
        notebook = nbformat.read(str(ROOT / "notebooks" / f"{name}.ipynb"), as_version=4)
        if name == "2_indicators":
            notebook.cells[1:1] = [nbformat.v4.new_code_cell("1 / 0")]
        nbformat.write(notebook, str(broken / f"{name}.ipynb"))
    monkeypatch.setattr("gonggu.running.steps.NOTEBOOKS", broken)
    before = (made / "report.html").read_bytes()
    outputs, data = made.parents[1], made.parents[2]
    words = [
        "run",
        "--year",
        str(YEAR),
        "--from",
        "indicators",
        "--data",
        str(data),
        "--outputs",
        str(outputs),
    ]
    try:
        assert pipeline.main(words) == 3
        assert (made / "report.html").read_bytes() == before
        record = json.loads((made / "run.json").read_text(encoding="utf-8"))
        assert record["state"] == "failed"
        states = {name: step["state"] for name, step in record["steps"].items()}
        assert states["indicators"] == "failed"
        assert states["report"] == "not run"
        assert "ZeroDivisionError" in record["steps"]["indicators"]["error"]
        assert (made / "failed" / "notebooks" / "2_indicators.ipynb").is_file()
    finally:
        shutil.copy2(made / ".steps" / "run.json", made / "run.json")
        shutil.rmtree(made / "failed")


def test_printed_claims_carry_no_wording_of_the_printed_report() -> None:
    with (ROOT / "params" / f"published_{YEAR}.csv").open(encoding="utf-8") as file:
        assert set(next(csv.reader(file))) == {
            *("figure", "year", "section", "value", "unit", "how", "match", "implied")
        }


# Sending is the pipeline's last step: it is tried on the same edition, of which each test has a copy.


@pytest.fixture
def office(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office with the district's edition and two readers."""
    return Office(made, tmp_path, capsys)


def test_without_really_the_messages_are_written_and_nobody_gets_one(office: Office) -> None:
    office.list_readers(
        (DUTY, "全区", "internal"), (OFFICE, "横岩乡", "internal"), ("a@b.test", "全区", "public")
    )
    assert office.send() == 1  # two of the editions have not been made
    assert f"将发给单位1 <{DUTY}>（全区，内部版）" in office.out
    assert f"没有发给单位2 <{OFFICE}>（横岩乡，内部版）：还没有做好" in office.err
    assert "没有发给单位3 <a@b.test>（全区，公开版）：还没有做好" in office.err
    (message,) = office.written()
    report, annex = ((office.edition / name).read_bytes() for name in ("report.html", "annex.xlsx"))
    assert attached(message) == [("2019年洪江区工作报告.html", report), ("2019年洪江区指标附表.xlsx", annex)]
    assert str(message["Subject"]) == "【示例数据】洪江区2019年巩固脱贫成果工作报告"
    # A reader who is no longer on the list leaves no message behind, and the folder is no place.
    office.list_readers((OFFICE, "全区", "internal"))
    assert office.send() == 0, office.err
    assert [str(one["To"].addresses[0].addr_spec) for one in office.written()] == [OFFICE]
    assert len(shown_in(Folders(office.params, office.data, office.outputs))) == 1


def test_each_reader_is_sent_an_edition_once(
    office: Office, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(trusted, {f"content {OFFICE}": [DROP]}) as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        assert office.send("--really") == 3
        assert f"已发给单位1 <{DUTY}>" in office.out
        assert "发出 1 封。" in office.out
        assert "没有送到的 1 封：单位2（全区，内部版）。" in office.err
        found = re.search(r"--settle (\w+) sent", office.err)
        assert found
        assert office.send("--really") == 3  # asked about, not sent again
        assert "单位1已有全区的这一版" in office.out
        assert server.counts() == {DUTY: 1}
        assert office.send("--settle", found[1], "not-sent") == 0
        assert office.send("--really") == 0, office.err
        assert office.send("--really") == 0
        assert server.counts() == {DUTY: 1, OFFICE: 1}
    assert office.send("--settle", found[1], "sent") == 2
    for path in (*office.data.rglob("*"), *office.outputs.rglob("*")):
        assert path.is_dir() or PASSWORD.encode() not in path.read_bytes()
    log = (office.data / "circulation" / "send.log").read_text(encoding="utf-8")
    assert [line.split()[1] for line in log.splitlines()] == ["sent", "doubtful", "settled", "sent"]
    assert "@" not in log


def _touch_ledger(office: Office) -> None:
    path = next((office.data / "raw" / str(YEAR)).glob("走访*.xlsx"))
    path.write_bytes(path.read_bytes() + b" ")


def _change_rules(office: Office) -> None:
    path = office.params / "2019.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 24, unit", "value: 25, unit"), "utf-8")


def _edit_report(office: Office) -> None:
    path = office.edition / "report.html"
    path.write_text(path.read_text(encoding="utf-8").replace("24", "25", 1), encoding="utf-8")


REFUSED = {
    "older than a ledger": (_touch_ledger, "比台账旧（台账有变化：走访"),
    "older than a parameter": (_change_rules, "比台账旧（参数、规则或更正有变化）"),
    "edited by hand": (_edit_report, "report.html 做好以后被改动过"),
    "without its annex": (lambda office: (office.edition / "annex.xlsx").unlink(), "缺少 annex.xlsx"),
    "without its record": (lambda office: (office.edition / ".steps/run.json").unlink(), "不完整"),
    "without its steps": (lambda office: (office.edition / ".steps/made.json").unlink(), "不完整"),
    "a draft": (
        lambda office: office.change_record(lambda record: record["findings"].update(error=3)),
        "是草稿（台账有 3 处错误",
    ),
    "after a failed run": (
        lambda office: office.change_record(lambda record: record.update(state="failed"), "run.json"),
        "上一次运行没有做成",
    ),
    "of another kind": (
        lambda office: office.change_record(lambda record: record.update(edition="public")),
        "另一个版本的报告",
    ),
}


@pytest.mark.parametrize(("spoil", "says"), REFUSED.values(), ids=REFUSED)
def test_an_edition_that_must_not_go_out_is_not_sent(
    office: Office, spoil: Callable[[Office], None], says: str
) -> None:
    spoil(office)
    assert office.send() == 1
    assert says in office.err, office.err
    assert office.err.count("没有发给") == 2
    assert office.written() == []


def test_a_person_in_what_is_attached_stops_it(office: Office) -> None:
    work = open_year(YEAR, str(office.params), str(office.data), str(office.outputs))
    name = sorted(personal_values(work.store)[PERSON], key=len)[-1]
    require_nobody_given_away(work, [("报告.html", "<p>无人</p>".encode())])
    with pytest.raises(LeakError, match=r"没有发送。位置：报告\.html › .*姓名") as stopped:
        require_nobody_given_away(work, [("报告.html", f"<p>{name}，</p>".encode())])
    assert name not in str(stopped.value)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--really",), "GONGGU_SMTP_HOST"),
        (("--township", "桂花园乡"), "没有人收桂花园乡的报告"),
        (("--township", "桂花圆乡"), "没有乡镇“桂花圆乡”"),
        (("--settle", "abcdef123", "sent"), "没有存疑的邮件“abcdef123”"),
        (("--settle", "abcdef123", "yes"), "--settle 的答复不认识“yes”"),
    ],
)
def test_send_refuses_what_it_cannot_do(office: Office, words: tuple[str, ...], says: str) -> None:
    assert office.send(*words) == 2
    assert says in office.err
    assert office.written() == []


def test_send_refuses_a_reader_of_a_place_that_is_not_there(office: Office) -> None:
    office.list_readers((DUTY, "全区", "internal"), (OFFICE, "横岩镇", "internal"))
    assert office.send() == 2
    assert "recipients.yaml › 第 2 条 › scopes：没有“横岩镇”" in office.err


def test_send_waits_for_no_run_that_holds_the_year(office: Office) -> None:
    with hold_year(YEAR, office.outputs):
        assert office.send() == 4
    assert not office.has_book


@pytest.mark.slow
def test_the_next_edition_says_what_has_changed_since_the_last_that_the_reader_was_sent(
    office: Office, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(trusted) as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        assert office.send("--really") == 0, office.err
        assert "没有以前发给您的数可比" in _text(server.messages()[0])
        book = next((office.data / "raw" / str(YEAR)).glob("资金拨付*.xlsx"))
        opened = openpyxl.load_workbook(book)
        amount = next(cell for cell in opened.active[1] if str(cell.value).startswith("金额")).column
        largest = max(
            (row[amount - 1] for row in opened.active.iter_rows(min_row=2)), key=lambda one: one.value
        )
        largest.value -= largest.value // 2
        opened.save(book)
        assert office.send("--really") == 1  # older than its ledgers
        assert office.call("run") == 0, office.err
        with open_sendings(office.data / "circulation") as sendings:
            first = server.messages()[0]["Message-ID"].strip("<>").partition("@")[0]
            sendings.mark(first, "doubtful")
        assert office.send("--really", "--json") == 0, office.err
        assert (
            f"--settle {first[:12]} sent" in office.out
        )  # of the edition before: asked about, and no failure
        assert server.counts() == {DUTY: 2, OFFICE: 2}
    text = _text(server.messages()[-1])
    assert re.search(r"资金拨付率：[\d.]+%（上次 [\d.]+%，下降[\d.]+个百分点）", text), text
    assert "- 台账有改动：资金拨付" in text
    assert "- 未脱贫人口：24人（上次 24人，没有变化）" in text
    lines = (office.data / "circulation" / "send.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["sent", "sent"]


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
