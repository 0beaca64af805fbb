"""The reconcile flow: level for truth. Every minute it makes what is into what must be."""

from prefect import flow

from flows.clockwork.keeping import keep
from flows.clockwork.mirroring import Mirror
from flows.clockwork.tidying import skip_late
from flows.readers.workplace import link, orchestrator, workplace
from models.time_source import MachineTime


@flow(name="reconcile", persist_result=False, retries=0)
def reconcile() -> dict[str, int]:
    """Fire timers, draw what is not drawn, repair stages without a live run and lost leases.

    Returns:
        How many of each were repaired or drawn; ids and names never.
    """
    at, api = workplace(), orchestrator()
    kept = keep(at, api)
    told = Mirror(at, api, link=link()).all()
    skip_late(api, MachineTime().now())
    return {**vars(kept), **vars(told)}
