"""A file that is not read, and what makes one dangerous whatever it holds."""


class Refused(Exception):  # noqa: N818 - a state of the file, turned into a finding
    """A file that is not read: the check that it fails and, in Chinese, why."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason


def inspect_entities(xml: bytes) -> None:
    """Refuse what no known program writes: entities, or anything but UTF-8."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:10_000]:
        raise entities()


def entities() -> Refused:
    """The refusal of a workbook that defines entities."""
    return Refused("file_refused", "工作簿的内容异常（含实体定义），疑似恶意文件，请另存为新的工作簿")
