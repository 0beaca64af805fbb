"""A stage as it is written, and as Prefect runs it: one object, of which Prefect sees a flow.

The portal, the proofs and the rehearsal tell stages as plain functions and never import Prefect.
Prefect, asked to run `flows.consultation.consultation`, finds a flow of one parameter there, the
stage's id; it is made at that moment, by `flows.readers.notebook`.
"""

import sys
from collections.abc import Callable
from functools import cached_property, update_wrapper
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from models.words import Outcome, Stage
from tasks.stage_run import StageRun

if TYPE_CHECKING:
    from prefect import Flow

#: A stage as it is written: from its run to its outcome.
StageFunction = Callable[[StageRun], Outcome]


class StageFlow:
    """The procedure of a stage.

    Called, it is told: that is the function as it is written. Asked by Prefect what it is, it is
    the flow: it answers for its class as Django's and Werkzeug's lazy objects do, and only where
    Prefect was imported.

    Attributes:
        stage: Which one; also the flow's and its deployment's name.
        function: As it is written.
    """

    def __init__(self, stage: Stage, function: StageFunction) -> None:
        """Keep the function; no flow is made yet."""
        update_wrapper(self, function)
        # Else who asks for the parameters is told those of the function, not those of the flow.
        del self.__wrapped__
        self.stage = stage
        self.function = function

    def __call__(self, stage: StageRun) -> Outcome:
        """Tell the stage."""
        return self.function(stage)

    @cached_property
    def flow(self) -> "Flow[..., str]":
        """The Prefect flow; imports Prefect, which takes a second or two."""
        # By name, since the readers stand over the stages: a stage knows none of them.
        made: Flow[..., str] = import_module("flows.readers.notebook").as_flow(self)
        return made

    @property  # type: ignore[misc]
    def __class__(self) -> type[Any]:
        """The flow's class to Prefect, our own to everybody else."""
        return type(self.flow) if "prefect.flows" in sys.modules else type(self)

    def __getattr__(self, name: str) -> Any:
        """Whatever else Prefect asks of a flow."""
        if "prefect.flows" not in sys.modules:
            raise AttributeError(name)
        if name == "__signature__":
            return signature(self.flow.fn)
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.flow, name)


_PROCEDURE: dict[Stage, StageFlow] = {}


def stage_flow(stage: Stage) -> Callable[[StageFunction], StageFlow]:
    """Make the function below the procedure of `stage`, and the Prefect flow of its name."""

    def register(function: StageFunction) -> StageFlow:
        _PROCEDURE[stage] = StageFlow(stage, function)
        return _PROCEDURE[stage]

    return register


def registered() -> dict[Stage, StageFlow]:
    """What has been registered so far; ask `flows.catalogue.PROCEDURE` for all of it."""
    return _PROCEDURE
