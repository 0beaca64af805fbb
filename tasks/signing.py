"""Signing, returning, withdrawing: one decision by unique row, bound to exact bytes and data."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from documents.papers import PAPERS, digest
from models.errors import AlreadyDecided, BrokenInvariant, NotAllowed, OwnWork, RuleBroken
from models.law.dates import SHANGHAI
from models.store import events
from models.store.acting import Actor
from models.store.events import Happening
from models.words import Paper, Role, SignatureState, Stage, StepKind, StepState, Tag
from tasks.answering import decided_sentence, lock_step
from tasks.issuing import file_place
from tasks.office import Office
from tasks.reading_record import read_record


class Decision(StrEnum):
    """What came of a signature."""

    SIGNED = "signed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    #: The data changed since the document was made: nothing was signed, a new version follows.
    VOIDED = "voided"


@dataclass(frozen=True)
class Decided:
    """A decision, and the stage to go on with."""

    decision: Decision
    case_id: UUID
    stage_id: UUID


_SIGNATURES = text(
    "SELECT g.*, o.name AS decided_by_name FROM signatures g LEFT JOIN officers o "
    "ON o.id = g.decided_by WHERE g.step_id = :step ORDER BY g.ordinal"
)
_VERSION = text(
    "SELECT v.id, v.sha256, v.data_digest, v.authors, v.made_at, v.step_id, v.void, p.paper, "
    "p.about, f.content FROM paper_versions v JOIN papers p ON p.id = v.paper_id "
    "JOIN files f ON f.version_id = v.id WHERE v.id = :version"
)
_SIGN = text(
    "UPDATE signatures SET state = :state, decided_at = :now, decided_by = :by, "
    "opinion = :opinion, returned_to = :returned_to, viewed_at = coalesce(viewed_at, :now) "
    "WHERE id = :id AND state = 'open'"
)


def opinion_place(signature_id: UUID) -> str:
    """Where a sealed opinion belongs."""
    return f"signatures.opinion:{signature_id}"


def reason_place(step_id: UUID) -> str:
    """Where the sealed reason for overtaking a step belongs."""
    return f"steps.reason:{step_id}"


def sign(
    db: Connection, office: Office, actor: Actor, step_id: UUID, *, opinion: str, now: datetime
) -> Decided:
    """Approve, as whoever's turn it is among the actor's roles.

    Raises:
        AlreadyDecided: Somebody was first, with whose decision it is.
        OwnWork: The actor wrote what is to be signed, or has signed in this chain.
    """
    step, signatures = _open_chain(db, step_id, actor)
    mine = _my_turn(actor, signatures)
    version = _version(db, office, mine)
    _not_own(actor, mine, signatures, version)
    if _changed(db, office, step, version):
        return _void(db, office, actor, step, version, now)
    _decide(db, office, actor, mine, SignatureState.APPROVED, opinion, None, now)
    happened = [
        Happening(
            Tag.APPROVAL_SIGNED, step.stage_id, step.id, actor.officer_id,
            {"ordinal": mine.ordinal, "role": mine.role, "sha256": mine.sha256,
             "data": mine.data_digest, "for": _text(mine.stands_in_for)},
        )
    ]  # fmt: skip
    rest = [s for s in signatures if s.id != mine.id and s.state != SignatureState.APPROVED]
    if not rest:
        db.execute(
            text(
                "UPDATE steps SET state = 'done', done_at = :now, done_by = :by WHERE id = :step"
            ),
            {"now": now, "by": actor.officer_id, "step": step.id},
        )
        happened.append(Happening(Tag.APPROVAL_DONE, step.stage_id, step.id, None, {}))
    elif not any(s.state == SignatureState.OPEN for s in rest):
        _next_turn(db, step, rest[0], now)
    events.append(db, happened, case_id=step.case_id, centre_id=step.centre_id, at=now)
    return Decided(Decision.SIGNED, step.case_id, step.stage_id)


def send_back(
    db: Connection, office: Office, actor: Actor, step_id: UUID, *,
    to_step: UUID, reason: str, now: datetime,
) -> Decided:  # fmt: skip
    """Return to an earlier form of this stage, which reopens as a new round.

    Raises:
        RuleBroken: No reason, or not an earlier form of this stage.
    """
    if not reason.strip():
        raise RuleBroken("退回必须写明理由。")
    step, signatures = _open_chain(db, step_id, actor)
    mine = _my_turn(actor, signatures)
    _not_own(actor, mine, signatures, _version(db, office, mine))
    target = _earlier_form(db, step, to_step)
    _decide(db, office, actor, mine, SignatureState.RETURNED, reason, to_step, now)
    events.append(
        db,
        [Happening(Tag.APPROVAL_RETURNED, step.stage_id, step.id, actor.officer_id,
                   {"ordinal": mine.ordinal, "to": target.key})],
        case_id=step.case_id, centre_id=step.centre_id, at=now,
    )  # fmt: skip
    overtake(db, office, step, target, reason=reason, actor=actor, now=now)
    return Decided(Decision.RETURNED, step.case_id, step.stage_id)


def withdraw(
    db: Connection, office: Office, actor: Actor, step_id: UUID, *, reason: str, now: datetime
) -> Decided:
    """Take back what was submitted, while nobody in the chain has opened it.

    Raises:
        RuleBroken: A signer has opened or decided it.
        NotAllowed: Only who wrote the document may take it back.
    """
    step = lock_step(db, step_id)
    signatures = _signatures(db, step)
    if step.kind != StepKind.APPROVE or step.state != StepState.OPEN:
        raise AlreadyDecided(decided_sentence(step) if step.done_at else None)
    version = _version(db, office, signatures[0])
    if actor.officer_id not in version.authors:
        raise NotAllowed("只有送审人可以撤回。")
    if any(s.viewed_at or s.decided_at for s in signatures):
        raise RuleBroken("审批人已经打开或者办理,不能撤回;请联系审批人退回。")
    target = _last_form(db, step)
    events.append(
        db, [Happening(Tag.APPROVAL_WITHDRAWN, step.stage_id, step.id, actor.officer_id,
                       {"to": target.key})],
        case_id=step.case_id, centre_id=step.centre_id, at=now,
    )  # fmt: skip
    overtake(db, office, step, target, reason=reason or "送审人撤回", actor=actor, now=now)
    return Decided(Decision.WITHDRAWN, step.case_id, step.stage_id)


def overtake(
    db: Connection, office: Office, step: Row[Any], target: Row[Any], *,
    reason: str, actor: Actor | None, now: datetime,
) -> None:  # fmt: skip
    """Supersede a step and all that came after it in its stage; everything is kept.

    Effects on the world (custody, clocks, side procedures) stay: they happened. Parallel forms
    beside `target` keep their answers.
    """
    at = {"stage": step.stage_id, "position": target.position, "target": target.id, "now": now}
    overtaken = db.execute(
        text(
            "UPDATE steps SET state = 'superseded' WHERE stage_id = :stage AND state IN "
            "('open', 'done') AND kind IN ('ask', 'approve', 'issue') "
            "AND (position > :position OR id = :target) RETURNING id, key, round"
        ),
        at,
    ).all()
    ids = {"ids": [row.id for row in overtaken], "now": now}
    db.execute(
        text(
            "UPDATE signatures SET state = 'void' WHERE step_id = ANY (:ids) "
            "AND state IN ('open', 'pending')"
        ),
        ids,
    )
    db.execute(
        text(
            "UPDATE deadlines SET state = 'stopped', ended_at = :now "
            "WHERE step_id = ANY (:ids) AND state = 'running'"
        ),
        ids,
    )
    db.execute(text("UPDATE paper_versions SET void = true WHERE step_id = ANY (:ids)"), ids)
    # A run that read the journal before this must not go on from what it read.
    db.execute(text("UPDATE stages SET fence = fence + 1 WHERE id = :stage"), at)
    db.execute(
        text("UPDATE steps SET reason = :reason WHERE id = :target"),
        {"reason": office.seal.close_text(reason, reason_place(target.id)), "target": target.id},
    )
    events.append(
        db,
        [
            Happening(
                Tag.STEP_SUPERSEDED, step.stage_id, row.id, actor.officer_id if actor else None,
                {"key": row.key, "round": row.round},
            )
            for row in overtaken
        ],
        case_id=step.case_id, centre_id=step.centre_id, at=now,
    )  # fmt: skip


def _open_chain(db: Connection, step_id: UUID, actor: Actor) -> tuple[Row[Any], list[Row[Any]]]:
    step = lock_step(db, step_id)
    if step.kind != StepKind.APPROVE:
        raise RuleBroken("这个环节不是审批环节。")
    signatures = _signatures(db, step)
    if step.state != StepState.OPEN:
        decided = [s for s in signatures if s.decided_at]
        raise AlreadyDecided(_whose(decided[-1]) if decided else None)
    return step, signatures


def _signatures(db: Connection, step: Row[Any]) -> list[Row[Any]]:
    return list(db.execute(_SIGNATURES, {"step": step.id}))


def _my_turn(actor: Actor, signatures: list[Row[Any]]) -> Row[Any]:
    """The open signature that is this officer's to give."""
    turns = [s for s in signatures if s.state == SignatureState.OPEN]
    for signature in turns:
        if signature.officer_id == actor.officer_id:
            return signature
    for signature in turns:
        if actor.may(Role(signature.role)):
            return signature
    decided = [
        s for s in signatures
        if s.decided_at and (s.officer_id == actor.officer_id or actor.may(Role(s.role)))
    ]  # fmt: skip
    if decided:
        raise AlreadyDecided(_whose(decided[-1]))
    raise NotAllowed("现在不轮到您审批。")


