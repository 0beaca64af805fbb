"""The mirror as an operator asks for it: compared with the record, and drawn anew."""

import time

from flows.clockwork.mirroring import Mirror
from flows.readers.workplace import Workplace
from models.errors import HutongError
from models.settings import Settings
from models.store.acting import as_worker, make_engine
from models.time_source import MachineTime
from tasks.engine.prefect_api import EVENTS_SECONDS, PrefectApi
from tasks.mirror.comparing import Compared, compare
from tasks.office import Office

_NOWHERE = "还不知道流程引擎的地址。请先执行 hutong run,或设置 PREFECT_API_URL。"


def look(settings: Settings, *, rebuild: bool, finished: bool) -> Compared:
    """Compare what Prefect shows with the record, after drawing it anew where that is wanted.

    Raises:
        HutongError: No Prefect server is known.
        OrchestratorUnreachable: It is away.
    """
    if not settings.prefect_api_url:
        raise HutongError(_NOWHERE)
    engine = make_engine(settings.worker_database_url)
    try:
        at = Workplace(engine, Office.of_installation(settings, engine), MachineTime())
        with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
            if rebuild:
                Mirror(at, api, link=settings.portal_address).anew(finished=finished)
                time.sleep(EVENTS_SECONDS)
            with as_worker(engine) as db:
                return compare(db, api, now=at.clock.now(), link=settings.portal_address)
    finally:
        engine.dispose()
