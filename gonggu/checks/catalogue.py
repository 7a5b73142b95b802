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
    Check("file_unused", "reading", "warning", "文件名含台账名，但不是可读的工作簿，未读取", "请解压，或用 Excel 打开后另存为 .xlsx，放回原处；确实不用的请移出文件夹。"),
    Check("ledger_missing", "reading", "error", "缺少台账", "请补报这张台账；需要它的指标暂时无法计算。"),
    Check("ledger_empty", "reading", "error", "台账没有一条记录", "请补报这张台账的记录；当年确实没有的，在年度参数 none_this_year 中写明。需要它的指标暂时无法计算。"),
    Check("check_not_made", "reading", "warning", "因文件读不出而没有做的检查", "请先改正或重新报送所列文件，再检查一次；不再需要的文件请移出文件夹。"),
    Check("sheet_unread", "reading", "warning", "有内容的工作表没有读作任何台账", "请打开这张工作表：是台账的，按登记的表头补上表头行；不是的，移出或删去。"),
    Check("row_unread", "reading", "warning", "有内容的行没有读作记录", "请打开所列的位置：是记录的，移到表头以下、对应的列中；不是的，删去。"),
    Check("header_missing", "reading", "error", "缺少必需的列", "请按登记的表头补上这一列，或把表头改回规定的叫法。"),
    Check("header_unknown", "reading", "warning", "表中有未登记的列，未使用", "如应使用，请把表头改为规定的叫法；否则可不处理。"),
    Check("header_repeated", "reading", "error", "同名列出现两次", "请只保留一列；目前只读取了最左边的一列。"),
    Check("row_total", "reading", "info", "合计、小计、签名、示例等非记录行，已跳过", "不需要处理。"),
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
    Check("id_old", "value", "warning", "15位身份证号需升级为18位", "请对照第二代身份证改为 18 位。"),
    Check("id_birth", "value", "error", "身份证号中的出生日期不存在或在未来", "请对照证件核实第 7 至 14 位。"),
    Check("id_sex", "value", "error", "身份证号第17位与性别不符", "请对照证件核实号码和性别，改正写错的一项。"),
    Check("phone_form", "value", "warning", "联系电话格式异常", "请核实：手机为 11 位，固定电话须带区号。"),
    Check("date_future", "value", "warning", "事项日期晚于报告期末", "请核对日期；报告期以后的事项请从本年台账中删去。"),
    Check("area_reserved", "value", "error", "乡镇或村的名称与成果文件夹重名，或超过 80 字", "请在行政村台账中改用别的名称，其他台账写法一致；改好以前不做它的报告。"),
    Check("date_outside_year", "value", "warning", "日期不在本年度", "请核对日期；不是本年度的记录请从本年台账中删去，写错年份的改正。"),
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

