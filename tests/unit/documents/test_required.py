"""What the law asks of each document (rulebook §3, D1-D19) stands in it, from real answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from documents import text
from documents.check.paper import FILED
from documents.contexts.briefing_letter import BriefingLetterContext, refuse_without_duty
from documents.errors import ConfidentialityMissing
from documents.papers import PAPERS
from documents.printable import texts
from documents.punctuation import full_width
from documents.record import CaseRecord, ClockFacts
from documents.render import render
from models.errors import BrokenInvariant
from models.forms.assessment import Assessment, Voice
from models.forms.consultation import Convening, Minutes
from models.forms.follow_up import FollowUpPlan, Visit
from models.forms.protection import ProtectionApplication
from models.forms.receipt import PoliceReport, Registration
from models.forms.return_home import CollectionNotice
from models.forms.revocation import PetitionDraft
from models.words import Paper, Stage
from tests.factories_forms import example, minimal
from tests.unit.documents.records import (
    ISSUED,
    NAMELESS,
    NOW,
    record,
    with_answer,
    without,
)
from tests.unit.documents.samples import DAY, NUMBER, complaints, opened

MAKERS = pytest.mark.parametrize("make", [example, minimal], ids=["full", "minimal"])
EACH = pytest.mark.parametrize(("paper", "stage", "about"), ISSUED)


def document(paper: Paper, given: CaseRecord, about: str | None = None) -> bytes:
    return render(paper, PAPERS[paper].build(given, about), number=NUMBER, issued_on=DAY)


def said(paper: Paper, given: CaseRecord, about: str | None = None) -> str:
    return text.text(document(paper, given, about))


def refuse_absent(read: str, *wanted: str) -> None:
    absent = [one for one in wanted if full_width(one) not in read and one not in read]
    assert not absent


@EACH
@MAKERS
def test_every_paper_is_made_from_full_and_from_minimal_answers(
    paper, stage, about, make, tmp_path
):
    made = document(paper, record(stage, make), about)

    assert complaints(made, tmp_path) == []
    refuse_absent(text.text(made), "2026年11月5日")
    assert (NUMBER in text.text(made)) == (paper not in FILED), "no number on a court's form"
    assert opened(made).paragraphs


@EACH
def test_nothing_about_the_child_is_left_blank(paper, stage, about):
    """No text of a context is empty, but those that make their paragraph vanish."""
    given = record(stage, minimal, child=NAMELESS, guardians=())
    context = PAPERS[paper].build(given, about)
    vanishing = {"earlier", "no_others", "protected"}

    assert [
        path for path, value in texts(context) if not value.strip() and path not in vanishing
    ] == []
    assert "None" not in said(paper, given, about)


def test_d1_registration():
    given = record(Stage.RECEIPT)
    form = given.need(Registration)
    refuse_absent(
        said(Paper.REGISTRATION, given), given.case_number, form.what_happened, form.needs,
        form.received_by, form.channel.label, form.child_is_where, "2026年3月9日21时40分",
        form.reporter.name or "", form.reporter.phone or "", form.reporter.kind.label,
        "信息依法保密", form.reporter.feedback_manner or "", "④", "☑", "□",
        given.need(PoliceReport).receipt_number or "", "林某某", "即时危险状态",
    )  # fmt: skip


def test_d1_says_when_nobody_has_told_the_police_yet():
    given = without(record(Stage.RECEIPT), PoliceReport)

    refuse_absent(said(Paper.REGISTRATION, given), "本中心应当立即报案")


def test_d2_reception_sheet():
    read = said(Paper.RECEPTION_HANDOVER, record(Stage.CUSTODY))
    refuse_absent(
        read, "护送单位", "警号", "2026年3月9日23时30分", "交接事由", "公安案件编号", "带离的依据",
        "身体受到严重伤害", "面临严重人身安全威胁", "处于无人照料等危险状态", "伤情", "就医、体检", "随身物品",
        "未成年人对护送地点的意见", "移送材料", "书面情况说明", "权利告知", "移交方(公安机关)", "接收方(中心)",
        "(签名、盖章)", "自接收时间起,本中心依法履行临时监护职责",
    )  # fmt: skip


def test_d3_investigation_report():
    read = said(Paper.INVESTIGATION_REPORT, record(Stage.INVESTIGATION))
    refuse_absent(
        read, "核实人员", "核实方式", "走访对象和陈述", "证据来源", "证据1", "与接报内容的差异", "未成年人意见",
        "未成年人保护法第九十二条", "(六)", "即时风险", "核实结论", "处置建议", "报告人:甄个案",
    )  # fmt: skip
    assert read.count("未保专干") >= 1


def test_d4_has_six_scopes_five_voices_seven_items_and_art_28():
    given = record(Stage.ASSESSMENT)
    made = given.need(Assessment)
    read = said(Paper.ASSESSMENT_REPORT, given)
    refuse_absent(
        read, "家庭经济能力", "照顾能力", "监护技能", "责任意识", "亲子关系", "未成年人生存与发展状况",
        "未成年人", "监护人", "辖区民警", "邻里", "学校",
        "(一)监护存在的问题", "(二)监护人悔过情况", "(三)监护人接受教育辅导情况",
        "(四)未成年人身心健康状况", "(五)未成年人意愿", made.problems, made.repentance,
        made.child_wishes, made.risk.name, made.risk.locality, made.risk.scheme_version,
        f"风险位次:{made.risk.rank}", "回归家庭可行性", "评估小组", "告知情况", "有效期至",
        *(f"{one.numeral}{one.title}" for one in given.law.grounds.values()),
    )  # fmt: skip


def test_d4_says_why_a_voice_was_not_heard():
    silent = example(Voice, heard="否", reason_not_heard="联系三次未接", attempts="3月1日、2日、3日电话",
                     speaker=None, heard_on=None, manner=None, place=None, heard_by=None,
                     words=None, companion=None)  # fmt: skip
    given = with_answer(record(Stage.ASSESSMENT), silent, about="neighbour")

    refuse_absent(
        said(Paper.ASSESSMENT_REPORT, given),
        "未能听取",
        "理由:联系三次未接",
        "3月1日、2日、3日电话",
    )


def test_d5_consultation_notice():
    given = record(Stage.CONSULTATION)
    convened = given.need(Convening)
    for party in convened.parties:
        refuse_absent(
            said(Paper.CONSULTATION_NOTICE, given, party.code), party.name, convened.place,
            *convened.agenda, "保密义务", "请准备的材料", "回  执", convened.contact,
        )  # fmt: skip


def test_d6_minutes():
    given = record(Stage.CONSULTATION)
    minutes = given.need(Minutes)
    read = said(Paper.CONSULTATION_MINUTES, given)
    refuse_absent(
        read, minutes.conclusion.label, minutes.reasons, minutes.assessment_report,
        minutes.police_note, minutes.guidance, "危险状态是否消除", "能否正确履行监护职责",
        "是否属于《意见》第35条规定的情形", "民法典第36条", "不同意见", "会商结论生效前", "签到", "缺席",
        "未成年人意见", *(one.name for one in minutes.attendees),
    )  # fmt: skip
    assert "印章" not in read


def test_d7_says_three_days_and_no_certain_last_day():
    given = record(Stage.RETURN_HOME)
    notice = given.need(CollectionNotice)
    read = said(Paper.COLLECTION_NOTICE, given)
    refuse_absent(
        read, notice.guardian, "三日内", "送达当日不计入", "法定休假日", notice.place,
        *notice.bring, notice.if_late, "书面评估报告", "送达回执", notice.contact,
    )  # fmt: skip


@pytest.mark.parametrize(
    "stage", [Stage.RETURN_HOME, Stage.RELATIVE_CARE, Stage.PLACEMENT, Stage.RESTORATION]
)
def test_d8_handover(stage):
    refuse_absent(
        said(Paper.HANDOVER, record(stage)), "身份核验", "健康状况", "用药和医嘱", "随身物品", "接收人承诺",
        "回访安排", "回访联系人", "未成年人意见", "在场见证人", "移交方", "接收方", "(签名、盖章)",
    )  # fmt: skip


@pytest.mark.parametrize("about", [one[2] for one in ISSUED if one[0] is Paper.BRIEFING_LETTER])
def test_d9_states_the_duty_of_confidentiality(about):
    read = said(Paper.BRIEFING_LETTER, record(Stage.RETURN_HOME), about)

    refuse_absent(read, "对通报的内容负有保密义务", "请协助的事项", "联系人", "立即")


def test_d9_without_the_duty_is_refused():
    """Gate G5."""
    letter = PAPERS[Paper.BRIEFING_LETTER].build(record(Stage.RETURN_HOME), "notice-school")
    assert isinstance(letter, BriefingLetterContext)

    with pytest.raises(ConfidentialityMissing):
        refuse_without_duty(letter.model_copy(update={"confidentiality": ("请阅。",)}))


def test_d10_protection_application():
    given = record(Stage.PROTECTION_ORDER)
    form = given.need(ProtectionApplication)
    refuse_absent(
        said(Paper.PROTECTION_APPLICATION, given), "申请人", "代为申请人", form.acts_for_child,
        "反家庭暴力法第二十三条", "被申请人", form.respondents[0].name, "请求事项", form.facts,
        "面临的现实危险", "情况紧急", "有效期为6个月", "此致", form.court, "证据目录", "副本2份",
        *(one.label for one in form.measures), *(one.kind.label for one in form.evidence),
    )  # fmt: skip


def test_d10b_names_both_limits():
    refuse_absent(
        said(Paper.INJUNCTION_APPLICATION, record(Stage.INJUNCTION)), "诉前行为保全申请书", "四十八小时",
        "三十日内", "难以弥补", "担保", "此致", "准备提起的诉讼", "证据目录", "请求事项",
    )  # fmt: skip


def test_d11_petition_has_every_element():
    given = record(Stage.REVOCATION)
    draft = given.need(PetitionDraft)
    read = said(Paper.REVOCATION_PETITION, given)
    who = draft.respondents[0]
    refuse_absent(
        read, draft.applicant.name, draft.applicant.address, draft.applicant.head or "",
        "申请人资格", draft.capacity_basis, "委托诉讼代理人", draft.agents[0].name, who.name,
        who.address, *draft.claims, draft.facts, "民法典第36条第一款", "《意见》第35条",
        *(one.facts or "" for one in who.grounds35), "证据1", draft.education,
        draft.temporary_care, *(one.reason for one in draft.excluded), draft.proposed_guardian,
        draft.child_view.words or "", "此致", draft.court, "(盖章)", "申请书副本", "证据目录",
        *(one.name for one in draft.evidence), *(one.proves for one in draft.evidence),
        "位于", "被监护人",
    )  # fmt: skip
    assert read.index("请求事项") < read.index("事实和理由") < read.index("此致") < read.index("附")


def test_d11_adds_the_claims_that_a_draft_leaves_out():
    draft = example(PetitionDraft, claims=["依法裁判"], maintenance="800")
    read = said(Paper.REVOCATION_PETITION, with_answer(record(Stage.REVOCATION), draft))

    refuse_absent(read, "撤销林某某对", "1.撤销", "指定", "每月800元(人民币捌佰元整)")


def test_d11_without_other_entitled_persons_says_so():
    draft = example(PetitionDraft, excluded=[], no_others="祖父母、外祖父母均已去世,无兄姐。")
    read = said(Paper.REVOCATION_PETITION, with_answer(record(Stage.REVOCATION), draft))

    refuse_absent(read, "祖父母、外祖父母均已去世,无兄姐。")


def test_d12_extension_form():
    refuse_absent(
        said(Paper.EXTENSION_FORM, record(Stage.EXTENSION)), "临时监护起始", "已临时监护", "六个月节点",
        "一年节点", "拟延长至", "延长理由", "累计超过一年的理由", "评估报告", "个案工作计划", "督导意见", "主任意见",
        "示例县民政局意见",
    )  # fmt: skip


@pytest.mark.parametrize("about", ["window-1", "further-1"])
def test_d13_visit_record(about):
    given = record(Stage.FOLLOW_UP)
    visit = given.need(Visit)
    refuse_absent(
        said(Paper.VISIT_RECORD, given, about), "未成年人现状", "问题改善是否持续", "是否有新问题", "康复状况",
        "监护状况", "是否见到未成年人本人", visit.present_state or "", visit.visitor, "应访时段", "下次回访",
    )  # fmt: skip


def test_d13_gives_the_window_of_the_plan():
    given = record(Stage.FOLLOW_UP)
    start = given.need(FollowUpPlan).starts_on

    refuse_absent(
        said(Paper.VISIT_RECORD, given, "window-1"),
        f"{start.year}年{(start + timedelta(days=1)).month}月{(start + timedelta(days=1)).day}日至",
    )


def test_d14_compares_each_bar():
    refuse_absent(
        said(Paper.RESTORATION_OPINION, record(Stage.RESTORATION)), "实施故意犯罪", "性侵害、出卖",
        "六个月以上", "五年以上有期徒刑", "监护意愿", "悔改表现", "监护能力", "身心状况", "工作生活情况",
        "现任监护人意见", "未成年人意见", "三个月至一年", "调查意见", "委托",
    )  # fmt: skip


def test_d15_answers_item_by_item():
    refuse_absent(
        said(Paper.SUGGESTION_REPLY, record(Stage.SUGGESTION_REPLY)), "未成年人保护法第一百一十四条",
        "文号", "收到", "逐项答复", "办理情况", "附件", "下一步工作",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.CUSTODY, "会商结论作出以前不得领回"),
        (Stage.RELATIVE_CARE, "依法申请撤销监护人资格"),
        (Stage.PLACEMENT, "继续负担抚养费"),
    ],
)
def test_d16_rights_notice(stage, words):
    refuse_absent(said(Paper.RIGHTS_NOTICE, record(stage)), words, "权利", "义务", "告知回执")


def test_d16_does_not_write_to_a_guardian_who_may_not_be_contacted():
    given = record(Stage.CUSTODY)
    barred = tuple(one.model_copy(update={"may_be_contacted": False}) for one in given.guardians)
    read = said(Paper.RIGHTS_NOTICE, record(Stage.CUSTODY, guardians=barred))

    assert not any(one.name in read for one in barred)


def test_d17_d18_d19():
    refuse_absent(
        said(Paper.WORK_PLAN, record(Stage.ASSESSMENT)), "目标", "负责人", "完成期限", "检视"
    )
    refuse_absent(
        said(Paper.CLOSING_REPORT, record(Stage.CLOSURE)),
        "结案事由",
        "回访",
        "归档清单",
        "文书清单",
        "反馈",
    )
    for stage in (Stage.RECEIPT, Stage.TRANSFER):
        refuse_absent(
            said(Paper.REFERRAL_LETTER, record(stage)), "事由", "保密", "移交的材料", "联系人"
        )


def test_a_provisional_date_is_marked_inside_and_not_stated_outside():
    """Gate G9."""
    due = NOW + timedelta(days=5)
    shaky, firm = ClockFacts("1.7", due, printable=False), ClockFacts("1.7", due, printable=True)

    read = said(Paper.RECEPTION_HANDOVER, record(Stage.CUSTODY, clocks=(shaky,)))
    assert "应交日期待核定" in read
    assert "2026年11月10日" not in read
    assert "2026年11月10日" in said(Paper.RECEPTION_HANDOVER, record(Stage.CUSTODY, clocks=(firm,)))
    later = ClockFacts("3.2", NOW + timedelta(days=30), printable=False)
    inside = said(Paper.EXTENSION_FORM, record(Stage.EXTENSION, clocks=(later,)))
    assert "2026年12月5日\uff08暂定" in inside


def test_a_number_that_is_not_confirmed_is_marked_so_inside():
    """Rule 3.4 is from memory: the mark says that, and not that a notice is awaited."""
    inside = said(Paper.EXTENSION_FORM, record(Stage.EXTENSION))
    assert "2027年5月24日\uff08未核实" in inside


@pytest.mark.parametrize(
    ("paper", "stage", "about"),
    [
        (Paper.CONSULTATION_NOTICE, Stage.CONSULTATION, "nobody"),
        (Paper.CONSULTATION_NOTICE, Stage.CONSULTATION, None),
        (Paper.BRIEFING_LETTER, Stage.RETURN_HOME, "notice-court"),
        (Paper.BRIEFING_LETTER, Stage.RETURN_HOME, None),
        (Paper.VISIT_RECORD, Stage.FOLLOW_UP, "window-x"),
        (Paper.VISIT_RECORD, Stage.FOLLOW_UP, "window-77"),
        (Paper.HANDOVER, Stage.RECEIPT, None),
        (Paper.RIGHTS_NOTICE, Stage.RECEIPT, None),
    ],
)
def test_a_paper_about_nothing_is_a_broken_promise(paper, stage, about):
    with pytest.raises(BrokenInvariant):
        PAPERS[paper].build(record(stage), about)


NEEDS: tuple[tuple[Paper, Stage, type, str | None], ...] = (
    (Paper.REGISTRATION, Stage.RECEIPT, Registration, None),
    (Paper.ASSESSMENT_REPORT, Stage.ASSESSMENT, Assessment, None),
    (Paper.REVOCATION_PETITION, Stage.REVOCATION, PetitionDraft, None),
)


@pytest.mark.parametrize(("paper", "stage", "form", "about"), NEEDS)
def test_a_paper_without_its_form_is_refused(paper, stage, form, about):
    build: Callable[..., object] = PAPERS[paper].build

    with pytest.raises(BrokenInvariant):
        build(without(record(stage), form), about)
