"""A small edition and letters of it, for tests of what happens to letters."""

import json
from collections.abc import Iterable
from typing import Any

from gonggu.circulation.body import Body
from gonggu.circulation.message import Letter
from gonggu.circulation.parcel import Parcel
from gonggu.circulation.recipients import Recipient
from gonggu.circulation.sendings import Sending, Sendings
from gonggu.scope import Scope


def figure(one: str, label: str, unit: str, value: float | None) -> dict[str, Any]:
    """A record of figures.json."""
    return {
        "id": one, "label": label, "unit": unit, "section": "总述", "value": value, "numerator": None,
        "denominator": None, "rows": 1, "ledgers": ["贫困户"], "definition": "口径",
        "status": "no data" if value is None else "ok",
    }  # fmt: skip


FIGURES = [
    figure("unexited_persons", "未脱贫人口", "人", 24),
    figure("poverty_rate", "贫困发生率", "%", 0.12),
    figure("income_per_head", "人均纯收入", "元/人", 9264.32),
    figure("medical_coverage", "医保参保率", "%", 100),
    figure("relocation_moved_in", "实际入住率", "%", 97.5),
    figure("funds_total", "扶贫资金总规模", "万元", None),
]
RECORD = {
    "year": 2019,
    "district": "洪江区",
    "township": "",
    "village": "",
    "edition": "internal",
    "state": "done",
    "inputs": {"贫困户.xlsx": "a", "走访.xlsx": "b"},
    "params": {"2019.yaml": "p", "recipients.yaml": "r"},
    "notebooks": {},
    "package": {"version": "1", "sha256": "a"},
    "rules": {},
}
BODY = Body("正文\n第二行\n", "<p>正文</p>", ())


def parcel(report: bytes = b"<p>report</p>", scope: Scope | None = None) -> Parcel:
    """The district's edition of these figures."""
    return Parcel(
        year=2019,
        scope=scope or Scope(),
        kind="internal",
        district="洪江区",
        is_sample=True,
        report=report,
        annex=b"PK annex",
        figures_json=json.dumps({"figures": FIGURES}).encode(),
        record_json=json.dumps(RECORD).encode(),
    )


def letters(number: int, of: Parcel | None = None) -> list[Letter]:
    """A letter to each of so many readers."""
    sent = of or parcel()
    return [
        Letter(
            sent,
            Recipient(
                name=f"单位{one}", address=f"reader{one}@example.com", scopes=("全区",), edition="internal"
            ),
            BODY,
            sent.attachments(sent.report),
        )
        for one in range(number)
    ]


def enter(sendings: Sendings, planned: Iterable[Letter]) -> None:
    """Plan the letters, as `send` does before it hands any over."""
    for letter in planned:
        sent = letter.parcel
        mailbox = letter.recipient.mailbox
        sendings.plan(Sending(letter.message, sent.year, sent.scope.name, sent.kind, sent.edition, mailbox))
