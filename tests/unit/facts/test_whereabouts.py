"""Where the child is: one line, without gaps, never two places, never a negative span."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.whereabouts import Place, whereabouts
from models.forms.death import DeathRecord
from models.forms.follow_up import Visit, VisitKind
from models.forms.handover import Handover
from models.forms.long_term import LongTermHandover
from models.forms.majority import MajorityTransfer
from models.forms.missing import (
    BackTo,
    BroughtBack,
    MissingRecord,
    SearchRecord,
    SearchState,
)
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
    Place.LONG_TERM: lambda h: example(LongTermHandover).model_copy(
        update={"handover": handover(h)}
    ),
    Place.MISSING: lambda h: example(MissingRecord).model_copy(update={"missing_since": at(h)}),
    Place.HOSPITAL: lambda h: example(SearchRecord).model_copy(
        update={"state": SearchState.IN_HOSPITAL, "found_at": at(h)}
    ),
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


def back(hours: int, to: BackTo) -> BroughtBack:
    return example(BroughtBack).model_copy(update={"back_at": at(hours), "to": to})


def test_temporary_guardianship_goes_on_while_the_child_is_missing_and_in_hospital():
    gone = story((Place.IN_CENTRE, 5), (Place.MISSING, 30), (Place.HOSPITAL, 40))
    line = whereabouts(gone)
    assert line.in_custody
    assert [(one.began_at, one.ended_at) for one in line.custody] == [(at(5), None)]
    assert line.last_known is not None
    assert line.last_known.place is Place.IN_CENTRE

    line = whereabouts([*gone, answer(back(50, BackTo.CENTRE), at=9)])
    assert [one.place for one in line.stays][-2:] == [Place.HOSPITAL, Place.IN_CENTRE]
    assert [(one.began_at, one.ended_at) for one in line.custody] == [(at(5), None)]


@pytest.mark.parametrize("place", [Place.AT_HOME, Place.BACK_HOME, Place.WITH_RELATIVE])
def test_who_is_found_is_back_where_it_was_and_in_no_custody(place: Place):
    line = whereabouts(
        [*story((place, 5), (Place.MISSING, 30)), answer(back(50, BackTo.CARER), at=9)]
    )
    assert [one.place for one in line.stays] == [place, Place.MISSING, place]
    assert line.custody == ()


def test_custody_ends_with_the_hour_of_the_death_and_a_visit_knows_the_day_alone():
    dead = example(DeathRecord).model_copy(update={"died_at": at(33)})
    line = whereabouts([*story((Place.IN_CENTRE, 5)), answer(dead, at=9)])
    assert [(one.began_at, one.ended_at) for one in line.custody] == [(at(5), at(33))]

    line = whereabouts([*story((Place.BACK_HOME, 5), (Place.DIED, 30)), answer(dead, at=9)])
    assert [(one.place, one.since) for one in line.stays][-1] == (Place.DIED, at(33))
    assert len(line.stays) == 2


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
        for form in (
            Collection,
            RelativeHandover,
            PlacementHandover,
            LongTermHandover,
            RestorationHandover,
        )
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
