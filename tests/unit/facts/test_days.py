"""Every day that a form asks for is read by something: no promise can be written to no effect."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from models.facts.days import DAYS, Use
from models.facts.events import EVENTS
from models.facts.obligations import KINDS
from models.forms.acts import DONE_WHEN
from models.forms.base import Part
from models.forms.catalogue import FORMS, name_of
from tests.unit.forms.test_undone import DAYS as SAID

EVENT = {f"{name_of(told.form)}:{told.path}" for kind in EVENTS.values() for told in kind.told}
ACT = {f"{form}:{path}" for form, path in DONE_WHEN.items()}
OWED = {f"{name_of(kind.form)}:{kind.days}" for kind in KINDS}


def days_of(part: type[Part], path: str = "") -> Iterator[str]:
    """Each field of a form, its groups and rows that is a day or an instant."""
    for name, info in part.model_fields.items():
        for kind in flat(info.annotation):
            if isinstance(kind, type) and issubclass(kind, date):
                yield path + name
            elif isinstance(kind, type) and issubclass(kind, Part):
                yield from days_of(kind, f"{path}{name}.")


def flat(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for one in arguments:
        yield from flat(one)


EVERY = {f"{name}:{path}" for name, form in FORMS.items() for path in days_of(form)}


def test_every_day_of_every_form_is_an_event_an_act_an_obligation_or_has_its_reason() -> None:
    assert EVERY - EVENT - ACT - OWED - set(DAYS) == set()
    assert len(EVERY) > 120


def test_what_is_told_elsewhere_stands_in_no_second_list() -> None:
    assert set(DAYS) & (EVENT | ACT | OWED) == set()
    assert set() == OWED & (EVENT | ACT)


def test_the_lists_name_fields_that_are_there() -> None:
    assert (set(DAYS) | OWED) - EVERY == set()


def test_a_day_that_was_said_is_asked_again_and_no_other() -> None:
    again = {day for day, (use, _) in DAYS.items() if use is Use.AGAIN}

    assert again == {f"{form}:{day}" for form, (_, day) in SAID.items()}
