"""Who the people of a case are: gathered from forms, corrected with a reason, never doubled."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from models.errors import NotAllowed, NotFound
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from models.words import Stage
from tasks.record.reading import read_record
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice

HANDOVER = "ask:reception-handover"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at(HANDOVER) as practice:
        yield practice


def guardians(practice: Practice) -> list[tuple[str, str]]:
    return [(one.relation.value, one.name) for one in record(practice).guardians]


def record(practice: Practice) -> Any:
    with as_worker(practice.worker) as db:
        return read_record(
            db, practice.office, practice.case(), stage=Stage.RECEIPT, stage_ordinal=1,
            now=practice.clock.now(),
        )  # fmt: skip


def answer(practice: Practice, *named: dict[str, str]) -> None:
    practice.player.answer(practice.player.find(practice.case(), HANDOVER), guardians=list(named))


def test_a_form_that_names_one_guardian_leaves_the_others(practice: Practice):
    assert guardians(practice) == [("mother", "林某某"), ("father", "禾某某")]
    answer(practice, {"name": "禾某某", "relation": "father", "phone": "0999-0000009"})
    assert guardians(practice) == [("mother", "林某某"), ("father", "禾某某")]
    father = record(practice).guardians[1]
    assert (father.phone, father.work_unit) == ("0999-0000009", "外地务工,单位不详")


def test_a_second_father_is_a_second_person_and_the_first_keeps_what_was_said_of_him(
    practice: Practice,
):
    answer(practice, {"name": "李乙", "relation": "father", "is_suspected": "是"})
    assert guardians(practice) == [("mother", "林某某"), ("father", "禾某某"), ("father", "李乙")]
    first, second = record(practice).guardians[1:]
    assert (first.is_suspected, first.work_unit) == (False, "外地务工,单位不详")
    assert (second.is_suspected, second.work_unit) == (True, None)


def test_a_warning_not_to_contact_stands_until_it_is_corrected(practice: Practice):
    answer(practice, {"name": "林某某", "relation": "mother", "may_be_contacted": "是"})
    mother = record(practice).guardians[0]
    assert (mother.may_be_contacted, mother.is_suspected) == (False, True)


def test_a_new_guardian_is_added(practice: Practice):
    answer(practice, {"name": "王某某", "relation": "maternal_grandmother"})
    assert [relation for relation, _ in guardians(practice)] == [
        "mother", "father", "maternal_grandmother",
    ]  # fmt: skip


def correct(practice: Practice, who: str = "worker1", **changes: Any) -> int:
    known = raw_example(FORMS["registration"])
    raw = {"child": known["child"], "guardians": known["guardians"], "reason": "户口簿"}
    return practice.desk.correct_people(practice.staff[who], practice.case(), raw | changes)


def test_a_guardian_who_is_corrected_away_is_read_no_more_and_kept(practice: Practice):
    known = raw_example(FORMS["registration"])["guardians"]
    for _ in range(2):
        correct(practice, guardians=known[1:])
        assert guardians(practice) == [("father", "禾某某")]
        correct(practice, guardians=known)
        assert guardians(practice) == [("mother", "林某某"), ("father", "禾某某")]
    assert practice.one("SELECT count(*) FROM case_persons") == 4


def test_a_second_case_of_a_known_child_knows_who_it_is(practice: Practice):
    child = practice.one("SELECT child_id FROM cases")
    second = practice.desk.open_case(practice.staff["director1"], child_id=child)
    with as_worker(practice.worker) as db:
        read = read_record(db, practice.office, second, stage=Stage.RECEIPT, stage_ordinal=1,
                           now=practice.clock.now())  # fmt: skip
    assert read.child.called == "小禾(化名)"


def test_a_case_of_a_child_that_is_not_there_or_not_to_be_seen_is_not_opened(practice: Practice):
    child = practice.one("SELECT child_id FROM cases")
    before = practice.counts()
    for who, given in (("director1", uuid4()), ("worker2", child)):
        with pytest.raises(NotFound):
            practice.desk.open_case(practice.staff[who], child_id=given)
    assert practice.counts() == before
    assert practice.broken_promises() == {}


def test_only_caseworkers_and_managers_correct(practice: Practice):
    with pytest.raises(NotAllowed):
        correct(practice, who="legal1")


def test_the_people_of_a_closed_case_are_corrected_by_who_leads(practice: Practice):
    """A wrong character found later is put right without beginning the procedure again."""
    practice.tell("UPDATE stages SET state = 'closed'")
    practice.tell("UPDATE cases SET state = 'closed'")
    with pytest.raises(NotAllowed, match="只有督导或者主任"):
        correct(practice)
    correct(practice, who="supervisor1", child={"called": "小麦(化名)", "name": "麦小某"})
    assert practice.one("SELECT state FROM cases") == "closed"
    [entry] = practice.rows("SELECT id, changed FROM corrections WHERE step_id IS NULL")
    place = SealedPlace.CORRECTED.of(entry.id)
    was, now = practice.office.seal.open_json(entry.changed, place)["child"]
    assert (was["name"], now["name"]) != (None, None)
    assert now["name"] == "麦小某"


def test_a_correction_says_in_the_chain_which_fields_and_never_what(practice: Practice):
    correct(practice, child={"called": "小麦(化名)", "name": "麦小某"})
    [event] = practice.rows(
        "SELECT detail FROM events WHERE tag = 'identity:corrected' ORDER BY seq DESC LIMIT 1"
    )
    assert "name" in event.detail["fields"]
    assert "麦" not in str(event.detail)
    assert "户口簿" not in str(event.detail)
