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
    Check("total_mismatch", "reading", "error", "表内合计行与各行之和不符", "请核对各行和合计，改正写错的一处；目前以各行为准。"),
    Check("row_hidden", "reading", "warning", "隐藏的行、列、工作表中有记录（照常计入）", "请取消隐藏后核对：是本年记录的保留，不是的删去。"),
    Check("value_formula", "reading", "error", "公式没有结果或结果出错", "请在 Excel 中重新计算，改正公式后保存，或粘贴为数值。"),
]  # fmt: skip

_VALUES = [
    Check("value_required", "value", "error", "必填项为空", "请补填。"),
    Check("value_type", "value", "error", "不是有效的数字、日期、年度或是否", "请按应填的格式改写；目前按空白处理。"),
    Check("value_code", "value", "error", "不在代码表内", "请改为代码表中的一项；目前按空白处理。"),
    Check("value_negative", "value", "error", "金额、数量、天数为负", "请核对后改为零或正数。"),
    Check("value_unit", "value", "error", "疑似单位错误", "请核对计量单位：金额按元填写（表头注明万元的除外），道路长度按公里或米填写。"),
    Check("value_precision", "value", "error", "证件号码、账号被存为数字，末几位已丢失", "请先把该列设为文本格式，再按证件、存折重新填写；目前按空白处理。"),
    Check("id_length", "value", "error", "证件号码位数异常", "请对照证件核实；应为 18 位（残疾人证 20 或 22 位）。"),
    Check("id_checksum", "value", "error", "身份证号校验码不符", "号码中至少有一位写错，请对照证件核实。"),
    Check("id_old", "value", "warning", "15 位身份证号需升级为 18 位", "请对照第二代身份证改为 18 位。"),
    Check("id_birth", "value", "error", "身份证号中的出生日期不存在或在未来", "请对照证件核实第 7 至 14 位。"),
    Check("id_sex", "value", "error", "身份证号第 17 位与性别不符", "请对照证件核实号码和性别，改正写错的一项。"),
    Check("phone_form", "value", "warning", "联系电话格式异常", "请核实：手机为 11 位，固定电话须带区号。"),
    Check("date_future", "value", "warning", "事项日期晚于报告期末", "请核对日期；报告期以后的事项请从本年台账中删去。"),
    Check("date_order", "value", "error", "日期先后颠倒", "请核对这两个日期，改正写错的一个。"),
]  # fmt: skip

_KEYS = [
    Check("key_repeated", "key", "error", "主键重复", "请核对所列各处：编号写错的改正，重复登记的合并为一行。"),
    Check("row_repeated", "key", "error", "整行重复", "请删去重复的行，只保留一行。"),
    Check("id_repeated", "key", "error", "同一证件号码登记在两人名下或两户中", "请对照证件核实所列各处，改正号码或删去重复登记的人。"),
    Check("ref_missing", "key", "error", "引用的编号不存在", "请核对编号；编号无误的，请在所引用的台账中补登这一条。"),
    Check("area_unknown", "key", "error", "乡镇、行政村不在行政村台账中", "请改为行政村台账中的写法，或在行政村台账中补登。"),
    Check("area_differs", "key", "error", "同一户在不同台账中的乡镇、行政村不一致", "请核实该户所在村，各台账写法应一致。"),
    Check("name_differs", "key", "warning", "同一编号在不同台账中的姓名不一致", "请核对编号和姓名，改正写错的一项。"),
]  # fmt: skip

CHECKS: dict[str, Check] = {check.id: check for check in [*_READING, *_VALUES, *_KEYS]}
