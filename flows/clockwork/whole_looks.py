"""When everything was last looked at: between two such looks, only what changed is.

With ten thousand cases that wait, looking at each of them every minute would cost more than all
work together.
"""

from datetime import timedelta

from flows.clockwork.keeping import keep
from flows.clockwork.mirroring import Mirror
from flows.clockwork.pairing import Kept, Orchestrator
from flows.readers.workplace import Workplace
from models.store import mirror
from models.store.acting import as_worker
from tasks.mirror.sending import Sendings

#: How long what no difference shows may stay unseen.
EVERY = timedelta(minutes=10)


def look(at: Workplace, api: Orchestrator, on: Mirror) -> tuple[Kept, Sendings]:
    """Make what is into what must be, in the pairing of runs and in what Prefect shows.

    Raises:
        OrchestratorUnreachable: Prefect is away; timers were fired nevertheless.
    """
    with as_worker(at.engine) as db:
        newest, last = mirror.newest(db), mirror.whole_look(db)
    if last is not None and last.at <= at.clock.now() < last.at + EVERY:
        return keep(at, api, whole=False), on.since(int(last.value))
    done = keep(at, api), on.all()
    with as_worker(at.engine) as db:
        mirror.note_whole_look(db, newest, at=at.clock.now())
    return done
