"""Reading what tired people type: full-width digits, several date spellings, blanks, conditions."""

import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.choice import Choice
from models.forms.scalars import read_scalar
from models.printable import plain, unprintable

#: Characters neither PostgreSQL nor Word can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: A name that may be repeated in an error without telling anything about a person.
_FIELD_NAME = re.compile(r"^[a-z][a-z0-9_]{0,59}$")

#: What stands between numbers typed into one line, and between texts: a comma belongs to a text.
_BETWEEN_NUMBERS = re.compile("[\u3001\uff0c,\uff1b;\n]+")
_BETWEEN = "\u3001\uff1b;\n"
_OPENING, _CLOSING = "(\uff08《“〔[", ")\uff09》”〕]"

LONGEST_TEXT = 20_000
MOST_ROWS = 300


class Rows(tuple[Any, ...]):  # noqa: SLOT001 - a tuple cannot have slots that hold something
    """What was read of a list, blank rows dropped; `places` are the rows as they were typed."""

    places: tuple[int, ...] = ()

    @classmethod
    def of(cls, rows: list[tuple[int, Any]]) -> "Rows":
        """Keep the rows, and remember where each stood."""
        made = cls(one for _, one in rows)
        made.places = tuple(place for place, _ in rows)
        return made


def inner_type(annotation: Any) -> Any:
    """Strip `| None` and `Annotated` from a field's type."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return inner_type(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        return inner_type(rest[0]) if len(rest) == 1 else annotation
    return annotation


def item_type(annotation: Any) -> Any | None:
    """The element type of a list or tuple field, else None."""
    inner = inner_type(annotation)
    if get_origin(inner) in (list, tuple):
        return inner_type(get_args(inner)[0])
    return None


def part_type(annotation: Any) -> type[BaseModel] | None:
    """The model of a nested group, else None."""
    inner = inner_type(annotation)
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def meta(info: FieldInfo) -> dict[str, Any]:
    """What `field()` said about a field."""
    extra = info.json_schema_extra
    found = extra.get("hutong", {}) if isinstance(extra, dict) else {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class FieldKind:
    """What a value must be: plain, a list of such, or a group."""

    plain: Any
    each: "FieldKind | None"
    part: type[BaseModel] | None

    @staticmethod
    def of(annotation: Any) -> "FieldKind":
        """The kind that a type says."""
        item = item_type(annotation)
        each = None if item is None else FieldKind.of(item)
        return FieldKind(inner_type(annotation), each, part_type(annotation))


@dataclass(frozen=True)
class FieldFacts:
    """What is said of a field, found out once a class."""

    info: FieldInfo
    kind: FieldKind
    #: A list asked for in a large box: one item a line, commas belong to the items.
    in_lines: bool
    #: Another field, and the words of it with which this one belongs to the answer.
    shown_if: tuple[str, frozenset[str]] | None
    must_be_given: bool
    #: The sentence when nothing was given.
    missing: str

    @staticmethod
    def of(name: str, info: FieldInfo) -> "FieldFacts":
        """The facts of one field."""
        about, kind = meta(info), FieldKind.of(info.annotation)
        other, _, wanted = (about.get("shown_if") or "").partition("=")
        return FieldFacts(
            info=info,
            kind=kind,
            in_lines=about.get("widget") == "textarea" and kind.each is not None,
            shown_if=(other, frozenset(wanted.split("|"))) if other else None,
            must_be_given=must_be_given(info),
            missing=about.get("missing") or "请填写“" + (info.title or name) + "”。",
        )

    def belongs(self, given: Mapping[str, Any]) -> bool:
        """Whether the field is shown with what was given."""
        if self.shown_if is None:
            return True
        name, wanted = self.shown_if
        value = given.get(name)
        values = value if isinstance(value, (list, tuple)) else [value]
        return not wanted.isdisjoint(map(_word, values))


@cache
def facts_of(model: type[BaseModel]) -> Mapping[str, FieldFacts]:
    """The facts of every field of a form or part, in order."""
    return {name: FieldFacts.of(name, info) for name, info in model.model_fields.items()}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def tidy(
    model: type[BaseModel], raw: Mapping[str, Any], prefix: str = ""
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Turn what was typed into what pydantic can check.

    Returns:
        The values, blanks dropped and hidden fields cleared, and the errors of reading by path.
    """
    errors: dict[str, list[str]] = {}
    given: dict[str, Any] = {}
    facts = facts_of(model)
    completed = getattr(model, "completed", None)
    for name, value in (completed(raw) if completed else raw).items():
        about = facts.get(name)
        if about is None:
            if not _is_blank(value):
                shown = name if _FIELD_NAME.match(str(name)) else "?"
                errors[prefix + shown] = ["没有这一栏,请检查填写的名称。"]
            continue
        typed = value.splitlines() if about.in_lines and isinstance(value, str) else value
        read, problem = _read(about.kind, typed, f"{prefix}{name}", errors)
        if problem:
            errors[prefix + name] = [problem]
        elif read is not None and read != ():
            given[name] = read
    _apply_conditions(facts, given, errors, prefix)
    return given, errors


