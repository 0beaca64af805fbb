"""The Prefect reader: a run is a worker's notebook of one stage.

The body makes the documents that are owed and replays the stage over the journal. Each effect not
yet done is a Prefect task in its own transaction; done verbs cost nothing; a wait suspends the run
under a fresh key. What comes after a resume is decided by the journal alone, so a run may be lost,
doubled or resumed twice. Of a stage that is over only the documents it left behind are made.
"""

import logging
from contextlib import suppress
from inspect import getdoc
from pathlib import PurePath
from traceback import extract_tb
from typing import Any
from uuid import UUID

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.flow_runs import suspend_flow_run
from prefect.runtime import flow_run
from prefect.task_engine import run_task_sync
from sqlalchemy.exc import DBAPIError

from documents.program import program_version
from flows.readers.inline import advance, tell
from flows.readers.workplace import Workplace, workplace
from flows.stage import StageFlow
from models.errors import HutongError
from models.forms.base import Form
from models.store import journal as stored
from models.store import lease, mirror
from models.store.acting import as_worker
from tasks.effects.handlers import HANDLERS
from tasks.journal.case_journal import CaseJournal, StoredEntry
from tasks.journal.effect import CloseStage, Effect, IssuePaper
from tasks.journal.entry import TRIES, Entry, StageFacts
from tasks.journal.task_settings import task_settings
from tasks.mirror.naming import mark_of
from tasks.mirror.task_drawn import task_run_id
from tasks.watch.sticking import tell_stuck

#: How long a run may work without a sign of life before reconcile gives the stage to another.
LEASE_SECONDS = 30

logger = logging.getLogger("hutong.notebook")


class Replaced(Exception):
    """Another run took this stage over; this one must do nothing more."""


class Undone(Exception):
    """Something was not done; names the kind of error only, since Prefect keeps what it says."""


class GivenUp(Undone):
    """It was tried too often: a person must look at it."""


