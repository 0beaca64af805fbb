"""The law that cases are judged by stays as it was: what a pack's file said when it was first used.

Packs that come with the program are kept by its version; those of the installation's folder by
their hash, in `system_facts`. `hutong check` says when a file is gone or reads otherwise.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from models.errors import HutongError
from models.law.shelf import Kept
from models.store import used_law
from tasks.office import Office


def keep(db: Connection, office: Office, pack: str, locality: str, *, at: datetime) -> None:
    """Note what the files of a pack say, the first time a case is judged by them."""
    if office.packs.fixed is not None:
        return
    for kept in _installed(office, pack, locality):
        used_law.keep(db, _name(kept), _hash(kept), at=at)


def broken(db: Connection, office: Office) -> list[str]:
    """Laws of cases that are gone, do not load, or read otherwise than when they were first used."""
    known = used_law.kept(db)
    found: dict[str, None] = {}
    for row in used_law.used(db):
        law = f"{row.pack}+{row.locality}" if row.locality else row.pack
        try:
            office.pack(row.pack, row.locality)
            for kept in _installed(office, row.pack, row.locality):
                if known.get(_name(kept), _hash(kept)) != _hash(kept):
                    found[f"{kept.file.version}:文件 {kept.name} 在使用以后被改动"] = None
        except HutongError as refused:
            found[f"{law}:{refused.message}"] = None
    return list(found)


def _installed(office: Office, pack: str, locality: str) -> Iterator[Kept]:
    shelf = office.packs.shelf
    own = {one.file.version for one in shelf.installed()}
    if not own:
        return
    used = [*shelf.line(pack), *(shelf.overlay(locality) if locality else [])]
    yield from (kept for kept in used if kept.file.version in own)


def _name(kept: Kept) -> str:
    return f"pack:{kept.file.version}"


def _hash(kept: Kept) -> str:
    return hashlib.sha256(kept.text.encode()).hexdigest()
