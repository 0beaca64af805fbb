"""Consultation, return, relatives, petition, placement, follow-up, closure."""

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.errors import BrokenInvariant, FormInvalid
from models.forms.base import Form
from models.forms.closure import ClosingReport
from models.forms.consultation import Convening, Minutes
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.forms.placement import PlacementHandover, PlacementPlan
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission
from models.forms.return_home import Collection, NoticeServed
from models.forms.revocation import CourtAcceptance, GuardianProposal, Judgment, PetitionDraft
from models.law.follow_up import planned_windows
from models.law.terms import Ground35
from models.words import Holder
from tests.factories_forms import example, minimal, raw_example
from tests.law import LAW


def refused(form: type[Form], **changes: Any) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as invalid:
        example(form, **changes)
    return invalid.value.errors


def test_each_party_has_a_code_of_its_own_and_a_holder():
    parties = example(Convening).parties
    assert [one.code for one in parties] == [
        "police", "village", "school", "relative", "relative-2", "procuratorate",
    ]  # fmt: skip
    assert parties[0].holder is Holder.POLICE
    found = example(Convening).party("relative-2")
    assert found is not None
    assert found.name == "父亲禾某某"
    assert example(Convening).party("court") is None


def test_a_body_without_a_word_of_its_own_is_ours_to_chase():
    invited = [*raw_example(Convening)["invited"], {"body": "youth_league", "name": "团县委"}]
    assert example(Convening, invited=invited).parties[-1].holder is Holder.CENTRE


def test_inviting_fewer_than_four_sides_needs_a_reason():
    invited = raw_example(Convening)["invited"][1:]
    assert "公安机关" in refused(Convening, invited=invited)["invited"][0]
    assert example(Convening, invited=invited, why_incomplete="公安机关书面发表意见。")


def test_missing_materials_are_explained():
    errors = refused(Convening, materials=["assessment"])
    assert "案件情况说明" in errors["materials"][0]


def test_no_return_while_danger_lasts():
    errors = refused(Minutes, conclusion="return", grounds35=None)
    assert list(errors) == ["conclusion"]
    safe = {"danger_removed": "met", "guardian_capable": "met", "grounds35": None}
    assert example(Minutes, conclusion="return", **safe).applicant is None


def test_a_petition_rests_on_a_ground_of_either_article():
    """K6: art. 36 of the Civil Code suffices."""
    assert example(Minutes, grounds35=None).grounds36
    assert list(refused(Minutes, grounds35=None, grounds36=None)) == ["conclusion"]


def test_where_article_35_applies_no_petition_needs_a_reason():
    extend = {"conclusion": "extend", "extend_months": "3"}
    assert list(refused(Minutes, **extend)) == ["why_no_petition"]
    assert example(Minutes, **extend, why_no_petition="等待鉴定。").extend_months == 3
    assert example(Minutes, conclusion="more_investigation", to_find_out="伤情鉴定。")


def test_going_back_says_what_is_missing():
    assert list(refused(Minutes, conclusion="more_assessment")) == ["to_find_out"]


def test_a_notice_left_behind_has_a_witness():
    assert list(refused(NoticeServed, manner="left")) == ["witness"]


def test_a_collection_is_a_signed_handover():
    assert example(Collection).handed_over_at == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    handover = deepcopy(raw_example(Collection)["handover"])
    errors = refused(Collection, handover=handover | {"signed_by_both": "否", "rights_told": "否"})
    assert set(errors) == {"handover.signed_by_both", "handover.rights_told"}


def test_who_does_not_collect_is_recorded_with_what_was_tried():
    errors = refused(Collection, collected="否")
    assert set(errors) == {"recorded_on", "why_not", "explanation", "attempts", "child_told"}
    missed = example(
        Collection, collected="否", recorded_on="2026-11-21", why_not="unreachable",
        explanation="到期没有来。", child_told="已安抚。",
        attempts=[{"at": "2026-11-20 17:00", "manner": "电话", "result": "无人接听"}],
    )  # fmt: skip
    assert missed.handover is None
    with pytest.raises(BrokenInvariant):
        _ = missed.handed_over_at


