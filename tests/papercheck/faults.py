"""At least a hundred and twenty faults that papers of our practice cases could have."""

from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt, RGBColor

from tests.papercheck.seeding import (
    Change,
    Fault,
    after,
    at,
    blank,
    comment,
    drop,
    drop_row,
    hidden,
    on_page,
    on_paragraph,
    prop,
    put_cell,
    running,
    swap,
    swap_cell,
    tail,
    tracked,
)

REVOKE, HOME, OUTSIDE = "revocation-civil-affairs", "return-home", "transfer-outside"
PETITION, INJUNCTION = (REVOKE, "撤销监护人资格申请书"), (REVOKE, "行为保全申请书")
REPLY, MINUTES = (REVOKE, "检察（司法）建议书面回复"), (REVOKE, "会商纪要")
ASSESSMENT, CLOSING = (REVOKE, "家庭监护评估报告"), (REVOKE, "结案报告")
PROTECTION, REFERRAL = (OUTSIDE, "人身安全保护令申请书"), (OUTSIDE, "移交函")
COLLECT, BRIEF = (HOME, "领回通知书"), (HOME, "通报函（学校，已领回）")
BRIEF_POLICE, INVITE = (HOME, "通报函（公安机关，已领回）"), (HOME, "会商通知（公安机关）")
RIGHTS, HANDOVER = (HOME, "权利告知书"), (HOME, "未成年人交接手续书")
REGISTER, VERIFIED = (HOME, "接报登记表"), (HOME, "初步调查核实报告")

Where = tuple[str, str]
FAULTS: list[Fault] = []


def _add(rule: str, where: Where, *changes: tuple[str, Change]) -> None:
    FAULTS.extend(Fault(where[0], where[1], rule, change, name) for name, change in changes)


def _second_respondent(document):
    return after("被申请人：", "被申请人：林某某，女，住所：示例县示例镇示例路2号。与未成年人的关系：母亲。"
                  "其出生日期、民族、证件号码、职业和工作单位、联系方式申请人尚不掌握。")(document)  # fmt: skip


def _empty_list(document):
    for _ in range(2):
        drop_row(0, 1, "0/0/0")(document)
    return "0/0/0"


def _no_page_number(document):
    for paragraph in document.sections[0].footer.paragraphs:
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)


def _font(paragraph):
    paragraph.runs[0].font.name = "微软雅黑"
    return paragraph


def _white(paragraph):
    run = paragraph.add_run("看不见的字")
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


# -- leftover ---------------------------------------------------------------------------------
_add("leftover.tag", PETITION, ("braces", tail("2025年9月1日", "{{ harm }}")),
     ("full-width braces", tail("三次家庭", "｛｛ wish ｝｝")))  # fmt: skip
_add("leftover.tag", COLLECT, ("tag", after("地点", "{% if place %}")))
_add("leftover.program-word", PETITION, ("None", swap("职务：局长", "职务：None")))
_add("leftover.program-word", REPLY, ("null", tail("本案已完成", "null")))
_add("leftover.placeholder", PETITION, ("未填", swap("无固定职业", "未填")),
     ("XX", swap("小石(化名)，男", "XX，男")), ("blank line", tail("三次家庭", "____")))  # fmt: skip
_add("leftover.placeholder", REFERRAL, ("待补充", tail("未成年人随监护人", "待补充")))
_add("leftover.placeholder", REGISTER, ("cell", swap_cell("工作日白天打电话", "【待填写】")))
_add("leftover.doubled-mark", PETITION, ("stops", tail("三次家庭", "。")),
     ("pauses", swap("男，职业", "男，，职业")))  # fmt: skip
