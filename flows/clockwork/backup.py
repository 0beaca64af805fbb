"""The backup flow: what is due of a night's backup and a week's drill, asked every half hour."""

from prefect import flow

from flows.clockwork.backing_up import back_up_once
from flows.readers.workplace import workplace


@flow(name="backup", persist_result=False, retries=0)
def backup() -> dict[str, int]:
    """Take the night's backup, and try the newest by a drill once a week.

    Returns:
        Whether either was due and begun; what came of it is noted in the database.
    """
    return vars(back_up_once(workplace()))
