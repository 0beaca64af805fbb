"""A document that cannot be made: tried so often, then shown to people; the others go on."""

from functools import partial
from uuid import UUID

import pytest

from models.errors import NotAllowed
from tasks.journal.entry import TRIES
from tests.orchestrated.works import Works, until

KEY = "issue:registration"
UNMADE = "应由系统生成的文书、自动办理的环节都已办成"
WORD = "二〇一七年某月ZQX"


def test_a_document_that_cannot_be_made_is_shown_as_failed_and_the_others_go_on(
    works: Works,
) -> None:
    worker = works.fork_worker()
    poisoned, healthy = (works.bring("ask:registration") for _ in range(2))
    works.reconcile()
    works.at_rest()
    worker.freeze()
    works.player.answer(works.player.find(poisoned, "ask:registration"))
    mend = works.spoil_child(poisoned, WORD)
    worker.thaw()

    while _attempts(works, poisoned) < TRIES:
        tries = _attempts(works, poisoned)
        works.people_go_on(healthy)
        works.settled(healthy)
        until(partial(_tried, works, poisoned, tries + 1), what=f"try {tries + 1}")
    works.at_rest()
    assert works.reconcile().nothing
    assert _attempts(works, poisoned) == TRIES

    step = works.player.find(poisoned, KEY)
    failure = works.one("SELECT failure FROM steps WHERE id = :id", id=step.id)
    assert "没有办成" in failure
    assert WORD not in failure
    assert works.player.main_stage(healthy) != "receipt"
    assert works.broken_promises() == {UNMADE: (f"{step.id} {KEY}",)}
    assert works.player.find(poisoned, "ask:police-report").owner_id is not None

    with pytest.raises(NotAllowed):
        works.desk.try_again(works.staff["worker1"], step.id)
    mend()
    works.desk.try_again(works.staff["supervisor1"], step.id)
    works.settled(poisoned)
    works.at_rest()
    assert works.one("SELECT count(*) FROM papers WHERE case_id = :case", case=poisoned) == 1
    assert works.one("SELECT failure FROM steps WHERE id = :id", id=step.id) is None
    assert works.broken_promises() == {}


def _tried(works: Works, case_id: UUID, times: int) -> bool:
    works.reconcile()
    return _attempts(works, case_id) >= times


def _attempts(works: Works, case_id: UUID) -> int:
    found: int = works.one(
        "SELECT attempts FROM steps WHERE case_id = :case AND key = :key", case=case_id, key=KEY
    )
    return found
