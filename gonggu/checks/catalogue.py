"""All checks: what each finds, how grave that is, and what the office does about it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}


@dataclass(frozen=True)
class Check:
    """One check: id, kind, severity, what it says and how it is mended, both in Chinese."""

    id: str
    kind: str
    severity: Severity
    says: str
    advice: str


_READING = [
    Check("file_unreadable", "reading", "error", "工作簿打不开", "请确认文件未损坏、未加密、扩展名与内容相符，必要时重新另存为 .xlsx 后报送。"),
    Check("file_refused", "reading", "error", "工作簿被拒绝", "请新建不含宏的工作簿，只把台账内容粘贴为数值后报送。"),
    Check("ledger_missing", "reading", "error", "缺少台账", "请补报这张台账；需要它的指标暂时无法计算。"),
    Check("header_missing", "reading", "error", "缺少必需的列", "请按登记的表头补上这一列，或把表头改回规定的叫法。"),
    Check("header_unknown", "reading", "warning", "表中有未登记的列，未使用", "如应使用，请把表头改为规定的叫法；否则可不处理。"),
    Check("header_repeated", "reading", "error", "同名列出现两次", "请只保留一列；目前只读取了最左边的一列。"),
    Check("row_total", "reading", "info", "合计、小计或签名行，已跳过", "不需要处理。"),
    Check("value_formula", "reading", "error", "公式没有结果或结果出错", "请在 Excel 中重新计算，改正公式后保存，或粘贴为数值。"),
]  # fmt: skip

CHECKS: dict[str, Check] = {check.id: check for check in _READING}
