"""The chain of events: whatever is done to it behind its back is found, each time (goal G31)."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from models.store.acting import as_worker
from models.store.events import broken_chains
from tests.flows.positions import Positions
from tests.flows.practice import Practice


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


@pytest.fixture
def second(practice: Practice) -> None:
    """Another case beside, whose chain must not be blamed."""
    practice.open_case()


def broken(practice: Practice) -> list[str]:
    with as_worker(practice.worker) as db:
        return [str(one.id) for one in broken_chains(db)]


def test_an_untouched_chain_is_whole(practice: Practice, second: None):
    assert broken(practice) == []
    sentence = "每个案件的事件链完整、未被改动"
    assert sentence not in practice.broken_promises()


TAMPERINGS = {
    "tag": "UPDATE events SET tag = 'case:closed' WHERE case_id = :case AND seq = 5",
    "time": "UPDATE events SET at = at - interval '1 microsecond' WHERE case_id = :case "
    "AND seq = 5",
    "actor": "UPDATE events SET actor_id = gen_random_uuid() WHERE case_id = :case AND seq = 2",
    "no actor": "UPDATE events SET actor_id = NULL WHERE case_id = :case AND seq = 1",
    "stage": "UPDATE events SET stage_id = gen_random_uuid() WHERE case_id = :case AND seq = 5",
    "step": "UPDATE events SET step_id = gen_random_uuid() WHERE case_id = :case AND seq = 5",
    "centre": "UPDATE events SET centre_id = :other WHERE case_id = :case AND seq = 5",
    "detail": "UPDATE events SET detail = detail || '{\"late\": true}' WHERE case_id = :case "
    "AND seq = 6",
    "hash": "UPDATE events SET hash = repeat('a', 64) WHERE case_id = :case AND seq = 6",
    "link": "UPDATE events SET prev_hash = repeat('a', 64) WHERE case_id = :case AND seq = 6",
    "first deleted": "DELETE FROM events WHERE case_id = :case AND seq = 1",
    "middle deleted": "DELETE FROM events WHERE case_id = :case AND seq = 7",
    "tail cut": "DELETE FROM events WHERE case_id = :case AND seq > 9",
    "all deleted": "DELETE FROM events WHERE case_id = :case",
    "swapped": "UPDATE events SET seq = CASE seq WHEN 4 THEN 1005 WHEN 5 THEN 1004 END "
    "WHERE case_id = :case AND seq IN (4, 5)",
    "moved to another case": "UPDATE events SET case_id = :second, seq = 1000 "
    "WHERE case_id = :case AND seq = (SELECT max(seq) FROM events WHERE case_id = :case)",
    "added": "INSERT INTO events (case_id, centre_id, seq, tag, at, detail, prev_hash, hash) "
    "SELECT case_id, centre_id, seq + 1, 'case:closed', at, '{}', hash, repeat('b', 64) "
    "FROM events WHERE case_id = :case ORDER BY seq DESC LIMIT 1",
    "head moved back": "UPDATE event_heads SET seq = 3, hash = (SELECT hash FROM events WHERE "
    "case_id = :case AND seq = 3) WHERE case_id = :case",
    "head removed": "DELETE FROM event_heads WHERE case_id = :case",
    "everything removed": "DELETE FROM event_heads WHERE case_id = :case",
    "one altered and hashed anew": "UPDATE events e SET detail = '{}', hash = encode(sha256("
    "convert_to(hutong_event_text(ROW(e.id, e.case_id, e.centre_id, e.seq, e.tag, e.at, "
    "e.actor_id, e.stage_id, e.step_id, '{}'::jsonb, e.prev_hash, e.hash)::events), 'UTF8')), "
    "'hex') WHERE case_id = :case AND seq = 6",
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found_in_this_case_and_blamed_on_no_other(
    practice: Practice, second: None, tampering: str
):
    case_id, other = (
        row.id for row in practice.rows("SELECT id FROM cases ORDER BY opened_at, number")
    )
    given = {"case": case_id, "second": other, "other": other}
    used = {name: value for name, value in given.items() if f":{name}" in TAMPERINGS[tampering]}
    if tampering == "everything removed":
        practice.tell("DELETE FROM events WHERE case_id = :case", case=case_id)
    practice.tell(TAMPERINGS[tampering], **used)
    if tampering == "swapped":
        practice.tell("UPDATE events SET seq = seq - 1000 WHERE seq > 1000")
    found = broken(practice)
    assert str(case_id) in found
    if tampering != "moved to another case":
        assert found == [str(case_id)]
    assert "每个案件的事件链完整、未被改动" in practice.broken_promises()


def test_the_chain_goes_on_over_many_hands(practice: Practice, second: None):
    events = practice.rows("SELECT seq, prev_hash, hash FROM events ORDER BY case_id, seq")
    assert len(events) > 20
    for before, after in pairwise(events):
        if after.seq > 1:
            assert (after.seq, after.prev_hash) == (before.seq + 1, before.hash)
        else:
            assert after.prev_hash == "0" * 64


def test_nobody_chooses_number_or_hash_of_an_event(practice: Practice):
    case_id = practice.case()
    last = practice.one("SELECT max(seq) FROM events")
    with as_worker(practice.worker) as db:
        db.exec_driver_sql(
            "INSERT INTO events (case_id, centre_id, seq, tag, at, detail, prev_hash, hash) "
            "SELECT case_id, centre_id, 999, 'step:viewed', at, '{}', 'mine', 'mine' FROM events "
            "LIMIT 1"
        )
    assert practice.one("SELECT max(seq) FROM events WHERE case_id = :c", c=case_id) == last + 1
    assert broken(practice) == []
