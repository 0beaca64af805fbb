"""Where the child is: one line without gaps from the first day that is known, never two places.

Each stay begins with the hand-over that was signed, or with what was reported, and ends where the
next begins. Temporary guardianship is the stays in the centre, and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from models.choice import Choice
from models.facts.given import GivenAnswer
from models.forms.base import Form
from models.forms.custody import ReceptionHandover
from models.forms.death import DeathRecord
from models.forms.follow_up import Visit
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
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationHandover
from models.forms.return_home import Collection
from models.forms.transfer import TransferReceipt
from models.law.custody import Span
from models.law.dates import day_begins


class Place(Choice):
    """Where the child may be."""

    AT_HOME = "at_home", "在家"
    IN_CENTRE = "in_centre", "在中心临时监护"
    BACK_HOME = "back_home", "由监护人领回"
    WITH_RELATIVE = "with_relative", "由亲友照料"
    PLACED = "placed", "由指定的监护人监护"
    LONG_TERM = "long_term", "由民政部门长期监护"
    ELSEWHERE = "elsewhere", "由接手的机构临时监护"
    OF_AGE = "of_age", "成年离开"
    MISSING = "missing", "下落不明"
    HOSPITAL = "hospital", "找到后在医疗机构救治"
    DIED = "died", "死亡"


#: Where a child may be without being handed to anybody: what held before holds on.
_AWAY = frozenset({Place.MISSING, Place.HOSPITAL})


@dataclass(frozen=True)
class Stay:
    """A time at one place."""

    place: Place
    since: datetime
    until: datetime | None
    """None: it goes on."""
    taker: str | None
    """Whose name stands under the hand-over; None where nobody took the child over."""
    source: str
    """The article the stay rests on."""
    origin: GivenAnswer
    in_custody: bool
    """Whether temporary guardianship runs: in the centre, or away from it without having left."""


@dataclass(frozen=True)
class Whereabouts:
    """The whole line, oldest stay first."""

    stays: tuple[Stay, ...]

    @property
    def now(self) -> Stay | None:
        """The stay that goes on; None while nothing is known."""
        return self.stays[-1] if self.stays else None

    def at(self, instant: datetime) -> Stay | None:
        """The stay at an instant; None before the first day that is known."""
        found = [
            one
            for one in self.stays
            if one.since <= instant and (one.until is None or instant < one.until)
        ]
        return found[-1] if found else None

    @property
    def in_custody(self) -> bool:
        """Whether the child is in temporary guardianship."""
        return self.now is not None and self.now.in_custody

    @property
    def last_known(self) -> Stay | None:
        """The newest stay with somebody: where a missing child left from."""
        known = [one for one in self.stays if one.place not in _AWAY]
        return known[-1] if known else None

    @property
    def custody(self) -> tuple[Span, ...]:
        """Every span of temporary guardianship."""
        spans: list[Span] = []
        for one in self.stays:
            if one.in_custody and spans and spans[-1].ended_at == one.since:
                spans[-1] = Span(spans[-1].began_at, one.until)
            elif one.in_custody:
                spans.append(Span(one.since, one.until))
        return tuple(spans)


@dataclass(frozen=True)
class _Move:
    place: Place | None
    """None: back to where it was before it left."""
    at: datetime
    taker: str | None
    source: str


def _received(form: ReceptionHandover) -> _Move | None:
    if not form.child_was_received or form.taken_over_at is None:
        return None
    return _Move(Place.IN_CENTRE, form.taken_over_at, form.taken_over_by, "《意见》第15条")


def _handed(place: Place, source: str) -> Callable[[Any], _Move | None]:
    def move(form: Any) -> _Move | None:
        made: Handover | None = form.handover
        return _Move(place, made.handed_over_at, made.taker_name, source) if made else None

    return move


def _missed(form: MissingRecord) -> _Move | None:
    if not form.is_missing or form.missing_since is None:
        return None
    return _Move(Place.MISSING, form.missing_since, None, "未成年人保护法第11条")


def _searched(form: SearchRecord) -> _Move | None:
    if form.state is not SearchState.IN_HOSPITAL or form.found_at is None:
        return None
    return _Move(Place.HOSPITAL, form.found_at, None, "《意见》第12条")


def _back(form: BroughtBack) -> _Move:
    place = Place.IN_CENTRE if form.to is BackTo.CENTRE else None
    return _Move(place, form.back_at, form.taker_name, "《意见》第11条")


def _dead(form: DeathRecord) -> _Move | None:
    return _Move(Place.DIED, form.died_at, None, "民法典第13条") if form.died_at else None


def _died(form: Visit) -> _Move | None:
    return _Move(Place.DIED, day_begins(form.on), None, "民法典第13条") if form.child_died else None


#: Form to the move it proves.
_MOVES: Mapping[type[Form], Callable[[Any], _Move | None]] = {
    ReceptionHandover: _received,
    Collection: _handed(Place.BACK_HOME, "指导纲要第71条"),
    RelativeHandover: _handed(Place.WITH_RELATIVE, "《意见》第17条"),
    PlacementHandover: _handed(Place.PLACED, "未成年人保护法第94条"),
    LongTermHandover: _handed(Place.LONG_TERM, "未成年人保护法第94条"),
    TransferReceipt: _handed(Place.ELSEWHERE, "未成年人保护法第92、93条"),
    RestorationHandover: _handed(Place.BACK_HOME, "民法典第38条"),
    MajorityTransfer: lambda form: _Move(Place.OF_AGE, form.left_care_at, None, "民法典第17条"),
    MissingRecord: _missed,
    SearchRecord: _searched,
    BroughtBack: _back,
    Visit: _died,
    DeathRecord: _dead,
}


def whereabouts(given: Iterable[GivenAnswer]) -> Whereabouts:
    """Where the child was, as the answers prove it, in the order in which they became known.

    What is entered later never lies before what stands: a hand-over at an earlier hour than the
    stay it ends would be a negative span, and counts from the beginning of that stay.
    """
    begun: list[tuple[_Move, GivenAnswer]] = []
    for one in given:
        move = _move(one, known=bool(begun))
        if move is not None and move.place is None:
            move = replace(move, place=_before_it_left(begun))
        if move is None or (begun and begun[-1][0].place is move.place and move.place in _GOES_ON):
            continue
        if begun and begun[-1][0].place is move.place is Place.DIED:
            # A visit knows the day, the record of the death the hour.
            begun.pop()
        if begun and move.at < begun[-1][0].at and begun[-1][0].place is Place.AT_HOME:
            # The report was received after the child had come: it was not at home then.
            begun.pop()
        if begun and move.at < begun[-1][0].at:
            move = replace(move, at=begun[-1][0].at)
        begun.append((move, one))
    ends = [after.at for (_, _), (after, _) in pairwise(begun)]
    stays: list[Stay] = []
    for (move, one), until in zip(begun, [*ends, None], strict=False):
        place = move.place or Place.AT_HOME
        kept = place in _AWAY and bool(stays) and stays[-1].in_custody
        stays.append(
            Stay(place, move.at, until, move.taker, move.source, one,
                 in_custody=kept or place is Place.IN_CENTRE)
        )  # fmt: skip
    return Whereabouts(tuple(stays))


#: Told again while it goes on, these are no new stay.
_GOES_ON = frozenset({Place.IN_CENTRE, *_AWAY})


def _before_it_left(begun: list[tuple[_Move, GivenAnswer]]) -> Place:
    known = [move.place for move, _ in begun if move.place not in _AWAY]
    return (known[-1] if known else None) or Place.AT_HOME


def _move(one: GivenAnswer, *, known: bool) -> _Move | None:
    """The move an answer proves; the first report says that the child is at home."""
    if isinstance(one.form, Registration):
        # Another report tells nothing of a hand-over.
        return None if known else _Move(Place.AT_HOME, one.form.received_at, None, "指导纲要第36条")
    for kind, move in _MOVES.items():
        if isinstance(one.form, kind):
            return move(one.form)
    return None
