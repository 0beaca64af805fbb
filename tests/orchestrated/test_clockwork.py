"""What goes by the clock runs as Prefect flows in a worker."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.prefect_file import SCHEDULED
from deployments.machine.register import register_all
from models.store.acting import as_officer
from models.store.channels import set_channel
from models.words import ChannelKind
from tests.orchestrated.gate import gate
from tests.orchestrated.works import Works, until
from tests.outbox.receivers import MailServer


@pytest.fixture
def clockwork(works: Works) -> Iterator[Works]:
    """The clockwork registered: Prefect's scheduler starts its flows too."""
    register_all(works.api)
    yield works
    works.stop()
    for name in SCHEDULED:
        works.api.ask("DELETE", f"/deployments/{_deployment(works, name)}")


def _deployment(works: Works, name: str) -> str:
    return str(works.api.ask("GET", f"/deployments/name/{name}/{name}")["id"])


def _completed(works: Works, run_id: UUID) -> bool:
    run = works.api.run_state(run_id)
    assert run
    assert run.state not in ("FAILED", "CRASHED"), run.raw["state"]
    return run.state == "COMPLETED"


def _runs(works: Works, name: str) -> UUID:
    """Have a flow run now, besides those that Prefect's scheduler starts."""
    path = f"/deployments/{_deployment(works, name)}/create_flow_run"
    run_id = UUID(works.api.ask("POST", path, {"state": {"type": "SCHEDULED"}})["id"])
    until(lambda: _completed(works, run_id), 60, name)
    return run_id


def test_reconcile_in_a_worker_gives_runs_fires_timers_and_replaces_the_dead(
    clockwork: Works, postgres: EmbeddedPostgres
) -> None:
    works = clockwork
    waiting = works.bring("ask:follow-up-plan")
    works.player.answer(works.player.find(waiting, "ask:follow-up-plan"))
    case_id = works.bring("ask:registration")
    with gate(postgres.url(works.database.name)) as shut:
        dying = works.fork_worker()
        until(works.paired, 60, "a run for every stage")
        works.at_rest()
        works.player.answer(works.player.find(case_id, "ask:registration"))
        shut.await_arrival()
        works.kill(dying)
        shut.open()
    assert works.undone(case_id)

    # A quarter of a year: the lease has run out, and the first visit is due.
    works.clock.advance_to(works.clock.now() + timedelta(days=120))
    works.fork_worker()
    _runs(works, "reconcile")
    works.settled(case_id)
    works.at_rest()

    assert works.player.find(waiting, "ask:visit:window-1")
    assert works.one("SELECT count(*) FROM papers WHERE case_id = :case", case=case_id) == 1
    works.becomes_paired()
    assert works.broken_promises() == {}


def test_watch_in_a_worker_tells_what_is_due_and_overdue_once(clockwork: Works) -> None:
    works = clockwork
    case_id = works.bring("ask:triage")
    count = "SELECT count(*) FROM notices WHERE case_id = :case AND kind = :kind"
    assert works.one(count, case=case_id, kind="overdue") == 0
    works.clock.advance_to(works.clock.now() + timedelta(days=30))
    works.fork_worker()

    _runs(works, "watch")
    kinds = ("overdue", "digest")
    told = [works.one(count, case=case_id, kind=kind) for kind in kinds]
    works.clock.advance_to(works.clock.now() + timedelta(minutes=5))
    _runs(works, "watch")
    # The flow is there; nothing is due in a database that was never begun with.
    _runs(works, "backup")
    _runs(works, "anchor")

    assert any(told)
    assert [works.one(count, case=case_id, kind=kind) for kind in kinds] == told


def test_deliver_in_a_worker_sends_what_waits_by_the_settings_it_was_given(
    clockwork: Works,
) -> None:
    works, worker = clockwork, clockwork.staff["worker1"]
    works.clock.advance_to(works.clock.now() + timedelta(hours=12))
    with as_officer(works.root, worker) as db:
        now = works.clock.now()
        made = set_channel(
            db, worker, ChannelKind.EMAIL, "a@example.cn", works.office.seal, now=now
        )
        db.execute(text("UPDATE channels SET verified_at = :now WHERE id = :id"),
                   {"now": now, "id": made})  # fmt: skip
    case_id = works.bring("ask:registration")
    with MailServer() as mails:
        works.fork_worker(
            HUTONG_SMTP_HOST="127.0.0.1", HUTONG_SMTP_PORT=str(mails.port),
            HUTONG_SMTP_SECURITY="none", HUTONG_SMTP_FROM="hutong@example.cn",
        )  # fmt: skip
        _runs(works, "deliver")

    number = works.one("SELECT number FROM cases WHERE id = :case", case=case_id)
    assert f"{number} " in mails.everything()
    assert works.one("SELECT state FROM deliveries WHERE officer_id = :me",
                     me=worker.officer_id) == "sent"  # fmt: skip
