"""A case opened by mistake, or twice, is voided: its number stays used, and nothing is owed in it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from models.errors import FormInvalid, NotAllowed, RuleBroken
from models.sealed_places import SealedPlace
from models.words import Stage
from tests.flows.positions import Positions
from tests.flows.practice import Practice

WHY = "同一来电登记了两次"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:police-report") as practice:
        yield practice


def void(
    practice: Practice, case: UUID, who: str = "supervisor1", why: str = WHY,
    other: UUID | None = None,
) -> None:  # fmt: skip
    practice.desk.void_case(practice.staff[who], case, reason=why, in_favour_of=other)


def state(practice: Practice, case: UUID) -> str:
    return str(practice.one("SELECT state FROM cases WHERE id = :id", id=case))


def owed(practice: Practice, case: UUID) -> dict[str, int]:
    """What is still open in a case, by table."""
    asked = {
        "stages": "state = 'open'", "steps": "state = 'open'",
        "deadlines": "state IN ('running', 'suspended')",
        "signatures": "state IN ('open', 'pending')", "supervision_orders": "state <> 'closed'",
        "cards": "withdrawn_at IS NULL",
    }  # fmt: skip
    counts = {
        table: practice.one(f"SELECT count(*) FROM {table} WHERE case_id = :c AND {left}", c=case)
        for table, left in asked.items()
    }
    return {table: int(count) for table, count in counts.items() if count}


def test_all_that_is_open_ends_and_the_number_stays_used(practice: Practice) -> None:
    case, worker = practice.case(), practice.staff["worker1"]
    practice.desk.start_side(worker, case, Stage.PROTECTION_ORDER, reason="被威胁")
    practice.desk.order(practice.staff["director1"], case, words="请尽快", owes=worker.officer_id)
    practice.arrange(
        "cards",
        "INSERT INTO cards (id, case_id, centre_id, deadline_id, due_at, colour, rule, holder, "
        "officer_id, at, given_at) SELECT gen_random_uuid(), case_id, centre_id, id, due_at, "
        "'yellow', rule, 'centre', :w, due_at, due_at FROM deadlines LIMIT 1", w=worker.officer_id,
    )  # fmt: skip
    number = practice.one("SELECT number FROM cases WHERE id = :id", id=case)
    void(practice, case)
    assert (state(practice, case), owed(practice, case)) == ("voided", {})
    [told] = practice.rows("SELECT * FROM case_voidings")
    place = SealedPlace.VOIDING_REASON.of(told.id)
    assert practice.office.seal.open_text(told.reason, place) == WHY
    assert told.by_id == practice.staff["supervisor1"].officer_id
    assert practice.broken_promises() == {}
    practice.work_off()
    following = practice.one(
        "SELECT number FROM cases WHERE id = :id", id=practice.desk.open_case(worker)
    )
    assert (number, following) == ("示例未保危〔2026〕1号", "示例未保危〔2026〕2号")


def test_a_case_opened_twice_gives_way_and_both_say_so(practice: Practice) -> None:
    case, worker = practice.case(), practice.staff["worker1"]
    twice = practice.open_case()
    void(practice, twice, other=case)
    assert (state(practice, twice), state(practice, case)) == ("voided", "open")
    assert practice.one("SELECT in_favour_of FROM case_voidings") == case
    chains = {
        row.tag: (row.case_id, row.detail)
        for row in practice.rows("SELECT * FROM events WHERE tag IN ('case:voided', 'case:joined')")
    }
    assert chains["case:voided"] == (twice, {"in_favour_of": str(case)})
    assert chains["case:joined"] == (case, {"voided": str(twice)})
    told = practice.rows("SELECT case_id FROM notices WHERE kind = 'case_voided' AND officer_id = "
                         ":w", w=worker.officer_id)  # fmt: skip
    assert case in {row.case_id for row in told}
    with pytest.raises(RuleBroken, match="另有案件并入本案"):
        void(practice, case)


def test_who_opened_it_may_not_and_nobody_without_a_reason(practice: Practice) -> None:
    case = practice.case()
    with pytest.raises(NotAllowed, match="只有督导或者主任可以作废"):
        void(practice, case, "worker1")
    with pytest.raises(FormInvalid):
        void(practice, case, why=" ")
    with pytest.raises(RuleBroken, match="不能并入本案自己"):
        void(practice, case, other=case)
    assert state(practice, case) == "open"


def test_what_happened_in_the_world_is_no_mistake(positions: Positions) -> None:
    with positions.at("ask:convening") as practice:
        case = practice.case()
        with pytest.raises(RuleBroken, match="已经接收过未成年人"):
            void(practice, case)
        assert state(practice, case) == "open"


def test_what_was_signed_through_is_ended_by_the_procedure_or_joined(positions: Positions) -> None:
    with positions.at("ask:assessment-team") as practice:
        practice.tell("DELETE FROM custodies")
        case = practice.case()
        signed = practice.one(
            "SELECT count(*) FROM paper_versions v JOIN signatures n ON n.version_id = v.id "
            "WHERE NOT v.void AND n.state = 'approved'"
        )
        assert signed
        with pytest.raises(RuleBroken, match="签批完成的文书"):
            void(practice, case)
        void(practice, case, other=practice.open_case())
        kept = practice.one(
            "SELECT count(*) FROM paper_versions v JOIN signatures n ON n.version_id = v.id "
            "WHERE NOT v.void AND n.state = 'approved'"
        )
        assert (state(practice, case), kept) == ("voided", signed)


def test_a_void_case_is_never_again_anything_else(practice: Practice) -> None:
    case = practice.case()
    void(practice, case)
    director = practice.staff["director1"]
    with pytest.raises(RuleBroken, match="已经作废"):
        practice.desk.reopen(director, case, to=Stage.RECEIPT, reason="又来电")
    with pytest.raises(RuleBroken, match="已经作废"):
        void(practice, case)
