"""Passwords that were tried: counted before they are looked at, and waited for when many are wrong.

What is locked is an account at an address, never an address: whoever knows the password gets in
beside somebody who guesses. A wait grows with every wrong password and ends by itself; an
administrator ends it sooner.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.store.query import Query, Statement, named

#: Wrong passwords of one account from one address before the first wait.
FREE = 5
#: The same where an address, or an account from everywhere, was wrong so often lately.
FREE_IN_NOISE, NOISE = 1, 50
#: Since when an address or account counts as noisy.
LATELY = timedelta(minutes=15)
#: The first wait; each further wrong password doubles it.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
#: Wrong passwords are forgotten after this.
KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Wrong:
    """Wrong passwords: of this account from this address since the last right one, and around."""

    here: int
    last_here: datetime | None
    of_account: int
    of_address: int


_ONE_AFTER_ANOTHER = Statement(named("attempts", "one_after_another"))
_FORGET = Statement(named("attempts", "forget"))
_WRONG = Query(Wrong, named("attempts", "wrong"))
_NOTE = Statement(named("attempts", "note"))
_SUCCEEDED = Statement(named("attempts", "succeeded"))


def begin(db: Connection, account: str, address: str, *, now: datetime) -> UUID | None:
    """Note a try as wrong before the password is looked at, so that none escapes the count.

    Tries at one instant are taken one after another, by address and by account.

    Returns:
        The attempt, to be marked when it succeeds; None while the account waits at this address.
        A try that has to wait is not counted, or guessing would keep the owner waiting for ever.
    """
    # Always in this order: who holds one and waits for the other is never waited for in turn.
    _ONE_AFTER_ANOTHER.run(db, whom=f"address:{address}")
    _ONE_AFTER_ANOTHER.run(db, whom=f"account:{account}")
    _FORGET.run(db, old=now - KEPT)
    wrong = _WRONG.one(
        db, account=account, address=address, since=now - KEPT, lately=now - LATELY
    )  # fmt: skip
    if wrong.last_here and now < wrong.last_here + wait_after(wrong):
        return None
    attempt = uuid4()
    _NOTE.run(db, id=attempt, account=account, address=address, at=now)
    return attempt


def wait_after(wrong: Wrong) -> timedelta:
    """How long after the last wrong password the next one is looked at."""
    noisy = max(wrong.of_account, wrong.of_address) >= NOISE
    free = FREE_IN_NOISE if noisy else FREE
    if wrong.here < free:
        return timedelta()
    # More doublings than these are longer than the longest, and no number for a clock.
    return min(FIRST_WAIT * (1 << min(wrong.here - free, 8)), LONGEST_WAIT)


def succeeded(db: Connection, attempt: UUID) -> None:
    """Take a try out of the wrong ones; those before it count no more."""
    _SUCCEEDED.run(db, id=attempt)