_add("leftover.doubled-mark", BRIEF, ("mixed", swap("开展回访，", "开展回访，。")))
_add(
    "leftover.empty-label",
    PROTECTION,
    ("agent", swap("代为申请人：示例县妇女联合会，", "代为申请人：，")),
)
_add("leftover.empty-label", MINUTES, ("place", swap("会商地点：示例县民政局会议室", "会商地点：")))
_add("leftover.empty-label", HANDOVER, ("cell", put_cell(0, 3, 1, "")))
_add("leftover.code-word", PETITION, ("word", swap("继父长期酗酒", "step_father长期酗酒")))
_add("leftover.code-word", CLOSING, ("enum", after("二、结案事由", "guardianship_revoked")))
_add("leftover.rule-id", REPLY, ("rule", tail("本案已完成", "按规则5A.2办理。")))
_add("leftover.unknown-party", PETITION, ("未查明", swap("石某某，男", "石某某，未查明")))

# -- party ------------------------------------------------------------------------------------
_add("party.id-number", PETITION,
     ("check digit", swap("男，职业", "男，居民身份证号码：110101198304051230，职业")),
     ("length", swap("男，职业", "男，居民身份证号码：11010119830405123，职业")))  # fmt: skip
_add("party.sex", PETITION, ("card", swap("小石(化名)，男，2016年6月18日出生",
     "小石(化名)，男，2016年6月18日出生，居民身份证号码：110101201606180023")))  # fmt: skip
_add("party.birth-date", PETITION, ("card", swap("小石(化名)，男，2016年6月18日出生",
     "小石(化名)，男，2016年6月19日出生，居民身份证号码：110101201606180015")))  # fmt: skip
_add("party.age", PETITION, ("age", swap("被监护人9周岁", "被监护人11周岁")))
_add("party.age", ASSESSMENT, ("age", swap("9周岁", "8周岁")))
_add("party.age", REGISTER, ("cell", swap_cell("8周岁", "12周岁")))
_add("party.age", REFERRAL, ("age", swap("12周岁", "13周岁")))
_add("party.birth-date", ASSESSMENT, ("set", swap("2016年6月18日", "2016年8月16日")))
_add("party.birth-date", CLOSING, ("set", swap("2016年6月18日", "2017年6月18日")))
_add("party.element", PETITION, ("sex", swap("石某某，男，", "石某某，")),
     ("address", swap("住所：示例县示例镇示例小区3号楼201室，", "")),
     ("relation", swap("与未成年人的关系：继父。", "")),
     ("phone", swap("，联系电话：0999-0000010", "")),
     ("child's sex", swap("小石(化名)，男，", "小石(化名)，")),
     ("child's birth", swap("，2016年6月18日出生", "")))  # fmt: skip
_add("party.element", INJUNCTION, ("address", swap("住所：示例县示例镇示例路9号。", "")))
_add("party.element", PROTECTION, ("phone", swap("，联系电话：0999-0000003", "")))
_add("party.claim-against", PETITION, ("nobody", swap("被申请人石某某对", "被申请人林某某对")))
_add("party.no-claim", PETITION,
     ("second", _second_respondent))  # fmt: skip
_add("party.relation", PETITION, ("below", swap("系被监护人继父", "系被监护人叔父")),
     ("sex", swap("关系：继父", "关系：继母")))  # fmt: skip
_add("party.applicant", PETITION, ("signed", swap("申请人：示例县民政局（盖章）",
                                                  "申请人：示例县教育局（盖章）")))  # fmt: skip
_add("party.applicant", INJUNCTION, ("signed", swap("申请人：示例县未成年人救助保护中心（",
                                                    "申请人：示例县民政局（")))  # fmt: skip
_add("party.no-respondent", PETITION, ("ground", swap("被申请人石某某：民法典",
                                                      "被申请人史某某：民法典")),
     ("closing", swap("综上，被申请人石某某", "综上，被申请人石某")))  # fmt: skip
_add("party.name", PETITION, ("child", swap("为小石(化名)的监护人", "为小时(化名)的监护人")),
     ("proposed", swap("请求指定示例县民政局", "请求指定示例县教育局")))  # fmt: skip
