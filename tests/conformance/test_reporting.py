"""Reports, police, investigation: outline 36, 49, 53, 54; rules 1.1 to 2.3."""

from datetime import timedelta

import pytest

from models.errors import FormInvalid
from models.forms.investigation import Investigation
from models.forms.receipt import ReporterFeedback
from models.forms.registration import Registration
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import START, Walk
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
PACK = load_pack("national")
#: What a registration says where nobody fears for the child.
HARMLESS = {
    "harm_suspected": "否", "dangers": [], "situations": [], "police_will_bring_child": "否",
}  # fmt: skip


@article("001:36")
@rule("1.1")
def test_a_report_is_written_down_in_detail_with_its_needs_and_the_reporter() -> None:
    walk = Walk.of().to("ask:police-report")
    read = said(Paper.REGISTRATION, record(Stage.RECEIPT))

    assert walk.done() == ["ask:registration"]
    assert walk.issued()[0] == "issue:registration"
    refuse_absent(read, "服务需求", "报告人姓名", "联系方式", "事实经过")


@article("001:36")
@rule("1.1")
def test_a_report_needs_its_facts_and_how_the_reporter_is_reached() -> None:
    for missing in ("what_happened", "needs", "reporter"):
        with pytest.raises(FormInvalid) as refused:
            Registration.parse(raw_example(Registration, **{missing: None}), LAW)
        assert missing in refused.value.errors


@article("001:36")
@rule("1.1")
def test_a_call_for_advice_is_answered_and_the_case_ends() -> None:
    walk = Walk.of(registration={**HARMLESS, "matter": "advice"})

    assert walk.to_the_end(Stage.RECEIPT) is Outcome.ADVICE_GIVEN
    assert walk.done() == ["ask:registration", "ask:advice-given"]
    assert walk.opened()[-1] is Stage.CLOSURE


@article("001:49")
@rule("1.2")
def test_where_harm_is_suspected_the_police_are_told_next_and_within_the_target() -> None:
    walk = Walk.of().to("ask:police-report")
    asked = walk.ask("ask:police-report")
    target = count(PACK.rule("1.2"), START, Calendar.standard())

    assert asked.rule == "1.2"
    assert asked.since == example(Registration).received_at
    assert target.due_at - START == timedelta(minutes=30)
    assert not target.printable


@article("001:49")
@rule("1.2")
def test_without_a_sign_of_harm_nobody_is_reported_to_the_police() -> None:
    walk = Walk.of(registration=HARMLESS).to("ask:triage")

    assert "ask:police-report" not in walk.done()


@article("001:49")
def test_whether_the_reporter_told_the_police_stands_on_the_registration() -> None:
    assert example(Registration, police_told_by_reporter="是").police_told_by_reporter


@rule("1.4")
def test_the_three_grounds_of_a_removal_stand_on_the_handover() -> None:
    read = said(Paper.RECEPTION_HANDOVER, record(Stage.CUSTODY))

    refuse_absent(read, "身体受到严重伤害", "面临严重人身安全威胁", "处于无人照料等危险状态")


@rule("1.10")
def test_a_known_reporter_is_told_what_came_of_it_in_a_procedure_of_its_own() -> None:
    known = Walk.of().to("ask:triage")
    reporter = raw_example(Registration)["reporter"]
    told = ("name", "phone", "unit", "feedback_manner")
    nobody = {name: value for name, value in reporter.items() if name not in told}
    nobody |= {"anonymous": "是", "wants_feedback": "否"}
    silent = Walk.of(registration={"reporter": nobody}).to("ask:triage")

    assert Stage.FEEDBACK in known.opened()
    assert known.ask("ask:reporter-feedback").rule == "1.10"
    assert Stage.FEEDBACK not in silent.opened()


@rule("1.11")
def test_a_reporter_is_told_nothing_that_identifies() -> None:
    with pytest.raises(FormInvalid):
        ReporterFeedback.parse(raw_example(ReporterFeedback, keeps_identity_secret="否"), LAW)


