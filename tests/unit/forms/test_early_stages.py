"""Receipt, custody, investigation, assessment: what their forms refuse and what they compute."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from models.errors import BrokenInvariant, FormInvalid
from models.forms.assessment import Assessment, AssessmentTeam, Voice, WorkPlan
from models.forms.base import Form
from models.forms.custody import IdentitySearch, PoliceStatement, ReceptionHandover
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.receipt import Registration, ReporterFeedback, Triage
from models.forms.scopes import VOICES
from models.words import Holder
from tests.factories_forms import example, minimal, raw_example


def refused(form: type[Form], **changes: Any) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as invalid:
        example(form, **changes)
    return invalid.value.errors


def test_a_registration_asks_no_more_than_the_telephone_allows():
    asked = minimal(Registration)
    given = [name for name in Registration.model_fields if getattr(asked, name) not in (None, ())]
    assert len([name for name in given if Registration.model_fields[name].is_required()]) <= 10
    assert asked.child.display_name == "小禾(化名)"


@pytest.mark.parametrize(
    "told",
    [{"harm_suspected": "是"}, {"dangers": ["unattended"]}, {"situations": ["6"]}],
    ids=["suspicion", "danger", "situation"],
)
def test_any_sign_of_harm_calls_for_the_police_and_is_no_mere_advice(told: dict[str, Any]):
    nothing = {"harm_suspected": "否", "dangers": None, "situations": None}
    assert example(Registration, **nothing | told).suspects_harm
    errors = refused(Registration, matter="advice", police_will_bring_child="否", **nothing | told)
    assert list(errors) == ["matter"]


def test_a_call_for_advice_is_told_apart():
    advice = example(
        Registration, matter="advice", harm_suspected="否", dangers=None, situations=None,
        police_will_bring_child="否", reporter={"kind": "family", "anonymous": "是"},
    )  # fmt: skip
    assert advice.wants_advice_only
    assert not advice.suspects_harm
    assert not advice.reporter_is_known


def test_a_case_that_is_not_accepted_says_to_whom_it_goes():
    assert refused(Triage, accepted="否") == {"refer_to": ["请填写“应当转给谁”。"]}
    assert example(Triage, accepted="否", refer_to="示例县民政局").priority is None


def test_feedback_that_could_identify_the_child_is_refused():
    assert list(refused(ReporterFeedback, identifies_nobody="否")) == ["identifies_nobody"]
    assert example(ReporterFeedback, fed_back="否", why_not="匿名,没有联系方式").content is None


def test_temporary_guardianship_begins_with_a_handover_both_signed():
    """Gate G3."""
    t0 = example(ReceptionHandover).received_at
    assert t0 == datetime(2026, 3, 9, 15, 30, tzinfo=UTC)
    for unsigned in ("signed_by_police", "signed_by_centre"):
        assert list(refused(ReceptionHandover, **{unsigned: "否"})) == ["signed_by_police"]


def test_a_child_that_did_not_come_leaves_nothing_but_the_note():
    none = example(ReceptionHandover, child_was_received="否", not_received_note="已由外祖母接走。")
    assert none.place is None
    assert none.identity_unknown is False
    with pytest.raises(BrokenInvariant):
        _ = none.received_at


def test_a_gravely_hurt_child_sees_a_doctor():
    assert list(refused(ReceptionHandover, first_aid="not_needed")) == ["first_aid"]


def test_a_missing_police_statement_is_chased_on_record():
    errors = refused(PoliceStatement, received="否")
    assert {"chased_at", "chased_whom", "answer"} <= set(errors)


def test_a_found_identity_carries_a_name():
    assert list(refused(IdentitySearch, child={"called": "小禾(化名)"})) == ["child"]


def test_an_investigation_is_made_by_two():
    one = raw_example(InvestigationAssignment)["investigators"][:1]
    assert refused(InvestigationAssignment, investigators=one) == {
        "investigators": ["至少填写 2 项。"]
    }


def test_an_investigation_cites_only_listed_evidence_and_runs_forward():
    facts = [{"topic": "殴打", "finding": "有。", "evidence_numbers": "1、9"}]
    errors = refused(Investigation, facts=facts, ended_on="2026-03-01")
    assert errors["facts"] == ["证据目录中没有编号为 9 的证据。"]
    assert "ended_on" in errors


def test_a_child_in_danger_is_not_passed_on_as_unharmed():
    errors = refused(Investigation, substantiated="否", needs_custody="否")
    assert list(errors) == ["substantiated"]


def test_an_assessment_hears_five_voices_each_with_its_holder():
    assert [one.code for one in VOICES] == ["child", "guardian", "police", "neighbour", "school"]
    assert [one.holder for one in VOICES][1:] == [
        Holder.FAMILY, Holder.POLICE, Holder.VILLAGE, Holder.SCHOOL,
    ]  # fmt: skip


def test_a_voice_not_heard_leaves_its_reason():
    errors = refused(Voice, heard="否")
    assert set(errors) == {"reason_not_heard", "attempts"}


def test_the_leader_belongs_to_the_team():
    assert list(refused(AssessmentTeam, leader="别人")) == ["leader"]


@pytest.mark.parametrize("place", range(6))
def test_an_assessment_lacking_a_scope_is_refused(place: int):
    scopes = raw_example(Assessment)["scopes"]
    assert list(refused(Assessment, scopes=scopes[:place] + scopes[place + 1 :])) == ["scopes"]


@pytest.mark.parametrize("place", range(7))
def test_an_assessment_lacking_an_item_of_article_35_is_refused(place: int):
    items = raw_example(Assessment)["comparison"]
    errors = refused(Assessment, comparison=items[:place] + items[place + 1 :])
    assert "还缺" in errors["comparison"][0]


def test_an_assessment_cites_only_listed_evidence_numbered_once():
    raw = raw_example(Assessment)
    scopes, evidence = deepcopy(raw["scopes"]), deepcopy(raw["evidence"])
    scopes[0]["evidence_numbers"] = "8"
    evidence[1]["number"] = "1"
    errors = refused(Assessment, scopes=scopes, evidence=evidence)
    assert errors["scopes"] == ["证据目录中没有编号为 2、8 的证据。"]
    assert "证据编号重复:1。" in errors["evidence"]


def test_an_assessment_stays_valid_for_some_time():
    assert list(refused(Assessment, valid_until="2026-04-15")) == ["valid_until"]


def test_the_tasks_of_a_plan_fall_within_it():
    errors = refused(WorkPlan, ends_on="2026-06-01")
    assert set(errors) == {"review_on", "tasks"}


@pytest.mark.parametrize("brought_by", ["hospital", "other_centre", "citizen", None])
def test_a_child_is_received_from_others_than_the_police(brought_by: str | None):
    sheet = example(
        ReceptionHandover, brought_by=brought_by, escort_unit="示例县人民医院", escorts=None
    )
    assert sheet.escorts == ()
    assert sheet.received_at


def test_police_who_bring_a_child_say_who_they_are():
    assert list(refused(ReceptionHandover, brought_by="police", escorts=None)) == ["escorts"]


def test_a_child_who_comes_alone_is_received_by_the_centres_signature_alone():
    alone = {"brought_by": "self", "escort_unit": "本人", "escorts": None, "signed_by_police": "否"}
    assert example(ReceptionHandover, **alone).received_at
    assert list(refused(ReceptionHandover, **{**alone, "signed_by_centre": "否"})) == [
        "signed_by_police"
    ]
