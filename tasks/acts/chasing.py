"""The chaser letter (催办函): made at once when somebody asks for it, numbered, sealed, kept.

It stands beside the procedure: no stage waits for it, so that it is made in the portal's own
transaction and not left to a worker. Its step is done when it is written; the replay passes it by.
"""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, text

from documents.contexts.base import Context
from documents.dated import chased_by
from documents.papers import PAPERS, digest, file_name, full_number
from documents.record import CaseRecord, ChasedFacts
from documents.render import render
from models.errors import RuleBroken
from models.forms.catalogue import FORMS
from models.labels import HOLDERS
from models.law.dates import SHANGHAI
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store.events import Happening
from models.store.numbers import next_number
from models.tables.paper import FileRow, PaperRow, PaperVersion
from models.tables.step import Step
from models.words import Holder, Paper, Stage, StepKind, StepState, Tag
from tasks.act import Act
from tasks.acts.answering import lock_step
from tasks.acts.handing import chase
from tasks.record.reading import read_record

_KIND = PAPERS[Paper.CHASER_LETTER]
_FACTS = text(
    """
    SELECT s.opened_at, s.position, d.due_at, d.printable AND NOT d.provisional AS is_certain,
        c.pack, c.locality, (SELECT count(*) FROM chasers k WHERE k.step_id = s.id) AS times,
        (SELECT count(*) FROM papers p WHERE p.case_id = s.case_id AND p.paper = 'chaser_letter'
            AND p.about LIKE :about || '-%') AS letters
    FROM steps s JOIN cases c ON c.id = s.case_id LEFT JOIN deadlines d ON d.step_id = s.id
    WHERE s.id = :step
    """
)


def write_letter(act: Act, step_id: UUID, *, note: str = "") -> UUID:
    """Write a chaser letter to whoever has the ball outside, and record the reminder.

    Returns:
        The version, for downloading.

    Raises:
        NotAllowed: Somebody who does not work on cases.
        RuleBroken: The ball is not outside, or the step is over.
    """
    act.require(Permission.CHASE)
    step = lock_step(act.db, step_id)
    holder = Holder(step.holder)
    if step.state != StepState.OPEN or step.kind != StepKind.ASK:
        raise RuleBroken("这个环节已经办理,不需要催办函。")
    if holder in (Holder.CENTRE, Holder.TIME):
        raise RuleBroken("这个环节由本中心办理,不需要催办函。")
    about = chased_by(step_id)
    facts = act.db.execute(_FACTS, {"step": step_id, "about": about}).one()
    record = _record(act, step, facts, holder)
    version_id = _issue(act, step, facts, record, f"{about}-{facts.letters + 1}")
    chase(act, step_id, means="letter", note=note, version_id=version_id)
    return version_id


def _record(act: Act, step: Row[Any], facts: Row[Any], holder: Holder) -> CaseRecord:
    record = read_record(
        act.db, act.office, step.case_id, stage=Stage(step.stage), stage_ordinal=step.ordinal,
        now=act.now,
    )  # fmt: skip
    rule = act.office.pack(facts.pack, facts.locality).rules.get(step.rule or "")
    chased = ChasedFacts(
        addressee=HOLDERS[holder],
        awaited=FORMS[step.form].title,
        since=facts.opened_at,
        due_at=facts.due_at if facts.is_certain else None,
        basis=rule.source if rule and rule.confirmed.is_confirmed else None,
        times=facts.times,
        contact=act.actor.name,
    )
    return replace(record, chased=chased)


def _issue(act: Act, step: Row[Any], facts: Row[Any], record: CaseRecord, about: str) -> UUID:
    """Number, render, seal and keep the letter, with the step that made it."""
    on = act.now.astimezone(SHANGHAI).date()
    number = next_number(act.db, centre_id=step.centre_id, series=_KIND.series, year=on.year)
    named = full_number(record.centre.short, _KIND.paper, on.year, number)
    context = _KIND.build(record, about)
    content = render(_KIND.paper, context, number=named, issued_on=on)
    paper_id, version_id, made_by = uuid4(), uuid4(), uuid4()
    of_case = {"case_id": step.case_id}
    of_stage = of_case | {"stage_id": step.stage_id, "centre_id": step.centre_id}
    act.db.execute(
        insert(Step.__table__),  # type: ignore[arg-type]
        of_stage
        | {
            "id": made_by, "kind": StepKind.ISSUE, "key": f"issue:chaser-letter:{about}",
            "about": about, "turn": 1, "round": 1, "position": facts.position,
            "state": StepState.DONE, "paper": _KIND.paper.value, "holder": Holder.CENTRE,
            "no_due_reason": "系统自动办理,无需人工期限。", "opened_at": act.now,
            "done_at": act.now, "done_by": act.actor.officer_id, "taken_up_at": act.now,
            "result": {"paper": str(paper_id), "version": str(version_id)}, "attempts": 0,
        },
    )  # fmt: skip
    act.db.execute(
        insert(PaperRow.__table__),  # type: ignore[arg-type]
        of_stage
        | {
            "id": paper_id, "paper": _KIND.paper, "about": about, "series": _KIND.series,
            "year": on.year, "number": number, "full_number": named, "title": _KIND.title,
        },
    )  # fmt: skip
    row = of_case | _version(act, version_id, content, context)
    row |= {"paper_id": paper_id, "step_id": made_by, "issued_on": on,
            "file_name": file_name(record.case_number, _KIND.title, on, 1)}  # fmt: skip
    act.db.execute(insert(PaperVersion.__table__), row)  # type: ignore[arg-type]
    sealed = act.office.seal.close(content, SealedPlace.FILE_CONTENT.of(version_id))
    act.db.execute(
        insert(FileRow.__table__),  # type: ignore[arg-type]
        of_case | {"version_id": version_id, "content": sealed},
    )
    _note(act, step, made_by, number=named, sha256=row["sha256"])
    return version_id


def _note(act: Act, step: Row[Any], made_by: UUID, *, number: str, sha256: str) -> None:
    told = {"paper": _KIND.paper.value, "number": number, "version": 1, "sha256": sha256}
    happened = Happening(Tag.PAPER_ISSUED, step.stage_id, made_by, act.actor.officer_id, told)
    act.note([happened], case_id=step.case_id, centre_id=step.centre_id)


def _version(act: Act, version_id: UUID, content: bytes, context: Context) -> dict[str, Any]:
    sealed = act.office.seal.close(
        context.model_dump_json().encode(), SealedPlace.VERSION_CONTEXT.of(version_id)
    )
    return {
        "id": version_id,
        "version": 1,
        "made_at": act.now,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "data_digest": digest(context),
        "template": _KIND.template_version(),
        "context": sealed,
        "authors": [act.actor.officer_id],
        "sources": {"steps": []},
        "void": False,
    }
