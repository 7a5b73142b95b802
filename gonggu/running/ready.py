"""Whether an edition may be sent: whole, of the ledgers as they are now, without errors; and that it gives nobody away."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from gonggu.circulation.parcel import Parcel, read_parcel
from gonggu.errors import DataError, LeakError
from gonggu.folders import Kind, require_no_link
from gonggu.manifest import stale
from gonggu.privacy.computed import computed_in
from gonggu.privacy.gate import Hit, look_through
from gonggu.privacy.vocabulary import vocabulary
from gonggu.running.building import OWN_RECORD, kept_of
from gonggu.running.kept import RECORD
from gonggu.running.plan import plan_edition
from gonggu.running.steps import STEPS_OF
from gonggu.scope import Scope
from gonggu.withholding import withheld_of
from gonggu.year import Year

_AGAIN = "请重新运行 run"


def ready_parcel(work: Year, scope: Scope, kind: Kind) -> Parcel:
    """The scope's edition, to be sent once it has passed the gate; DataError says why it must not be.

    Call while holding the year.
    """
    require_no_link(work.folders, work.year, scope, kind)
    folder = work.folders.edition(work.year, scope, kind)
    params = work.params.year
    parcel = read_parcel(folder, work.year, scope, kind, params.district, params.sample)
    _require_done(parcel, scope, folder)
    _require_as_made(parcel, folder)
    _require_current(work, scope, kind)
    return parcel


def require_nobody_given_away(work: Year, figures: bytes, files: Iterable[tuple[str, bytes]]) -> None:
    """The privacy gate over these very files, names and contents; LeakError says where, never what.

    `figures` is figures.json of the edition that they are of.
    """
    contents = dict(files)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in contents.items():
            (folder / file).write_bytes(content)
        computed = computed_in({**contents, "figures.json": figures})
        hits = look_through(folder, vocabulary(work).knowing(computed))
    if hits:
        raise LeakError(f"含有个人信息，没有发送。位置：{_shown(hits)}。{_AGAIN}；仍有的，按它的提示改正。")


def _shown(hits: list[Hit]) -> str:
    return "；".join(map(str, hits[:3])) + (f"；等，共 {len(hits)} 处" if len(hits) > 3 else "")


def _require_done(parcel: Parcel, scope: Scope, folder: Path) -> None:
    """By its own record, and by that of the last run: a run that has failed since was not of these ledgers."""
    record = parcel.record
    try:
        own = json.loads((folder / OWN_RECORD).read_text(encoding="utf-8"))
        errors, kind = int(own["findings"]["error"]), own["edition"]
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(f"不完整（没有自己的运行记录），{_AGAIN}。") from None
    if (kind, own["township"], own["village"]) != (parcel.kind, scope.township, scope.village):
        raise DataError(f"文件夹里是另一个版本的报告，{_AGAIN}。")
    if record.get("state") != "done" or record != own:
        raise DataError("上一次运行没有做成，现有的是以前的报告。请先让 run 运行成功。")
    if errors:
        raise DataError(f"是草稿（台账有 {errors} 处错误，见问题清单），不得发送。请改正台账后重新运行 run。")


def _require_as_made(parcel: Parcel, folder: Path) -> None:
    """What was read is what the report step wrote, to the byte."""
    try:
        files = json.loads((folder / RECORD).read_text(encoding="utf-8"))["steps"]["report"]["files"]
        made = {name: files[name]["sha256"] for name in parcel.files}
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(f"不完整（没有各步骤的记录），{_AGAIN}。") from None
    changed = [name for name, content in parcel.files.items() if sha256(content).hexdigest() != made[name]]
    if changed:
        raise DataError(f"{'、'.join(changed)} 做好以后被改动过，没有发送。{_AGAIN}。")


def _require_current(work: Year, scope: Scope, kind: Kind) -> None:
    raw, processed = work.folders.raw(work.year), work.folders.processed(work.year)
    why = stale(raw, processed, work.params, work.forms)
    if why:
        raise DataError(f"比台账旧（{why}），没有发送。{_AGAIN}。")
    withheld = withheld_of(work) if kind == "public" else None
    plan = plan_edition(work, work.manifest(), scope, kept_of(work, scope, kind), None, withheld)
    if plan.reasons:
        said = "；".join(dict.fromkeys(plan.reasons[step] for step in STEPS_OF[kind] if step in plan.reasons))
        raise DataError(f"不是最新的（{said}），没有发送。{_AGAIN}。")
