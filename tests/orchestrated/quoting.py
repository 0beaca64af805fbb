"""Errors that quote what a person wrote, as database drivers and validators do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from tests.orchestrated.marking import WORD

# In two halves, so that the word stands nowhere in the database's own tables.
_BUILD = f"""
    CREATE FUNCTION quote_of_tests() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '%', '暗记{WORD[:3]}' || '{WORD[3:]}'; END $$
"""


@contextmanager
def quoting_errors(root: Engine, when: str) -> Iterator[None]:
    """Let every such statement fail with an error whose text carries the mark.

    Args:
        root: Superuser.
        when: Such as `BEFORE INSERT ON paper_versions`.
    """
    with root.begin() as db:
        db.execute(text(_BUILD))
        db.execute(
            text(f"CREATE TRIGGER quote {when} FOR EACH ROW EXECUTE FUNCTION quote_of_tests()")
        )
    try:
        yield
    finally:
        with root.begin() as db:
            db.execute(text("DROP FUNCTION quote_of_tests() CASCADE"))
