"""Functions and triggers of the database, one file each; the file is the body in force.

`functions/<name>.sql` replaces the function `<name>`, its triggers and its rights, and may be run
any number of times. After the numbered migrations, in their transaction, every file is run that
differs from what the database has; the comment of a function keeps the digest of its file, so that
what is compared cannot drift from what is there. A migration runs a file early (`load`) where a
policy needs its function.

`{Role.DIRECTOR}` in a file becomes the word as a literal. PostgreSQL replaces no function by one
of other arguments or columns: for that, and for a file that goes, a migration drops the old one.
"""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import resources

from alembic import op
from sqlalchemy import Connection, text

from models.tables.case import CaseState, StageState
from models.tables.step import ChangeKind, DeadlineState
from models.tables.watch import OrderState
from models.words import (
    AccountChange,
    DeliveryState,
    NoticeKind,
    Role,
    SignatureState,
    Stage,
    StepKind,
    StepState,
    Tag,
)

#: The enumerations whose words a file may name.
VOCABULARY: dict[str, type[StrEnum]] = {
    words.__name__: words
    for words in (
        AccountChange,
        CaseState,
        ChangeKind,
        DeadlineState,
        DeliveryState,
        NoticeKind,
        OrderState,
        Role,
        SignatureState,
        Stage,
        StageState,
        StepKind,
        StepState,
        Tag,
    )
}

_WORD = re.compile(r"\{(\w+)\.(\w+)\}")
_FILES = resources.files("models.migrations") / "functions"
_DIGESTS = text(
    "SELECT p.proname, obj_description(p.oid, 'pg_proc') AS digest FROM pg_proc p "
    "WHERE p.pronamespace = 'public'::regnamespace"
)


def names() -> list[str]:
    """The functions there are files of."""
    return sorted(file.name.removesuffix(".sql") for file in _FILES.iterdir())


@cache
def filled(name: str) -> str:
    """A file as PostgreSQL is given it, its words filled in.

    Raises:
        KeyError: It names a word there is not.
    """
    raw = (_FILES / f"{name}.sql").read_text("utf-8")
    return _WORD.sub(lambda found: f"'{VOCABULARY[found[1]][found[2]].value}'", raw)


def changed(db: Connection) -> list[str]:
    """The files that differ from what the database has."""
    there = {row.proname: row.digest for row in db.execute(_DIGESTS)}
    return [name for name in names() if there.get(name) != _digest(name)]


def load_changed(db: Connection) -> None:
    """Run every file that differs from what the database has."""
    _run(db, changed(db))


def load(*wanted: str) -> None:
    """Run files early: for a migration whose policies need their functions."""
    _run(op.get_bind(), wanted)


def _run(db: Connection, wanted: Iterable[str]) -> None:
    # A body may call a function, or read a column, that a later file or migration makes.
    db.exec_driver_sql("SET LOCAL check_function_bodies = off")
    for name in wanted:
        db.exec_driver_sql(filled(name), execution_options={"no_parameters": True})
        db.exec_driver_sql(f"COMMENT ON FUNCTION {name} IS '{_digest(name)}'")


def _digest(name: str) -> str:
    return "sha256:" + hashlib.sha256(filled(name).encode()).hexdigest()
