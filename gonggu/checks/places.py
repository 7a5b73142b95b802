"""Names of townships and villages: an edition of each needs a folder of its own."""

from gonggu.checks.books import Books, Found, at
from gonggu.reserved import reserved
from gonggu.scope import Scope


def area_reserved(books: Books) -> Found:
    """Names in 行政村 that no folder of editions can have."""
    if "villages" not in books:
        return
    typed = books.ledgers["villages"]
    names = (
        typed.frame[["township", "village"]]
        .astype(object)
        .where(typed.frame[["township", "village"]].notna(), "")
    )
    townships = [Scope(one) for one in names["township"]]
    villages = [Scope(*pair) for pair in zip(names["township"], names["village"], strict=True)]
    unfit = reserved(dict.fromkeys(place for place in [*townships, *villages] if place != Scope()))
    for field, places in (("township", townships), ("village", villages)):
        own = [unfit.get(place, "") if _is_its_own(place, field, unfit) else "" for place in places]
        where = [bool(reason) for reason in own]
        yield at(typed, typed.form.fields[field], where, "area_reserved", [one for one in own if one])


def _is_its_own(place: Scope, field: str, unfit: dict[Scope, str]) -> bool:
    """Whether the reason is of this column's name: a village shares its township's."""
    return field == "township" or (bool(place.village) and Scope(place.township) not in unfit)