_add("party.name", CLOSING, ("set", swap("小石(化名)", "小史(化名)")))
_add("party.sex", CLOSING, ("set", swap("，男，", "，女，")))

# -- law --------------------------------------------------------------------------------------
_add("law.no-such-article", PETITION, ("code", swap("民法典第三十六条有权",
                                                    "民法典第一千三百六十条有权")))  # fmt: skip
_add("law.no-such-article", PROTECTION, ("act", swap("第三十条的规定", "第四十三条的规定")))
_add("law.no-such-article", BRIEF, ("minors", swap("第一百零三条", "第二百零三条")))
_add("law.not-in-force", PETITION, ("general principles", swap("根据民法典第三十六条",
                                                               "根据民法通则第十六条")))  # fmt: skip
_add("law.unknown-title", PETITION, ("title", swap("未成年人保护法第一百零八条",
                                                   "未成年人权益法第一百零八条")))  # fmt: skip
_add("law.unknown-title", PROTECTION, ("title", swap("（反家庭暴力法第", "（反家暴力法第")))
_add("law.wrong-article", PETITION, ("claim", swap("根据民法典第三十六条",
                                                   "根据民法典第三十九条")))  # fmt: skip
_add("law.wrong-article", INJUNCTION, ("preservation", swap("民事诉讼法第一百零四条",
                                                            "民事诉讼法第一百一十四条")))  # fmt: skip
_add("law.wrong-article", REPLY, ("reply", swap("第一百一十四条", "第一百一十条")))
_add("law.wrong-article", COLLECT, ("basis", swap("民法典第三十六条", "民法典第三十八条")))
_add("law.unconfirmed", COLLECT, ("opinions", swap("《意见》第35条", "《意见》第19条")))
_add("law.unconfirmed", INVITE, ("opinions", swap("指导纲要第70条", "《意见》第19条")))
_add("law.court-level", PETITION, ("court", on_paragraph("示例县人民法院",
     lambda p: setattr(p.runs[0], "text", "示例市中级人民法院"))))  # fmt: skip
_add("law.court", INJUNCTION, ("court", on_paragraph("示例县人民法院",
     lambda p: setattr(p.runs[0], "text", "虚构县人民法院"))))  # fmt: skip
_add("law.court", PROTECTION, ("short", on_paragraph("示例县人民法院",
     lambda p: setattr(p.runs[0], "text", "示例县法院"))))  # fmt: skip
_add("law.period", PROTECTION, ("months", swap("有效期为6个月", "有效期为8个月")),
     ("hours", swap("二十四小时", "七十二小时")))  # fmt: skip
_add("law.period", INJUNCTION, ("hours", swap("四十八小时", "七十二小时")),
     ("days", swap("三十日内依法提起", "六十日内依法提起")))  # fmt: skip
_add("law.period", COLLECT, ("days", swap("三日内", "七日内")))

# -- structure --------------------------------------------------------------------------------
_add("structure.title", PETITION, ("gone", drop("撤销监护人资格申请书")))
_add("structure.title", COLLECT, ("blank", blank("领回通知书")))
_add("structure.court", PETITION, ("此致", drop("此致")))
_add("structure.court", PROTECTION, ("court", drop("示例县人民法院")))
_add("structure.heading", PETITION, ("claims", drop("请求事项")), ("facts", drop("事实和理由")))
_add("structure.heading", INJUNCTION, ("guarantee", drop("担保")))
_add("structure.evidence-list", PETITION, ("heading", drop("证据目录")))
_add("structure.signature", INJUNCTION, ("gone", drop("申请人：示例县未成年人救助保护中心（")))
_add("structure.signature", BRIEF, ("blank", blank("示例县未成年人救助保护中心（印章）")))
_add("structure.date", PETITION, ("gone", drop("2025年11月21日")))
_add("structure.date", COLLECT, ("blank", blank("2026年5月11日", whole=True)))
_add("structure.attachments", PROTECTION, ("gone", drop("附：1.")))
_add("structure.no-number", PETITION, ("number", after("撤销监护人资格申请书",
                                                       "示未保撤申〔2025〕1号")))  # fmt: skip
