"""Case records made of the example forms: a case in which every form was answered once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from documents.record import CaseRecord, CentreFacts, ChasedFacts, ClockFacts
from models.facts.given import GivenAnswer
from models.forms import (
    assessment,
    closure,
    consultation,
    custody,
    death,
    exemption,
    extension,
    follow_up,
    investigation,
    long_term,
    majority,
    missing,
    placement,
    protection,
    receipt,
    relative_care,
    restoration,
    return_home,
    revocation,
    suggestion,
    transfer,
)
from models.forms.assessment import VOICES, Voice
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity
from models.forms.receipt import Referral, Registration
from models.law.calendar.table import Calendar
from models.words import Paper, Stage
from tests.factories_forms import example
from tests.law import LAW

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
CENTRE = CentreFacts(
    name="示例县未成年人救助保护中心", short="示未保", address="示例县示例镇示例路1号",
    phone="0999-0000000", head="贾某某", head_title="主任", civil_affairs="示例县民政局",
    court="示例县人民法院", locality="示例县",
)  # fmt: skip

_STAGES = {
    receipt: Stage.RECEIPT, custody: Stage.CUSTODY, investigation: Stage.INVESTIGATION,
    assessment: Stage.ASSESSMENT, consultation: Stage.CONSULTATION,
    return_home: Stage.RETURN_HOME, relative_care: Stage.RELATIVE_CARE,
    revocation: Stage.REVOCATION, placement: Stage.PLACEMENT,
    long_term: Stage.PLACEMENT, follow_up: Stage.FOLLOW_UP,
    closure: Stage.CLOSURE, protection: Stage.PROTECTION_ORDER, extension: Stage.EXTENSION,
    suggestion: Stage.SUGGESTION_REPLY, restoration: Stage.RESTORATION,
    majority: Stage.MAJORITY, transfer: Stage.TRANSFER, exemption: Stage.EXEMPTION,
    missing: Stage.MISSING, death: Stage.DEATH,
}  # fmt: skip

#: Each paper, as some stage issues it: `(paper, stage, about)`.
ISSUED: tuple[tuple[Paper, Stage, str | None], ...] = (
    (Paper.REGISTRATION, Stage.RECEIPT, None),
    (Paper.RECEPTION_HANDOVER, Stage.CUSTODY, None),
    (Paper.INVESTIGATION_REPORT, Stage.INVESTIGATION, None),
    (Paper.ASSESSMENT_REPORT, Stage.ASSESSMENT, None),
    (Paper.WORK_PLAN, Stage.ASSESSMENT, None),
    (Paper.CONSULTATION_NOTICE, Stage.CONSULTATION, "police"),
    (Paper.CONSULTATION_MINUTES, Stage.CONSULTATION, None),
    (Paper.COLLECTION_NOTICE, Stage.RETURN_HOME, None),
    *((Paper.BRIEFING_LETTER, Stage.RETURN_HOME, f"{when}-{body}")
      for when in ("notice", "collected") for body in ("school", "police", "village")),
    *((Paper.HANDOVER, stage, None) for stage in (
        Stage.RETURN_HOME, Stage.RELATIVE_CARE, Stage.PLACEMENT, Stage.RESTORATION)),
    (Paper.PROTECTION_APPLICATION, Stage.PROTECTION_ORDER, None),
    (Paper.INJUNCTION_APPLICATION, Stage.INJUNCTION, None),
    (Paper.REVOCATION_PETITION, Stage.REVOCATION, None),
    (Paper.EXTENSION_FORM, Stage.EXTENSION, None),
    (Paper.WORK_PLAN, Stage.EXTENSION, None),
    (Paper.VISIT_RECORD, Stage.FOLLOW_UP, "window-1"),
    (Paper.VISIT_RECORD, Stage.FOLLOW_UP, "further-1"),
    (Paper.RESTORATION_OPINION, Stage.RESTORATION, None),
    (Paper.SUGGESTION_REPLY, Stage.SUGGESTION_REPLY, None),
    *((Paper.RIGHTS_NOTICE, stage, None)
      for stage in (Stage.CUSTODY, Stage.RELATIVE_CARE, Stage.PLACEMENT)),
    (Paper.CLOSING_REPORT, Stage.CLOSURE, None),
    (Paper.CHASER_LETTER, Stage.CUSTODY, "0123456789abcdef-1"),
    *((Paper.REFERRAL_LETTER, stage, None)
      for stage in (Stage.RECEIPT, Stage.INVESTIGATION, Stage.TRANSFER)),
)  # fmt: skip

Maker = Callable[..., Form]


def stage_of(form: type[Form]) -> Stage:
    """The stage whose module offers this form; the injunction's forms are with protection."""
    if form.__module__ == "models.forms.injunction":
        return Stage.INJUNCTION
    return next(stage for module, stage in _STAGES.items() if form in vars(module).values())


