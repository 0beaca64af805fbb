"""Protection before and beside a suit: outline 76; rules 5B.1 to 5B.5."""

from datetime import date, datetime

import pytest

from models.errors import FormInvalid
from models.forms.protection import OrderRuling, ProtectionFiling
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import SHANGHAI
from models.law.loading import load_pack
from models.words import Holder, Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import raw_example
from tests.law import LAW
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
PACK, CALENDAR = load_pack("national"), Calendar.standard()


def hour(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@article("001:76")
@rule("5B.1")
@pytest.mark.parametrize(("urgent", "named"), [("否", "5B.1"), ("是", "5B.1-urgent")])
def test_the_court_rules_within_72_hours_or_24_from_acceptance(urgent: str, named: str) -> None:
    walk = Walk.of(Stage.PROTECTION_ORDER, protection_filing={"urgent": urgent})
    walk.to("ask:order-ruling")
    asked = walk.ask("ask:order-ruling")

    assert (asked.rule, asked.holder) == (named, Holder.COURT)
    assert walk.signers("approve:protection-application") == (Role.LEGAL, Role.DIRECTOR)
    assert "issue:protection-application" in walk.issued()


@rule("5B.1")
def test_the_courts_hours_run_from_the_next_full_hour_through_the_night() -> None:
    usual = count(PACK.rule("5B.1"), hour("2026-09-30T10:20"), CALENDAR)
    urgent = count(PACK.rule("5B.1-urgent"), hour("2026-09-30T10:20"), CALENDAR)

    assert usual.due_at == hour("2026-10-03T11:00")
    assert urgent.due_at == hour("2026-10-01T11:00")


@rule("5B.1")
def test_an_application_is_registered_with_the_hour_it_was_accepted() -> None:
    with pytest.raises(FormInvalid):
        ProtectionFiling.parse(raw_example(ProtectionFiling, accepted_at="2026-03-24"), LAW)


@rule("5B.2")
def test_an_order_lasts_six_months_at_most_and_its_renewal_is_thought_of_before() -> None:
    with pytest.raises(FormInvalid):
        OrderRuling.parse(raw_example(OrderRuling, valid_until="2026-09-28"), LAW)
    walk = Walk.of(Stage.PROTECTION_ORDER).to("wait:renewal-1")
    walk.to("ask:order-renewal")
    ends = count(PACK.rule("5B.2"), date(2026, 3, 26), CALENDAR)

    assert walk.ask("ask:order-renewal").rule == "5B.2"
    assert ends.due_on == date(2026, 9, 26)


@rule("5B.2")
def test_a_renewal_is_a_new_application() -> None:
    walk = Walk.of(Stage.PROTECTION_ORDER).to("ask:protection-application#2")

    assert walk.done().count("ask:order-renewal") == 1


@rule("5B.3")
def test_against_a_refusal_there_is_one_reconsideration_within_five_days() -> None:
    refused = {"granted": "否", "measures": None, "valid_until": None, "dismissal": "证据不足"}
    walk = Walk.of(Stage.PROTECTION_ORDER, order_ruling=refused).to("ask:reconsideration")
    found = count(PACK.rule("5B.3"), date(2026, 11, 16), CALENDAR)

    assert walk.ask("ask:reconsideration").rule == "5B.3"
    assert found.due_on == date(2026, 11, 23)


@article("001:76")
@rule("5B.4")
def test_an_injunction_before_suit_is_ruled_on_in_48_hours_and_the_suit_follows_in_30_days() -> (
    None
):
    walk = Walk.of(Stage.INJUNCTION).to("ask:suit-filed")
    hours = count(PACK.rule("5B.4"), hour("2026-11-18T09:00"), CALENDAR)
    days = count(PACK.rule("5B.4-suit"), date(2026, 11, 18), CALENDAR)

    assert walk.ask("ask:injunction-ruling").rule == "5B.4"
    assert walk.ask("ask:suit-filed").rule == "5B.4-suit"
    assert hours.due_at == hour("2026-11-20T10:00")
    assert days.due_on == date(2026, 12, 18)


@article("001:76")
@rule("5B.4")
def test_without_a_suit_the_injunction_lapses() -> None:
    walk = Walk.of(Stage.INJUNCTION, suit_filed={
        "filed": "否", "filed_on": None, "case_number": None, "court": None, "kind": None,
        "why_not": "改走人身安全保护令",
    })  # fmt: skip

    assert walk.to_the_end(Stage.INJUNCTION) is Outcome.LAPSED


@article("001:76")
def test_the_applications_name_one_of_the_three_courts_and_their_limits() -> None:
    refuse_absent(
        said(Paper.INJUNCTION_APPLICATION, record(Stage.INJUNCTION)), "四十八小时", "三十日"
    )


@rule("5B.5")
def test_after_a_suit_six_months_are_counted_but_not_printed_for_the_number_was_not_seen() -> None:
    found = count(PACK.rule("5B.5"), date(2026, 3, 16), CALENDAR)

    assert found.due_on == date(2026, 9, 16)
    assert not found.printable


@article("001:76")
def test_protection_can_be_asked_for_at_any_time_of_a_case() -> None:
    walk = Walk.of().to("ask:investigation")
    walk.case.start(Stage.PROTECTION_ORDER)
    walk.case.start(Stage.INJUNCTION)

    assert walk.is_open("ask:protection-application")
    assert walk.is_open("ask:injunction-application")
