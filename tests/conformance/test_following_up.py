"""Follow-up and its end: outline 57, 75, 77 to 81; rules 6.1 to 6.8, gates G8 and G10."""

from datetime import date, timedelta

import pytest

from models.errors import FormInvalid
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.law.follow_up import follow_up_rule
from models.law.stages import after
from models.law.terms import FollowUpBasis, Ground35
from models.words import Outcome, Paper, Role, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import raw_example
from tests.flows.routes import FOUND_AGAIN, SHORT
from tests.law import LAW, windows
from tests.unit.documents.records import record
from tests.unit.documents.test_required import refuse_absent, said

article, rule = pytest.mark.article, pytest.mark.rule
START = date(2026, 11, 20)
#: Outline 79: item of art. 35 to months of weekly visits.
MONTHS = {1: 6, 2: 3, 3: 2, 4: 1, 5: 1, 6: 3, 7: 1}


@article("001:78", "001:75")
@rule("6.1")
def test_who_was_returned_is_visited_in_each_of_five_weekly_windows_of_a_month() -> None:
    laid = windows(FollowUpBasis.RETURNED, START)

    assert [one.number for one in laid] == [1, 2, 3, 4, 5]
    assert laid[0].first_on == START + timedelta(days=1)
    assert laid[-1].last_on == date(2026, 12, 20)
    assert laid[-1].days == 2


@article("001:78", "001:75")
@rule("6.1")
def test_every_window_is_waited_for_and_asked_of_the_community_worker() -> None:
    walk = Walk.of(**SHORT)
    walk.to_the_end(Stage.FOLLOW_UP)
    visits = [key for key in walk.done() if key.startswith("ask:visit:window-")]

    assert len(visits) == 5
    assert all(key.replace("ask:visit:", "wait:") in walk.done() for key in visits)
    assert walk.ask("ask:visit:window-1").of is Role.COMMUNITY_WORKER
    assert walk.ask("ask:visit:window-1").by is not None
    assert "issue:visit-record:window-5" in walk.issued()


@article("001:79")
@rule("6.2")
@pytest.mark.parametrize(("item", "months"), MONTHS.items())
def test_after_revocation_the_months_go_by_the_item_of_article_35(item: int, months: int) -> None:
    term = LAW.rule(f"6.2-{item}").term

    assert term is not None
    assert (term.length, str(term.frequency)) == (months, "每周至少1次")


@article("001:79")
@rule("6.3")
def test_of_several_items_the_longest_counts() -> None:
    both = (Ground35.ADDICTION, Ground35.CRIME)

    assert follow_up_rule(both, LAW).id == "6.2-6"
    plain = windows(FollowUpBasis.REVOKED, START, (Ground35.CRIME,))
    assert windows(FollowUpBasis.REVOKED, START, both) == plain


@article("001:57", "001:80")
@rule("6.4")
@pytest.mark.parametrize(
    ("basis", "times"),
    [(FollowUpBasis.PREVENTIVE_TWICE, 2), (FollowUpBasis.PREVENTIVE_ONCE, 1)],
)
def test_preventive_visits_come_twice_or_once_in_each_calendar_month(
    basis: FollowUpBasis, times: int
) -> None:
    laid = windows(basis, START)
    december = [one for one in laid if one.first_on.month == 12]

    assert len(december) == times
    assert december[0].first_on == date(2026, 12, 1)
    assert december[-1].last_on == date(2026, 12, 31)


@article("001:80")
@rule("6.4")
def test_three_groups_have_two_visits_a_month_and_the_fourth_has_one() -> None:
    terms = [str(LAW.rule(f"6.4-{group}").term) for group in range(1, 5)]

    assert terms == ["每月至少2次"] * 3 + ["每月至少1次"]


@article("001:77")
def test_a_visit_tells_the_three_things_of_the_article() -> None:
    for missing in ("present_state", "lasts", "has_new_problem"):
        with pytest.raises(FormInvalid) as refused:
            Visit.parse(raw_example(Visit, **{missing: None}), LAW)
        assert missing in refused.value.errors
    refuse_absent(
        said(Paper.VISIT_RECORD, record(Stage.FOLLOW_UP), "window-1"),
        "未成年人现状", "问题改善是否持续", "是否有新问题",
    )  # fmt: skip


@article("001:77")
@rule("6.6")
def test_a_visit_that_finds_something_brings_intervention_again_at_once() -> None:
    walk = Walk.of(**FOUND_AGAIN.changes)

    assert walk.to_the_end(Stage.FOLLOW_UP) is Outcome.REINTERVENE
    assert walk.opened()[-1] is Stage.RECEIPT
    assert [key for key in walk.done() if key.startswith("ask:visit")] == ["ask:visit:window-1"]


@article("001:81")
@rule("6.5")
def test_when_the_windows_are_over_a_supervisor_reviews_and_visits_may_become_fewer() -> None:
    walk = Walk.of(follow_up_plan={"basis": "returned", "grounds": None})
    walk.to("ask:follow-up-review")
    review = walk.ask("ask:follow-up-review")

    assert (review.rule, review.of) == ("6.5", Role.SUPERVISOR)
    assert str(LAW.rule("6.5").term) == "每半年至少1次"
    walk.to("ask:visit:further-1")
    assert walk.ask("ask:visit:further-1").rule == "6.5"


@article("001:81")
@rule("6.5")
def test_a_review_that_continues_says_until_when() -> None:
    with pytest.raises(FormInvalid):
        FollowUpReview.parse(raw_example(FollowUpReview, next_visit_to=None), LAW)


@article("001:77", "001:81")
@rule("6.5")
def test_the_case_ends_only_by_a_review_and_a_report() -> None:
    assert after(Stage.FOLLOW_UP, Outcome.FOLLOWED_UP).to is Stage.CLOSURE
    walk = Walk.of(**SHORT)
    walk.to_the_end(Stage.FOLLOW_UP)
    walk.to("approve:closing-report")
    assert "issue:closing-report" in walk.issued()


@rule("6.1", "6.2")
def test_a_plan_says_why_follow_up_is_owed() -> None:
    with pytest.raises(FormInvalid):
        FollowUpPlan.parse(raw_example(FollowUpPlan, basis=None), LAW)


@rule("6.7")
def test_the_village_is_asked_to_visit_in_the_letter_it_gets() -> None:
    refuse_absent(said(Paper.BRIEFING_LETTER, record(Stage.RETURN_HOME), "collected-village"),
                  "随访")  # fmt: skip


@rule("6.8")
def test_at_eighteen_guardianship_ends_and_the_case_goes_to_its_closing() -> None:
    walk = Walk.of(Stage.MAJORITY).to("ask:majority-transfer")

    assert "wait:eighteenth-birthday" in walk.done()
    assert walk.ask("ask:majority-transfer").rule == "6.8"
    assert walk.to_the_end(Stage.MAJORITY) is Outcome.DONE
    assert Stage.CLOSURE in walk.opened()
