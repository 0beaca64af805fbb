"""A centre to measure on: PostgreSQL with fsync as in production, staff, the desk."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, text

from deployments.machine.migrate import upgrade
from deployments.machine.postgres import EmbeddedPostgres
from flows.desk.desk import Desk
from flows.readers.local import work_off
from models.forms.catalogue import FORMS
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, url_for_role
from models.store.acting import as_worker, make_engine
from models.time_source import MachineTime
from tasks.office import Office
from tests.factories_forms import raw_example
from tests.people_factories import Staff, by_any_clock, make_staff
from tests.playing import happened

PASSWORD = "measured"
DATABASE, PREFECT = "hutong_bench", "hutong_bench_prefect"


@dataclass
class Place:
    """Where it is measured."""

    postgres: EmbeddedPostgres
    state: Path
    key: bytes
    portal: Engine
    worker: Engine
    office: Office
    desk: Desk
    staff: Staff

    def url(self, role: str) -> str:
        """The database's address for a role."""
        return url_for_role(self.postgres.url(DATABASE, OWNER_ROLE), role, PASSWORD)

    def open_step(self, case_id: UUID, *, main: bool = True) -> tuple[UUID, str, UUID] | None:
        """The first open form of a case: its id, its form, its owner."""
        with as_worker(self.worker) as db:
            row = db.execute(
                text(
                    "SELECT s.id, s.form, s.owner_id FROM steps s JOIN stages g "
                    "ON g.id = s.stage_id WHERE s.case_id = :case AND s.state = 'open' "
                    "AND s.kind = 'ask' AND g.is_main = :main ORDER BY s.position, s.key LIMIT 1"
                ),
                {"case": case_id, "main": main},
            ).first()
        return (row.id, row.form, row.owner_id) if row else None

    def answer(self, step: tuple[UUID, str, UUID]) -> None:
        """Answer a form with its example, as its owner."""
        step_id, form, owner = step
        actor = next(a for a in self.staff.by_account.values() if a.officer_id == owner)
        self.desk.answer(
            actor, step_id, happened(form, raw_example(FORMS[form]), MachineTime().now())
        )

    def sign_all(self, case_id: UUID) -> None:
        """Give every signature whose turn it is, until none is open."""
        while True:
            with as_worker(self.worker) as db:
                turn = db.execute(
                    text(
                        "SELECT g.step_id, g.officer_id FROM signatures g JOIN steps s "
                        "ON s.id = g.step_id WHERE g.case_id = :case AND g.state = 'open' "
                        "AND s.state = 'open' LIMIT 1"
                    ),
                    {"case": case_id},
                ).first()
            if turn is None:
                return
            actor = next(
                a for a in self.staff.by_account.values() if a.officer_id == turn.officer_id
            )
            self.desk.sign(actor, turn.step_id, opinion="同意。")
            self.work_off()

    def work_off(self) -> None:
        """Do the worker's part here."""
        work_off(self.worker, self.office, MachineTime())


@contextmanager
def place() -> Iterator[Place]:
    """Start, migrate, staff; remove everything afterwards."""
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        state = Path(folder)
        state.chmod(0o711)
        with EmbeddedPostgres(state / "state", fsync=True) as postgres:
            postgres.create_role(OWNER_ROLE, may_create_roles=True)
            postgres.create_database(DATABASE, owner=OWNER_ROLE)
            postgres.create_database(PREFECT)
            owner_url = postgres.url(DATABASE, OWNER_ROLE)
            upgrade(owner_url, portal_password=PASSWORD, worker_password=PASSWORD)
            by_any_clock(owner_url)
            key = os.urandom(32)
            office = Office.with_key(key)
            owner = make_engine(owner_url)
            portal = make_engine(url_for_role(owner_url, PORTAL_ROLE, PASSWORD))
            worker = make_engine(url_for_role(owner_url, WORKER_ROLE, PASSWORD))
            staff = make_staff(owner)
            desk = Desk(portal, office, MachineTime())
            try:
                yield Place(postgres, state, key, portal, worker, office, desk, staff)
            finally:
                for engine in (owner, portal, worker):
                    engine.dispose()
