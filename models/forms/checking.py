"""Checking what was read, field by field, so that every error is found at once.

Pydantic alone would stop at the first broken group, and would count rows after blank ones were
dropped; a person needs all errors, each beside the row that was typed.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from models.forms.messages import sentence
from models.forms.reading import Rows, facts_of, is_wrong
from models.law.pack import RulePack

_CONFIG = ConfigDict(str_strip_whitespace=True)


def check(
    model: type[BaseModel],
    given: Mapping[str, Any],
    errors: dict[str, list[str]],
    prefix: str = "",
) -> BaseModel:
    """Add the errors of `given` to `errors`, and build what is valid of it.

    Args:
        model: The form or part.
        given: As `reading.tidy` gave it.
        errors: By path; those of reading are already there.
        prefix: Path of this part with a dot at the end, or nothing.

    Returns:
        An instance that lacks the fields in error, for the rules to look at.
    """
    valid: dict[str, Any] = {}
    for name, about in facts_of(model).items():
        path = prefix + name
        if name in given:
            value = _check_field(model, name, given[name], errors, path)
        elif about.info.is_required():
            continue
        else:
            value = about.info.get_default(call_default_factory=True)
        if path not in errors:
            valid[name] = value
    return model.model_construct(**valid)


def _check_field(
    model: type[BaseModel], name: str, value: Any, errors: dict[str, list[str]], path: str
) -> Any:
    kind = facts_of(model)[name].kind
    if kind.part is not None:
        return check(kind.part, value, errors, f"{path}.")
    row = kind.each.part if kind.each else None
    if row is not None:
        if not is_wrong(errors, path):
            _apply(_length(model, name), tuple(value), errors, path)
        checked = [
            (place, check(row, one, errors, f"{path}.{place}."))
            for place, one in zip(value.places, value, strict=True)
        ]
        return Rows.of(checked)
    return _apply(_adapter(model, name), value, errors, path) if path not in errors else None


def _apply(adapter: TypeAdapter[Any], value: Any, errors: dict[str, list[str]], path: str) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            row = error["loc"][0] if error["loc"] else None
            if isinstance(row, int) and isinstance(value, Rows):
                errors.setdefault(f"{path}.{value.places[row]}", []).append(sentence(error))
            else:
                errors.setdefault(path, []).append(sentence(error))
    return None


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """What checks one field that is no group."""
    info = model.model_fields[name]
    kind: Any = info.annotation
    if info.metadata:
        kind = Annotated[(info.annotation, *info.metadata)]
    return TypeAdapter(kind, config=_CONFIG)


@cache
def _length(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """What checks how many rows a list of groups has."""
    info = model.model_fields[name]
    kind: Any = tuple[Any, ...]
    if info.metadata:
        kind = Annotated[(kind, *info.metadata)]
    return TypeAdapter(kind)


def broken_rules(
    part: BaseModel, errors: Mapping[str, Any], law: RulePack | None, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield path and sentence of each rule that does not hold, parts included.

    Without a law, as for the small forms of the portal, no rule may ask it.
    """
    for rule in _rules_of(type(part)):
        fields: tuple[str, ...] = rule.hutong_fields
        named = [name for name in fields if name]
        if any(is_wrong(errors, prefix + name) or not _is_there(part, name) for name in named):
            continue
        text = rule(part, law) if getattr(rule, "hutong_asks_law", False) else rule(part)
        if text:
            yield (prefix + fields[0]).removesuffix("."), text
    for name in type(part).model_fields:
        value = getattr(part, name, None)
        if isinstance(value, BaseModel):
            yield from broken_rules(value, errors, law, f"{prefix}{name}.")
        elif isinstance(value, Rows):
            for place, row in zip(value.places, value, strict=True):
                if isinstance(row, BaseModel):
                    yield from broken_rules(row, errors, law, f"{prefix}{name}.{place}.")


def _is_there(part: BaseModel, name: str) -> bool:
    """Whether a field could be read; a dotted name leads into a group that was given."""
    found: Any = part
    for step in name.split("."):
        if not hasattr(found, step):
            return False
        found = getattr(found, step)
    return True


@cache
def _rules_of(part: type[BaseModel]) -> tuple[Any, ...]:
    found = getattr(part, "rules", None)
    return tuple(found()) if found else ()
