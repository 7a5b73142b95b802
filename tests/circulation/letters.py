"""A small edition and letters of it, for tests of what happens to letters."""

import json
from collections.abc import Iterable

from gonggu.circulation.body import Body
from gonggu.circulation.message import Letter
from gonggu.circulation.parcel import Parcel
from gonggu.circulation.recipients import Recipient
from gonggu.circulation.sendings import Sending, Sendings
from gonggu.scope import Scope

FIGURES = [
    {"id": "unexited_persons", "label": "未脱贫人口", "unit": "人", "value": 24, "status": "ok"},
    {"id": "poverty_rate", "label": "贫困发生率", "unit": "%", "value": 0.12, "status": "ok"},
    {"id": "income_per_head", "label": "人均纯收入", "unit": "元/人", "value": 9264.32, "status": "ok"},
    {"id": "medical_coverage", "label": "医保参保率", "unit": "%", "value": 100, "status": "ok"},
    {"id": "relocation_moved_in", "label": "实际入住率", "unit": "%", "value": 97.5, "status": "ok"},
    {"id": "funds_total", "label": "扶贫资金总规模", "unit": "万元", "value": None, "status": "no data"},
]
RECORD = {
    "state": "done",
    "inputs": {"贫困户.xlsx": "a", "走访.xlsx": "b"},
    "params": {"2019.yaml": "p", "recipients.yaml": "r"},
    "notebooks": {},
    "package": {"version": "1"},
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
        )
        for one in range(number)
    ]


def enter(sendings: Sendings, planned: Iterable[Letter]) -> None:
    """Plan the letters, as `send` does before it hands any over."""
    for letter in planned:
        sent = letter.parcel
        mailbox = letter.recipient.mailbox
        sendings.plan(Sending(letter.message, sent.year, sent.scope.name, sent.kind, sent.edition, mailbox))
