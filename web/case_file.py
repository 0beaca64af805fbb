"""Everything a case page shows, read in one transaction and put in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date
from models.seal import Seal
from models.store import views_case
from models.words import StepKind, StepState
from web.happenings import Happened, said
from web.listing import Due, Item, due_of, item_of, person, title_of
from web.moments import length
from web.names import holder_name, outcome_name, stage_name
from web.strip import Place, strip, what_may_follow
from web.titles import about_words
from web.unsealing import age_words, child_of, guardians_of, stage_reason
from web.wording import _

#: Newest events shown; all of them stay in the chain.
MOST_EVENTS = 300


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
    row: Row[Any]


@dataclass(frozen=True)
class Side:
    """A side procedure that was opened."""

    name: str
    state: str
    reason: str
    row: Row[Any]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Clock:
    """A deadline with the way to its receipt."""

    href: str
    title: str
    due: Due
    state: str
    row: Row[Any]


@dataclass(frozen=True)
class CaseFile:
    """A case as its page shows it."""

    row: Row[Any]
    child: ChildIdentity
    age: str
    child_facts: list[tuple[str, str]]
    custody_days: int | None
    guardians: list[GuardianEntry]
    strip: list[Place]
    stage: str
    may_follow: list[str]
    items: list[Item]
    sides: list[Side]
    documents: list[Document]
    team: list[Row[Any]]
    record: list[Passed]
    clocks: list[Clock]
    events: list[Happened]

    @property
    def is_moving(self) -> bool:
        """Whether the program itself is at work on it."""
        return any(item.is_by_itself for item in self.items)

    @property
    def missing(self) -> list[str]:
        """What others owe us: each with who it is waited for."""
        return [
            _("%(who)s的“%(title)s”", who=item.ball, title=item.title)
            for item in self.items
            if item.follows
        ]

    @property
    def balls(self) -> str:
        """Who has the ball, everybody once."""
        return "、".join(dict.fromkeys(item.ball for item in self.items))


def read_case(db: Connection, seal: Seal, case_id: UUID, now: datetime) -> CaseFile:
    """Read a case for its page.

    Raises:
        NotFound: No such case, or not to be seen by this officer.
    """
    row = views_case.case(db, case_id)
    child = child_of(seal, row.child_id, row.identity)
    stages = views_case.stages(db, case_id)
    items = [item_of(step, seal, now) for step in views_case.open_steps(db, case_id, now=now)]
    main = next((one for one in stages if one.is_main and one.state == "open"), None)
    return CaseFile(
        row=row,
        child=child,
        age=age_words(child, now) if child.birth_date else "",
        child_facts=_facts(child),
        custody_days=_days_since(row.custody_began_at, now),
        guardians=guardians_of(seal, views_case.guardians(db, case_id)),
        strip=strip(stages, is_closed=row.state == "closed"),
        stage=stage_name(main.name) if main else "",
        may_follow=what_may_follow(main.name if main else None),
        items=items,
        sides=[_side(one, seal, items) for one in stages if not one.is_main],
        documents=_documents(views_case.papers(db, case_id)),
        team=views_case.team(db, case_id),
        record=[_passed(step, now) for step in views_case.steps(db, case_id, now=now)],
        clocks=[_clock(one, now) for one in views_case.deadlines(db, case_id, now=now)],
        events=[said(one) for one in views_case.events(db, case_id, most=MOST_EVENTS)],
    )


def _facts(child: ChildIdentity) -> list[tuple[str, str]]:
    """What is known of a child, for its table; what nobody knows yet is left out."""
    estimated = _("（推算）") if child.birth_date_estimated else ""
    known = [
        (_("姓名"), child.name),
        (_("称呼"), child.called),
        (_("性别"), child.sex.label),
        (_("出生日期"), f"{child.birth_date}{estimated}" if child.birth_date else None),
        (_("民族"), child.ethnicity),
        (_("证件"), f"{child.id_kind.label} {child.id_number}" if child.id_number else None),
        (_("户籍地址"), child.household_address),
        (_("现住址"), child.current_address),
        (_("学校"), " ".join(filter(None, (child.school, child.school_class))) or None),
        (_("健康状况"), child.health_note),
    ]
    return [(name, value) for name, value in known if value]


def _days_since(began: datetime | None, now: datetime) -> int | None:
    """Days of temporary guardianship, the day it began being the first."""
    return (shanghai_date(now) - shanghai_date(began)).days + 1 if began else None


def _side(row: Row[Any], seal: Seal, items: list[Item]) -> Side:
    return Side(
        name=stage_name(row.name),
        state=_("进行中") if row.state == "open" else outcome_name(row.outcome),
        reason=stage_reason(seal, row.id, row.reason),
        row=row,
        items=tuple(item for item in items if item.row.stage_id == row.id),
    )


def _documents(rows: list[Row[Any]]) -> list[Document]:
    grouped: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.paper_id, []).append(row)
    return [
        Document(
            title=_titled(versions[0]),
            number=versions[0].full_number,
            stage=stage_name(versions[0].stage),
            versions=tuple(_version(row) for row in versions),
        )
        for versions in grouped.values()
    ]


def _titled(row: Row[Any]) -> str:
    subject = about_words(row.about)
    is_said = not subject or subject in row.title
    return str(row.title) if is_said else f"{row.title}（{subject}）"


def _version(row: Row[Any]) -> Version:
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


def _passed(row: Row[Any], now: datetime) -> Passed:
    done = row.state in (StepState.DONE, StepState.CANCELLED)
    return Passed(
        href=f"/steps/{row.id}",
        title=title_of(row),
        stage=stage_name(row.stage),
        who=_who(row),
        took=length((row.done_at or now) - row.opened_at) if done or row.state == "open" else "",
        state=_STATES[StepState(row.state)](),
        lateness=_lateness(row, now),
        row=row,
    )


_STATES = {
    StepState.OPEN: lambda: _("办理中"),
    StepState.DONE: lambda: _("已办结"),
    StepState.SUPERSEDED: lambda: _("已退回重办"),
    StepState.CANCELLED: lambda: _("已终止"),
}


def _who(row: Row[Any]) -> str:
    if row.kind in (StepKind.ISSUE, StepKind.EFFECT, StepKind.TIMER):
        return _("系统")
    who = row.done_by_name or person(row)
    if row.state == StepState.OPEN and row.holder not in ("centre", "time"):
        return f"{holder_name(row.holder)}（{who}）"
    return str(who)


def _lateness(row: Row[Any], now: datetime) -> str:
    if row.kind == StepKind.TIMER or row.due_at is None:
        return ""
    if row.state == StepState.DONE:
        return _("逾期办结") if row.met_late else _("按期")
    if row.state == StepState.OPEN:
        return _("已超期") if row.due_at < now else _("期限内")
    return ""


def _clock(row: Row[Any], now: datetime) -> Clock:
    state = {
        "running": _("计算中"),
        "met": _("逾期办结") if row.met_late else _("按期办结"),
        "stopped": _("已停止"),
    }[row.state]
    return Clock(
        href=f"/deadlines/{row.id}",
        title=str(row.receipt.get("title") or row.rule),
        due=due_of(row, now),
        state=state,
        row=row,
    )
