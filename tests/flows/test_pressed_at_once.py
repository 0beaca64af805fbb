"""Several people, or one person twice, pressing at the same moment (goals G8 and G9)."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from flows.readers.inline import advance
from flows.readers.local import work_off
from models.errors import AlreadyDecided
from models.forms.catalogue import FORMS
from models.store.acting import Actor, as_worker
from models.words import Stage
from tasks.acts.binding import Decision
from tests.factories_forms import raw_example
from tests.flows.at_once import at_once, errors
from tests.flows.practice import START, TO_THE_END, Practice
from tests.playing import happened


def raw(step: Row[Any], **changes: Any) -> dict[str, Any]:
    return happened(step.form, raw_example(FORMS[step.form], **changes), START)


def test_of_two_officers_answering_at_once_one_is_told_whose_answer_stands(practice: Practice):
    step = practice.play_to_step("ask:triage")
    first, second = practice.staff["supervisor1"], practice.staff["supervisor2"]
    results = at_once(
        lambda: practice.desk.answer(first, step.id, raw(step, reasons="第一人的理由")),
        lambda: practice.desk.answer(second, step.id, raw(step, reasons="第二人的理由")),
    )
    [refused] = errors(results)
    assert isinstance(refused, AlreadyDecided)
    winner = first if isinstance(results[1], Exception) else second
    assert winner.name in refused.message
    assert practice.one("SELECT done_by FROM steps WHERE id = :id", id=step.id) == winner.officer_id
    assert_answered_once(practice, step.id)


def test_sixteen_different_answers_at_once_leave_one(practice: Practice):
    step = practice.play_to_step("ask:triage")
    supervisors = [practice.staff["supervisor1"], practice.staff["supervisor2"]]
    results = at_once(
        *(
            lambda n=n: practice.desk.answer(supervisors[n % 2], step.id, raw(step, reasons=f"{n}"))
            for n in range(16)
        )
    )
    assert len(errors(results)) == 15
    assert {type(one) for one in errors(results)} == {AlreadyDecided}
    assert_answered_once(practice, step.id)


def test_the_same_answer_pressed_eight_times_at_once_is_one_answer_and_no_error(
    practice: Practice,
):
    step = practice.play_to_step("ask:registration")
    worker = practice.staff["worker1"]
    results = at_once(*[lambda: practice.desk.answer(worker, step.id, raw(step))] * 8)
    assert errors(results) == []
    assert_answered_once(practice, step.id)


def assert_answered_once(practice: Practice, step_id: UUID) -> None:
    assert practice.one(
        "SELECT count(*) FROM events WHERE step_id = :id AND tag = 'step:answered'", id=step_id
    ) == 1  # fmt: skip
    practice.work_off()
    assert practice.broken_promises() == {}


@pytest.mark.parametrize("gate", range(5))
def test_thirty_two_people_at_one_gate_make_one_decision(practice: Practice, gate: int):
    step = practice.play_to_step("approve:investigation-report", TO_THE_END)
    form = practice.one(
        "SELECT id FROM steps WHERE stage_id = :stage AND key = 'ask:investigation'",
        stage=step.stage_id,
    )
    supervisors = [practice.staff["supervisor1"], practice.staff["supervisor2"]]

    def press(n: int) -> Decision:
        who = supervisors[n % 2]
        if n % 4 < 2:
            return practice.desk.sign(who, step.id, opinion=f"同意{n}")
        return practice.desk.send_back(who, step.id, to_step=form, reason=f"退回{n}")

    results = at_once(*(lambda n=n: press(n) for n in range(32)))
    decided = [one for one in results if isinstance(one, Decision)]
    assert len(decided) == 1, results
    [name] = practice.rows(
        "SELECT o.name FROM signatures s JOIN officers o ON o.id = s.decided_by "
        "WHERE s.step_id = :step AND s.decided_at IS NOT NULL",
        step=step.id,
    )
    assert len(errors(results)) == 31
    for refused in errors(results):
        assert isinstance(refused, AlreadyDecided), refused
        assert name[0] in refused.message
    signed, returned = (
        practice.one("SELECT count(*) FROM events WHERE step_id = :id AND tag = :tag",
                     id=step.id, tag=tag)
        for tag in ("approval:signed", "approval:returned")
    )  # fmt: skip
    assert signed + returned == 1
    practice.work_off()
    assert practice.broken_promises() == {}


def test_two_directors_signing_last_at_once_finish_the_stage_once(practice: Practice):
    step = practice.play_to_step("approve:investigation-report")
    practice.player.sign(step, times=1)
    directors = [practice.staff["director1"], practice.staff["director2"]]
    results = at_once(*(lambda d=d: practice.desk.sign(d, step.id) for d in directors))
    [refused] = errors(results)
    assert isinstance(refused, AlreadyDecided)
    assert_stage_followed_once(practice, practice.case_of(step.id), Stage.ASSESSMENT)


def test_four_readers_of_one_finished_stage_close_it_once(practice: Practice):
    # What a crash between answer and transition leaves: everything done, the stage still open.
    step = practice.play_to_step("ask:triage")
    case_id = practice.case_of(step.id)
    practice.desk.answer(practice.staff["supervisor1"], step.id, raw(step))
    stage_id = reopen_behind_its_back(practice, case_id)

    def go_on() -> None:
        with as_worker(practice.worker) as db:
            advance(db, practice.office, stage_id, now=practice.clock.now(), outside=True)

    assert errors(at_once(*[go_on] * 4)) == []
    assert_stage_followed_once(practice, case_id, Stage.INVESTIGATION)


def test_four_readers_of_one_finished_side_procedure_close_it_once(practice: Practice):
    step = practice.play_to_step("ask:reporter-feedback")
    practice.player.answer(step)
    practice.tell(
        "UPDATE stages SET state = 'open', outcome = NULL, closed_at = NULL WHERE id = :id",
        id=step.stage_id,
    )
    practice.tell("DELETE FROM events WHERE stage_id = :id AND tag = 'stage:closed'",
                  id=step.stage_id)  # fmt: skip

    def go_on() -> None:
        with as_worker(practice.worker) as db:
            advance(db, practice.office, step.stage_id, now=practice.clock.now(), outside=True)

    assert errors(at_once(*[go_on] * 4)) == []
    assert practice.one(
        "SELECT count(*) FROM events WHERE stage_id = :id AND tag = 'stage:closed'",
        id=step.stage_id,
    ) == 1  # fmt: skip


def reopen_behind_its_back(practice: Practice, case_id: UUID) -> UUID:
    """Undo a transition: the stage is open again and what followed it never was."""
    following = practice.one(
        "SELECT id FROM stages WHERE case_id = :case AND name = 'investigation'", case=case_id
    )
    for table in ("deadlines", "steps"):
        practice.tell(f"DELETE FROM {table} WHERE stage_id = :id", id=following)
    practice.tell("DELETE FROM stages WHERE id = :id", id=following)
    stage_id: UUID = practice.one(
        "SELECT id FROM stages WHERE case_id = :case AND name = 'receipt'", case=case_id
    )
    practice.tell(
        "UPDATE stages SET state = 'open', outcome = NULL, closed_at = NULL WHERE id = :id",
        id=stage_id,
    )
    return stage_id


def assert_stage_followed_once(practice: Practice, case_id: UUID, stage: Stage) -> None:
    assert practice.one(
        "SELECT count(*) FROM stages WHERE case_id = :case AND name = :name",
        case=case_id, name=stage,
    ) == 1  # fmt: skip
    assert practice.player.main_stage(case_id) == stage


def test_two_workers_at_once_make_each_document_once(practice: Practice):
    practice.player.works = False
    for _ in range(6):
        case_id = practice.desk.open_case(practice.staff["worker1"])
        practice.player.answer(practice.player.find(case_id, "ask:registration"))
    waiting = practice.one("SELECT count(*) FROM steps WHERE kind = 'issue' AND state = 'open'")
    assert waiting == 6
    results = at_once(*[lambda: work_off(practice.worker, practice.office, practice.clock)] * 3)
    assert errors(results) == []
    assert practice.one("SELECT count(*) FROM papers") == 6
    assert practice.one("SELECT count(*) FROM paper_versions") == 6
    assert practice.broken_promises() == {}


def test_answer_and_return_at_once_leave_one_of_both(practice: Practice):
    # A reply and a hand-over of the same step race; whoever loses is told, nothing is half.
    step = practice.play_to_step("ask:investigation")
    one, two = practice.staff["worker1"], practice.staff["worker2"]
    results = at_once(
        lambda: practice.desk.answer(one, step.id, raw(step)),
        lambda: practice.desk.hand_over(one, step.id, to=two.officer_id),
    )
    assert not isinstance(results[0], Exception)
    assert_answered_once(practice, step.id)
    owner: Actor = two if results[1] is None else one
    assert practice.one("SELECT owner_id FROM steps WHERE id = :id", id=step.id) == owner.officer_id


def test_the_page_of_a_new_case_pressed_eight_times_at_once_opens_one_case(practice: Practice):
    worker, page = practice.staff["worker1"], uuid4()
    before = practice.one("SELECT count(*) FROM cases")
    results = at_once(*[lambda: practice.desk.open_case(worker, case_id=page)] * 8)
    assert results == [page] * 8
    assert practice.one("SELECT count(*) FROM cases") == before + 1
    assert practice.one("SELECT count(*) FROM stages WHERE case_id = :id", id=page) == 1


def test_a_side_procedure_pressed_eight_times_at_once_is_begun_once(practice: Practice):
    practice.play_to_step("ask:investigation")
    case_id, worker = practice.case(), practice.staff["worker1"]
    press = partial(
        practice.desk.start_side, worker, case_id, Stage.PROTECTION_ORDER, reason="母亲扬言再来"
    )
    results = at_once(*[press] * 8)
    assert len(errors(results)) == 7
    assert all("已于" in str(one) for one in errors(results))
    begun = "SELECT count(*) FROM stages WHERE case_id = :id AND name = 'protection_order'"
    assert practice.one(begun, id=case_id) == 1

    practice.work_off()
    first = practice.player.find(case_id, "ask:protection-application")
    practice.player.answer(first)
    press()
    assert practice.one(begun, id=case_id) == 2
