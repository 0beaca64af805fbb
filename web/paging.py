"""Places of a list in addresses: a page is older or newer than a line, whatever came since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from models.store.keyset import Edge, ListPage
from web.calls import Call

_PARTS = 3


@dataclass(frozen=True)
class Asked:
    """Where a page of a list begins; the newest page when there is no place."""

    place: Edge | None
    newer: bool


def asked(at: Call) -> Asked:
    """Read it from the address; what is no place of ours leads to the newest page."""
    newer = at.asked("newer")
    return Asked(_read(newer or at.asked("older")), bool(newer))


def _read(written: str) -> Edge | None:
    parts = written.split("~")
    if len(parts) != _PARTS:
        return None
    try:
        at, key = datetime.fromisoformat(parts[1]), UUID(parts[2])
    except ValueError:
        return None
    return Edge(at, key, parts[0] == "1") if at.tzinfo else None


def links(listed: ListPage[Any], address: str) -> dict[str, str]:
    """The addresses of the pages beside one, by `newer` and `older`; only those there are.

    Args:
        listed: The page.
        address: The list's own, ending in `?` or `&`.
    """
    places = {"newer": listed.newer, "older": listed.older}
    return {
        name: address + urlencode({name: _written(place)})
        for name, place in places.items()
        if place is not None
    }


def _written(place: Edge) -> str:
    return f"{int(place.first)}~{place.at.isoformat()}~{place.id}"
