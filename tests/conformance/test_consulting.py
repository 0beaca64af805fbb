"""The consultation: outline 70 to 72; rules 4.1 to 4.4, gates G1 and G2."""

import pytest

from models.errors import BrokenInvariant, FormInvalid
from models.forms.consultation import Convening, Minutes
from models.forms.convening import Initiator
from models.law.stages import TRANSITIONS, after
from models.words import MAIN_STAGES, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.flows.routes import RELATIVES, SAFE
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule


@article("001:70")
@rule("4.1")
def test_each_of_the_six_may_start_a_consultation() -> None:
    assert {one.label for one in Initiator} >= {
        "公安机关", "司法部门", "村(居)民委员会", "学校",
    }  # fmt: skip
    assert len(Initiator) >= 6


@article("001:70")
@rule("4.1")
def test_each_party_gets_a_notice_and_is_asked_for_its_word() -> None:
    walk = Walk.of().to("ask:minutes")
    parties = [one.code for one in example(Convening).parties]

    for party in parties:
        assert f"issue:consultation-notice:{party}" in walk.issued()
        assert f"ask:party-opinion:{party}" in walk.done()
    assert {"police", "village", "school"} <= set(parties)


@article("001:70")
@rule("4.1")
def test_inviting_less_than_the_least_needs_a_reason() -> None:
    invited = raw_example(Convening)["invited"][:1]
    with pytest.raises(FormInvalid) as refused:
        Convening.parse(raw_example(Convening, invited=invited, why_incomplete=None), LAW)
    assert "why_incomplete" in refused.value.errors or "invited" in refused.value.errors


@rule("4.2")
def test_the_minutes_rest_on_report_statement_guidance_and_the_childs_view() -> None:
    for missing in ("assessment_report", "police_note", "guidance", "child_view"):
        with pytest.raises(FormInvalid) as refused:
            Minutes.parse(raw_example(Minutes, **{missing: None}), LAW)
        assert any(path.startswith(missing) for path in refused.value.errors)


@article("001:71")
@rule("4.3")
@pytest.mark.parametrize("stage", [Stage.RETURN_HOME, Stage.RELATIVE_CARE, Stage.REVOCATION])
def test_nobody_is_handed_over_before_a_conclusion_to_that_end(stage: Stage) -> None:
    with pytest.raises(BrokenInvariant, match="会商结论尚未生效"):
        Walk.of(stage)


@article("001:71")
@rule("4.3")
def test_the_conclusion_is_in_force_only_when_supervisor_and_director_have_signed() -> None:
    walk = Walk.of(**SAFE).to("approve:consultation-minutes")

    assert walk.signers("approve:consultation-minutes") == (Role.SUPERVISOR, Role.DIRECTOR)
    assert Stage.RETURN_HOME not in walk.opened()
    assert walk.to_the_end(Stage.CONSULTATION) is Outcome.RETURN
    assert walk.opened()[-1] is Stage.RETURN_HOME


@article("001:71")
@rule("4.3")
def test_no_other_stage_of_the_main_line_leads_home() -> None:
    leading = {
        stage for (stage, _), row in TRANSITIONS.items() if row.to is Stage.RETURN_HOME
    }  # fmt: skip

    assert leading == {Stage.CONSULTATION}


@article("001:71")
@rule("4.4")
def test_home_needs_that_the_danger_is_over_and_that_the_guardian_is_able() -> None:
    for open_question in ("danger_removed", "guardian_capable"):
        with pytest.raises(FormInvalid):
            Minutes.parse(
                raw_example(Minutes, **{**SAFE["minutes"], open_question: "not_met"}), LAW
            )
    assert Minutes.parse(raw_example(Minutes, **SAFE["minutes"]), LAW)


@article("001:72")
@rule("4.4")
def test_where_article_35_applies_a_petition_is_owed_or_the_reason_is_written() -> None:
    with pytest.raises(FormInvalid) as refused:
        Minutes.parse(
            raw_example(Minutes, conclusion="extend", extend_months="3", applicant=None), LAW
        )
    assert "why_no_petition" in refused.value.errors
    assert after(Stage.CONSULTATION, Outcome.PETITION).to is Stage.REVOCATION


@rule("4.4")
def test_each_of_the_seven_conclusions_leads_on() -> None:
    targets = {
        outcome: row.to for (stage, outcome), row in TRANSITIONS.items()
        if stage is Stage.CONSULTATION
    }  # fmt: skip

    assert targets == {
        Outcome.RETURN: Stage.RETURN_HOME,
        Outcome.RELATIVES: Stage.RELATIVE_CARE,
        Outcome.EXTEND: Stage.ASSESSMENT,
        Outcome.PETITION: Stage.REVOCATION,
        Outcome.LONG_TERM: Stage.PLACEMENT,
        Outcome.MORE_INVESTIGATION: Stage.INVESTIGATION,
        Outcome.MORE_ASSESSMENT: Stage.ASSESSMENT,
    }
    assert set(targets.values()) <= set(MAIN_STAGES)


@rule("4.4")
def test_care_by_relatives_follows_its_conclusion() -> None:
    walk = Walk.of(**RELATIVES.changes)

    assert walk.to_the_end(Stage.CONSULTATION) is Outcome.RELATIVES


@article("001:70", "001:71", "001:72")
@rule("4.4")
def test_the_minutes_say_what_was_found_on_each_question() -> None:
    refuse_absent(
        said(Paper.CONSULTATION_MINUTES, record(Stage.CONSULTATION)),
        "危险状态是否消除", "是否属于《意见》第35条", "会商结论", "出席",
    )  # fmt: skip
