"""Reception and temporary guardianship: outline 60, 66 to 69; rules 1.5 to 1.9, 3.2 to 3.4."""

from datetime import date, datetime

import pytest

from models.errors import FormInvalid
from models.forms.assessment import WorkPlan
from models.forms.custody import CareManner, CustodyDecision, HealthCheck
from models.forms.extension import ExtensionRequest
from models.forms.reception import ReceptionHandover
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import SHANGHAI
from models.law.loading import load_pack
from models.law.terms import Custody92
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
PACK, CALENDAR = load_pack("national"), Calendar.standard()


@article("001:66")
@rule("1.6")
def test_a_child_the_police_bring_is_received_in_writing_and_guardianship_begins_then() -> None:
    walk = Walk.of(Stage.CUSTODY).to("ask:custody-decision")
    handed_over = example(ReceptionHandover).received_at

    assert walk.issued() == ["issue:reception-handover", "issue:rights-notice"]
    assert walk.case.custody_began_at == handed_over
    assert walk.clocks() == {"3.2": handed_over, "3.4": handed_over}


@article("001:66")
@rule("1.6")
def test_without_both_signatures_nobody_was_received() -> None:
    for side in ("signed_by_police", "signed_by_centre"):
        with pytest.raises(FormInvalid):
            ReceptionHandover.parse(raw_example(ReceptionHandover, **{side: "否"}), LAW)


@article("001:66")
@rule("1.6")
def test_reception_runs_beside_the_report_and_even_before_it() -> None:
    before = Walk.of(Stage.RECEIPT, Stage.CUSTODY)

    assert before.is_open("ask:registration")
    assert before.is_open("ask:reception-handover")


@rule("1.5")
def test_the_injured_see_a_doctor_first_and_every_child_is_examined() -> None:
    with pytest.raises(FormInvalid):
        ReceptionHandover.parse(
            raw_example(ReceptionHandover, dangers=["injured"], first_aid="none", hospital=None),
            LAW,
        )
    asked = Walk.of(Stage.CUSTODY).to("ask:health-check").ask("ask:health-check")
    assert (asked.rule, asked.holder) == ("1.5", Holder.HOSPITAL)
    assert HealthCheck.model_fields["findings"]


@rule("1.7")
def test_the_police_owe_their_statement_within_five_working_days_of_the_handover() -> None:
    walk = Walk.of(Stage.CUSTODY).to("ask:police-statement")
    asked = walk.ask("ask:police-statement")
    found = count(PACK.rule("1.7"), date(2026, 9, 18), CALENDAR)

    assert (asked.rule, asked.holder) == ("1.7", Holder.POLICE)
    assert asked.since == walk.case.custody_began_at
    assert found.due_on == date(2026, 9, 24)
    assert not found.printable


@rule("1.8")
def test_civil_affairs_decide_which_of_the_seven_cases_it_is() -> None:
    asked = Walk.of(Stage.CUSTODY).to("ask:custody-decision").ask("ask:custody-decision")

    assert (asked.rule, asked.of) == ("1.8", Role.CIVIL_AFFAIRS)
    assert len(Custody92) == 7
    with pytest.raises(FormInvalid):
        CustodyDecision.parse(raw_example(CustodyDecision, ground=None), LAW)


@rule("1.9")
def test_only_a_child_nobody_knows_is_searched_for_and_shanghai_sets_six_months() -> None:
    known = Walk.of(Stage.CUSTODY).to("ask:custody-decision")
    unknown = Walk.of(
        Stage.CUSTODY, reception_handover={"identity_unknown": "是", "child": None, "guardians": []}
    ).to("ask:identity-search")
    shanghai = load_pack("national", ("shanghai",)).rule("1.9")

    assert not known.is_open("ask:identity-search")
    assert unknown.ask("ask:identity-search").holder is Holder.POLICE
    assert count(shanghai, date(2026, 5, 29), CALENDAR).nominal_on == date(2026, 11, 29)
    assert PACK.rule("1.9").counted is None


@article("001:67", "001:60")
def test_care_has_several_ways_and_families_are_among_them() -> None:
    ways = {one.label for one in CareManner}

    assert {"由未成年人救助保护机构收留抚养", "委托亲属抚养", "家庭寄养"} <= ways


@article("001:69")
def test_placing_with_a_foster_family_is_a_way_a_person_chooses() -> None:
    fostered = example(CustodyDecision, manner="foster", carer="示例县爱心家庭王某某")

    assert fostered.manner is CareManner.FOSTER


@article("001:67")
def test_care_goes_by_what_the_child_needs() -> None:
    walk = Walk.of(Stage.CUSTODY)

    assert walk.to_the_end(Stage.CUSTODY) is Outcome.DONE
    assert {"ask:custody-decision", "ask:health-check"} <= set(walk.done())


@article("001:68")
@rule("3.2")
def test_six_months_run_from_the_handover_to_the_corresponding_day() -> None:
    began = datetime(2026, 3, 9, 23, 30, tzinfo=SHANGHAI)
    found = count(PACK.rule("3.2"), began, CALENDAR)

    assert (found.nominal_on, found.due_on) == (date(2026, 9, 9), date(2026, 9, 9))
    assert found.printable


@article("001:68")
@rule("3.2")
def test_the_assessment_of_a_return_is_followed_by_a_plan() -> None:
    walk = Walk.of().to("ask:work-plan")

    assert walk.ask("ask:work-plan").rule == "3.2"
    assert walk.ask("ask:work-plan").since == walk.case.custody_began_at
    refuse_absent(
        said(Paper.ASSESSMENT_REPORT, record(Stage.ASSESSMENT)),
        "回归家庭可行性", "监护能力", "家庭情况", "身心健康", "本人意愿",
    )  # fmt: skip


@article("001:68")
@rule("3.3")
def test_an_extension_goes_to_civil_affairs_and_moves_the_six_months() -> None:
    walk = Walk.of().to("ask:convening")
    walk.case.start(Stage.EXTENSION)
    walk.to("ask:extension-decision")

    assert walk.signers("approve:extension-form")[-1] is Role.CIVIL_AFFAIRS
    assert "issue:extension-form" in walk.issued()
    assert walk.ask("ask:extension-decision").holder is Holder.CIVIL_AFFAIRS
    outcome = walk.to_the_end(Stage.EXTENSION)
    assert outcome is Outcome.DONE
    assert walk.step("extend:3.2")
    assert "issue:work-plan" in walk.issued()


@rule("3.3")
def test_an_extension_that_is_refused_moves_nothing() -> None:
    walk = Walk.of(extension_decision={"granted": "否", "new_limit_on": None,
                                       "refusal": "转为申请撤销", "conditions": None})  # fmt: skip
    walk.to("ask:convening")
    walk.case.start(Stage.EXTENSION)

    assert walk.to_the_end(Stage.EXTENSION) is Outcome.LAPSED
    with pytest.raises(StopIteration):
        walk.step("extend:3.2")


@rule("3.4")
def test_beyond_a_year_the_reasons_stand_apart_and_the_year_releases_nobody() -> None:
    with pytest.raises(FormInvalid):
        ExtensionRequest.parse(
            raw_example(ExtensionRequest, extend_until="2028-01-01", beyond_one_year="否"), LAW
        )
    year = count(PACK.rule("3.4"), date(2026, 3, 9), CALENDAR)
    assert year.nominal_on == date(2027, 3, 9)
    assert not year.printable
    assert year.provisional


@article("001:68")
def test_the_plan_says_who_does_what_until_when() -> None:
    with pytest.raises(FormInvalid):
        WorkPlan.parse(raw_example(WorkPlan, tasks=[]), LAW)
