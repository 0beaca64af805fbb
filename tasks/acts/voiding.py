"""Voiding a case that was opened by mistake, or twice for one child (误立案).

The number stays used and says why. Everything that is open in the case ends, and it leaves every
list of work; it is found by its number, and the case that goes on in its place says that it was.
"""

from collections.abc import Iterator
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import card as cards
from models.store import case, deadlines, stage, voiding
from models.store.case import LockedCase
from models.store.events import Happening
from models.store.notices import tell_each
from models.store.voiding import Stands
from models.tables.case import CaseState
from models.words import NoticeKind, Outcome, Tag
from tasks.act import Act
from tasks.acts.ordering import close_with_case
from tasks.deadlines.obliging import called

BECAUSE = "case voided"


def void_case(act: Act, case_id: UUID, *, reason: str, in_favour_of: UUID | None = None) -> None:
    """Void a case with a reason; its team and that of the other case are told.

    Args:
        act: By whom and when.
        case_id: The case opened by mistake.
        reason: Why; sealed, and shown on the case.
        in_favour_of: The case that goes on, where two were opened.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        FormInvalid: Without a reason.
        RuleBroken: It is not open; a child was taken in under it; something was signed through and
            no other case takes it over; another case gave way to it; the other is not open.
        NotFound: The other is not there, or not to be seen.
    """
    act.require(Permission.VOID_CASE)
    if not reason.strip():
        raise FormInvalid({"void_reason": ["请写明作废的理由。"]})
    found = _locked(act, case_id, in_favour_of)
    _refuse(act, found, in_favour_of)
    happened = list(_end_all(act, found, reason.strip()))
    entry_id = uuid4()
    sealed = act.office.seal.close_text(reason.strip(), SealedPlace.VOIDING_REASON.of(entry_id))
    voiding.void(
        act.db, entry_id, case_id=case_id, centre_id=found.centre_id, by=act.actor.officer_id,
        at=act.now, in_favour_of=in_favour_of, reason=sealed,
    )  # fmt: skip
    other = {"in_favour_of": str(in_favour_of)} if in_favour_of else {}
    happened.append(Happening(Tag.CASE_VOIDED, None, None, act.actor.officer_id, other))
    act.note(happened, case_id=case_id, centre_id=found.centre_id)
    _tell(act, found, found)
    if in_favour_of:
        _say_in_the_other(act, found, in_favour_of)


def _locked(act: Act, case_id: UUID, other: UUID | None) -> LockedCase:
    """Lock both in one order, so that two who void each for the other do not wait for ever."""
    if other == case_id:
        raise RuleBroken("不能并入本案自己,请填写另一个案号。")
    locked = {one: case.lock(act.db, one) for one in sorted({case_id, other or case_id})}
    if other and locked[other].state is not CaseState.OPEN:
        raise RuleBroken("要并入的案件没有在办;请先重新打开它,或者作为误立案作废。")
    return locked[case_id]


def _refuse(act: Act, found: LockedCase, other: UUID | None) -> None:
    if found.state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废。")
    if found.state is not CaseState.OPEN:
        raise RuleBroken("案件已结案,不能作废;确属误立的,请先重新打开。")
    stands = voiding.stands(act.db, found.id)
    if why := why_never(stands) or (why_only_joined(stands) if other is None else None):
        raise RuleBroken(why)


def why_never(stands: Stands) -> str | None:
    """Why a case cannot be voided at all; None where it can, alone or for another."""
    if stands.took_in:
        return "本案已经接收过未成年人,临时监护有事实在先,不能作废;两案重复的,请作废另一案。"
    if stands.took_over:
        return "另有案件并入本案,不能再作废本案。"
    return None


def why_only_joined(stands: Stands) -> str | None:
    """Why a case cannot be voided alone, but for another; None where it can."""
    if stands.signed:
        return "本案已有签批完成的文书,不是误立案;请按程序办结,重复立案的请写明并入的案号。"
    return None


def _end_all(act: Act, found: LockedCase, reason: str) -> Iterator[Happening]:
    """End stages, steps, signatures, deadlines, orders and cards of the case; each is told."""
    who, because = act.actor.officer_id, {"because": BECAUSE}
    for stage_id in voiding.open_stages(act.db, found.id):
        for step_id in stage.interrupt(act.db, stage_id, now=act.now):
            yield Happening(Tag.STEP_CANCELLED, stage_id, step_id, who, because)
        ended = {"outcome": Outcome.INTERRUPTED.value, **because}
        yield Happening(Tag.STAGE_CLOSED, stage_id, None, who, ended)
    for left in voiding.let_documents_be(act.db, found.id, now=act.now):
        yield Happening(Tag.STEP_CANCELLED, left.stage_id, left.id, who, because)
    voiding.let_fall(act.db, found.id)
    for stopped in deadlines.stop(act.db, deadlines.of_voided(found.id), now=act.now):
        yield Happening(Tag.CLOCK_STOPPED, None, None, who, called(stopped) | because)
    for order_id in voiding.open_orders(act.db, found.id):
        close_with_case(act, order_id, words=f"案件作废:{reason}")
    yield from _withdraw_cards(act, found.id, reason)


def _withdraw_cards(act: Act, case_id: UUID, reason: str) -> Iterator[Happening]:
    """Withdraw the cards of the case; one's own is left to another director, here as ever."""
    for one in voiding.cards(act.db, case_id):
        if Circumstance.SELF in act.actor.being(Circumstance.SELF, one.officer_id):
            continue
        sealed = act.office.seal.close_text(
            f"案件作废:{reason}", SealedPlace.CARD_REASON.of(one.id)
        )
        cards.withdraw(act.db, one.id, by=act.actor.officer_id, reason=sealed, at=act.now)
        detail = {"card": str(one.id), "colour": one.colour.value}
        yield Happening(Tag.CARD_WITHDRAWN, None, one.step_id, act.actor.officer_id, detail)


def _say_in_the_other(act: Act, found: LockedCase, other_id: UUID) -> None:
    other = case.lock(act.db, other_id)
    detail = {"voided": str(found.id)}
    act.note(
        [Happening(Tag.CASE_JOINED, None, None, act.actor.officer_id, detail)],
        case_id=other_id,
        centre_id=other.centre_id,
    )
    _tell(act, found, other)


def _tell(act: Act, voided: LockedCase, whose: LockedCase) -> None:
    """Tell the team of a case, whoever did it excepted."""
    once = f"voided:{voided.id}:{whose.id}"
    tell_each(
        [
            (one, None, once)
            for one in voiding.team(act.db, whose.id)
            if one != act.actor.officer_id
        ],
        act.db, kind=NoticeKind.CASE_VOIDED, case_id=whose.id, centre_id=whose.centre_id,
        at=act.now,
    )  # fmt: skip
