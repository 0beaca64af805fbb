"""What somebody is to the child, from when to when, and by which answer: titles over time.

A title is said of a name as the form writes it; whether the name means a person at hand is asked
with `persons.may_be`, which would rather warn of a namesake than miss the suspect.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from models.choice import Choice
from models.facts.given import GivenAnswer
from models.facts.persons import Mention, PersonRole, may_be, mention_of, plain_name
from models.forms.base import Form
from models.forms.consultation import Minutes
from models.forms.long_term import LongTermDecision
from models.forms.people import GuardianEntry
from models.forms.petition import PetitionDraft
from models.forms.protection import OrderRuling, Reconsideration
from models.forms.protection_application import ProtectionApplication
from models.forms.protection_terms import Measure
from models.forms.relative_care import CarerVerification
from models.forms.restoration import RestorationCommission, RestorationRuling
from models.forms.revocation import Judgment
from models.forms.transfer import TransferReceipt, TransferRequest
from models.law.dates import day_begins, end_of_day
from models.law.terms import JudgmentResult

F = TypeVar("F", bound=Form)


class TitleKind(Choice):
    """What a person is to the child."""

    GUARDIAN = "guardian", "监护人"
    SUSPECTED = "suspected", "涉嫌实施监护侵害"
    NOT_CONTACTED = "not_contacted", "不得联系"
    REVOKED = "revoked", "监护人资格被撤销"
    RESTORED = "restored", "监护人资格恢复"
    APPOINTED = "appointed", "法院指定的监护人"
    LOST = "lost", "不能担任监护人(死亡、丧失监护能力等)"
    STATE_GUARDIAN = "state_guardian", "长期监护的民政部门"
    OTHER_CENTRE = "other_centre", "接手临时监护的机构"
    CARER = "carer", "经核查的照料人"
    BARRED = "barred", "属于禁止情形"
    RESPONDENT = "respondent", "保护令的被申请人"


#: The article a title rests on.
SOURCES: Mapping[TitleKind, str] = {
    TitleKind.GUARDIAN: "民法典第27条",
    TitleKind.SUSPECTED: "《意见》第1条",
    TitleKind.NOT_CONTACTED: "《意见》第11条",
    TitleKind.REVOKED: "民法典第36条",
    TitleKind.RESTORED: "民法典第38条",
    TitleKind.APPOINTED: "民法典第36条",
    TitleKind.LOST: "民法典第39条",
    TitleKind.STATE_GUARDIAN: "未成年人保护法第94条",
    TitleKind.OTHER_CENTRE: "未成年人保护法第92、93条",
    TitleKind.CARER: "《意见》第17条",
    TitleKind.BARRED: "未成年人保护法第22条",
    TitleKind.RESPONDENT: "反家庭暴力法第29条",
}


@dataclass(frozen=True)
class Title:
    """That somebody is, or was, something to the child."""

    kind: TitleKind
    who: Mention
    since: datetime | None = None
    """None: since before anything was known."""
    until: datetime | None = None
    """None: it goes on."""
    origin: GivenAnswer | None = None
    """None: as the guardians of the case stand, with every correction."""

    def holds(self, at: datetime) -> bool:
        """Whether it holds at an instant."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


def titles(
    given: Iterable[GivenAnswer], guardians: Iterable[GuardianEntry] = ()
) -> tuple[Title, ...]:
    """Every title that was ever held, in the order in which it became known.

    Args:
        given: Answers, oldest first.
        guardians: The guardians of the case as they stand: what was corrected is not in the
            answers.
    """
    found = [title for one in guardians for title in _of_guardian(one)]
    answers = tuple(given)
    for at, one in enumerate(answers):
        for kind, told in _TOLD.items():
            if isinstance(one.form, kind):
                for ended, title in told(one.form, one, answers[:at]):
                    found = [_ended(had, title, ended) for had in found]
                    found.append(replace(title, origin=one))
    return tuple(found)


def _ended(had: Title, by: Title, kinds: frozenset[TitleKind]) -> Title:
    """A title that another one ends: a revocation ends being guardian, a restoration both."""
    goes_on = had.until is None or by.since is None or by.since < had.until
    if had.kind in kinds and goes_on and may_be(had.who, by.who):
        return replace(had, until=by.since)
    return had


def _of_guardian(entry: GuardianEntry) -> Iterator[Title]:
    who = mention_of(entry)
    yield Title(TitleKind.GUARDIAN, who)
    if entry.is_suspected:
        yield Title(TitleKind.SUSPECTED, who)
    if not entry.may_be_contacted:
        yield Title(TitleKind.NOT_CONTACTED, who)


#: Measures that a hand-over to the respondent would break.
_KEEPS_AWAY = frozenset({Measure.NO_CONTACT, Measure.MOVE_OUT, Measure.KEEP_AWAY})
#: Which titles the new one ends, and the new one.
_Told = tuple[frozenset[TitleKind], Title]
_NONE: frozenset[TitleKind] = frozenset()


