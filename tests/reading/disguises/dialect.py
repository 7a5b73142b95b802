"""How a program writes the XML of a workbook: all of these are valid, Excel opens every one."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Dialect:
    """The choices that the standard leaves to a writer."""

    prefix: str = ""  # of the main namespace, as the Open XML SDK writes it
    texts: str = "shared"  # or `inline`, or `plain`: t="str" as for formulas
    places: bool = True  # r="B7" on rows and cells
    backwards: bool = False  # attributes in the other order
    quote: str = '"'
    indented: bool = False
    runs: bool = False  # shared texts cut into runs, with a phonetic reading
    strict: bool = False  # ISO 29500 Strict: other namespaces
    iso_dates: bool = False  # t="d"
    dimension: str = ""
    absolute: bool = False  # targets of relations from the root on
    folder: str = "worksheets"
    stem: str = "sheet"
    mark: bool = False  # a byte order mark before the declaration
    comments: bool = False  # XML comments between elements
    blanks: bool = False  # styled cells without a value
    empty_values: bool = False  # <v/> in blank cells
    explicit: bool = False  # t="n" on numbers
    exponents: bool = False  # 5.86E+06
    backslashes: bool = False  # in the names of the archive's parts

    def element(self, name: str, attributes: Mapping[str, object] | None = None, *inner: str) -> str:
        """An element of the main namespace; attributes of None are left out."""
        pairs = [(key, value) for key, value in (attributes or {}).items() if value is not None]
        if self.backwards:
            pairs.reverse()
        written = "".join(f" {key}={self._quoted(str(value))}" for key, value in pairs)
        named = f"{self.prefix}:{name}" if self.prefix else name
        content = "".join(inner)
        line = "\n" if self.indented and not name.endswith("t") and name not in {"r", "f", "v"} else ""
        if not content:
            return f"<{named}{written}/>{line}"
        between = "<!-- -->" if self.comments and name in {"sheetData", "row"} else ""
        return f"<{named}{written}>{line * (name in {'row', 'sheetData', 'c'})}{between}{content}</{named}>{line}"

    def _quoted(self, value: str) -> str:
        return f"{self.quote}{escape(value, {self.quote: '&quot;' if self.quote == chr(34) else '&apos;'})}{self.quote}"
