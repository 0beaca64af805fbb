"""The one way to declare a form: labels, hints, units, conditions, sources, and rules across fields.

A form is a pydantic model whose fields carry what the portal shows. The same class reads a browser
form, a practice case in YAML and the stored answer, so there is no second definition anywhere.
`Form.parse` reports every error at once, in Chinese, by field path.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import BrokenInvariant, FormInvalid
from models.forms.checking import broken_rules, check
from models.forms.known import Known
from models.forms.not_yet import NotYet
from models.forms.reading import tidy
from models.law.pack import RulePack
from models.printable import kept
from models.words import Paper

#: A rule across fields: returns None, or the sentence to show at its first field.
Rule = Callable[[Any], str | None]
#: The same of a rule that is asked with the rule pack of the case.
LawRule = Callable[[Any, RulePack], str | None]


def field(  # noqa: PLR0913 - one name for each thing a field says; all by keyword
    label: str,
    *,
    hint: str = "",
    source: str | None = None,
    unit: str | None = None,
    widget: str | None = None,
    shown_if: str | None = None,
    group: str | None = None,
    optional: bool = False,
    asked: bool = False,
    missing: str = "",
    preset: Sequence[Mapping[str, str]] = (),
    known: Known | None = None,
    default: Any = ...,
    **constraints: Any,
) -> Any:
    """Declare one field of a form.

    Args:
        label: What the field is called on screen and in documents; Chinese.
        hint: One sentence under the label; Chinese.
        source: Article behind the field, such as `指导纲要第55条`.
        unit: Unit shown after the input, such as `元/月`.
        widget: Overrides what the type implies: `textarea`, `radios`, `checkboxes`, …
        shown_if: `other_field=value` or `other_field=a|b`; booleans are `yes`/`no`. A field that
            is not shown is cleared, and is never missing.
        group: Heading under which following fields are shown.
        optional: May be left blank; then it is None. A tuple that may be empty says `default=()`.
        asked: Must be given although answers stored before there was this field lack it; then it
            is None, or its default.
        missing: The sentence when nothing was given; else one that names the field.
        preset: Rows shown from the start, each with these values; all are to be filled in.
        known: The fact it is filled with where the record knows it; who answers confirms it.
        default: Value when nothing was given. A conditional tuple with `default=()` is asked
            for when it is shown, unless it is `optional` too.
        constraints: Passed to pydantic (`max_length`, `ge`, …).
    """
    shown: dict[str, Any] = {"hutong": {
        "source": source, "unit": unit, "widget": widget, "shown_if": shown_if,
        "group": group, "optional": optional, "asked": asked, "missing": missing,
        "preset": [dict(row) for row in preset], "known": known,
    }}  # fmt: skip
    if default is ... and (optional or shown_if or asked):
        default = None
    return Field(
        default, title=label, description=hint or None, json_schema_extra=shown, **constraints
    )


def law_rule(*fields: str) -> Callable[[LawRule], LawRule]:
    """Mark a method as a rule that asks the law: it is handed the rule pack of the case besides.

    A number of days or months stands in the pack and never in a form.
    """

    def mark(method: LawRule) -> LawRule:
        method.hutong_fields = fields  # type: ignore[attr-defined]
        method.hutong_asks_law = True  # type: ignore[attr-defined]
        return method

    return mark


def rule(*fields: str) -> Callable[[Rule], Rule]:
    """Mark a method as a rule over the named fields.

    It runs only when all of them are valid, and its sentence is shown at the first; a dotted name
    is a field of a group. The path `""` as only field puts it above the whole form.
    """

    def mark(method: Rule) -> Rule:
        method.hutong_fields = fields  # type: ignore[attr-defined]
        return method

    return mark


class Part(BaseModel):
    """A group of fields that repeats inside a form (one guardian, one piece of evidence)."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    @classmethod
    def completed(cls, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was typed, with what it says itself of fields that were left blank."""
        return typed

    @classmethod
    def rules(cls) -> Iterator[Rule]:
        """Yield the rules of this class, bases first, in the order they were written."""
        seen: set[str] = set()
        for base in reversed(cls.__mro__):
            for name, member in vars(base).items():
                if hasattr(member, "hutong_fields") and name not in seen:
                    seen.add(name)
                    yield cast("Rule", getattr(cls, name))


class Form(Part):
    """What a step asks a person; frozen once read."""

    #: Chinese name of the form, shown as the page's heading.
    title: ClassVar[str]
    #: One sentence: what to do now.
    what_now: ClassVar[str] = ""
    #: The article behind the form.
    source: ClassVar[str] = ""
    #: It only says who does something: whoever answers it is no author of a document that reads it.
    organises: ClassVar[bool] = False
    #: Asked again, it begins with what was answered last: a draft that was sent back.
    begins_with_last: ClassVar[bool] = False
    #: The document that who answers has handed over: the form is asked when it is made.
    hands_over: ClassVar[Paper | None] = None

    @property
    def not_yet(self) -> NotYet | None:
        """That what was asked is not done and is asked again; None: this answer ends the asking."""
        return None

    @classmethod
    def may_be_asked_again(cls) -> bool:
        """Whether the form has answers that do not end the asking."""
        return cls.not_yet is not Form.not_yet

    @classmethod
    def parse(cls, raw: Mapping[str, Any], law: RulePack) -> Self:
        """Read what a person or a practice case gave.

        Args:
            raw: Field name to value; strings are read liberally (full-width digits, several
                date spellings), blanks count as not given, fields that are not shown are cleared.
            law: The rule pack of the case, for the rules that ask it.

        Raises:
            FormInvalid: With every error at once, by field path.
        """
        return cls._read(raw, law)

    @classmethod
    def _read(cls, raw: Mapping[str, Any], law: RulePack | None) -> Self:
        given, errors = tidy(cls, raw)
        partial = check(cls, given, errors)
        for path, text in list(broken_rules(partial, errors, law)):
            errors.setdefault(path, []).append(text)
        if errors:
            order = list(cls.model_fields)
            raise FormInvalid(dict(sorted(errors.items(), key=lambda one: _place(one[0], order))))
        return cls.model_validate(given)

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored answer. Rules are not asked again: it was valid when it was given.

        Raises:
            BrokenInvariant: What is stored no longer fits the form; names fields, never contents.
        """
        try:
            return cls.model_validate(kept(stored))
        except ValidationError as invalid:
            names = {str(error["loc"][0]) for error in invalid.errors(include_input=False)}
            fields = "、".join(sorted(names & set(cls.model_fields)))
            raise BrokenInvariant(
                f"已存的“{cls.title}”与表单不符:{fields or '多余的栏'}。"
            ) from None

    @classmethod
    def says(cls, raw: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
        """Whether what is given is what is stored already.

        No rule is asked: the law of the case may be another by now, or missing.
        """
        given, errors = tidy(cls, raw)
        check(cls, given, errors)
        return not errors and cls.model_validate(given).dump() == stored

    def dump(self) -> dict[str, Any]:
        """Give the answer as it is stored: JSON types only, instants in UTC ISO form."""
        return self.model_dump(mode="json")


def _place(path: str, order: Sequence[str]) -> int:
    """Where an error stands on the page: the whole form first, unknown names last."""
    name = path.partition(".")[0]
    if not name:
        return -1
    return order.index(name) if name in order else len(order)
