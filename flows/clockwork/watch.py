"""The watch flow: what falls due, who stands in for whom, who comes of age."""

from contextlib import suppress

from prefect import flow

from flows.clockwork.tidying import forget_done
from flows.clockwork.watching import watch_once
from flows.readers.workplace import orchestrator, workplace
from models.errors import OrchestratorUnreachable
from models.time_source import MachineTime


@flow(name="watch", persist_result=False, retries=0)
def watch() -> dict[str, int]:
    """Tell people what is due or overdue, once; begin and end covers; prepare majority.

    Afterwards the runs of housekeeping that went well an hour ago are forgotten.

    Returns:
        How many of each; ids and names never.
    """
    watched = watch_once(workplace())
    with suppress(OrchestratorUnreachable):
        forget_done(orchestrator(), MachineTime().now())
    return vars(watched)
