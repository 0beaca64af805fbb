"""Handing over, covering an absence, chasing, looking: what moves the ball without playing it."""

from typing import Any
from uuid import UUID, uuid4

from models.errors import DraftChanged, OwnWork, RuleBroken, StepNotOpen
from models.permissions import Permission, fits
from models.sealed_places import SealedPlace
from models.store import approval, chaser, paper, stage, team
from models.store import step as steps
from models.store.chaser import NewChaser
from models.store.events import Happening
from models.store.notices import tell
from models.store.officers import OfficerAccount, officer_of_centre
from models.store.step import StepInCase
from models.words import Holder, Role, SignatureState, StepKind, StepState, Tag
from tasks.act import Act


def hand_over(act: Act, step_id: UUID, *, to: UUID) -> None:
    """Give a step, or the signature whose turn it is, to another officer of the same role (转办).

    Raises:
        NotAllowed: Only its owner, a supervisor or the director may.
        RuleBroken: The other officer has not the role.
        OwnWork: A signature may not go to who wrote the document.
    """
    step = steps.lock(act.db, step_id)
    if step.state is not StepState.OPEN or step.kind not in (StepKind.ASK, StepKind.APPROVE):
        raise RuleBroken("只有未办理的表单和审批可以转办。")
    officer = officer_of_centre(act.db, to)
    if step.kind is StepKind.APPROVE:
        owner = _hand_over_signature(act, step, officer)
    else:
        owner = step.owner_id
        act.require(Permission.HAND_OVER, *act.actor.toward(owner, step.owner_role))
        _fits(officer, step.owner_role)
    if step.owner_id in (None, owner):
        steps.give(act.db, step_id, to=to)
    of_case = {"case_id": step.case_id, "centre_id": step.centre_id}
    team.join(act.db, officer_id=to, at=act.now, lead=False, **of_case)
    once = f"handed:{step_id}:{act.now.isoformat()}"
    tell(act.db, to, kind="work", once=once, step_id=step_id, at=act.now, **of_case)
    who, given = act.actor.officer_id, {"to": str(to)}
    act.note([Happening(Tag.STEP_HANDED_OVER, step.stage_id, step_id, who, given)], **of_case)


def _hand_over_signature(act: Act, step: StepInCase, officer: OfficerAccount) -> UUID | None:
    """Give a signature whose turn it is: one's own, else the first that fits; whose it was."""
    chain = approval.chain(act.db, step.id)
    turns = [g for g in chain if g.state is SignatureState.OPEN]
    fitting = [g for g in turns if fits(officer.roles, g.role)]
    mine = [g for g in fitting if g.officer_id == act.actor.officer_id]
    turn = next(iter([*mine, *fitting, *turns]))
    act.require(Permission.HAND_OVER, *act.actor.toward(turn.officer_id, turn.role))
    _fits(officer, turn.role)
    taken = {
        who for g in chain if g.id != turn.id for who in (g.officer_id, g.decided_by)
    } | {g.stands_in_for for g in chain if g.decided_by}  # fmt: skip
    authors = paper.authors_of(act.db, chain[0].version_id)
    if officer.id in authors or officer.id in taken:
        raise OwnWork("不能转交给文书的撰写人,或者在本次审批中另有签署的人。")
    approval.give(act.db, turn.id, to=officer.id)
    return turn.officer_id


def _fits(officer: OfficerAccount, role: Role | None) -> None:
    if not fits(officer.roles, role) or not officer.active:
        raise RuleBroken("接手的工作人员没有相应岗位,或者账号已停用。")


def chase(
    act: Act, step_id: UUID, *, means: str, note: str, version_id: UUID | None = None
) -> None:
    """Record that whoever has the ball was reminded (催办); counts for gate G2.

    The officer whose step it is hears of it, unless they reminded an outside body themselves.

    Args:
        act: By whom and when.
        step_id: The step.
        means: phone, letter, visit, …
        note: What was said; sealed.
        version_id: The chaser letter, if one went.

    Raises:
        NotAllowed: Somebody who does not work on cases.
        RuleBroken: The step is not open, or the ball is with us.
    """
    act.require(Permission.CHASE)
    step = steps.lock(act.db, step_id)
    if step.state is not StepState.OPEN:
        raise RuleBroken("这个环节已经办理,不需要催办。")
    if step.holder is Holder.TIME:
        raise RuleBroken("到期自动继续的环节不需要催办。")
    chaser_id = uuid4()
    sealed = (
        act.office.seal.close_text(note, SealedPlace.CHASER_NOTE.of(chaser_id)) if note else None
    )
    new = NewChaser(
        id=chaser_id,
        case_id=step.case_id,
        step_id=step_id,
        at=act.now,
        by_id=act.actor.officer_id,
        means=means,
        note=sealed,
        holder=step.holder,
        to_id=step.owner_id if step.holder is Holder.CENTRE else None,
        version_id=version_id,
    )
    chaser.write(act.db, new)
    of_case = {"case_id": step.case_id, "centre_id": step.centre_id}
    if step.owner_id != act.actor.officer_id:
        once = f"chased:{chaser_id}"
        tell(act.db, step.owner_id, kind="chase", once=once, step_id=step_id, at=act.now, **of_case)
    who, told = act.actor.officer_id, {"holder": step.holder.value, "means": means}
    act.note([Happening(Tag.STEP_CHASED, step.stage_id, step_id, who, told)], **of_case)


def try_again(act: Act, step_id: UUID) -> None:
    """Have an automatic step that failed too often tried anew.

    Raises:
        NotAllowed: Only supervisors and directors may.
        RuleBroken: The step is not one that failed.
    """
    act.require(Permission.TRY_AGAIN)
    step = steps.lock(act.db, step_id)
    if step.state is not StepState.OPEN or step.kind not in (StepKind.ISSUE, StepKind.EFFECT):
        raise RuleBroken("这个环节不需要重试。")
    steps.try_again(act.db, step_id)
    stage.wake(act.db, [step.stage_id])


def look_at(act: Act, step_id: UUID) -> None:
    """Note that whose turn it is has opened the step: from then on it cannot be withdrawn."""
    steps.look_at(act.db, step_id, by=act.actor.officer_id, at=act.now)


def save_draft(act: Act, step_id: UUID, raw: dict[str, Any], *, seen: str | None = None) -> str:
    """Keep what was typed so far; overwritten by the next draft, removed by the answer.

    Who drafted is an author of what another hands in.

    Args:
        act: By whom and when.
        step_id: The step.
        raw: What was typed.
        seen: Version of the draft on which it was typed; None overwrites whatever is there.

    Returns:
        The version of what is kept now.

    Raises:
        StepNotOpen: It was answered meanwhile, or overtaken.
        DraftChanged: Another draft was kept meanwhile, and says something else.
    """
    step = steps.lock(act.db, step_id)
    if step.state is not StepState.OPEN or step.kind is not StepKind.ASK:
        raise StepNotOpen
    act.require(Permission.ANSWER, *act.actor.toward(step.owner_id, step.owner_role))
    place = SealedPlace.STEP_DRAFT.of(step_id)
    there = steps.draft_version(step.draft)
    if step.draft and seen is not None and there != seen:
        if act.office.seal.open_json(step.draft, place) == raw:
            return there
        raise DraftChanged
    draft = act.office.seal.close_json(raw, place)
    steps.save_draft(act.db, step_id, draft, by=act.actor.officer_id)
    return steps.draft_version(draft)
