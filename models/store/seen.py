"""What the officer of a transaction sees: asked of row-level security, by id."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Value, named

#: By the name an address gives the id.
_SEEN: Mapping[str, Value[int]] = MappingProxyType(
    {
        f"{name}_id": Value(int, named("seen", name))
        for name in ("case", "step", "deadline", "order", "card", "version", "attachment")
    }
)
#: The names of ids that are asked about.
ASKED = frozenset(_SEEN)
_ANYTHING = Value(int, named("seen", "anything"))


def is_seen(db: Connection, name: str, key: UUID) -> bool:
    """Whether the officer sees what an address names, such as `case_id`."""
    return _SEEN[name].first(db, id=key) is not None


def answers(db: Connection) -> bool:
    """Ask the least there is; the database answers, or the error tells that it does not."""
    return _ANYTHING.first(db) in (None, 1)
