"""Who is there to do a thing: choosing an owner, covering absences, finding people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, named
from models.words import Role


@dataclass(frozen=True)
class Owner:
    """Who gets a step, and for whom when the right person is away."""

    officer_id: UUID
    stands_in_for: UUID | None
    on_team: bool


@dataclass(frozen=True)
class OwnerFound(Owner):
    """An owner as found, who may be away with nobody to stand in."""

    away: bool


@dataclass(frozen=True)
class OfficerAccount:
    """An officer's account as others see it."""

    id: UUID
    centre_id: UUID
    name: str
    roles: list[str]
    active: bool


_PICK_FROM_TEAM = Query(OwnerFound, named("officers", "pick_from_team"))
_PICK_LEAST_BUSY = Query(OwnerFound, named("officers", "pick_least_busy"))
_BY_ACCOUNT = Query(OfficerAccount, named("officers", "by_account"))
_OF_CENTRE = Query(OfficerAccount, named("officers", "of_centre"))


def pick_owner(
    db: Connection,
    *,
    case_id: UUID,
    centre_id: UUID,
    role: Role,
    barred: Collection[UUID],
    now: datetime,
) -> Owner | None:
    """Choose who does it: the case team first, then whoever of the centre has least open work.

    Args:
        db: The transaction at hand.
        case_id: Whose team is asked first.
        centre_id: Whose officers are asked next.
        role: What the officer must be.
        now: Decides who is absent.
        barred: Officers who may not: they wrote what is to be signed, or already signed.

    Returns:
        None when nobody has the role and is not barred: the step then has no owner, and
        `hutong check` and the manager's board say so.
    """
    asked = {
        "case": case_id,
        "centre": centre_id,
        "role": role.value,
        "barred": list(barred),
        "now": now,
    }
    found = _PICK_FROM_TEAM.all(db, **asked)
    if not found or found[0].away:
        found += _PICK_LEAST_BUSY.all(db, **asked)
    # Somebody away whom nobody can cover is better than nobody, and worse than anybody there.
    return min(found, key=lambda one: one.away, default=None)


def account_named(db: Connection, account: str) -> OfficerAccount | None:
    """Find an officer by log-in name, whose account may be closed; as who sees every centre."""
    return _BY_ACCOUNT.first(db, account=account)


def officer_of_centre(db: Connection, officer_id: UUID) -> OfficerAccount:
    """Find an officer of the centre at hand.

    Raises:
        NotFound: Nobody of that id is to be seen.
    """
    found = _OF_CENTRE.first(db, id=officer_id)
    if found is None:
        raise NotFound("没有找到这位工作人员。")
    return found
