"""The steps that the book tells, from the walk of the proof, are the steps that a case meets."""

import inspect
import re
from datetime import UTC, datetime

import pytest

from flows.catalogue import PROCEDURE
from flows.readers.memory import MemoryCase, MemoryStage
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.words import Holder, Outcome, Paper, Role, Stage, StepKind
from proof.steps import StepMet, steps_met
from tasks.journal.effect import Effect, IssuePaper, OpenApproval, OpenSteps, StartSide
from tests.factories_forms import raw_example
from tests.law import LAW

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
MOST = 60
#: Conclusions without which a stage does not begin.
CONCLUSIONS = {
    Stage.RETURN_HOME: Outcome.RETURN, Stage.RELATIVE_CARE: Outcome.RELATIVES,
    Stage.REVOCATION: Outcome.PETITION,
}  # fmt: skip


def met(stage: Stage, key: str) -> StepMet:
    return next(step for step in steps_met(stage).steps if step.key == key)


def played(stage: Stage) -> MemoryStage:
    """Answer whatever is asked with its example until the stage ends, or long enough."""
    case = MemoryCase(NOW, law=LAW, custody_began_at=NOW if stage is Stage.EXTENSION else None)
    case.conclusion = CONCLUSIONS.get(stage)
    opened = case.start(stage)
    for _ in range(MOST):
        mine = [step for of, step in case.open_steps() if of is opened]
        if not mine:
            break
        step = mine[0]
        if step.kind is StepKind.ASK:
            case.answer(opened, step.key, answer_to(step.form or ""))
        elif step.kind is StepKind.APPROVE:
            case.sign(opened, step.key)
        else:
            case.fire(opened, step.key)
    return opened


def answer_to(form: str) -> Form:
    return FORMS[form].parse(raw_example(FORMS[form]), LAW)


@pytest.mark.parametrize("stage", list(Stage), ids=str)
def test_every_step_that_a_played_stage_meets_is_told(stage: Stage) -> None:
    patterns = [pattern_of(step.key) for step in steps_met(stage).steps]

    keys = played(stage).steps

    assert keys
    assert [key for key in keys if not any(re.fullmatch(one, key) for one in patterns)] == []


def pattern_of(key: str) -> str:
    return re.sub(r"\\\{.+?\\\}", r"[\\w-]+", re.escape(key)) + r"(#\d+)?"


@pytest.mark.parametrize("stage", list(Stage), ids=str)
def test_whatever_a_stage_names_in_its_text_is_met_on_some_way(stage: Stage) -> None:
    source = inspect.getsource(PROCEDURE[stage].function)
    body = source.partition('"""')[2].partition('"""')[2]
    effects = [effect for step in steps_met(stage).steps for effect in step.effects]

    assert papers_in(effects) == {Paper[name] for name in re.findall(r"Paper\.([A-Z_]+)", body)}
    assert started_in(effects) == {Stage[n] for n in re.findall(r"start\(Stage\.([A-Z_]+)", body)}
    assert forms_in(effects) == {
        name for name, form in FORMS.items() if re.search(rf"\b{form.__name__}\b", body)
    }


def papers_in(effects: list[Effect]) -> set[Paper]:
    return {one.paper for one in effects if isinstance(one, IssuePaper | OpenApproval)}


def started_in(effects: list[Effect]) -> set[Stage]:
    return {one.stage for one in effects if isinstance(one, StartSide)}


def forms_in(effects: list[Effect]) -> set[str]:
    return {asked.form for one in effects if isinstance(one, OpenSteps) for asked in one.steps}


def test_the_five_voices_are_five_steps_with_their_holders() -> None:
    voices = [
        step.effect.steps[0]
        for step in steps_met(Stage.ASSESSMENT).steps
        if isinstance(step.effect, OpenSteps) and step.effect.key.startswith("ask:voice:")
    ]

    assert [voice.about for voice in voices] == [
        "child", "guardian", "police", "neighbour", "school"
    ]  # fmt: skip
    assert voices[2].holder is Holder.POLICE


def test_a_step_after_a_way_out_comes_only_without_it() -> None:
    assert [str(one) for one in met(Stage.RECEIPT, "ask:triage").when] == [
        "《接报登记》不是“只作咨询”"
    ]
    assert [str(one) for one in met(Stage.CUSTODY, "custody:begin").when] == [
        "《未成年人交接单》不是“没有接收”"
    ]
    assert met(Stage.RECEIPT, "ask:registration").always


def test_what_several_ways_lead_to_names_no_single_condition() -> None:
    # The order was made at once, or after reconsideration.
    assert met(Stage.PROTECTION_ORDER, "wait:renewal-{n}").when == ()
    assert not met(Stage.PROTECTION_ORDER, "wait:renewal-{n}").always


def test_what_an_answer_decides_is_met_in_every_form_of_it() -> None:
    ruling = met(Stage.PROTECTION_ORDER, "ask:order-ruling")
    asked = [one.steps[0] for one in ruling.effects if isinstance(one, OpenSteps)]

    assert {one.rule for one in asked} == {"5B.1", "5B.1-urgent"}
    assert all(one.since for one in asked)
    assert ruling.repeats


def test_subjects_that_an_answer_names_are_one_step() -> None:
    opinion = met(Stage.CONSULTATION, "ask:party-opinion:{about}")
    asked = [one.steps[0] for one in opinion.effects if isinstance(one, OpenSteps)]

    assert {one.about for one in asked} == {"police", "village", "school", "relative"}
    assert opinion.always


def test_the_steps_stand_in_the_order_in_which_a_case_meets_them() -> None:
    keys = [step.key for step in steps_met(Stage.PROTECTION_ORDER).steps]

    assert keys.index("ask:reconsideration") < keys.index("wait:renewal-{n}")
    assert keys.index("wait:renewal-{n}") < keys.index("ask:order-renewal")


def test_a_chain_keeps_its_order() -> None:
    chain = met(Stage.EXTENSION, "approve:extension-form").effect

    assert isinstance(chain, OpenApproval)
    assert chain.by == (Role.SUPERVISOR, Role.DIRECTOR, Role.CIVIL_AFFAIRS)


def test_a_stage_tells_which_conclusion_it_needs() -> None:
    needs = {stage: steps_met(stage).needs_conclusion for stage in Stage}

    assert {stage: need for stage, need in needs.items() if need} == CONCLUSIONS
