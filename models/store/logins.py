"""Logging in: attempts counted, sessions kept by the hash of their secret.

Nobody is logged in yet when most of this is asked, so it runs without an actor; officers are found
through `hutong_find_officer` alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from models.store.acting import Actor
from models.words import Role

#: Failures of one account from one address within the window that lock it.
MOST_FAILURES = 5
#: Failures of one address over all accounts, or of one account over all addresses.
MOST_FAILURES_SPREAD = 50
#: How long a failure counts.
WINDOW = timedelta(minutes=15)
#: Without a request for so long a session ends.
IDLE = timedelta(minutes=30)
#: However busy, a session ends after this.
LONGEST = timedelta(hours=10)


@dataclass(frozen=True)
class Account:
    """An officer as the log-in needs it."""

    actor: Actor
    account: str
    password: str
    active: bool
    must_change_password: bool


@dataclass(frozen=True)
class Session:
    """A live log-in."""

    account: Account
    csrf: str


_FIND = text("SELECT * FROM hutong_find_officer(:account, NULL)")
_ATTEMPT = text(
    "INSERT INTO login_attempts (id, account, address, at, succeeded) "
    "VALUES (:id, :account, :address, :at, false)"
)
_FAILURES = text(
    """
    SELECT count(*) FILTER (WHERE account = :account AND address = :address AND at > coalesce((
               SELECT max(s.at) FROM login_attempts s
               WHERE s.account = :account AND s.address = :address AND s.succeeded), :since)
           ) AS here,
           count(*) FILTER (WHERE account = :account) AS of_account,
           count(*) FILTER (WHERE address = :address) AS of_address
    FROM login_attempts
    WHERE at > :since AND NOT succeeded AND (account = :account OR address = :address)
    """
)
_SESSION = text(
    """
    SELECT s.csrf, o.* FROM login_sessions s
    CROSS JOIN LATERAL hutong_find_officer(NULL, s.officer_id) o
    WHERE s.id = :id AND s.ended_at IS NULL AND s.seen_at > :idle AND s.created_at > :oldest
      AND o.active
    """
)
_SEEN = text(
    "UPDATE login_sessions SET seen_at = :now WHERE id = :id AND seen_at < :now - interval '20 s'"
)
_OPEN = text(
    "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address) "
    "VALUES (:id, :officer, :csrf, :now, :now, :address)"
)
_END = text("UPDATE login_sessions SET ended_at = :now WHERE id = :id AND ended_at IS NULL")
_END_OTHERS = text(
    "UPDATE login_sessions SET ended_at = :now WHERE officer_id = :officer AND id <> :keep "
    "AND ended_at IS NULL"
)


def find_account(db: Connection, account: str) -> Account | None:
    """Find an officer by log-in name, active or not."""
    row = db.execute(_FIND, {"account": account}).mappings().first()
    return _account(dict(row)) if row else None


def begin_attempt(db: Connection, account: str, address: str, *, now: datetime) -> UUID | None:
    """Note an attempt as failed before the password is looked at, so that none escapes the count.

    Returns:
        The attempt, to be marked when it succeeds; None when the account or address is locked.
    """
    attempt = uuid4()
    who = {"account": account, "address": address}
    db.execute(text("DELETE FROM login_attempts WHERE at < :old"), {"old": now - 4 * WINDOW})
    db.execute(_ATTEMPT, {**who, "id": attempt, "at": now})
    failed = db.execute(_FAILURES, {**who, "since": now - WINDOW}).one()
    spread = max(failed.of_account, failed.of_address)
    locked = failed.here > MOST_FAILURES or spread > MOST_FAILURES_SPREAD
    return None if locked else attempt


def attempt_succeeded(db: Connection, attempt: UUID) -> None:
    """Take an attempt out of the failures; those before it count no more."""
    db.execute(text("UPDATE login_attempts SET succeeded = true WHERE id = :id"), {"id": attempt})


def open_session(
    db: Connection, officer_id: UUID, *, key: bytes, csrf: str, address: str, now: datetime
) -> None:
    """Keep a new log-in under `key`, the SHA-256 of the cookie's secret.

    Every form of this session carries the token `csrf`.
    """
    db.execute(
        text("DELETE FROM login_sessions WHERE created_at < :old"), {"old": now - 3 * LONGEST}
    )
    db.execute(
        _OPEN, {"id": key, "officer": officer_id, "csrf": csrf, "now": now, "address": address}
    )


def live_session(db: Connection, key: bytes, *, now: datetime) -> Session | None:
    """Find a session that has not ended, and note that it was used."""
    row = db.execute(
        _SESSION, {"id": key, "idle": now - IDLE, "oldest": now - LONGEST}
    ).mappings().first()  # fmt: skip
    if row is None:
        return None
    db.execute(_SEEN, {"id": key, "now": now})
    return Session(account=_account(dict(row)), csrf=row["csrf"])


def whose_session(db: Connection, key: bytes) -> UUID | None:
    """Whose session this is or was, also after it ended."""
    found: UUID | None = db.execute(
        text("SELECT officer_id FROM login_sessions WHERE id = :id"), {"id": key}
    ).scalar()
    return found


def end_session(db: Connection, key: bytes, *, now: datetime) -> None:
    """Log out."""
    db.execute(_END, {"id": key, "now": now})


def set_password(db: Connection, actor: Actor, hashed: str, *, keep: bytes, now: datetime) -> None:
    """Store an officer's own new password and end their other sessions."""
    db.execute(
        text("UPDATE officers SET password = :hash, must_change_password = false WHERE id = :id"),
        {"hash": hashed, "id": actor.officer_id},
    )
    db.execute(_END_OTHERS, {"officer": actor.officer_id, "keep": keep, "now": now})


def rehash(db: Connection, actor: Actor, hashed: str) -> None:
    """Store the same password hashed with today's parameters."""
    db.execute(
        text("UPDATE officers SET password = :hash WHERE id = :id"),
        {"hash": hashed, "id": actor.officer_id},
    )


def _account(row: dict[str, object]) -> Account:
    roles = row["roles"]
    return Account(
        actor=Actor(
            officer_id=row["id"],  # type: ignore[arg-type]
            centre_id=row["centre_id"],  # type: ignore[arg-type]
            name=str(row["name"]),
            roles=frozenset(Role(role) for role in roles),  # type: ignore[attr-defined]
        ),
        account=str(row["account"]),
        password=str(row["password"]),
        active=bool(row["active"]),
        must_change_password=bool(row["must_change_password"]),
    )