@article("001:53")
@rule("2.1")
def test_an_accepted_report_is_checked_on_the_spot_by_who_is_assigned() -> None:
    walk = Walk.of().to("approve:investigation-report")
    assignment = walk.ask("ask:investigation-assignment")

    assert assignment.of is Role.SUPERVISOR
    assert assignment.rule == "2.1"
    assert walk.ask("ask:investigation").by is not None
    assert walk.signers("approve:investigation-report") == (Role.SUPERVISOR, Role.DIRECTOR)
    assert "issue:investigation-report" in walk.issued()


@article("001:53")
@rule("2.1")
def test_two_look_into_it_and_each_fact_says_where_it_comes_from() -> None:
    from models.forms.investigation import InvestigationAssignment

    alone = raw_example(InvestigationAssignment)["investigators"][:1]
    with pytest.raises(FormInvalid) as refused:
        InvestigationAssignment.parse(
            raw_example(InvestigationAssignment, investigators=alone), LAW
        )
    assert "investigators" in refused.value.errors
    refuse_absent(said(Paper.INVESTIGATION_REPORT, record(Stage.INVESTIGATION)), "证据来源")


@rule("2.1")
def test_a_report_taken_on_as_urgent_is_checked_within_the_shorter_target() -> None:
    urgent = Walk.of().to("ask:investigation-assignment")
    usual = Walk.of(triage={"priority": "usual"}).to("ask:investigation-assignment")

    report = example(Registration)
    assert urgent.clocks() == {"2.1-high": report.received_at}
    assert usual.clocks() == {}
    assert PACK.rule("2.1-high").until == PACK.rule("2.3").starts


@rule("2.2")
def test_the_childs_view_is_asked_for_or_why_it_was_not_heard() -> None:
    for view in (None, {"heard": "是"}, {"heard": "否"}):
        with pytest.raises(FormInvalid) as refused:
            Investigation.parse(raw_example(Investigation, child_view=view), LAW)
        assert any(path.startswith("child_view") for path in refused.value.errors)


@article("001:54")
@rule("2.3")
def test_what_is_substantiated_is_assessed_and_the_rest_is_referred_and_closed() -> None:
    found = Walk.of()
    found.to_the_end(Stage.INVESTIGATION)
    nothing = Walk.of(
        registration={"police_will_bring_child": "否"},
        investigation={"substantiated": "否", "harms": [], "needs_custody": "否",
                       "custody_ground": None, "dangers": []},
    )  # fmt: skip
    outcome = nothing.to_the_end(Stage.INVESTIGATION)

    assert found.opened()[-1] is Stage.ASSESSMENT
    assert outcome is Outcome.NOT_SUBSTANTIATED
    assert "issue:referral-letter" in nothing.issued()
    assert nothing.opened()[-1] is Stage.CLOSURE


@article("001:54")
@rule("2.3")
def test_a_child_who_needs_a_guardian_is_taken_in_harmed_or_not() -> None:
    detained = Walk.of(
        registration={"police_will_bring_child": "否"},
        investigation={"substantiated": "否", "harms": [], "needs_custody": "是",
                       "custody_ground": "92.3", "dangers": []},
    )  # fmt: skip
    outcome = detained.to_the_end(Stage.INVESTIGATION)

    assert outcome is Outcome.SUBSTANTIATED
    assert Stage.CUSTODY in detained.opened()
    assert detained.opened()[-1] is Stage.ASSESSMENT
    assert "issue:referral-letter" not in detained.issued()


@rule("1.2", "1.3")
def test_what_the_police_did_is_recorded_on_our_side() -> None:
    assert Walk.of().to("ask:police-report").ask("ask:police-report").holder in Holder
    assert "ask:police-statement" in {
        step.key for stage in Walk.of(Stage.CUSTODY).to("ask:police-statement").case.stages
        for step in stage.steps.values()
    }  # fmt: skip
