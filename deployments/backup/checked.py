"""What was restored, asked for the nothing-lost statement as of the instant of its snapshot.

Later instants would ask for what nobody did since: timers that fell due, messages to be sent.
"""

from pathlib import Path

from deployments.backup.restoring import Opened
from models.seal import Seal
from models.store import key_ring
from models.store.acting import as_worker, make_engine
from tasks.check.statement import Promise, promises
from tasks.office import Office
from tasks.packs import Packs


def broken_promises(opened: Opened, worker_url: str, packs: Path) -> list[Promise]:
    """Give what does not hold.

    Args:
        opened: The backup that was restored.
        worker_url: Of the database it is in, as the worker.
        packs: Where its rule packs are.
    """
    seal = Seal(opened.master_key)
    office = Office(seal=seal, packs=Packs.of(packs))
    engine = make_engine(worker_url)
    try:
        with as_worker(engine) as db:
            if keys := key_ring.opened(key_ring.wrapped(db), opened.master_key):
                seal.hold(keys)
            found = promises(db, office, now=opened.manifest.taken_at)
    finally:
        engine.dispose()
    return [one for one in found if not one.holds]
