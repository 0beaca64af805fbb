"""The persons of a case: who is meant, told apart by name, number and what contradicts.

Nobody is told apart by position or by relation alone, and nothing merges by itself: a second father
is a second person, with a phone and a suspicion of his own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models.choice import Choice
from models.facts.given import GivenAnswer
from models.forms.base import Form
from models.forms.investigation import Investigation
from models.forms.people import (
    ChildIdentity,
    GuardianEntry,
    GuardianRelation,
    RelativeRelation,
    Reporter,
)
from models.forms.petition import PetitionDraft
from models.forms.protection_application import ProtectionApplication
from models.forms.reception import ReceptionHandover
from models.forms.registration import Registration
from models.forms.relative_care import CarerVerification
from models.forms.restoration import RestorationCommission
from models.forms.return_home import CollectionNotice
from models.forms.revocation import Appointed, GuardianProposal, Judgment

_BRACKETED = re.compile(r"[（(\[【].*?[)）\]】]")
_BETWEEN = re.compile(r"[\s·•・‧.．]+")
#: A relation said for two at once, and whom it may be.
_EITHER = {
    RelativeRelation.GRANDPARENT.value: frozenset({"grandfather", "grandmother"}),
    RelativeRelation.MATERNAL_GRANDPARENT.value: frozenset(
        {"maternal_grandfather", "maternal_grandmother"}
    ),
}
#: Relations that say nothing by which two could be told to be one.
_VAGUE = frozenset({"other", "other_relative", "friend", "organisation"})
_BY_LABEL = {one.label: one.value for one in (*RelativeRelation, *GuardianRelation)}


class PersonRole(Choice):
    """What somebody is in the case, by the form that names them."""

    CHILD = "child", "未成年人"
    GUARDIAN = "guardian", "监护人"
    RELATIVE = "relative", "亲属、朋友"
    CARER = "carer", "拟照料人"
    RESPONDENT = "respondent", "被申请人"
    APPOINTED = "appointed", "法院指定的监护人"
    REPORTER = "reporter", "报告人"
    OFFICIAL = "official", "有关单位的人员"
    BODY = "body", "单位"


@dataclass(frozen=True)
class Mention:
    """One entry of a form that means somebody."""

    name: str
    role: PersonRole
    relation: str | None = None
    """As a form chose or wrote it: a value or a label of the relations, or any words."""
    id_number: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    origin: GivenAnswer | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PersonOfCase:
    """Somebody of the case, with every entry that means them, oldest first."""

    mentions: tuple[Mention, ...]

    @property
    def name(self) -> str:
        """The name as it was written last."""
        return self.mentions[-1].name

    @property
    def roles(self) -> frozenset[PersonRole]:
        """Everything this person is in the case."""
        return frozenset(one.role for one in self.mentions)

    def is_meant_by(self, other: Mention) -> bool:
        """Whether an entry means this person."""
        return not any(contradicts(one, other) for one in self.mentions) and any(
            is_same(one, other) for one in self.mentions
        )

    def may_be(self, other: Mention) -> bool:
        """Whether an entry may mean this person, for all that is known."""
        return any(may_be(one, other) for one in self.mentions)


def plain_name(name: str) -> str:
    """A name as it is compared: without brackets, blanks, points between parts, full-width forms."""
    return _BETWEEN.sub("", _BRACKETED.sub("", unicodedata.normalize("NFKC", name))).casefold()


def is_same(one: Mention, other: Mention) -> bool:
    """Whether two entries are one person.

    Name and identity number agree; or name and relation agree, and nothing contradicts. Where a
    relation is not said, or vague, the name alone is not enough.
    """
    if plain_name(one.name) != plain_name(other.name):
        return False
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    if contradicts(one, other):
        return False
    mine, theirs = _relations(one.relation), _relations(other.relation)
    return bool(mine & theirs)


def may_be(one: Mention, other: Mention) -> bool:
    """Whether two entries may be one person: the question where it is dangerous to be wrong.

    The same number is the same person under any name; the same name is, whatever relation is
    written beside it, until a number or a birth date says otherwise.
    """
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    if plain_name(one.name) != plain_name(other.name):
        return False
    return not (one.birth_date and other.birth_date and one.birth_date != other.birth_date)


def contradicts(one: Mention, other: Mention) -> bool:
    """Whether number, birth date or phone are given on both sides and differ."""
    if one.id_number and other.id_number:
        return one.id_number != other.id_number
    return any(
        mine and theirs and mine != theirs
        for mine, theirs in ((one.birth_date, other.birth_date), (one.phone, other.phone))
    )


def _relations(told: str | None) -> frozenset[str]:
    value = _BY_LABEL.get(told or "", told or "")
    return frozenset() if value in _VAGUE else _EITHER.get(value, frozenset({value} - {""}))


def guardians_after(
    known: Iterable[GuardianEntry], given: Iterable[GuardianEntry]
) -> list[GuardianEntry]:
    """The guardians after a form has named some: known ones are completed, others are added.

    Blanks say nothing; a suspicion or a warning stands until it is corrected with a reason. A form
    that names one guardian says nothing of the others.
    """
    guardians = list(known)
    for entry in given:
        meant = mention_of(entry)
        place = next(
            (at for at, one in enumerate(guardians) if is_same(mention_of(one), meant)), None
        )
        if place is None:
            guardians.append(entry)
        else:
            guardians[place] = _completed(guardians[place], entry)
    return guardians


def _completed(known: GuardianEntry, given: GuardianEntry) -> GuardianEntry:
    said = {
        name: value
        for name, value in given.model_dump().items()
        if value not in (None, "", "unknown")
    }
    warned = {
        "is_suspected": known.is_suspected or given.is_suspected,
        "may_be_contacted": known.may_be_contacted and given.may_be_contacted,
    }
    return GuardianEntry.model_validate({**known.model_dump(), **said, **warned})


def mention_of(entry: GuardianEntry, origin: GivenAnswer | None = None) -> Mention:
    """A guardian as an entry that means somebody."""
    return Mention(
        entry.name, PersonRole.GUARDIAN, entry.relation.value, entry.id_number, entry.birth_date,
        entry.phone, origin,
    )  # fmt: skip


def persons(given: Iterable[GivenAnswer]) -> tuple[PersonOfCase, ...]:
    """Everybody the answers name, each once, in the order in which they were named."""
    found: list[PersonOfCase] = []
    for one in given:
        for meant in mentions(one):
            place = next((at for at, who in enumerate(found) if who.is_meant_by(meant)), None)
            if place is None:
                found.append(PersonOfCase((meant,)))
            else:
                found[place] = PersonOfCase((*found[place].mentions, meant))
    return tuple(found)


def mentions(given: GivenAnswer) -> Iterator[Mention]:
    """Whom one answer names."""
    for kind, named in _NAMED.items():
        if isinstance(given.form, kind):
            for one in named(given.form):
                if one.name.strip():
                    yield replace(one, origin=given)


def _registered(form: Registration) -> Iterator[Mention]:
    yield _child(form.child)
    yield from map(mention_of, form.guardians)
    yield _reporter(form.reporter)


def _received(form: ReceptionHandover) -> Iterator[Mention]:
    if form.child:
        yield _child(form.child)
    yield from map(mention_of, form.guardians)
    for one in form.escorts:
        yield Mention(one.name, PersonRole.OFFICIAL, phone=one.phone)


def _child(child: ChildIdentity) -> Mention:
    return Mention(child.display_name, PersonRole.CHILD, "child", child.id_number, child.birth_date)


def _reporter(one: Reporter) -> Mention:
    return Mention(one.name or "", PersonRole.REPORTER, phone=one.phone)


def _entries(role: PersonRole, path: str) -> Callable[[Any], Iterator[Mention]]:
    """The people a form lists under one field, or the one it has there."""

    def named(form: Any) -> Iterator[Mention]:
        told = getattr(form, path)
        for one in told if isinstance(told, tuple) else (told,):
            yield Mention(
                one.name, role, one.relation and str(one.relation), getattr(one, "id_number", None),
                getattr(one, "birth_date", None), getattr(one, "phone", None),
            )  # fmt: skip

    return named


def _petitioned(form: PetitionDraft) -> Iterator[Mention]:
    yield from _entries(PersonRole.RESPONDENT, "respondents")(form)
    yield from _entries(PersonRole.RELATIVE, "excluded")(form)


def _judged(form: Judgment) -> Iterator[Mention]:
    if form.guardian_name:
        person = form.appointed in (Appointed.PERSON, Appointed.OTHER_PARENT)
        role = PersonRole.APPOINTED if person else PersonRole.BODY
        yield Mention(form.guardian_name, role, form.guardian_relation if person else None)


#: Form to those it names.
_NAMED: Mapping[type[Form], Callable[[Any], Iterator[Mention]]] = {
    Registration: _registered,
    ReceptionHandover: _received,
    Investigation: _entries(PersonRole.RELATIVE, "relatives"),
    CarerVerification: _entries(PersonRole.CARER, "carer"),
    PetitionDraft: _petitioned,
    ProtectionApplication: _entries(PersonRole.RESPONDENT, "respondents"),
    GuardianProposal: _entries(PersonRole.RELATIVE, "candidates"),
    Judgment: _judged,
    CollectionNotice: lambda form: iter(
        (Mention(form.guardian, PersonRole.GUARDIAN, form.relation),)
    ),
    RestorationCommission: lambda form: iter(
        (Mention(form.applicant, PersonRole.GUARDIAN, form.relation),)
    ),
}
