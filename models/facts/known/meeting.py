"""One meeting: whom it calls, what lies on the table, who came, and what each of them said."""

from models.facts.given import GivenAnswer
from models.facts.known.told import Asked, KnownValue, distinct, row, told
from models.forms.assessment import Assessment, GuidanceRecord, Voice
from models.forms.convening import Convening, Material, OpinionManner, PartyBody, PartyOpinion
from models.forms.custody import PoliceStatement
from models.forms.receipt import PoliceReport

_CAME = (OpinionManner.AT_MEETING, OpinionManner.VIDEO)


def bodies(asked: Asked) -> KnownValue | None:
    """Who was invited last; before the first meeting, the police and the school of the case."""
    called = asked.newest(Convening)
    if called:
        return told(list(called[1].invited), called[0])
    reported, rows = asked.newest(PoliceReport), []
    if reported:
        rows.append(row(body=PartyBody.POLICE, name=reported[1].station))
    if asked.child and asked.child.school:
        rows.append(row(body=PartyBody.SCHOOL, name=asked.child.school))
    return told(rows, *([reported[0]] if reported else []))


def materials(asked: Asked) -> KnownValue | None:
    """What of the four foundations is on record."""
    there = {
        Material.POLICE_STATEMENT: asked.newest(PoliceStatement, lambda one: one.received),
        Material.ASSESSMENT: asked.newest(Assessment),
        Material.GUIDANCE: asked.newest(GuidanceRecord, lambda one: one.given),
        Material.CHILD_VIEW: _child_heard(asked),
    }
    return told([one.value for one, found in there.items() if found],
                *(found[0] for found in there.values() if found))  # fmt: skip


def _child_heard(asked: Asked) -> tuple[GivenAnswer, Voice] | None:
    heard = [one for one in asked.facts.all(Voice) if one[0].about == "child" and one[1].heard]
    return heard[-1] if heard else None


def _meeting(asked: Asked) -> tuple[GivenAnswer, Convening] | None:
    return asked.newest(Convening)


def party_contact(asked: Asked) -> KnownValue | None:
    """Whom the invitation names for this side."""
    meeting = _meeting(asked)
    party = meeting[1].party(asked.about) if meeting and asked.about else None
    return told(party.contact, meeting[0]) if meeting and party else None


def _opinions(asked: Asked) -> list[tuple[GivenAnswer, PartyOpinion, str]]:
    """What each invited side said at the newest meeting, under its name, in the order invited."""
    meeting = _meeting(asked)
    if meeting is None:
        return []
    said = {
        origin.about: (origin, one)
        for origin, one in asked.facts.all(PartyOpinion)
        if origin.stage_ordinal == meeting[0].stage_ordinal
    }
    return [(*said[one.code], one.name) for one in meeting[1].parties if one.code in said]


def attended(asked: Asked) -> KnownValue | None:
    """Who gave an opinion there; that they signed in is not said by that."""
    came = [
        (origin, row(name=one.speaker, unit=name))
        for origin, one, name in _opinions(asked)
        if one.gave_opinion and one.manner in _CAME
    ]
    return told([one for _, one in came], *distinct([origin for origin, _ in came]))


def stayed_away(asked: Asked) -> KnownValue | None:
    """Who said nothing, and why; who wrote may have come all the same, and is not filled in."""
    away = [
        (origin, row(unit=name, reason=one.why_none))
        for origin, one, name in _opinions(asked)
        if not one.gave_opinion
    ]
    return told([one for _, one in away], *distinct([origin for origin, _ in away]))


def opinions(asked: Asked) -> KnownValue | None:
    """Each side's opinion as it was recorded."""
    given = [
        (origin, row(party=name, opinion=one.opinion))
        for origin, one, name in _opinions(asked)
        if one.gave_opinion
    ]
    return told([one for _, one in given], *distinct([origin for origin, _ in given]))
