"""What is anchored outside the database: ends of chains, spans of logs, and the newest anchor."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, named


@dataclass(frozen=True)
class ChainEnd:
    """The end of a chain of events or imprints."""

    of_table: str
    chain: UUID
    seq: int
    hash: str


@dataclass(frozen=True)
class WrittenSpan:
    """How many rows of a log were written in a span, and the hash of them all."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class OtherEnd:
    """A chain that is not what was anchored at one of its places."""

    chain: UUID
    seq: int
    number: str | None


@dataclass(frozen=True)
class NewestAnchor:
    """What the database knows of the newest anchor."""

    number: int
    sha256: str
    at: datetime


@dataclass(frozen=True)
class _AnchorFact:
    value: str
    at: datetime


_HEADS = Query(ChainEnd, named("anchors", "heads"))
_WRITTEN = Query(WrittenSpan, named("anchors", "written"))
_OTHER = {
    "events": Query(OtherEnd, named("anchors", "other_events")),
    "imprints": Query(OtherEnd, named("anchors", "other_imprints")),
}
_FACT = Query(_AnchorFact, named("anchors", "fact"))
_NOTE = Statement(named("anchors", "note"))


def ends(db: Connection) -> list[ChainEnd]:
    """The end of every chain."""
    return _HEADS.all(db)


def written(db: Connection, log: str, since: datetime, until: datetime) -> WrittenSpan:
    """What a log (`view_log`, `account_changes`) got in a span; as the worker."""
    return _WRITTEN.one(db, of=log, since=since, until=until)


def otherwise(
    db: Connection, of_table: str, anchored: Mapping[UUID, tuple[int, str]]
) -> list[OtherEnd]:
    """Chains that are not what was anchored: cut, or written anew."""
    return _OTHER[of_table].all(
        db, chains=list(anchored), seqs=[seq for seq, _ in anchored.values()],
        hashes=[told for _, told in anchored.values()],
    )  # fmt: skip


def newest(db: Connection) -> NewestAnchor | None:
    """The newest anchor that the database knows of."""
    fact = _FACT.first(db)
    if fact is None:
        return None
    told: dict[str, Any] = json.loads(fact.value)
    return NewestAnchor(told["number"], told["sha256"], fact.at)


def note(db: Connection, anchor: NewestAnchor) -> None:
    """Note the newest anchor, so that its file is missed when it is gone."""
    value = {"number": anchor.number, "sha256": anchor.sha256}
    _NOTE.run(db, value=json.dumps(value), at=anchor.at)
