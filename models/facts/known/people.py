"""What the record knows of the people of a case.

Nobody is filled in as the one who takes the child: that a person is who was expected is found out
at the door, and not assumed. Nobody is told apart by guessing: where two could be meant, nothing is
filled in.
"""

from collections.abc import Iterable
from typing import Any

from models.facts.given import GivenAnswer
from models.facts.known.told import CLOSING, COMMA, OPENING, Asked, KnownValue, distinct, row, told
from models.facts.persons import PersonRole, mention_of, plain_name
from models.facts.titles import TitleKind
from models.facts.whereabouts import Place
from models.forms.assessment import Assessment, Voice
from models.forms.consultation import Minutes
from models.forms.grounds import Finding, GroundClaimed
from models.forms.identity import Sex
from models.forms.investigation import Investigation
from models.forms.organisations import PartyKind, is_body
from models.forms.people import GuardianEntry, RelativeEntry
from models.forms.petition import PetitionDraft
from models.law.dates import turns_on
from models.law.majority import ADULT_YEARS
from models.law.terms import Conclusion

#: What a child of whom nothing is known is called by who opened the case.
NOT_ASKED_YET = "身份待查明"


def child(asked: Asked) -> KnownValue | None:
    """The child as the register has it."""
    if asked.child is None:
        return None
    known = asked.child.model_dump(mode="json", exclude_none=True)
    if known.get("called") == NOT_ASKED_YET and not known.get("name"):
        del known["called"]
    return told(known, *_named_in(asked, PersonRole.CHILD))


def guardians(asked: Asked) -> KnownValue | None:
    """The guardians as the register has them."""
    known = [one.model_dump(mode="json", exclude_none=True) for one in asked.facts.guardians]
    return told(known, *_told_of(asked, asked.facts.guardians))


def _named_in(asked: Asked, role: PersonRole) -> list[GivenAnswer]:
    """The newest answer that names somebody in this role; nobody where the register alone knows."""
    found = [
        one.origin for person in asked.facts.persons for one in person.mentions
        if one.role is role and one.origin
    ]  # fmt: skip
    return found[-1:]


def _told_of(asked: Asked, entries: Iterable[GuardianEntry]) -> list[GivenAnswer]:
    """The newest answer that names each of these guardians."""
    found = []
    for entry in entries:
        who = mention_of(entry)
        named = [
            one.origin for person in asked.facts.persons if person.is_meant_by(who)
            for one in person.mentions if one.role is PersonRole.GUARDIAN and one.origin
        ]  # fmt: skip
        found += named[-1:]
    return distinct(found)


def schooling(asked: Asked) -> KnownValue | None:
    """School and class."""
    if asked.child is None or not asked.child.school:
        return None
    school = COMMA.join(filter(None, (asked.child.school, asked.child.school_class)))
    return told(school, *_named_in(asked, PersonRole.CHILD))


def eighteenth_birthday(asked: Asked) -> KnownValue | None:
    """From a birth date that is certain; an estimate says no day."""
    if asked.child is None or not asked.child.birth_date or asked.child.birth_date_estimated:
        return None
    day = turns_on(asked.child.birth_date, ADULT_YEARS)
    return told(day, *_named_in(asked, PersonRole.CHILD))


def child_words(asked: Asked) -> KnownValue | None:
    """The child's own words, as they were taken down for the assessment."""
    heard = [one for one in _heard(asked) if isinstance(one[0].form, Voice)]
    return told(heard[-1][1], heard[-1][0]) if heard else None


def child_view(asked: Asked) -> KnownValue | None:
    """What the child said last, to whoever asked: at home, heard alone, at the meeting."""
    heard = _heard(asked)
    return told({"heard": True, "words": heard[-1][1]}, heard[-1][0]) if heard else None


def _heard(asked: Asked) -> list[tuple[GivenAnswer, str]]:
    """What the child said, oldest first."""
    found = []
    for one in asked.facts.given:
        words = None
        if isinstance(one.form, Voice) and one.about == "child" and one.form.heard:
            words = one.form.words
        elif isinstance(one.form, Investigation | Minutes | PetitionDraft):
            words = one.form.child_view.words if one.form.child_view.heard else None
        if words:
            found.append((one, words))
    return found


def _relatives(asked: Asked) -> list[tuple[GivenAnswer, RelativeEntry]]:
    found = asked.newest(Investigation)
    return [(found[0], one) for one in found[1].relatives] if found else []


def relatives_entitled(asked: Asked) -> KnownValue | None:
    """Who else might be guardian, by whom it was found; why each is left out a person says."""
    known = _relatives(asked)
    rows = [row(relation=one.relation, name=one.name) for _, one in known]
    return told(rows, *distinct([origin for origin, _ in known]))


