"""The inline reader: tells stages inside the transaction at hand, as far as our database goes.

The portal goes on with it in the answering transaction, so that the next person's step is there
when the page comes back, Prefect or not: documents are left to a worker, and follow beside it. With
`outside=True` it also does what is otherwise left to a worker (`flows.readers.local`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from flows.catalogue import PROCEDURE
from models.store.events import Happening
from models.words import Outcome
from tasks.effects.handlers import HANDLERS
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import CloseStage
from tasks.journal.entry import Journal, Waiting
from tasks.office import Office
from tasks.stage_run import StageRun


def tell(journal: Journal) -> Outcome | None:
    """Replay a stage once; its outcome, or None when it waits."""
    try:
        return PROCEDURE[journal.facts.stage].function(StageRun(journal))
    except Waiting:
        return None


def advance(
    db: Connection,
    office: Office,
    stage_id: UUID,
    *,
    now: datetime,
    actor_id: UUID | None = None,
    outside: bool = False,
    happened: Sequence[Happening] = (),
    locked: bool = False,
) -> None:
    """Go on with a stage, and with the stages that open from it, in this transaction.

    Args:
        db: The transaction at hand.
        office: Seal and packs.
        stage_id: The stage.
        now: Written on everything done.
        actor_id: Officer on whose behalf; None for the procedure itself.
        outside: Whether effects beyond our database are done here, or left to a worker.
        happened: What went before in this transaction, first in the chain.
        locked: Whether this transaction holds the case's lock already.
    """
    waiting = [stage_id]
    while waiting:
        journal = CaseJournal(
            db,
            office,
            waiting.pop(0),
            handlers=HANDLERS,
            now=now,
            outside=outside,
            actor_id=actor_id,
            lock=not locked,
        )
        journal.happened(happened)
        happened, locked = (), True  # What opens from a stage belongs to its case.
        if outside:
            journal.make_owed()
        if not journal.is_open:
            journal.settle()
            continue
        outcome = tell(journal)
        if outcome is not None:
            journal.do(CloseStage("close", outcome))
        waiting += journal.opened
        journal.settle()
