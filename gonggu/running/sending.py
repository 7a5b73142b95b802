"""`send`: who is to get which edition, what stands against it, and handing over what is missing."""

import os
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gonggu.circulation.attached import attached_report
from gonggu.circulation.body import Body, write_body
from gonggu.circulation.changes import Since, since
from gonggu.circulation.delivery import deliver
from gonggu.circulation.log import Log, open_log
from gonggu.circulation.message import Letter
from gonggu.circulation.parcel import Attachments, Parcel
from gonggu.circulation.recipients import Recipient, load_recipients, require_places
from gonggu.circulation.sendings import Sending, Sendings, open_sendings
from gonggu.circulation.settings import Server, load_server
from gonggu.comparison.rows import record_changes
from gonggu.comparison.sides import side_of
from gonggu.errors import StepError, StoppedError, UsageError, UserError, nearest
from gonggu.folders import FIGURES, MAIL_FOLDER, RECORD, Folders, Kind
from gonggu.running.lock import hold_year
from gonggu.running.publish import sweep
from gonggu.running.ready import ready_parcel, require_nobody_given_away
from gonggu.running.steps import path_parameters
from gonggu.scope import DISTRICT_NAME, Scope, safe_name
from gonggu.writing import writing
from gonggu.year import Year, open_year

KINDS: Mapping[Kind, str] = {"internal": "内部版", "public": "公开版"}
ANSWERS = {"sent": True, "not-sent": False}
LOG = "send"
_NO_SENDER = "unset@sender.invalid"
# Of a recipient's name in the name of a file, so that no file system finds it too long.
_MOST_OF_NAME = 40


@dataclass(frozen=True)
class SendRequest:
    """What one call of `send` asks for; without places, every edition that somebody on the list gets.

    `settle` is a message in doubt and the answer, one of ANSWERS.
    """

    year: int
    folders: Folders
    township: str = ""
    village: str = ""
    really: bool = False
    settle: tuple[str, str] | None = None
    as_json: bool = False


@dataclass
class Told:
    """What to print, what to complain of, who is left without the edition, and the exit code."""

    lines: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    exit_code: int = 0

    def undeliver(self, recipient: Recipient, scope: Scope, why: object, code: int) -> None:
        """Note what stands against a delivery; the gravest code counts."""
        what = f"{scope.name}，{KINDS[recipient.edition]}"
        self.undelivered.append(f"{recipient.name}（{what}）")
        self.complaints.append(f"没有发给{recipient.name} <{recipient.address}>（{what}）：{why}")
        self.exit_code = max(self.exit_code, code)


def send(request: SendRequest) -> Told:
    """Send what is missing, or write what would be sent; UserError where nothing can be said of anybody."""
    work = open_year(request.year, **path_parameters(request.folders))
    recipients = load_recipients(request.folders.params)
    if request.settle and request.settle[1] not in ANSWERS:
        raise UsageError(f"--settle 的答复不认识“{request.settle[1]}”。{nearest(request.settle[1], ANSWERS)}")
    server = load_server(os.environ) if request.really else None
    folder = request.folders.circulation
    try:
        with (
            hold_year(request.year, *request.folders.written()),
            open_sendings(folder) as sendings,
            open_log(folder, LOG, as_json=request.as_json) as log,
        ):
            sweep(request.folders.outputs / str(request.year))
            for one in sendings.interrupted(request.year):
                log.event("interrupted", year=one.year, scope=one.scope, message=_short(one))
            if request.settle:
                return _settled(sendings, log, *request.settle)
            return _sent(work, request, recipients, server, sendings, log)
    except KeyboardInterrupt:
        raise StoppedError("发送被中断。已经发出的不会再发；再运行一次 send，只补发没有发出的。") from None


def _settled(sendings: Sendings, log: Log, message: str, answer: str) -> Told:
    one = sendings.settle(message, ANSWERS[answer])
    log.event("settled", year=one.year, scope=one.scope, message=_short(one), state=one.state)
    then = "记作已送到，不再发送" if ANSWERS[answer] else "记作没有送到，下次 send 会补发"
    return Told([f"{one.mailbox}的{one.scope}（{one.year} 年）：{then}。"])


