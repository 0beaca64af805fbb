"""The warm worker: Prefect runs in one process, taken up the moment there is work."""
