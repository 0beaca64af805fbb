"""Where a worker works: its database, office and clock, made once a process from the settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, event

from models.settings import Settings
from models.store.acting import make_engine
from models.time_source import MachineTime, TimeSource
from tasks.engine.prefect_api import PrefectApi
from tasks.office import Office

#: A worker that stands still in the middle of a transaction (a stopped process, a frozen machine)
#: loses it after so many seconds, and with it the case's lock: people of that case wait for it.
STANDSTILL_SECONDS = 30


@dataclass(frozen=True)
class Workplace:
    """What a flow run has at hand."""

    engine: Engine
    office: Office
    clock: TimeSource

    def in_seconds(self, seconds: int) -> datetime:
        """The instant so many seconds from now."""
        return self.clock.now() + timedelta(seconds=seconds)


@lru_cache(maxsize=1)
def workplace() -> Workplace:
    """The worker's workplace, from `HUTONG_…` settings."""
    settings = Settings()
    engine = make_engine(settings.worker_database_url)
    event.listen(engine, "connect", _limit_standstill)
    return Workplace(
        engine=engine,
        office=Office.of_installation(settings, engine),
        clock=MachineTime(),
    )


def _limit_standstill(connection: Any, _record: object) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{STANDSTILL_SECONDS}s'")
    connection.commit()


@lru_cache(maxsize=1)
def orchestrator() -> PrefectApi:
    """Prefect, as reconcile asks it."""
    settings = Settings()
    return PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None)


def link() -> str:
    """The portal's address, to which Prefect's pages point."""
    return Settings().portal_address
