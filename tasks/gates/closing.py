"""Gates about closing: the reason is where the case really came to, and no side is ended unseen."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from documents.papers import PAPERS
from documents.record import CaseRecord
from models.facts.whereabouts import Place
from models.forms.base import Form
from models.forms.closure import ClosingReason, ClosingReport
from models.forms.death import UNNATURAL, DeathRecord, DeathReported
from models.forms.investigation import Investigation
from models.forms.majority import MajorityTransfer
from models.forms.receipt import AdviceGiven, Referral
from models.forms.restoration import RestorationRuling
from models.forms.transfer import TransferReceipt
from models.law.dates import chinese_day, shanghai_date
from models.law.verdict import Allowed, Refused, Verdict
from models.store import obligations
from models.store import paper as papers
from models.store import stage as stages
from models.words import Outcome

#: How the last stage of the main line ended, to the one reason for closing that it leaves.
ONLY_REASON: Mapping[Outcome, ClosingReason] = {
    Outcome.IN_LONG_TERM_CARE: ClosingReason.LONG_TERM,
}

#: What must have been answered in the case before it is closed for a reason.
PROVED_BY: Mapping[ClosingReason, tuple[type[Form], Callable[[Any], bool]]] = {
    ClosingReason.ADVICE: (AdviceGiven, lambda _: True),
    ClosingReason.REFERRED: (Referral, lambda _: True),
    ClosingReason.NOT_SUBSTANTIATED: (Investigation, lambda form: not form.substantiated),
    ClosingReason.MAJORITY: (MajorityTransfer, lambda _: True),
    ClosingReason.TRANSFERRED: (TransferReceipt, lambda form: form.accepted),
    ClosingReason.RESTORED: (RestorationRuling, lambda form: form.restored),
}


def the_reason_is_how_it_ended(
    form: ClosingReport, record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """A case that came to its closing by one door is not closed as if it had come by another."""
    last = stages.last_main(db, case_id)
    here = record.facts.whereabouts.now
    ended = ONLY_REASON.get(last.outcome) if last and last.outcome else None
    if here is not None and here.place is Place.DIED:
        ended = ClosingReason.DEATH
    if ended is not None and form.reason is not ended:
        return Refused(f"按办理经过,结案理由应当是“{ended.label}”,请核对。", "指导纲要第37条")
    proved = PROVED_BY.get(form.reason)
    never = ended is None and form.reason in (ClosingReason.DEATH, *ONLY_REASON.values())
    if never or (proved and not any(proved[1](one) for _, one in record.all(proved[0]))):
        return Refused(f"本案没有办到“{form.reason.label}”,不能以此结案。", "指导纲要第37条")
    return Allowed()


def what_was_promised_is_answered_for(
    form: ClosingReport, _record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """What was promised is settled, or the report says what becomes of it and who goes on.

    Closing then lets it go; what outlives the case goes on reminding, and is no reason to wait.
    """
    owed = obligations.of_closing(db, case_id)
    if not owed or form.outstanding:
        return Allowed()
    named = "、".join(f"{one.title}({chinese_day(shanghai_date(one.due_at))})" for one in owed)
    return Refused(
        f"还有{len(owed)}项约定事项没有了结:{named};请先逐项了结,"
        "或者在“未了事项和由谁继续”中写明怎样处理。",
        "指导纲要第37条",
    )


def every_document_is_made(
    _form: ClosingReport, _record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """The archive is whole: what was asked for is made before the case may close."""
    owed = [f"《{PAPERS[one.paper].title_for(one.about)}》" for one in papers.owed(db, case_id)]
    if not owed:
        return Allowed()
    return Refused(
        f"{'、'.join(owed)}还没有生成,案卷不全;请等文书生成,或者请督导处理失败原因后重试。",
        "指导纲要第37条",
    )


def an_unnatural_death_is_told_the_police(
    form: DeathReported, record: CaseRecord, _db: Connection, _case_id: UUID
) -> Verdict:
    """Who did not die of an illness is told to the police at once.

    Source: minors law 11; opinions on mandatory reporting.
    """
    died = record.latest(DeathRecord)
    if died is None or died.cause not in UNNATURAL or form.police_told:
        return Allowed()
    return Refused(
        f"死亡原因登记为“{died.cause.label}”,必须立即向公安机关报告。" if died.cause else "",
        record.law.rule("1.2").source,
    )
