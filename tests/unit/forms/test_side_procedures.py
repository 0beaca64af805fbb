"""Orders, injunctions, extension, suggestions, restoration, majority, transfer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from models.errors import BrokenInvariant, FormInvalid
from models.forms.base import Form
from models.forms.extension import ExtensionDecision, ExtensionRequest
from models.forms.majority import MajorityPreparation
from models.forms.protection import (
    InjunctionApplication,
    InjunctionRuling,
    OrderRuling,
    ProtectionApplication,
    ProtectionFiling,
    Reconsideration,
    SuitFiled,
)
from models.forms.restoration import RestorationCommission, RestorationOpinion, RestorationRuling
from models.forms.suggestion import ReplySent
from models.forms.transfer import TransferReceipt, TransferRequest
from models.law.protection import renewal_told_at
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.other_numbers import every_number_different


def refused(form: type[Form], **changes: Any) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as invalid:
        example(form, **changes)
    return invalid.value.errors


def test_a_centre_that_is_no_rescue_station_applies_through_a_listed_body():
    """K21."""
    assert example(ProtectionApplication).acts_for_child == "示例镇示例村村民委员会"
    gone = {"co_applicant": None, "co_applicant_name": None}
    assert set(refused(ProtectionApplication, **gone)) == set(gone)
    errors = refused(ProtectionApplication, representative="rescue_station")
    assert list(errors) == ["rescue_station_name"]
    station = example(
        ProtectionApplication,
        representative="rescue_station",
        rescue_station_name="示例县救助管理站",
    )
    assert station.acts_for_child == "示例县救助管理站"
    assert station.co_applicant is None


def test_the_department_applies_only_with_a_special_reason():
    errors = refused(ProtectionApplication, representative="civil_affairs")
    assert set(errors) == {"special_reason", "applicant_name"}


@pytest.mark.parametrize("months", ["0", "7", "半年"])
def test_an_order_is_asked_for_at_most_six_months(months: str):
    assert list(refused(ProtectionApplication, months=months)) == ["months"]


def test_an_order_is_asked_for_as_long_as_the_law_of_the_case_lets_it_last():
    other = every_number_different(LAW)
    assert ProtectionApplication.parse(raw_example(ProtectionApplication, months="8"), other)

    with pytest.raises(FormInvalid) as invalid:
        ProtectionApplication.parse(raw_example(ProtectionApplication, months="9"), other)
    [text] = invalid.value.errors["months"]
    assert "不超过8个月" in text


def test_measures_that_need_a_place_name_it():
    measures = ["move_out", "keep_away", "other"]
    errors = refused(ProtectionApplication, measures=measures, keep_away_from=None)
    assert set(errors) == {"move_out_of", "keep_away_from", "other_measure"}


def test_outside_the_household_the_way_is_the_injunction():
    """K3."""
    assert list(refused(ProtectionApplication, lives_together="否")) == ["lives_together"]


def test_urgency_decides_the_rule_of_the_ruling():
    assert example(ProtectionFiling).ruling_rule == "5B.1-urgent"
    assert example(ProtectionFiling, urgent="否").ruling_rule == "5B.1"
    assert "accepted_at" in refused(ProtectionFiling, accepted_at="2026-03-24 09:00")


def test_an_order_lasts_at_most_six_months_and_is_thought_of_in_time():
    ruling = example(OrderRuling)
    assert renewal_told_at(ruling.runs_until, ruling.runs_from, LAW) == datetime(
        2026, 9, 9, 16, 0, tzinfo=UTC
    )
    assert "valid_until" in refused(OrderRuling, valid_until="2026-09-27")
    assert example(OrderRuling, valid_until="2026-09-26")
    assert "valid_until" in refused(OrderRuling, valid_until="2026-03-26")
    short = example(OrderRuling, valid_until="2026-03-30")
    assert renewal_told_at(short.runs_until, short.runs_from, LAW) == short.made_at


def test_a_dismissal_has_reasons_and_no_end():
    assert list(refused(OrderRuling, granted="否")) == ["dismissal"]
    dismissed = example(OrderRuling, granted="否", dismissal="证据不足。")
    with pytest.raises(BrokenInvariant):
        _ = dismissed.runs_until


def test_reconsideration_may_bring_an_order_or_not():
    made = example(Reconsideration)
    renewal = renewal_told_at(made.runs_until, made.runs_from, LAW)
    assert renewal == datetime(2026, 9, 16, 16, 0, tzinfo=UTC)
    lost = example(Reconsideration, order_made="否")
    assert not lost.order_made
    assert lost.valid_until is None
    none = example(Reconsideration, applied="否", why_not="改走行为保全。")
    assert none.order_made is False


def test_an_injunction_before_suit_names_the_suit():
    assert list(refused(InjunctionApplication, suit_planned=None)) == ["suit_planned"]
    assert list(refused(InjunctionApplication, phase="during")) == ["suit_number"]


def test_thirty_days_run_from_the_day_the_measures_were_taken():
    assert example(InjunctionRuling).taken_at == datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
    assert list(refused(SuitFiled, filed="否")) == ["why_not"]


def test_beyond_a_year_the_reasons_stand_apart():
    """Opinions 15."""
    long = {"extend_until": "2027-03-10"}
    assert list(refused(ExtensionRequest, **long)) == ["beyond_one_year"]
    assert list(refused(ExtensionRequest, **long, beyond_one_year="是")) == ["beyond_reasons"]
    assert example(ExtensionRequest, extend_until="2027-03-09").beyond_reasons is None


def test_an_extension_runs_forward_to_the_end_of_its_last_day():
    assert example(ExtensionDecision).extended_until == datetime(
        2026, 12, 31, 15, 59, 59, tzinfo=UTC
    )
    assert "new_limit_on" in refused(ExtensionDecision, new_limit_on="2026-09-01")
    assert "extend_until" in refused(ExtensionRequest, extend_until="2026-09-09")


def test_a_receipt_has_a_name_and_a_day():
    assert list(refused(ReplySent, received_on=None)) == ["received_by"]


def test_after_an_intentional_crime_no_opinion_favours_restoration():
    """Gate G7."""
    for advice in ("restore", "court_decides"):
        errors = refused(RestorationOpinion, intentional_crime="是", advice=advice, conditions=None)
        assert "故意犯罪" in errors["advice"][0]
    assert example(RestorationOpinion, intentional_crime="是", advice="refuse")


@pytest.mark.parametrize("doubt", ["sexual_or_sale", "long_abuse", "five_years"])
def test_who_advises_restoration_against_the_rule_says_why(doubt: str):
    assert list(refused(RestorationOpinion, **{doubt: "是"})) == ["against_doubts"]
    assert example(RestorationOpinion, **{doubt: "是"}, against_doubts="特别理由。")


def test_nobody_asks_back_what_was_not_yet_taken():
    assert "applied_on" in refused(RestorationCommission, applied_on="2026-06-01")


def test_a_restoration_takes_effect_and_a_refusal_does_not():
    assert example(RestorationRuling).effective_at == datetime(2027, 3, 3, 16, 0, tzinfo=UTC)
    with pytest.raises(BrokenInvariant):
        _ = example(RestorationRuling, restored="否").effective_at


def test_the_birthday_begins_at_midnight_in_shanghai():
    assert example(MajorityPreparation).eighteen_at == datetime(2027, 2, 13, 16, 0, tzinfo=UTC)
    mistaken = example(MajorityPreparation, turns_eighteen="否", why_not="出生日期有误。")
    with pytest.raises(BrokenInvariant):
        _ = mistaken.eighteen_at


def test_a_case_moves_by_the_code_of_the_centre_and_by_rank():
    assert example(TransferRequest).to_centre == "shifan-linxian"
    assert list(refused(TransferRequest, to_centre="示范邻县")) == ["to_centre"]
    risk = {k: v for k, v in raw_example(TransferRequest)["risk"].items() if k != "rank"}
    assert list(refused(TransferRequest, risk=risk)) == ["risk.rank"]


def test_a_case_not_signed_for_stays():
    assert list(refused(TransferReceipt, accepted="否")) == ["refusal"]
    assert example(TransferReceipt).accepted_at.tzinfo is UTC