_HOUSEHOLDS = [
    Check("household_empty", "household", "error", "空挂户：在册户没有成员", "请在贫困人口台账中补登该户成员；已不在册的，从贫困户台账中删去。"),
    Check("household_size", "household", "error", "家庭人口与成员数不符", "请逐人核对该户成员，改正家庭人口，或补登、删去成员。"),
    Check("household_head", "household", "error", "没有户主或有两个以上户主", "请核实谁是户主，改正各成员的与户主关系。"),
    Check("head_identity", "household", "error", "户主姓名、证件号码与成员表中的户主不符", "请对照户口簿核实户主，改正写错的一处。"),
    Check("spouse_sex", "household", "error", "户主与配偶同性别", "请对照证件核实两人的性别和与户主关系，改正写错的一项。"),
    Check("relation_sex", "household", "error", "与户主关系和性别矛盾", "请对照证件核实与户主关系和性别，改正写错的一项。"),
    Check("cause_illness", "household", "warning", "主要致贫原因为因病，而成员均健康", "请核实成员的健康状况和致贫原因。"),
    Check("cause_disability", "household", "warning", "主要致贫原因为因残，而无残疾成员", "请核实成员的健康状况、残疾证和致贫原因。"),
    Check("cause_school", "household", "warning", "主要致贫原因为因学，而无在校生", "请核实成员的在校生状况和致贫原因。"),
    Check("cause_repeated", "household", "warning", "其他致贫原因与主要致贫原因重复", "请清空其他致贫原因，或改为另一项原因。"),
    Check("type_dibao", "household", "warning", "低保贫困户无人享受低保，或低保金为0", "请与民政部门核实是否在享低保，改正户类型，或补登兜底保障、低保金。"),
    Check("type_general", "household", "warning", "一般贫困户有人享受低保，或领取低保金、特困供养金", "请与民政部门核实，改正户类型，或改正兜底保障、家庭收入台账。"),
    Check("type_tekun", "household", "warning", "特困供养户有劳动力，或供养金为0", "请与民政部门核实是否特困供养，改正户类型、劳动能力或特困供养金。"),
    Check("dibao_and_tekun", "household", "error", "同时领取低保金和特困供养金", "两项不能同时享受，请与民政部门核实后改正。"),
    Check("exit_year_missing", "household", "error", "已脱贫而无脱贫年度，或未脱贫而有脱贫年度", "请核实脱贫属性和脱贫年度，改正或补填其中一项。"),
    Check("exit_year_order", "household", "error", "脱贫年度早于识别年度或晚于报告年度", "请核实识别年度和脱贫年度，改正写错的一项。"),
    Check("helper_missing", "household", "warning", "没有帮扶责任人", "请落实帮扶责任人并填写其干部编号。"),
    Check("helper_is_poor", "household", "warning", "帮扶干部与同村贫困人口同名", "请核对是否同一人；同一人的须更换帮扶责任人，仅同名的不需要处理。"),
    Check("helper_left", "household", "warning", "帮扶责任人年末已离任", "请落实新的帮扶责任人，改填其干部编号。"),
    Check("exited_unsafe", "household", "warning", "已脱贫户未达标", "请入户核实所列各项：属实的落实帮扶，写错的改正台账。"),
    Check("relocation_flag", "household", "warning", "易地搬迁户的标记与易地搬迁台账不一致", "请核实该户是否易地搬迁，改正标记，或在易地搬迁台账中补登、删去。"),
]  # fmt: skip

_PERSONS = [
    Check("age_school_senior", "person", "error", "14岁及以下在校生状况为高中及以上", "请核实在校生状况和证件号码，改正写错的一项。"),
    Check("age_school_primary", "person", "error", "20岁及以上在校生状况为小学及以下", "请核实在校生状况和证件号码，改正写错的一项。"),
    Check("age_out_of_school", "person", "warning", "6–15岁健康儿童非在校且未标失学辍学", "请到校、入户核实：在校的改正在校生状况，失学辍学的如实标明并劝返。"),
    Check("labour_lost", "person", "warning", "16–60岁健康非在校成员标为丧失劳动力、无劳动力", "请核实健康状况和劳动能力，改正写错的一项。"),
    Check("labour_age", "person", "warning", "16岁以下或在校生标为劳动力", "请核实年龄、在校生状况和劳动能力，改正写错的一项。"),
    Check("work_months", "person", "error", "务工月数不在0–12", "请改为本年务工的月数。"),
    Check("work_place_months", "person", "warning", "有务工地点而无务工月数，或相反", "请核实本年是否务工，两项一并填写或清空。"),
    Check("work_no_labour", "person", "warning", "无劳动力、丧失劳动力而有务工", "请核实劳动能力和务工月数，改正写错的一项。"),
    Check("insured_missing", "person", "warning", "在册成员未参加城乡居民医保", "请与医保部门核实：已参保的在参保缴费台账中补登，未参保的动员参保。"),
]  # fmt: skip

_INCOMES = [
    Check("income_missing", "income", "error", "在册户没有收入记录", "请在家庭收入台账中补登该户。"),
    Check("income_range", "income", "warning", "人均纯收入小于等于0或超过10万元", "请核对各项收入、支出的金额和计量单位。"),
    Check("income_costs", "income", "warning", "有生产经营性收入而无生产经营性支出", "请补填种苗、饲料、农资等支出；确无支出的不需要处理。"),
    Check("income_wage_worker", "income", "warning", "有工资性收入而无务工、就业成员，或相反", "请核实成员务工就业情况和工资性收入，改正漏填的一项。"),
    Check("income_outlier", "income", "warning", "人均纯收入与同村同类户相差悬殊", "请入户核对各项收入；属实的不需要处理。"),
]  # fmt: skip

