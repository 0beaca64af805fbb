"""Starting beside and reopening: what begins a stage of a case from outside the procedure."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.errors import RuleBroken
from models.facts.leaving import may_begin_restoration
from models.facts.whereabouts import Place
from models.labels import STAGES
from models.law.dates import SHANGHAI
from models.law.stages import ENDS_WITH_DEATH, ONE_AT_A_TIME, REOPENS_AT
from models.law.verdict import Refused, Verdict
from models.permissions import Permission
from models.store import case, custody, events, own_targets
from models.store import stage as stages
from models.store.case import LockedCase
from models.store.events import Happening
from models.store.stage import NewStage
from models.tables.case import CaseState
from models.words import SIDE_STAGES, Outcome, Stage, Tag
from tasks.act import Act, Done
from tasks.acts.cases import open_stage
from tasks.gates.exemption import something_may_be_exempt
from tasks.record.reading import read_record


def start_side(act: Act, case_id: UUID, stage: Stage, *, reason: str) -> Done[UUID]:
    """Open a side procedure of an open case; returns its stage.

    Raises:
        RuleBroken: The case is closed, this is no side procedure, the child died, or is in
            temporary guardianship already, or is not and it was to be extended, no visit may be
            exempt, nothing was revoked that could be restored, one of a kind that runs once at a
            time is open, or the same procedure was begun and nobody has answered anything in it.
    """
    act.require(Permission.START_SIDE)
    if stage not in SIDE_STAGES:
        raise RuleBroken("这不是可以单独启动的程序。")
    found = case.lock(act.db, case_id)
    if found.state is not CaseState.OPEN:
        raise RuleBroken("案件已结案;请先由督导或者主任重新打开。")
    if stage in (*ENDS_WITH_DEATH, Stage.DEATH) and _has_died(act, case_id):
        raise RuleBroken("未成年人已经死亡,只办理结案和法律仍要求的答复。")
    if stage is Stage.CUSTODY and custody.runs_or_begins(act.db, case_id):
        raise RuleBroken("未成年人已经在临时监护中,或者正在办理接收。")
    if stage is Stage.EXTENSION and not custody.runs(act.db, case_id):
        raise RuleBroken("未成年人不在临时监护中,没有可以延长的期限。")
    if stage is Stage.EXEMPTION:
        _refuse_what_leads_nowhere(act, case_id, stage, something_may_be_exempt)
    if stage is Stage.RESTORATION:
        _refuse_what_leads_nowhere(
            act, case_id, stage, lambda read: may_begin_restoration(read.facts, read.law)
        )
    if stage in ONE_AT_A_TIME and stages.open_side(act.db, case_id, stage):
        raise RuleBroken(f"“{STAGES[stage]}”正在办理,请在案件页继续办理;办结以后再启动。")
    _refuse_twice(act, case_id, stage)
    if stage is Stage.CUSTODY:
        _end_what_receives_nobody(act, found)
    return Done.going_on(_open(act, found, stage, reason))


def _has_died(act: Act, case_id: UUID) -> bool:
    """Whether the record says so as it stands: a death that was put right is none."""
    read = read_record(act.db, act.office, case_id, stage=Stage.DEATH, stage_ordinal=0, now=act.now)
    here = read.facts.whereabouts.now
    return here is not None and here.place is Place.DIED


def _end_what_receives_nobody(act: Act, found: LockedCase) -> None:
    """A reception whose child has left ends with what it still waits for: the new one asks anew."""
    old = stages.open_side(act.db, found.id, Stage.CUSTODY)
    if old is None:
        return
    who, because = act.actor.officer_id, {"because": "received anew"}
    cancelled = stages.interrupt(act.db, old, now=act.now)
    told = [Happening(Tag.STEP_CANCELLED, old, one, who, because) for one in cancelled]
    told.append(Happening(
        Tag.STAGE_CLOSED, old, None, who, {"outcome": Outcome.INTERRUPTED.value, **because}
    ))  # fmt: skip
    act.note(told, case_id=found.id, centre_id=found.centre_id)


def _refuse_twice(act: Act, case_id: UUID, stage: Stage) -> None:
    """Two presses, or two people, begin one procedure; a second of its kind comes later."""
    begun = stages.untouched_since(act.db, case_id, stage)
    if begun is not None:
        at = begun.astimezone(SHANGHAI)
        raise RuleBroken(
            f"该程序已于{at.year}年{at.month}月{at.day}日{at:%H:%M}启动,还没有办理;"
            "请在案件页直接办理它的第一个环节。"
        )


def _refuse_what_leads_nowhere(
    act: Act, case_id: UUID, stage: Stage, question: Callable[[CaseRecord], Verdict]
) -> None:
    """What its first form would refuse for ever is not begun."""
    verdict = question(
        read_record(act.db, act.office, case_id, stage=stage, stage_ordinal=0, now=act.now)
    )
    if isinstance(verdict, Refused):
        raise RuleBroken(verdict.reason, source=verdict.source)


def open_by_watch(
    db: Connection, case_id: UUID, centre_id: UUID, stage: Stage, *, now: datetime
) -> UUID | None:
    """Open a side procedure because its day has come; None where somebody was first."""
    if case.lock(db, case_id).state is not CaseState.OPEN:
        return None
    if stages.ever_opened(db, case_id, stage) or stages.child_died(db, case_id):
        return None
    new = NewStage(uuid4(), case_id, centre_id, stage, now)
    stages.add(db, new)
    opened = [Happening(Tag.STAGE_OPENED, new.id, None, None, {"stage": stage.value})]
    events.append(db, opened, case_id=case_id, centre_id=centre_id, at=now)
    return new.id


def reopen(act: Act, case_id: UUID, *, to: Stage, reason: str) -> Done[UUID]:
    """Open a closed case again at a stage of the main line, with a reason; returns the stage.

    Raises:
        NotAllowed: Only supervisors and directors reopen.
        RuleBroken: The case is open, the reason is missing, the stage is not on the main line, or
            the child died: nobody is left for whom the procedure could begin again.
    """
    act.require(Permission.REOPEN_CASE)
    if not reason.strip():
        raise RuleBroken("重新打开案件必须写明理由。")
    if to not in REOPENS_AT:
        raise RuleBroken("只能重新打开到接报、核实、评估、会商或者回访阶段。")
    own_targets.keep(act.db, act.actor.centre_id)
    found = case.lock(act.db, case_id)
    if found.state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废,不能重新打开;请另立新案。")
    if found.state is not CaseState.CLOSED:
        raise RuleBroken("案件没有结案,不需要重新打开。")
    if _has_died(act, case_id):
        raise RuleBroken(
            "未成年人已经死亡,案件不能重新打开;迟到的材料请补记。死亡登记有误的,请先更正死亡登记。"
        )
    case.reopen(act.db, case_id)
    act.note(
        [Happening(Tag.CASE_REOPENED, actor_id=act.actor.officer_id, detail={"to": to.value})],
        case_id=case_id,
        centre_id=found.centre_id,
    )
    return Done.going_on(_open(act, found, to, reason))


def _open(act: Act, found: LockedCase, stage: Stage, reason: str) -> UUID:
    stage_id, happened = open_stage(act, found.id, stage, reason=reason)
    act.note([happened], case_id=found.id, centre_id=found.centre_id)
    return stage_id
