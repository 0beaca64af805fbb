"""The longest case, its worker killed at every boundary: the journal alone carries it to the same end.

Revoked, six months of visits, with a protection order, an extension and a suggestion beside. Every
piece of a worker's work is begun by a process that is killed on the way and ended by a new one.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest

from models.words import Stage
from tests.flows.killing import Nursery, nursery
from tests.flows.positions import Positions
from tests.flows.practice import TO_THE_END, Practice
from tests.flows.story import story

CHANGES = {
    **TO_THE_END,
    "order-renewal": {"renews": "否", "violations": None, "child_safe_reason": "已经迁居"},
}
SIDES = (Stage.PROTECTION_ORDER, Stage.EXTENSION, Stage.SUGGESTION_REPLY)

_WORK = (
    "SELECT EXISTS (SELECT 1 FROM steps WHERE state = 'open' AND (kind IN ('issue', 'effect') "
    "OR kind = 'timer' AND due_at <= :now))"
)


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


def play(practice: Practice, work: Callable[[], object]) -> Any:
    """Play the longest case; a worker's part by `work` after every action of a person."""
    practice.player.works, practice.player.after_work = False, work
    practice.player.changes = CHANGES
    case_id = practice.case()
    practice.player.play(case_id, until=Stage.CONSULTATION)
    for side in SIDES:
        practice.desk.start_side(practice.staff["worker1"], case_id, side, reason="情况需要")
        work()
    practice.play_out(case_id, CHANGES)
    assert practice.one("SELECT state FROM cases") == "closed"
    with practice.root.begin() as db:
        return story(db)


def test_killed_at_every_boundary_the_longest_case_comes_to_the_same_end(
    positions: Positions, children: Nursery
):
    with positions.at("ask:triage") as practice:
        calm = play(practice, practice.work_off)
    points, came = cycle(range(1, 45)), []
    with positions.at("ask:triage") as practice:

        def killed_and_gone_on() -> None:
            if not practice.one(_WORK, now=practice.clock.now()):
                return
            came.append(children.run(practice, "work_off", at=next(points)))
            assert children.run(practice, "work_off", at=0) == "finished"

        disturbed = play(practice, killed_and_gone_on)
        assert practice.broken_promises() == {}
    assert set(came) <= {"killed", "finished"}
    assert came.count("killed") >= 40
    assert disturbed == calm
    assert len(disturbed["documents"]) > 45
    assert sum(1 for step in disturbed["steps"] if step[2].startswith("ask:visit")) == 27
