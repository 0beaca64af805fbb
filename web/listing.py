"""Open steps as lists show them: what, whose, until when, how urgent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from models.law.lights import A_FEW_HOURS, Light
from models.law.vocabulary import Confirmation
from models.store.views_cases import CaseLine
from models.store.views_work import StepLine
from models.words import Holder, StepKind
from web.lights import ShownLight, light_of
from web.moments import due_words, left, length, moment, weekday
from web.names import holder_name, role_name, stage_name
from web.titles import step_title
from web.unsealing import Opener, called
from web.wording import _

_BY_ITSELF = (StepKind.ISSUE, StepKind.EFFECT)


@dataclass(frozen=True)
class Due:
    """A deadline in words."""

    light: ShownLight
    words: str
    left: str
    weekday: str
    marks: tuple[str, ...]
    """What keeps the date from being a certain one of the law."""


@dataclass(frozen=True)
class Item:
    """One open step."""

    href: str
    title: str
    stage: str
    case_href: str
    number: str
    child: str
    due: Due
    ball: str
    """Who has the ball."""
    follows: str
    """Who of us sees to it, when the ball is outside."""
    kind: str
    is_failed: bool
    is_by_itself: bool
    waited: str
    row: StepLine

    @property
    def is_urgent(self) -> bool:
        """Whether we are to do it now: at once, or within a few hours from the start."""
        if self.kind != StepKind.ASK or self.row.holder != Holder.CENTRE:
            return False
        if self.row.due_at is None:
            return self.due.light.light is Light.AT_ONCE
        return self.row.due_at - self.row.opened_at <= A_FEW_HOURS


class HasId(Protocol):
    """A row of a table."""

    @property
    def id(self) -> UUID: ...


class Titled(Protocol):
    """What names a step; nothing of it where a row tells of no step."""

    @property
    def kind(self) -> str | None: ...
    @property
    def key(self) -> str | None: ...
    @property
    def form(self) -> str | None: ...
    @property
    def paper(self) -> str | None: ...
    @property
    def about(self) -> str | None: ...
    @property
    def turn(self) -> int | None: ...


class Dated(Protocol):
    """What a deadline is shown by."""

    @property
    def kind(self) -> str | None: ...
    @property
    def light(self) -> int | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def is_provisional(self) -> bool | None: ...
    @property
    def confirmed(self) -> str | None: ...
    @property
    def stands_still(self) -> bool: ...


class Owned(Protocol):
    """Whose a step is."""

    @property
    def kind(self) -> str | None: ...
    @property
    def holder(self) -> str | None: ...
    @property
    def owner_role(self) -> str | None: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def absent(self) -> str | None: ...


def due_of(row: Dated, now: datetime, *, no_due_reason: str | None = None) -> Due:
    """The deadline of a step, or why it has none."""
    light = light_of(row.light, still=row.stands_still)
    if light.light is Light.AT_ONCE:
        no_due_reason = _("立即办理，没有宽限")
    return Due(
        light=light,
        words=_opens(row, now) or due_words(row.due_at, now, no_due_reason),
        left=left(row.due_at, now) if row.due_at else "",
        weekday=weekday(row.due_at) if row.due_at else "",
        marks=marks_of(row.is_provisional, row.confirmed) if row.due_at else (),
    )


def _opens(row: Dated, now: datetime) -> str:
    """When a timer goes on: from then, not until then."""
    if row.kind != StepKind.TIMER or row.due_at is None:
        return ""
    return _("%(when)s 到时", when=moment(row.due_at, now))


def clock_of(row: CaseLine, now: datetime) -> Due | None:
    """The most urgent deadline of a case that no step waits for, in the row of a list of cases."""
    if row.clock_due_at is None:
        return None
    return Due(
        light=light_of(row.clock_light),
        words=due_words(row.clock_due_at, now, None),
        left=left(row.clock_due_at, now),
        weekday=weekday(row.clock_due_at),
        marks=marks_of(row.clock_is_provisional, row.clock_confirmed),
    )


def marks_of(provisional: bool | None, confirmed: str | None) -> tuple[str, ...]:  # noqa: FBT001
    """What a date is marked with wherever it stands: provisional, not confirmed, our own target."""
    own = {
        Confirmation.MEMORY.value: _("未核实"),
        Confirmation.CENTRE.value: _("本中心目标"),
    }.get(confirmed or "")
    return tuple(filter(None, (_("暂定") if provisional else None, own)))


def title_of(row: Titled) -> str:
    """What a step is called; empty where there is none."""
    if row.kind is None or row.key is None:
        return ""
    return step_title(
        row.kind, key=row.key, form=row.form, paper=row.paper, about=row.about, turn=row.turn or 1
    )


def ball(row: Owned) -> str:
    """Who has the ball."""
    if row.kind in _BY_ITSELF:
        return _("系统自动办理")
    if row.kind == StepKind.TIMER or row.holder == Holder.TIME:
        return _("到期自动继续")
    if row.holder is not None and row.holder != Holder.CENTRE:
        return holder_name(row.holder)
    return person(row)


def follows(row: Owned) -> str:
    """Who of us sees to a step whose ball is outside; nothing when it is ours."""
    ours = row.holder in (Holder.CENTRE, Holder.TIME) or row.kind in _BY_ITSELF
    return "" if ours else person(row)


def person(row: Owned) -> str:
    """The officer who has a step, with role and stand-in."""
    role = role_name(row.owner_role)
    if not row.owner:
        return _("无人负责（应由%(role)s办理）", role=role) if role else _("无人负责")
    named = f"{row.owner}（{role}）" if role else row.owner
    return _("%(named)s，代%(absent)s", named=named, absent=row.absent) if row.absent else named


def step_place(row: HasId) -> str:
    """Where a step stands, for who looks after the installation."""
    return f"steps:{row.id}"


def item_of(row: StepLine, seal: Opener, now: datetime) -> Item:
    """Describe one open step."""
    return Item(
        href=f"/steps/{row.id}",
        title=title_of(row),
        stage=stage_name(row.stage),
        case_href=f"/cases/{row.case_id}",
        number=row.number,
        child=called(seal, row.child_id, row.identity),
        due=due_of(row, now, no_due_reason=row.no_due_reason),
        ball=ball(row),
        follows=follows(row),
        kind=row.kind,
        is_failed=bool(row.failure),
        is_by_itself=row.kind in _BY_ITSELF,
        waited=length(now - row.opened_at),
        row=row,
    )
