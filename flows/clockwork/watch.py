"""The watch flow: what falls due, who stands in for whom, who comes of age."""

from prefect import flow

from flows.clockwork.watching import watch_once
from flows.readers.workplace import workplace


@flow(name="watch", persist_result=False, retries=0)
def watch() -> dict[str, int]:
    """Tell people what is due or overdue, once; begin and end covers; prepare majority.

    Returns:
        How many of each; ids and names never.
    """
    return vars(watch_once(workplace()))
