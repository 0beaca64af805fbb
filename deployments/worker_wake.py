"""From a stage to its Prefect run: what the worker asks when it hears of a stage."""

from uuid import UUID

from sqlalchemy import Engine, text

from deployments.prefect_api import PrefectApi
from models.store.acting import as_worker

_STAGE = text("SELECT name, fence, flow_run_id FROM stages WHERE id = :stage AND state = 'open'")


class StageRuns:
    """Finds the run of a stage, or creates it; a callable for `WarmWorker(wake=…)`."""

    def __init__(self, engine: Engine, api: PrefectApi) -> None:
        """Keep both.

        Args:
            engine: Of the application's database, in the worker's role.
            api: Of the Prefect server the runs are on.
        """
        self._engine = engine
        self._api = api

    def __call__(self, stage_id: UUID) -> UUID | None:
        """Return the stage's run; None when the stage is not open.

        A stage that no run holds gets one. The key makes it one run however often and from
        however many workers this is called; the run itself writes its id on the stage. A run
        that Prefect has lost or ended meanwhile is returned all the same: reconcile replaces it.

        Raises:
            OrchestratorUnreachable: A run is to be created and Prefect is away.
        """
        with as_worker(self._engine) as db:
            row = db.execute(_STAGE, {"stage": stage_id}).one_or_none()
        if row is None:
            return None
        if row.flow_run_id is not None:
            return UUID(str(row.flow_run_id))
        return self._api.create_run(row.name, row.name, stage_id, f"{stage_id}:{row.fence}")
