"""How much is typed on the way to a petition, and how much of it the record knew already.

`python -m tests.asked_once` prints it form by form: the text boxes that the examples fill in, and
those that stood filled when the form was opened, as it was when only the people were known and now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer, Signed
from models.facts.known.table import known_of
from models.facts.known.told import Asked, KnownValue, NumberedDocument
from models.forms.assessment import (
    VOICES,
    Assessment,
    AssessmentTeam,
    GuidanceRecord,
    Voice,
    WorkPlan,
)
from models.forms.base import Form
from models.forms.consultation import Convening, Minutes, PartyOpinion
from models.forms.custody import CustodyDecision, HealthCheck, PoliceStatement, ReceptionHandover
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.receipt import PoliceReport, Registration, ReporterFeedback, Triage
from models.forms.revocation import Filing, PetitionDraft
from models.law.dates import shanghai_date
from models.words import Paper, Stage
from tests.factories_forms import example
from tests.law import LAW
from tests.unit.documents.records import CENTRE, answer
from web.describing import fields_of
from web.fields import Field
from web.from_record import filled
from web.typed import Typed, as_typed, first_shown

_AFTER = {
    Investigation: (Paper.INVESTIGATION_REPORT, "初步调查核实报告", "示未保核报〔2026〕1号"),
    Assessment: (Paper.ASSESSMENT_REPORT, "调查评估报告", "示未保评报〔2026〕2号"),
    Minutes: (Paper.CONSULTATION_MINUTES, "会商纪要", "示未保商纪〔2026〕1号"),
}


@dataclass(frozen=True)
class Counted:
    """The text boxes of one form."""

    title: str
    typed: int
    """Filled in when it was handed in."""
    before: int
    """Of them filled when it was opened, while only the people of the case were."""
    now: int
    """The same, by all that the record knows."""

    @property
    def asked(self) -> int:
        """Still to be typed."""
        return max(self.typed - self.now, 0)


def steps() -> Iterator[tuple[Form, str | None]]:
    """The forms of a case up to its petition, in order."""
    yield from ((example(one), None) for one in (
        Registration, PoliceReport, ReceptionHandover, Triage, CustodyDecision, HealthCheck,
        PoliceStatement, InvestigationAssignment, ReporterFeedback, Investigation, AssessmentTeam,
    ))  # fmt: skip
    yield from ((example(Voice), voice.code) for voice in VOICES)
    yield from ((example(one), None) for one in (GuidanceRecord, Assessment, WorkPlan))
    convened = example(Convening)
    yield convened, None
    yield from ((example(PartyOpinion), party.code) for party in convened.parties)
    minutes = example(Minutes, conclusion="petition", applicant=CENTRE.civil_affairs,
                      why_no_petition=None, extend_months=None, carer=None)  # fmt: skip
    yield minutes, None
    yield example(PetitionDraft), None
    yield example(Filing), None


def counted() -> list[Counted]:
    """Play the case and count each form as it is opened."""
    given: list[GivenAnswer] = []
    signed: list[Signed] = []
    numbered: list[NumberedDocument] = []
    found = []
    for place, (form, about) in enumerate(steps()):
        asked = _asked(given, signed, numbered, about)
        known = known_of(type(form), asked)
        people = {path: one for path, one in known.items() if path in ("child", "guardians")}
        found.append(
            Counted(
                form.title,
                boxes(form, as_typed(type(form), form.dump())),
                boxes(form, _shown(form, people)),
                boxes(form, _shown(form, known)),
            )
        )
        given.append(answer(form, about=about, at=place))
        if made := _AFTER.get(type(form)):
            paper, title, number = made
            numbered.append(NumberedDocument(paper, title, number))
            at = given[-1].answered_at + timedelta(minutes=30)
            signed.append(Signed(paper, Stage.CONSULTATION, 1, 1, at))
    return found


def _asked(
    given: list[GivenAnswer], signed: list[Signed], numbered: list[NumberedDocument],
    about: str | None,
) -> Asked:  # fmt: skip
    registered = next((one.form for one in given if isinstance(one.form, Registration)), None)
    received = next((one.form for one in given if isinstance(one.form, ReceptionHandover)), None)
    since = received.taken_over_at if received else None
    return Asked(
        facts=CaseFacts.of(given, signed, registered.guardians if registered else ()),
        child=registered.child if registered else None,
        centre=vars(CENTRE),
        numbered=tuple(numbered),
        custody_since=shanghai_date(since) if since else None,
        about=about,
    )


def _shown(form: Form, known: Mapping[str, KnownValue]) -> Typed:
    return filled(type(form), first_shown(type(form)), known)


def boxes(form: Form, typed: Typed) -> int:
    """How many text boxes of a form are filled; a condition counts as it was answered."""
    answered = as_typed(type(form), form.dump())
    applying = {one.path for one in _leaves(fields_of(type(form), answered, LAW))}
    leaves = _leaves(fields_of(type(form), typed, LAW), by_condition=False)
    return sum(bool(one.value) and _plain(one.path, applying) for one in leaves)


def _plain(path: str, applying: set[str]) -> bool:
    """Whether a box is among those answered; a row counts by its kind, not by its place."""
    return any(_unnumbered(path) == _unnumbered(one) for one in applying)


def _unnumbered(path: str) -> str:
    return ".".join(one for one in path.split(".") if not one.isdigit())


def _leaves(fields: tuple[Field, ...], *, by_condition: bool = True) -> Iterator[Field]:
    for one in fields:
        if by_condition and not one.applies:
            continue
        if one.kind in ("text", "textarea"):
            yield one
        yield from _leaves(one.fields, by_condition=by_condition)
        for row in one.rows:
            yield from _leaves(row.fields, by_condition=by_condition)


def main() -> None:
    """Print the count."""
    found = counted()
    print("typed  known before  known now  asked  form")
    for one in found:
        print(f"{one.typed:5}  {one.before:12}  {one.now:9}  {one.asked:5}  {one.title}")
    total = [
        sum(getattr(one, name) for one in found) for name in ("typed", "before", "now", "asked")
    ]
    print(f"{total[0]:5}  {total[1]:12}  {total[2]:9}  {total[3]:5}  all")


if __name__ == "__main__":
    main()
