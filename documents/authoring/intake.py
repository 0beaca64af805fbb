"""D1 接报登记表, D2 未成年人交接单, D3 初步调查核实报告."""

from documents.authoring.blocks import (
    body,
    center,
    head,
    heading,
    label,
    lines,
    para,
    row,
    rows_each,
    signed,
    table,
    value,
)
from documents.authoring.package import Description
from documents.authoring.pieces import (
    INTERNAL,
    PROTECTED,
    evidence_table,
    form_head,
    guardian_rows,
    report_head,
    section,
    signatures,
)

_FOUR = [19, 31, 19, 31]


def _long(name: str, text: str) -> str:
    return row(label(name), value(text, span=3), whole=False)


def _pair(first: tuple[str, str], second: tuple[str, str]) -> str:
    return row(label(first[0]), value(first[1]), label(second[0]), value(second[1]))


registration = Description(
    "接报登记表",
    (
        form_head("接报登记表"),
        table(
            _FOUR,
            _pair(("案件编号", "{{ case_number }}"), ("登记单位", "{{ centre }}")),
            _pair(("接报时间", "{{ received_at }}"), ("来源渠道", "{{ channel }}")),
            _pair(("值班员", "{{ received_by }}"), ("登记日期", "{{ issued_on }}")),
            section("报告人(信息依法保密,不得向外提供)", 4),
            _pair(("报告人类别", "{{ reporter_kind }}"),
                  ("有无报告义务", "{{ reporter_mandated }}")),
            _pair(("报告人姓名", "{{ reporter_name }}"), ("要求匿名", "{{ reporter_anonymous }}")),
            _pair(("所在单位", "{{ reporter_unit }}"), ("联系方式", "{{ reporter_phone }}")),
            _long("反馈要求", "{{ feedback }}"),
            section("未成年人", 4),
            _pair(("姓名", "{{ child.name }}"), ("性别", "{{ child.sex }}")),
            _pair(("出生日期", "{{ child.birth }}"), ("年龄", "{{ child.age }}")),
            _pair(("民族", "{{ child.ethnicity }}"), ("证件号码", "{{ child.id_number }}")),
            _pair(("户籍地址", "{{ child.household }}"), ("现住址", "{{ child.address }}")),
            _pair(("学校、班级", "{{ child.school }}"), ("健康状况", "{{ child.health }}")),
            _long("同住的其他未成年人", "{{ siblings }}"),
            section("监护人", 4),
            guardian_rows(),
            section("报告内容", 4),
            _pair(("发生时间", "{{ happened_at }}"), ("发生地点", "{{ happened_where }}")),
            _long("未成年人现在何处、和谁在一起", "{{ child_is_where }}"),
            _long("事实经过", "{{ facts }}"),
            _long("服务需求", "{{ needs }}"),
            section("强制报告情形(有的标明)", 4),
            rows_each("sign", "signs", 4,
                      row(center("{{ sign.found }}"), value("{{ sign.text }}", span=3))),
            section("即时危险状态(《意见》第11条第1款)", 4),
            rows_each("danger", "dangers", 4,
                      row(center("{{ danger.found }}"), value("{{ danger.text }}", span=3))),
            section("处置", 4),
            _long("已采取措施", "{{ measures }}"),
            _long("向公安机关报案", "{{ police }}"),
        ),
        para("Note", "依据:指导纲要第36条;未成年人保护法第11条;反家庭暴力法第14条。"),
        para("SignUnit", "值班员签名:__________  负责人签名:__________"),
    ),
    header=INTERNAL,
)  # fmt: skip

reception_handover = Description(
    "未成年人交接单",
    (
        form_head("未成年人交接单"),
        table(
            _FOUR,
            _pair(("护送单位", "{{ police_unit }}"), ("护送民警及警号", "{{ officers }}")),
            _pair(("接收单位", "{{ centre }}"), ("接收人", "{{ received_by }}")),
            _pair(("单位地址", "{{ centre_address }}"), ("联系电话", "{{ centre_phone }}")),
            _pair(("接收时间", "{{ received_at }}"), ("公安案件编号", "{{ police_case }}")),
            _long("交接地点", "{{ place }}"),
            section("未成年人", 4),
            _pair(("姓名", "{{ child_name }}"), ("性别", "{{ child_sex }}")),
            _pair(("出生日期", "{{ child_birth }}"), ("证件号码", "{{ child_id }}")),
            section("交接事项", 4),
            _long("交接事由", "{{ reason }}"),
            section("带离的依据(《意见》第11条第1款,有的标明)", 4),
            rows_each("danger", "dangers", 4,
                      row(center("{{ danger.found }}"), value("{{ danger.text }}", span=3))),
            section("伤情、物品和告知", 4),
            _long("伤情", "{{ injuries }}"),
            _long("就医、体检", "{{ medical }}"),
            _long("随身物品", "{{ belongings }}"),
            _long("未成年人对护送地点的意见", "{{ child_view }}"),
            _long("移送材料", "{{ materials }}"),
            _long("案件侦办查处情况说明", "{{ statement_due }}"),
            _long("权利告知", "{{ rights_told }}"),
            _long("备注", "{{ remarks }}"),
        ),
        para("Note", "自接收时间起,本中心依法履行临时监护职责。本单一式两份,双方各执一份,"
                     "双方签章后生效。依据:《关于依法处理监护人侵害未成年人权益行为若干问题的意见》"
                     "第11条;未成年人保护法第92、93条;指导纲要第66条。"),
        para("Note", "制单日期:{{ issued_on }}"),
        signatures(("移交方(公安机关)", "上列人员、物品、材料已移交。"),
                   ("接收方(中心)", "上列人员、物品、材料已接收。")),
    ),
    header=PROTECTED,
)  # fmt: skip

investigation_report = Description(
    "初步调查核实报告",
    (
        report_head("初步调查核实报告"),
        body("**案件编号:**{{ case_number }}", "**未成年人:**{{ child }}"),
        heading("一、核实工作情况"),
        body("核实人员:"),
        lines("investigators"),
        body("核实时间:{{ began_on }}至{{ ended_on }}", "核实方式:{{ methods }}", "走访对象和陈述:"),
        table(
            [24, 26, 50],
            row(head("受访人"), head("时间、方式、地点"), head("陈述要点"), head=True),
            rows_each("talk", "interviews", 3,
                      row(value("{{ talk.who }}"), value("{{ talk.how }}"),
                          value("{{ talk.words }}"), whole=False)),
        ),
        heading("二、接报情况"),
        lines("report_summary"),
        heading("三、监护人情况"),
        table(_FOUR, guardian_rows()),
        heading("四、核实的事实及证据来源"),
        table(
            [18, 50, 32],
            row(head("事项"), head("核实的事实"), head("证据来源"), head=True),
            rows_each("finding", "findings", 3,
                      row(center("{{ finding.title }}"), value("{{ finding.text }}"),
                          value("{{ finding.basis }}"), whole=False)),
        ),
        body("证据目录:"),
        evidence_table(),
        heading("五、与接报内容的差异"),
        lines("differences"),
        heading("六、未成年人意见"),
        lines("child_view"),
        heading("七、是否需要临时监护(未成年人保护法第九十二条)"),
        body("{{ custody_case }}"),
        heading("八、即时风险"),
        lines("immediate_risk"),
        heading("九、核实结论"),
        body("{{ conclusion }}"),
        lines("reasons"),
        heading("十、处置建议"),
        lines("proposal"),
        body("报告人:{{ written_by }}"),
        signed("{{ centre }}"),
    ),
    header=INTERNAL,
)  # fmt: skip
