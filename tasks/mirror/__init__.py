"""What Prefect shows of a case: drawn from the record after the commit, and never asked for it."""
