"""What every change of a deadline by a person shares: who may, what is kept, who is told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.errors import FormInvalid, RuleBroken
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store.events import Happening
from models.store.notices import tell
from models.tables.step import ChangeKind, DeadlineChange
from models.words import NoticeKind, Tag
from tasks.act import Act
from tasks.deadlines.standing import LIVE
from tasks.record.child import read_child

_CHILD = text("SELECT child_id FROM cases WHERE id = :case")
_PERSONS = text("SELECT id, identity FROM case_persons WHERE case_id = :case")
_NO_NAMES = "会印在期限计算单上,请不要写未成年人和监护人的姓名。"


def refuse_others(act: Act, row: Row[Any]) -> None:
    """Let supervisors and the director change a deadline that still counts.

    Raises:
        NotAllowed: Another role.
        RuleBroken: The deadline or the case has ended.
    """
    act.require(Permission.CHANGE_DEADLINE)
    if row.state not in LIVE or row.case_state != "open":
        raise RuleBroken("这个期限已经结束,不能再变更。")


def refuse_names(act: Act, row: Row[Any], **texts: str | None) -> None:
    """Refuse words that name the child or a guardian: they are printed on the receipt.

    Raises:
        FormInvalid: By field.
    """
    names = set(_names(act, row.case_id))
    named = [name for name, text in texts.items() if any(one in (text or "") for one in names)]
    if named:
        raise FormInvalid({name: [_NO_NAMES] for name in named})


def _names(act: Act, case_id: UUID) -> Iterator[str]:
    child_id = act.db.execute(_CHILD, {"case": case_id}).scalar_one()
    known = [read_child(act.db, act.office, child_id)]
    known += [
        act.office.seal.open_json(one.identity, SealedPlace.PERSON_IDENTITY.of(one.id))
        for one in act.db.execute(_PERSONS, {"case": case_id})
    ]
    for one in known:
        found = (str(one.get(key) or "") for key in ("name", "called"))
        yield from (name for name in found if len(name) > 1)


def record_change(
    db: Connection, row: Row[Any], *, kind: ChangeKind, new_due_at: datetime, at: datetime,
    **facts: Any,
) -> UUID:  # fmt: skip
    """Keep old and new instant of a deadline that moved; `facts` are columns of the change."""
    change: dict[str, Any] = {
        "id": uuid4(),
        "case_id": row.case_id,
        "deadline_id": row.id,
        "kind": kind,
        "at": at,
        "old_due_at": row.due_at,
        "new_due_at": new_due_at,
    } | facts
    db.execute(insert(DeadlineChange.__table__), change)  # type: ignore[arg-type]
    made: UUID = change["id"]
    return made


def announce(act: Act, row: Row[Any], tag: Tag, once: str, **detail: Any) -> None:
    """Write the event and tell who owns the deadline, unless they did it themselves."""
    who = act.actor.officer_id
    told = {"rule": row.rule, "deadline": str(row.id)} | detail
    of_case = {"case_id": row.case_id, "centre_id": row.centre_id}
    act.note([Happening(tag, row.stage_id, row.step_id, who, told)], **of_case)
    owner = row.owner_id or row.lead_id
    if owner != who:
        tell(
            act.db,
            owner,
            kind=NoticeKind.CHANGED,
            once=once,
            step_id=row.step_id,
            at=act.now,
            **of_case,
        )
