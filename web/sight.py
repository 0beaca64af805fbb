"""The one rule of a route before it changes anything: what its address names must be seen.

What somebody does not see is not found, whether it exists or not, and before their roles are
asked: the same answer after the same work. Pages need no rule of their own, because what they
show is what they read first.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, text

from models.errors import NotFound
from web.wording import _

#: Table in which row-level security says whether an id of an address is seen.
SEEN_IN: Mapping[str, str] = {
    "case_id": "cases",
    "step_id": "steps",
    "deadline_id": "deadlines",
    "order_id": "supervision_orders",
    "card_id": "cards",
    "version_id": "paper_versions",
}
#: Ids of addresses that name what is one's own or everybody's; their statement says whose.
NOT_OF_A_CASE: Mapping[str, str] = {
    "notice_id": "a notice is its officer's; a holiday notice is the installation's",
    "channel_id": "a channel is its officer's",
    "rule_id": "a rule is everybody's to read",
    "year": "the calendar is everybody's to read",
    "secret": "the secret is the proof",
}
_SEEN = {name: text(f"SELECT 1 FROM {table} WHERE id = :id") for name, table in SEEN_IN.items()}  # noqa: S608 - names of tables above


def must_see(db: Connection, named: Mapping[str, str]) -> None:
    """Go on only if everything an address names is seen by whom the transaction is for.

    Args:
        db: Acting for the officer.
        named: The ids of the address as they were sent, by the names of the route.

    Raises:
        NotFound: It does not exist, is not seen, or is no id at all: no telling which.
    """
    for name, question in _SEEN.items():
        if name in named and db.execute(question, {"id": _id(named[name])}).first() is None:
            raise _nothing_there()


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        raise _nothing_there() from None


def _nothing_there() -> NotFound:
    return NotFound(_("这个地址不存在。"))
