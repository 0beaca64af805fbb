"""D15 检察/司法建议书面回复, D19 移交函, D20 催办函."""

from documents.authoring.blocks import (
    body,
    counted,
    each,
    heading,
    lines,
    para,
    signed,
    subheading,
)
from documents.authoring.package import Description
from documents.authoring.pieces import PROTECTED, contact, letter_head

suggestion_reply = Description(
    "检察(司法)建议书面回复",
    (
        letter_head("{{ centre }}", "关于{{ kind }}的回复"),
        para("Addressee", "{{ addressee }}:"),
        body("贵单位{{ suggestion }}(本中心于{{ received_on }}收到)已收悉。本中心高度重视,"
             "及时研究办理。根据未成年人保护法第一百一十四条的规定,现将采纳、落实情况回复如下:"),
        heading("一、总体办理情况"),
        lines("situation"),
        heading("二、建议事项的逐项答复"),
        each("item", "items",
             subheading("事项{{ loop.index }}:{{ item.text }}"),
             body("办理情况:{{ item.state }}。", "{{ item.answer }}")),
        heading("三、下一步工作"),
        lines("next_steps"),
        contact(),
        body("专此回复。"),
        para("Attachment", "附件:"),
        counted("attachments", "Attachment"),
        signed("{{ centre }}"),
    ),
)  # fmt: skip

referral_letter = Description(
    "移交函",
    (
        letter_head("{{ centre }}", "{{ subject }}"),
        para("Addressee", "{{ addressee }}:"),
        body("**未成年人:**{{ child }}"),
        heading("一、移交(转介)事由"),
        lines("reasons"),
        heading("二、有关情况"),
        lines("facts"),
        heading("三、请办理的事项"),
        counted("requests"),
        heading("四、移交的材料"),
        counted("materials"),
        heading("五、保密义务"),
        body("{{ confidentiality }}"),
        contact(),
        body("请于收到后书面回复接收情况。"),
        signed("{{ centre }}"),
    ),
    header=PROTECTED,
)

chaser_letter = Description(
    "催办函",
    (
        letter_head("{{ centre }}", "关于商请及时办理有关事项的函"),
        para("Addressee", "{{ addressee }}:"),
        body("本中心办理的案件(我方编号:{{ reference }}),自{{ since }}起等待贵方就“{{ awaited }}”"
             "的办理结果,至今尚未收到。"),
        lines("terms"),
        body("现商请贵方:"),
        counted("requests"),
        body("本函只载明我方编号,不载明未成年人信息;需要核对案情的,请与联系人当面或者通过保密渠道联系。"),
        contact(),
        body("专此函达。"),
        signed("{{ centre }}"),
    ),
    header=PROTECTED,
)  # fmt: skip
