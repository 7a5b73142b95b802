"""The analyst's own paragraphs: Markdown in `params/texts/`, one file a chapter or section, with `{figure_id}` places.

The district's texts lie in `params/texts/<year>/`, a township's or village's in `<township>/` or
`<township>/<village>/` below it: what is said of one place is not said of another.
"""

import re

from markupsafe import Markup, escape
from mistune import HTMLRenderer, Markdown

from gonggu.errors import UsageError, nearest
from gonggu.figures.catalogue import BY_ID
from gonggu.figures.numbers import NO_DATA
from gonggu.paragraphs import PLACE, texts_folder
from gonggu.params import Params
from gonggu.report.phrases import GAP, Phrases
from gonggu.scope import Scope
from gonggu.strict import read_text, shortened, show

# Braces are punctuation to Markdown, which would not set **{figure}** bold; letters (of a script of the past) are not.
_MARKED = re.compile("\U00010400([a-z0-9_]*)\U00010401")


class _Plain(HTMLRenderer):
    """Renders Markdown so that nothing leaves the page and no heading breaks the report's order."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def heading(self, text: str, level: int, **attrs: object) -> str:  # noqa: ARG002 - mistune's signature
        return f"<p><strong>{text}</strong></p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
        return text

    def thematic_break(self) -> str:
        return ""

    def softbreak(self) -> str:
        """A line break in the file is none in the sentence: Chinese has no blanks between words."""
        return ""


def check_texts(params: Params, scope: Scope, chapters: tuple[str, ...]) -> None:
    """UsageError where a text is named after no chapter."""
    for path in sorted(texts_folder(params, scope).glob("*.md")):
        if path.stem not in chapters:
            raise UsageError(f"{show(path)}：没有名为“{path.stem}”的章节。{nearest(path.stem, chapters)}")


def text_of(chapter: str, phrases: Phrases) -> Markup:
    """The analyst's paragraphs of a chapter or section as HTML; nothing where there is no file."""
    path = texts_folder(phrases.view.all_params, phrases.view.scope) / f"{chapter}.md"
    if not path.is_file():
        return Markup("")
    source = read_text(path)
    for figure_id in PLACE.findall(source):
        if figure_id not in BY_ID:
            shown = shortened(figure_id)
            raise UsageError(f"{show(path)}：没有编号为“{shown}”的指标。{nearest(shown, BY_ID)}")
    html = Markdown(renderer=_Plain())(PLACE.sub("\U00010400\\1\U00010401", source))
    return Markup('<div class="analyst">{}</div>').format(_filled(str(html), phrases))


def _filled(html: str, phrases: Phrases) -> Markup:
    """Places replaced by linked figures, after rendering: a figure's markup is not Markdown."""

    def figure(found: re.Match[str]) -> str:
        number = phrases.f(found[1])
        return str(escape(NO_DATA) if GAP in number or found[1] not in phrases.figures else number)

    return Markup(_MARKED.sub(figure, html))
