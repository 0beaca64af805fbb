"""Whoever reaches the database reaches it through psycopg 3, whatever SQLAlchemy would take."""

import pytest

from models.store.driver import engine_to


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_an_address_is_reached_through_psycopg_3_however_it_begins(scheme: str) -> None:
    engine = engine_to(f"{scheme}://one:s%40cret@127.0.0.1:5/hutong?sslmode=prefer")

    assert engine.dialect.driver == "psycopg"
    assert engine.url.password == "s@cret"
    assert engine.url.query == {"sslmode": "prefer"}
