"""How a database is reached: through psycopg 3, whoever asks."""

from typing import Any

from sqlalchemy import Engine, create_engine, make_url

#: What SQLAlchemy calls psycopg 3.
DRIVER = "postgresql+psycopg"


def engine_to(url: str, **how: Any) -> Engine:
    """Make an engine for an address as people write it, without a driver's name.

    SQLAlchemy 2.0 hands such an address to psycopg2, which we do not have.

    Args:
        url: `postgresql://user:password@host:port/database`.
        **how: As for `sqlalchemy.create_engine`.
    """
    return create_engine(make_url(url).set(drivername=DRIVER), **how)
