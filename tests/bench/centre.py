"""The cases that a generated centre is copied from, played by its people on a virtual clock."""

from dataclasses import dataclass
from datetime import timedelta

import psycopg

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.words import Role
from tests.bench.generator import People, Played, Size, generate
from tests.flows.practice import Practice
from tests.flows.routes import NOT_HARMED, SAFE, SHORT
from tests.playing import Changes

#: Caseworkers who share the cases, besides those of every test centre.
MORE_CASEWORKERS = 3

_AT_HOME: Changes = {"registration": {"police_will_bring_child": "no"}}
_CLOSED: tuple[Changes, ...] = (
    {**_AT_HOME, **NOT_HARMED, "closing-report": {"reason": "not_substantiated"}},
    {**SAFE, **SHORT},
)
#: Most reports are not substantiated: about thirty steps a case on average.
_SHARES = (5, 2)
#: Steps at which an open case stands.
_OPEN = (
    "ask:investigation", "approve:investigation-report", "ask:assessment", "ask:convening",
    "ask:minutes",
)  # fmt: skip


@dataclass(frozen=True)
class Templates:
    """What was played, and whose it is."""

    played: Played
    people: People


def play_templates(practice: Practice) -> Templates:
    """Play the cases to be copied; the watch has looked at them."""
    staff = practice.staff
    hired = [
        practice.hire(f"more{n}", f"甄个案{n + 2}", Role.CASEWORKER).officer_id
        for n in range(MORE_CASEWORKERS)
    ]
    practice.dismiss(*(f"more{n}" for n in range(MORE_CASEWORKERS)), "worker2")
    closed = []
    for changes in _CLOSED:
        practice.player.changes = changes
        case = practice.open_case()
        practice.play_out(case, changes)
        closed.append(case)
    live = [practice.case_of(practice.play_to_step(key, {}).id) for key in _OPEN]
    practice.desk.order(
        staff["director1"], live[2], words="请尽快办理", step_id=None,
        owes=staff["worker1"].officer_id,
    )  # fmt: skip
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    practice.tell("UPDATE officers SET active = true")
    shared = [staff["worker1"].officer_id, staff["worker2"].officer_id, *hired]
    return Templates(
        Played(closed, _SHARES, live, practice.clock.now()),
        People(staff.centre_id, staff["worker1"].officer_id, shared),
    )


def fill(practice: Practice, postgres: EmbeddedPostgres, templates: Templates, size: Size) -> None:
    """Write a centre of this size."""
    with psycopg.connect(postgres.url(practice.database.name)) as db:
        generate(db, practice.office.seal, templates.played, templates.people, size)
