"""A case built again from its imprints and sealed answers alone, compared with the tables."""

from uuid import UUID

from sqlalchemy import Engine

from models.store import imprints
from models.store.acting import as_worker
from tasks.check.record_proof import told_of
from tasks.check.replaying import replay
from tasks.office import Office


def replays_to_what_it_is(worker: Engine, office: Office, case_id: UUID) -> int:
    """Fail where the two differ, or an answer could not be read; how many answers there were."""
    with as_worker(worker) as db:
        case = imprints.case_numbered(db, str(case_id))
        assert case is not None
        found = replay(db, office, case)
    assert [*told_of(found.number, found.differing), *found.told_otherwise] == []
    assert found.unread == ()
    return found.counts["answers"]