@pytest.mark.parametrize("bar", ["bar_violence", "bar_vice", "bar_neglect"])
def test_a_barred_carer_is_never_suitable(bar: str):
    """Gate G4."""
    assert "禁止情形" in refused(CarerVerification, **{bar: "是"})["suitable"][0]
    assert not example(CarerVerification, **{bar: "是"}, suitable="否").suitable


def test_a_carer_is_known_and_willing_and_a_friend_has_consent():
    assert "suitable" in refused(CarerVerification, willing="否")
    assert "suitable" in refused(CarerVerification, kind="friend", consented="否")
    friend = example(CarerVerification, kind="friend", consented="是", consent_by="village")
    assert friend.suitable


def test_a_relative_who_did_not_come_ends_without_a_handover():
    none = example(RelativeHandover, took_the_child="否", why_not="临时住院。")
    with pytest.raises(BrokenInvariant):
        _ = none.handed_over_at


def test_a_petition_lacking_an_element_of_the_gate_is_refused():
    """Gate G6: capacity, a ground for each respondent, evidence, exclusion, the child's wish."""
    raw = raw_example(PetitionDraft)
    bare = {name: value for name, value in raw["respondents"][0].items() if "grounds" not in name}
    for gone in ("capacity_basis", "evidence", "child_view", "respondents"):
        assert gone in refused(PetitionDraft, **{gone: None})
    errors = refused(PetitionDraft, respondents=[bare])
    assert "respondents.0.grounds36" in errors
    assert "逐一排除" in refused(PetitionDraft, excluded=None)["excluded"][0]
    assert example(PetitionDraft, excluded=None, no_others="逐类查过,均无。").no_others


def test_each_respondent_stands_for_grounds_of_their_own():
    first = raw_example(PetitionDraft)["respondents"][0]
    second = {"name": "石某某", "relation": "继父", "address": "示例路9号", "facts": "放任。",
              "evidence_numbers": "1"}  # fmt: skip
    errors = refused(PetitionDraft, respondents=[first, second])
    assert "respondents.1.grounds36" in errors


def test_a_petition_cites_only_listed_evidence_and_carries_the_report():
    timeline = [{"on": "2026-03-09", "what": "经过。", "evidence_numbers": "77"}]
    errors = refused(PetitionDraft, timeline=timeline, assessment_attached="否")
    assert errors["evidence"] == ["证据目录中没有编号为 77 的证据。"]
    assert "assessment_attached" in errors


def test_a_petition_for_begging_needs_three_criticisms():
    respondent = deepcopy(raw_example(PetitionDraft)["respondents"][0])
    respondent["grounds35"] = [{"ground": "35.5", "facts": "利用乞讨。", "evidence_numbers": "1"}]
    errors = refused(PetitionDraft, respondents=[respondent])
    assert "3次以上" in errors["respondents.0.grounds35.0.ground"][0]


def test_a_refused_filing_is_corrected_or_given_up():
    refused_once = example(CourtAcceptance, accepted="否", to_correct="补副本一份。")
    assert refused_once.petition_given_up is False
    assert example(CourtAcceptance).accepted_at == datetime(2026, 5, 21, 16, 0, tzinfo=UTC)
    given_up = {"accepted": "否", "to_correct": "不受理。", "petition_given_up": "是"}
    assert list(refused(CourtAcceptance, **given_up)) == ["why_given_up"]


def test_somebody_is_proposed_as_guardian():
    assert "candidates" in refused(GuardianProposal, candidates=None)
    assert example(GuardianProposal, candidates=None, civil_affairs_proposed="是")


