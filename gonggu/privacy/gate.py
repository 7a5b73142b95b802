"""The gate before publication: every file of an edition is looked through; one that gives a person away stops it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gonggu.allowed import FILE as ALLOWED_FILE
from gonggu.errors import LeakError
from gonggu.privacy.contents import Seen, opened, texts_of
from gonggu.privacy.parts import Part, sealed, within
from gonggu.privacy.plain import APART
from gonggu.privacy.vocabulary import Vocabulary

SEALED = "无法查看的内容"
_MOST_SHOWN = 5
_OPENED = ("report.html", "annex.xlsx")
_UNNAMED = "（位置名称里也有个人信息，不便写出）"


@dataclass(frozen=True)
class Hit:
    """A personal value in a file: where it stands and of what kind it is, never the value."""

    file: str
    where: str
    kind: str

    def __str__(self) -> str:
        return f"{within(self.file, self.where)}：{self.kind}"


def require_nobody_given_away(edition: Path, vocabulary: Vocabulary) -> None:
    """LeakError that says where, where a file of the edition's folder has a personal value or cannot be looked into."""
    hits = look_through(edition, vocabulary)
    if not hits:
        return
    shown = "；".join(map(str, _telling(hits)[:_MOST_SHOWN]))
    more = f"；等，共 {len(hits)} 处" if len(hits) > _MOST_SHOWN else ""
    raise LeakError(
        f"报告里有个人信息，没有发布；原有的报告没有改动。位置：{shown}{more}。"
        "请查台账中不属于个人信息的列（如项目名称、单位、问题描述）和自写的段落，去掉其中的姓名、号码后重新运行；"
        f"经审核可以公开的姓名或字样，写入 params/{ALLOWED_FILE}。"
    )


def _telling(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in the order of what helps to find them: each file's first, those that people open before the others."""
    by_file: dict[str, list[Hit]] = {}
    for hit in hits:
        by_file.setdefault(hit.file, []).append(hit)
    files = sorted(by_file, key=lambda file: (file not in _OPENED, "/" in file))
    ranked = [(rank, hit) for file in files for rank, hit in enumerate(by_file[file])]
    return [hit for _, hit in sorted(ranked, key=lambda one: one[0] > 0)]


def look_through(edition: Path, vocabulary: Vocabulary) -> list[Hit]:
    """The hits in all files below a folder, in the order of their names."""
    hits: list[Hit] = []
    clean: Seen = set()
    for path in sorted(path for path in edition.rglob("*") if not path.is_dir()):
        read = set(clean)
        found = _hits_of(path, edition, vocabulary, read)
        hits += found
        # Much stands in several files and is read once; what is a hit is told of each.
        clean = clean if found else read
    return hits


def _hits_of(path: Path, edition: Path, vocabulary: Vocabulary, seen: Seen) -> list[Hit]:
    """The hits in a file and in its name; what is in `seen` is left out."""
    inside = path.relative_to(edition)
    is_file = path.is_file() and not path.is_symlink()
    named = list(texts_of([Part("文件名", one) for one in inside.parts], set()))
    texts = list(texts_of(opened(path.name, path.read_bytes()) if is_file else [sealed("")], seen))
    in_name = list(_hits(named, vocabulary))
    file = _UNNAMED if in_name else inside.as_posix()
    hits = (Hit(file, where, kind) for where, kind in [*in_name, *_hits(texts, vocabulary)])
    return list(dict.fromkeys(hits))


def _hits(parts: list[Part], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    yield from ((part.where, SEALED) for part in parts if part.sealed)
    for measures in (False, True):
        yield from _places([part for part in parts if part.measures is measures], vocabulary, measures)


def _places(parts: list[Part], vocabulary: Vocabulary, measures: bool) -> Iterator[tuple[str, str]]:
    """Where the hits are: all texts are read at once, and halved as long as there is something in them."""
    kinds = vocabulary.kinds_in(APART.join(map(_text, parts)), measures=measures)
    if kinds and len(parts) == 1:
        where = _UNNAMED if vocabulary.kinds_in(parts[0].where) else parts[0].where
        yield from ((where, kind) for kind in sorted(kinds))
    elif kinds:
        middle = len(parts) // 2
        yield from _places(parts[:middle], vocabulary, measures)
        yield from _places(parts[middle:], vocabulary, measures)


def _text(part: Part) -> str:
    return part.content if isinstance(part.content, str) else ""
