"""One bad case stays one: each pass of the clockwork goes on without it, and `hutong check` says so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from flows.clockwork.keeping import fire_timers
from flows.clockwork.pairing import RunFacts, repair
from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.store import calendars
from models.store.acting import as_worker
from models.words import Began
from tasks.law import recounting
from tasks.law.new_law import NewLaw
from tests.flows.positions import Positions
from tests.flows.practice import Practice

PROMISE = "后台各项工作没有停在哪一个案件上"
DAY = timedelta(days=1)


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """Two cases; `bad` of them is the older, so that it always comes first."""
    with positions.at("ask:investigation") as practice:
        practice.clock.advance_to(practice.clock.now() + timedelta(hours=1))
        case_id = practice.open_case(began=Began.HANDOVER)
        practice.player.answer(practice.player.find(case_id, "ask:reception-handover"))
        practice.work_off()
        yield practice


@pytest.fixture
def bad(practice: Practice) -> UUID:
    case_id: UUID = practice.one("SELECT id FROM cases ORDER BY opened_at LIMIT 1")
    return case_id


@pytest.fixture
def good(practice: Practice) -> UUID:
    case_id: UUID = practice.one("SELECT id FROM cases ORDER BY opened_at DESC LIMIT 1")
    return case_id


def place(practice: Practice) -> Workplace:
    return Workplace(practice.worker, practice.office, practice.clock)


def poison(practice: Practice, table: str, case_id: UUID) -> None:
    """Whatever is written of this case in a table fails."""
    with practice.root.begin() as db:
        db.execute(
            text(
                f"CREATE FUNCTION fail_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF NEW.case_id = '{case_id}' THEN RAISE EXCEPTION 'planted'; END IF; "
                f"RETURN NEW; END $$; CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION fail_{table}()"
            )
        )


def heal(practice: Practice, table: str) -> None:
    with practice.root.begin() as db:
        db.execute(text(f"DROP TRIGGER fail ON {table}"))


def said(practice: Practice) -> tuple[str, ...]:
    return practice.broken_promises(later=timedelta()).get(PROMISE, ())


def test_a_timer_that_cannot_fire_stops_no_other(practice: Practice, bad: UUID, good: UUID):
    practice.tell(
        "INSERT INTO steps (id, case_id, stage_id, centre_id, kind, key, round, turn, position, "
        "state, holder, opened_at, due_at, attempts, result) "
        "SELECT gen_random_uuid(), case_id, g.id, centre_id, 'timer', 'wait:planted', 1, 1, 99, "
        "'open', 'time', g.opened_at, g.opened_at, 0, '{}' FROM stages g "
        "WHERE g.state = 'open' AND g.is_main"
    )
    poison(practice, "events", bad)

    fire_timers(place(practice))

    states = "SELECT state FROM steps WHERE key = 'wait:planted' AND case_id = :case"
    assert practice.one(states, case=bad) == "open"
    assert practice.one(states, case=good) == "done"
    [told] = said(practice)
    assert told.startswith("到期定时 ")
    heal(practice, "events")
    fire_timers(place(practice))
    assert practice.one(states, case=bad) == "done"
    assert said(practice) == ()


def test_a_deadline_that_cannot_run_again_stops_no_other(practice: Practice, bad: UUID, good: UUID):
    practice.tell("UPDATE deadlines SET state = 'suspended' WHERE state = 'running'")
    practice.tell("UPDATE deadlines SET pack = 'national-1999' WHERE case_id = :case", case=bad)

    fire_timers(place(practice))

    running = "SELECT count(*) FROM deadlines WHERE case_id = :case AND state = 'running'"
    assert practice.one(running, case=bad) == 0
    assert practice.one(running, case=good) > 0
    assert any("national-1999" in one for one in said(practice))


def test_a_deadline_that_cannot_be_looked_at_stops_no_other(
    practice: Practice, bad: UUID, good: UUID
):
    poison(practice, "rungs", bad)
    practice.clock.advance_to(practice.clock.now() + 60 * DAY)

    watch_once(place(practice))

    reached = "SELECT count(*) FROM rungs WHERE case_id = :case AND deadline_id IS NOT NULL"
    assert practice.one(reached, case=bad) == 0
    assert practice.one(reached, case=good) > 0
    assert said(practice)
    heal(practice, "rungs")
    practice.clock.advance_to(practice.clock.now() + timedelta(hours=1))
    watch_once(place(practice))
    assert practice.one(reached, case=bad) > 0
    assert said(practice) == ()


def test_a_child_whose_coming_of_age_cannot_be_opened_keeps_no_other_waiting(
    practice: Practice, bad: UUID, good: UUID
):
    for case_id in (bad, good):
        practice.desk.correct_people(
            practice.staff["worker1"], case_id,
            {"child": {"name": "小禾(化名)", "birth_date": "2008-04-20"}, "reason": "核对"},
        )  # fmt: skip
    poison(practice, "stages", bad)

    done = watch_once(place(practice))

    assert (done.majorities, done.unreadable) == (1, 1)
    opened = "SELECT count(*) FROM stages WHERE name = 'majority' AND case_id = :case"
    assert practice.one(opened, case=bad) == 0
    assert practice.one(opened, case=good) == 1
    [told] = said(practice)
    assert told.startswith(f"成年衔接 {bad}:")
    heal(practice, "stages")
    practice.clock.advance_to(practice.clock.now() + DAY)
    assert watch_once(place(practice)).majorities == 1
    assert said(practice) == ()


class FakePrefect:
    """Gives runs, but to one stage."""

    def __init__(self, but: UUID) -> None:
        self.but = but
        self.given = Counter[UUID]()

    def create_run(
        self, name: str, stage_id: UUID, idempotency_key: str, shown: object = None
    ) -> UUID:
        if stage_id == self.but:
            raise ValueError("planted")
        self.given[stage_id] += 1
        return uuid4()

    def live_runs(self) -> list[RunFacts]:
        return []

    def moving_runs(self) -> list[RunFacts]:
        return []

    def count_suspended(self) -> int:
        return sum(self.given.values())

    def runs_by_id(self, run_ids: Sequence[UUID]) -> list[RunFacts]:
        raise AssertionError(run_ids)

    def run_state(self, run_id: UUID) -> RunFacts | None:
        raise AssertionError(run_id)

    def resume_run(self, run_id: UUID) -> bool:
        raise AssertionError(run_id)

    def complete_run(self, run_id: UUID, message: str = "") -> None:
        raise AssertionError(run_id, message)

    def crash_run(self, run_id: UUID, message: str) -> None:
        raise AssertionError(run_id, message)


def test_a_stage_that_gets_no_run_keeps_no_other_from_its_own(practice: Practice):
    [first, *others] = [
        row.id
        for row in practice.rows(
            "SELECT id FROM stages WHERE state = 'open' ORDER BY opened_at, id"
        )
    ]
    prefect = FakePrefect(first)

    repair(place(practice), prefect)

    assert prefect.given == Counter(others)
    assert said(practice) == (f"流程运行 {first}:ValueError",)


def test_a_deadline_that_cannot_be_counted_keeps_no_law_from_the_others(
    practice: Practice, bad: UUID
):
    practice.tell("UPDATE deadlines SET rule = '9Z.9' WHERE case_id = :case", case=bad)
    with as_worker(practice.worker) as db:
        law = NewLaw("planted", "另一部日历", calendars.in_effect(db))
        seen = recounting.preview(db, practice.office, law, now=practice.clock.now())

    assert {one.row.case_id for one in seen.stuck} == {bad}
    assert seen.looked_at > len(seen.stuck)
