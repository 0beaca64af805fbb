"""A case built again: as it was at an instant, as it was known then, and named where it differs."""

from collections.abc import Iterator

import pytest

from deployments.doctor.replaying import as_json, as_text
from models.store import imprints
from models.store.acting import as_worker
from tasks.check.replaying import Replayed, replay
from tests.flows.positions import Positions
from tests.flows.practice import Practice


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:convening") as practice:
        yield practice


def replayed(practice: Practice, **instants: object) -> Replayed:
    with as_worker(practice.worker) as db:
        case = imprints.case_numbered(db, practice.one("SELECT number FROM cases"))
        assert case is not None
        return replay(db, practice.office, case, **instants)  # type: ignore[arg-type]


def test_a_case_built_again_is_what_the_tables_say(practice: Practice) -> None:
    found = replayed(practice)

    assert found.holds
    assert len(found.rows.of("steps")) == practice.one("SELECT count(*) FROM steps")
    assert len(found.rows.of("deadlines")) == practice.one("SELECT count(*) FROM deadlines")
    assert found.facts.whereabouts.custody != ()


def test_at_every_act_it_was_known_as_it_is_known_now_of_then(practice: Practice) -> None:
    """Nothing in this case was entered late or put right: both questions have one answer."""
    for row in practice.rows("SELECT DISTINCT done_at AS at FROM steps WHERE done_at IS NOT NULL"):
        then, now = replayed(practice, known_on=row.at), replayed(practice, at=row.at)
        for table in ("stages", "custodies", "paper_versions", "case_team"):
            assert set(then.rows.of(table)) == set(now.rows.of(table)), (table, row.at)
        states = [
            {one: step["state"] for one, step in told.rows.of("steps").items()}
            for told in (then, now)
        ]
        assert states[0].keys() == states[1].keys()
        assert [(e.event, e.at) for e in then.facts.events] == [
            (e.event, e.at) for e in now.facts.events if e.known_at <= row.at
        ]


def test_what_was_told_later_was_so_and_was_not_known(practice: Practice) -> None:
    """Between an event and its entry the two questions have two answers."""
    late = [one for one in replayed(practice).facts.events if one.at < one.known_at]
    assert late
    for one in late:
        between = one.at + (one.known_at - one.at) / 2
        was, was_known = replayed(practice, at=between), replayed(practice, known_on=between)
        told = [(e.event, e.at) for e in was.facts.events if e.at <= between]

        assert (one.event, one.at) in told
        assert (one.event, one.at) not in [(e.event, e.at) for e in was_known.facts.events]


def test_an_answer_that_was_exchanged_is_not_read_and_is_named(practice: Practice) -> None:
    practice.tell(
        "UPDATE steps SET answer = (SELECT answer FROM steps WHERE key = 'ask:registration') "
        "WHERE key = 'ask:triage'"
    )

    found = replayed(practice)

    assert found.unread == (practice.one("SELECT id FROM steps WHERE key = 'ask:triage'"),)
    assert not found.holds
    assert "不是当时封存的内容" in as_text(found, as_json(found, now=practice.clock.now()))


def test_what_is_printed_names_no_person(practice: Practice) -> None:
    found = replayed(practice)

    told = str(as_json(found, now=practice.clock.now())) + as_text(
        found, as_json(found, now=practice.clock.now())
    )

    assert found.number in told
    for name in ("小禾", "林某某", "甄", "贾主任"):
        assert name not in told
