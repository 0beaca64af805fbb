"""The environment every Prefect process of ours is started with.

Three reasons stand behind the entries: nothing leaves the machine, nothing about a child reaches
Prefect's database, and a resume costs as little of the server as it can. `docs` of Prefect call
most of these optional; each was tried here with suspend and resume before it was kept.
"""

from collections.abc import Mapping
from types import MappingProxyType

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
        # Logs stay in our own files: a log line is the likeliest place for a name to slip into
        # Prefect's database, and shipping them costs one request a run.
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
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
        # Our tables are the history; nobody listens to Prefect's events.
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
        # No pause of ours has a timeout, yet this service reads all suspended runs every 5 s.
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
        # Our worker keeps the clock (`deployments.machine.register.Clockwork`).
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
        # Reconcile alone leaves 2,880 ended runs a day. After a week (in seconds) they go; a
        # run that waits stays, however long.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "604800",
        # Renames a waiting run "Late" every few seconds; our deadlines are not Prefect's.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
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