_add("structure.number", BRIEF, ("gone", drop("示未保通函")))
_add("structure.number", ASSESSMENT, ("blank", blank("示未保评报")))
_add("structure.numbering", MINUTES, ("gap", swap("五、逐项结论", "六、逐项结论")))
_add("structure.numbering", PETITION, ("double", swap("（四）临时监护", "（三）临时监护")),
     ("claims", swap("3.指定示例县", "4.指定示例县")))  # fmt: skip
_add("party.missing", PETITION, ("respondent", drop("被申请人：")))
_add("structure.party", PETITION, ("child", drop("被监护人：")))
_add("structure.missing", REGISTER, ("label", swap_cell("事实经过", "经过")))

# -- evidence ---------------------------------------------------------------------------------
_add("evidence.not-listed", PETITION, ("cited", swap("（证据4）", "（证据9）")))
_add("evidence.not-listed", ASSESSMENT, ("cited", swap("证据：证据1", "证据：证据12")))
_add("evidence.not-cited", PETITION, ("listed", at("1/4/0", swap("（证据4）", ""))))
_add("evidence.numbering", PETITION, ("gap", put_cell(1, 3, 0, "4")))
_add("evidence.numbering", ASSESSMENT, ("double", put_cell(3, 2, 0, "1")))
_add("evidence.pages", PETITION, ("none", put_cell(1, 2, 6, "")))
_add("evidence.source", PETITION, ("none", put_cell(1, 1, 3, "")))
_add("evidence.purpose", PROTECTION, ("none", put_cell(0, 1, 4, "")))
_add("evidence.original", INJUNCTION, ("none", put_cell(0, 1, 5, "")))
_add("evidence.count", PETITION, ("items", swap("材料5件", "材料6件")))
_add("evidence.page-count", PETITION, ("pages", swap("共35页", "共53页")))
_add("evidence.copies", PETITION, ("sets", swap("35页，3份", "35页，1份")))
_add("evidence.party-copies", PETITION, ("copies", swap("副本2份", "副本0份")))
_add("evidence.none", PROTECTION, ("empty", _empty_list))

# -- leak -------------------------------------------------------------------------------------
_add("leak.reporter-kind", PETITION, ("kind", swap("2025年9月1日，继父", "2025年9月1日，接学校报告，继父")),
     ("word", tail("三次家庭", "举报人可以出庭。")))  # fmt: skip
_add("leak.reporter-kind", COLLECT, ("neighbour", tail("2026年5月11日7时", "邻居多次举报。")))
_add("leak.reporter", COLLECT, ("name", tail("2026年5月11日7时", "张某某可以作证。")),
     ("called", tail("2026年5月11日7时", "张阿姨可以作证。")))  # fmt: skip
_add("leak.reporter-phone", COLLECT, ("phone", tail("2026年5月11日7时", "电话0999-0000002。")),
     ("tail", tail("2026年5月11日7时", "电话尾号0002。")))  # fmt: skip
_add("leak.reporter", BRIEF_POLICE, ("header", running("header", "来源：张某某")),
     ("property", prop("comments", "报告人张某某")))  # fmt: skip
_add("leak.reporter", COLLECT, ("hidden", hidden("2026年5月11日7时", "张某某")),
     ("comment", comment("2026年5月11日7时", "张某某来电")),
     ("footer", running("footer", "张某某")))  # fmt: skip
_add("leak.school", PETITION, ("name", swap("已就医、就学", "已就医、在示例镇中心小学就学")),
     ("class", swap("已就医、就学", "已就医、在二年级(1)班就学")))  # fmt: skip
