"""The centre's own targets as they are stored: the newest change of a rule counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.law.dates import SHANGHAI
from models.law.rule import OwnTarget, Term
from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class TargetChange:
    """One change of a target. `new` null: back to the pack's number."""

    rule: str
    at: datetime
    old: Term
    new: Term | None
    reason: str
    by_name: str | None


_CURRENT: Value[dict[str, Any]] = Value(dict, named("own_targets", "current"))
_KEEP = Statement(named("own_targets", "keep"))
_HOLD = Statement(named("own_targets", "hold"))
_HISTORY = Query(TargetChange, named("own_targets", "history"))
_RECORD = Statement(named("own_targets", "record"))


def read(found: Mapping[str, Any] | None) -> dict[str, OwnTarget]:
    """Read what `hutong_own_targets` gave; a rule that went back to the pack's number is not in it."""
    return {
        rule: OwnTarget(
            term=Term.model_validate(one["new"]),
            by=one["by"],
            on=datetime.fromisoformat(one["at"]).astimezone(SHANGHAI).date(),
        )
        for rule, one in (found or {}).items()
        if one["new"]
    }


def current(db: Connection, centre_id: UUID) -> dict[str, OwnTarget]:
    """What a centre has set and not taken back, by rule."""
    return read(_CURRENT.first(db, centre=centre_id))


def keep(db: Connection, centre_id: UUID) -> None:
    """Let no target of the centre change until the end: a case comes to be open in it.

    Whoever changes a target locks the open cases; one on its way is not among them. Call it before
    anything is locked.
    """
    _KEEP.run(db, centre=str(centre_id))


def hold(db: Connection, centre_id: UUID) -> None:
    """Let no case come to be open in the centre until the end."""
    _HOLD.run(db, centre=str(centre_id))


def history(db: Connection, centre_id: UUID) -> list[TargetChange]:
    """Every change of a centre's targets, the newest first."""
    return _HISTORY.all(db, centre=centre_id)


def record(
    db: Connection,
    *,
    centre_id: UUID,
    rule: str,
    old: Term,
    new: Term | None,
    reason: str,
    by: UUID,
    at: datetime,
) -> None:
    """Write down a change; from then on deadlines are counted by it."""
    _RECORD.run(
        db, centre=centre_id, rule=rule, at=at, by=by, reason=reason,
        old=old.model_dump_json(), new=new.model_dump_json() if new else None,
    )  # fmt: skip
