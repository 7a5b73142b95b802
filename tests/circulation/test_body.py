"""The message's body: what it says, that mail programs show it alike, and that everybody can read it."""

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from gonggu.circulation.body import MOST_BYTES, Body, write_body
from gonggu.circulation.changes import Since, since
from gonggu.circulation.parcel import Parcel
from gonggu.comparison.sides import side_of
from tests.circulation.letters import FIGURES, RECORD, parcel

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SUPPORT = json.loads((Path(__file__).parent / "caniemail.json").read_text(encoding="utf-8"))

EARLIER = [
    {**FIGURES[0], "value": 29},
    {**FIGURES[1], "value": 0.34},
    FIGURES[2],
    {**FIGURES[4], "value": 98.5},
]
RUN = {
    **RECORD,
    "inputs": {"贫困户.xlsx": "older", "项目.xlsx": "c"},
    "package": {"version": "0", "sha256": "b"},
}


def _since(
    figures: list[dict[str, Any]], record: dict[str, Any], day: str = "2020年1月6日", of: Parcel | None = None
) -> Since:
    before = side_of(json.dumps({"figures": figures}).encode(), json.dumps(record).encode())
    return since(before, (of or parcel()).side, day, None)


@pytest.fixture(scope="module")
def body() -> Body:
    return write_body(parcel(), _since(EARLIER, RUN))


def _lines(body: Body) -> list[str]:
    return [line for line in body.text.splitlines() if line]


def test_it_tells_each_headline_figure_with_what_it_was(body: Body) -> None:
    lines = _lines(body)
    assert "- 未脱贫人口：24人（上次 29人，减少5人）" in lines
    assert "- 贫困发生率：0.12%（上次 0.34%，下降0.22个百分点）" in lines
    assert "- 建档立卡人口人均纯收入：9,264.32元/人（上次 9,264.32元/人，没有变化）" in lines
    assert "- 医保参保率：100%（上次没有这一项）" in lines
    assert not [line for line in lines if "扶贫资金总规模" in line]
    words = re.sub(r"<[^>]+>", " ", body.html)
    for told in ("24", "29", "减少5人", "下降0.22个百分点", "没有变化"):
        assert told in words


def test_it_tells_what_else_differs_and_why(body: Body) -> None:
    lines = _lines(body)
    assert lines[lines.index("与上次发送相比") + 1 :][:9] == [
        "与上次（2020年1月6日发送）相比，主要指标以外还有1项有变化：",
        "- 实际入住率：97.5%（上次 98.5%，下降1个百分点）",
        "变化的原因：",
        "- 那一版的记录没有留存，说不出增减、改动了哪些记录。",
        "- 台账文件：新增 1 个：走访.xlsx。",
        "- 台账文件：减少 1 个：项目.xlsx。",
        "- 台账文件：内容有变化 1 个：贫困户.xlsx。",
        "- 程序有变化：0（—） → 1（—）。",
        "本邮件由程序发出，不必回复。内容有误，请与报告的编制单位联系。",
    ]


def test_who_is_on_the_list_and_when_it_is_made_are_no_reason_and_nothing_changed_is_said() -> None:
    params = {"2019.yaml": "p", "recipients.yaml": "else", "schedule.yaml": "else"}
    text = write_body(parcel(), _since(FIGURES, RECORD | {"params": params}), ()).text
    assert (
        "与上次（2020年1月6日发送）相比，主要指标以外的指标没有变化。\n台账、标准、参数和程序都没有变化。\n"
        in text
    )


def test_the_first_message_compares_nothing() -> None:
    first = write_body(parcel(), None, ())
    assert "没有以前发给您的数可比。" in first.text
    assert "上次 " not in first.text
    assert "<th" in first.html
    assert "变化" not in first.html


def test_a_label_with_markup_is_shown_as_text() -> None:
    of = parcel()
    figures = [{**FIGURES[0], "label": "<script>alert(1)</script>"}, *FIGURES[1:]]
    hostile = of.__class__(**{**vars_of(of), "figures_json": json.dumps({"figures": figures}).encode()})
    html = write_body(hostile, None, ()).html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def vars_of(of: object) -> dict[str, object]:
    """The fields of a parcel."""
    return {name: getattr(of, name) for name in of.__dataclass_fields__}  # type: ignore[attr-defined]


def test_it_is_light_and_has_at_most_two_charts(body: Body) -> None:
    assert len(body.html.encode()) <= MOST_BYTES
    assert 1 <= len(body.pictures) <= 2
    assert sum(len(picture.png) for picture in body.pictures) < 250_000
    assert [picture.cid for picture in body.pictures] == re.findall(r'src="cid:([^"]+)"', body.html)