def _whose(signature: Row[Any]) -> str:
    at = signature.decided_at.astimezone(SHANGHAI)
    did = "退回" if signature.state == SignatureState.RETURNED else "审批"
    return f"已由{signature.decided_by_name}于{at:%m月%d日 %H:%M}{did},您的操作没有生效。"


def _not_own(
    actor: Actor, mine: Row[Any], signatures: list[Row[Any]], version: Row[Any]
) -> None:
    people = {actor.officer_id, mine.stands_in_for} - {None}
    if people & set(version.authors):
        raise OwnWork("不能审批自己撰写的文书,也不能代理撰写人审批;请转交其他人审批。")
    signed = {s.decided_by for s in signatures} | {
        s.stands_in_for for s in signatures if s.decided_by
    }
    if people & (signed - {None}):
        raise OwnWork("同一人不能在同一审批中签署两次;请转交其他人审批。")


def _version(db: Connection, office: Office, signature: Row[Any]) -> Row[Any]:
    """The version that is to be signed, its bytes compared with their hash."""
    version = db.execute(_VERSION, {"version": signature.version_id}).one()
    content = office.seal.open(version.content, file_place(version.id))
    if hashlib.sha256(content).hexdigest() != signature.sha256:
        raise BrokenInvariant("文书内容与送审时的校验值不符,不能审批。")
    return version


