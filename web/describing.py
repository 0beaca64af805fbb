"""From a form's model to the fields of a page.

The model says everything (`models.forms.base.field`). Conditional fields are always there, with
their condition in words; a small script may hide them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from documents.legal_terms import in_full
from models.choice import Choice
from models.forms.reading import facts_of, inner_type, item_type, meta, must_be_given, part_type
from models.forms.scopes import RiskGrade
from models.law.local import Locality
from models.law.pack import RulePack
from web.fields import Field, Options, Row
from web.levels import chosen_from
from web.levels import options as level_options
from web.typed import Typed, choice_of, first_shown, many_of, row_type
from web.wording import _, word, word_of_law

#: So many choices are still taken in at a glance as buttons; more become a list to open.
_MOST_RADIOS = 5
#: Characters up to which an input is short, or of middle width.
_SHORT, _MIDDLE = 30, 120
#: Characters up to which a box has so many lines.
_BOXES = ((500, 3), (2000, 5))
_TALLEST = 8


def fields_of(
    model: type[BaseModel],
    typed: Typed,
    law: RulePack | None,
    errors: Mapping[str, list[str]] | None = None,
    prefix: str = "",
) -> tuple[Field, ...]:
    """Describe a form or part with its values and errors, in the order of its fields.

    Args:
        model: The form or part.
        typed: Its values.
        law: The pack of the case: numbers of law in hints and choices are its.
        errors: Sentences by path.
        prefix: Path of the part in its form, with a dot at its end.
    """
    return tuple(_Builder(model, typed, law, errors or {}, prefix).build())


class _Builder:
    """Builds the fields of one model; holds what each of them needs."""

    def __init__(
        self, model: type[BaseModel], typed: Typed, law: RulePack | None,
        errors: Mapping[str, list[str]], prefix: str,
    ) -> None:  # fmt: skip
        self.model, self.law, self.errors, self.prefix = model, law, errors, prefix
        self.typed = first_shown(model) | typed

    def build(self) -> Iterator[Field]:
        for name, info in self.model.model_fields.items():
            yield self._field(name, info)

    def _field(self, name: str, info: FieldInfo) -> Field:
        about, path = meta(info), self.prefix + name
        plain = Field(
            path=path,
            label=word(info.title or name),
            kind="text",
            hint=word_of_law(info.description or "", self.law),
            source=word(about.get("source") or ""),
            unit=word(about.get("unit") or ""),
            heading=word(about.get("group") or ""),
            is_optional=self._is_optional(info),
            value=self.typed.get(name, ""),
            errors=tuple(word(one) for one in self.errors.get(path, ())),
            applies=facts_of(self.model)[name].belongs(self.typed),
        )
        plain = self._with_condition(plain, about.get("shown_if"))
        part, row = part_type(info.annotation), row_type(info)
        if part is not None:
            given = self.typed.get(name) or {}
            local = chosen_from(self.law, given) if part is RiskGrade else None
            if local is not None:
                return self._level(plain, local, given)
            inner = fields_of(part, given, self.law, self.errors, f"{path}.")
            return replace(plain, kind="group", fields=inner)
        if row is not None:
            return self._rows(plain, row, info, name)
        return self._single(plain, info)

    def _level(self, plain: Field, local: Locality, given: Typed) -> Field:
        """A level of the standard, chosen; what else it says follows from that."""
        path = f"{plain.path}.code"
        wrong = [one for at, said in self.errors.items() for one in said if at.startswith(path)]
        return replace(
            plain,
            path=path,
            kind="radios" if len(local.risk_levels) <= _MOST_RADIOS else "select",
            hint=_(
                "按%(place)s的标准（%(version)s）选定。", place=local.name, version=local.version
            ),
            options=level_options(local),
            value=str(given.get("code") or ""),
            errors=(*plain.errors, *(word(one) for one in wrong)),
        )

    def _is_optional(self, info: FieldInfo) -> bool:
        return not must_be_given(info) and info.default in (None, ())

    def _with_condition(self, plain: Field, shown_if: str | None) -> Field:
        if not shown_if:
            return plain
        name, _eq, wanted = shown_if.partition("=")
        other = self.model.model_fields.get(name)
        label = word(other.title or name) if other else name
        names = dict(_options(other, self.law)) if other else {}
        said = "、".join(names.get(one, one) for one in wanted.split("|"))
        condition = _("“%(label)s”选“%(said)s”时填写", label=label, said=said)
        return replace(plain, condition=condition, when=self.prefix + name, wanted=wanted)

    def _rows(self, plain: Field, row: type[BaseModel], info: FieldInfo, name: str) -> Field:
        preset = meta(info).get("preset") or []
        given = self.typed.get(name) or []
        rows = tuple(
            self._row(plain, row, number, one, preset[number] if number < len(preset) else {})
            for number, one in enumerate(given)
        )
        return replace(plain, kind="rows", rows=rows, may_add=not preset)

    def _row(
        self, plain: Field, row: type[BaseModel], number: int, typed: Typed, preset: Typed
    ) -> Row:
        path = f"{plain.path}.{number}"
        fixed = {name for name, value in preset.items() if typed.get(name, value) == value}
        inner = tuple(
            replace(one, kind="hidden") if one.path.rpartition(".")[2] in fixed else one
            for one in fields_of(row, preset | typed, self.law, self.errors, f"{path}.")
        )
        named = "、".join(one.words for one in inner if one.kind == "hidden")
        title = _("%(n)s. %(name)s", n=number + 1, name=named or plain.label)
        errors = tuple(word(one) for one in self.errors.get(path, ()))
        return Row(path, title, inner, errors, is_preset=bool(fixed))

    def _single(self, plain: Field, info: FieldInfo) -> Field:
        options, widget = _options(info, self.law), meta(info).get("widget")
        if many_of(info):
            return replace(plain, kind="checkboxes", options=options)
        if options:
            few = len(options) <= _MOST_RADIOS and not plain.is_optional
            kind = "radios" if few or widget == "radios" else "select"
            return replace(plain, kind=kind, options=options)
        if widget == "textarea":
            return replace(plain, kind="textarea", lines=_lines(info))
        return _text(plain, info)


def _options(info: FieldInfo, law: RulePack | None) -> Options:
    kind = many_of(info) or choice_of(inner_type(info.annotation))
    if kind is not None and issubclass(kind, Choice):
        return tuple((one.value, word(in_full(law, one))) for one in kind)
    if inner_type(info.annotation) is bool:
        return (("yes", _("是")), ("no", _("否")))
    return ()


def _text(plain: Field, info: FieldInfo) -> Field:
    kind, longest = inner_type(info.annotation), _longest(info)
    if kind is datetime:
        return replace(plain, width="date", placeholder="2026-11-21 14:30")
    if kind is date:
        return replace(plain, width="date", placeholder="2026-11-21")
    if kind in (int, float):
        return replace(plain, width="short", number=True)
    if item_type(info.annotation) is not None:
        return plain
    if longest and longest <= _SHORT:
        return replace(plain, width="short")
    return replace(plain, width="middle") if longest and longest <= _MIDDLE else plain


def _longest(info: FieldInfo) -> int | None:
    return next((one.max_length for one in info.metadata if hasattr(one, "max_length")), None)


def _lines(info: FieldInfo) -> int:
    longest = _longest(info) or 0
    return next((lines for most, lines in _BOXES if longest <= most), _TALLEST)