def _is_tried_again(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether another try makes sense: not where another run has the stage, or after the last."""
    return not isinstance(state.result(raise_on_failure=False), Replaced | GivenUp)


@task(
    name="effect",
    cache_policy=NO_CACHE,
    persist_result=False,
    retry_condition_fn=_is_tried_again,
)
def perform(stage_id: UUID, fence: int, effect: Effect) -> None:
    """Do one effect of a stage, in one transaction with its "done" mark; twice does it once.

    Args:
        stage_id: The stage.
        fence: The lease's number; a later lease makes this one worthless.
        effect: Ids and words only: Prefect keeps parameters readable.

    Raises:
        Replaced: Another run holds the stage by now.
        Undone: It failed; Prefect tries it again in this run, as its effect says.
        GivenUp: It failed for the last time.
    """
    at = workplace()
    try:
        _perform(at, stage_id, fence, effect)
    except Replaced:
        raise
    except Exception as failed:  # noqa: BLE001 - whatever it was, its text stops here
        kind = GivenUp if _note_failure(at, stage_id, fence, effect, failed) >= TRIES else Undone
        raise kind(_kind(failed)) from None


def _perform(at: Workplace, stage_id: UUID, fence: int, effect: Effect) -> None:
    """Do the effect and go on inline, so that at every commit the case has something open."""
    now = at.clock.now()
    with as_worker(at.engine) as db:
        journal = CaseJournal(db, at.office, stage_id, handlers=HANDLERS, now=now, outside=True)
        if journal.row.fence != fence:
            raise Replaced
        found = journal.find(effect.key)
        if not journal.is_open and not (found and found.owed):
            return
        until = at.in_seconds(LEASE_SECONDS)
        lease.renew(db, stage_id, fence, until=until)
        journal.do(effect)
        journal.settle()
        advance(db, at.office, stage_id, now=now)


def _note_failure(
    at: Workplace, stage_id: UUID, fence: int, effect: Effect, failed: Exception
) -> int:
    """Count a failed try where people see it; after `TRIES` a person must look at it.

    Returns:
        How many tries there were; 0 where nobody's was counted.

    A database that went away is nobody's try: the next run does it.
    """
    logger.error("Stage %s, %s: %s", stage_id, effect.key, _kind(failed))
    if isinstance(failed, DBAPIError) and failed.connection_invalidated:
        return 0
    sentence = (
        failed.message
        if isinstance(failed, HutongError)
        else f"程序出错({type(failed).__name__}),没有办成;原因见工作进程的日志,排除后可以重试。"
    )
    with suppress(DBAPIError), as_worker(at.engine) as db:
        tries = stored.fail(db, stage_id, effect.key, fence=fence, failure=sentence)
        tell_stuck(db, stage_id, effect.key, now=at.clock.now())
        # No event tells of a try that failed, and Prefect is to show each.
        mirror.look_again(db, [stage_id])
        return tries or 0
    return 0


def _kind(failed: Exception) -> str:
    """The kind of an error and its place in the code; its text may quote what a person typed."""
    place = extract_tb(failed.__traceback__)[-1]
    return f"{type(failed).__name__} at {PurePath(place.filename).name}:{place.lineno}"


class NotebookJournal:
    """The journal as a Prefect run sees it: a snapshot, and a task for what is not yet done."""

    def __init__(self, at: Workplace, stage_id: UUID, fence: int) -> None:
        """Read the stage."""
        self._at, self._stage_id, self._fence = at, stage_id, fence
        self._taken: dict[str, Entry] = {}
        #: What failed in this run, by its key; the next run tries it again.
        self.undone: dict[str, Undone] = {}
        self._read()

    @property
    def facts(self) -> StageFacts:
        """What the stage may know of itself."""
        return self._seen.facts

    @property
    def is_open(self) -> bool:
        """Whether the stage is still worked on."""
        return self._seen.is_open

    def find(self, key: str) -> StoredEntry | None:
        """Return the current entry under `key`."""
        return self._seen.find(key)

    def answer(self, entry: Entry) -> Form:
        """Return the answer of a done form."""
        return self._seen.answer(entry)

    def do(self, effect: Effect) -> None:
        """Do an effect as a Prefect task, then look again.

        What failed too often waits for a person to have it tried again. A document that fails stays
        owed, and what does not rest on it goes on.

        Raises:
            Undone: Something else failed.
        """
        entry = self._seen.find(effect.key)
        if effect.key in self.undone or (entry is not None and entry.attempts >= TRIES):
            return
        try:
            self._submit(effect)
        except Undone as failed:
            if not isinstance(effect, IssuePaper):
                raise
            self.undone[effect.key] = failed
        self._read()

    def _submit(self, effect: Effect) -> None:
        """Run an effect as the task run under which the mirror shows its step."""
        settings = task_settings(HANDLERS.by_effect[type(effect)])
        run = perform.with_options(
            name=settings.name,
            task_run_name=effect.key,
            tags=set(settings.tags),
            retries=settings.retries,
            retry_delay_seconds=list(settings.retry_delay_seconds),
            timeout_seconds=settings.timeout_seconds,
        )
        run_task_sync(
            run,
            task_run_id=task_run_id(UUID(flow_run.get_id()), self._mark(effect.key)),
            parameters={"stage_id": self._stage_id, "fence": self._fence, "effect": effect},
        )

    def _mark(self, key: str) -> str:
        entry = self._seen.find(key)
        return mark_of(key, entry.round if entry else self._seen.next_round(key))

    @property
    def owed(self) -> list[IssuePaper]:
        """The documents that this run has still to make."""
        return [
            entry.owed
            for entry in self._seen.owed()
            if entry.owed and entry.key not in self.undone and entry.attempts < TRIES
        ]

    def make_owed(self) -> None:
        """Make them, all that are owed at one look, in their order.

        One after the other: their numbers follow the order of the procedure. Each is tried whatever
        becomes of the others.
        """
        effects = self.owed
        for effect in effects:
            try:
                self._submit(effect)
            except Undone as failed:
                self.undone[effect.key] = failed
        if effects:
            self._read()

    def take_up(self, entry: Entry) -> None:
        """Gather what the procedure went past."""
        if not entry.taken_up:
            self._taken[entry.key] = entry

    def settle(self) -> None:
        """Write what was gathered."""
        if not self._taken:
            return
        with as_worker(self._at.engine) as db:
            journal = CaseJournal(
                db,
                self._at.office,
                self._stage_id,
                handlers=HANDLERS,
                now=self._at.clock.now(),
                outside=True,
            )
            for key in self._taken:
                entry = journal.find(key)
                if entry:
                    journal.take_up(entry)
            journal.settle()
        self._taken = {}

    def _read(self) -> None:
        with as_worker(self._at.engine) as db:
            self._seen = CaseJournal(
                db,
                self._at.office,
                self._stage_id,
                handlers=HANDLERS,
                now=self._at.clock.now(),
                outside=True,
                lock=False,
            )


def as_flow(stage: StageFlow) -> Flow[[UUID], str]:
    """Make the Prefect flow of a stage; its parameter is the id of the stage row."""

    def notebook(stage_id: UUID) -> str:
        try:
            return read(stage_id)
        except Undone:
            raise
        except Exception as failed:  # noqa: BLE001 - a stock worker's engine would store its text
            raise Undone(_kind(failed)) from None

    notebook.__doc__ = getdoc(stage)
    notebook.__name__ = notebook.__qualname__ = stage.stage.value
    notebook.__module__ = stage.__module__
    return flow(
        name=stage.stage.value,
        description=getdoc(stage),
        version=program_version(),
        persist_result=False,
        retries=0,
        log_prints=False,
    )(notebook)


def read(stage_id: UUID) -> str:
    """Tell a stage until it waits or ends.

    Returns:
        The outcome, or `over` when the stage is closed or another run's.
    """
    at = workplace()
    while (fence := _take(at, stage_id, flow_run.get_id())) is not None:
        journal = NotebookJournal(at, stage_id, fence)
        try:
            ended = _tell_whole(journal)
        except Replaced:
            continue  # Returned or voided meanwhile, or taken over: read again, if still ours.
        for failed in journal.undone.values():
            raise failed
        if ended:
            return ended
        with as_worker(at.engine) as db:
            lease.release(db, stage_id, fence)
        # A pause key fires once only, so each wait has its own; legal time is never its timeout.
        suspend_flow_run(timeout=None, key=f"{stage_id}-{fence}")
    return "over"


def _tell_whole(journal: NotebookJournal) -> str | None:
    """Make what is owed and tell the stage, until neither leads further; None where it waits."""
    journal.make_owed()
    ended = "over"
    while journal.is_open:
        outcome = tell(journal)
        journal.settle()
        if outcome is None and not journal.owed:
            return None
        if outcome is not None:
            ended = outcome.value
            if journal.is_open:
                journal.do(CloseStage("close", outcome))
        journal.make_owed()
    return ended


def _take(at: Workplace, stage_id: UUID, run_id: str | None) -> int | None:
    """Take the stage's lease for this run; None when it is over or another run's."""
    with as_worker(at.engine) as db:
        run = UUID(run_id) if run_id else None
        return lease.take(db, stage_id, run, until=at.in_seconds(LEASE_SECONDS))
