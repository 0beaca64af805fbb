"""A gate before the last act of every document: a worker stands in the middle of its transaction.

A trigger has each insert of a document version wait for a lock that the test holds. By then the
number is taken, the document is rendered, and nothing is committed: the worst moment to die.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

_LOCK = 8_321_002
_BUILD = f"""
    CREATE FUNCTION gate_of_tests() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock({_LOCK}); RETURN NEW; END $$;
    CREATE TRIGGER gate_of_tests BEFORE INSERT ON paper_versions
        FOR EACH ROW EXECUTE FUNCTION gate_of_tests();
"""
_WAITING = f"""
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {_LOCK} AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Gate:
    """Shut from the beginning; lets one transaction through at a time, or all."""

    def __init__(self, link: psycopg.Connection) -> None:
        """Build the gate over a superuser's connection that commits at once."""
        self._link = link
        link.execute(_BUILD)
        self.shut()

    def shut(self) -> None:
        """Let nobody through; returns when whoever was passing has committed or rolled back."""
        self._link.execute("SELECT pg_advisory_lock(%s)", [_LOCK])

    def open(self) -> None:
        """Let everybody through."""
        self._link.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    @property
    def waiting(self) -> int:
        """How many transactions stand before the gate."""
        row = self._link.execute(_WAITING).fetchone()
        return int(row[0]) if row else 0

    def await_arrival(self, seconds: float = 60) -> None:
        """Wait until a transaction stands before the gate."""
        give_up_at = time.monotonic() + seconds
        while not self.waiting:
            assert time.monotonic() < give_up_at, "nobody came to the gate"
            time.sleep(0.005)

    def let_one_through(self) -> None:
        """Open for whoever is first; returns the moment its transaction has ended.

        Locks are granted in the order asked for: ours comes again right behind the first.
        """
        assert self.waiting == 1
        self.open()
        self.shut()


@contextmanager
def gate(superuser_url: str) -> Iterator[Gate]:
    """Build a shut gate in the database; it opens when the test is over."""
    with psycopg.connect(superuser_url, autocommit=True) as link:
        yield Gate(link)
