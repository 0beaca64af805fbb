"""Documents follow beside the procedure: while no worker makes any, people go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import FormInvalid
from models.forms.catalogue import FORMS
from models.words import Stage
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import TO_THE_END, Practice
from tests.flows.routes import SAFE, SHORT
from tests.playing import Changes, happened


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:triage") as practice:
        practice.player.works = False
        yield practice


def unmade(practice: Practice) -> list[str]:
    return [
        row.key
        for row in practice.rows(
            "SELECT key FROM steps WHERE kind = 'issue' AND state = 'open' ORDER BY opened_at, key"
        )
    ]


def keys(practice: Practice, case_id: UUID) -> set[str]:
    return {step.key for step in practice.player.open_steps(case_id)}


def test_without_a_worker_a_report_of_harm_opens_the_police_step_with_its_clock(
    practice: Practice,
) -> None:
    case_id = practice.desk.open_case(practice.staff["worker1"])

    practice.player.answer(practice.player.find(case_id, "ask:registration"))

    step = practice.player.find(case_id, "ask:police-report")
    assert step.owner_id == practice.staff["worker1"].officer_id
    assert unmade(practice) == ["issue:registration"]
    assert practice.one("SELECT count(*) FROM notices WHERE step_id = :id", id=step.id) == 1
    assert practice.one("SELECT count(*) FROM papers WHERE case_id = :id", id=case_id) == 0

    practice.player.answer(step)

    assert {"ask:triage", "ask:reporter-feedback", "ask:reception-handover"} <= keys(
        practice, case_id
    )


def test_a_stage_ends_and_its_documents_are_made_after_it(practice: Practice) -> None:
    case_id = practice.desk.open_case(practice.staff["worker1"])
    for key in ("ask:registration", "ask:police-report", "ask:triage"):
        practice.player.answer(practice.player.find(case_id, key))

    assert practice.player.main_stage(case_id) == Stage.INVESTIGATION
    assert unmade(practice) == ["issue:registration"]
    assert "应由系统生成的文书、自动办理的环节都已办成" in practice.broken_promises()

    assert practice.work_off() > 0

    assert unmade(practice) == []
    assert practice.broken_promises() == {}
    assert practice.outcomes(case_id)[0] == ("receipt", "accepted")
    assert practice.one(
        "SELECT count(*) FROM papers p JOIN stages g ON g.id = p.stage_id "
        "WHERE p.case_id = :case AND g.name = 'receipt' AND p.paper = 'registration'",
        case=case_id,
    ) == 1  # fmt: skip


def test_signing_waits_for_its_document_and_the_stage_for_nothing_else(practice: Practice) -> None:
    case_id = practice.case()
    while "approve:investigation-report" not in keys(practice, case_id):
        people = [s for s in practice.player.open_steps(case_id) if s.kind == "ask" and s.is_main]
        if not people:
            break
        practice.player.answer(people[0])

    assert "issue:investigation-report" in unmade(practice)
    assert "approve:investigation-report" not in keys(practice, case_id)

    practice.work_off()

    assert "approve:investigation-report" in keys(practice, case_id)


@pytest.mark.parametrize("way", [{}, {**SAFE, **SHORT}], ids=["revoked", "returned home"])
def test_a_document_made_late_says_what_it_would_have_said_at_once(
    positions: Positions, way: Changes
) -> None:
    with positions.at("ask:registration") as practice:
        calm = played(practice, way, late=False)
    with positions.at("ask:registration") as practice:
        late = played(practice, way, late=True)

    assert len(calm.papers) > 15
    # The registration tells of the call to the police, where there was one when it is made.
    assert {one[0] for one in calm.papers ^ late.papers} == {"registration"}
    assert late.stages == calm.stages


@dataclass(frozen=True)
class Played:
    """What a case came to: each version with the digest of what it says, and the stages."""

    papers: set[tuple[str, ...]]
    stages: list[tuple[str, str | None]]


def played(practice: Practice, way: Changes, *, late: bool) -> Played:
    """A case played to its end; where it is late, a worker comes when nobody else has anything."""
    player, case_id = practice.player, practice.case()
    player.works, player.changes = not late, {**TO_THE_END, **way}
    for _ in range(400):
        people = [s for s in player.open_steps(case_id) if s.kind in ("ask", "approve")]
        if late and any(step.key == "ask:closing-report" for step in people):
            practice.work_off()  # Refused before: the archive is whole.
        if people:
            player.step_once(case_id)
        elif not (late and practice.work_off()) and not player.pass_time():
            break
    papers = practice.rows(
        "SELECT p.paper, p.about, v.version, v.data_digest FROM papers p "
        "JOIN paper_versions v ON v.paper_id = p.id"
    )
    assert practice.broken_promises() == {}
    return Played({tuple(map(str, one)) for one in papers}, sorted(practice.outcomes(case_id)))


def test_no_case_closes_while_a_document_is_not_made(positions: Positions) -> None:
    with positions.at("ask:closing-report", {**TO_THE_END}) as practice:
        practice.tell("UPDATE steps SET state = 'open' WHERE key = 'issue:registration'")
        step = practice.player.find(practice.case(), "ask:closing-report")
        who = practice.player.actor(step.owner_id)

        with pytest.raises(FormInvalid) as refused:
            raw = happened(step.form, raw_example(FORMS[step.form]), practice.clock.now())
            practice.desk.answer(who, step.id, raw)

        assert "《接报登记表》还没有生成" in str(refused.value.errors)


def test_of_a_case_that_is_voided_no_document_is_made_any_more(practice: Practice) -> None:
    case_id = practice.desk.open_case(practice.staff["worker1"])
    for key in ("ask:registration", "ask:police-report", "ask:triage"):
        practice.player.answer(practice.player.find(case_id, key))
    assert unmade(practice) == ["issue:registration"]

    practice.desk.void_case(practice.staff["supervisor1"], case_id, reason="同一报告立了两次案。")

    assert practice.work_off() == 0
    assert unmade(practice) == []
    assert practice.one("SELECT count(*) FROM papers WHERE case_id = :id", id=case_id) == 0
    assert practice.broken_promises() == {}


def test_an_answer_taken_back_takes_its_unmade_document_with_it(practice: Practice) -> None:
    case_id = practice.desk.open_case(practice.staff["worker1"])
    step = practice.player.find(case_id, "ask:registration")
    practice.player.answer(step)

    practice.desk.take_back(practice.staff["worker1"], step.id, reason="打错了。")

    assert unmade(practice) == []
    practice.player.answer(practice.player.find(case_id, "ask:registration"))
    assert unmade(practice) == ["issue:registration"]
    assert practice.work_off() > 0
    assert practice.one("SELECT count(*) FROM papers WHERE case_id = :id", id=case_id) == 1
    assert practice.broken_promises() == {}


def test_a_document_that_fails_holds_up_no_other_and_nothing_but_its_signing(
    practice: Practice,
) -> None:
    with practice.root.begin() as db:
        db.execute(text(REFUSED))
    case_id = practice.desk.open_case(practice.staff["worker1"])
    for key in ("ask:registration", "ask:police-report"):
        practice.player.answer(practice.player.find(case_id, key))

    with pytest.raises(DBAPIError, match="planted"):
        practice.work_off()

    assert unmade(practice) == ["issue:registration"]
    practice.player.answer(practice.player.find(case_id, "ask:reception-handover"))
    assert {"ask:triage", "ask:health-check", "ask:custody-decision"} <= keys(practice, case_id)


#: No registration gets a number any more.
REFUSED = """
    CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'planted'; END $$;
    CREATE TRIGGER refused BEFORE INSERT ON papers
        FOR EACH ROW WHEN (NEW.paper = 'registration') EXECUTE FUNCTION refused();
"""
