"""The anchor flow: the ends of all chains written outside the database, asked every half hour."""

from prefect import flow

from flows.clockwork.anchoring import anchor_once
from flows.readers.workplace import workplace


@flow(name="anchor", persist_result=False, retries=0)
def anchor() -> dict[str, int]:
    """Write the night's anchor where it is due.

    Returns:
        Whether one was written.
    """
    return {"anchored": anchor_once(workplace())}
