"""Who tells a stage: inline, in a Prefect run, in this process, or in memory."""
