"""The viewer to Prefect's pages, as the portal knows it: where it is, and to whom it opens."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.permissions import Permission, only_they
from models.store import runs
from models.store.acting import Actor

#: Where the pages are shown.
BASE = "/prefect"


@dataclass(frozen=True)
class RunsViewer:
    """Where the viewer is, and which centres' administrators see the runs of all centres."""

    url: str = ""
    """Empty: there is none, and no page links there."""
    secret: str = field(default="", repr=False)
    centres: frozenset[str] = frozenset()

    def why_not(self, db: Connection, actor: Actor) -> str:
        """Say why an officer may not look at runs; empty where they may.

        A run carries ids and words alone, but Prefect's pages show those of all centres together.
        """
        if not actor.may(Permission.SEE_RUNS):
            return only_they(Permission.SEE_RUNS)
        here = runs.standing(db, actor)
        if here.is_alone:
            return ""
        if not actor.may(Permission.SEE_ALL_RUNS) or here.code not in self.centres:
            return only_they(Permission.SEE_ALL_RUNS)
        return ""

    def opens_to(self, db: Connection, actor: Actor) -> bool:
        """Whether pages show this officer links to runs."""
        return bool(self.url) and not self.why_not(db, actor)

    def of_case(
        self, db: Connection, actor: Actor, case_id: UUID, *, now: datetime
    ) -> list[tuple[str, str]]:
        """The stages of a case with the addresses of their runs; empty where they may not look."""
        lines = runs.of_case(db, case_id, now=now) if self.opens_to(db, actor) else []
        return [(line.stage, _address(line.run)) for line in lines]

    def of_stages(self, db: Connection, actor: Actor, stages: Collection[UUID]) -> dict[UUID, str]:
        """The addresses of the runs of stages; empty where they may not look."""
        found = runs.of_stages(db, stages) if self.opens_to(db, actor) else {}
        return {stage: _address(run) for stage, run in found.items()}


def _address(run: UUID) -> str:
    """Where a run is shown."""
    return f"{BASE}/runs/flow-run/{run}"
