"""Passwords that were tried: counted before they are looked at, and waited for when many are wrong.

What is locked is an account at an address, never an address: whoever knows the password gets in
beside somebody who guesses. A wait grows with every wrong password and ends by itself; an
administrator ends it sooner. The database counts (`hutong_try_password`): the portal's role
neither reads what is kept nor writes it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named


@dataclass(frozen=True)
class Tried:
    """A try that was counted as wrong, until its password is compared.

    Attributes:
        attempt: None while the account waits at this address. A try that has to wait is not
            counted, or guessing would keep the owner waiting for ever.
        shown: How the account's password is hashed, up to its salt; for an account there is not,
            as much.
    """

    attempt: UUID | None
    shown: str


_BEGIN = Query(Tried, named("attempts", "begin"))


def begin(db: Connection, account: str, address: str, *, usual: str, now: datetime) -> Tried:
    """Note a try as wrong before the password is looked at, so that none escapes the count.

    Tries at one instant are taken one after another, by address and by account.

    Args:
        db: As the portal.
        account: As it was typed.
        address: Where it comes from.
        usual: How passwords are hashed today, up to the salt: shown of an account there is not.
        now: When.
    """
    return _BEGIN.one(db, account=account, address=address, usual=usual, at=now)
