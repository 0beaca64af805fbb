"""The deliver flow: notices go out by e-mail and messenger, every other minute."""

from functools import lru_cache

from prefect import flow

from flows.clockwork.delivering import PostOffice, deliver_once, post_office
from flows.readers.workplace import workplace
from models.settings import Settings


@lru_cache(maxsize=1)
def _post_office() -> PostOffice:
    return post_office(Settings(), workplace().clock.now)


@flow(name="deliver", persist_result=False, retries=0)
def deliver() -> dict[str, int]:
    """Send what waits in the outbox.

    Returns:
        How many went out, failed, were given up, withheld, postponed; ids and names never.
    """
    return vars(deliver_once(workplace(), _post_office()))
