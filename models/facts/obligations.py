"""What somebody promised or planned by a day: who owes it, until when, and what proves it.

One table: the field of a form that names the day, and what it obliges to. A day that a step itself
waits for is none (a notice's service, a window, what was put off by `Form.not_yet`): the step is
the duty there. `models.facts.days` says of every other day of a form what becomes of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.forms.assessment import Assessment, AssessmentTeam, WorkPlan
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.forms.consultation import Convening, Minutes
from models.forms.custody import ReceptionHandover
from models.forms.follow_up import FollowUpReview, Visit, VisitKind
from models.forms.long_term import LongTermHandover
from models.forms.placement import PlacementHandover, PlacementPlan
from models.forms.receipt import Referral, ReferralBody
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationHandover
from models.forms.return_home import Collection
from models.forms.suggestion import ReplyDraft
from models.words import Holder, Reach


@dataclass(frozen=True)
class EndedBy:
    """An answer that ends an obligation, where it says so."""

    form: type[Form]
    holds: Callable[[Any], bool] = lambda _: True

    def is_told(self, form: Form) -> bool:
        """Whether this answer does."""
        return isinstance(form, self.form) and self.holds(form)


@dataclass(frozen=True)
class ObligationKind:
    """What a day in a form obliges to."""

    form: type[Form]
    days: str
    """The field that names the day; `rows.field` where each row of a group has its own."""
    says: str
    """In Chinese, without a word of the case: it stands in lists and notices."""
    reach: Reach
    holder: Callable[[Any], Holder] = lambda _: Holder.CENTRE
    """Who has the ball, as the form or the row says it."""
    words: Callable[[Any], str] = lambda _: ""
    """What was promised, in the words of the form or the row: for who may open the answer."""
    proof: tuple[EndedBy, ...] = ()
    """Answers by which it is kept; where there is none, somebody says that it was."""
    moot: tuple[EndedBy, ...] = ()
    """Answers after which nobody waits for it; a newer plan is one of the older."""

    @property
    def code(self) -> str:
        """Its name in keys: form and field."""
        return f"{name_of(self.form)}.{self.days}"


@dataclass(frozen=True)
class Obligation:
    """One obligation that an answer asserts."""

    kind: ObligationKind
    number: int
    """Of its row, from 1."""
    by: date
    holder: Holder
    words: str

    @property
    def says(self) -> str:
        """What it is called in a list."""
        return f"{self.kind.says}(第{self.number}项)" if "." in self.kind.days else self.kind.says

    @property
    def key(self) -> str:
        """Its name among the obligations of one answer."""
        return f"{self.kind.code}:{self.number}"


_BODIES: Mapping[ReferralBody, Holder] = {
    ReferralBody.POLICE: Holder.POLICE,
    ReferralBody.CIVIL_AFFAIRS: Holder.CIVIL_AFFAIRS,
    ReferralBody.EDUCATION: Holder.SCHOOL,
    ReferralBody.HEALTH: Holder.HOSPITAL,
    ReferralBody.WOMENS_FEDERATION: Holder.WOMENS_FEDERATION,
    ReferralBody.VILLAGE: Holder.VILLAGE,
    ReferralBody.JUSTICE: Holder.JUSTICE,
    ReferralBody.OTHER_CENTRE: Holder.OTHER_CENTRE,
}
#: The child is no longer with the carer: elsewhere, or handed to them anew.
_LEFT_THE_CARER = (
    EndedBy(RelativeHandover, lambda form: form.took_the_child),
    EndedBy(ReceptionHandover),
    EndedBy(Collection, lambda form: form.collected),
    EndedBy(PlacementHandover),
    EndedBy(LongTermHandover),
    EndedBy(RestorationHandover),
)

#: Every day of a form that obliges somebody, and that no step waits for.
KINDS: tuple[ObligationKind, ...] = (
    ObligationKind(
        Referral, "reply_by", "请对方回复转办", Reach.CASE,
        lambda form: _BODIES.get(form.body, Holder.CENTRE), lambda form: form.body_name,
    ),
    ObligationKind(
        AssessmentTeam, "finish_by", "按计划完成评估", Reach.STAGE, proof=(EndedBy(Assessment),),
    ),
    ObligationKind(
        Assessment, "valid_until", "评估结论到期前复评", Reach.CASE,
        proof=(EndedBy(Assessment), EndedBy(FollowUpReview)),
    ),
    ObligationKind(
        WorkPlan, "tasks.by", "工作计划的任务", Reach.CASE,
        words=lambda row: f"{row.who}：{row.task}", moot=(EndedBy(WorkPlan),),
    ),
    ObligationKind(WorkPlan, "review_on", "检视工作计划", Reach.CASE, moot=(EndedBy(WorkPlan),)),
    ObligationKind(
        WorkPlan, "ends_on", "工作计划到期,总结或者续订", Reach.CASE, moot=(EndedBy(WorkPlan),),
    ),
    ObligationKind(
        Convening, "reply_by", "收齐会商回执", Reach.STAGE, moot=(EndedBy(Minutes),),
    ),
    ObligationKind(
        Minutes, "commitments.by", "会商中承诺的事项", Reach.CASE, lambda row: row.holder,
        lambda row: f"{row.who}：{row.what}",
    ),
    ObligationKind(
        RelativeHandover, "care_until", "约定的照料到期,续约或者另行安排", Reach.BEYOND,
        lambda _: Holder.RELATIVE, moot=_LEFT_THE_CARER,
    ),
    ObligationKind(
        PlacementPlan, "planned_on", "按计划交接", Reach.STAGE,
        lambda form: form.receiving_holder, proof=(EndedBy(PlacementHandover),),
    ),
    ObligationKind(
        ReplyDraft, "items.done_by", "办完答应检察机关或者法院的事项", Reach.BODY,
        words=lambda row: row.item,
    ),
    ObligationKind(
        Visit, "next_on", "按计划下次回访", Reach.STAGE,
        proof=(EndedBy(Visit, lambda form: form.kind is VisitKind.VISITED),),
        moot=(EndedBy(Visit), EndedBy(FollowUpReview)),
    ),
)  # fmt: skip
#: The forms that oblige.
OBLIGING: frozenset[type[Form]] = frozenset(kind.form for kind in KINDS)
#: The forms that oblige, or end what another obliges to.
TELLING: frozenset[type[Form]] = frozenset(
    one for kind in KINDS for one in (kind.form, *(told.form for told in (*kind.proof, *kind.moot)))
)


def obliged_by(form: Form) -> tuple[Obligation, ...]:
    """What an answer obliges to; one that says "not yet" obliges only to be asked again."""
    if form.not_yet:
        return ()
    return tuple(
        Obligation(kind, number, day, kind.holder(source), kind.words(source))
        for kind in KINDS
        if isinstance(form, kind.form)
        for number, (source, day) in enumerate(_days(form, kind.days), 1)
        if day is not None
    )


def kept_by(form: Form) -> tuple[ObligationKind, ...]:
    """What an answer proves to have been kept."""
    return _ended(form, lambda kind: kind.proof)


def moot_by(form: Form) -> tuple[ObligationKind, ...]:
    """What nobody waits for after an answer."""
    return _ended(form, lambda kind: kind.moot)


def _ended(
    form: Form, by: Callable[[ObligationKind], tuple[EndedBy, ...]]
) -> tuple[ObligationKind, ...]:
    if form.not_yet:
        return ()
    return tuple(kind for kind in KINDS if any(one.is_told(form) for one in by(kind)))


def _days(form: Form, path: str) -> Iterator[tuple[Any, date | None]]:
    """Each day with what names its holder: the form, or the row it stands in."""
    group, _, name = path.rpartition(".")
    sources = (getattr(form, group) or ()) if group else (form,)
    for source in sources:
        yield source, getattr(source, name)
