"""D7 领回通知书, D8 未成年人交接手续书, D9 通报函, D16 权利告知书."""

from documents.authoring.blocks import (
    body,
    counted,
    heading,
    label,
    lines,
    para,
    row,
    signed,
    table,
    value,
    when,
)
from documents.authoring.package import Description
from documents.authoring.pieces import (
    PROTECTED,
    contact,
    form_head,
    letter_head,
    section,
    signatures,
)

_FOUR = [19, 31, 19, 31]


def _long(name: str, text: str) -> str:
    return row(label(name), value(text, span=3), whole=False)


def _pair(first: tuple[str, str], second: tuple[str, str]) -> str:
    return row(label(first[0]), value(first[1]), label(second[0]), value(second[1]))


collection_notice = Description(
    "领回通知书",
    (
        letter_head("{{ centre }}", "领回通知书"),
        para("Addressee", "{{ guardian }}(未成年人的{{ relation }}):"),
        when("earlier", body("{{ earlier }}")),
        lines("basis"),
        body("现通知你{{ since }}**{{ term }}**{{ counting }}将未成年人{{ child }}领回,"
             "并办理书面交接手续。"),
        heading("一、领回地点和时间"),
        body("地点:{{ place }}", "接待时间:{{ office_hours }}"),
        heading("二、请携带的证件和材料"),
        counted("bring"),
        heading("三、逾期不领回的后果"),
        body("{{ if_late }}",
             "依据:民法典第三十六条;《意见》第35条;指导纲要第71条。"),
        heading("四、领回后的义务"),
        body("请依法履行监护职责,接受家庭教育指导和回访。不得实施侵害未成年人身心健康的行为;"
             "不得使未满八周岁或者由于身体、心理原因需要特别照顾的未成年人处于无人看护状态"
             "(未成年人保护法第十七条、第二十一条)。"),
        contact(),
        signed("{{ centre }}"),
        para("Receipt", "送达回执"),
        table(
            _FOUR,
            _pair(("受送达人签名", ""), ("送达时间", "    年  月  日  时  分")),
            _pair(("送达方式", "□ 直接 □ 留置 □ 邮寄 □ 其他"), ("送达人签名", "")),
            _long("备注", ""),
        ),
    ),
)  # fmt: skip

handover = Description(
    "未成年人交接手续书",
    (
        form_head("未成年人交接手续书"),
        table(
            _FOUR,
            _pair(("交接事由", "{{ occasion }}"), ("交接时间", "{{ handed_over_at }}")),
            _long("依据", "{{ basis }}"),
            _pair(("移交单位", "{{ centre }}"), ("移交人", "{{ handed_over_by }}")),
            _long("交接地点", "{{ place }}"),
            section("未成年人", 4),
            _pair(("姓名", "{{ child_name }}"), ("性别", "{{ child_sex }}")),
            _pair(("出生日期", "{{ child_birth }}"), ("证件号码", "{{ child_id }}")),
            section("接收人", 4),
            _pair(("姓名", "{{ receiver }}"), ("与未成年人关系", "{{ receiver_relation }}")),
            _pair(("身份核验", "{{ receiver_identity }}"), ("联系方式", "{{ receiver_contact }}")),
            section("交接内容", 4),
            _long("健康状况", "{{ health }}"),
            _long("用药和医嘱", "{{ medication }}"),
            _long("随身物品、证件和材料", "{{ belongings }}"),
            _long("未成年人意见", "{{ child_view }}"),
            _long("权利和义务告知", "{{ rights_told }}"),
            _long("在场见证人", "{{ witness }}"),
            _long("备注", "{{ remarks }}"),
        ),
        heading("一、接收人承诺"),
        lines("commitments"),
        heading("二、回访安排"),
        lines("follow_up"),
        para("Note", "本手续书一式两份,双方各执一份。交接日期以交接时间为准;制作日期:{{ issued_on }}。"
                     "依据:指导纲要第71条。"),
        signatures(("移交方", "上列未成年人、物品、材料已移交。"),
                   ("接收方", "上列未成年人、物品、材料已接收,承诺事项已知悉。"),
                   ("见证人", "交接过程已见证。")),
    ),
    header=PROTECTED,
)  # fmt: skip

briefing_letter = Description(
    "通报函",
    (
        letter_head("{{ centre }}", "关于未成年人领回有关情况的通报函"),
        para("Addressee", "{{ addressee }}:"),
        body("{{ told }}"),
        heading("一、有关情况"),
        body("未成年人:{{ child }}"),
        lines("happened"),
        heading("二、请协助的事项"),
        counted("asked"),
        heading("三、保密义务"),
        lines("confidentiality"),
        contact(),
        body("特此通报。"),
        signed("{{ centre }}"),
    ),
    header=PROTECTED,
)

rights_notice = Description(
    "权利告知书",
    (
        letter_head("{{ centre }}", "权利告知书"),
        para("Addressee", "{{ addressee }}:"),
        body("{{ occasion }}现将有关未成年人{{ child }}的权利和义务告知如下:"),
        heading("一、权利"),
        counted("rights"),
        heading("二、义务"),
        counted("duties"),
        contact(),
        signed("{{ centre }}"),
        para("Receipt", "告知回执:以上内容已经告知,本人(单位)已知悉并收到本告知书。"),
        table(
            _FOUR,
            _pair(("被告知人签名", ""), ("日期", "    年  月  日")),
            _pair(("告知人签名", ""), ("日期", "    年  月  日")),
        ),
    ),
)
