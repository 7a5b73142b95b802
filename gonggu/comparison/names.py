"""Chinese names of standards and parameters, as office people call them; what has none is shown by its key."""

RULES = {
    "cadre_pairs_max": "干部结对户数上限",
    "compulsory_aid_max": "义务教育生活补助上限",
    "compulsory_aid_min": "义务教育生活补助下限",
    "county_exit_rate_max": "贫困县退出的贫困发生率上限",
    "days_on_post_min": "每月驻村天数下限",
    "delisting_year": "摘帽年度",
    "dibao_monthly_max": "低保标准（最高）",
    "exit_line": "脱贫线",
    "exit_line_province": "省定脱贫线",
    "floor_area_per_head_max": "搬迁人均住房面积上限",
    "forest_ranger_wage": "护林员工资标准",
    "leader_pairs": "区级领导结对户数",
    "leaders_per_zone": "联点区级领导人数",
    "medical_premium": "医保代缴标准",
    "monitoring_line_ratio": "收入监测线与脱贫线之比",
    "nights_in_village_min": "每月住村天数下限",
    "team_size_min": "驻村工作队人数下限",
    "tehuibao_premium": "扶贫特惠保标准",
    "yulu_per_term": "雨露计划补助标准",
}
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


def rule_name(key: str) -> str:
    """The standard's name with its key, by which it is found in params/rules.csv."""
    return f"{RULES[key]}（{key}）" if key in RULES else key


def setting_name(path: str) -> str:
    """A parameter's place in the year's file, part by part."""
    return " › ".join(SETTINGS.get(part, part) for part in path.split(" › "))
