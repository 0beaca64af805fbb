"""Valid, obviously invented answers to every form, typed as a person would type them.

`example` is complete and realistic; `minimal` is what is left of it when everything that may be
blank is blank. The answers themselves are in `tests/examples/forms/*.yaml`.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from models.errors import FormInvalid
from models.forms.base import Form
from models.forms.catalogue import name_of
from tests.law import LAW

F = TypeVar("F", bound=Form)
FOLDER = Path(__file__).parent / "examples" / "forms"


def raw_example(form: type[Form], **changes: Any) -> dict[str, Any]:
    """What a person typed; a change of None takes the field away."""
    typed = deepcopy(_examples()[name_of(form)]) | changes
    return {name: value for name, value in typed.items() if value is not None}


def example(form: type[F], **changes: Any) -> F:
    """A complete and realistic answer."""
    return form.parse(raw_example(form, **changes), LAW)


def raw_minimal(form: type[Form]) -> dict[str, Any]:
    """The example without anything that may be left blank."""
    return deepcopy(_minimal(form))


def minimal(form: type[F], **changes: Any) -> F:
    """An answer with nothing but what must be filled in."""
    typed = raw_minimal(form) | changes
    return form.parse({name: value for name, value in typed.items() if value is not None}, LAW)


@cache
def _examples() -> dict[str, dict[str, Any]]:
    """All answers by form name; the loader leaves every scalar the string it was typed as."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        found |= yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    return found


@cache
def _minimal(form: type[Form]) -> dict[str, Any]:
    """Take away one thing after the other for as long as the form still accepts the rest."""
    typed = raw_example(form)
    for path in sorted(_paths(typed), key=lambda one: (len(one), [str(part) for part in one])):
        shorter = deepcopy(typed)
        if _take(shorter, path) and _accepts(form, shorter):
            typed = shorter
    return typed


def _accepts(form: type[Form], typed: dict[str, Any]) -> bool:
    try:
        form.parse(typed, LAW)
    except FormInvalid:
        return False
    return True


def _paths(typed: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    places = typed.items() if isinstance(typed, dict) else enumerate(typed)
    for place, value in places:
        yield (*path, place)
        if isinstance(value, (dict, list)):
            yield from _paths(value, (*path, place))


def _take(typed: Any, path: tuple[str | int, ...]) -> bool:
    """Blank what is at the path, so that the places of other rows stay as they are."""
    for part in path[:-1]:
        if isinstance(typed, dict) and part not in typed:
            return False
        typed = typed[part]
        if typed is None:
            return False
    if isinstance(typed, dict):
        return typed.pop(path[-1], None) is not None
    typed[path[-1]] = None
    return True
