"""Pictures of every chapter of a report on a desktop, on a phone and on paper, small enough to lie in the repository.

`make pictures` calls it. It needs Chromium, and pdftoppm for the sheets of paper.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MOST_BYTES = 900_000  # of all pictures together; the rest of a megabyte is for others
QUALITIES = range(70, 10, -5)
COVER = "cover"
GAP, GROUND = 12, "#d5dae0"
SHEET_DPI, MOST_SHEETS = 58, 2


@dataclass(frozen=True)
class Screen:
    """A width in CSS pixels, what is shown of it in one column and how many columns at most, and how large."""

    width: int
    height: int
    columns: int
    scale: float


SCREENS = (Screen(1280, 1600, 1, 0.625), Screen(360, 760, 3, 0.75))


def main(report: Path) -> None:
    """Renew the folder of pictures from the report at this path."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None or shutil.which("pdftoppm") is None:
        sys.exit("需要 Chromium 和 pdftoppm（Debian：apt-get install chromium poppler-utils）。")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        pictures = dict(_pictures(browser, report))
        browser.close()
    packed = next(filter(_is_small, (_packed(pictures, quality) for quality in QUALITIES)), None)
    if packed is None:
        sys.exit(f"图片合计超过 {MOST_BYTES} 字节，请减少每章的栏数或缩小比例。")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, content in packed.items():
        (FOLDER / f"{name}.webp").write_bytes(content)
    print(f"{len(packed)} 张图片，共 {sum(map(len, packed.values()))} 字节：{FOLDER}")


def _pictures(browser: Browser, report: Path) -> Iterator[tuple[str, Image.Image]]:
    """Each chapter's pictures by name: <chapter>-<width>, <chapter>-paper."""
    for screen in SCREENS:
        page = browser.new_page(
            viewport={"width": screen.width, "height": 1000}, device_scale_factor=screen.scale
        )
        page.goto(report.resolve().as_uri())
        for chapter in _chapters(page):
            _show_only(page, chapter)
            yield f"{chapter}-{screen.width}", _columns(page, screen)
        page.close()
    page = browser.new_page()
    page.goto(report.resolve().as_uri())
    for chapter in _chapters(page):
        _show_only(page, chapter)
        yield f"{chapter}-paper", _beside(_sheets(page.pdf(prefer_css_page_size=True)))
    page.close()


def _chapters(page: Page) -> list[str]:
    """The ids of chapters, of a chapter in sections those of its sections; first what comes before all of them."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('main > .chapter')].flatMap(chapter => {
          const sections = [...chapter.querySelectorAll(':scope > section[id]')];
          return (sections.length > 1 ? sections : [chapter]).map(one => one.id);
        })"""
    )
    return [COVER, *found]


def _show_only(page: Page, chapter: str) -> None:
    """Hide all but a chapter or section, or all but what comes before the first."""
    others = ".cover, .contents, footer, .chapter:not(#{0}):not(:has(#{0})), .chapter:has(#{0}) > section:not(#{0})"
    hidden = ".chapter" if chapter == COVER else others.format(chapter)
    page.evaluate(
        """hidden => {
          document.getElementById('shown')?.remove();
          const style = Object.assign(document.createElement('style'), {id: 'shown'});
          style.textContent = `${hidden} { display: none !important; }`;
          document.head.append(style);
        }""",
        hidden,
    )


def _columns(page: Page, screen: Screen) -> Image.Image:
    """What is seen from the top on, in columns side by side; of a long chapter the beginning."""
    left, width, whole = page.evaluate(
        "(({left, width, height}) => [left, width, height])(document.body.getBoundingClientRect())"
    )
    columns = []
    for top in range(0, min(int(whole), screen.height * screen.columns), screen.height):
        clip = {"x": left, "y": top, "width": width, "height": min(screen.height, whole - top)}
        columns.append(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))))
    return _beside(columns)


def _sheets(pdf: bytes) -> list[Image.Image]:
    """The first sheets of a document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chapter.pdf"
        path.write_bytes(pdf)
        words = [
            "pdftoppm",
            "-r",
            str(SHEET_DPI),
            "-l",
            str(MOST_SHEETS),
            "-png",
            str(path),
            f"{folder}/sheet",
        ]
        subprocess.run(words, check=True)
        return [Image.open(io.BytesIO(sheet.read_bytes())) for sheet in sorted(Path(folder).glob("*.png"))]


def _beside(images: list[Image.Image]) -> Image.Image:
    """The images side by side on a grey ground."""
    width = sum(one.width for one in images) + GAP * (len(images) + 1)
    made = Image.new("RGB", (width, max(one.height for one in images) + 2 * GAP), GROUND)
    left = GAP
    for one in images:
        made.paste(one, (left, GAP))
        left += one.width + GAP
    return made


def _packed(pictures: dict[str, Image.Image], quality: int) -> dict[str, bytes]:
    packed = {}
    for name, picture in pictures.items():
        stream = io.BytesIO()
        picture.save(stream, "webp", quality=quality, method=6)
        packed[name] = stream.getvalue()
    return packed


def _is_small(packed: dict[str, bytes]) -> bool:
    return sum(map(len, packed.values())) <= MOST_BYTES


if __name__ == "__main__":
    main(Path(sys.argv[1]))
