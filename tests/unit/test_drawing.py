"""A case as Prefect shows it: a pure drawing of ids, keys, roles, holders, instants and words."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.store.to_draw import ClockToDraw, SignatureToDraw, StageToDraw, StepToDraw
from models.tables.case import StageState
from models.tables.step import DeadlineState
from models.words import Holder, Outcome, Role, SignatureState, Stage, StepKind, StepState
from tasks.journal.entry import TRIES
from tasks.mirror.case_to_draw import CaseToDraw
from tasks.mirror.drawing import STALLED_AFTER, CaseDrawn, RunDrawn, draw
from tasks.mirror.naming import mark_of
from tasks.mirror.standing import MOST_LINES, Still, centre_table
from tasks.mirror.task_drawn import LightShown, TaskDrawn

CASE, CENTRE, STAGE = UUID(int=0x57A6EF << 104), UUID(int=2), UUID(int=3)
BEGUN = datetime(2026, 11, 2, 1, tzinfo=UTC)
DUE = BEGUN + timedelta(days=3)


def stage(**other: object) -> StageToDraw:
    """An open consultation."""
    made = StageToDraw(
        id=STAGE,
        case_id=CASE,
        name=Stage.CONSULTATION,
        is_main=True,
        state=StageState.OPEN,
        outcome=None,
        opened_at=BEGUN,
        closed_at=None,
        flow_run_id=UUID(int=9),
        fence=1,
        is_worked_on=False,
        is_urgent=False,
        nth=1,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def step(**other: object) -> StepToDraw:
    """A form that waits for a caseworker."""
    made = StepToDraw(
        id=UUID(int=4),
        case_id=CASE,
        stage_id=STAGE,
        kind=StepKind.ASK,
        key="ask:convening",
        round=1,
        state=StepState.OPEN,
        owner_role=Role.CASEWORKER,
        holder=Holder.CENTRE,
        due_at=DUE,
        opened_at=BEGUN,
        done_at=None,
        attempts=0,
        not_yet=False,
        yellow_at=DUE - timedelta(days=2),
        red_at=DUE - timedelta(days=1),
        stands_still=False,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def drawn(*steps: StepToDraw, at: datetime = BEGUN, of: StageToDraw | None = None) -> CaseDrawn:
    """A case of one stage with some steps."""
    return draw(CaseToDraw(CENTRE, [of or stage()], steps), now=at)


def the_run(case: CaseDrawn) -> RunDrawn:
    """Its one run."""
    [run] = case.runs
    return run


def the_task(case: CaseDrawn) -> TaskDrawn:
    """Its one task run."""
    [task] = case.tasks
    return task


def test_a_run_is_named_so_that_a_person_finds_it_and_says_what_it_waits_for() -> None:
    run = the_run(drawn(step(), of=stage(nth=2)))

    assert run.name == "consultation 2 · case 57a6ef"
    assert run.shown.message == "waiting for convening, caseworker, due 2026-11-05"
    assert (run.shown.type, run.shown.name) == ("PAUSED", "Suspended")
    assert {f"case:{CASE}", f"centre:{CENTRE}", "stage:consultation"} <= set(run.tags)
    assert "side" not in run.tags
    assert "side" in the_run(drawn(step(), of=stage(is_main=False))).tags


def test_of_several_steps_a_run_waits_for_the_next_due_and_counts_the_others() -> None:
    later = step(id=UUID(int=5), key="ask:minutes", due_at=None, holder=Holder.COURT)
    run = the_run(drawn(later, step()))

    assert run.shown.message.endswith("due 2026-11-05, and 1 more")
    assert {"waiting:centre", "waiting:court"} <= set(run.tags)


@pytest.mark.parametrize(
    ("after", "light", "name"),
    [(0, LightShown.GREEN, "Waiting"), (1, LightShown.YELLOW, "Waiting"), (2, LightShown.RED, "Waiting"),
     (4, LightShown.OVERDUE, "Overdue")],
)  # fmt: skip
def test_a_step_is_drawn_by_its_light_and_looked_at_when_the_next_one_turns_on(
    after: int, light: LightShown, name: str
) -> None:
    now = BEGUN + timedelta(days=after)
    case = drawn(step(), at=now)

    assert the_task(case).light is light
    assert the_task(case).shown.name == name
    assert ("overdue" in the_run(case).tags) is (light is LightShown.OVERDUE)
    turns = [DUE - timedelta(days=2), DUE - timedelta(days=1), DUE, BEGUN + STALLED_AFTER]
    assert case.look_at == min(turn for turn in turns if turn > now)


def test_a_deadline_that_stands_still_has_no_light() -> None:
    task = the_task(drawn(step(stands_still=True), at=DUE + timedelta(days=30)))

    assert (task.light, task.shown.name) == (LightShown.NONE, "Waiting")


@pytest.mark.parametrize(
    ("other", "kind", "name"),
    [
        ({"state": StepState.DONE, "done_at": DUE}, "COMPLETED", "Answered"),
        ({"state": StepState.SUPERSEDED, "done_at": DUE}, "CANCELLED", "Returned"),
        ({"state": StepState.CANCELLED, "done_at": DUE}, "CANCELLED", "Cancelled"),
        ({"kind": StepKind.ISSUE}, "SCHEDULED", "Owed"),
        ({"kind": StepKind.ISSUE, "attempts": TRIES}, "FAILED", "Failed"),
        ({"kind": StepKind.ISSUE, "attempts": 1}, "SCHEDULED", "Failing"),
        ({"kind": StepKind.TIMER}, "SCHEDULED", "Timer"),
        ({"kind": StepKind.ISSUE, "state": StepState.DONE, "done_at": DUE}, "COMPLETED", "Issued"),
    ],
)
def test_every_state_of_a_step_has_a_state_in_prefect(
    other: dict[str, object], kind: str, name: str
) -> None:
    shown = the_task(drawn(step(**other))).shown

    assert (shown.type, shown.name) == (kind, name)


def test_each_signer_is_a_task_run_and_the_chain_is_none() -> None:
    chain = step(kind=StepKind.APPROVE, key="approve:consultation-minutes")
    asked = [
        SignatureToDraw(
            UUID(int=20 + n), CASE, chain.id, n, role, state, BEGUN, None
        )
        for n, (role, state) in enumerate(
            [(Role.SUPERVISOR, SignatureState.OPEN), (Role.DIRECTOR, SignatureState.PENDING)], 1
        )
    ]  # fmt: skip

    case = draw(CaseToDraw(CENTRE, [stage()], [chain], asked), now=BEGUN)

    assert [(task.name, task.shown.name) for task in case.tasks] == [
        ("sign:consultation-minutes:1:supervisor", "Waiting"),
        ("sign:consultation-minutes:2:director", "Pending"),
    ]


def test_a_stage_that_is_over_says_how_it_ended_unless_a_document_is_still_owed() -> None:
    over = stage(state=StageState.CLOSED, outcome=Outcome.PETITION, closed_at=DUE)

    assert the_run(drawn(of=over)).shown.message == "petition"
    owed = the_run(drawn(step(kind=StepKind.ISSUE), of=replace(over, is_worked_on=True)))
    assert owed.shown.type == "PAUSED"


def test_rounds_of_a_step_are_told_apart_and_a_drawing_is_the_same_each_time() -> None:
    assert mark_of("ask:convening", 1) == "ask:convening"
    assert mark_of("ask:convening", 2) != mark_of("ask:convening", 3)
    assert drawn(step()) == drawn(step())


def test_a_case_is_stalled_where_nothing_was_done_for_a_week_and_something_is_to_be_done() -> None:
    case = drawn(step())

    assert not case.is_stalled(BEGUN + STALLED_AFTER - timedelta(seconds=1))
    assert case.is_stalled(BEGUN + STALLED_AFTER)
    assert not drawn().is_stalled(BEGUN + STALLED_AFTER)


def test_what_is_drawn_holds_no_word_but_ids_keys_words_and_instants() -> None:
    case = drawn(step(), step(id=UUID(int=6), key="ask:party-opinion:relative-2"))

    assert not re.search(r"[^\x00-\x7f·]", repr(case))


@pytest.mark.parametrize(
    ("state", "late", "kind", "name"),
    [
        (DeadlineState.RUNNING, None, "SCHEDULED", "Running"),
        (DeadlineState.SUSPENDED, None, "PAUSED", "Paused"),
        (DeadlineState.MET, False, "COMPLETED", "Met"),
        (DeadlineState.MET, True, "COMPLETED", "MetLate"),
        (DeadlineState.STOPPED, None, "CANCELLED", "Stopped"),
    ],
)
def test_a_deadline_that_no_step_waits_for_is_a_task_run_of_its_own(
    *, state: DeadlineState, late: bool | None, kind: str, name: str
) -> None:
    clock = ClockToDraw(
        case_id=CASE,
        stage_id=STAGE,
        key="clock:3.2",
        restarts=0,
        state=state,
        holder=Holder.CENTRE,
        starts_at=BEGUN,
        due_at=DUE,
        ended_at=None,
        met_late=late,
        yellow_at=None,
        red_at=None,
    )

    task = the_task(draw(CaseToDraw(CENTRE, [stage()], [], (), [clock]), now=BEGUN))

    assert (task.name, task.shown.type, task.shown.name) == ("deadline:clock:3.2", kind, name)
    assert task.shown.message == "due 2026-11-05"


def standing(*steps: StepToDraw, at: datetime) -> list[Still]:
    """What stands still in a case of these steps."""
    return list(drawn(*steps, at=at).still)


def test_what_is_overdue_or_was_tried_too_often_stands_still_and_says_why_and_since_when() -> None:
    late = DUE + timedelta(hours=1)
    failed = step(kind=StepKind.ISSUE, key="issue:plan", attempts=TRIES, due_at=None)

    assert standing(step(), at=BEGUN) == []
    [over, tried] = standing(step(), failed, at=late)
    assert (over.why, over.step, over.who) == ("overdue", "ask:convening", "caseworker")
    assert (over.since, over.due) == (DUE.isoformat(), f"{DUE:%Y-%m-%d}")
    assert (tried.why, tried.step, tried.who) == ("failed", "issue:plan", "worker")


def test_where_nothing_was_done_for_a_week_the_next_step_stands_still_unless_another_does() -> None:
    later = BEGUN + STALLED_AFTER
    waits = step(due_at=None)

    assert [one.why for one in standing(waits, at=later)] == ["stalled"]
    assert standing(waits, at=later - timedelta(seconds=1)) == []
    assert [one.why for one in standing(step(), waits, at=later)] == ["overdue"]


def test_the_table_of_a_centre_leads_to_its_cases_and_has_an_end() -> None:
    [one] = standing(step(), at=DUE + timedelta(hours=1))
    older = replace(one, since="2020-01-01T00:00:00+00:00")

    lines = centre_table([one] * MOST_LINES + [older], link="http://portal.invalid/")

    assert lines[0]["since"] == "2020-01-01"
    assert lines[0]["case"] == f"[57a6ef](http://portal.invalid/cases/{CASE})"
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == dict.fromkeys(lines[0], "") | {"case": "and 1 more"}
    assert centre_table([], link="http://portal.invalid/") == []
