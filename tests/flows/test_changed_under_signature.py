"""An approval holds for exact bytes and exact data: whatever changes, it falls and says so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from documents.text import text as text_in
from models.errors import BrokenInvariant
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.words import Stage
from tasks.acts.binding import Decision
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.playing import Changes

APPROVAL = "approve:assessment-report"
UNKNOWN: Changes = {"reception-handover": {"identity_unknown": "是", "child": None}}


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at(APPROVAL) as practice:
        yield practice


@pytest.fixture
def chain(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), APPROVAL)


def versions(practice: Practice, chain: Row[Any]) -> list[Row[Any]]:
    return practice.rows(
        "SELECT v.* FROM paper_versions v JOIN papers p ON p.id = v.paper_id "
        "WHERE p.stage_id = :stage AND p.paper = 'assessment_report' ORDER BY v.version",
        stage=chain.stage_id,
    )


def correction(**child: Any) -> dict[str, Any]:
    known = raw_example(FORMS["registration"])
    return {
        "child": {**known["child"], **child},
        "guardians": known["guardians"],
        "reason": "户口簿核对",
    }


def test_a_corrected_name_voids_what_is_in_signature_at_once(practice: Practice, chain: Row[Any]):
    practice.player.sign(chain, times=1)
    fallen = practice.desk.correct_people(
        practice.staff["worker1"], practice.case(), correction(name="小和(化名)")
    )
    assert fallen == 1
    practice.work_off()
    again = practice.player.find(practice.case(), APPROVAL)
    assert again.round == 2
    assert [one.state for one in practice.signatures(chain)] == ["void", "void"]
    assert [one.state for one in practice.signatures(again)] == ["open", "pending"]
    one, two = versions(practice, chain)
    assert (one.void, two.void) == (True, False)
    assert one.paper_id == two.paper_id
    assert one.data_digest != two.data_digest
    assert "小和(化名)" in text_of(practice, two)
    assert "小和(化名)" not in text_of(practice, one)


def text_of(practice: Practice, version: Row[Any]) -> str:
    sealed = practice.one("SELECT content FROM files WHERE version_id = :id", id=version.id)
    return text_in(practice.office.seal.open(sealed, SealedPlace.FILE_CONTENT.of(version.id)))


def test_a_correction_of_nothing_that_is_written_leaves_the_signatures(
    practice: Practice, chain: Row[Any]
):
    practice.player.sign(chain, times=1)
    known = identity(practice, practice.case())
    child = {name: value for name, value in known.items() if value not in (None, False)}
    raw = {"child": child, "reason": "核对"}
    assert practice.desk.correct_people(practice.staff["worker1"], practice.case(), raw) == 0
    assert [one.state for one in practice.signatures(chain)] == ["approved", "open"]


@pytest.fixture
def unknown(positions: Positions) -> Iterator[Practice]:
    """The child's identity is still searched for while the report is in signature."""
    changes: Changes = {
        **UNKNOWN,
        "registration": {"child": {"called": "不知名女童(化名)", "sex": "female"}},
    }
    with positions.at("ask:identity-search", changes) as practice:
        step = practice.player.find(practice.case(), "ask:identity-search")
        practice.tell("UPDATE steps SET state = 'cancelled' WHERE id = :id", id=step.id)
        practice.play_to_step(APPROVAL, changes, case_id=practice.case())
        practice.tell("UPDATE steps SET state = 'open' WHERE id = :id", id=step.id)
        yield practice


def test_a_form_of_another_stage_that_names_the_child_voids_the_signature_and_says_so(
    unknown: Practice,
):
    practice = unknown
    chain = practice.player.find(practice.case(), APPROVAL)
    practice.player.sign(chain, times=1)
    search = practice.player.find(practice.case(), "ask:identity-search")
    practice.player.answer(search)
    director = practice.whose_turn(chain)
    assert practice.desk.sign(director, chain.id, opinion="同意。") is Decision.VOIDED
    practice.work_off()
    again = practice.player.find(practice.case(), APPROVAL)
    assert [one.state for one in practice.signatures(chain)] == ["void", "void"]
    assert practice.signatures(chain)[1].decided_by is None
    assert practice.current(chain, "issue:assessment-report").round == 2
    assert practice.one(
        "SELECT count(*) FROM events WHERE step_id = :id AND tag = 'approval:voided'", id=chain.id
    ) == 1  # fmt: skip
    practice.player.sign(again)
    practice.player.play(practice.case(), until=Stage.CONSULTATION)
    assert practice.broken_promises() == {}


