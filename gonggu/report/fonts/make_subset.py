"""How GongguSansSC-Regular.otf was made from Noto Sans CJK SC Regular 1.004 (SIL Open Font License).

Not run by the pipeline, and fontTools is no dependency of it. To make the font again:

    pip install fonttools
    python make_subset.py NotoSansCJKsc-Regular.otf

The source font stands in the PyPI package mplfonts 0.0.11 (mplfonts/fonts/); its SimHei is proprietary and unused.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY = "Gonggu Sans SC"
POSTSCRIPT = "GongguSansSC-Regular"
TARGET = Path(__file__).with_name(f"{POSTSCRIPT}.otf")

# Blocks: ASCII, Latin-1, general punctuation, circled numbers, CJK punctuation, full-width forms.
BLOCKS = [(0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x205E), (0x2460, 0x24FF), (0x3000, 0x303F), (0xFF00, 0xFFEF)]
# Units, signs and arrows; characters of names that stand outside GB2312.
SINGLES = "㎡㎜㎝㎞㎏㏕²³‰℃№×÷√±−←↑→↓↔≤≥≈≠∑∞■□▲△▼▽●○◆◇★☆✓✗〇㙍垚堃犇淼焱喆珺琭玥瑀彧昇璟翀頔祎赟"
NAME_FAMILY, NAME_STYLE, NAME_UNIQUE, NAME_FULL, NAME_POSTSCRIPT = 1, 2, 3, 4, 6
NAME_TYPOGRAPHIC = (16, 17)


def gb2312() -> set[int]:
    """Code points of every character of GB2312."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore"))}


def wanted() -> set[int]:
    """All code points that the subset keeps."""
    blocks = {code for first, last in BLOCKS for code in range(first, last + 1)}
    return gb2312() | blocks | {ord(character) for character in SINGLES}


def rename(font: Any) -> None:
    """Give the modified font its own name, as the licence of later releases asks."""
    names = font["name"]
    renamed = {
        NAME_FAMILY: FAMILY,
        NAME_STYLE: "Regular",
        NAME_UNIQUE: f"1.004;{POSTSCRIPT}",
        NAME_FULL: f"{FAMILY} Regular",
        NAME_POSTSCRIPT: POSTSCRIPT,
    }
    for record in list(names.names):
        if record.nameID in NAME_TYPOGRAPHIC:
            names.removeNames(nameID=record.nameID)
        elif record.nameID in renamed:
            names.setName(
                renamed[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
    top = font["CFF "].cff
    top.fontNames = [POSTSCRIPT]
    top.topDictIndex[0].FullName = f"{FAMILY} Regular"
    top.topDictIndex[0].FamilyName = FAMILY


def main(source: str) -> None:
    """Write the subset beside this script."""
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = []
    options.name_languages = [0x409, 0]
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    rename(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    subset.save_font(font, str(TARGET), options)
    print(TARGET.name, TARGET.stat().st_size, "bytes,", len(TTFont(TARGET).getBestCmap()), "characters")


if __name__ == "__main__":
    main(sys.argv[1])
