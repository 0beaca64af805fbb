"""Asking the process of `killed_child` for children that die at a given point."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from models.store.acting import Actor
from tests.flows.practice import KEY, Practice

_ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that makes the children."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        #: Before what the last child died, or how many points it passed.
        self.told = ""

    def run(self, practice: Practice, operation: str, *, at: int, **more: Any) -> str:
        """Let a child do it and die at point `at`; `killed`, `finished` or `failed`."""
        request = {
            "operation": operation, "at": at, "key": KEY.hex(),
            "now": practice.clock.now().isoformat(),
            "portal_url": practice.database.portal_url,
            "worker_url": practice.database.worker_url, **more,
        }  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(request), file=self._process.stdin, flush=True)
        word, _, self.told = self._process.stdout.readline().strip().partition("\t")
        return word


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start the process; it ends with the block."""
    command = [sys.executable, "-m", "tests.flows.killed_child"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
    ) as process:  # fmt: skip
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=30)


def who(actor: Actor) -> dict[str, Any]:
    """Who acts, for a request."""
    return {
        "id": str(actor.officer_id), "centre": str(actor.centre_id), "name": actor.name,
        "roles": [role.value for role in actor.roles], "secret": actor.secret,
    }  # fmt: skip


def by(actor: Actor, step: Row[Any], **more: Any) -> dict[str, Any]:
    """Who does what, for a request."""
    return {"actor": who(actor), "step": str(step.id), **more}