class _Features(HTMLParser):
    """The features of HTML and CSS that a page uses, by the names that caniemail gives them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.elements: set[str] = set()
        self.misplaced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.found.add(ELEMENTS[tag])
        for name, value in attrs:
            if name == "style":
                self._declarations(tag, value or "")
            else:
                self.found.add(ATTRIBUTES[name])

    def _declarations(self, tag: str, style: str) -> None:
        for declaration in filter(None, (one.strip() for one in style.split(";"))):
            name, _, value = (one.strip() for one in declaration.partition(":"))
            self.found.add(PROPERTIES[name])
            self.found |= {
                UNITS[unit] for unit in re.findall(r"(?<=\d)(px|%|[a-z]+)", value) if "#" not in value
            }
            # What Outlook supports in part, or Gmail: see the notes in the table.
            if name == "padding" and value != "0" and tag not in ("td", "th", "ul", "body"):
                self.misplaced.append(f"{tag} {declaration}")
            if (name.startswith("margin") and ("-" in value or "auto" in value)) or "!" in value:
                self.misplaced.append(f"{tag} {declaration}")


ELEMENTS = {
    **dict.fromkeys(("html", "head", "title"), "html-body"),
    "body": "html-body",
    "meta": "html-meta",
    **dict.fromkeys(("table", "tbody", "tr", "td", "th"), "html-table"),
    **dict.fromkeys(("h1", "h2"), "html-h1-h6"),
    "p": "html-p",
    "strong": "html-strong",
    **dict.fromkeys(("ul", "li"), "html-lists"),
    "img": "html-img",
}
ATTRIBUTES = {
    "lang": "html-lang",
    "role": "html-role",
    "class": "html-class",
    "width": "html-width",
    "align": "html-align",
    "cellpadding": "html-cellpadding",
    "cellspacing": "html-cellspacing",
    "src": "html-img",
    "alt": "html-img",
    **dict.fromkeys(("charset", "name", "content"), "html-meta"),
}
PROPERTIES = {
    "background-color": "css-background-color",
    "color": "css-color",
    "font-family": "css-font",
    "font-size": "css-font-size",
    "font-weight": "css-font-weight",
    "line-height": "css-line-height",
    "margin": "css-margin",
    "padding": "css-padding",
    "width": "css-width",
    "max-width": "css-max-width",
    "height": "css-height",
    "text-align": "css-text-align",
    "vertical-align": "css-vertical-align",
    "border-bottom": "css-border",
    "border-collapse": "css-border-collapse",
}
UNITS = {"px": "css-unit-px", "%": "css-unit-percent"}
# As old as mail programs: caniemail has no page on them. The doctype and the two metas are for those who know them,
# and others leave them out: the body does not rest on them.
UNLISTED = {"html-class", "css-color", "html-meta"}


def test_it_uses_only_what_outlook_and_gmail_support(body: Body) -> None:
    used = _Features()
    used.feed(body.html)
    assert used.found - UNLISTED <= set(SUPPORT["features"]), used.found - UNLISTED - set(SUPPORT["features"])
    for name in used.found - UNLISTED:
        assert set(SUPPORT["features"][name]["outlook"]) | set(SUPPORT["features"][name]["gmail"]) <= {
            "y",
            "a",
        }
    assert used.misplaced == []
    assert not used.elements & {"script", "style", "link", "svg", "form", "iframe"}
    # Nothing that only some support: no flex or grid, no background pictures, nothing from outside.
    assert not re.search(
        r"flex|grid|position|float|url\(|@|https?:|var\(|calc\(", body.html.replace("@gonggu", "")
    )


def test_what_outlook_does_not_support_would_be_noticed() -> None:
    for html in (
        '<p style="white-space: nowrap">x</p>',
        '<div style="display: flex">x</div>',
        "<svg></svg>",
        '<table style="width: 10rem"></table>',
    ):
        with pytest.raises(KeyError):
            _Features().feed(html)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


LOOKS = [
    (width, scheme, with_images)
    for width in (360, 600)
    for scheme in ("light", "dark")
    for with_images in (True, False)
]
USUAL = ((360, "dark", False), (600, "light", True))


@pytest.mark.parametrize(
    ("width", "scheme", "with_images"),
    [pytest.param(*look, marks=[] if look in USUAL else [pytest.mark.slow]) for look in LOOKS],
)
def test_everybody_can_read_it(
    browser: Browser, body: Body, tmp_path: Path, width: int, scheme: str, with_images: bool
) -> None:
    html = body.html
    for picture in body.pictures:
        (tmp_path / f"{picture.name}.png").write_bytes(picture.png)
        html = html.replace(f"cid:{picture.cid}", f"{picture.name}.png" if with_images else "gone.png")
    (tmp_path / "body.html").write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((tmp_path / "body.html").as_uri())
    page.screenshot(path=tmp_path / f"{width}-{scheme}-{with_images}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)") is with_images
    # Dark where that is wished, and the letters with it.
    ground = page.evaluate("getComputedStyle(document.querySelector('h2')).color")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "dark")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]})
    page.close()
    assert found.violations_count == 0, found.generate_report()
    for picture in body.pictures:
        assert picture.alt.count("%") >= 2
