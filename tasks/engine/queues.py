"""Where a run waits for a worker, and how many tasks of a kind may run at once, by Prefect's names.

Prefect hands out what waits in the queue of the smallest priority first; within one, what waits
longest.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: The work pool of `make run`.
POOL = "hutong"

#: Runs of stages; those of urgent cases, which go first; and what nobody's step waits for.
CASES, URGENT, HOUSEKEEPING = "cases", "urgent", "housekeeping"
#: Queue to priority. Prefect's own queue `default` gets what names no queue, and stands last.
PRIORITIES: Mapping[str, int] = MappingProxyType(
    {URGENT: 1, CASES: 2, HOUSEKEEPING: 3, "default": 4}
)

#: The tag of every run of a stage.
STAGES = "hutong"

#: Tags of tasks: making a document, sending a notice.
RENDERING, SENDING = "rendering", "sending"
#: Tag to how many such tasks run at once in all workers, until an administrator says otherwise.
#: Documents have none: a task under a limit costs four times as much, and one that finds no slot
#: free asks again after half a minute, while somebody waits for the document.
AT_ONCE: Mapping[str, int] = MappingProxyType({SENDING: 2})