_FUNDS = [
    Check("payment_exceeds_project", "funds", "error", "项目累计拨付超过计划资金", "请核对计划资金和各笔拨付，改正写错的一处；确已超拨的，按规定调整计划或收回。"),
    Check("payment_exceeds_document", "funds", "error", "一个指标文号的项目累计拨付超过该文号下达金额", "请核对下达金额、各项目的指标文号和各笔拨付，改正写错的一处；确已超拨的，按规定调整或收回。"),
    Check("payment_before_start", "funds", "warning", "拨付日期早于该项目指标文号的下达日期", "请核对拨付日期、项目的指标文号和下达日期，改正写错的一项。"),
    Check("project_exceeds_document", "funds", "warning", "同一指标文号下项目计划资金之和超过下达金额", "请核对下达金额、各项目的计划资金和指标文号；多个文号安排的项目请拆分。"),
    Check("project_idle", "funds", "warning", "指标下达满6个月未开工或未拨付", "请督促开工、拨付；已开工、已拨付的，补填日期。"),
    Check("project_status_dates", "funds", "error", "项目状态与开工、完工日期矛盾", "请核实项目进度，改正项目状态或日期。"),
    Check("funds_double", "funds", "warning", "同一笔资金既计入统筹整合又计入专项", "请核实资金来源，只保留一条；确为两笔的，资金名称应有区别。"),
]  # fmt: skip

# What must hold between figures (勾稽).
_FIGURES = [
    Check("x_funds_sum", "figure", "error", "扶贫资金总规模不等于统筹整合与专项之和", "请改正资金类别，使每笔资金属于其中一类。"),
    Check("x_paid_allotted", "figure", "error", "累计拨付超过下达金额，或资金类比率超过100%", "请核对各笔拨付、报销、实发的金额和计量单位，改正写错的一处。"),
    Check("x_areas_sum", "figure", "error", "各地之和不等于全区", "请改正不在行政村台账中的乡镇、行政村。"),
    Check("x_relocation_jobs", "figure", "error", "搬迁就业人数与五类就业、劳动力对不上", "请核对搬迁户成员的就业方式和劳动能力。"),
    Check("x_register_insured", "figure", "warning", "参保人数与在册人口、人员变更对不上", "请核实此人：已离开的在人员变更中补登，仍在册的在贫困人口中补登，编号写错的改正。"),
    Check("x_stock_roll", "figure", "error", "上年末未脱贫人口推算不到年末未脱贫人口", "请核对本村上年末人数、当年脱贫和新识别的户、人员变更，补登漏填的变更。"),
    Check("x_task_done", "figure", "warning", "当年脱贫人口与减贫任务不符", "请核对脱贫年度和年度参数中的任务；确未完成或超额的，在报告中说明。"),
    Check("x_rangers_wage", "figure", "warning", "护林员补贴与人数乘标准不符", "请核对这个岗位的年岗位补贴和在岗时间；确不足一年的不需要处理。"),
    Check("x_subsidy_standard", "figure", "warning", "教育补助金额与人次乘标准不符", "请核对这一笔的实发金额；确按其他标准发放的，说明依据。"),
    Check("x_checkups", "figure", "warning", "体检人数与驻村工作队员数不符", "请补填体检日期；未体检的安排体检。"),
    Check("x_villages", "figure", "error", "各台账的行政村数不一致", "请核对各台账是否漏报这个村。"),
    Check("x_same_number", "figure", "warning", "两个不同的指标恰好相等", "两者含义不同，引用时请核对；无误的不需要处理。"),
    Check("x_year_on_year", "figure", "warning", "与上年相比变化超过30%且没有说明", "请核对两年的数；无误的，在年度说明文字中写明原因。"),
    Check("x_rate_denominator", "figure", "warning", "贫困发生率两年的分母口径不一致", "请核对这一年的农村户籍人口，两年应按同一口径填写。"),
]  # fmt: skip

CHECKS: dict[str, Check] = {
    check.id: check
    for check in [*_READING, *_VALUES, *_KEYS, *_HOUSEHOLDS, *_PERSONS, *_INCOMES, *_FUNDS, *_FIGURES]
}
