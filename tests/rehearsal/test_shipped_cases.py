"""The shipped cases hold, and between them take every branch of the procedure."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from deployments.law.pack_files import chosen_pack
from deployments.rehearsal.loading import load_script, shipped_cases
from deployments.rehearsal.player import Player
from deployments.rehearsal.scene import Scene, Theatre
from deployments.rehearsal.script import Script
from documents.check.checking import check_case, errors, yardstick
from documents.check.paper import recognise
from documents.check.reading import read
from documents.check.recorded import told_by_record
from models.facts.events import EVENTS
from models.forms.catalogue import FORMS
from models.forms.told_only import ELSEWHERE, TOLD_ONLY
from models.law.calendar.table import Calendar
from models.law.rule import STEP_OPENED
from models.law.stages import SIDE_OUTCOMES, TRANSITIONS
from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from models.store.played import deadlines, papers
from models.words import SIDE_STAGES, Outcome, Stage
from tasks.record.reading import read_record
from tests.rehearsal.reads import Reads, decided_by, watched
from tests.replaying import replays_to_what_it_is

ROOT = Path(__file__).parents[2]

#: Counted from a day before the hand-over, where the child was in guardianship before (ADR 0124).
OF_EARLIER_TIME = {"guardianship_began"}
#: Counted from another event than its rule names. No rule of any pack speaks of the hand-over after a
#: restoration, and a case keeps the pack it began with; what 2.1 asks is counted from the report.
MISNAMED = {
    "ask:restoration-handover:1",
    "ask:triage:1",
    "ask:investigation-assignment:1",
    "clock:2.1-high",
}
#: Rules whose own event nothing in the record proves, and why their count starts with the step.
FROM_OPENING = {
    "1.10": "what came of the report is told to its reporter from registration on",
    "2.1": "opened again",
    "4.1": "the bodies meet again without another assessment",
    "3.1": "assessed again because the bodies said so",
    "5A.1": "notified again",
    "5A.5": "who asks for the child asks without a form of ours",
    "5C.1": "petitioned again after the court had it put right",
}

#: Side procedures that only ever do what they are for: there is no other way out of them.
ALWAYS_DONE = {Stage.FEEDBACK, Stage.SUGGESTION_REPLY}


@pytest.fixture(scope="module")
def reads() -> Iterator[Reads]:
    """What is read of forms while the cases of this module are played."""
    with watched() as found:
        yield found


@pytest.mark.parametrize("file", shipped_cases(), ids=lambda file: file.stem)
def test_a_shipped_case_plays_to_its_end_as_it_expects(
    place: Theatre, file: Path, reads: Reads
) -> None:
    script = load_script(file)
    start = script.entries[0].at
    assert start is not None

    with place.scene(script.centres, script.people, start=start) as scene:
        played = Player(scene, script).play()
        for case_id in played.cases.values():
            _custody_is_where_the_child_is(scene, case_id)
            _deadlines_start_where_the_record_says(scene, case_id)
            assert replays_to_what_it_is(scene.worker, scene.office, case_id) > 0
            _a_filing_desk_takes_its_papers(scene, case_id)

    assert [str(failure) for failure in played.failures] == []
    reads.played.add(file)


def _a_filing_desk_takes_its_papers(scene: Scene, case_id: UUID) -> None:
    """The court-ready check and the leak check find no error in any finished paper."""
    with as_worker(scene.worker) as db:
        made = papers(db, case_id)
        record = read_record(
            db, scene.office, case_id, stage=Stage.CLOSURE, stage_ordinal=0, now=scene.clock.now()
        )
    seal = scene.office.seal
    read_papers = [
        recognise(read(seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.version_id)),
                       row.file_name))
        for row in made
    ]  # fmt: skip
    measure = yardstick(chosen_pack("national"), Calendar.standard())
    found = errors(check_case(read_papers, measure, told_by_record(record)))

    assert [one.as_json() for one in found] == []


def _custody_is_where_the_child_is(scene: Scene, case_id: UUID) -> None:
    """The table of custodies is what the line of the child's whereabouts says."""
    with as_worker(scene.worker) as db:
        record = read_record(
            db, scene.office, case_id, stage=Stage.CLOSURE, stage_ordinal=0, now=scene.clock.now()
        )
    line = record.facts.whereabouts

    assert [(one.began_at, one.ended_at) for one in line.custody] == list(record.custodies)
    assert all(one.until == after.since for one, after in pairwise(line.stays))


