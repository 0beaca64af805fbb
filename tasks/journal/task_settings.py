"""How an effect is run as a Prefect task, said where it stands; it stays a plain function.

The portal never imports Prefect: `flows.readers.notebook` makes the task from what is said here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Doer = TypeVar("Doer", bound=Callable[..., Any])


@dataclass(frozen=True)
class TaskSettings:
    """What Prefect is told of an effect.

    Attributes:
        name: The task's name in Prefect.
        retries: Tries after the first, in the same run.
        retry_delay_seconds: Before each of them.
        timeout_seconds: After which a try is given up; None: never.
        tags: By which Prefect limits how many run at once.
    """

    name: str
    retries: int = 0
    retry_delay_seconds: tuple[float, ...] = ()
    timeout_seconds: float | None = None
    tags: tuple[str, ...] = ()


_OF: dict[Callable[..., Any], TaskSettings] = {}


def effect_task(
    name: str,
    *,
    retries: int = 0,
    retry_delay_seconds: tuple[float, ...] = (),
    timeout_seconds: float | None = None,
    tags: tuple[str, ...] = (),
) -> Callable[[Doer], Doer]:
    """Say how the effect below is run as a Prefect task."""

    def said(function: Doer) -> Doer:
        _OF[function] = TaskSettings(name, retries, retry_delay_seconds, timeout_seconds, tags)
        return function

    return said


def task_settings(function: Callable[..., Any]) -> TaskSettings:
    """What was said of an effect.

    Raises:
        KeyError: Nothing was.
    """
    return _OF[function]
