"""The reconcile flow: level for truth.

Every half minute it makes what moves into what must be, and every ten minutes all there is.
"""

from prefect import flow

from flows.keeping import is_time_for_all, keep
from flows.workplace import orchestrator, workplace


@flow(name="reconcile", persist_result=False, retries=0)
def reconcile() -> dict[str, int]:
    """Repair stages without a live run, runs without a stage, lost leases, timers that are due.

    Returns:
        How many of each were repaired; ids and names never.
    """
    at = workplace()
    return vars(keep(at, orchestrator(), whole=is_time_for_all(at.clock.now())))
