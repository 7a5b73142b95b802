"""A hiding place: a value goes in, a file of an edition that holds it comes out."""

from collections.abc import Callable

File = tuple[str, bytes]  # its name within the edition, and its content
Place = Callable[[str], File]
Places = dict[str, Place]


def registering(places: Places) -> Callable[[str], Callable[[Place], Place]]:
    """A decorator that puts a place among the others under its name."""

    def named(name: str) -> Callable[[Place], Place]:
        def registered(place: Place) -> Place:
            places[name] = place
            return place

        return registered

    return named
