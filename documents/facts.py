"""The facts a document rests on, apart from how they are written.

A context of another program cannot be compared with the one that was signed for: its sentences may
differ while the case is the same. Its facts can: what the context asked of the record is asked
again, and so are those things on which every document rests.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

from documents.record import CaseRecord, Question
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.words import Paper

#: A digest for each question; the question as it is kept, in JSON.
Facts = Mapping[str, str]

_ALWAYS: tuple[Question, ...] = (("people",), ("centre",), ("law",))


def facts_of(record: CaseRecord) -> Facts:
    """What a context that was just built from this record rests on."""
    asked = [*_ALWAYS, *record.asked]
    return {_written(question): _digest(record, question) for question in asked}


def changed(facts: Facts, record: CaseRecord) -> bool:
    """Whether the record of now answers otherwise."""
    return any(_digest(record, tuple(json.loads(one))) != kept for one, kept in facts.items())


def _written(question: Question) -> str:
    return json.dumps(question, ensure_ascii=False)


def _digest(record: CaseRecord, question: Question) -> str:
    kind, *about = question
    told = json.dumps(_ANSWERS[kind](record, *about), ensure_ascii=False, default=_day_or_instant)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _day_or_instant(value: date) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()


def _people(record: CaseRecord) -> object:
    """Without what nobody gave: a field that a later program adds changes nothing."""
    people = [record.child, *record.guardians]
    return [
        {
            k: v
            for k, v in sorted(one.model_dump(mode="json").items())
            if v not in (None, "", [], False)
        }
        for one in people
    ]


def _newest(record: CaseRecord, form: str, about: str, here: str) -> object:
    found = record.facts_of(_form(form), about=about or None, here=bool(here))
    return found.step_id if found else None


def _windows(record: CaseRecord, ordinal: str) -> object:
    laid = record.windows_laid.get(int(ordinal), ())
    return [[one.number, one.first_on, one.last_on] for one in laid]


def _clock(record: CaseRecord, rule: str) -> object:
    found = record.clock(rule)
    return [found.due_at, found.printable] if found else None


def _form(name: str) -> type[Form]:
    return FORMS[name]


_ANSWERS: Mapping[str, Callable[..., object]] = {
    "people": _people,
    "centre": lambda record: asdict(record.centre),
    "law": lambda record: [record.law.version],
    "newest": _newest,
    "all": lambda record, form: [facts.step_id for facts, _ in record.all(_form(form))],
    "clock": _clock,
    "number": lambda record, paper: record.newest_number(Paper(paper)),
    "numbers beside": lambda record, paper: record.numbers_beside(Paper(paper)),
    "custody": lambda record: [record.custodies, record.custody_so_far()],
    "windows": _windows,
}
