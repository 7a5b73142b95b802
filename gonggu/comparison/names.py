"""Chinese names of the year's parameters, as office people call them; what has none is shown by its key."""

from gonggu.figures.catalogue import BY_ID

SETTINGS = {
    "district": "区名",
    "base_year": "贫困发生率的对比年",
    "visits_window": "走访统计时段",
    "sample": "示例数据",
    "targets": "当年的任务",
    "next_targets": "下一年的目标",
    "public_threshold": "公开版不公布的界限",
    "start": "起",
    "end": "止",
    "value": "数值",
    "unit": "单位",
    "source": "来源",
    "wording": "目标",
    "figure": "指标",
    "comparator": "比较",
}


def setting_name(path: str) -> str:
    """A parameter's place in the year's file, part by part."""
    return " › ".join(_part_name(part) for part in path.split(" › "))


def _part_name(part: str) -> str:
    """Of a task the name of its figure."""
    return BY_ID[part].label if part in BY_ID else SETTINGS.get(part, part)