_add(
    "leak.school", BRIEF_POLICE, ("other reader", swap("请予配合。", "该生在示例镇中心小学就读。"))
)
_add("leak.care", PETITION, ("institution", swap("由本中心临时监护，", "安置于示例县儿童福利院，")),
     ("address", tail("三次家庭", "孩子现在示例县虚构路8号。")),
     ("part", tail("三次家庭", "孩子在虚构路8号。")))  # fmt: skip
_add("leak.helper", PETITION, ("teacher", tail("三次家庭", "李某某可以证明。")))

# -- letter -----------------------------------------------------------------------------------
_add(
    "letter.recipient", BRIEF, ("other body", swap("示例镇中心小学：", "示例县公安局城关派出所："))
)
_add("letter.recipient", REPLY, ("other body", swap("示例县人民检察院：", "示例镇中心小学：")))
_add("structure.recipient", REFERRAL, ("gone", drop("虚构远方市")))
_add("letter.number-form", BRIEF, ("square", swap("〔2026〕", "[2026]")),
     ("padded", swap("〔2026〕4号", "〔2026〕04号")), ("第", swap("〔2026〕4号", "〔2026〕第4号")))  # fmt: skip
_add("letter.number-form", INVITE, ("round", swap("〔2026〕", "（2026）")))
_add("letter.salutation", COLLECT, ("half width", swap("母亲）：", "母亲）:")))
_add("letter.closing", BRIEF, ("gone", drop("特此通报")))
_add("letter.closing", REPLY, ("other", swap("专此回复。", "谢谢。")))
_add("letter.confidentiality", BRIEF, ("duty", drop("贵单位及知悉本函")))

# -- date -------------------------------------------------------------------------------------
_add("date.form", PETITION, ("iso", swap("2025年10月20日", "2025-10-20")),
     ("padded", swap("2025年9月1日，", "2025年09月01日，")))  # fmt: skip
_add("date.form", COLLECT, ("slashes", swap("2026年5月11日7时", "2026/5/11 7时")))  # fmt: skip
_add("date.impossible", PETITION, ("day", swap("2025年10月20日", "2025年10月32日")))
_add("date.impossible", MINUTES, ("hour", swap("时00分", "时75分")))
_add("date.impossible", ASSESSMENT, ("month", swap("评估完成日期：2025年10月27日",
                                                   "评估完成日期：2025年13月27日")))  # fmt: skip
_add("date.after-signature", PETITION, ("facts", swap("2025年10月20日，", "2025年12月20日，")),
     ("care", swap("自2025年9月1日", "自2026年9月1日")))  # fmt: skip
_add(
    "date.after-signature", VERIFIED, ("visit", swap("核实时间：2026年3月", "核实时间：2026年8月"))
)

# -- page -------------------------------------------------------------------------------------
_add(
    "page.size",
    PETITION,
    ("letter", on_page(lambda d: setattr(d.sections[0], "page_width", Mm(216)))),
)
_add(
    "page.margins",
    COLLECT,
    ("left", on_page(lambda d: setattr(d.sections[0], "left_margin", Mm(20)))),
)
_add(
    "page.margins",
    ASSESSMENT,
    ("top", on_page(lambda d: setattr(d.sections[0], "top_margin", Mm(25)))),
)
_add("page.number", BRIEF, ("gone", on_page(_no_page_number, "footer/0")))
_add("page.font", PETITION, ("font", on_paragraph("三次家庭", _font)),
     ("size", on_paragraph("三次家庭", lambda p: setattr(p.runs[0].font, "size", Pt(12)))))  # fmt: skip
_add("page.tracked-changes", PETITION, ("inserted", tracked("三次家庭", "ins")))
_add("page.tracked-changes", BRIEF, ("deleted", tracked("本中心将依法", "del")))
_add("page.comments", PETITION, ("comment", comment("三次家庭", "请核实")))
_add("page.hidden-text", REPLY, ("hidden", hidden("本案已完成", "内部意见")))
_add("page.signature-torn", PETITION, ("break", on_paragraph("申请人：示例县民政局（盖章）",
     lambda p: p.add_run().add_break(WD_BREAK.PAGE))),
     ("between", after("申请人：示例县民政局（盖章）", "以下无正文")))  # fmt: skip