def _changed(db: Connection, office: Office, step: Row[Any], version: Row[Any]) -> bool:
    """Whether today's record would make another document than the one to be signed."""
    record = read_record(
        db, office, step.case_id, stage=Stage(step.stage), stage_ordinal=step.ordinal,
        now=version.made_at,
    )  # fmt: skip
    context = PAPERS[Paper(version.paper)].build(record, version.about)
    return digest(context) != version.data_digest


def _void(
    db: Connection, office: Office, actor: Actor, step: Row[Any], version: Row[Any], now: datetime
) -> Decided:
    issued = db.execute(
        text("SELECT id, key, round, position FROM steps WHERE id = :id"), {"id": version.step_id}
    ).one()
    events.append(
        db, [Happening(Tag.APPROVAL_VOIDED, step.stage_id, step.id, actor.officer_id,
                       {"sha256": version.sha256, "data": version.data_digest})],
        case_id=step.case_id, centre_id=step.centre_id, at=now,
    )  # fmt: skip
    overtake(
        db, office, step, issued, reason="文书所依据的数据已变更", actor=actor, now=now
    )
    return Decided(Decision.VOIDED, step.case_id, step.stage_id)


def _decide(
    db: Connection, office: Office, actor: Actor, mine: Row[Any], state: SignatureState,
    opinion: str, returned_to: UUID | None, now: datetime,
) -> None:  # fmt: skip
    sealed = office.seal.close_text(opinion, opinion_place(mine.id)) if opinion else None
    done = db.execute(
        _SIGN,
        {"state": state.value, "now": now, "by": actor.officer_id, "opinion": sealed,
         "returned_to": returned_to, "id": mine.id},
    )  # fmt: skip
    if done.rowcount != 1:
        raise AlreadyDecided


def _next_turn(db: Connection, step: Row[Any], following: Row[Any], now: datetime) -> None:
    db.execute(
        text("UPDATE signatures SET state = 'open', opened_at = :now WHERE id = :id"),
        {"now": now, "id": following.id},
    )
    db.execute(
        text("UPDATE steps SET owner_id = :owner, owner_role = :role WHERE id = :step"),
        {"owner": following.officer_id, "role": following.role, "step": step.id},
    )
    if following.officer_id:
        db.execute(
            text(
                "INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, "
                "created_at) VALUES (gen_random_uuid(), :centre, :case, :officer, :step, "
                "'approval', :dedup, :at) ON CONFLICT (dedup) DO NOTHING"
            ),
            {"centre": step.centre_id, "case": step.case_id, "officer": following.officer_id,
             "step": step.id, "dedup": f"approval:{following.id}", "at": now},
        )  # fmt: skip


def _earlier_form(db: Connection, step: Row[Any], to_step: UUID) -> Row[Any]:
    for form in earlier_forms(db, step.id):
        if form.id == to_step:
            return form
    raise RuleBroken("只能退回到本阶段较早的已办理环节。")


def earlier_forms(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """Answered forms of the stage before an approval: where it may be returned to, newest last."""
    return list(
        db.execute(
            text(
                "SELECT f.id, f.key, f.round, f.position, f.form, f.about, f.done_by "
                "FROM steps f JOIN steps a "
                "ON a.stage_id = f.stage_id WHERE a.id = :step AND f.kind = 'ask' "
                "AND f.state = 'done' AND f.position < a.position ORDER BY f.position, f.key"
            ),
            {"step": step_id},
        )
    )


def _last_form(db: Connection, step: Row[Any]) -> Row[Any]:
    forms = earlier_forms(db, step.id)
    if not forms:
        raise RuleBroken("没有可以退回的环节。")
    return forms[-1]


def _text(value: object) -> str | None:
    return str(value) if value else None