def _verified(form: CarerVerification, one: GivenAnswer, _: object) -> Iterator[_Told]:
    carer = form.carer
    who = Mention(
        carer.name, PersonRole.CARER, carer.relation.value, carer.id_number, carer.birth_date,
        carer.phone,
    )  # fmt: skip
    if form.bar_violence or form.bar_vice or form.bar_neglect:
        yield frozenset({TitleKind.CARER}), Title(TitleKind.BARRED, who, one.answered_at)
    elif form.suitable:
        yield _NONE, Title(TitleKind.CARER, who, one.answered_at)


def _judged(form: Judgment, _: GivenAnswer, before: tuple[GivenAnswer, ...]) -> Iterator[_Told]:
    if form.result is not JudgmentResult.REVOKED:
        return
    since = day_begins(form.effective_on)
    draft = _newest(before, PetitionDraft)
    only = {plain_name(name) for name in form.revoked}
    for one in draft.respondents if draft else ():
        if only and plain_name(one.name) not in only:
            continue
        yield (
            frozenset({TitleKind.GUARDIAN, TitleKind.CARER, TitleKind.RESTORED}),
            Title(TitleKind.REVOKED, _party(one), since),
        )
    if form.guardian_name:
        who = Mention(form.guardian_name, PersonRole.APPOINTED, form.guardian_relation)
        yield _NONE, Title(TitleKind.APPOINTED, who, since)


def _lost(form: Minutes, one: GivenAnswer, _: object) -> Iterator[_Told]:
    """Who cannot be guardian any more, as a consultation found with its proof."""
    for lost in form.long_term.guardians if form.long_term else ():
        since = day_begins(lost.since) if lost.since else one.answered_at
        who = Mention(lost.name, PersonRole.GUARDIAN)
        yield frozenset({TitleKind.GUARDIAN}), Title(TitleKind.LOST, who, since)


def _taken_in(form: LongTermDecision, _: GivenAnswer, __: object) -> Iterator[_Told]:
    if form.decided:
        who = Mention(form.decided_by, PersonRole.BODY)
        yield _NONE, Title(TitleKind.STATE_GUARDIAN, who, day_begins(form.decided_on))


def _taken_over(
    form: TransferReceipt, _: GivenAnswer, before: tuple[GivenAnswer, ...]
) -> Iterator[_Told]:
    """Another centre has temporary guardianship from the written hand-over on."""
    request = _newest(before, TransferRequest)
    if form.handover and request:
        who = Mention(request.to_centre_name, PersonRole.BODY)
        yield _NONE, Title(TitleKind.OTHER_CENTRE, who, form.handover.handed_over_at)


def _restored(
    form: RestorationRuling, _: GivenAnswer, before: tuple[GivenAnswer, ...]
) -> Iterator[_Told]:
    commission = _newest(before, RestorationCommission)
    if form.restored and form.effective_on and commission:
        who = Mention(commission.applicant, PersonRole.GUARDIAN, commission.relation)
        yield (
            frozenset({TitleKind.REVOKED}),
            Title(TitleKind.RESTORED, who, day_begins(form.effective_on)),
        )


def _ordered(
    form: OrderRuling | Reconsideration, _: GivenAnswer, before: tuple[GivenAnswer, ...]
) -> Iterator[_Told]:
    made = form.made_at if isinstance(form, OrderRuling) else form.decided_at
    granted = form.granted if isinstance(form, OrderRuling) else form.order_made
    draft = _newest(before, ProtectionApplication)
    if not (granted and made and draft and form.valid_until):
        return
    keeps_away = _KEEPS_AWAY & set(form.measures)
    until = end_of_day(form.valid_until) if keeps_away else made
    for one in draft.respondents:
        # The newest order is the one in force: what it no longer forbids is not forbidden.
        yield (
            frozenset({TitleKind.RESPONDENT}),
            Title(TitleKind.RESPONDENT, _party(one), made, until),
        )


def _party(one: Any) -> Mention:
    return Mention(
        one.name, PersonRole.RESPONDENT, one.relation and str(one.relation),
        getattr(one, "id_number", None), getattr(one, "birth_date", None),
        getattr(one, "phone", None),
    )  # fmt: skip


def _newest(given: tuple[GivenAnswer, ...], form: type[F]) -> F | None:
    return next((one.form for one in reversed(given) if isinstance(one.form, form)), None)


#: Form to the titles it gives.
_TOLD: Mapping[type[Form], Callable[[Any, GivenAnswer, tuple[GivenAnswer, ...]], Iterator[_Told]]]
_TOLD = {
    Minutes: _lost,
    CarerVerification: _verified,
    LongTermDecision: _taken_in,
    Judgment: _judged,
    RestorationRuling: _restored,
    TransferReceipt: _taken_over,
    OrderRuling: _ordered,
    Reconsideration: _ordered,
}