def answer(form: Form, *, about: str | None = None, turn: int = 1, at: int = 0,
           stage: Stage | None = None) -> GivenAnswer:  # fmt: skip
    """One answered step, `at` hours after the case began."""
    kind = type(form)
    return GivenAnswer(
        step_id=f"{kind.__name__}:{about}:{turn}", form=form, about=about, turn=turn,
        stage=stage or stage_of(kind), stage_ordinal=1, answered_at=NOW + timedelta(hours=at - 999),
        done_on=None, by="甄个案",
    )  # fmt: skip


def record(stage: Stage, make: Maker = example, **changes: Any) -> CaseRecord:
    """A case with one answer to every form, seen from `stage`."""
    kinds = [form for form in FORMS.values() if form not in (Voice, follow_up.Visit, Referral)]
    answers = [answer(make(form), at=place) for place, form in enumerate(kinds)]
    answers += [answer(make(Voice), about=voice.code) for voice in VOICES]
    answers += [answer(make(follow_up.Visit), about=about) for about in ("window-1", "further-1")]
    answers += [
        answer(make(Referral), stage=one, turn=turn)
        for turn, one in enumerate((Stage.RECEIPT, Stage.INVESTIGATION), 1)
    ]
    registered = next(one.form for one in answers if isinstance(one.form, Registration))
    assert isinstance(registered, Registration)
    made = CaseRecord(
        case_number="示未保危〔2026〕3号", opened_at=NOW - timedelta(days=240), centre=CENTRE,
        child=registered.child, guardians=registered.guardians, answers=tuple(answers),
        stage=stage, stage_ordinal=1, now=NOW, law=LAW, calendar=Calendar.standard(),
        custody_began_at=NOW - timedelta(days=230),
        clocks=(ClockFacts("3.2", NOW + timedelta(days=30), printable=True),
                ClockFacts("3.4", NOW + timedelta(days=200), printable=False)),
        paper_numbers=((Paper.ASSESSMENT_REPORT.value, "示未保评报〔2026〕2号"),
                       (Paper.CONSULTATION_MINUTES.value, "示未保商纪〔2026〕1号")),
        chased=ChasedFacts(
            addressee="公安机关", awaited="公安机关情况说明", since=NOW - timedelta(days=9),
            due_at=NOW - timedelta(days=2), basis="《示例规定》第1条", times=1, contact="甄个案",
        ),
    )  # fmt: skip
    return replace(made, **changes)


def without(given: CaseRecord, *forms: type[Form]) -> CaseRecord:
    """The same case before these forms were answered."""
    left = tuple(one for one in given.answers if not isinstance(one.form, forms))
    return replace(given, answers=left, read=[])


def with_answer(given: CaseRecord, form: Form, *, about: str | None = None) -> CaseRecord:
    """The same case with a newer answer."""
    newer = answer(form, about=about, turn=9, at=998)
    return replace(given, answers=(*given.answers, newer), read=[])


#: A child of whom nothing is known but what it is called.
NAMELESS = ChildIdentity(called="小某(化名)")
