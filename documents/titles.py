"""What each paper is called, and what an `about` means in its title."""

from documents.punctuation import full_width
from models.forms.consultation import PartyBody
from models.words import Holder, Paper

TITLES: dict[Paper, str] = {
    Paper.REGISTRATION: "接报登记表",
    Paper.RECEPTION_HANDOVER: "未成年人交接单",
    Paper.INVESTIGATION_REPORT: "初步调查核实报告",
    Paper.ASSESSMENT_REPORT: "家庭监护评估报告",
    Paper.CONSULTATION_NOTICE: "会商通知",
    Paper.CONSULTATION_MINUTES: "会商纪要",
    Paper.COLLECTION_NOTICE: "领回通知书",
    Paper.HANDOVER: "未成年人交接手续书",
    Paper.BRIEFING_LETTER: "通报函",
    Paper.PROTECTION_APPLICATION: "人身安全保护令申请书",
    Paper.INJUNCTION_APPLICATION: "行为保全申请书",
    Paper.REVOCATION_PETITION: "撤销监护人资格申请书",
    Paper.EXTENSION_FORM: "延长临时监护审批表",
    Paper.VISIT_RECORD: "回访记录表",
    Paper.RESTORATION_OPINION: "恢复监护人资格调查意见",
    Paper.SUGGESTION_REPLY: full_width("检察(司法)建议书面回复"),
    Paper.RIGHTS_NOTICE: "权利告知书",
    Paper.WORK_PLAN: "个案工作计划",
    Paper.CLOSING_REPORT: "结案报告",
    Paper.REFERRAL_LETTER: "移交函",
    Paper.CHASER_LETTER: "催办函",
}

_TOLD = {
    Holder.SCHOOL: "学校",
    Holder.POLICE: "公安机关",
    Holder.VILLAGE: full_width("村(居)民委员会"),
}
_WHEN = {"notice": "通知领回", "collected": "已领回"}


def subject_of(paper: Paper, about: str | None) -> str:
    """Say in Chinese what the `about` of a step means in this paper's title; empty for nothing.

    An `about` that the paper does not know is left out: a title never shows a code.
    """
    if not about:
        return ""
    head, _, tail = about.partition("-")
    if paper is Paper.VISIT_RECORD and tail.isdigit():
        return f"第{tail}次" if head == "window" else f"延续第{tail}次"
    if paper is Paper.BRIEFING_LETTER and head in _WHEN:
        who = next((name for holder, name in _TOLD.items() if holder == tail), "")
        return f"{who},{_WHEN[head]}" if who else ""
    if paper is Paper.CONSULTATION_NOTICE:
        return _party(about)
    return ""


def _party(code: str) -> str:
    """`relative-2` → 亲属2, as `Convening.parties` makes the codes."""
    for body in PartyBody:
        stem = body.value.replace("_", "-")
        if code == stem:
            return body.label
        if code.startswith(f"{stem}-") and code.removeprefix(f"{stem}-").isdigit():
            return f"{body.label}{code.removeprefix(f'{stem}-')}"
    return ""
