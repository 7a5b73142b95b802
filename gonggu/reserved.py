"""Names of places whose editions could not lie in folders of their own."""

import unicodedata
from collections.abc import Iterable

from gonggu.folders import OWN_NAMES
from gonggu.scope import Scope, safe_name

LONGEST = 80
# A file system's limit of a name, less what a workbook of the place is called beyond it.
_MOST_BYTES = 255 - len(".parquet")


def reserved(places: Iterable[Scope]) -> dict[Scope, str]:
    """The places of which no edition is made, each with the reason in Chinese; a township's villages share its.

    Of names that differ in case or normal form only, which some file systems do not tell apart, the first one keeps
    its folder.
    """
    found: dict[Scope, str] = {}
    first: dict[tuple[str, ...], Scope] = {}
    for place in places:
        own = place.village or place.township
        above = found.get(Scope(place.township), "") if place.village else ""
        twin = first.setdefault(tuple(map(_folded, (place.township, place.village))), place)
        reason = above or _unfit(own) or (_twin(twin) if twin != place else "")
        if reason:
            found[place] = reason
    return found


def shown(place: Scope) -> str:
    """The place's name as messages show it: of a long one the beginning."""
    name = place.name
    return name if len(name) <= LONGEST else f"{name[: LONGEST // 2]}……"


def _unfit(name: str) -> str:
    if len(name) > LONGEST:
        return f"名称有 {len(name)} 个字，最多 {LONGEST} 个"
    if len(safe_name(name).encode()) > _MOST_BYTES:
        return "名称作文件夹名太长"
    if {_folded(name), _folded(safe_name(name))} & _OWN or not name.strip("."):
        return f"“{name}”与成果文件夹里的名称重名"
    return ""


def _twin(other: Scope) -> str:
    return f"名称与“{other.village or other.township}”只差大小写或编码形式，成果会放进同一个文件夹"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


_OWN = frozenset(map(_folded, OWN_NAMES))
