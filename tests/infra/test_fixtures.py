"""The fixtures every database test stands on."""

from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.conftest import Database


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_a_migrated_database_of_its_own(database: "Database", time: str) -> None:
    with psycopg.connect(database.owner_url) as link:
        found = link.execute("select to_regclass('alembic_version'), to_regclass('mark')")
        assert found.fetchone() == ("alembic_version", None)
        link.execute(f"create table mark (time text default '{time}')")
    for url in (database.portal_url, database.worker_url):
        psycopg.connect(url).close()
