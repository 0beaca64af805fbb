"""The chaser letter (催办函): made at once when somebody asks for it, numbered, sealed, kept.

It stands beside the procedure: no stage waits for it, so that it is made in the portal's own
transaction and not left to a worker. Its step is done when it is written; the replay passes it by.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from documents.dated import chased_by
from documents.facts import facts_of
from documents.papers import PAPERS, file_name, full_number
from documents.record import CaseRecord, ChasedFacts
from documents.render import render
from models.errors import RuleBroken
from models.forms.catalogue import FORMS
from models.labels import HOLDERS
from models.law.dates import SHANGHAI
from models.permissions import Permission
from models.store import chaser
from models.store import journal as entries
from models.store import paper as papers
from models.store import step as steps
from models.store.events import Happening
from models.store.journal import NewStep
from models.store.numbers import next_number
from models.store.paper import NewPaper
from models.store.step import StepInCase
from models.words import Holder, Paper, StepKind, StepState, Tag
from tasks.act import Act
from tasks.acts.handing import chase
from tasks.effects.issuing import AUTOMATIC, Of, Rendered, sealed_version
from tasks.record.reading import read_record

_KIND = PAPERS[Paper.CHASER_LETTER]


def write_letter(act: Act, step_id: UUID, *, note: str = "") -> UUID:
    """Write a chaser letter to whoever has the ball outside, and record the reminder.

    Returns:
        The version, for downloading.

    Raises:
        NotAllowed: Somebody who does not work on cases.
        RuleBroken: The ball is not outside, or the step is over.
    """
    act.require(Permission.CHASE)
    step = steps.lock(act.db, step_id)
    if step.state is not StepState.OPEN or step.kind is not StepKind.ASK:
        raise RuleBroken("这个环节已经办理,不需要催办函。")
    if step.holder in (Holder.CENTRE, Holder.TIME):
        raise RuleBroken("这个环节由本中心办理,不需要催办函。")
    about = chased_by(step_id)
    letters = papers.count_letters(act.db, step.case_id, about)
    version_id = _issue(act, step, _record(act, step), f"{about}-{letters + 1}")
    chase(act, step_id, means="letter", note=note, version_id=version_id)
    return version_id


def _record(act: Act, step: StepInCase) -> CaseRecord:
    record = read_record(
        act.db, act.office, step.case_id, stage=step.stage, stage_ordinal=step.ordinal,
        now=act.now,
    )  # fmt: skip
    rule = act.office.pack(step.pack, step.locality).rules.get(step.rule or "")
    asked = chaser.facts_of(act.db, step.id)
    chased = ChasedFacts(
        addressee=HOLDERS[step.holder],
        awaited=FORMS[step.form or ""].title,
        since=step.opened_at,
        due_at=asked.due_at if asked.is_certain else None,
        basis=rule.source if rule and rule.confirmed.is_confirmed else None,
        times=asked.times,
        contact=act.actor.name,
    )
    return replace(record, chased=chased)


def _issue(act: Act, step: StepInCase, record: CaseRecord, about: str) -> UUID:
    """Number, render, seal and keep the letter, with the step that made it."""
    on = act.now.astimezone(SHANGHAI).date()
    number = next_number(act.db, centre_id=step.centre_id, series=_KIND.series, year=on.year)
    named = full_number(record.centre.short, _KIND.paper, on.year, number)
    context = _KIND.build(record, about)
    content = render(_KIND.paper, context, number=named, issued_on=on)
    made = Rendered(_KIND.paper, context, content, facts_of(record))
    paper_id, made_by = uuid4(), uuid4()
    new = sealed_version(
        act.office,
        made,
        of=Of(step.case_id, paper_id, made_by),
        number=1,
        made_at=act.now,
        file_name=file_name(record.case_number, _KIND.title, on, 1),
        authors=[act.actor.officer_id],
        sources=[],
    )
    result = {"paper": str(paper_id), "version": str(new.id)}
    entries.write(act.db, [_entry(act, step, made_by, about, result)])
    papers.write(act.db, NewPaper(
        id=paper_id, case_id=step.case_id, stage_id=step.stage_id, centre_id=step.centre_id,
        paper=_KIND.paper, about=about, series=_KIND.series, year=on.year, number=number,
        full_number=named, title=_KIND.title,
    ))  # fmt: skip
    papers.keep(act.db, new)
    told = {"paper": _KIND.paper.value, "number": named, "version": 1, "sha256": new.sha256}
    happened = Happening(Tag.PAPER_ISSUED, step.stage_id, made_by, act.actor.officer_id, told)
    act.note([happened], case_id=step.case_id, centre_id=step.centre_id)
    return new.id


def _entry(
    act: Act, step: StepInCase, made_by: UUID, about: str, result: Mapping[str, str]
) -> NewStep:
    return NewStep(
        id=made_by,
        case_id=step.case_id,
        stage_id=step.stage_id,
        centre_id=step.centre_id,
        kind=StepKind.ISSUE,
        key=f"issue:chaser-letter:{about}",
        position=step.position,
        opened_at=act.now,
        state=StepState.DONE,
        about=about,
        paper=_KIND.paper.value,
        no_due_reason=AUTOMATIC,
        done_at=act.now,
        done_by=act.actor.officer_id,
        taken_up_at=act.now,
        result=result,
    )
