"""Registering a stage function as the procedure of a stage; it stays a plain function.

The readers find it here: `flows.readers.inline` (the answering transaction),
`flows.readers.deployed` (Prefect), `flows.readers.memory` (proofs and simulation).
"""

from collections.abc import Callable

from models.words import Outcome, Stage
from tasks.stage_run import StageRun

#: A stage as it is written: from its run to its outcome.
StageFunction = Callable[[StageRun], Outcome]

_PROCEDURE: dict[Stage, StageFunction] = {}


def stage_flow(stage: Stage) -> Callable[[StageFunction], StageFunction]:
    """Register the function below as the procedure of `stage`."""

    def register(function: StageFunction) -> StageFunction:
        _PROCEDURE[stage] = function
        return function

    return register


def registered() -> dict[Stage, StageFunction]:
    """What has been registered so far; ask `flows.catalogue.PROCEDURE` for all of it."""
    return _PROCEDURE
