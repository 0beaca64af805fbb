"""The steps read from the stage functions are the steps that a case meets."""

import inspect
import re
from datetime import UTC, datetime

import pytest

from deployments.procedure.reading import VERBS, ToldStep, read_stage
from flows.catalogue import PROCEDURE
from flows.readers.memory import MemoryCase, MemoryStage
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.words import Holder, Outcome, Paper, Role, Stage, StepKind
from tasks.journal.effect import Effect, IssuePaper, OpenApproval, OpenSteps, StartSide
from tests.factories_forms import raw_example

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
MOST = 60
#: Conclusions without which a stage does not begin.
CONCLUSIONS = {
    Stage.RETURN_HOME: Outcome.RETURN, Stage.RELATIVE_CARE: Outcome.RELATIVES,
    Stage.REVOCATION: Outcome.PETITION,
}  # fmt: skip


def told(stage: Stage, key: str) -> ToldStep:
    return next(step for step in read_stage(stage).steps if step.effect.key == key)


def played(stage: Stage) -> MemoryStage:
    """Answer whatever is asked with its example until the stage ends, or long enough."""
    case = MemoryCase(NOW, custody_began_at=NOW if stage is Stage.EXTENSION else None)
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
    return FORMS[form].parse(raw_example(FORMS[form]))


@pytest.mark.parametrize("stage", list(Stage), ids=str)
def test_every_step_that_a_played_stage_meets_was_read(stage: Stage) -> None:
    patterns = [pattern_of(step.effect.key) for step in read_stage(stage).steps]

    met = played(stage).steps

    assert met
    assert [key for key in met if not any(re.fullmatch(one, key) for one in patterns)] == []


def pattern_of(key: str) -> str:
    return re.sub(r"\\\{.+?\\\}", r"[\\w-]+", re.escape(key)) + r"(#\d+)?"


@pytest.mark.parametrize("stage", list(Stage), ids=str)
def test_whatever_a_stage_names_in_its_text_was_read(stage: Stage) -> None:
    source = inspect.getsource(PROCEDURE[stage])
    body = source.partition('"""')[2].partition('"""')[2]
    effects = [step.effect for step in read_stage(stage).steps]

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


def test_every_verb_that_a_stage_uses_is_known_to_the_reading() -> None:
    used = {
        verb
        for function in PROCEDURE.values()
        for verb in re.findall(r"\bstage\.(\w+)\(", inspect.getsource(function))
    }

    assert used <= {*VERBS, "ask_all", "ask_each", "wait_for", "require_conclusion"}


def test_the_five_voices_are_five_steps_with_their_holders() -> None:
    voices = [
        step.effect.steps[0]
        for step in read_stage(Stage.ASSESSMENT).steps
        if isinstance(step.effect, OpenSteps) and step.effect.key.startswith("ask:voice:")
    ]

    assert [voice.about for voice in voices] == [
        "child", "guardian", "police", "neighbour", "school"
    ]  # fmt: skip
    assert voices[2].holder is Holder.POLICE


def test_a_step_after_a_way_out_is_reached_only_without_it() -> None:
    assert told(Stage.RECEIPT, "ask:triage").when == ("not report.wants_advice_only",)
    assert told(Stage.CUSTODY, "custody:begin").when == ("handover.child_was_received",)
    assert told(Stage.RECEIPT, "ask:registration").when == ()


def test_what_a_case_decides_is_told_with_its_expression() -> None:
    ruling = told(Stage.PROTECTION_ORDER, "ask:order-ruling")

    assert ruling.decided["rule"] == "filing.ruling_rule"
    assert ruling.decided["since"] == "filing.accepted_at"
    assert ruling.repeats


def test_a_chain_keeps_its_order() -> None:
    chain = told(Stage.EXTENSION, "approve:extension-form").effect

    assert isinstance(chain, OpenApproval)
    assert chain.by == (Role.SUPERVISOR, Role.DIRECTOR, Role.CIVIL_AFFAIRS)


def test_a_stage_tells_which_conclusion_it_needs() -> None:
    needs = {stage: read_stage(stage).needs_conclusion for stage in Stage}

    assert {stage: need for stage, need in needs.items() if need} == CONCLUSIONS
