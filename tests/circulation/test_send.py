"""The command that sends: who is to get which edition, once each, and what must not go out."""

import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
import trustme

from gonggu.circulation.attached import PLACE
from gonggu.circulation.parcel import read_parcel
from gonggu.circulation.sendings import Sending, open_sendings
from gonggu.errors import LeakError
from gonggu.folders import Folders
from gonggu.running.index import shown_in
from gonggu.running.lock import hold_year
from gonggu.running.ready import require_nobody_given_away
from gonggu.scope import Scope
from gonggu.year import open_year
from tests.circulation.mail_server import DROP, PASSWORD, serving
from tests.circulation.office import DUTY, OFFICE, YEAR, Office, attached


@pytest.fixture
def office(sample_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """An office with the district's edition and two readers."""
    return Office(sample_run, tmp_path, capsys)


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
    assert attached(message) == [
        ("2019年洪江区工作报告（内部）.html", report),
        ("2019年洪江区指标附表（内部）.xlsx", annex),
    ]
    assert str(message["Subject"]) == "【示例数据】洪江区2019年巩固脱贫成果工作报告（内部）"
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


def _was_sent_another(office: Office, workbook: str) -> None:
    """Both readers have an edition that had other figures and another workbook."""
    figures = json.loads((office.edition / "figures.json").read_text(encoding="utf-8"))
    next(one for one in figures["figures"] if one["id"] == "unexited_persons")["value"] = 29
    record = json.loads((office.edition / "run.json").read_text(encoding="utf-8"))
    record["inputs"][workbook] = "gone"
    with open_sendings(office.data / "circulation") as book:
        book.keep(
            "older", {"figures.json": json.dumps(figures).encode(), "run.json": json.dumps(record).encode()}
        )
        for number, mailbox in enumerate((DUTY, OFFICE)):
            book.plan(Sending(f"message{number}", YEAR, "全区", "internal", "older", mailbox))
            book.mark(f"message{number}", "sent")


def test_the_attached_report_says_what_has_changed_to_who_has_an_edition(office: Office) -> None:
    parcel = read_parcel(office.edition, YEAR, Scope(), "internal", "洪江区", is_sample=True)
    published = parcel.report
    _was_sent_another(office, "贫困户（旧）.xlsx")
    assert office.send() == 0, office.err
    messages = office.written()
    ids = [str(message["Message-ID"]).strip("<>").partition("@")[0] for message in messages]
    assert ids == [parcel.message_id(mailbox) for mailbox in (DUTY, OFFICE)]
    assert (office.edition / "report.html").read_bytes() == published
    (report, _), (same, _) = (dict(attached(message)).values() for message in messages)
    assert report == same
    head, _, rest = published.partition(PLACE)
    block = report[len(head) : len(report) - len(rest)].decode()
    assert report == head + block.encode() + rest
    words = "".join(re.sub(r"<[^>]+>", "", block).split("\n"))
    assert "有变化的指标1项：未脱贫人口：29人 → 24人，减少5人变化的原因：" in words
    assert "台账文件：减少 1 个：贫困户（旧）.xlsx。" in words


def test_the_gate_looks_through_what_is_added_to_the_attached_report(office: Office) -> None:
    work = open_year(YEAR, str(office.params), str(office.data), str(office.outputs))
    name = max(work.store.read("persons")["name"], key=len)
    _was_sent_another(office, f"贫困户（{name}）.xlsx")
    assert office.send() == 3
    assert office.err.count("含有个人信息，没有发送") == 2
    assert re.search(r"位置：.*工作报告（内部）\.html › .*姓名", office.err)
    assert name not in office.err
    assert office.written() == []


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
    name = max(work.store.read("persons")["name"], key=len)
    figures = b'{"figures": [{"numerator": 13384000000, "rows": 2}]}'
    require_nobody_given_away(work, figures, [("报告.html", "<p>无人，13384000000元</p>".encode())])
    with pytest.raises(LeakError, match=r"没有发送。位置：报告\.html › .*姓名") as stopped:
        require_nobody_given_away(work, figures, [("报告.html", f"<p>{name}，</p>".encode())])
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
    assert "- 台账文件：内容有变化 1 个：资金拨付.xlsx。" in text.splitlines()
    assert "- 台账“资金拨付”的记录：改动1条。" in text
    report = next(content for name, content in attached(server.messages()[-1]) if str(name).endswith(".html"))
    assert "台账“资金拨付”的记录：改动1条。" in report.decode()
    assert "- 未脱贫人口：24人（上次 24人，没有变化）" in text
    lines = (office.data / "circulation" / "send.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["sent", "sent"]


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
