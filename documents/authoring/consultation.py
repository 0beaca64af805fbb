"""D5 会商通知, D6 会商纪要."""

from documents.authoring.blocks import (
    body,
    center,
    counted,
    head,
    heading,
    label,
    lines,
    para,
    row,
    rows_each,
    signed,
    table,
    title,
    value,
)
from documents.authoring.package import Description
from documents.authoring.pieces import PROTECTED, contact, letter_head

consultation_notice = Description(
    "会商通知",
    (
        letter_head("{{ centre }}", "关于召开监护侵害案件多方会商会议的通知"),
        para("Addressee", "{{ party }}:"),
        body("为依法保护未成年人{{ child }}(案件编号:{{ case_number }})的合法权益,"
             "根据指导纲要第70条,"
             "定于{{ meeting_at }}在{{ place }}召开多方会商会议(主持人:{{ chair }}),请派员参加。现将有关事项通知如下:"),
        heading("一、会商议题"),
        counted("agenda"),
        heading("二、请准备的材料"),
        counted("materials"),
        heading("三、保密要求"),
        body("本案涉及未成年人隐私。参会单位和人员对会商内容以及知悉的未成年人信息负有保密义务,"
             "不得披露能够识别未成年人身份的信息(未成年人保护法第一百零三条)。"),
        heading("四、联系方式"),
        contact(),
        body("请于{{ reply_by }}前将回执送本中心;不能参加的,请书面提出意见并说明理由。"),
        signed("{{ centre }}"),
        para("Receipt", "回  执"),
        table(
            [22, 28, 22, 28],
            row(label("单位"), value(""), label("参加人、职务"), value("")),
            row(label("联系电话"), value(""), label("是否参加"), value("□ 参加  □ 不能参加")),
            row(label("需说明的事项"), value("", span=3)),
        ),
    ),
)  # fmt: skip

consultation_minutes = Description(
    "会商纪要",
    (
        para("Letterhead", "未成年人保护多方会商纪要"),
        para("DocNumberRed", "{{ number }}"),
        title("未成年人{{ child }}案会商纪要"),
        body("**案件编号:**{{ case_number }}", "**会商时间:**{{ met_at }}",
             "**会商地点:**{{ place }}", "**主持人:**{{ chair }}", "**记录人:**{{ recorder }}"),
        heading("一、参加人员"),
        table(
            [38, 40, 22],
            row(head("单位(亲属)"), head("参加人"), head("出席情况"), head=True),
            rows_each("attendant", "attendance", 3,
                      row(value("{{ attendant.party }}"), value("{{ attendant.person }}"),
                          center("{{ attendant.presence }}"))),
        ),
        heading("二、会商所依据的材料"),
        counted("materials"),
        heading("三、未成年人意见"),
        lines("child_view"),
        heading("四、各方意见"),
        table(
            [28, 72],
            row(head("单位(亲属)"), head("意见"), head=True),
            rows_each("opinion", "opinions", 2,
                      row(value("{{ opinion.party }}"), value("{{ opinion.text }}"), whole=False)),
        ),
        heading("五、逐项结论"),
        table(
            [36, 18, 46],
            row(head("应当明确的问题"), head("结论"), head("理由"), head=True),
            rows_each("item", "items", 3,
                      row(value("{{ item.question }}"), center("{{ item.answer }}"),
                          value("{{ item.reasons }}"), whole=False)),
        ),
        heading("六、会商结论"),
        body("{{ conclusion }}"),
        lines("conclusion_reasons"),
        heading("七、分工和时限"),
        counted("assignments"),
        heading("八、不同意见"),
        lines("dissent"),
        heading("九、结论的生效"),
        body("本纪要经签发后,会商结论生效。会商结论生效前,任何单位和个人不得将未成年人交由监护人领回"
             "(指导纲要第71条)。"),
        body("参加人员对会商内容和知悉的未成年人信息负有保密义务。"),
        para("SignUnit", "{{ centre }}"),
        para("SignDate", "{{ issued_on }}"),
        para("Receipt", "参加人员签到:"),
        table(
            [34, 33, 33],
            row(head("单位(亲属)"), head("签名"), head("职务、电话"), head=True),
            rows_each("attendant", "attendance", 3,
                      row(value("{{ attendant.party }}"), value(""), value(""))),
        ),
    ),
    header=PROTECTED,
)  # fmt: skip
