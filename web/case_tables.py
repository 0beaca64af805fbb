"""The tables of a case page: side procedures, documents, deadlines, and who had the case when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.labels import STEP_STATES
from models.store.ledger import LIVE
from models.store.views_case import DeadlineLine, RecordLine, StageLine, VersionLine
from models.tables.step import DeadlineState
from models.words import StepKind, StepState
from web.listing import Due, Item, due_of, person, title_of
from web.moments import length
from web.names import holder_name, outcome_name, stage_name
from web.unsealing import Opener, return_reason, stage_reason
from web.wording import _, word


@dataclass(frozen=True)
class Version:
    """One version of a document."""

    href: str
    name: str
    made_at: datetime
    short_hash: str
    state: str
    is_void: bool


@dataclass(frozen=True)
class Document:
    """A document with its versions, newest first."""

    title: str
    number: str
    stage: str
    versions: tuple[Version, ...]
    is_outdated: bool
    """It prints a day that has moved since."""
    is_corrected: bool
    """It was made from an answer that was put right since."""


@dataclass(frozen=True)
class Passed:
    """One line of the record of who had the case and when (流转记录)."""

    href: str
    title: str
    stage: str
    who: str
    took: str
    state: str
    lateness: str
    row: RecordLine


@dataclass(frozen=True)
class Side:
    """A side procedure that was opened."""

    name: str
    state: str
    reason: str
    row: StageLine
    items: tuple[Item, ...]
    withdrawn: str
    """Why a person took it back; empty when nobody did."""
    may_withdraw: bool


@dataclass(frozen=True)
class ShownDeadline:
    """A deadline with the way to its receipt."""

    href: str
    title: str
    about: str
    """The step that waits for it; empty for a clock of the case."""
    due: Due
    state: str
    row: DeadlineLine

    @property
    def is_paused(self) -> bool:
        """Whether it stands still now: neither due nor overdue."""
        return self.row.state == DeadlineState.SUSPENDED

    @property
    def is_live(self) -> bool:
        """Whether it still counts."""
        return self.row.state in LIVE


def side(row: StageLine, seal: Opener, items: list[Item], *, may_withdraw: bool) -> Side:
    """Describe a side procedure with what is open in it."""
    withdrawn = return_reason(seal, row.withdrawn_step_id, row.withdrawn_reason)
    return Side(
        name=stage_name(row.name),
        state=_side_state(row, withdrawn),
        withdrawn=withdrawn,
        may_withdraw=may_withdraw,
        reason=stage_reason(seal, row.id, row.reason),
        row=row,
        items=tuple(item for item in items if item.row.stage_id == row.id),
    )


def _side_state(row: StageLine, withdrawn: str) -> str:
    if row.state == "open":
        return _("进行中")
    return _("已撤回") if withdrawn else outcome_name(row.outcome)


def documents(
    rows: list[VersionLine], outdated: Collection[UUID], corrected: Collection[UUID]
) -> list[Document]:
    """Group versions by document; some print a day that has moved, or rest on what was put right."""
    grouped: dict[UUID, list[VersionLine]] = {}
    for row in rows:
        grouped.setdefault(row.paper_id, []).append(row)
    return [
        Document(
            title=word(versions[0].title),
            number=versions[0].full_number,
            stage=stage_name(versions[0].stage),
            versions=tuple(_version(row) for row in versions),
            is_outdated=paper in outdated,
            is_corrected=paper in corrected,
        )
        for paper, versions in grouped.items()
    ]


def _version(row: VersionLine) -> Version:
    state = _("已作废") if row.void else _("已生成")
    if not row.void and row.to_sign:
        state = _("已签批") if row.signed == row.to_sign else _("审批中")
    return Version(
        href=f"/papers/{row.id}",
        name=f"v{row.version}",
        made_at=row.made_at,
        short_hash=row.sha256[:12],
        state=state,
        is_void=row.void,
    )


def passed(row: RecordLine, now: datetime) -> Passed:
    """Describe one step as the record shows it."""
    done = row.state in (StepState.DONE, StepState.CANCELLED)
    return Passed(
        href=f"/steps/{row.id}",
        title=title_of(row),
        stage=stage_name(row.stage),
        who=_who(row),
        took=length((row.done_at or now) - row.opened_at) if done or row.state == "open" else "",
        state=_("没有办到，另日再办") if row.not_yet else word(STEP_STATES[StepState(row.state)]),
        lateness=_lateness(row, now),
        row=row,
    )


def _who(row: RecordLine) -> str:
    if row.kind in (StepKind.ISSUE, StepKind.EFFECT, StepKind.TIMER):
        return _("系统")
    who = row.done_by_name or person(row)
    if row.state == StepState.OPEN and row.holder not in ("centre", "time"):
        return _("%(holder)s，由%(who)s跟进", holder=holder_name(row.holder), who=who)
    return who


def _lateness(row: RecordLine, now: datetime) -> str:
    if row.kind == StepKind.TIMER or row.due_at is None or row.not_yet:
        return ""
    if row.state == StepState.DONE:
        return _("逾期办结") if row.met_late else _("按期")
    if row.state == StepState.OPEN:
        return _("已超期") if row.due_at < now else _("期限内")
    return ""


def shown_deadline(row: DeadlineLine, now: datetime) -> ShownDeadline:
    """Describe one deadline."""
    state = {
        "running": _("计算中"),
        "suspended": _("中止"),
        "met": _("逾期办结") if row.met_late else _("按期办结"),
        "stopped": _("已停止"),
    }[row.state]
    return ShownDeadline(
        href=f"/deadlines/{row.id}",
        title=word(row.title or row.rule),
        about=title_of(row),
        due=due_of(row, now),
        state=state,
        row=row,
    )
