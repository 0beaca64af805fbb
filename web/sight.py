"""The one rule of a route before it reads or changes anything: what its address names must be seen.

What somebody does not see is not found, whether it exists or not, or is no id at all, and before
their roles are asked: the same answer after the same work.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.seen import ASKED, is_seen
from web.wording import _

#: Ids of addresses that name what is one's own or everybody's; their statement says whose.
NOT_OF_A_CASE: Mapping[str, str] = {
    "notice_id": "a notice is its officer's; a holiday notice is the installation's",
    "channel_id": "a channel is its officer's",
    "officer_id": "an officer is seen by the centre; the page is its administrator's",
    "number": "a picture is seen with its attachment",
    "rule_id": "a rule is everybody's to read",
    "year": "the calendar is everybody's to read",
    "secret": "the secret is the proof",
}


def must_see(db: Connection, named: Mapping[str, str]) -> None:
    """Go on only if everything an address names is seen by whom the transaction is for.

    Args:
        db: Acting for the officer.
        named: The ids of the address as they were sent, by the names of the route.

    Raises:
        NotFound: It does not exist, is not seen, or is no id at all: no telling which.
    """
    for name in sorted(ASKED & named.keys()):
        if not is_seen(db, name, _id(named[name])):
            raise _nothing_there()


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise _nothing_there() from None


def _nothing_there() -> NotFound:
    return NotFound(_("这个地址不存在。"))