def _sent(
    work: Year,
    request: SendRequest,
    recipients: tuple[Recipient, ...],
    server: Server | None,
    sendings: Sendings,
    log: Log,
) -> Told:
    told = Told()
    due = list(_due(work, request, recipients))
    post = _Post(work, sendings, told)
    letters = list(post.letters(due))
    if server is None:
        _write_out(work, due, letters, told)
        _ask(sendings, work.year, post.messages, told)
        return told
    for letter in letters:
        sendings.keep(
            letter.parcel.edition, {FIGURES: letter.parcel.figures_json, RECORD: letter.parcel.record_json}
        )
        sendings.plan(_entry(letter))
    deliver(letters, server, sendings, log)
    _tell_outcome(letters, sendings, told)
    _ask(sendings, work.year, post.messages, told)
    return told


def _due(
    work: Year, request: SendRequest, recipients: tuple[Recipient, ...]
) -> Iterator[tuple[Recipient, Scope]]:
    """Each reader with each place whose edition is asked for and is for that reader."""
    scopes = {scope.name: scope for scope in (Scope(), *work.places())}
    require_places(recipients, scopes)
    asked = list(scopes.values())
    if request.township or request.village:
        township = "" if request.township == DISTRICT_NAME and not request.village else request.township
        asked = [work.scope(township, request.village)]
        if not any(one.name in recipient.scopes for one in asked for recipient in recipients):
            raise UsageError(f"收件人名单里没有人收{asked[0].name}的报告，没有发送。")
    for recipient in recipients:
        for name in recipient.scopes:
            if scopes[name] in asked:
                yield recipient, scopes[name]


class _Post:
    """Makes the letters that are missing; tells who has had theirs, and what stands against the others."""

    def __init__(self, work: Year, sendings: Sendings, told: Told) -> None:
        self._work = work
        self._sendings = sendings
        self._told = told
        self._parcels: dict[tuple[Scope, Kind], Parcel | UserError] = {}
        self._written: dict[tuple[str, str], tuple[Body, Attachments] | UserError] = {}
        self._passed: set[tuple[str, bytes]] = set()
        self.messages: set[str] = set()  # of the present editions, whatever has become of them

    def letters(self, due: list[tuple[Recipient, Scope]]) -> Iterator[Letter]:
        """In the order of those who are due."""
        for recipient, scope in due:
            letter = self._letter(recipient, scope)
            if isinstance(letter, UserError):
                self._told.undeliver(recipient, scope, letter, letter.exit_code)
            elif letter:
                yield letter

    def _letter(self, recipient: Recipient, scope: Scope) -> Letter | UserError | None:
        parcel = self._parcel(scope, recipient.edition)
        if isinstance(parcel, UserError):
            return parcel
        message = parcel.message_id(recipient.mailbox)
        self.messages.add(message)
        entry = self._sendings.find(message)
        if entry and entry.state == "sent":
            self._told.lines.append(
                f"{recipient.name}已有{scope.name}的这一版（{_day(entry)}发送），不再发。"
            )
            return None
        if entry and entry.state == "doubtful":
            return _doubt(entry)
        content = self._content(parcel, recipient)
        return content if isinstance(content, UserError) else Letter(parcel, recipient, *content)

    def _parcel(self, scope: Scope, kind: Kind) -> Parcel | UserError:
        if (scope, kind) not in self._parcels:
            try:
                self._parcels[scope, kind] = ready_parcel(self._work, scope, kind)
            except UserError as error:
                self._parcels[scope, kind] = error
        return self._parcels[scope, kind]

    def _content(self, parcel: Parcel, recipient: Recipient) -> tuple[Body, Attachments] | UserError:
        """Readers who were sent the same edition last get the same body and the same files."""
        last = self._sendings.last_sent(parcel.scope.name, parcel.kind, recipient.mailbox, but=parcel.edition)
        key = (parcel.edition, f"{last.edition} {_day(last)}" if last else "")
        if key not in self._written:
            try:
                self._written[key] = self._write(parcel, last)
            except UserError as error:
                self._written[key] = error
        return self._written[key]

    def _write(self, parcel: Parcel, last: Sending | None) -> tuple[Body, Attachments]:
        """Body and files for those who were sent `last`; LeakError where anything in them gives somebody away."""
        told = self._since(parcel, last)
        attachments = parcel.attachments(attached_report(parcel, told))
        body = write_body(parcel, told)
        texts = {"主题.txt": parcel.subject, "正文.txt": body.text, "正文.html": body.html}
        pictures = ((f"{one.name}.png", one.png) for one in body.pictures)
        files = {*attachments, *((name, text.encode()) for name, text in texts.items()), *pictures}
        require_nobody_given_away(self._work, parcel.figures_json, files - self._passed)
        self._passed |= files
        return body, attachments

    def _since(self, parcel: Parcel, last: Sending | None) -> Since | None:
        """What has changed since the edition `last`; None where there was none, or nothing is left of it."""
        if last is None:
            return None
        figures, record = (self._sendings.kept(last.edition, name) for name in (FIGURES, RECORD))
        if not (figures and record):
            return None
        before = side_of(figures, record)
        return since(before, parcel.side, _day(last), record_changes(before, parcel.side, self._work))


