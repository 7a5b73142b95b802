"""How charts look: one palette that survives grey printing and colour blindness, one font, sizes for page and phone."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

FONT_FILE = Path(__file__).parent / "fonts" / "GongguSansSC-Regular.otf"
FONT_FAMILY = "Gonggu Sans SC"
# For characters outside the shipped subset, where the machine has them.
FALLBACKS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimSun", "DejaVu Sans"),
)

# A chart is drawn 450 CSS pixels wide: a quarter larger on a page, a fifth smaller on a phone, where its text still reads.
WIDTH_PX = 450
PX_PER_INCH = 96
POINTS_PER_PX = 0.75

TEXT_PX = 14
SMALL_PX = 12.5

INK = "#1a1a1a"
MUTED = "#595959"
GRID = "#d9d9d9"
PAPER = "#ffffff"
# Five blues of clearly different lightness, dark to light; white text reads on the first two.
SHADES = ("#17456b", "#4480b0", "#8db8da", "#c6dcee", "#e9f1f8")
MAIN = SHADES[0]
SOFT = SHADES[2]
PALE = SHADES[3]
# What asks for attention: vermilion, hatched, so that it stands out in grey too.
ALERT = "#d55e00"
ALERT_HATCH = "////"
# Nothing known: white, dotted.
UNKNOWN_HATCH = "...."


@cache
def font_families() -> list[str]:
    """The families to set text in, the shipped font first; registers it with matplotlib."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FONT_FILE))
    installed = set(font_manager.get_font_names())
    return [FONT_FAMILY, *(name for name in FALLBACKS if name in installed)]


def points(px: float) -> float:
    """A size in CSS pixels as matplotlib's points."""
    return px * POINTS_PER_PX


def settings() -> dict[str, Any]:
    """matplotlib's settings for a chart."""
    return {
        "font.family": font_families(),
        "font.size": points(TEXT_PX),
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "hatch.linewidth": 0.9,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "svg.fonttype": "path",
        # Fixed, so that the same chart has the same bytes.
        "svg.hashsalt": "gonggu",
    }


def styled() -> AbstractContextManager[None]:
    """Those settings for as long as the context lasts."""
    from matplotlib import rc_context

    # The stubs know the names of the settings only as literals.
    return rc_context(settings())  # type: ignore[arg-type]


def text_px(text: str, size: float = TEXT_PX) -> float:
    """About how wide a text is set: Chinese characters are square, others a little over half."""
    return sum(size if ord(character) >= 0x2E80 else 0.56 * size for character in text)


def widest_px(texts: Sequence[str], size: float = TEXT_PX) -> float:
    """The width of the widest of the texts; 0 where there is none."""
    return max((text_px(text, size) for text in texts), default=0.0)


def shortened(text: str, most_px: float) -> str:
    """A label cut with an ellipsis where it is wider than so many pixels."""
    if text_px(text) <= most_px:
        return text
    kept = text
    while kept and text_px(kept + "…") > most_px:
        kept = kept[:-1]
    return kept + "…"


def is_dark(colour: str) -> bool:
    """Whether white text reads better on the colour than black (relative luminance under a third)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return bool(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.3)
