"""Passwords are looked at in a few places of their own, with a short queue before them.

Each takes 64 MiB and a core for a third of a second. However many come at once, the threads that
serve people at work stay free, and who does not fit into the queue is told so at once.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher

T = TypeVar("T")
#: Looked at at once.
PLACES = 1
#: Who waits; the last of them for a few seconds.
QUEUE = 12
#: How much the operating system prefers everything else.
_NICE = 10


class TooManyAtOnce(Exception):
    """No place in the queue; nothing was looked at and nothing counted."""


class Hashing:
    """The places of one portal; safe to share between threads and event loops."""

    def __init__(
        self, *, places: int = PLACES, queue: int = QUEUE, hasher: PasswordHasher | None = None
    ) -> None:
        """Open the places.

        Args:
            places: Looked at at once.
            queue: Who may wait.
            hasher: Does the work; with today's parameters when none is given.
        """
        self.hasher = hasher or PasswordHasher()
        self._most, self._inside, self._counting = places + queue, 0, threading.Lock()
        self._threads = ThreadPoolExecutor(places, "hashing", initializer=_step_back)

    async def run(self, work: Callable[[], T]) -> T:
        """Do what looks at a password or makes a hash, when its turn comes.

        Raises:
            TooManyAtOnce: The queue is full.
        """
        with self._counting:
            if self._inside >= self._most:
                raise TooManyAtOnce
            self._inside += 1
        turn = self._threads.submit(work)
        # By the work and not by the caller: one who went away still holds their place.
        turn.add_done_callback(self._leave)
        return await asyncio.wrap_future(turn)

    def _leave(self, _turn: object) -> None:
        with self._counting:
            self._inside -= 1


def _step_back() -> None:
    """Let people's pages go first; on Linux a thread has a niceness of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
