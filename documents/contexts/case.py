"""What several papers say alike: the child's view, evidence, dates of clocks, who wrote."""

from collections.abc import Iterable

from documents.contexts.base import Evidence
from documents.punctuation import full_width, say
from documents.record import CaseRecord, ClockFacts
from documents.wording import NONE, PROVISIONAL, UNCONFIRMED, UNKNOWN, cn_date, joined, sentence
from models.forms import evidence as forms
from models.forms.base import Form
from models.forms.child_view import ChildView
from models.words import Paper

#: The date is being confirmed, so an outgoing document does not state it (gate G9).
NOT_STATED = full_width("(具体日期以核定后的通知为准)")


def view(given: ChildView | None) -> str:
    """What the child said in its own words, or why it was not heard."""
    if given is None:
        return full_width("未听取,理由未记录")
    if given.heard:
        return say("已听取。未成年人表示：{}", sentence(given.words or UNKNOWN))
    return say("未能听取。理由：{}", sentence(given.reason_not_heard or UNKNOWN))


def evidence(listed: Iterable[forms.Listed]) -> tuple[Evidence, ...]:
    """The evidence list, in the order of its numbers."""
    return tuple(
        Evidence(
            number=str(one.number),
            name=one.name,
            kind=one.kind.label if isinstance(one, forms.Evidence) else kind_of(one),
            source=one.source,
            proves=one.proves,
            copy_kind=full_width(one.copy_kind.label),
            pages=str(one.pages),
        )
        for one in sorted(listed, key=lambda one: one.number)
    )


def kind_of(one: forms.Listed) -> str:
    """The kind of an item of a list with kinds of its own."""
    kind = getattr(one, "kind", None)
    return full_width(str(getattr(kind, "label", UNKNOWN)))


def cited(numbers: Iterable[int]) -> str:
    """`证据1、证据3`, or that there is none."""
    return joined(tuple(f"证据{number}" for number in numbers))


def clock(record: CaseRecord, rule: str) -> ClockFacts | None:
    """The newest clock of a rule."""
    return record.clock(rule)


def due_inside(record: CaseRecord, rule: str) -> str:
    """A deadline on an internal document: an uncertain one is marked, with why (gate G9)."""
    found = clock(record, rule)
    if found is None:
        return "未起算"
    mark = unconfirmed(record, rule) or PROVISIONAL
    return cn_date(found.due_at) + ("" if found.printable else mark)


def unconfirmed(record: CaseRecord, rule: str) -> str:
    """The mark of a number whose text was not seen; empty for a confirmed one."""
    known = record.law.rules.get(rule)
    return "" if known is None or known.printable else UNCONFIRMED


def due_outside(record: CaseRecord, rule: str) -> str:
    """A deadline on an outgoing document: an uncertain date is not stated at all (gate G9)."""
    found = clock(record, rule)
    return cn_date(found.due_at) if found and found.printable else NOT_STATED


def number_of(record: CaseRecord, paper: Paper) -> str:
    """The full number of the newest issued paper of a kind, or 无."""
    return record.newest_number(paper) or NONE


def author(record: CaseRecord, form: type[Form], *, about: str | None = None) -> str:
    """Name of the officer who gave the newest answer to a form."""
    facts = record.facts_of(form, about=about)
    return facts.by if facts else UNKNOWN
