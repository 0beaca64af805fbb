"""The procedure as it stands: every path walked, every property kept, told to people and machines."""

import json

import pytest
from typer.testing import CliRunner

from deployments.cli import build
from models.errors import NotFound
from models.law.stages import TRANSITIONS, Transition
from models.words import SIDE_STAGES, Outcome, Stage
from proof.plan import Plan, plans
from proof.properties import ALL, BY_MOVE
from proof.proving import Proof, prove, rows_never_reached


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove()


def test_the_procedure_holds_on_every_path(proof: Proof) -> None:
    assert [(one.code, one.says, one.path) for one in proof.found] == []
    assert proof.holds


def test_every_stage_and_every_side_procedure_is_walked(proof: Proof) -> None:
    ended = {stage for one in proof.walked for stage, _ in one.endings}
    alone = {one.plan.opens[0] for one in proof.walked if one.plan.alone}

    assert ended == set(Stage)
    assert alone == set(SIDE_STAGES)
    assert sum(len(one.nodes) for one in proof.walked) > 10_000


def test_a_row_of_the_table_that_nobody_reaches_is_found(proof: Proof) -> None:
    dead = {(Stage.PLACEMENT, Outcome.NOT_PLACED): Transition(Stage.CONSULTATION, "植入")}

    found = rows_never_reached({**TRANSITIONS, **dead}, proof.walked)

    assert [one.says for one in found] == ["没有路径使“安置”以“未能交亲友照料”结束"]


def test_a_path_from_the_report_to_the_archive_is_among_those_walked() -> None:
    main = next(plan for plan in plans() if plan.every_order and not plan.alone)

    walked = prove(walks=(main,)).walked[0]

    closed = [at for at, node in enumerate(walked.nodes) if node.is_end]
    assert closed
    assert any(node.is_cut for node in walked.nodes)


def test_two_walks_find_the_same_states_in_the_same_order() -> None:
    plan = Plan("回复", (Stage.SUGGESTION_REPLY,), alone=True, every_order=True)

    first, second = prove(walks=(plan,)), prove(walks=(plan,))

    assert first.as_json() == second.as_json()
    assert [str(n.move) for n in first.walked[0].nodes] == [
        str(n.move) for n in second.walked[0].nodes
    ]


def test_properties_have_codes_titles_and_sources() -> None:
    assert len({one.code for one in ALL}) == len(ALL) > len(BY_MOVE)
    assert all(one.title and one.source for one in ALL)


def test_the_command_tells_the_proof_as_text_and_as_json(proof: Proof) -> None:
    """What is walked by the whole command is walked above; here it is one plan, and all of it."""
    told = [CliRunner().invoke(build(), ["prove", "--only", "回复", *words])
            for words in ([], ["--json"])]  # fmt: skip
    walked = prove(walks=[one for one in plans() if "回复" in one.title])

    assert [one.exit_code for one in told] == [0, 0]
    assert told[0].stdout.strip() == walked.as_text().strip()
    assert json.loads(told[1].stdout) == json.loads(json.dumps(walked.as_json()))
    assert walked.walked
    assert "全部成立。" in proof.as_text()
    assert json.loads(json.dumps(proof.as_json()))["holds"] is True


def test_a_walk_there_is_none_of_is_told_with_those_there_are() -> None:
    ran = CliRunner().invoke(build(), ["prove", "--only", "没有这种"])

    assert isinstance(ran.exception, NotFound)
    assert plans()[0].title in ran.exception.message