def test_a_judgment_that_revokes_names_the_guardian_and_may_rest_on_the_civil_code_alone():
    errors = refused(Judgment, appointed=None, guardian_name=None)
    assert set(errors) == {"appointed", "guardian_name"}
    assert example(Judgment, grounds35=None).grounds35 == ()
    lost = example(Judgment, result="refused", next_step="走访并重新会商。")
    assert lost.appointed is None


@pytest.mark.parametrize(
    ("receiver", "holder"),
    [
        ("relative", Holder.RELATIVE),
        ("parent", Holder.FAMILY),
        ("village", Holder.VILLAGE),
        ("welfare_home", Holder.WELFARE_HOME),
    ],
)
def test_the_receiver_of_the_child_has_the_ball(receiver: str, holder: Holder):
    assert example(PlacementPlan, receiver=receiver).receiving_holder is holder
    assert example(PlacementHandover).handed_over_at.tzinfo is UTC


def test_a_plan_gives_the_windows_the_law_counts():
    plan = example(FollowUpPlan)
    assert len(planned_windows(plan, LAW)) == 27
    longest = max(len(planned_windows(example(FollowUpPlan, grounds=[one]), LAW))
                  for one in Ground35)  # fmt: skip
    assert len(planned_windows(example(FollowUpPlan, grounds=None), LAW)) == longest
    assert example(FollowUpPlan, basis="returned").grounds == ()


def test_a_visit_tells_the_three_things_of_article_77():
    asked = ["present_state", "lasts", "has_new_problem", "recovery", "guardianship", "saw_child"]
    errors = refused(Visit, **dict.fromkeys(asked))
    assert set(asked) <= set(errors)


def test_a_visit_that_was_missed_gives_its_reason_and_keeps_no_findings():
    assert list(refused(Visit, kind="missed_with_reason")) == ["reason"]
    missed = example(Visit, kind="missed_with_reason", reason="全家外出,电话约定次日。")
    assert missed.present_state is None
    assert missed.finds_something is False


def test_a_visit_that_finds_something_says_what_was_done():
    errors = refused(Visit, finds_something="是")
    assert set(errors) == {"found", "measures"}
    found = {"finds_something": "是", "found": "新伤。", "measures": "报警。"}
    assert example(Visit, **found).dealt_with is False
    assert "finds_something" in refused(Visit, **found, kind="exempt", reason="住院")


def test_a_review_that_continues_has_a_window_ahead():
    review = example(FollowUpReview)
    assert (review.ends, review.reintervenes) == (False, False)
    assert review.next_visit_opens_at == datetime(2027, 1, 10, 16, 0, tzinfo=UTC)
    assert review.next_visit_due_at == datetime(2027, 1, 22, 15, 59, 59, tzinfo=UTC)
    assert "next_visit_to" in refused(FollowUpReview, next_visit_to="2027-01-01")
    ended = example(FollowUpReview, decision="ends")
    assert ended.ends
    with pytest.raises(BrokenInvariant):
        _ = ended.next_visit_due_at


def test_a_case_with_an_open_finding_is_not_closed():
    """Gate G8."""
    assert list(refused(ClosingReport, findings_dealt_with="否")) == ["findings_dealt_with"]
    assert minimal(ClosingReport).concluded_on == date(2027, 1, 25)
    assert list(refused(ClosingReport, ends_side_procedures="是")) == ["side_reasons"]


def test_nobody_is_seen_by_telephone():
    assert "saw_child" in refused(Visit, manner="phone", saw_child="是", why_not_seen=None)
    example(Visit, manner="phone", saw_child="否", why_not_seen="监护人说孩子不在。")
    example(Visit, manner="video", saw_child="是", why_not_seen=None)


def test_a_court_commissions_after_somebody_applied():
    assert "commissioned_on" in refused(
        RestorationCommission, commissioned_on="2026-10-01", applied_on="2026-10-02",
        revoked_on="2026-06-18",
    )  # fmt: skip
