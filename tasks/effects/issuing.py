"""Issuing a document: number, bytes, hash and the "done" mark commit together, or not at all."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb
from sqlalchemy import Row, insert, text

from documents.contexts.base import Context
from documents.papers import PAPERS, digest, file_name, full_number
from documents.record import CaseRecord
from documents.render import render
from models.law.dates import SHANGHAI
from models.sealed_places import SealedPlace
from models.store.numbers import next_number
from models.tables.paper import FileRow, PaperRow, PaperVersion
from models.words import Paper, StepKind, StepState, Tag
from tasks.effects.opening import blank_row, write_steps
from tasks.journal.case_journal import CaseJournal, StoredEntry
from tasks.journal.effect import IssuePaper
from tasks.record.reading import read_record

_PAPER = text(
    "SELECT p.id, p.full_number, p.title, coalesce(max(v.version), 0) AS version FROM papers p "
    "LEFT JOIN paper_versions v ON v.paper_id = p.id WHERE p.stage_id = :stage "
    "AND p.paper = :paper AND p.about IS NOT DISTINCT FROM :about GROUP BY p.id"
)
#: Who answered, for whom, whose draft it was, in this round or an earlier one.
_AUTHORS = text(
    """
    SELECT DISTINCT unnest(
        ARRAY[s.done_by, s.stands_in_for]
        || ARRAY(SELECT jsonb_array_elements_text(s.result -> 'drafted_by')::uuid)
    ) AS id
    FROM steps s WHERE s.stage_id = :stage AND s.kind = 'ask' AND s.key IN (
        SELECT w.key FROM steps w WHERE w.id = ANY (:steps) AND w.stage_id = :stage)
    """
)
_DONE = text(
    "UPDATE steps SET state = 'done', done_at = :now, taken_up_at = :now, result = :result, "
    "failure = NULL WHERE id = :id"
)


def issue_paper(journal: CaseJournal, effect: IssuePaper) -> None:
    """Make the next version of a document; the first version takes the number."""
    record = record_for(journal)
    context = PAPERS[effect.paper].build(record, effect.about)
    issued_on = journal.now.astimezone(SHANGHAI).date()
    paper = _paper(journal, effect, record, issued_on)
    content = render(effect.paper, context, number=paper["full_number"], issued_on=issued_on)
    leave_to_worker(journal, effect)
    step = journal.entry(effect.key)
    version_id = uuid4()
    row = _version(journal, effect, version_id, content, context) | {
        "paper_id": paper["id"],
        "step_id": step.step_id,
        "version": paper["version"] + 1,
        "issued_on": issued_on,
        "file_name": file_name(record.case_number, paper["title"], issued_on, paper["version"] + 1),
    }
    row |= _sources(journal, record)
    journal.db.execute(insert(PaperVersion.__table__), row)  # type: ignore[arg-type]
    sealed = journal.office.seal.close(content, SealedPlace.FILE_CONTENT.of(version_id))
    journal.db.execute(
        insert(FileRow.__table__),  # type: ignore[arg-type]
        {"version_id": version_id, "case_id": journal.row.case_id, "content": sealed},
    )
    _finish(journal, step, effect, paper, row)


def _version(
    journal: CaseJournal, effect: IssuePaper, version_id: UUID, content: bytes, context: Context
) -> dict[str, Any]:
    sealed = journal.office.seal.close(
        context.model_dump_json().encode(), SealedPlace.VERSION_CONTEXT.of(version_id)
    )
    return {
        "id": version_id,
        "case_id": journal.row.case_id,
        "made_at": journal.now,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "data_digest": digest(context),
        "template": PAPERS[effect.paper].template_version(),
        "context": sealed,
        "void": False,
    }


def _sources(journal: CaseJournal, record: CaseRecord) -> dict[str, Any]:
    """Which answers the context read, and who gave those of this stage.

    Who only appointed people did not write the document, and may sign it.
    """
    steps = list(dict.fromkeys(record.read))
    organising = {facts.step_id for facts in record.answers if facts.form.organises}
    written = [UUID(step) for step in steps if step not in organising]
    asked = {"steps": written, "stage": journal.row.id}
    authors = journal.db.execute(_AUTHORS, asked).scalars()
    return {"authors": [author for author in authors if author], "sources": {"steps": steps}}


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


def leave_to_worker(journal: CaseJournal, effect: Any) -> None:
    """Open an entry that a worker will do; people see that the procedure moves on by itself."""
    if journal.find(effect.key) is not None:
        return
    paper = getattr(effect, "paper", None)
    row = blank_row(journal, kind=StepKind.ISSUE if paper else StepKind.EFFECT, key=effect.key)
    row |= {
        "about": getattr(effect, "about", None),
        "turn": getattr(effect, "turn", 1),
        "paper": paper.value if paper else None,
        "no_due_reason": "系统自动办理,无需人工期限。",
        "round": journal.next_round(effect.key),
    }
    write_steps(journal, [row])


def _paper(
    journal: CaseJournal, effect: IssuePaper, record: CaseRecord, issued_on: date
) -> dict[str, Any]:
    """The document's row: found with its last version, or made with a new number."""
    found: Row[Any] | None = journal.db.execute(
        _PAPER,
        {"stage": journal.row.id, "paper": effect.paper.value, "about": effect.about},
    ).first()
    if found:
        return {
            "id": found.id,
            "full_number": found.full_number,
            "title": found.title,
            "version": found.version,
        }
    series = PAPERS[effect.paper].series
    number = next_number(
        journal.db, centre_id=journal.row.centre_id, series=series, year=issued_on.year
    )
    paper: dict[str, Any] = {
        "id": uuid4(),
        "case_id": journal.row.case_id,
        "stage_id": journal.row.id,
        "centre_id": journal.row.centre_id,
        "paper": effect.paper,
        "about": effect.about,
        "series": series,
        "year": issued_on.year,
        "number": number,
        "full_number": full_number(record.centre.short, effect.paper, issued_on.year, number),
        "title": PAPERS[effect.paper].title_for(effect.about),
    }
    journal.db.execute(insert(PaperRow.__table__), paper)  # type: ignore[arg-type]
    return paper | {"version": 0}


def _finish(
    journal: CaseJournal,
    step: StoredEntry,
    effect: IssuePaper,
    paper: dict[str, Any],
    version: dict[str, Any],
) -> None:
    result = {"paper": str(paper["id"]), "version": str(version["id"])}
    journal.db.execute(_DONE, {"now": journal.now, "id": step.step_id, "result": Jsonb(result)})
    journal.put(replace(step, state=StepState.DONE, taken_up=True, result=result))
    journal.note(
        Tag.PAPER_ISSUED,
        step_id=step.step_id,
        paper=Paper(effect.paper).value,
        number=paper["full_number"],
        version=version["version"],
        sha256=version["sha256"],
        data=version["data_digest"],
        template=version["template"],
    )
