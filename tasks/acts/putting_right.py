"""Putting a wrong fact of an answer right, with reason and evidence (更正).

The answer stays as it was given; a new version stands in its place, where it stood among the
answers. What the procedure decided from the old one is not rewritten either:
`flows.desk.correcting` says what the stage would do now, and goes back where that is another way.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.facts.ahead import ahead, behind
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.law.dates import shanghai_date
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import correction
from models.store import step as steps
from models.store.events import Happening
from models.store.notices import tell_each
from models.store.step import StepInCase
from models.tables.case import CaseState
from models.words import NoticeKind, StepKind, StepState, Tag
from tasks.act import Act
from tasks.acts.people import tell_anew
from tasks.gates.consistency import contradicted_when_put_right
from tasks.record.levels import check_level
from tasks.record.reading import read_record


@dataclass(frozen=True)
class Correcting:
    """What is put right, why, and what proves it."""

    raw: Mapping[str, Any]
    reason: str
    evidence: str


@dataclass(frozen=True)
class PutRight:
    """An answer, and the version that stands in its place now."""

    row: StepInCase
    new_id: UUID
    was: Form
    now: Form


def put_right(act: Act, step_id: UUID, asked: Correcting) -> PutRight:
    """Let a new version of an answer stand in the place of the one so far.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        FormInvalid: Every error at once; without reason and evidence; nothing is another.
        RuleBroken: It is no answer that counts, or its case is void.
    """
    row = steps.lock(act.db, step_id)
    act.require(Permission.CORRECT_ANSWER)
    if row.kind is not StepKind.ASK or row.state is not StepState.DONE or row.form is None:
        raise RuleBroken("只有已经办结、仍然有效的表单可以更正。")
    if row.case_state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废,不能更正。")
    was, now = _read(act, row, asked)
    new_id = _write(act, row, was, now, asked)
    if {"child", "guardians"} & type(now).model_fields.keys():
        tell_anew(act.db, act.office, row.case_id)
    return PutRight(row, new_id, was, now)


def _read(act: Act, row: StepInCase, asked: Correcting) -> tuple[Form, Form]:
    """The answer as it was given, and as it is put right."""
    law = act.office.pack(row.pack, row.locality)
    place = SealedPlace.STEP_ANSWER.of(row.id)
    was = FORMS[str(row.form)].load(act.office.seal.open_json(row.answer or b"", place))
    wrong: dict[str, list[str]] = {}
    if not asked.reason.strip():
        wrong["correction_reason"] = ["请写明更正的理由。"]
    if not asked.evidence.strip():
        wrong["correction_evidence"] = ["请写明更正的依据,例如材料的名称和日期。"]
    try:
        now = FORMS[str(row.form)].parse(asked.raw, law)
    except FormInvalid as invalid:
        raise FormInvalid({**invalid.errors, **wrong}) from None
    given_on = shanghai_date(row.done_at or act.now)
    wrong |= ahead(str(row.form), now, act.now) | behind(str(row.form), now, given_on)
    if not wrong and now.dump() == was.dump():
        wrong[""] = ["没有改动任何内容。"]
    wrong = wrong or _contradicted(act, row, now)
    if wrong:
        raise FormInvalid(wrong)
    if bool(now.not_yet) != bool(was.not_yet):
        raise RuleBroken("不能用更正把“尚未办到”改成“已经办到”,或者相反;请在重新打开的环节里办理。")
    check_level(now, law)
    return was, now


def _contradicted(act: Act, row: StepInCase, now: Form) -> dict[str, list[str]]:
    """The rules between facts are asked of a correction as of an answer, and of what follows it."""
    record = read_record(
        act.db, act.office, row.case_id, stage=row.stage, stage_ordinal=row.ordinal, now=act.now
    )
    return contradicted_when_put_right(
        record.facts, str(row.id), now, record.law, today=shanghai_date(act.now)
    )


def _write(act: Act, row: StepInCase, was: Form, now: Form, asked: Correcting) -> UUID:
    seal, new_id, entry_id = act.office.seal, uuid4(), uuid4()
    sealed = seal.close_json(now.dump(), SealedPlace.STEP_ANSWER.of(new_id))
    why = seal.close_text(f"更正:{asked.reason.strip()}", SealedPlace.STEP_REASON.of(row.id))
    correction.replace(
        act.db, row.id, new_id, stage_id=row.stage_id, answer=sealed, reason=why,
        by=act.actor.officer_id, now=act.now,
    )  # fmt: skip
    correction.keep(
        act.db, id=entry_id, case=row.case_id, centre=row.centre_id, step=new_id, at=act.now,
        by=act.actor.officer_id,
        reason=seal.close_text(asked.reason.strip(), SealedPlace.CORRECTED_WHY.of(entry_id)),
        evidence=seal.close_text(asked.evidence.strip(), SealedPlace.CORRECTED_BY.of(entry_id)),
        changed=seal.close_json(
            changed(was.dump(), now.dump()), SealedPlace.CORRECTED.of(entry_id)
        ),
    )  # fmt: skip
    detail = {"key": row.key, "round": row.round, "sha256": hashlib.sha256(sealed).hexdigest()}
    happened = Happening(Tag.STEP_CORRECTED, row.stage_id, new_id, act.actor.officer_id, detail)
    act.note([happened], case_id=row.case_id, centre_id=row.centre_id)
    return new_id


def changed(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Each field that differs, with its old and its new value."""
    names = dict.fromkeys([*was, *now])
    return {n: [was.get(n), now.get(n)] for n in names if was.get(n) != now.get(n)}


def tell_of_it(act: Act, put: PutRight, officers: set[UUID]) -> None:
    """Tell the team, and whose steps and signatures fell or moved."""
    told = {*correction.team(act.db, put.row.case_id), *officers} - {act.actor.officer_id}
    tell_each(
        [(one, put.new_id, f"corrected:{put.new_id}") for one in sorted(told)],
        act.db, kind=NoticeKind.CORRECTED, case_id=put.row.case_id, centre_id=put.row.centre_id,
        at=act.now,
    )  # fmt: skip


def digest(consequences: Any) -> str:
    """Of what a person has read before confirming."""
    return hashlib.sha256(json.dumps(consequences, ensure_ascii=False).encode()).hexdigest()
