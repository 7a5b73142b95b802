"""Tables behind the charts and of the report: functions of a view that give frames with Chinese headers."""

from gonggu.report.tables.places import (
    collective_income,
    comparison_table,
    secured_standards,
    township_table,
    village_table,
)
from gonggu.report.tables.register import causes, income_bands, income_sources, poverty_history
from gonggu.report.tables.work import (
    attendance_by_month,
    funds_by_level_and_purpose,
    payments_by_month,
    problems_by,
    projects_by_category,
    projects_table,
    relocation_employment,
    relocation_sites,
    stationed_by_village,
    visits_by_month,
)

__all__ = [
    "attendance_by_month",
    "causes",
    "collective_income",
    "comparison_table",
    "funds_by_level_and_purpose",
    "income_bands",
    "income_sources",
    "payments_by_month",
    "poverty_history",
    "problems_by",
    "projects_by_category",
    "projects_table",
    "relocation_employment",
    "relocation_sites",
    "secured_standards",
    "stationed_by_village",
    "township_table",
    "village_table",
    "visits_by_month",
]
