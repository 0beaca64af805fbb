"""Moving open cases to another rule pack: old cases are judged by old law until a person says so.

The person is the director: which law governs a case is no question of how it is worked. What
would move is previewed; then pack, deadlines, receipts, events and notices change in one
transaction, with one reason for all chosen cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import FormInvalid, RuleBroken
from models.law.dates import SHANGHAI
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import calendars, law_moves
from models.store.events import Happening
from models.store.law_moves import CaseUnderLaw, NewLawMove
from models.words import Tag
from tasks.act import Act
from tasks.deadlines import law_clocks
from tasks.law import kept, recounting
from tasks.law.new_law import NewLaw, Preview, WorldMoved
from tasks.office import Office

_LONGEST_REASON = 500
_MOST_CASES = 500


@dataclass(frozen=True)
class Target:
    """The law a case shall be judged by."""

    pack: str
    locality: str

    def __str__(self) -> str:
        """As receipts name it."""
        return f"{self.pack}+{self.locality}" if self.locality else self.pack


@dataclass(frozen=True)
class Starting:
    """A rule of the new law that begins to run in a case."""

    case: CaseUnderLaw
    rule: str
    title: str


@dataclass(frozen=True)
class MovePreview:
    """What would happen."""

    cases: Sequence[CaseUnderLaw]
    target: Target
    deadlines: Preview
    starting: Sequence[Starting]


def todays_law(db: Connection, office: Office, centre_id: UUID, now: datetime) -> Target:
    """The law by which a centre opens cases today."""
    today = now.astimezone(SHANGHAI).date()
    return Target(*office.packs.for_new_case(today, law_moves.place_of(db, centre_id)))


def preview(act: Act, case_ids: Sequence[UUID], target: Target, *, nonce: str) -> MovePreview:
    """What would move in these cases; changes nothing.

    Raises:
        NotAllowed: Only the director may.
        RuleBroken: A case is closed, not of this centre, or judged by this law already.
    """
    act.require(Permission.MOVE_LAW)
    cases = _chosen(act, case_ids, target)
    law = _law(act, cases, target, nonce)
    seen = recounting.preview(act.db, act.office, law, now=act.now)
    return MovePreview(cases, target, seen, _starting(act, cases, target))


def move(
    act: Act, case_ids: Sequence[UUID], target: Target, *, reason: str, nonce: str, digest: str
) -> int:
    """Move cases to another law, as previewed; how many deadlines moved.

    Raises:
        NotAllowed: Only the director may.
        FormInvalid: There is no reason.
        RuleBroken: A case is closed, not of this centre, or judged by this law already.
        WorldMoved: What would happen now is not what was previewed.
    """
    act.require(Permission.MOVE_LAW)
    if not reason:
        raise FormInvalid({"reason": ["请写明改按新规则包办理的理由。"]})
    if len(reason) > _LONGEST_REASON:
        raise FormInvalid({"reason": [f"理由最多{_LONGEST_REASON}个字。"]})
    law_moves.lock(act.db, case_ids)
    cases = _chosen(act, case_ids, target)
    law = _law(act, cases, target, nonce)
    done = recounting.apply(
        act.db, act.office, law, digest=digest, by=act.actor.officer_id, now=act.now
    )
    if done.again:
        raise WorldMoved
    kept.keep(act.db, act.office, target.pack, target.locality, at=act.now)
    for case in cases:
        _write(act, case, target, reason, done.recount_id)
        _start(act, case, target)
    return done.moved


def _chosen(act: Act, case_ids: Sequence[UUID], target: Target) -> Sequence[CaseUnderLaw]:
    wanted = list(dict.fromkeys(case_ids))
    if not wanted:
        raise RuleBroken("请至少选择一个案件。")
    if len(wanted) > _MOST_CASES:
        raise RuleBroken(f"一次最多选择{_MOST_CASES}个案件。")
    act.office.pack(target.pack, target.locality)
    found = law_moves.open_cases(act.db, act.actor.centre_id, wanted)
    if len(found) != len(wanted):
        raise RuleBroken("所选案件中有的已经结案,或者不属于本中心;请重新选择。")
    same = [row.number for row in found if Target(row.pack, row.locality) == target]
    if same:
        raise RuleBroken(f"{'、'.join(same)}已经按{target}办理,不需要再改。")
    return found


def _law(act: Act, cases: Sequence[CaseUnderLaw], target: Target, nonce: str) -> NewLaw:
    return NewLaw(
        identity=f"pack:{target}:{nonce}",
        title=f"案件改按规则包{target}办理",
        calendar=calendars.calendar_of(act.db, calendars.last(act.db)),
        packs={case.id: target.pack for case in cases},
        localities={case.id: target.locality for case in cases},
    )


def _write(act: Act, case: CaseUnderLaw, target: Target, reason: str, recount_id: UUID) -> None:
    """The case, why, the event, and who is told."""
    move_id = uuid4()
    law_moves.move(
        act.db,
        NewLawMove(
            id=move_id,
            case_id=case.id,
            centre_id=act.actor.centre_id,
            at=act.now,
            by_id=act.actor.officer_id,
            old_pack=case.pack,
            old_locality=case.locality,
            new_pack=target.pack,
            new_locality=target.locality,
            reason=act.office.seal.close_text(reason, SealedPlace.LAW_MOVE_REASON.of(move_id)),
            recount_id=recount_id,
        ),
    )
    detail = {"old": str(Target(case.pack, case.locality)), "new": str(target),
              "recount": str(recount_id)}  # fmt: skip
    happened = Happening(Tag.CASE_LAW_CHANGED, actor_id=act.actor.officer_id, detail=detail)
    act.note([happened], case_id=case.id, centre_id=act.actor.centre_id)


def _starting(act: Act, cases: Sequence[CaseUnderLaw], target: Target) -> list[Starting]:
    book = act.office.pack(target.pack, target.locality)
    return [
        Starting(case, rule.id, rule.title)
        for case in cases
        for rule, _since in law_clocks.overdue_to_start(_where(act, case, target), book)
    ]


def _start(act: Act, case: CaseUnderLaw, target: Target) -> None:
    """Rules of the new law that run by themselves, from what has happened already."""
    where = _where(act, case, target)
    book = act.office.pack(target.pack, target.locality)
    noted = [
        one
        for rule, since in law_clocks.overdue_to_start(where, book)
        for one in law_clocks.start(where, rule, since)
    ]
    act.note(noted, case_id=case.id, centre_id=act.actor.centre_id)


def _where(act: Act, case: CaseUnderLaw, target: Target) -> law_clocks.Where:
    return law_clocks.Where(
        db=act.db,
        office=act.office,
        case_id=case.id,
        centre_id=act.actor.centre_id,
        stage_id=case.main_stage,
        pack=target.pack,
        locality=target.locality,
        now=act.now,
    )


def by_law(cases: Sequence[CaseUnderLaw]) -> Mapping[str, int]:
    """How many cases are judged by each law, the largest number first."""
    found: dict[str, int] = {}
    for case in cases:
        name = str(Target(case.pack, case.locality))
        found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda one: -one[1]))
