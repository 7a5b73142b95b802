"""Templates of what is sent: HTML ones escape what is put into them."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def rendered(name: str, **context: object) -> str:
    """The template filled."""
    return _templates().get_template(name).render(context)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("gonggu.circulation", "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
