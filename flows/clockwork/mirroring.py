"""Drawing in Prefect what stands in the record: after the commit, never in the way of an answer.

One draws at a time, whichever worker it is. Prefect may be lost at any time: by the mark it keeps,
a new database is told from the one that was drawn on, and every open case is drawn anew.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from flows.clockwork.alone import Setbacks
from flows.readers.workplace import Workplace
from models.store import lease, mirror
from models.store.acting import as_worker
from models.store.mirror import KeptDrawing, StaleCase
from models.store.stage import wake
from models.store.to_draw import EventToTell
from tasks.engine.prefect_api import PrefectApi
from tasks.mirror import tables
from tasks.mirror.confirming import confirmed, sure_at
from tasks.mirror.drawing import CaseDrawn
from tasks.mirror.reading import drawings
from tasks.mirror.sending import Sendings, Sent, Teller
from tasks.mirror.standing import as_kept

#: Cases that are read and told together, in one transaction.
AT_ONCE = 20
#: Of a case that was never drawn, Prefect is told what it would still keep.
KEPT_BY_PREFECT = timedelta(days=30)
#: The mark of a Prefect database, by which a new one is told from the one that was drawn on.
MARK = "hutong_mirror"
#: What is looked for among the events of so many passes cannot be overlooked because its
#: transaction was slower than another's; what is slower still is found by `Mirror.all`.
_PASSES = 60

Find = Callable[[Connection, Sequence[UUID]], list[StaleCase]]


class Mirror:
    """Draws cases on one Prefect server."""

    def __init__(self, at: Workplace, api: PrefectApi, *, link: str) -> None:
        """Look at nothing yet.

        Args:
            at: Where it works.
            api: Of the server.
            link: The portal's address, ending in a slash.
        """
        self._at, self._api, self._link = at, api, link
        self._newest: list[int] = []

    def grown(self) -> Sendings:
        """Draw what changed since the last passes; the first time, compare every case.

        Raises:
            OrchestratorUnreachable: Prefect is away.
        """
        with as_worker(self._at.engine) as db:
            newest = mirror.newest(db)
        if not self._newest:
            told = self.all()
            self._newest.append(newest)
            return told
        told = self.since(self._newest[0])
        self._newest = [*self._newest[-_PASSES:], newest]
        return told

    def since(self, newest: int) -> Sendings:
        """Draw what changed after an event, and of what a light changes by itself.

        Raises:
            OrchestratorUnreachable: Prefect is away.
        """
        now = self._at.clock.now()
        return self._pass(
            lambda db, without: mirror.grown(
                db, after=newest, now=now, without=without, most=AT_ONCE
            )
        )

    def all(self) -> Sendings:
        """Compare every case with its drawing, and draw what differs.

        Raises:
            OrchestratorUnreachable: Prefect is away.
        """
        now = self._at.clock.now()
        told = self._pass(
            lambda db, without: mirror.stale(db, now=now, without=without, most=AT_ONCE)
        )
        with as_worker(self._at.engine) as db:
            if mirror.hold(db):
                self._tell_centres(db, told)
        return told

    def anew(self, *, finished: bool) -> Sendings:
        """Draw every open case anew, and on request those that are over.

        Raises:
            OrchestratorUnreachable: Prefect is away.
        """
        with as_worker(self._at.engine) as db:
            mirror.forget(db, finished=finished)
        return self.all()

    def _pass(self, find: Find) -> Sendings:
        told, left = Sendings(), list[UUID]()
        with as_worker(self._at.engine) as db:
            if not find(db, left):
                return told
        if not self._knows_board():
            return self.all()
        while looked_at := self._some(find, left, told):
            left += looked_at
        return told

    def _knows_board(self) -> bool:
        """Whether Prefect's database is the one that was drawn on; else all drawings are forgotten."""
        mark = self._api.variable(MARK)
        with as_worker(self._at.engine) as db:
            if (mark is not None and mark == mirror.board(db)) or not mirror.hold(db):
                return True  # Or somebody else is at it.
            mirror.forget(db, finished=False)
            if mark is None:
                mark = str(uuid4())
                self._api.set_variable(MARK, mark)
            mirror.note_board(db, mark, at=self._at.clock.now())
        return False

    def _some(self, find: Find, left: Sequence[UUID], told: Sendings) -> list[UUID]:
        """Draw some cases; those that were looked at, none when there is nothing more to draw."""
        with as_worker(self._at.engine) as db:
            if not mirror.hold(db):
                return []
            cases = find(db, left)
            if cases:
                self._draw(db, cases, told)
        return [case.id for case in cases]

    def _draw(self, db: Connection, cases: Sequence[StaleCase], told: Sendings) -> None:
        """Tell Prefect of some cases, and keep what it was told; all of it may be told again."""
        now = self._at.clock.now()
        found = confirmed(self._api, drawings(db, cases, now=now), now)
        known = [case for case, _ in found]
        events = _by_case(mirror.events(db, known, since=now - KEPT_BY_PREFECT))
        teller = Teller(self._api, told, now=now, link=self._link)
        setbacks = Setbacks(self._at, "draw")
        done: list[tuple[StaleCase, CaseDrawn, Sent, dict[UUID, UUID], bool]] = []
        centres = set[UUID]()
        for case, drawn in found:
            with setbacks.alone(case.id):
                done.append((case, drawn, *teller.tell(case, drawn, events[case.id])))
        teller.flush()
        for case, drawn, sent, made, is_whole in done:
            _note_runs(db, drawn, made)
            seq = case.seq if is_whole else min(case.seq - 1, case.drawn_seq)
            still = as_kept(drawn.still)
            look_at = min(filter(None, (drawn.look_at, sure_at(sent))), default=None)
            mirror.keep(db, case.id, KeptDrawing(seq, look_at, sent.as_json(), still))
            if still != case.still:
                centres |= tables.told_of([*case.still, *still])
        self._tell_centres(db, told, centres)

    def _tell_centres(
        self, db: Connection, told: Sendings, only: Collection[UUID] | None = None
    ) -> None:
        if only is not None and not only:
            return
        for centre_id, lines in tables.of_centres(db, link=self._link).items():
            if only is None or centre_id in only:
                told.centres += tables.tell_centre(self._api, centre_id, lines, link=self._link)


def _note_runs(db: Connection, drawn: CaseDrawn, made: dict[UUID, UUID]) -> None:
    for stage in (run.stage for run in drawn.runs if run.stage.id in made):
        if stage.needs_run:
            lease.give_run(db, stage.id, made[stage.id], old=stage.flow_run_id)
            # Who heard of work in it before this commits found no run, and could give it none.
            wake(db, [stage.id])
        else:
            mirror.point(db, stage.id, made[stage.id])


def _by_case(events: Iterable[EventToTell]) -> dict[UUID, list[EventToTell]]:
    found: dict[UUID, list[EventToTell]] = defaultdict(list)
    for event in events:
        found[event.case_id].append(event)
    return found
