"""Alembic's environment: the connection comes from `deployments.machine.migrate`, never from a file."""

from alembic import context

from models.tables.all import Base

#: One migrator at a time, whoever starts it: an arbitrary constant.
MIGRATION_LOCK = 8_321_2026


def run() -> None:
    """Migrate in the caller's transaction, under a lock until it ends, with timeouts."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_type=True,
        transaction_per_migration=False,
    )  # fmt: skip
    with context.begin_transaction():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
        context.run_migrations()


run()
