"""The viewer of Prefect's pages: the one process beside Prefect's own that shows them, and only reads."""
