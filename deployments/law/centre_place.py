"""Where a centre is, for the law: which local overlay its new cases are judged by."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import NotFound, OutsideFailure
from models.law.shelf import Shelf
from models.settings import Settings
from models.store import centre_places
from models.store.acting import as_worker, make_engine

_CODES = text("SELECT code, facts->>'name' AS name FROM centres ORDER BY code")
_CENTRE = text("SELECT id, facts->>'name' AS name FROM centres WHERE code = :code")


def set_place(
    settings: Settings, shelf: Shelf, code: str, local: str, *, reason: str, now: datetime
) -> str:  # fmt: skip
    """Say which locality a centre belongs to; running cases keep what they have.

    Args:
        settings: Of the running installation.
        shelf: The overlays there are.
        code: The centre's code.
        local: A locality such as `wuhan`; empty for none.
        reason: Kept with the change, for everybody of the centre to read.
        now: Written on the change.

    Returns:
        The centre's name.

    Raises:
        UnknownPack: There is no overlay for the locality.
        NotFound: There is no such centre; lists those there are.
        OutsideFailure: The case record is not there.
    """
    if local and local not in shelf.local_ids():
        shelf.overlay(local)
    engine = make_engine(settings.worker_database_url)
    try:
        with as_worker(engine) as db:
            centre = db.execute(_CENTRE, {"code": code}).first()
            if centre is not None and (old := centre_places.locked(db, centre.id)) != local:
                centre_places.write(
                    db, centre.id, old=old, new=local, reason=reason, by=None, at=now
                )
            known = [f"{row.code}({row.name})" for row in db.execute(_CODES)]
    except DBAPIError as away:
        raise OutsideFailure("连不上案件数据库;新装的系统请先启动一次(make run)。") from away
    finally:
        engine.dispose()
    if centre is None:
        raise NotFound(f"没有代码为“{code}”的中心,现有:{'、'.join(known) or '没有'}。")
    return str(centre.name)
