"""Six months and one year of temporary guardianship are the child's, over all cases and centres."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.readers.local import work_off
from models.errors import FormInvalid, RuleBroken
from models.law.dates import SHANGHAI
from models.store.acting import Actor, as_officer
from models.words import Began, Stage
from tests.flows.practice import Practice
from tests.people_factories import make_staff
from tests.playing import Changes

#: Invented: no document has such a number.
NUMBER = "TEST-0999-X"
ELSEWHERE = "shifan-linxian"


@pytest.fixture
def practice(practice: Practice) -> Practice:
    """The centre, with another one beside it."""
    others = make_staff(practice.owner, ELSEWHERE)
    practice.staff.by_account.update(
        {f"{account}@{ELSEWHERE}": who for account, who in others.by_account.items()}
    )
    return practice


def received(at: datetime, number: str | None = None) -> Changes:
    child: dict[str, Any] = {"called": "小禾(化名)", "sex": "female"}
    if number:
        child |= {"id_kind": "other", "id_number": number}
    at = at.astimezone(SHANGHAI)
    return {"reception-handover": {"taken_over_at": f"{at:%Y-%m-%d %H:%M}", "child": child}}


def receive(
    practice: Practice, who: str = "worker1", *, number: str | None = None, **how: Any
) -> UUID:
    """The police bring a child, and the reception is signed at once."""
    case_id = practice.desk.open_case(practice.staff[who], began=Began.HANDOVER, **how)
    work_off(practice.worker, practice.office, practice.clock)
    practice.player.changes = received(practice.clock.now(), number)
    practice.player.answer(practice.player.find(case_id, "ask:reception-handover"))
    return case_id


def let_go(practice: Practice, case_id: UUID, *, days: int) -> None:
    """The child leaves after so many days."""
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    practice.arrange(
        "custodies",
        "UPDATE custodies SET ended_at = :now WHERE case_id = :case AND ended_at IS NULL",
        now=practice.clock.now(), case=case_id,
    )  # fmt: skip


def due(practice: Practice, case_id: UUID, rule: str) -> str:
    """The day a clock of the case falls due, in Shanghai."""
    found = practice.one(
        "SELECT due_at FROM deadlines WHERE case_id = :case AND key = :key AND state = 'running'",
        case=case_id, key=f"clock:{rule}",
    )  # fmt: skip
    return f"{found.astimezone(SHANGHAI):%Y-%m-%d}"


def receipt(practice: Practice, case_id: UUID, rule: str = "3.2") -> dict[str, Any]:
    found: dict[str, Any] = practice.one(
        "SELECT receipt FROM deadlines WHERE case_id = :case AND key = :key",
        case=case_id, key=f"clock:{rule}",
    )  # fmt: skip
    return found


def child_of(practice: Practice, case_id: UUID) -> UUID:
    child: UUID = practice.one("SELECT child_id FROM cases WHERE id = :id", id=case_id)
    return child


def seen_by(practice: Practice, who: Actor) -> int:
    with as_officer(practice.portal, who) as db:
        return len(db.exec_driver_sql("SELECT * FROM custodies").all())


def test_a_second_case_of_the_same_child_counts_on(practice: Practice):
    first = receive(practice)
    assert due(practice, first, "3.2") == "2026-09-09"
    assert "custody" not in receipt(practice, first)
    let_go(practice, first, days=40)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=21))
    second = receive(practice, child_id=child_of(practice, first))
    # Received on 9 May with 40 days before: as if since 30 March.
    assert due(practice, second, "3.2") == "2026-09-30"
    assert due(practice, second, "3.4") == "2027-03-30"
    told = receipt(practice, second)
    assert told["custody"] == {
        "days_before": 40, "counted_from": "2026-03-30",
        "spans": [{"from": "2026-03-09", "to": "2026-04-18", "days": 40}],
    }  # fmt: skip
    assert "此前合计40日,视同自2026年3月30日起算" in told["steps"][0]["text"]


def test_another_centre_counts_by_the_number_and_learns_only_days(practice: Practice):
    first = receive(practice, number=NUMBER)
    let_go(practice, first, days=60)
    there = f"worker1@{ELSEWHERE}"
    second = receive(practice, there, number=NUMBER.lower())
    assert child_of(practice, second) != child_of(practice, first)
    assert receipt(practice, second)["custody"]["days_before"] == 60
    # The other centre sees its own row alone, and nothing on the receipt tells of a case.
    assert seen_by(practice, practice.staff[there]) == 1
    number = practice.one("SELECT number FROM cases WHERE id = :id", id=first)
    assert number not in str(receipt(practice, second))
    assert str(first) not in str(receipt(practice, second))


def test_two_cases_at_once_count_each_day_once(practice: Practice):
    first = receive(practice)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=10))
    second = receive(practice, child_id=child_of(practice, first))
    assert due(practice, second, "3.2") == due(practice, first, "3.2")
    assert receipt(practice, second)["custody"]["days_before"] == 10


def test_an_identity_found_later_brings_the_earlier_days_with_it(practice: Practice):
    first = receive(practice, number=NUMBER)
    let_go(practice, first, days=30)
    second = receive(practice)
    before = due(practice, second, "3.2")
    practice.desk.correct_people(
        practice.staff["worker1"], second,
        {"child": {"called": "小禾(化名)", "id_kind": "other", "id_number": NUMBER}, "reason": "查明身份"},
    )  # fmt: skip
    assert due(practice, second, "3.2") < before
    assert receipt(practice, second)["custody"]["days_before"] == 30
    moved = practice.rows("SELECT old_due_at, new_due_at FROM deadline_changes WHERE case_id = :c",
                          c=second)  # fmt: skip
    assert len(moved) == 2
    # The number was another child's: their days stand on this child's sheet no more.
    practice.desk.correct_people(
        practice.staff["worker1"], second,
        {"child": {"called": "小禾(化名)", "id_kind": "none"}, "reason": "证件号码有误"},
    )  # fmt: skip
    assert due(practice, second, "3.2") == before
    assert "custody" not in receipt(practice, second)
    assert all(one.new_due_at < one.old_due_at for one in moved)


def test_a_moved_case_keeps_its_span_and_its_clock(practice: Practice):
    case_id = receive(practice)
    clock = due(practice, case_id, "3.2")
    practice.player.changes = {"transfer-receipt": {"child_handed_over": "否"}}
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.TRANSFER, reason="迁居")
    practice.player.play(case_id, until=Stage.INVESTIGATION)
    for key in ("ask:transfer-request", "approve:referral-letter", "ask:transfer-receipt"):
        for step in practice.player.open_steps(case_id):
            if step.key == key:
                (practice.player.sign if step.kind == "approve" else practice.player.answer)(step)
    assert due(practice, case_id, "3.2") == clock
    assert practice.one("SELECT count(*) FROM custodies WHERE ended_at IS NULL") == 1
    assert practice.broken_promises() == {}


def test_what_does_not_run_is_not_extended(practice: Practice):
    case_id = practice.open_case()
    with pytest.raises(RuleBroken, match="不在临时监护中"):
        practice.desk.start_side(practice.staff["worker1"], case_id, Stage.EXTENSION, reason="到期")


def test_an_extension_whose_child_went_home_is_refused(practice: Practice):
    case_id = receive(practice)
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.EXTENSION, reason="到期")
    practice.work_off()
    let_go(practice, case_id, days=3)
    step = practice.player.find(case_id, "ask:extension-request")
    with pytest.raises(FormInvalid) as refused:
        practice.player.answer(step)
    assert "不在临时监护中" in str(refused.value.errors)
    assert practice.broken_promises() == {}


def test_beyond_a_year_in_all_cases_the_reasons_stand_apart(practice: Practice):
    first = receive(practice)
    let_go(practice, first, days=120)
    second = receive(practice, child_id=child_of(practice, first))
    practice.desk.start_side(practice.staff["worker1"], second, Stage.EXTENSION, reason="到期")
    practice.work_off()
    step = practice.player.find(second, "ask:extension-request")
    dates = {
        "custody_began_on": "2026-07-07", "current_limit_on": "2026-09-09",
        "extend_until": "2027-04-01",
    }  # fmt: skip
    with pytest.raises(FormInvalid) as refused:
        practice.player.answer(step, **dates)
    said = str(refused.value.errors)
    assert "累计超过总时限" in said
    assert "此前合计120日" in said
    practice.player.answer(
        step, **dates, beyond_one_year="是", beyond_reasons="撤销案件仍在审理,没有合适的照料人。"
    )


@pytest.mark.parametrize("days", [0, 120])
def test_what_others_owe_runs_from_the_hand_over_at_hand(practice: Practice, days: int):
    """Only how long a child may be kept is the child's own time (3.2 to 3.4)."""
    first = receive(practice)
    if days:
        let_go(practice, first, days=days)
    else:
        practice.clock.advance_to(practice.clock.now() + timedelta(days=90))
    again = practice.clock.now()
    second = receive(practice, child_id=child_of(practice, first))
    owed = practice.rows(
        "SELECT key, due_at FROM steps WHERE case_id = :case AND key IN "
        "('ask:police-statement', 'ask:custody-decision')",
        case=second,
    )
    assert len(owed) == 2
    assert all(again < one.due_at < again + timedelta(days=20) for one in owed)
    assert due(practice, second, "3.2") < f"{again + timedelta(days=150):%Y-%m-%d}"