def _apply_conditions(
    facts: Mapping[str, FieldFacts],
    given: dict[str, Any],
    errors: dict[str, list[str]],
    prefix: str,
) -> None:
    """Clear what is not shown, in the order of the fields, and name what is missing."""
    seen = dict(given)
    for name, about in facts.items():
        if name not in given:
            seen[name] = about.info.get_default()
    for name, about in facts.items():
        path = prefix + name
        if not about.belongs(seen):
            given.pop(name, None)
            seen[name] = None
            for wrong in [one for one in errors if _is_within(one, path)] if errors else ():
                del errors[wrong]
        elif name not in given and about.must_be_given and not is_wrong(errors, path):
            errors[path] = [about.missing]


def must_be_given(info: FieldInfo) -> bool:
    """Whether a field that is shown may not be blank.

    A conditional field defaults to None or nothing so that it may be absent; shown, it is asked. So
    is one that answers of earlier versions lack.
    """
    about = meta(info)
    if about.get("optional"):
        return False
    later = about.get("shown_if") or about.get("asked")
    return info.is_required() or bool(later and info.default in (None, ()))


def is_wrong(errors: Iterable[str], path: str) -> bool:
    """Whether there is an error at this path or below it."""
    return any(_is_within(one, path) for one in errors)


def _is_within(path: str, outer: str) -> bool:
    return path == outer or path.startswith(f"{outer}.")


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(_is_blank(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return all(_is_blank(one) for one in value)
    return value is None


def _read(
    kind: FieldKind, value: Any, path: str, errors: dict[str, list[str]]
) -> tuple[Any, str | None]:
    """Read one value; a group or row in which nothing was typed counts as not given."""
    if _is_blank(value):
        return None, None
    if kind.each is not None:
        return _read_list(kind.each, value, path, errors)
    if kind.part is not None:
        return _read_part(kind.part, value, path, errors)
    if isinstance(value, str):
        value = plain(value)
        if code := unprintable(value):
            return None, f"有无法保存和打印的字符({code}),请删除后重新填写。"
        if len(value) > LONGEST_TEXT:
            return None, f"内容太长,最多 {LONGEST_TEXT} 个字。"
    inner = kind.plain
    if isinstance(inner, type) and issubclass(inner, Choice):
        value = _choice(inner, value)
    return read_scalar(inner, value) if value != "" else (None, None)


def _read_part(
    part: type[BaseModel], value: Any, path: str, errors: dict[str, list[str]]
) -> tuple[Any, str | None]:
    if not isinstance(value, Mapping):
        return None, "这一组内容的格式不对。"
    given, problems = tidy(part, value, f"{path}.")
    errors.update(problems)
    return (given or None), None


def storable(typed: str) -> str:
    """What was typed, without characters that no table and no document can hold."""
    return _UNSTORABLE.sub("", typed)


def _choice(choices: type[Choice], value: Any) -> Any:
    """Accept the stored value or the words shown for it."""
    for one in choices:
        if value in (one.value, one.label):
            return one.value
    return value


def _read_list(
    each: FieldKind, value: Any, path: str, errors: dict[str, list[str]]
) -> tuple[Any, str | None]:
    wanted = each.plain
    if isinstance(value, str) and isinstance(wanted, type) and issubclass(wanted, (str, int)):
        value = [value] if issubclass(wanted, Choice) else _items(wanted, value)
    if not isinstance(value, (list, tuple)):
        return None, "这一栏应当是一个列表。"
    if len(value) > MOST_ROWS:
        return None, f"最多填写 {MOST_ROWS} 项。"
    rows: list[tuple[int, Any]] = []
    for place, one in enumerate(value):
        got, problem = _read(each, one, f"{path}.{place}", errors)
        if problem:
            errors[f"{path}.{place}"] = [problem]
        elif got is not None:
            rows.append((place, got))
    return Rows.of(rows), None


def _items(item: type, typed: str) -> list[str]:
    """The items of a list typed into one line; what stands in brackets or quotes stays together."""
    if issubclass(item, int):
        return _BETWEEN_NUMBERS.split(typed)
    found, depth = [""], 0
    for character in typed:
        depth = max(0, depth + (character in _OPENING) - (character in _CLOSING))
        if character in _BETWEEN and (not depth or character == "\n"):
            found.append("")
            depth = 0
        else:
            found[-1] += character
    return found
