"""What was typed: from the flat names of a browser form to what `Form.parse` reads, and back.

A field's name on the page is its path (`guardians.0.name`), the same path that errors carry.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.datastructures import FormData

from models.choice import Choice
from models.forms.reading import MOST_ROWS, inner_type, item_type, meta, part_type
from models.law.dates import SHANGHAI

#: What a person typed: strings, lists and groups of them, by field name.
Typed = dict[str, Any]


def row_type(info: FieldInfo) -> type[BaseModel] | None:
    """The model of a row, where a field is a list of groups."""
    item = item_type(info.annotation)
    return item if isinstance(item, type) and issubclass(item, BaseModel) else None


def choice_of(kind: Any) -> type[Choice] | None:
    """The choices, where a type is one of words."""
    return kind if isinstance(kind, type) and issubclass(kind, Choice) else None


def many_of(info: FieldInfo) -> type[Choice] | None:
    """The choices, where a field takes several of them."""
    return choice_of(item_type(info.annotation))


def read_typed(model: type[BaseModel], form: FormData, prefix: str = "") -> Typed:
    """Collect what a browser sent for a form; names the model does not know are left out."""
    typed: Typed = {}
    for name, info in model.model_fields.items():
        path = prefix + name
        part, row = part_type(info.annotation), row_type(info)
        if part is not None:
            typed[name] = _unless_untouched(part, info, read_typed(part, form, f"{path}."))
        elif row is not None:
            typed[name] = _read_rows(row, info, form, path)
        elif many_of(info):
            typed[name] = [str(one) for one in form.getlist(path)]
        elif path in form:
            typed[name] = str(form[path])
    return typed


def _read_rows(row: type[BaseModel], info: FieldInfo, form: FormData, path: str) -> list[Typed]:
    place = re.compile(rf"^{re.escape(path)}\.(\d{{1,3}})\.")
    places = [int(found[1]) for name in form if (found := place.match(name))]
    rows = []
    for number in range(min(max(places, default=-1) + 1, MOST_ROWS)):
        read = read_typed(row, form, f"{path}.{number}.")
        rows.append(read if meta(info).get("preset") else _without_blank(row, read))
    return rows


def _unless_untouched(part: type[BaseModel], info: FieldInfo, typed: Typed) -> Typed:
    return typed if info.is_required() else _without_blank(part, typed)


def _without_blank(model: type[BaseModel], typed: Typed) -> Typed:
    """Nothing, where a row holds only what it held when it was shown: selected defaults."""
    blank = first_shown(model)
    touched = any(value not in ("", [], {}, None, blank.get(name)) for name, value in typed.items())
    return typed if touched else {}


def first_shown(model: type[BaseModel]) -> Typed:
    """What an empty form shows: its defaults, and the rows it starts with."""
    typed: Typed = {}
    for name, info in model.model_fields.items():
        part, row = part_type(info.annotation), row_type(info)
        if part is not None:
            typed[name] = first_shown(part)
        elif row is not None:
            typed[name] = _first_rows(row, info)
        elif not info.is_required():
            typed[name] = _as_typed(info, info.get_default(call_default_factory=True))
    return typed


def _first_rows(row: type[BaseModel], info: FieldInfo) -> list[Typed]:
    about = meta(info)
    if about.get("preset"):
        return [first_shown(row) | dict(one) for one in about["preset"]]
    is_asked = info.is_required() or bool(about.get("shown_if") and not about.get("optional"))
    return [first_shown(row)] if is_asked else []


def as_typed(model: type[BaseModel], stored: Mapping[str, Any]) -> Typed:
    """Turn a stored answer into what a person would have typed, in Shanghai time."""
    typed = first_shown(model)
    for name, value in stored.items():
        info = model.model_fields.get(name)
        if info is None or value is None:
            continue
        part, row = part_type(info.annotation), row_type(info)
        if part is not None and isinstance(value, Mapping):
            typed[name] = as_typed(part, value)
        elif row is not None and isinstance(value, Sequence):
            typed[name] = [as_typed(row, one) for one in value] or typed[name]
        else:
            typed[name] = _as_typed(info, value)
    return typed


def _as_typed(info: FieldInfo, value: Any) -> Any:
    if many_of(info):
        return [str(one) for one in value or ()]
    if isinstance(value, list | tuple):
        between = "\n" if meta(info).get("widget") == "textarea" else "、"
        return between.join(str(one) for one in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if inner_type(info.annotation) is datetime:
        return _instant(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _instant(value: datetime | str) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def add_row(typed: Typed, path: str) -> None:
    """Add a blank row to the list at `path`; a path that leads nowhere does nothing."""
    parent, name = _parent(typed, path)
    rows = parent.setdefault(name, []) if isinstance(parent, dict) else None
    if isinstance(rows, list) and len(rows) < MOST_ROWS:
        rows.append({})


def remove_row(typed: Typed, path: str) -> None:
    """Take away the row at `path`, such as `guardians.1`."""
    parent, place = _parent(typed, path)
    if isinstance(parent, list) and place.isdigit() and int(place) < len(parent):
        del parent[int(place)]


def _parent(typed: Any, path: str) -> tuple[Any, str]:
    *way, last = path.split(".")
    for name in way:
        typed = _step(typed, name)
    return typed, last


def _step(at: Any, name: str) -> Any:
    if isinstance(at, dict):
        return at.get(name)
    if isinstance(at, list) and name.isdigit() and int(name) < len(at):
        return at[int(name)]
    return None


def fill_blanks(typed: Typed, known: Mapping[str, Any], names: Iterable[str]) -> None:
    """Put what is known already where nothing is typed yet."""
    for name in names:
        if name in known and not typed.get(name):
            typed[name] = known[name]
