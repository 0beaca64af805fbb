"""The reconcile flow: level for truth. Every minute it makes what is into what must be."""

from prefect import flow

from flows.clockwork.keeping import keep
from flows.clockwork.tidying import skip_late
from flows.readers.workplace import orchestrator, workplace
from models.time_source import MachineTime


@flow(name="reconcile", persist_result=False, retries=0)
def reconcile() -> dict[str, int]:
    """Repair stages without a live run, runs without a stage, lost leases, timers that are due.

    Returns:
        How many of each were repaired; ids and names never.
    """
    kept = keep(workplace(), orchestrator())
    skip_late(orchestrator(), MachineTime().now())
    return vars(kept)
