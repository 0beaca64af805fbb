"""Facts compared with facts: what contradicts the case is refused, with what is right."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.facts.case import CaseFacts
from models.facts.consistency.order import ORDERS
from models.facts.consistency.rule import Compared, Contradiction
from models.facts.consistency.rules import RULES, contradictions
from models.facts.events import EVENTS
from models.facts.given import GivenAnswer, Signed
from models.facts.titles import TitleKind
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.consultation import Minutes
from models.forms.extension import ExtensionDecision, ExtensionRequest
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.forms.petition import PetitionDraft
from models.forms.placement import PlacementHandover
from models.forms.protection import OrderRenewal, OrderRuling
from models.forms.receipt import Registration
from models.forms.relative_care import CarerVerification
from models.forms.return_home import Collection, CollectionNotice
from models.forms.revocation import Judgment
from models.law.dates import SHANGHAI, day_begins, shanghai_date
from models.words import Paper
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.unit.documents.records import NOW, answer, stage_of


def asked(form: Form, *before: GivenAnswer, signed: tuple[Signed, ...] = ()) -> list[Contradiction]:
    mine = answer(form, at=998)
    facts = CaseFacts.of([*before, mine], signed)
    compared = Compared(facts, mine, LAW, shanghai_date(mine.answered_at))
    return [found for _, found in contradictions(compared)]


def paths(found: list[Contradiction]) -> set[str]:
    return {one.path for one in found}


def at(form: Form, path: str) -> Any:
    found: Any = form
    for part in path.split("."):
        found = getattr(found, part)
    return found


def moved(kind: type[Form], path: str, to: datetime) -> Form:
    """An example whose event happened then; only what the rule of order reads is changed."""
    form = example(kind)
    parts = path.split(".")
    told: Any = to if isinstance(at(form, path), datetime) else shanghai_date(to)
    for part in reversed(parts):
        holder = at(form, ".".join(parts[: parts.index(part)])) if parts.index(part) else form
        told = holder.model_copy(update={part: told})
    assert isinstance(told, Form)
    return told


ASKED_OF_ANSWERS = [(order, told) for order in ORDERS for told in EVENTS[order.later].told]


@pytest.mark.parametrize(
    ("order", "told"),
    ASKED_OF_ANSWERS,
    ids=[f"{order.earlier}-{told.form.__name__}" for order, told in ASKED_OF_ANSWERS],
)
def test_what_follows_is_never_dated_before_what_it_follows(order, told):
    stage = stage_of(told.form)
    before: tuple[GivenAnswer, ...] = ()
    signed: tuple[Signed, ...] = ()
    earlier = EVENTS[order.earlier]
    day = datetime(2026, 3, 20, 10, tzinfo=SHANGHAI)
    if earlier.signed:
        signed = (Signed(earlier.signed, stage, 1, 1, day),)
    else:
        first = earlier.told[0]
        before = (answer(moved(first.form, first.path, day), stage=stage),)
    early = moved(told.form, told.path, day - timedelta(days=2))
    late = moved(told.form, told.path, day + timedelta(days=2))
    if not (told.holds(early) and told.holds(late)):
        pytest.skip("the example says that it did not happen")
    said = f"早于{earlier.says}"
    refused = [one for one in asked(early, *before, signed=signed) if said in one.sentence]
    assert [one.path for one in refused] == [told.path]
    assert not [one for one in asked(late, *before, signed=signed) if said in one.sentence]


def test_a_signature_has_seconds_and_what_is_typed_has_none():
    at_once = datetime(2026, 3, 20, 10, 0, 40, tzinfo=SHANGHAI)
    kind = FORMS["filing"]
    typed = moved(kind, "filed_at", at_once.replace(second=0))
    signed = Signed(Paper.REVOCATION_PETITION, stage_of(kind), 1, 1, at_once)
    assert asked(typed, signed=(signed,)) == []


@pytest.fixture
def judged() -> tuple[GivenAnswer, ...]:
    judgment = example(Judgment)
    placed = moved(PlacementHandover, "handover.handed_over_at", day_begins(judgment.effective_on))
    return answer(judgment, at=1), answer(placed, at=2)


def test_visits_after_a_judgment_follow_its_items_and_its_day(judged):
    judgment = judged[0].form
    right = example(
        FollowUpPlan, basis="revoked", starts_on=f"{judgment.effective_on}",
        grounds=[one.value for one in judgment.grounds35],
    )  # fmt: skip
    assert asked(right, *judged) == []
    other_basis = example(FollowUpPlan, basis="returned", starts_on=f"{judgment.effective_on}")
    assert paths(asked(other_basis, *judged)) == {"basis"}
    other_items = right.model_copy(update={"grounds": ()})
    assert paths(asked(other_items, *judged)) == {"grounds"}
    other_day = right.model_copy(update={"starts_on": judgment.effective_on + timedelta(days=7)})
    assert paths(asked(other_day, *judged)) == {"starts_on"}


def test_a_judgment_on_the_civil_code_alone_has_its_visits_too(judged):
    judgment = judged[0].form.model_copy(update={"grounds35": ()})
    plan = example(FollowUpPlan, basis="revoked", starts_on=f"{judgment.effective_on}", grounds=[])
    assert asked(plan, answer(judgment, at=1), judged[1]) == []


def test_who_went_home_by_collection_is_visited_for_that():
    collected = example(Collection)
    home = answer(collected, at=3)
    day = shanghai_date(collected.handed_over_at)
    preventive = example(FollowUpPlan, basis="preventive_once", groups=["80.4"], starts_on=f"{day}")
    assert paths(asked(preventive, home)) == {"basis"}


def test_an_order_that_has_lapsed_is_not_prolonged():
    lapsed = example(OrderRuling, made_at="2026-03-10 10:00", valid_until="2026-04-10")
    stage = answer(lapsed)
    renewal = example(OrderRenewal, renews="是", child_safe_reason=None, decided_on="2026-04-15")
    assert paths(asked(renewal, stage)) == {"renews"}
    given_up = example(OrderRenewal, renews="否", child_safe_reason="孩子已经安全。")
    assert asked(given_up, stage) == []


def test_no_more_is_granted_than_was_asked():
    asked_for = example(ExtensionRequest)
    request, limit = answer(asked_for), asked_for.extend_until
    longer = example(ExtensionDecision, new_limit_on=f"{limit + timedelta(days=1)}")
    assert paths(asked(longer, request)) == {"new_limit_on"}
    assert asked(example(ExtensionDecision, new_limit_on=f"{limit}"), request) == []


@pytest.mark.parametrize(("seen", "refused"), [("否", {"decision"}), ("是", set())])
def test_follow_up_does_not_end_where_nobody_saw_the_child(seen, refused):
    reason = {"why_not_seen": "监护人说孩子不在。"} if seen == "否" else {}
    visits = [answer(example(Visit, saw_child=seen, **reason), about=f"window-{n}") for n in (1, 2)]
    ends = example(FollowUpReview, decision="ends", reviewed_on=f"{shanghai_date(NOW)}")
    assert paths(asked(ends, *visits)) == refused


def reported(*guardians: dict[str, Any]) -> GivenAnswer:
    return answer(example(Registration, guardians=list(guardians)), at=1)


MOTHER = {"name": "林某某", "relation": "mother", "is_suspected": "否"}
FATHER = {"name": "禾某某", "relation": "father", "is_suspected": "是"}


def test_who_is_notified_to_collect_is_a_guardian_and_sends_no_suspect():
    known = reported(MOTHER, FATHER)
    right = example(CollectionNotice, guardian="林\u3000某某", authorised=None)
    assert asked(right, known) == []
    stranger = example(CollectionNotice, guardian="路某某", authorised=None)
    assert paths(asked(stranger, known)) == {"guardian"}
    sent = example(CollectionNotice, guardian="林某某", authorised="禾某某")
    assert paths(asked(sent, known)) == {"authorised"}


def test_who_was_revoked_is_notified_no_more():
    draft = example(PetitionDraft)
    [respondent] = draft.respondents
    known = reported({"name": respondent.name, "relation": "mother"})
    judged = answer(example(Judgment, effective_on="2026-01-05", judged_on="2026-01-05"), at=3)
    notice = example(CollectionNotice, guardian=respondent.name, authorised=None)
    assert paths(asked(notice, known, answer(draft, at=2), judged)) == {"guardian"}


@pytest.mark.parametrize(("name", "found"), [("王某某", set()), ("丁某某", {"carer.name"})])
def test_the_carer_is_whom_the_bodies_concluded_on(name: str, found: set[str]):
    concluded = answer(
        example(Minutes, conclusion="relatives", carer="外祖母王某某", why_no_petition="能照料"),
        at=1,
    )
    carer = {**raw_example(CarerVerification)["carer"], "name": name}
    assert paths(asked(example(CarerVerification, carer=carer), concluded)) == found


def test_only_a_guardian_is_petitioned_against():
    draft = example(PetitionDraft)
    known = reported({"name": draft.respondents[0].name, "relation": "mother"})
    assert asked(draft, known) == []
    assert paths(asked(draft, reported(FATHER))) == {"respondents.0.name"}


def test_of_two_respondents_one_may_stay_guardian():
    one = example(PetitionDraft).respondents[0]
    other = one.model_copy(update={"name": "禾某某", "relation": "父亲"})
    draft = example(PetitionDraft).model_copy(update={"respondents": (one, other)})
    known = [reported({"name": one.name, "relation": "mother"}, FATHER), answer(draft, at=2)]
    partly = example(Judgment, revoked=one.name)
    assert asked(partly, *known) == []
    assert paths(asked(example(Judgment, revoked="路某某"), *known)) == {"revoked"}
    facts = CaseFacts.of([*known, answer(partly, at=3)])
    assert {t.who.name for t in facts.titles if t.kind is TitleKind.REVOKED} == {one.name}
    still = {t.who.name for t in facts.titles if t.kind is TitleKind.GUARDIAN and t.until is None}
    assert still == {"禾某某"}


def test_every_rule_has_its_sentence_its_source_and_its_forms():
    codes = [one.code for one in RULES]
    assert len(codes) == len(set(codes))
    assert all(one.says and one.source and one.forms for one in RULES)
