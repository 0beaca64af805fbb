"""Effects on temporary guardianship: from the signed hand-over until the child leaves."""

from datetime import datetime

from models.store import custody, deadlines
from models.words import Tag
from tasks.deadlines import law_clocks
from tasks.effects.opening import record_done
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import BeginCustody, EndCustody
from tasks.journal.task_settings import effect_task


@effect_task("begin-custody")
def begin_custody(journal: CaseJournal, effect: BeginCustody) -> None:
    """Temporary guardianship begins, counted per child; one that runs already keeps its T0."""
    row = journal.row
    if row.custody_began_at is None:
        custody.begin(
            journal.db, case_id=row.case_id, child_id=row.child_id, stage_id=row.id, at=effect.at
        )
        journal.note(Tag.CUSTODY_STARTED, t0=effect.at.isoformat())
        _clocks(journal, law_clocks.BEGAN, effect.at)
    record_done(journal, effect, result={"t0": effect.at.isoformat()})


@effect_task("end-custody")
def end_custody(journal: CaseJournal, effect: EndCustody) -> None:
    """The child left: custody ends and its clocks are met."""
    ended = custody.end(journal.db, journal.row.case_id, at=effect.at)
    if ended:
        whose = deadlines.of_custody(journal.row.case_id)
        deadlines.meet(journal.db, whose, done_at=effect.at, now=effect.at)
        journal.note(Tag.CUSTODY_ENDED, at=effect.at.isoformat())
        _clocks(journal, law_clocks.ENDED, effect.at)
    record_done(journal, effect, result={"was_in_custody": ended})


def _clocks(journal: CaseJournal, event: str, at: datetime) -> None:
    """Rules of the pack that run by themselves from or until this."""
    row = journal.row
    where = law_clocks.Where(
        db=journal.db,
        office=journal.office,
        case_id=row.case_id,
        centre_id=row.centre_id,
        stage_id=row.id,
        pack=row.pack,
        locality=row.locality,
        now=journal.now,
    )
    for one in law_clocks.happened(where, event, at=at):
        journal.note(one.tag, **one.detail)
