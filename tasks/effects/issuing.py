"""Issuing a document: number, bytes, hash and the "done" mark commit together, or not at all."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from documents.contexts.base import Context
from documents.facts import Facts, facts_of
from documents.papers import PAPERS, digest, file_name, full_number
from documents.program import program_version
from documents.record import CaseRecord
from documents.render import render
from models.law.dates import SHANGHAI
from models.sealed_places import SealedPlace
from models.store import journal as entries
from models.store import paper as papers
from models.store.numbers import next_number
from models.store.paper import NewPaper, NewVersion, PaperOfStage
from models.words import Paper, StepKind, StepState, Tag
from tasks.effects.opening import new_step, write_steps
from tasks.journal.case_journal import CaseJournal, StoredEntry
from tasks.journal.effect import Effect, IssuePaper
from tasks.journal.task_settings import effect_task
from tasks.office import Office
from tasks.record.reading import read_record

AUTOMATIC = "系统自动办理,无需人工期限。"


@effect_task(
    "issue-paper",
    retries=2,
    retry_delay_seconds=(2, 8),
    timeout_seconds=120,
    tags=("rendering",),
)
def issue_paper(journal: CaseJournal, effect: IssuePaper) -> None:
    """Make the next version of a document; the first version takes the number."""
    record = record_for(journal)
    context = PAPERS[effect.paper].build(record, effect.about)
    issued_on = journal.now.astimezone(SHANGHAI).date()
    paper = _paper(journal, effect, record, issued_on)
    content = render(effect.paper, context, number=paper.full_number, issued_on=issued_on)
    leave_to_worker(journal, effect)
    journal.settle()
    step = journal.entry(effect.key)
    sources = list(dict.fromkeys(record.read))
    new = sealed_version(
        journal.office,
        Rendered(effect.paper, context, content, facts_of(record)),
        of=Of(journal.row.case_id, paper.id, step.step_id),
        number=paper.version + 1,
        made_at=journal.now,
        file_name=file_name(record.case_number, paper.title, issued_on, paper.version + 1),
        authors=_authors(journal, record, sources),
        sources=sources,
    )
    papers.keep(journal.db, new)
    _finish(journal, step, effect, paper, new)


@dataclass(frozen=True)
class Rendered:
    """A document as it was rendered."""

    paper: Paper
    context: Context
    content: bytes
    facts: Facts


@dataclass(frozen=True)
class Of:
    """To which case and document a version belongs, and which step made it."""

    case_id: UUID
    paper_id: UUID
    step_id: UUID


def sealed_version(
    office: Office,
    made: Rendered,
    *,
    of: Of,
    number: int,
    made_at: datetime,
    file_name: str,
    authors: list[UUID],
    sources: list[str],
) -> NewVersion:
    """A version as it is kept: hashed, its bytes and its context sealed each in their place."""
    version_id = uuid4()
    context = made.context.model_dump_json().encode()
    facts = json.dumps(made.facts, ensure_ascii=False).encode()
    return NewVersion(
        id=version_id,
        paper_id=of.paper_id,
        case_id=of.case_id,
        step_id=of.step_id,
        version=number,
        issued_on=made_at.astimezone(SHANGHAI).date(),
        made_at=made_at,
        file_name=file_name,
        sha256=hashlib.sha256(made.content).hexdigest(),
        size=len(made.content),
        data_digest=digest(made.context),
        template=PAPERS[made.paper].template_version(),
        program=program_version(),
        facts=office.seal.close(facts, SealedPlace.VERSION_FACTS.of(version_id)),
        context=office.seal.close(context, SealedPlace.VERSION_CONTEXT.of(version_id)),
        authors=authors,
        sources=sources,
        content=office.seal.close(made.content, SealedPlace.FILE_CONTENT.of(version_id)),
    )


def _authors(journal: CaseJournal, record: CaseRecord, sources: list[str]) -> list[UUID]:
    """Who gave those of the answers it was made from that are of this stage.

    Who only appointed people did not write the document, and may sign it.
    """
    organising = {facts.step_id for facts in record.answers if facts.form.organises}
    written = [UUID(step) for step in sources if step not in organising]
    return papers.who_wrote(journal.db, journal.row.id, written)


def record_for(journal: CaseJournal) -> CaseRecord:
    """The case record as a document of this stage sees it."""
    return read_record(
        journal.db,
        journal.office,
        journal.row.case_id,
        stage=journal.facts.stage,
        stage_ordinal=journal.row.ordinal,
        now=journal.now,
    )


def leave_to_worker(journal: CaseJournal, effect: Effect) -> None:
    """Open an entry that a worker will do; people see that the procedure moves on by itself."""
    if journal.find(effect.key) is not None:
        return
    if isinstance(effect, IssuePaper):
        step = replace(
            new_step(journal, StepKind.ISSUE, effect.key),
            about=effect.about,
            turn=effect.turn,
            paper=effect.paper.value,
        )
    else:
        step = new_step(journal, StepKind.EFFECT, effect.key)
    write_steps(journal, [replace(step, no_due_reason=AUTOMATIC)])


def _paper(
    journal: CaseJournal, effect: IssuePaper, record: CaseRecord, issued_on: date
) -> PaperOfStage:
    """The document with its last version, or with a new number."""
    row = journal.row
    found = papers.of_stage(journal.db, row.id, effect.paper, effect.about)
    if found:
        return found
    series = PAPERS[effect.paper].series
    number = next_number(journal.db, centre_id=row.centre_id, series=series, year=issued_on.year)
    new = NewPaper(
        id=uuid4(),
        case_id=row.case_id,
        stage_id=row.id,
        centre_id=row.centre_id,
        paper=effect.paper,
        about=effect.about,
        series=series,
        year=issued_on.year,
        number=number,
        full_number=full_number(record.centre.short, effect.paper, issued_on.year, number),
        title=PAPERS[effect.paper].title_for(effect.about),
    )
    papers.write(journal.db, new)
    return PaperOfStage(new.id, new.full_number, new.title, 0)


def _finish(
    journal: CaseJournal,
    step: StoredEntry,
    effect: IssuePaper,
    paper: PaperOfStage,
    new: NewVersion,
) -> None:
    result = {"paper": str(paper.id), "version": str(new.id)}
    entries.finish(journal.db, step.step_id, result, at=journal.now)
    journal.put(replace(step, state=StepState.DONE, taken_up=True, result=result, owed=None))
    journal.note(
        Tag.PAPER_ISSUED,
        step_id=step.step_id,
        paper=effect.paper.value,
        number=paper.full_number,
        version=new.version,
        sha256=new.sha256,
        data=new.data_digest,
        template=new.template,
    )
