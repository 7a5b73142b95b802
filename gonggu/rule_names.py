"""How standards of params/rules.csv are told: names as office people use them (by its key what has none), values, worth."""

from decimal import Decimal

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
QUALITIES = {"sourced": "有出处", "derived": "推算", "assumed": "假定", "weak": "出处存疑"}


def rule_name(key: str) -> str:
    """The standard's name with its key, by which it is found in params/rules.csv."""
    return f"{RULES[key]}（{key}）" if key in RULES else key


def value_said(value: Decimal, unit: str) -> str:
    """The value with its unit: 3,700元/人·年; a year stays one."""
    return f"{value.normalize():f}{unit}" if unit == "年" else f"{value.normalize():,f}{unit}"


def since_said(year: int, quality: str) -> str:
    """Since when it is in force, and what is to be known of its source: 2018年起，假定."""
    return f"{year}年起" if quality == "sourced" else f"{year}年起，{QUALITIES[quality]}"