#: Relatives to be looked at as candidates have the same two fields.
candidates = relatives_entitled


def agreed_carer(asked: Asked) -> KnownValue | None:
    """The relative on whom the bodies agreed, where their words name exactly one on record."""
    minutes = asked.newest(Minutes, lambda one: one.conclusion is Conclusion.RELATIVES)
    if minutes is None or not minutes[1].carer:
        return None
    named = plain_name(minutes[1].carer)
    meant = [(origin, one) for origin, one in _relatives(asked) if plain_name(one.name) in named]
    if len(meant) != 1:
        return None
    origin, one = meant[0]
    return told(one.model_dump(mode="json", exclude_none=True), origin, minutes[0])


def suspected_guardians(asked: Asked) -> KnownValue | None:
    """Guardians who are suspected of the harm, as the register has them."""
    suspected = _suspected(asked)
    return told([_as_party(one) for one in suspected], *_told_of(asked, suspected))


def suspected_on_these_grounds(asked: Asked) -> KnownValue | None:
    """The same, with the grounds that were found: of one person only, as nobody says whose."""
    suspected = _suspected(asked)
    rows = [_as_party(one) for one in suspected]
    assessed, minutes = asked.newest(Assessment), asked.newest(Minutes)
    if len(rows) != 1:
        return told(rows, *_told_of(asked, suspected))
    origins = _told_of(asked, suspected)
    if assessed and (met := _met(assessed[1])):
        rows[0]["grounds35"] = met
        origins.append(assessed[0])
    if minutes and minutes[1].grounds36:
        rows[0]["grounds36"] = [one.value for one in minutes[1].grounds36]
        origins.append(minutes[0])
    return told(rows, *origins)


def _met(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        one.model_dump(mode="json", exclude_none=True, include=set(GroundClaimed.model_fields))
        for one in assessment.comparison
        if one.status is Finding.MET
    ]


def _suspected(asked: Asked) -> list[GuardianEntry]:
    return [one for one in asked.facts.guardians if one.is_suspected and _is_guardian(asked, one)]


def _is_guardian(asked: Asked, entry: GuardianEntry) -> bool:
    """Whether this one's title goes on: who was revoked is no respondent, and collects nobody."""
    who = mention_of(entry)
    return any(
        one.kind is TitleKind.GUARDIAN and one.until is None and one.who == who
        for one in asked.facts.titles
    )


def _as_party(one: GuardianEntry) -> dict[str, Any]:
    work = COMMA.join(filter(None, (one.occupation, one.work_unit)))
    kind = PartyKind.BODY if is_body(one.name) else PartyKind.PERSON
    person = {} if kind is PartyKind.BODY else row(
        sex=None if one.sex is Sex.UNKNOWN else one.sex, birth_date=one.birth_date,
        ethnicity=one.ethnicity, id_number=one.id_number, work=work,
    )  # fmt: skip
    return row(kind=kind, name=one.name, relation=one.relation.label, address=one.address,
               phone=one.phone) | person  # fmt: skip


def _who_may_collect(asked: Asked) -> GuardianEntry | None:
    """The one guardian who may be written to; None where there are two, or none."""
    able = [
        one
        for one in asked.facts.guardians
        if one.may_be_contacted and not one.is_suspected and _is_guardian(asked, one)
    ]
    return able[0] if len(able) == 1 else None


def notified_guardian(asked: Asked) -> KnownValue | None:
    """Whom the notice names."""
    one = _who_may_collect(asked)
    return told(one.name, *_told_of(asked, [one])) if one else None


def notified_relation(asked: Asked) -> KnownValue | None:
    """What the one who is notified is to the child."""
    one = _who_may_collect(asked)
    return told(one.relation.label, *_told_of(asked, [one])) if one else None


def notified_address(asked: Asked) -> KnownValue | None:
    """Where the notice goes."""
    one = _who_may_collect(asked)
    return told(one.address, *_told_of(asked, [one])) if one else None


def where_child_is(asked: Asked) -> KnownValue | None:
    """With whom and where the child is now; nothing where the child is missing."""
    stays = asked.facts.whereabouts.stays
    if not stays:
        return None
    now = stays[-1]
    if now.place is Place.IN_CENTRE and asked.centre.get("name"):
        where = COMMA.join(filter(None, (asked.centre["name"], asked.centre.get("address"))))
        return told(f"{where}{OPENING}临时监护{CLOSING}", now.origin)
    if now.place in (Place.WITH_RELATIVE, Place.BACK_HOME, Place.PLACED) and now.taker:
        return told(f"{now.taker}{OPENING}{now.place.label}{CLOSING}", now.origin)
    return None
