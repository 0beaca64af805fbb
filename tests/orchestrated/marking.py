"""Answers in which every text of every field carries a word that stands nowhere else.

The words are put in by trying: a field keeps its mark when the form accepts and keeps the answer.
So what is marked follows the forms themselves, optional and conditional fields included.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Any, get_args

from pydantic import BaseModel
from stdnum.cn import ric

from models.errors import FormInvalid
from models.forms.base import Form
from tests.factories_forms import raw_example
from tests.law import LAW

#: In every text; twelve bytes in hexadecimal do not come about by chance.
WORD = "ZQXJKV"
#: In every telephone number.
DIGITS = "77077077077"
#: A resident number of a region that does not exist, with the check digit it would have.
RESIDENT = "99999920170506770"
RESIDENT += ric.calc_check_digit(RESIDENT + "0")
#: Everything to search for.
MARKS = (WORD, DIGITS, RESIDENT)

#: Compared at a door with what another form says: a mark of its own would make another of it.
COMPARED = frozenset({"judgment_number", "number", "revoked", "taker_id_number"})
_numbers = count(1)
Path = tuple[str | int, ...]


def marked(form: type[Form], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The example answer with these changes and a mark in every text that can have one."""
    typed = raw_example(form, **changes)
    for path, value in list(_texts(typed)):
        if COMPARED.isdisjoint(path):
            _try(form, typed, path, _candidates(value))
    for path in list(_blanks(form, typed)):
        if COMPARED.isdisjoint(path):
            _try(form, typed, path, _candidates(""))
    if isinstance(typed.get("child"), dict):
        typed["child"] |= {"id_kind": "resident", "id_number": RESIDENT}
        typed["child"].pop("id_kind_other", None)
    form.parse(typed, LAW)
    return typed


def marks_in(answer: Any) -> int:
    """How many texts of an answer carry a mark."""
    return sum(any(mark in str(value) for mark in MARKS) for _, value in _texts(answer))


def _candidates(value: str) -> tuple[str, ...]:
    number = next(_numbers)
    return (f"{value}(暗记{WORD}{number:04d})", f"0999-{DIGITS}")


def _try(form: type[Form], typed: dict[str, Any], path: Path, candidates: tuple[str, ...]) -> None:
    """Put in the first candidate the form accepts and keeps; else leave all as it was."""
    holder = _holder(typed, path)
    before = deepcopy(holder)
    for candidate in candidates:
        holder[path[-1]] = candidate
        try:
            kept = str(form.parse(typed, LAW).dump())
        except FormInvalid:
            kept = ""
        if candidate.removeprefix("0999-") in kept:
            return
        holder.clear()
        holder.extend(before) if isinstance(holder, list) else holder.update(before)


def _holder(typed: Any, path: Path) -> Any:
    for part in path[:-1]:
        typed = typed[part]
    return typed


def _texts(typed: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of an answer with where it stands."""
    if isinstance(typed, str):
        yield path, typed
    elif isinstance(typed, Mapping):
        for name, value in typed.items():
            yield from _texts(value, (*path, name))
    elif isinstance(typed, list | tuple):
        for place, value in enumerate(typed):
            yield from _texts(value, (*path, place))


def _blanks(model: type[BaseModel], typed: Any, path: Path = ()) -> Iterator[Path]:
    """Every field of a form, and of the parts in it, that the answer does not have."""
    for name, declared in model.model_fields.items():
        value = typed.get(name)
        parts = [one for one in _inside(declared.annotation) if _is_part(one)]
        if value is None:
            yield (*path, name)
        elif isinstance(value, dict) and parts:
            yield from _blanks(parts[0], value, (*path, name))
        elif isinstance(value, list) and parts:
            for place, row in enumerate(value):
                if isinstance(row, dict):
                    yield from _blanks(parts[0], row, (*path, name, place))


def _inside(annotation: Any) -> Iterator[Any]:
    """A type and all it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from _inside(part)


def _is_part(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)
