"""A wrong fact of an answer is put right: what rests on it is shown, and exactly that is done anew."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from flows.desk.correcting import Consequences, NotAsPreviewed
from models.errors import FormInvalid, NotAllowed
from models.forms.catalogue import FORMS
from models.forms.return_home import Collection
from models.law.dates import SHANGHAI
from models.sealed_places import SealedPlace
from tasks.acts.putting_right import Correcting
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.routes import SAFE
from web.typed import as_typed


def given(practice: Practice, key: str) -> tuple[Row[Any], dict[str, Any]]:
    """An answer that counts, and what it says."""
    [row] = practice.rows("SELECT * FROM steps WHERE key = :key AND state = 'done'", key=key)
    said = practice.office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
    return row, said


def wanted(practice: Practice, key: str, **changes: Any) -> tuple[Row[Any], Correcting]:
    row, said = given(practice, key)
    raw = {**as_typed(FORMS[row.form], said), **changes}
    return row, Correcting(raw, "年份录错", "接报录音")


def preview(practice: Practice, key: str, who: str = "director1", **changes: Any) -> Consequences:
    row, asked = wanted(practice, key, **changes)
    return practice.desk.preview_correction(practice.staff[who], row.id, asked)


def correct(practice: Practice, key: str, who: str = "director1", **changes: Any) -> Consequences:
    row, asked = wanted(practice, key, **changes)
    found = practice.desk.correct_answer(practice.staff[who], row.id, asked)
    practice.work_off()
    return found


def earlier(iso: str, **by: float) -> str:
    return (datetime.fromisoformat(iso) - timedelta(**by)).isoformat()


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:triage") as practice:
        yield practice


def test_the_preview_changes_nothing_and_tells_what_then_happens(practice: Practice) -> None:
    _, said = given(practice, "ask:registration")
    received = earlier(said["received_at"], hours=5)
    before = practice.counts()
    told = preview(practice, "ask:registration", received_at=received)
    assert practice.counts() == before
    assert told.moved
    assert all(one.new == one.old - timedelta(hours=5) for one in told.moved[:1])
    assert not told.other_way
    done = correct(practice, "ask:registration", received_at=received)
    assert done == told
    for one in done.moved:
        assert practice.one("SELECT count(*) FROM deadlines WHERE due_at = :d", d=one.new)
    assert practice.broken_promises() == {}


def test_old_and_new_stay_on_record_with_who_when_and_why(practice: Practice) -> None:
    was, said = given(practice, "ask:registration")
    received = earlier(said["received_at"], hours=5)
    correct(practice, "ask:registration", received_at=received)
    now, _ = given(practice, "ask:registration")
    [kept] = practice.rows("SELECT * FROM steps WHERE id = :id", id=was.id)
    [entry] = practice.rows("SELECT * FROM corrections")
    seal = practice.office.seal
    changed = seal.open_json(entry.changed, SealedPlace.CORRECTED.of(entry.id))
    assert (kept.state, kept.answer, now.corrects) == ("superseded", was.answer, was.id)
    assert list(changed) == ["received_at"]
    assert (now.given_at, now.round) == (was.done_at, 2)
    assert seal.open_text(entry.reason, SealedPlace.CORRECTED_WHY.of(entry.id)) == "年份录错"
    assert entry.by_id == practice.staff["director1"].officer_id
    told = practice.rows("SELECT officer_id FROM notices WHERE kind = 'corrected'")
    assert practice.staff["worker1"].officer_id in {row.officer_id for row in told}


def test_who_may_and_what_is_asked(practice: Practice) -> None:
    with pytest.raises(NotAllowed, match="只有督导或者主任可以更正"):
        correct(practice, "ask:registration", "worker1", what_happened="更清楚的经过")
    row, asked = wanted(practice, "ask:registration", what_happened="更清楚的经过")
    for wrong in (Correcting(asked.raw, "", "录音"), Correcting(asked.raw, "错字", "")):
        with pytest.raises(FormInvalid):
            practice.desk.correct_answer(practice.staff["director1"], row.id, wrong)
    with pytest.raises(FormInvalid) as unchanged:
        correct(practice, "ask:registration")
    assert unchanged.value.errors == {"": ["没有改动任何内容。"]}
    with pytest.raises(NotAsPreviewed):
        practice.desk.correct_answer(practice.staff["director1"], row.id, asked, digest="x")
    assert given(practice, "ask:registration")[0].id == row.id


def test_temporary_guardianship_that_began_in_the_wrong_year(positions: Positions) -> None:
    """One mistyped year: the hand-over, its clocks and what is owed from it move together."""
    with positions.at("ask:investigation") as practice:
        _, reported = given(practice, "ask:registration")
        correct(practice, "ask:registration", received_at=earlier(reported["received_at"], days=2))
        _, said = given(practice, "ask:reception-handover")
        received = earlier(said["taken_over_at"], days=1)
        done = correct(practice, "ask:reception-handover", taken_over_at=received)
        began = practice.one("SELECT began_at FROM custodies")
        assert began == datetime.fromisoformat(received)
        moved = {one.new - one.old for one in done.moved}
        assert moved
        assert all(timedelta(days=-4) <= by < timedelta() for by in moved)
        clock = practice.one("SELECT starts_at FROM deadlines WHERE key = 'clock:3.4'")
        assert clock == began
        assert not done.other_way
        assert practice.broken_promises() == {}


def test_another_way_is_gone_back_to_and_the_later_steps_stay_on_record(
    positions: Positions,
) -> None:
    with positions.at("ask:assessment-team") as practice:
        case = practice.case()
        done = correct(
            practice, "ask:triage", accepted="no", priority=None, refer_to="民政局",
        )  # fmt: skip
        assert done.other_way
        assert practice.player.main_stage(case) == "receipt"
        assert [one.key for one in done.ended]
        assert "ask:referral" in [step.key for step in practice.player.open_steps(case)]
        assert practice.rows(
            "SELECT id FROM steps WHERE key = 'ask:investigation' AND state = 'done'"
        )
        assert practice.broken_promises() == {}


def test_what_is_in_signature_falls_and_is_made_anew(positions: Positions) -> None:
    with positions.at("approve:investigation-report") as practice:
        step = practice.player.find(practice.case(), "approve:investigation-report")
        practice.player.sign(step, times=1)
        _, said = given(practice, "ask:investigation")
        told = correct(practice, "ask:investigation", living=said["living"] + "补充")
        assert told.fell
        assert told.voided
        again = practice.player.find(practice.case(), "approve:investigation-report")
        assert again.round == 2
        assert practice.broken_promises() == {}


def test_what_an_answer_kept_the_worker_from_is_tried_again(positions: Positions) -> None:
    with positions.at("approve:investigation-report") as practice:
        case = practice.case()
        practice.tell(
            "UPDATE steps SET state = 'open', failure = '表格里有不能打印的字符。', attempts = 5, "
            "done_at = NULL WHERE key = 'issue:investigation-report'"
        )
        practice.tell("UPDATE steps SET state = 'superseded' WHERE kind = 'approve'")
        practice.tell("DELETE FROM signatures")
        practice.tell("DELETE FROM files")
        practice.tell(
            "DELETE FROM paper_versions WHERE step_id IN "
            "(SELECT id FROM steps WHERE key = 'issue:investigation-report')"
        )
        _, said = given(practice, "ask:investigation")
        correct(practice, "ask:investigation", living=said["living"] + "补充")
        assert practice.rows("SELECT id FROM steps WHERE failure IS NOT NULL") == []
        assert "approve:investigation-report" in {
            step.key for step in practice.player.open_steps(case)
        }


@pytest.fixture
def collected(positions: Positions) -> Iterator[Practice]:
    """A child collected three days after the notice was served."""
    with positions.at("ask:collection", SAFE) as practice:
        practice.clock.advance_to(practice.clock.now() + timedelta(days=3))
        step = practice.player.find(practice.case(), "ask:collection")
        handed = f"{practice.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        practice.player.answer(
            step, handover={**raw_example(Collection)["handover"], "handed_over_at": handed}
        )
        yield practice


def test_a_correction_is_compared_with_the_facts_before_anything_is_confirmed(
    collected: Practice,
) -> None:
    _, said = given(collected, "ask:collection")
    before, handed = collected.counts(), said["handover"]["handed_over_at"]
    wrong = {**said["handover"], "handed_over_at": earlier(handed, days=30)}
    with pytest.raises(FormInvalid) as refusal:
        preview(collected, "ask:collection", handover=wrong)
    assert "早于会商结论生效" in str(refusal.value.errors["handover.handed_over_at"])
    assert collected.counts() == before


def test_what_followed_is_compared_with_what_is_put_right_before_it(collected: Practice) -> None:
    collected.clock.advance_to(collected.clock.now() + timedelta(days=9))
    _, served = given(collected, "ask:notice-served")
    before = collected.counts()
    with pytest.raises(FormInvalid) as refusal:
        correct(collected, "ask:notice-served", served_at=earlier(served["served_at"], days=-7))
    assert "与“领回”不一致" in str(refusal.value.errors[""])
    assert collected.counts() == before


def test_what_contradicts_nothing_anew_is_put_right(collected: Practice) -> None:
    _, said = given(collected, "ask:collection")
    correct(collected, "ask:collection", handover={**said["handover"], "note": "补写"})
    assert collected.broken_promises() == {}
