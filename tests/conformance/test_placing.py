"""Long-term guardianship without a judgment: minors law 94; the exits of a consultation."""

import pytest

from documents.contexts.handover import build
from models.errors import FormInvalid
from models.facts.titles import TitleKind
from models.facts.whereabouts import Place
from models.forms.closure import ClosingReason
from models.forms.consultation import Minutes
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.law.dates import SHANGHAI
from models.law.terms import LongTerm94
from models.words import Holder, Outcome, Role, Stage
from tasks.gates.closing import ONLY_REASON
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.flows.routes import LONG_TERM, STATE_REFUSES
from tests.law import LAW
from tests.unit.documents.records import record, with_answer

rule = pytest.mark.rule
CONCLUDED = LONG_TERM.changes["minutes"]
PARENTS = CONCLUDED["long_term"]["guardians"]


def minutes(**long_term: object) -> Minutes:
    return Minutes.parse(raw_example(Minutes, **{**CONCLUDED, "long_term": long_term}), LAW)


@rule("4.4", "C.4")
def test_civil_affairs_decides_and_the_child_is_handed_to_its_institution_in_writing() -> None:
    walk = Walk.of(minutes=CONCLUDED).to("ask:long-term-decision")
    decision = walk.ask("ask:long-term-decision")
    assert (decision.of, decision.holder) == (Role.CIVIL_AFFAIRS, Holder.CIVIL_AFFAIRS)
    assert walk.case.custody_began_at is not None

    handing = walk.to("ask:long-term-handover").ask("ask:long-term-handover")
    assert handing.by is not None
    assert handing.by.astimezone(SHANGHAI).date() == example(LongTermDecision).handover_on

    assert walk.to_the_end(Stage.PLACEMENT) is Outcome.IN_LONG_TERM_CARE
    assert "issue:handover" in walk.issued()
    assert walk.case.custody_began_at is None
    assert walk.to_the_end(Stage.CLOSURE) is Outcome.CLOSED


def test_refused_by_civil_affairs_the_bodies_meet_again_and_the_child_stays() -> None:
    walk = Walk.of(minutes=CONCLUDED, **STATE_REFUSES.changes)

    assert walk.to_the_end(Stage.PLACEMENT) is Outcome.LONG_TERM_REFUSED
    assert walk.case.custody_began_at is not None
    assert walk.is_open("ask:convening")


@pytest.mark.parametrize("item", LongTerm94)
def test_each_item_is_told_with_what_it_needs_and_the_courts_item_is_no_conclusion(
    item: LongTerm94,
) -> None:
    needs = {
        LongTerm94.NOBODY_FOUND: {"search": "查找结论:没有结果。"},
        LongTerm94.GUARDIAN_DEAD: {"guardians": PARENTS, "nobody_else": "逐一查明。"},
        LongTerm94.GUARDIAN_INCAPABLE: {"guardians": PARENTS, "nobody_else": "逐一查明。"},
        LongTerm94.OTHER: {"other_law": "某法第一条(虚构)"},
    }
    with pytest.raises(FormInvalid):
        minutes(item=item.value)
    if item in needs:
        assert minutes(item=item.value, **needs[item]).long_term is not None


def test_the_loss_that_is_told_is_that_of_the_item() -> None:
    dead = [{"name": "林某某", "loss": "dead", "proof": "死亡证明"}]
    with pytest.raises(FormInvalid):
        minutes(item="94.3", guardians=dead, nobody_else="逐一查明。")


def test_the_hand_over_sheet_rests_on_the_decision_and_not_on_a_judgment() -> None:
    case = with_answer(record(Stage.PLACEMENT), example(Minutes, **CONCLUDED))
    sheet = build(case, None)

    assert "长期监护" in sheet.occasion
    assert "判决" not in sheet.basis
    assert sheet.receiver == example(LongTermHandover).handover.taker_name


def test_titles_and_whereabouts_say_who_is_guardian_and_who_cannot_be() -> None:
    case = with_answer(record(Stage.PLACEMENT), example(Minutes, **CONCLUDED))
    kinds = {(one.kind, one.who.name) for one in case.facts.titles}

    assert (TitleKind.LOST, "林某某") in kinds
    assert TitleKind.STATE_GUARDIAN in {kind for kind, _ in kinds}
    assert Place.LONG_TERM in {stay.place for stay in case.facts.whereabouts.stays}


def test_the_way_out_and_the_reason_for_closing_are_one() -> None:
    assert ONLY_REASON[Outcome.IN_LONG_TERM_CARE] is ClosingReason.LONG_TERM
