"""The reconcile flow: level for truth. Every minute it makes what is into what must be."""

from prefect import flow

from flows.clockwork.mirroring import Mirror
from flows.clockwork.tidying import skip_late
from flows.clockwork.whole_looks import look
from flows.readers.workplace import link, orchestrator, workplace
from models.time_source import MachineTime


@flow(name="reconcile", persist_result=False, retries=0)
def reconcile() -> dict[str, int]:
    """Fire timers, draw what is not drawn, repair stages without a live run and lost leases.

    Returns:
        How many of each were repaired or drawn; ids and names never.
    """
    at, api = workplace(), orchestrator()
    kept, told = look(at, api, Mirror(at, api, link=link()))
    skip_late(api, MachineTime().now())
    return {**vars(kept), **vars(told)}