def _write_out(work: Year, due: list[tuple[Recipient, Scope]], letters: list[Letter], told: Told) -> None:
    """The messages as files in their edition's folder, in the place of those of the last time."""
    try:
        sender = load_server(os.environ).sender
    except UsageError as error:
        sender = _NO_SENDER
        told.lines.append(f"还不能真正发送：{error}")
    for recipient, scope in due:
        folder = _mail_folder(work, scope, recipient.edition)
        with writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
    for number, letter in enumerate(letters, start=1):
        folder = _mail_folder(work, letter.parcel.scope, letter.parcel.kind)
        path = folder / f"{number:02d}_{safe_name(letter.recipient.name)[:_MOST_OF_NAME]}.eml"
        with writing(path):
            folder.mkdir(exist_ok=True)
            path.write_bytes(letter.content(sender, datetime.now().astimezone()))
        told.lines.append(f"将发给{_who(letter)}：{path}")
    told.lines.append(f"共 {len(letters)} 封。没有发送；核对后加上 --really 才会发出。")


def _mail_folder(work: Year, scope: Scope, kind: Kind) -> Path:
    return work.folders.edition(work.year, scope, kind) / MAIL_FOLDER


def _tell_outcome(letters: list[Letter], sendings: Sendings, told: Told) -> None:
    sent = 0
    for letter in letters:
        entry = sendings.find(letter.message)
        assert entry is not None
        if entry.state == "sent":
            sent += 1
            told.lines.append(f"已发给{_who(letter)}")
        else:
            why = _doubt(entry) if entry.state == "doubtful" else _why(entry)
            told.undeliver(letter.recipient, letter.parcel.scope, why, StepError.exit_code)
    told.lines.append(f"发出 {sent} 封。" if letters else "没有要发的。")
    if told.undelivered:
        told.complaints.append(f"没有送到的 {len(told.undelivered)} 封：{'、'.join(told.undelivered)}。")


def _ask(sendings: Sendings, year: int, current: Set[str], told: Told) -> None:
    """Ask of editions that others have followed too: a doubt stays until somebody answers it."""
    for one in sendings.doubts(year):
        if one.message not in current:
            told.lines.append(f"以前发给 {one.mailbox} 的一封（{one.scope}，{_day(one)}）{_doubt(one)}")


def _why(entry: Sending) -> str:
    if entry.state == "refused":
        answer = f"{entry.code} {entry.said}".strip()
        hint = "邮件太大" if entry.code == 552 else "请核对地址"
        return f"邮件服务器拒收（{answer}），{hint}，改好后再运行 send。"
    return f"{entry.said}。处理好以后再运行 send，只补发没有发出的。"


def _doubt(entry: Sending) -> StepError:
    return StepError(
        f"存疑：{entry.said}，不知道是否送到，不会自动重发。请问收件人是否收到，"
        f"再运行 send --year {entry.year} --settle {_short(entry)} sent（已收到）或 not-sent（没收到，下次补发）。"
    )


def _who(letter: Letter) -> str:
    parcel, recipient = letter.parcel, letter.recipient
    return f"{recipient.name} <{recipient.address}>（{parcel.scope.name}，{KINDS[parcel.kind]}）"


def _entry(letter: Letter) -> Sending:
    parcel = letter.parcel
    return Sending(
        letter.message, parcel.year, parcel.scope.name, parcel.kind, parcel.edition, letter.recipient.mailbox
    )


def _short(entry: Sending) -> str:
    """Enough of the message's id to name it."""
    return entry.message[:12]


def _day(entry: Sending) -> str:
    day = datetime.fromisoformat(entry.changed).astimezone()
    return f"{day.year}年{day.month}月{day.day}日"
