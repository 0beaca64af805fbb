"""Where a worker works: its database, office and clock, made once a process from the settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Engine

from models.clock import Clock, SystemClock
from models.settings import Settings
from models.store.acting import make_engine
from tasks.office import Office
from tasks.prefect_api import PrefectApi


@dataclass(frozen=True)
class Workplace:
    """What a flow run has at hand."""

    engine: Engine
    office: Office
    clock: Clock

    def in_seconds(self, seconds: int) -> datetime:
        """The instant so many seconds from now."""
        return self.clock.now() + timedelta(seconds=seconds)


@lru_cache(maxsize=1)
def workplace() -> Workplace:
    """The worker's workplace, from `HUTONG_…` settings."""
    settings = Settings()
    return Workplace(
        engine=make_engine(settings.worker_database_url),
        office=Office.with_key_file(settings.key_file),
        clock=SystemClock(),
    )


@lru_cache(maxsize=1)
def orchestrator() -> PrefectApi:
    """Prefect, as reconcile asks it."""
    settings = Settings()
    return PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None)
