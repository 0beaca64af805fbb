"""The practice centre of an installation: its accounts, and whether its cases are there yet.

Accounts come with the database, cases a little later: they are played first, and copied whole.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from models.store.query import Statement, Value, named

_FACT = Value(str, named("practice", "fact"))
_SHOWN = Value(str, named("practice", "accounts"))
_KEEP = Statement(named("practice", "keep_fact"))
_ACCOUNTS, _CASES = "practice_accounts", "practice_cases"


class PracticeCases(StrEnum):
    """How the invented cases stand."""

    #: The accounts are there; the cases are being played.
    AWAITED = "awaited"
    LOADED = "loaded"


@dataclass(frozen=True)
class PracticeAccount:
    """An account of the practice centre, shown on the log-in page with its password."""

    account: str
    password: str
    name: str
    roles: tuple[str, ...]


def practice_accounts(db: Connection) -> tuple[PracticeAccount, ...]:
    """The accounts of the practice centre; empty when there is none."""
    kept = json.loads(_SHOWN.first(db) or "[]")
    return tuple(PracticeAccount(**{**one, "roles": tuple(one["roles"])}) for one in kept)


def keep_practice_accounts(
    db: Connection, accounts: tuple[PracticeAccount, ...], *, now: datetime
) -> None:
    """Note that there is a practice centre, with its accounts; later calls replace the list."""
    listed = json.dumps([asdict(one) for one in accounts], ensure_ascii=False)
    _KEEP.run(db, name=_ACCOUNTS, value=listed, at=now)


def practice_cases(db: Connection) -> PracticeCases:
    """How the invented cases stand; an installation that never said was loaded whole."""
    return PracticeCases(_FACT.first(db, name=_CASES) or PracticeCases.LOADED)


def keep_practice_cases(db: Connection, cases: PracticeCases, *, now: datetime) -> None:
    """Note how the invented cases stand."""
    _KEEP.run(db, name=_CASES, value=cases.value, at=now)
