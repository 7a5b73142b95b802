"""Reports and index in a real browser: offline, quiet, nothing wider than the screen, open to everybody, ready to print.

Full-page pictures of each are kept in pytest's folder (`--basetemp` says where) for a person to look at.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

import pipeline

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

TOWNSHIP, VILLAGE = "横岩乡", "大松坡村"
PAGES = {
    "district": "2019/全区/report.html",
    "township": f"2019/{TOWNSHIP}/report.html",
    "village": f"2019/{TOWNSHIP}/{VILLAGE}/report.html",
    "index": "index.html",
}
SCOPES = {"township": ("--township", TOWNSHIP), "village": ("--township", TOWNSHIP, "--village", VILLAGE)}
# What a page may weigh, and on how many sheets of A4 it may print.
BYTES = {"district": 1_500_000, "township": 1_500_000, "village": 1_000_000, "index": 100_000}
SHEETS = {"district": (15, 50), "township": (12, 45), "village": (10, 40), "index": (1, 1)}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@dataclass(frozen=True)
class Opened:
    """A page in the browser, and what it complained of or asked for."""

    kind: str
    width: int
    page: Page
    complaints: list[str]


@pytest.fixture(scope="module")
def outputs(sample_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample district's report with its index; `_address` adds the other places' where they are asked for."""
    folder = tmp_path_factory.mktemp("browser") / "run"
    shutil.copytree(sample_run, folder, symlinks=True)
    return folder / "outputs"


def _address(outputs: Path, kind: str) -> Path:
    """The page of that kind; a township's and a village's report are made by the first who asks for them."""
    path = outputs / PAGES[kind]
    if not path.exists():
        where = ["--data", str(outputs.with_name("data")), "--outputs", str(outputs)]
        assert pipeline.main(["run", "--year", "2019", *SCOPES[kind], *where]) == 0
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


# The short run looks at the district's report on a phone.
SHORT = {("district", 360)}
OPENED = [
    pytest.param((kind, width), marks=() if (kind, width) in SHORT else pytest.mark.slow)
    for kind in PAGES
    for width in (360, 1280)
]
KINDS = [pytest.param(kind, marks=pytest.mark.slow if kind in SCOPES else ()) for kind in PAGES]


@pytest.fixture(scope="module", params=OPENED, ids=str)
def opened(
    request: pytest.FixtureRequest, browser: Browser, outputs: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """Each page on a phone that prefers dark colours and on a desktop, both without a network."""
    kind, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if width == 360 else "light",
        offline=True,
    )
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: complaints.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None,
    )
    page.goto(_address(outputs, kind).as_uri())
    picture = tmp_path_factory.mktemp("pictures") / f"{kind}-{width}.jpg"
    page.screenshot(path=picture, full_page=True, type="jpeg", quality=60)
    yield Opened(kind, width, page, complaints)
    context.close()


def test_it_asks_for_nothing_and_complains_of_nothing(opened: Opened) -> None:
    assert opened.complaints == []


def test_nothing_is_wider_than_the_screen(opened: Opened) -> None:
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= opened.width


def test_every_picture_is_drawn_and_says_in_words_what_it_shows(opened: Opened) -> None:
    pictures = opened.page.evaluate(
        "[...document.images].map(one => [one.complete && one.naturalWidth > 0, one.alt])"
    )
    assert len(pictures) >= (0 if opened.kind == "index" else 10)
    assert all(drawn for drawn, _ in pictures)
    words = [words for _, words in pictures]
    assert len(set(words)) == len(words)
    assert not [one for one in words if len(one) < 20 or not re.search(r"\d", one)]


def test_every_link_leads_somewhere(opened: Opened, outputs: Path) -> None:
    links = opened.page.evaluate("[...document.links].map(one => one.href)")
    lost = [one for one in links if not _is_there(opened.page, outputs, one)]
    assert lost == []
    assert len(links) > 8


def _is_there(page: Page, outputs: Path, link: str) -> bool:
    """Whether the link leads to a place in the page, or to a file of the same folder."""
    here, there = urlsplit(page.url), urlsplit(link)
    if there.path == here.path:
        return bool(page.evaluate("id => !!document.getElementById(id)", unquote(there.fragment)))
    path = Path(unquote(there.path))
    return there.scheme == "file" and path.is_relative_to(outputs) and path.is_file()


def test_nobody_is_kept_from_reading_it_on_a_phone(opened: Opened) -> None:
    if opened.width == 360:
        _assert_open_to_everybody(opened.page)


@pytest.mark.slow
def test_nobody_is_kept_from_reading_it_on_a_desktop(opened: Opened) -> None:
    if opened.width == 1280:
        _assert_open_to_everybody(opened.page)


def _assert_open_to_everybody(page: Page) -> None:
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_who_is_kept_from_reading_would_be_found(browser: Browser, outputs: Path) -> None:
    page = browser.new_page()
    page.goto((outputs / PAGES["index"]).as_uri())
    page.evaluate("document.querySelector('header p').style.color = '#bbbbbb'")
    page.evaluate("document.body.append(document.createElement('img'))")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    found = Axe().run(page, options=WCAG).response["violations"]
    page.close()
    assert {one["id"] for one in found} == {"color-contrast", "image-alt", "html-has-lang"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_on_a_fair_number_of_sheets(browser: Browser, outputs: Path, kind: str) -> None:
    page = browser.new_page()
    page.goto(_address(outputs, kind).as_uri())
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    page.close()
    fewest, most = SHEETS[kind]
    assert fewest <= sheets <= most


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_light_enough_for_a_mail(outputs: Path, kind: str) -> None:
    assert _address(outputs, kind).stat().st_size < BYTES[kind]
