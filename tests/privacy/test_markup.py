"""Well-formed XML is read by a faster parser, which must find in it what the other finds."""

import json
import zipfile
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest

from gonggu.privacy.markup import _Reader, _StrictReader, parts_of_markup

DRAWN = """<?xml version="1.0" encoding="utf-8"?>
<?remark for 王小明?>
<svg:svg xmlns:svg="s" viewBox="0 0 1 2">
  <svg:title>覃&#32703;<svg:tspan font-weight="bold">莲</svg:tspan>&amp;</svg:title>
  <!-- 李<b>四</b> -->
  <svg:text X="1"><![CDATA[赵<六>]]></svg:text><a:ruby>王<a:rt>wáng</a:rt>五</a:ruby>
  <svg:path d="M0 0L1 1" 数据="13800138000"/>
</svg:svg>"""
SHEET = """<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>张</t></r><r><t>三丰</t></r></is></c>
<c r="B1"><f>HYPERLINK("x")</f><v>7</v></c></row></sheetData><headerFooter><oddHeader>&amp;L&amp;"黑体"钱&amp;C一</oddHeader>
</headerFooter></worksheet>"""
NOT_WELL_FORMED = (
    "<p>钱七<br>孙八</p>",
    '<input value="周九" checked>',
    "<p>吴十&nbsp;郑一</p>",
    "\ud800<b>冯二</b>",
)
OF_ITS_OWN = '<!DOCTYPE p [<!ENTITY who "陈三">]><p>&who;</p>'


def _said(parts: list[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """Places, contents and kinds, without the line in which a reader saw a text begin or end, nor the mark at whose sight
    an instruction ends."""
    told = [tuple(map(str, part)) for part in parts]
    return sorted(
        ("".join(place.split(" 行 ")[1:]), content.rstrip("?"), *rest)
        for place, content, *rest in told
        if not content.startswith("xml ")
    )


def _alike(text: str) -> None:
    assert _said(_StrictReader().read(text)) == _said(_Reader().read(text))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [DRAWN, SHEET])
def test_both_readers_find_the_same(text: str) -> None:
    _alike(text)


def test_both_readers_find_the_same_in_an_edition(sample_run: Path) -> None:
    edition = sample_run / "outputs" / "2019" / "全区"
    with zipfile.ZipFile(edition / "annex.xlsx") as book:
        texts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    for path in sorted((edition / ".steps" / "charts").glob("*.json")):
        texts += [chart["svg"] for chart in json.loads(path.read_text(encoding="utf-8"))]
    assert len(texts) > 20
    for text in texts:
        _alike(text)


@pytest.mark.parametrize("text", NOT_WELL_FORMED)
def test_what_is_not_well_formed_is_read_by_the_tolerant_reader(text: str) -> None:
    with pytest.raises((ExpatError, UnicodeEncodeError)):
        _StrictReader().read(text)
    assert parts_of_markup(text) == _Reader().read(text)


def test_entities_of_a_text_s_own_are_not_followed() -> None:
    assert any("陈三" in str(part.content) for part in parts_of_markup(OF_ITS_OWN))