def test_a_birth_date_that_was_found_out_is_no_longer_an_estimate(practice: Practice):
    case_id = practice.open_case()
    practice.player.changes = UNKNOWN
    search = practice.play_to_step("ask:identity-search", case_id=case_id)
    assert identity(practice, case_id)["birth_date_estimated"] is True
    practice.player.answer(search)
    assert identity(practice, case_id)["birth_date_estimated"] is False


def identity(practice: Practice, case_id: UUID) -> dict[str, Any]:
    [child] = practice.rows(
        "SELECT h.id, h.identity FROM children h JOIN cases c ON c.child_id = h.id "
        "WHERE c.id = :case",
        case=case_id,
    )
    return practice.office.seal.open_json(child.identity, SealedPlace.CHILD_IDENTITY.of(child.id))


def test_a_returned_document_can_be_voided_and_returned_again_without_end(
    practice: Practice, chain: Row[Any]
):
    current = chain
    for turn in range(1, 4):
        practice.desk.correct_people(
            practice.staff["worker1"], practice.case(), correction(name=f"小禾{turn}(化名)")
        )
        practice.work_off()
        current = practice.player.find(practice.case(), APPROVAL)
        form = practice.current(current, "ask:assessment")
        practice.desk.send_back(
            practice.whose_turn(current), current.id, to_step=form.id, reason="再改"
        )
        practice.player.answer(practice.player.find(practice.case(), "ask:assessment"))
        current = practice.player.find(practice.case(), APPROVAL)
    assert [v.version for v in versions(practice, chain)] == [1, 2, 3, 4, 5, 6, 7]
    assert [v.void for v in versions(practice, chain)] == [True] * 6 + [False]
    assert len({v.paper_id for v in versions(practice, chain)}) == 1
    practice.player.sign(current)
    assert practice.broken_promises() == {}


def test_altered_bytes_are_not_signed(practice: Practice, chain: Row[Any]):
    [version] = versions(practice, chain)
    other = practice.office.seal.close(b"another document", SealedPlace.FILE_CONTENT.of(version.id))
    practice.tell("UPDATE files SET content = :c WHERE version_id = :v", c=other, v=version.id)
    with pytest.raises(BrokenInvariant, match="校验值不符"):
        practice.desk.sign(practice.whose_turn(chain), chain.id)
    assert [one.state for one in practice.signatures(chain)] == ["open", "pending"]


def test_a_flipped_bit_is_not_signed(practice: Practice, chain: Row[Any]):
    practice.tell(
        "UPDATE files SET content = set_byte(content, 100, (get_byte(content, 100) + 1) % 256) "
        "WHERE version_id = :v",
        v=versions(practice, chain)[0].id,
    )
    with pytest.raises(BrokenInvariant, match="无法读取"):
        practice.desk.sign(practice.whose_turn(chain), chain.id)


def test_the_bytes_of_another_document_are_not_signed(practice: Practice, chain: Row[Any]):
    practice.tell(
        "UPDATE files SET content = (SELECT content FROM files WHERE version_id <> :v LIMIT 1) "
        "WHERE version_id = :v",
        v=versions(practice, chain)[0].id,
    )
    with pytest.raises(BrokenInvariant):
        practice.desk.sign(practice.whose_turn(chain), chain.id)


def test_a_hash_altered_together_with_its_bytes_is_not_signed(practice: Practice, chain: Row[Any]):
    # The signature keeps what it was opened for; the version's own word does not count.
    [version] = versions(practice, chain)
    content = practice.office.seal.close(
        b"another document", SealedPlace.FILE_CONTENT.of(version.id)
    )
    practice.tell("UPDATE files SET content = :c WHERE version_id = :v", c=content, v=version.id)
    practice.tell(
        "UPDATE paper_versions SET sha256 = encode(sha256('another document'), 'hex') "
        "WHERE id = :v",
        v=version.id,
    )
    with pytest.raises(BrokenInvariant):
        practice.desk.sign(practice.whose_turn(chain), chain.id)


