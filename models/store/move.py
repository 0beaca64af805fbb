"""A case that moves to another centre: its rows go there, its open work to officers of that centre."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.store.officers import Owner
from models.store.query import Query, Statement, Value, named
from models.words import Role


@dataclass(frozen=True)
class CentreAndPlace:
    """A centre of this installation, and where it is for the law."""

    id: UUID
    locality: str


@dataclass(frozen=True)
class OwnedStep:
    """An open step that somebody has."""

    id: UUID
    owner_id: UUID


_CENTRE_BY_CODE = Query(CentreAndPlace, named("move", "centre_by_code"))
_MOVE = Statement(named("move", "move"))
_ROLES_OF_STEPS = Value(str, named("move", "roles_of_steps"))
_ROLES_OF_SIGNATURES = Value(str, named("move", "roles_of_signatures"))
_GIVE_STEPS = Statement(named("move", "give_steps"))
_GIVE_SIGNATURES = Statement(named("move", "give_signatures"))
_OPEN_WORK = Query(OwnedStep, named("move", "open_work"))


def centre_by_code(db: Connection, code: str) -> CentreAndPlace | None:
    """A centre of this installation; None where the code is another's."""
    return _CENTRE_BY_CODE.first(db, code=code)


def move(db: Connection, case_id: UUID, to: UUID, *, locality: str) -> None:
    """Give a case to another centre, with its child and all that is seen by centre."""
    _MOVE.run(db, case=case_id, centre=to, locality=locality)


def roles_of_steps(db: Connection, case_id: UUID) -> list[Role]:
    """The roles whose steps are open."""
    return [Role(role) for role in _ROLES_OF_STEPS.all(db, case=case_id)]


def roles_of_signatures(db: Connection, case_id: UUID) -> list[Role]:
    """The roles that have a signature to give."""
    return [Role(role) for role in _ROLES_OF_SIGNATURES.all(db, case=case_id)]


def give_steps(db: Connection, case_id: UUID, role: Role, to: Owner | None) -> None:
    """Let the open steps of a role be this officer's, or nobody's."""
    _GIVE_STEPS.run(db, case=case_id, role=role.value, **_whose(to))


def give_signatures(db: Connection, case_id: UUID, role: Role, to: Owner | None) -> None:
    """Let the signatures a role has to give be this officer's, or nobody's."""
    _GIVE_SIGNATURES.run(db, case=case_id, role=role.value, **_whose(to))


def open_work(db: Connection, case_id: UUID) -> list[OwnedStep]:
    """The open steps that somebody has, the oldest first."""
    return _OPEN_WORK.all(db, case=case_id)


def _whose(to: Owner | None) -> dict[str, UUID | None]:
    return {
        "owner": to.officer_id if to else None,
        "stands_in_for": to.stands_in_for if to else None,
    }
