"""SIGKILL before every statement and on both sides of every commit (goals G1, G2 and G4).

The loop finds its own points: the first, the second, … until the operation ends without meeting one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Row

from models.forms.catalogue import FORMS
from models.store import journal
from models.store.acting import as_worker
from models.words import Stage
from tests.factories_forms import raw_example
from tests.flows.killing import Nursery, by, nursery
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.story import story
from tests.replaying import replays_to_what_it_is

MINUTES = "approve:consultation-minutes"


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


@dataclass(frozen=True)
class Operation:
    """Something done by one process.

    Attributes:
        name: Of the child's operation.
        begins: Step that is open before.
        prepare: Brings the case to the point; gives what the child is asked.
        fewest: So many points there must be, or the test looks at nothing.
    """

    name: str
    begins: str
    prepare: Callable[[Practice], dict[str, Any]]
    fewest: int


def answer_registration(practice: Practice) -> dict[str, Any]:
    step = practice.player.find(practice.case(), "ask:registration")
    return by(practice.staff["worker1"], step, raw=raw_example(FORMS["registration"]))


def answer_triage(practice: Practice) -> dict[str, Any]:
    step = practice.player.find(practice.case(), "ask:triage")
    return by(practice.player.actor(step.owner_id), step, raw=raw_example(FORMS["triage"]))


def last_signature(practice: Practice) -> dict[str, Any]:
    step: Row[Any] = practice.player.find(practice.case(), MINUTES)
    practice.player.sign(step, times=1)
    return by(practice.whose_turn(step), step)


def document_left_to_a_worker(practice: Practice) -> dict[str, Any]:
    practice.player.works = False
    practice.player.answer(practice.player.find(practice.case(), "ask:minutes"))
    return {}


def timer_that_is_due(practice: Practice) -> dict[str, Any]:
    case_id = practice.case()
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.MAJORITY, reason="将满")
    practice.player.answer(practice.player.find(case_id, "ask:majority-preparation"))
    with as_worker(practice.worker) as db:
        due = journal.next_due(db)
    assert due is not None
    practice.clock.advance_to(due)
    return {}


OPERATIONS = (
    Operation("answer", "ask:registration", answer_registration, 10),
    Operation("answer", "ask:triage", answer_triage, 10),
    Operation("sign", MINUTES, last_signature, 10),
    Operation("work_off", "ask:minutes", document_left_to_a_worker, 15),
    Operation("work_off", "ask:triage", timer_that_is_due, 10),
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.prepare.__name__)
def test_killed_at_any_point_it_is_whole_or_not_at_all_and_done_again_it_is_done_once(
    children: Nursery, positions: Positions, operation: Operation
):
    expected = undisturbed(children, positions, operation)
    point, finished, committed = 1, False, 0
    while not finished:
        with positions.at(operation.begins) as practice:
            asked = operation.prepare(practice)
            before = committed_so_far(practice)
            while True:
                came = children.run(practice, operation.name, at=point, **asked)
                assert came in ("killed", "finished"), came
                now, point = committed_so_far(practice), point + 1
                if came == "finished" or now != before:
                    break
            finished = came == "finished"
            committed += not finished
            recover(children, practice, operation, asked)
            assert read(practice) == expected
            assert practice.broken_promises() == {}
            replays_to_what_it_is(practice.worker, practice.office, practice.case())
    assert point > operation.fewest, "the fuse never burnt"
    assert committed >= 1, "no kill came after a commit"


def undisturbed(children: Nursery, positions: Positions, operation: Operation) -> Any:
    with positions.at(operation.begins) as practice:
        asked = operation.prepare(practice)
        assert children.run(practice, operation.name, at=0, **asked) == "finished"
        practice.work_off()
        return read(practice)


def recover(
    children: Nursery, practice: Practice, operation: Operation, asked: dict[str, Any]
) -> None:
    """Do it again, as a person or a new worker would; then what is left to a worker."""
    again = children.run(practice, operation.name, at=0, **asked)
    # A second signature is told whose the first was; a second answer is quiet.
    assert again == ("failed" if operation.name == "sign" else "finished")
    practice.work_off()


def committed_so_far(practice: Practice) -> tuple[int, ...]:
    """Whether anything was committed since; cheaper than the whole story."""
    [row] = practice.rows(
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM steps WHERE state = 'done'), "
        "(SELECT count(*) FROM steps WHERE taken_up_at IS NOT NULL)"
    )
    return tuple(row)


def read(practice: Practice) -> Any:
    with practice.root.begin() as db:
        return story(db)
