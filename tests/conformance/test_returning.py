"""Home again, or to relatives: outline 71, 74, 75; rules 5A.1 to 5A.5, gates G4 and G5."""

from datetime import date

import pytest

from documents.contexts.briefing_letter import build, refuse_without_duty
from models.errors import FormInvalid, HutongError
from models.forms.relative_care import CarerVerification
from models.forms.return_home import Collection, NoticeServed
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.flows.routes import RELATIVES, SAFE
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
NOT_COLLECTED = {
    "collected": "否", "handover": None, "recorded_on": "2026-05-13", "why_not": "refuses",
    "explanation": "称家里没有地方住", "child_told": "已经说明",
    "attempts": [{"at": "2026-05-12 10:00", "manner": "电话", "result": "称不来"}],
}  # fmt: skip


@article("001:71")
@rule("5A.1", "5A.2")
def test_the_guardian_is_notified_and_has_three_days_from_service() -> None:
    walk = Walk.of(**SAFE).to("ask:collection")
    asked = walk.ask("ask:collection")
    found = count(load_pack("national").rule("5A.2"), date(2026, 9, 29), Calendar.standard())

    assert walk.done()[-2:] == ["ask:collection-notice", "ask:notice-served"]
    assert walk.ask("ask:collection-notice").rule == "5A.1"
    assert (asked.rule, asked.holder) == ("5A.2", Holder.FAMILY)
    assert asked.since == example(NoticeServed).served_at
    assert found.due_on == date(2026, 10, 8)
    assert "issue:collection-notice" in walk.issued()


@article("001:71")
@rule("5A.2")
def test_who_collects_signs_and_temporary_guardianship_ends_then() -> None:
    walk = Walk.of(**SAFE)

    assert walk.to_the_end(Stage.RETURN_HOME) is Outcome.RETURNED
    assert "issue:handover" in walk.issued()
    assert walk.case.custody_began_at is None
    handover = raw_example(Collection)["handover"]
    for name in [one for one in handover if one.startswith("signed")]:
        with pytest.raises(FormInvalid):
            Collection.parse(raw_example(Collection, handover={**handover, name: "否"}), LAW)


@article("001:74")
@rule("5A.3")
@pytest.mark.parametrize("when", ["notice", "collected"])
def test_school_police_and_village_are_told_at_the_notice_and_after_collection(when: str) -> None:
    walk = Walk.of(**SAFE)
    walk.to_the_end(Stage.RETURN_HOME)

    for body in ("school", "police", "village"):
        assert f"issue:briefing-letter:{when}-{body}" in walk.issued()


@article("001:74")
@rule("5A.3")
def test_the_letter_tells_of_the_duty_of_secrecy_and_without_it_is_not_made() -> None:
    refuse_absent(
        said(Paper.BRIEFING_LETTER, record(Stage.RETURN_HOME), "notice-school"), "保密义务"
    )
    letter = build(record(Stage.RETURN_HOME), "notice-school")
    refuse_without_duty(letter)
    with pytest.raises(HutongError):
        refuse_without_duty(letter.model_copy(update={"confidentiality": "请协助关注。"}))


@rule("5A.4")
def test_who_does_not_come_is_recorded_notified_again_and_then_the_bodies_consult() -> None:
    walk = Walk.of(**SAFE, collection=NOT_COLLECTED)

    assert walk.to_the_end(Stage.RETURN_HOME) is Outcome.NOT_COLLECTED
    notices = [key for key in walk.done() if key.startswith("ask:collection-notice")]
    assert notices == ["ask:collection-notice", "ask:collection-notice#2"]
    assert walk.opened()[-1] is Stage.CONSULTATION
    with pytest.raises(FormInvalid):
        Collection.parse(raw_example(Collection, **{**NOT_COLLECTED, "attempts": []}), LAW)


@rule("5A.5")
@pytest.mark.parametrize("bar", ["bar_violence", "bar_vice", "bar_neglect"])
def test_whom_the_law_bars_is_never_found_suitable(bar: str) -> None:
    with pytest.raises(FormInvalid):
        CarerVerification.parse(raw_example(CarerVerification, **{bar: "是"}), LAW)


@rule("5A.5")
def test_a_relative_is_verified_told_of_the_rights_and_receives_the_child_in_writing() -> None:
    walk = Walk.of(**RELATIVES.changes)

    assert walk.to_the_end(Stage.RELATIVE_CARE) is Outcome.IN_RELATIVE_CARE
    assert walk.done().index("ask:carer-verification") < walk.done().index("ask:relative-handover")
    assert walk.signers("approve:rights-notice") == (Role.SUPERVISOR, Role.DIRECTOR)
    assert {"issue:rights-notice", "issue:handover"} <= set(walk.issued())


@article("001:75")
@rule("5A.2")
@pytest.mark.parametrize("way", [SAFE, RELATIVES.changes], ids=["home", "relatives"])
def test_who_went_home_or_to_relatives_is_followed_up(way: dict[str, dict[str, str]]) -> None:
    walk = Walk.of(**way)
    walk.to("ask:follow-up-plan")

    assert walk.opened()[-1] is Stage.FOLLOW_UP
    walk.to("wait:window-1")
    walk.to("ask:visit:window-1")
    assert walk.ask("ask:visit:window-1").of is Role.COMMUNITY_WORKER
