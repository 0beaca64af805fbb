"""A form beside the record: filled with what is known, and each field marked with where it is from.

What was typed otherwise is marked and not put right: the record may be wrong, or older.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.facts.given import GivenAnswer, Signed
from models.facts.known.told import KnownValue
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.forms.reading import tidy
from models.law.pack import RulePack
from models.words import StepKind
from web.describing import fields_of
from web.fields import Field, FromRecord
from web.moments import day
from web.names import paper_name
from web.titles import step_title
from web.typed import Typed, as_typed
from web.wording import _

#: So many origins are named; a list of thirty helps nobody.
_NAMED = 4


def filled(form: type[Form], typed: Typed, known: Mapping[str, KnownValue]) -> Typed:
    """A form with what is known put in."""
    said = _as_typed(form, known)
    for path in known:
        typed = _put(typed, path.split("."), _at(said, path))
    return typed


def marked(
    fields: tuple[Field, ...], form: type[Form], typed: Typed, known: Mapping[str, KnownValue], *,
    law: RulePack | None, now: datetime,
) -> tuple[Field, ...]:  # fmt: skip
    """Mark each field of which the record knows something."""
    if not known:
        return fields
    wanted = filled(form, typed, known)
    read, right = tidy(form, typed)[0], tidy(form, wanted)[0]
    drawn = fields_of(form, wanted, law)
    marks = {}
    for path, one in known.items():
        there, theirs, shown = _at(right, path), _at(read, path), _field(drawn, path)
        if there in (None, (), "") or shown is None:
            continue
        is_blank = theirs in (None, (), "")
        state = "blank" if is_blank else "same" if _holds(theirs, there, shown.kind) else "differs"
        marks[path] = FromRecord(state, shown, _origins(one.origins, now))
    return _with_marks(fields, marks)


def _with_marks(fields: tuple[Field, ...], marks: Mapping[str, FromRecord]) -> tuple[Field, ...]:
    return tuple(
        replace(one, record=marks.get(one.path), fields=_with_marks(one.fields, marks))
        for one in fields
    )


def _holds(typed: Any, known: Any, kind: str) -> bool:
    """Whether what was typed says what is known; it may say more, by a row or by a sentence."""
    if isinstance(known, Mapping):
        return isinstance(typed, Mapping) and all(
            _holds(typed.get(name), one, "") for name, one in known.items()
        )
    if isinstance(known, list | tuple):
        return isinstance(typed, list | tuple) and all(
            any(_holds(one, wanted, "") for one in typed) for wanted in known
        )
    if kind == "textarea":
        return str(known) in str(typed)
    return bool(typed == known)


def _origins(origins: tuple[GivenAnswer | Signed, ...], now: datetime) -> str:
    if not origins:
        return _("人员登记或者中心资料")
    said = "；".join(_origin(one, now) for one in origins[:_NAMED])
    return _("%(said)s等%(n)s处", said=said, n=len(origins)) if len(origins) > _NAMED else said


def _origin(one: GivenAnswer | Signed, now: datetime) -> str:
    if isinstance(one, Signed):
        return _(
            "《%(paper)s》审批完成，%(day)s", paper=paper_name(one.paper), day=day(one.at, now)
        )
    step = step_title(
        StepKind.ASK, key="", form=name_of(one.form), paper=None, about=one.about, turn=one.turn
    )
    when = day(one.done_on or one.answered_at, now)
    return _("%(step)s，%(who)s，%(day)s", step=step, who=one.by, day=when)


def _as_typed(form: type[Form], known: Mapping[str, KnownValue]) -> Typed:
    stored: dict[str, Any] = {}
    for path, one in known.items():
        stored = _put(stored, path.split("."), one.value)
    return as_typed(form, stored)


def _put(typed: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy with a value in its place."""
    name, *rest = path
    within = typed.get(name)
    inner = _put(within if isinstance(within, dict) else {}, rest, value) if rest else value
    return {**typed, name: inner}


def _at(typed: Any, path: str) -> Any:
    for name in path.split("."):
        typed = typed.get(name) if isinstance(typed, Mapping) else None
    return typed


def _field(fields: tuple[Field, ...], path: str) -> Field | None:
    for one in fields:
        if one.path == path:
            return one
        if path.startswith(f"{one.path}."):
            return _field(one.fields, path)
    return None
