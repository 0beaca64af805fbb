"""The tables in Prefect: of a case what is open, of a centre what stands still and why.

What Prefect shows of a centre is asked there before it is told, so that a table that was deleted is
made again.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store import mirror
from tasks.engine.prefect_api import PrefectApi
from tasks.mirror.drawing import Line
from tasks.mirror.naming import short
from tasks.mirror.standing import Still, centre_table

Lines = list[dict[str, str]]


def key_of_case(case_id: UUID) -> str:
    """The key of the table of a case."""
    return f"case-{case_id}"


def of_case(lines: Iterable[Line]) -> Lines:
    """The lines of the table of a case, as Prefect is told them."""
    return [asdict(line) for line in lines]


def of_centres(db: Connection, *, link: str) -> dict[UUID, Lines]:
    """The lines of every centre's table, as far as its cases are drawn."""
    found: dict[UUID, list[Still]] = defaultdict(list)
    for case in mirror.still(db):
        for one in case.still:
            found[UUID(one["centre"])].append(Still(**one))
    return {
        centre_id: centre_table(found[centre_id], link=link) for centre_id in mirror.centres(db)
    }


def told_of(kept: Iterable[dict[str, str]]) -> set[UUID]:
    """The centres in whose tables something stands."""
    return {UUID(one["centre"]) for one in kept}


def shown(api: PrefectApi, key: str) -> Lines | None:
    """What Prefect shows in the newest table of a key; None: there is none."""
    found = api.artifact(key)
    return None if found is None else _lines(found["data"])


def tell_centre(api: PrefectApi, centre_id: UUID, lines: Lines, *, link: str) -> bool:
    """Have Prefect show a centre's table; False where it does.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    key = key_of_centre(centre_id)
    found = api.artifact(key)
    if found is not None and _lines(found["data"]) == lines:
        return False
    if found is None or not api.change_artifact(UUID(found["latest_id"]), lines):
        text = f"What stands still in centre {short(centre_id)}, and why"
        page = f"[board of centre {short(centre_id)}]({link}board)"
        api.make_artifact(key, "table", lines, f"{text}: {page}", None)
        api.make_artifact(f"{key}-link", "markdown", page, "Its page", None)
    return True


def key_of_centre(centre_id: UUID) -> str:
    """The key of the table of a centre."""
    return f"centre-{centre_id}"


def _lines(data: Any) -> Lines:
    lines: Lines = json.loads(data) if isinstance(data, str) else data
    return lines
