"""The environment every Prefect process of ours is started with.

Three reasons stand behind the entries: nothing leaves the machine, nothing about a child reaches
Prefect's database, and a resume costs as little of the server as it can. `docs` of Prefect call
most of these optional; each was tried here with suspend and resume before it was kept.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

#: How long Prefect's events are kept: what an automation looked for, and who did what there.
EVENTS_KEPT = timedelta(days=30)
#: How long a run that ended is kept; one that waits stays, however long. A case lasts a year, and
#: its first stages are to be seen beside its last. Runs of housekeeping go sooner
#: (`flows.clockwork.tidying`).
RUNS_KEPT = timedelta(days=400)
_LOGGING = Path(__file__).with_name("prefect_logging.yml")


def _seconds(span: timedelta) -> str:
    return str(int(span.total_seconds()))


#: Set for the server and for every worker alike.
PREFECT_ENV: Mapping[str, str] = MappingProxyType(
    {
        # Nothing leaves the machine.
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "OTEL_SDK_DISABLED": "true",
        # What our own logger says during a run, ids and words, stands in Prefect's pages; what
        # anybody else says stays in our log files.
        "PREFECT_LOGGING_TO_API_ENABLED": "true",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_SETTINGS_PATH": str(_LOGGING),
        # A missing API address must be an error, never a second server on SQLite.
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    }
)

#: Added for `prefect server start`.
SERVER_ENV: Mapping[str, str] = MappingProxyType(
    {
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        # Longer than the 25 s for which Prefect's client keeps an idle connection. With the
        # default of 5 s the server closes a connection just as a worker uses it, and the client
        # answers that with a pause of two seconds.
        "PREFECT_SERVER_API_KEEPALIVE_TIMEOUT": "75",
        # Who may ask is decided by a header that no foreign page can send, not by a cookie.
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        # The scheduler creates the runs of housekeeping: those of the next five minutes, looked at
        # every minute. With the default of an hour a hundred would wait after an outage.
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "60",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT5M",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "15",
        # A run that no worker took up for a minute is shown as late.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "15",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "60",
        # No pause of ours has a timeout, and each look reads every waiting run whole.
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": _seconds(timedelta(hours=1)),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": _seconds(RUNS_KEPT),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{EVENTS_KEPT.days}D",
        # A limit's slot that a killed worker held is free a minute later also when the server was
        # killed with it: in memory, the default, nobody would be left to give it back.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        # One transaction for all states of a task instead of one each: a third of a task's cost.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    }
)

#: Added for `hutong worker` and for the stock workers.
WORKER_ENV: Mapping[str, str] = MappingProxyType(
    {
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        # A server that comes back after a minute must find its runs alive: 2+4+8+16+32+64 s.
        "PREFECT_CLIENT_MAX_RETRIES": "6",
        # The edge (NOTIFY) brings the work; polling only catches what the edge missed.
        "PREFECT_WORKER_QUERY_SECONDS": "5",
    }
)