def _deadlines_start_where_the_record_says(scene: Scene, case_id: UUID) -> None:
    """A receipt that names an event starts at an instant at which the record tells the event."""
    with as_worker(scene.worker) as db:
        record = read_record(
            db, scene.office, case_id, stage=Stage.CLOSURE, stage_ordinal=0, now=scene.clock.now()
        )
        counted = [one for one in deadlines(db, case_id) if one.receipt.get("start_event_code")]
    told = {(one.event, one.at) for one in record.facts.events}
    astray = [
        f"{one.rule} {one.key}: {one.receipt['start_event']} {one.starts_at}"
        for one in counted
        if (code := one.receipt["start_event_code"]) in EVENTS
        and code not in OF_EARLIER_TIME
        and (code, one.starts_at) not in told
        and one.key not in MISNAMED
    ]

    assert astray == []
    opened = {one.rule for one in counted if one.receipt["start_event_code"] == STEP_OPENED.code}
    assert {one for one in opened if not one.startswith("C.")} <= set(FROM_OPENING)


def test_every_choice_yes_no_and_day_is_read_by_something_or_stands_in_a_list(reads: Reads) -> None:
    if reads.played != set(shipped_cases()):
        pytest.skip("not all cases were played here")
    decisive = {f"{name}:{path}" for name, form in FORMS.items() for path in decided_by(form)}
    silent = {one.key for one in reads.every() if not one.is_read} - decisive

    assert silent - set(ELSEWHERE) == set(TOLD_ONLY)


def test_what_is_read_where_no_shipped_case_comes_is_read_there() -> None:
    for key, module in ELSEWHERE.items():
        name = key.rpartition(".")[2].rpartition(":")[2]
        assert re.search(rf"\b\w+\.{name}\b", (ROOT / module).read_text("utf-8")), key
    assert set(ELSEWHERE).isdisjoint(TOLD_ONLY)
    assert all(why.strip() for why in TOLD_ONLY.values())


def test_every_case_expects_something_that_can_fail() -> None:
    for file in shipped_cases():
        script = load_script(file)

        assert sum(len(entry.expected) for entry in script.entries) >= 3, file.name


def test_every_outcome_of_every_main_stage_is_expected_by_some_case() -> None:
    missing = set(TRANSITIONS) - _expected()

    assert {f"{stage}: {outcome}" for stage, outcome in missing} == set()


def test_every_outcome_of_every_side_procedure_is_expected_by_some_case() -> None:
    wanted = {(stage, outcome) for stage in SIDE_STAGES for outcome in SIDE_OUTCOMES}
    wanted -= {(stage, Outcome.LAPSED) for stage in ALWAYS_DONE}

    assert {f"{stage}: {outcome}" for stage, outcome in wanted - _expected()} == set()


def test_the_cases_show_every_refusal_a_trainer_asks_for() -> None:
    """Gates G1 to G4, G6, G7 and G8, own work, second decisions, returns without a reason."""
    reasons = {
        refusal.because
        for script in _scripts()
        for entry in script.entries
        for expected in entry.expected
        for refusal in expected.refusals
    }
    shown = "|".join(sorted(reasons))

    for part in ("双方签字", "禁止情形", "逐一排除", "故意犯罪", "不能审批自己撰写", "退回必须写明理由",
                 "没有生效", "3次以上批评教育", "应当先送医救治", "不能撤回"):  # fmt: skip
        assert part in shown


def test_names_are_obviously_invented() -> None:
    for script in _scripts():
        called = script.words["called"]

        assert called.endswith("(化名)"), script.name
        assert "某" in script.words["guardian"], script.name


def _scripts() -> Iterator[Script]:
    for file in shipped_cases():
        yield load_script(file)


def _expected() -> set[tuple[Stage, Outcome]]:
    """What the cases say they take; that they do is what playing them proves."""
    return {
        (stage, outcome)
        for script in _scripts()
        for entry in script.entries
        for expected in entry.expected
        for _, stage, outcome in expected.outcomes
    }
