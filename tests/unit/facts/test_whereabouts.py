"""Where the child is: one line, without gaps, never two places, never a negative span."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.whereabouts import Place, whereabouts
from models.forms.follow_up import Visit, VisitKind
from models.forms.handover import Handover
from models.forms.majority import MajorityTransfer
from models.forms.placement import PlacementHandover
from models.forms.receipt import Registration
from models.forms.reception import ReceptionHandover
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationHandover
from models.forms.return_home import Collection
from tests.factories_forms import example
from tests.unit.documents.records import answer

T0 = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)


def at(hours: int) -> datetime:
    return T0 + timedelta(hours=hours)


def handover(hours: int) -> Handover:
    return example(PlacementHandover).handover.model_copy(update={"handed_over_at": at(hours)})


MOVES = {
    Place.AT_HOME: lambda h: example(Registration).model_copy(update={"received_at": at(h)}),
    Place.IN_CENTRE: lambda h: example(ReceptionHandover).model_copy(
        update={"taken_over_at": at(h)}
    ),
    Place.BACK_HOME: lambda h: example(Collection).model_copy(update={"handover": handover(h)}),
    Place.WITH_RELATIVE: lambda h: example(RelativeHandover).model_copy(
        update={"handover": handover(h)}
    ),
    Place.PLACED: lambda h: example(PlacementHandover).model_copy(update={"handover": handover(h)}),
    Place.OF_AGE: lambda h: example(MajorityTransfer).model_copy(update={"left_care_at": at(h)}),
    Place.DIED: lambda h: example(Visit).model_copy(
        update={"kind": VisitKind.DIED, "on": at(h).date()}
    ),
}


def story(*moves: tuple[Place, int]) -> list[GivenAnswer]:
    return [answer(MOVES[place](hours), at=order) for order, (place, hours) in enumerate(moves)]


def test_a_child_that_came_and_went_home_was_in_custody_between_the_two_hand_overs():
    line = CaseFacts.of(
        story((Place.AT_HOME, 0), (Place.IN_CENTRE, 5), (Place.BACK_HOME, 70))
    ).whereabouts
    assert [one.place for one in line.stays] == [Place.AT_HOME, Place.IN_CENTRE, Place.BACK_HOME]
    assert [(one.began_at, one.ended_at) for one in line.custody] == [(at(5), at(70))]
    assert not line.in_custody
    stay = line.at(at(6))
    assert stay is not None
    assert stay.place is Place.IN_CENTRE
    assert line.at(at(-1)) is None


def test_a_second_report_moves_nobody():
    line = whereabouts(story((Place.AT_HOME, 0), (Place.IN_CENTRE, 5), (Place.AT_HOME, 9)))
    assert line.in_custody


def test_a_reception_while_the_child_is_there_keeps_the_first_hour():
    line = whereabouts(story((Place.IN_CENTRE, 5), (Place.IN_CENTRE, 9)))
    assert [one.began_at for one in line.custody] == [at(5)]


def test_a_child_that_came_before_it_was_reported_was_not_at_home_in_between():
    line = whereabouts(story((Place.AT_HOME, 5), (Place.IN_CENTRE, 1)))
    assert [(one.place, one.since) for one in line.stays] == [(Place.IN_CENTRE, at(1))]


def test_relatives_whom_the_child_did_not_go_to_are_no_place():
    no = example(RelativeHandover).model_copy(update={"took_the_child": False, "handover": None})
    line = whereabouts([*story((Place.IN_CENTRE, 5)), answer(no, at=8)])
    assert line.in_custody


def test_every_hand_over_of_the_procedure_moves_the_child():
    handed = [
        form
        for form in (Collection, RelativeHandover, PlacementHandover, RestorationHandover)
        if len(whereabouts([*story((Place.IN_CENTRE, 0)), answer(example(form), at=1)]).stays) != 2
    ]
    assert handed == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(MOVES)), st.integers(min_value=0, max_value=5000)),
        max_size=9,
    )
)
def test_the_line_has_no_gap_and_no_negative_span_in_whatever_order_things_are_told(
    moves: list[tuple[Place, int]],
):
    line = whereabouts(story(*moves))
    assert all(one.until == after.since for one, after in pairwise(line.stays))
    assert all(one.since <= one.until for one in line.stays if one.until)
    assert all(one.until is None for one in line.stays[-1:])
    assert not any(
        one.place is after.place is Place.IN_CENTRE for one, after in pairwise(line.stays)
    )
