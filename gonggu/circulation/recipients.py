"""Who gets which edition (`params/recipients.yaml`); nobody else ever gets one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from gonggu.circulation.headings import require_address, require_line
from gonggu.errors import UsageError, nearest
from gonggu.folders import Kind
from gonggu.strict import Strict, as_written, checked, show

FILE = "recipients.yaml"
Name = Annotated[str, AfterValidator(require_line)]


class Recipient(Strict):
    """One reader: the name and address of the mailbox, the places whose edition it gets, and which kind of edition."""

    name: Name
    address: Annotated[str, AfterValidator(require_address)]
    scopes: Annotated[tuple[Name, ...], Field(min_length=1)]
    edition: Kind

    @property
    def mailbox(self) -> str:
        """The address as it is told apart from others: case does not count."""
        return self.address.casefold()


class _File(Strict):
    recipients: tuple[dict[str, Any], ...] = ()


def load_recipients(folder: Path) -> tuple[Recipient, ...]:
    """The entries of `params/recipients.yaml`; UsageError names the entry that is wrong or repeated."""
    path = folder / FILE
    if not path.is_file():
        raise UsageError(f"没有收件人名单 {show(path)}，请写好后再发送（格式见示例项目里的同名文件）。")
    entries = checked(_File, as_written(path) or {}, show(path)).recipients
    found = [checked(Recipient, entry, entry_name(number)) for number, entry in enumerate(entries, start=1)]
    if not found:
        raise UsageError(f"{show(path)}：名单是空的，没有可以发送的人。")
    _refuse_repeated(found)
    return tuple(found)


def require_places(recipients: Iterable[Recipient], names: Iterable[str]) -> None:
    """UsageError where an entry names a place that the year does not have."""
    known = list(names)
    for number, recipient in enumerate(recipients, start=1):
        for scope in recipient.scopes:
            if scope not in known:
                raise UsageError(f"{entry_name(number)} › scopes：没有“{scope}”。{nearest(scope, known)}")


def entry_name(number: int) -> str:
    """An entry as messages name it, counted from 1."""
    return f"params/{FILE} › 第 {number} 条"


def _refuse_repeated(recipients: Iterable[Recipient]) -> None:
    first: dict[str, int] = {}
    for number, recipient in enumerate(recipients, start=1):
        before = first.setdefault(recipient.mailbox, number)
        if before != number:
            raise UsageError(
                f"{entry_name(number)} › address：与第 {before} 条是同一个邮箱，请并成一条（scopes 可以写几个）。"
            )
        if len(set(recipient.scopes)) < len(recipient.scopes):
            raise UsageError(f"{entry_name(number)} › scopes：同一个地方写了两遍，请只留一个。")
