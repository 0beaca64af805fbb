"""What a page shows of a form: fields with values and errors in, and the summary of the errors.

`web.describing` makes them from a form's model; a template only draws.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from web.wording import word

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One row of a repeated group."""

    path: str
    title: str
    fields: tuple["Field", ...]
    errors: tuple[str, ...]
    is_preset: bool

    @property
    def id(self) -> str:
        """Where a link to it goes."""
        return html_id(self.path)


@dataclass(frozen=True)
class FromRecord:
    """What the record says of a field, beside what stands in it."""

    state: str
    """`same`, `differs` or `blank`: nothing was typed, although something is known."""
    known: "Field"
    """The field as the record would have it, for reading."""
    origins: str
    """Which step, who, which day."""


@dataclass(frozen=True)
class Field:
    """One thing a form asks, as a page shows it."""

    path: str
    label: str
    kind: str
    """`text`, `textarea`, `radios`, `select`, `checkboxes`, `hidden`, `group` or `rows`."""
    hint: str = ""
    source: str = ""
    unit: str = ""
    heading: str = ""
    is_optional: bool = False
    width: str = "wide"
    lines: int = 4
    number: bool = False
    options: Options = ()
    value: Any = ""
    errors: tuple[str, ...] = ()
    condition: str = ""
    """When it is to be filled in, in words; empty: always."""
    when: str = ""
    """Path of the field it depends on, for the script."""
    wanted: str = ""
    fields: tuple["Field", ...] = ()
    rows: tuple[Row, ...] = ()
    may_add: bool = False
    applies: bool = True
    """Whether its condition holds for the values at hand."""
    placeholder: str = ""
    record: FromRecord | None = None
    """What the record knows of it; None: nothing."""

    @property
    def id(self) -> str:
        """Where its label and the error summary point to."""
        return html_id(self.path)

    @property
    def described_by(self) -> str:
        """Ids of what explains it, for a screen reader."""
        ids = [f"{self.id}-hint"] if self.hint or self.condition else []
        ids += [f"{self.id}-record"] if self.record else []
        return " ".join([*ids, *([f"{self.id}-error"] if self.errors else [])])

    @property
    def chosen(self) -> list[str]:
        """The options that are selected."""
        return [str(one) for one in (self.value if isinstance(self.value, list) else [self.value])]

    @property
    def words(self) -> str:
        """Its value as a person reads it."""
        names = dict(self.options)
        return "、".join(names.get(one, one) for one in self.chosen)


def html_id(path: str) -> str:
    """The id of a field on the page."""
    return "f-" + path.replace(".", "-") if path else "f-form"


def flat(fields: tuple[Field, ...], where: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and full name of each field and row, for the error summary."""
    for one in fields:
        name = where + one.label
        yield one.path, name
        yield from flat(one.fields, f"{name}·")
        for row in one.rows:
            yield row.path, f"{where}{row.title}"
            yield from flat(row.fields, f"{where}{row.title}·")


#: What a late entry says beside the form.
BESIDE = ("done_on", "late_reason")


@dataclass(frozen=True)
class SummaryLine:
    """One error on top of the page: where it is, and what to do."""

    href: str
    name: str
    text: str


def summary(fields: tuple[Field, ...], errors: Mapping[str, list[str]]) -> list[SummaryLine]:
    """List all errors in the order given; one without a field of its own points to the form."""
    names = dict(flat(fields))
    lines = []
    for path, texts in errors.items():
        target = path if path in names else ""
        href = f"#{html_id(path if path in BESIDE else target)}"
        name = names.get(target, "")
        lines += [SummaryLine(href, "" if f"“{name}”" in one else name, word(one)) for one in texts]
    return lines