_add("page.signature-torn", COLLECT, ("let go", on_paragraph(
     "示例县未成年人救助保护中心（印章）",
     lambda p: setattr(p.paragraph_format, "keep_with_next", False))))  # fmt: skip

# -- package (one paper of the set; the set itself in test_a_set_of_papers) --------------------
_add(
    "package.missing",
    CLOSING,
    ("listed", swap_cell("示未保评报〔2025〕1号", "示未保评报〔2025〕9号")),
)

# -- what only the other papers of the case can show -------------------------------------------
_add("party.name", BRIEF, ("child", swap("未成年人：小禾", "未成年人：小河")),
     ("guardian", swap("监护人林某某", "监护人李某某")))  # fmt: skip
_add("party.name", (HOME, "权利告知书"), ("child", swap("有关未成年人小禾", "有关未成年人小苗")))
_add("party.relation", BRIEF_POLICE, ("guardian", swap("未成年人的母亲", "未成年人的姑姑")))
_add("party.name", VERIFIED, ("guardian's cell", swap_cell("林某某", "林某")))
_add("party.applicant", PETITION, ("party line", swap("申请人：示例县民政局，",
                                                      "申请人：示例县教育局，")))  # fmt: skip
_add("party.applicant", MINUTES, ("concluded", swap("申请人：示例县民政局",
                                                    "申请人：示例县妇女联合会")))  # fmt: skip
_add("party.birth-date", PETITION, ("below", swap("2016年6月18日", "2014年6月18日")))
_add("letter.recipient", COLLECT, ("nobody's guardian", swap("林某某（未成年人", "王某（未成年人")))
_add("date.inconsistent", COLLECT, ("meeting", swap("2026年5月11日7时", "2026年5月10日7时")))
_add("date.inconsistent", PETITION, ("meeting", swap("2025年11月17日，多方", "2025年11月16日，多方")),
     ("reception", swap("自2025年9月1日起", "自2025年9月11日起")))  # fmt: skip
_add("date.inconsistent", BRIEF, ("hand-over", swap("已于2026年5月14日", "已于2026年5月13日")))
_add("date.after-signature", PETITION, ("signed before", swap("2025年11月21日", "2025年10月1日")))
_add(
    "date.impossible",
    VERIFIED,
    ("turned round", swap("核实时间：2026年3月", "核实时间：2026年4月")),
)
_add(
    "law.unknown-title",
    PETITION,
    ("opinions", swap("监护人侵害未成年人权益", "监护人侵犯未成年人权益")),
)
_add(
    "law.unknown-title",
    PROTECTION,
    ("number", swap("综上，申请人", "依照法释〔2021〕17号第2条，申请人")),
)
_add("law.wrong-article", RIGHTS, ("basis", swap("第92、93条", "第95、96条")))
_add("law.wrong-article", VERIFIED, ("heading", swap("第九十二条", "第八十二条")))
_add("leak.reporter-kind", BRIEF_POLICE, ("neighbour", tail("本中心将依法", "本案由邻居举报。")))
_add("leak.health", BRIEF, ("illness", tail("本中心将依法", "该生患有哮喘。")),
     ("the form's words", tail("本中心将依法", "身高体重在正常范围。")))  # fmt: skip
_add("leak.address", BRIEF, ("part", tail("本中心将依法", "家住示例小区3号楼。")))
_add("leak.helper", COLLECT, ("social worker", tail("2026年5月11日7时", "何社工可以作证。")))
_add("page.hidden-text", PETITION, ("white", on_paragraph("三次家庭", _white)))
_add("page.comments", BRIEF, ("comment", comment("本中心将依法", "再核")))
