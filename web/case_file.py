"""Everything a case page shows, read in one transaction and put in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date
from models.law.lights import Light
from models.law.pack import RulePack
from models.store import attachments, correction, obligations, views_case, voiding
from models.store import stage as stages_of
from models.store.views_case import CaseHead, SameChild, StageLine, TeamLine
from models.store.voiding import Voiding
from tasks.acts.voiding import why_never, why_only_joined
from tasks.acts.withdrawing import may_withdraw
from tasks.record.custody import time_before
from tasks.record.dated_papers import outdated
from web.case_tables import (
    Document,
    Passed,
    ShownDeadline,
    Side,
    documents,
    passed,
    shown_deadline,
    side,
)
from web.corrections import ShownCorrection, shown_correction
from web.happenings import Happened, said
from web.listing import Due, Item, item_of, step_place
from web.names import stage_name
from web.obligations import ShownObligation, shown_obligations
from web.strip import StripPlace, strip, what_may_follow
from web.unsealing import Opener, age_words, child_shown, guardians_shown, voiding_reason
from web.wording import _, word

#: Lines of each table that are read at most, the newest of them.
MOST_READ = 300
#: Lines of a table that stand open; earlier ones are one press away.
MOST_LINES = 12


@dataclass(frozen=True)
class Voided:
    """A case that is void, as its own page and that of the other case say it."""

    at: datetime
    by: str
    reason: str
    href: str
    """The other case; empty where there is none, or not to be seen."""
    number: str
    is_joined: bool


@dataclass(frozen=True)
class Ways:
    """What cannot be done with the case as a whole, and why: what stands here is not offered."""

    never_opened_again: bool = False
    """The record says that the child died: a closed case stays closed."""
    never_voided: str = ""
    only_joined: str = ""
    """Why it can only be voided in favour of another."""


@dataclass(frozen=True)
class CaseFile:
    """A case as its page shows it."""

    row: CaseHead
    child: ChildIdentity
    age: str
    child_facts: list[tuple[str, str]]
    custody_days: int | None
    custody_days_before: int
    """In earlier spells, over all cases and centres, which the limit counts too."""
    #: None: one that cannot be read.
    guardians: list[GuardianEntry | None]
    strip: list[StripPlace]
    stage: str
    may_follow: list[str]
    items: list[Item]
    sides: list[Side]
    documents: list[Document]
    """Newest first."""
    team: list[TeamLine]
    record: list[Passed]
    clocks: list[ShownDeadline]
    obligations: list[ShownObligation]
    """What is owed, the next due first; then what is over."""
    events: list[Happened]
    stages_read: int
    voided: "Voided | None"
    """Why the case is void, where it is."""
    ways: Ways
    same_child: list[SameChild]
    """Other open cases of the same child."""
    taken_over: list["Voided"]
    """The cases that gave way to this one."""
    corrections: list[ShownCorrection]
    """What was put right, the newest first."""
    attachments: int
    """How many there are that stand."""
    older_events: int | None
    """The number before which earlier events begin; None when these are all."""

    @property
    def is_moving(self) -> bool:
        """Whether only the program is at work on it: what people do next is still to come."""
        return bool(self.items) and all(
            item.is_by_itself and not item.is_failed for item in self.items
        )

    @property
    def is_followed(self) -> bool:
        """Whether the program makes documents beside the work of people."""
        going = [item for item in self.items if item.is_by_itself and not item.is_failed]
        return 0 < len(going) < len(self.items)

    @property
    def urgent(self) -> Due | None:
        """The most urgent of all that runs: steps and deadlines of the case."""
        dues = [(item.row.light, item.row.due_at, item.due) for item in self.items]
        dues += [
            (one.row.light, one.row.due_at, one.due) for one in self.running if not one.is_paused
        ]
        dues += [(one.row.light, one.row.due_at, one.due) for one in self.owed]
        at_once = [one[2] for one in dues if one[0] == Light.AT_ONCE]
        dated = [one for one in dues if one[1] is not None]
        if at_once:
            return at_once[0]
        return min(dated, key=lambda one: one[:2])[2] if dated else None

    @property
    def running(self) -> list[ShownDeadline]:
        """Deadlines that still count, those that stand still among them."""
        return [one for one in self.clocks if one.is_live]

    @property
    def ended(self) -> list[ShownDeadline]:
        """Deadlines that were met or stopped."""
        return [one for one in self.clocks if not one.is_live]

    @property
    def owed(self) -> list[ShownObligation]:
        """Obligations that are not settled."""
        return [one for one in self.obligations if one.is_live]

    @property
    def settled(self) -> list[ShownObligation]:
        """Obligations that were kept, or that nobody needs any more."""
        return [one for one in self.obligations if not one.is_live]

    @property
    def cut(self) -> str:
        """Names of the tables that show the newest lines only; empty where none does."""
        versions = sum(len(one.versions) for one in self.documents)
        read = {
            _("流转记录"): len(self.record),
            _("文书"): versions,
            _("期限"): len(self.clocks),
            _("现在要办"): len(self.items),
            _("阶段"): self.stages_read,
        }
        return "、".join(name for name, lines in read.items() if lines >= MOST_READ)

    @property
    def earlier(self) -> list[Passed]:
        """The older part of the record, folded away."""
        return self.record[:-MOST_LINES]

    @property
    def recent(self) -> list[Passed]:
        """The newest part of the record, oldest first."""
        return self.record[-MOST_LINES:]

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


def read_case(
    db: Connection, opener: Opener, case_id: UUID, now: datetime, *, before: int | None = None,
    law: Callable[[str, str], RulePack | None] = lambda _pack, _local: None,
) -> CaseFile:  # fmt: skip
    """Read a case for its page, with the events before one, or the newest; `law` reads its pack.

    Raises:
        NotFound: No such case, or not to be seen by this officer.
    """
    row = views_case.case(db, case_id)
    child = child_shown(opener, row.child_id, row.identity)
    stages = views_case.stages(db, case_id)
    steps = views_case.open_steps(db, case_id, now=now)
    items = opener.each(steps, lambda row: item_of(row, opener, now), step_place)
    events, older = _events(db, opener, case_id, before)
    main = next((one for one in stages if one.is_main and one.state == "open"), None)
    return CaseFile(
        row=row,
        child=child,
        age=age_words(child, now) if child.birth_date else "",
        child_facts=_facts(child),
        custody_days=_days_since(row.custody_began_at, now),
        custody_days_before=_days_before(db, row),
        guardians=guardians_shown(opener, views_case.guardians(db, case_id)),
        strip=strip(stages, is_closed=row.state != "open"),
        stage=stage_name(main.name) if main else "",
        may_follow=what_may_follow(main.name if main else None),
        items=items,
        sides=_sides(db, opener, stages, items),
        documents=_documents(db, case_id),
        team=views_case.team(db, case_id),
        record=opener.each(views_case.steps(db, case_id), lambda row: passed(row, now), step_place),
        clocks=_clocks(db, opener, case_id, now),
        obligations=_obligations(db, opener, case_id, now),
        events=events,
        stages_read=len(stages),
        corrections=_corrections(db, opener, row, law),
        voided=_voided(db, opener, row),
        ways=_ways(db, row),
        same_child=views_case.same_child(db, case_id),
        taken_over=[_shown(opener, one, one.case_id) for one in voiding.taken_over(db, case_id)],
        attachments=attachments.count(db, case_id),
        older_events=older,
    )


def _sides(
    db: Connection, opener: Opener, stages: list[StageLine], items: list[Item]
) -> list[Side]:
    return [
        side(one, opener, items, may_withdraw=may_withdraw(db, one))
        for one in stages
        if not one.is_main
    ]


def _documents(db: Connection, case_id: UUID) -> list[Document]:
    resting = {one.id for one in correction.resting(db, case_id)}
    return documents(views_case.papers(db, case_id), outdated(db, case_id), resting)


def _corrections(
    db: Connection, opener: Opener, row: CaseHead, law: Callable[[str, str], RulePack | None]
) -> list[ShownCorrection]:
    return opener.each(
        correction.of_case(db, row.id),
        lambda one: shown_correction(opener, law(row.pack, row.locality), one),
        lambda one: f"corrections:{one.id}",
    )


def _ways(db: Connection, row: CaseHead) -> Ways:
    if row.state == "closed":
        return Ways(never_opened_again=stages_of.child_died(db, row.id))
    if row.state != "open":
        return Ways()
    stands = voiding.stands(db, row.id)
    return Ways(
        never_voided=word(why_never(stands) or ""), only_joined=word(why_only_joined(stands) or "")
    )


def _voided(db: Connection, opener: Opener, row: CaseHead) -> Voided | None:
    found = voiding.of_case(db, row.id) if row.state == "voided" else None
    return _shown(opener, found, found.in_favour_of) if found else None


def _shown(opener: Opener, row: Voiding, other: UUID | None) -> Voided:
    return Voided(
        at=row.at,
        by=row.by_name or "",
        reason=voiding_reason(opener, row.id, row.reason),
        href=f"/cases/{other}" if row.other else "",
        number=row.other or "",
        is_joined=row.in_favour_of is not None,
    )


def _clocks(db: Connection, opener: Opener, case_id: UUID, now: datetime) -> list[ShownDeadline]:
    return opener.each(
        views_case.deadlines(db, case_id, now=now),
        lambda row: shown_deadline(row, now),
        lambda row: f"deadlines:{row.id}",
    )


def _obligations(
    db: Connection, opener: Opener, case_id: UUID, now: datetime
) -> list[ShownObligation]:
    return shown_obligations(db, obligations.of_case(db, case_id, now=now), opener, now)


def _events(
    db: Connection, opener: Opener, case_id: UUID, before: int | None
) -> tuple[list[Happened], int | None]:
    """A page of the chain, and the number before which the next begins."""
    asked = {} if before is None else {"before": before}
    rows = views_case.events(db, case_id, **asked)
    shown = rows[: views_case.MOST_EVENTS]
    told = opener.each(shown, said, lambda row: f"events:{case_id}:{row.seq}")
    return told, shown[-1].seq if len(rows) > len(shown) else None


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


def _days_before(db: Connection, row: CaseHead) -> int:
    """Days the child was in temporary guardianship before it came this time."""
    return time_before(db, row.id, row.custody_began_at).days if row.custody_began_at else 0


def _days_since(began: datetime | None, now: datetime) -> int | None:
    """Days of temporary guardianship, the day it began being the first."""
    return (shanghai_date(now) - shanghai_date(began)).days + 1 if began else None
