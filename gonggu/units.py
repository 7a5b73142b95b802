"""Units that amounts and counts are written in: which words a column takes, and how many of its own each makes."""

YUAN = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "万": 10_000, "百万元": 10**6, "亿元": 10**8}
# Any unit of counts, in a header.
COUNTED = {"万": 10_000, "万人": 10_000, "万户": 10_000} | dict.fromkeys(
    ["人", "户", "人次", "户次", "个", "个月", "月", "天", "日", "课时", "节", "家", "年"], 1
)
_MULTIPLES = {"": 1, "百": 100, "千": 1000, "万": 10_000}
_CLASSIFIER = "个"  # 3个 are three of whatever is counted
# A unit and the words that say the same.
_ALIKE = {
    "人": ("人", "名", "口", "位", "口人"),
    "户": ("户",),
    "人次": ("人次", "人", "名", "次"),
    "户次": ("户次", "户", "次"),
    "课时": ("课时", "学时", "节", "节课", "个课时", "个学时"),
    "天": ("天", "日"),
    "月": ("月", "个月"),
    "家": ("家", "个单位", "家单位"),
    "平方米": ("平方米", "平米", "m2", "m²", "㎡"),
}


def units_counted(unit: str) -> dict[str, int]:
    """The words that a column of this unit takes, each with how many of it that is; any unit where it is blank."""
    if not unit:
        return COUNTED
    words = (*_ALIKE.get(unit, (unit,)), _CLASSIFIER, "")
    return {
        multiple + word: factor
        for word in words
        for multiple, factor in _MULTIPLES.items()
        if multiple + word
    }


def yuan_counted() -> dict[str, int]:
    """The words behind an amount, each with how many 元 that is."""
    return YUAN | {"圆": 1, "百": 100, "千": 1000, "百万": 10**6, "千万": 10**7, "千万元": 10**7, "亿": 10**8}