@pytest.mark.parametrize("changed", ["version", "signature"])
def test_a_data_digest_that_does_not_fit_is_not_signed(
    practice: Practice, chain: Row[Any], changed: str
):
    table, key = (
        ("paper_versions", versions(practice, chain)[0].id)
        if changed == "version"
        else ("signatures", practice.signatures(chain)[0].id)
    )
    practice.tell(f"UPDATE {table} SET data_digest = repeat('0', 64) WHERE id = :id", id=key)
    with pytest.raises(BrokenInvariant, match="校验值不符"):
        practice.desk.sign(practice.whose_turn(chain), chain.id)


def test_time_passing_alone_changes_no_document(practice: Practice, chain: Row[Any]):
    # What was rendered in March is signed in May: the context is of the day it was made.
    later = practice.clock.now().replace(month=5)
    practice.clock.advance_to(later)
    assert practice.desk.sign(practice.whose_turn(chain), chain.id) is Decision.SIGNED


def test_every_paper_can_be_signed_as_soon_as_it_was_made(positions: Positions):
    # Nothing a document says may change by its being issued.
    with positions.at("ask:triage") as practice:
        case_id = practice.case()
        for side in (Stage.SUGGESTION_REPLY, Stage.INJUNCTION, Stage.PROTECTION_ORDER):
            practice.desk.start_side(practice.staff["worker1"], case_id, side, reason="演练")
        practice.player.play(case_id, until=Stage.FOLLOW_UP)
        practice.desk.start_side(
            practice.staff["worker1"], case_id, Stage.RESTORATION, reason="演练"
        )
        practice.play_to_step("ask:restoration-ruling", case_id=case_id)
        signed = {
            one.paper for one in practice.rows("SELECT paper FROM steps WHERE kind = 'approve'")
        }
        assert len(signed) >= 9
        assert set(practice.player.decisions) == {Decision.SIGNED}


#: Another program wrote it in other words, and kept the facts it wrote from or did not yet.
WRITTEN_BEFORE = {
    "with its facts": "program = 'earlier'",
    "without": "program = NULL, facts = NULL",
}


@pytest.fixture(params=WRITTEN_BEFORE)
def upgraded(request: pytest.FixtureRequest, practice: Practice, chain: Row[Any]) -> Practice:
    [version] = versions(practice, chain)
    other = {"id": version.id, "digest": "0" * 64}
    practice.arrange(
        "paper_versions",
        f"UPDATE paper_versions SET data_digest = :digest, {WRITTEN_BEFORE[request.param]} "
        "WHERE id = :id",
        **other,
    )
    practice.arrange(
        "signatures",
        "UPDATE signatures SET data_digest = :digest WHERE version_id = :id",
        **other,
    )
    return practice


def test_what_an_earlier_program_wrote_is_signed_as_it_is(upgraded: Practice, chain: Row[Any]):
    upgraded.player.sign(chain)

    assert set(upgraded.player.decisions) == {Decision.SIGNED}
    [version] = versions(upgraded, chain)
    assert not version.void
    upgraded.player.play(upgraded.case(), until=Stage.CONSULTATION)
    assert upgraded.broken_promises() == {}


def test_what_an_earlier_program_wrote_falls_when_the_child_is_put_right(
    upgraded: Practice, chain: Row[Any]
):
    upgraded.clock.advance_to(upgraded.clock.now() + timedelta(minutes=1))
    upgraded.desk.correct_people(
        upgraded.staff["worker1"], upgraded.case(), correction(name="小和(化名)")
    )
    upgraded.work_off()

    one, two = versions(upgraded, chain)
    assert (one.void, two.void) == (True, False)
    assert two.program != one.program


def test_what_an_earlier_program_wrote_falls_when_an_answer_it_rests_on_is_overtaken(
    upgraded: Practice, chain: Row[Any]
):
    assessment = upgraded.current(chain, "ask:assessment")
    upgraded.tell("UPDATE steps SET state = 'superseded' WHERE id = :id", id=assessment.id)

    director = upgraded.whose_turn(chain)

    assert upgraded.desk.sign(director, chain.id, opinion="同意。") is Decision.VOIDED
