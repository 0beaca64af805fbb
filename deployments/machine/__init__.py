"""One machine: PostgreSQL, Prefect, portal and worker started, watched and stopped."""
