"""The report in a real browser: offline, quiet, nothing wider than the screen, ready to print."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import pipeline

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one township."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "raw").symlink_to(ROOT / "data" / "raw")
    where = ["--data", str(folder), "--outputs", str(folder / "outputs")]
    assert pipeline.main(["run", "--year", "2019", "--township", "横岩乡", *where]) == 0
    return folder / "outputs" / "2019" / "横岩乡" / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    """The report opened at a phone's and a desktop's width; a request or a complaint fails the test."""
    opened = browser.new_page(viewport={"width": request.param, "height": 800})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None)
    opened.goto(report.as_uri())
    yield opened
    opened.close()
    assert not complaints


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]


def test_every_picture_is_drawn_and_says_in_words_what_it_shows(page: Page) -> None:
    pictures = page.evaluate(
        "[...document.images].map(one => [one.complete && one.naturalWidth > 0, one.alt])"
    )
    assert len(pictures) >= 10
    assert all(drawn and len(words) >= 20 for drawn, words in pictures)


def test_every_link_leads_to_a_place_in_the_page(page: Page) -> None:
    lost = page.evaluate(
        "[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))"
        ".filter(to => !to.startsWith('#') || !document.getElementById(to.slice(1)))"
    )
    assert lost == []


def test_it_prints_on_more_than_ten_pages(page: Page) -> None:
    assert page.pdf(format="A4").count(b"/Type /Page\n") > 10
