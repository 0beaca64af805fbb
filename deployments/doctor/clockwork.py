"""What goes by the clock: whether Prefect still starts it, and whether it was done in time."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from deployments.doctor.finding import Finding, good, optional, wrong
from deployments.machine.prefect_file import SCHEDULED, Clockwork
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.queues import HOUSEKEEPING

#: How many intervals may pass without a run that went well, and how long on top: a poll, a start.
_MISSED, _GRACE = 3, timedelta(minutes=5)


def clockwork(
    api: PrefectApi, now: datetime, scheduled: Mapping[str, Clockwork] = SCHEDULED
) -> Iterator[Finding]:
    """Say what is paused in Prefect, and what was not done for several of its intervals.

    Args:
        api: Of a server that answers.
        now: The present moment, in the machine's time.
        scheduled: What goes by the clock.

    Raises:
        OrchestratorUnreachable: The server went away meanwhile.
    """
    standing = [said for name in sorted(scheduled) if (said := _standing(api, name))]
    late = [
        name
        for name, work in sorted(scheduled.items())
        if not _was_done_since(api, name, now - _MISSED * work.every - _GRACE)
    ]
    for said in standing:
        yield wrong(said)
    if late:
        # The machine may have been off, and the next instant is still to come.
        yield optional(
            f"定时工作没有按时办成：{'、'.join(late)}。刚启动时属正常；过半小时仍是这样，请看工作进程的日志。"
        )
    if not standing and not late:
        yield good("定时工作按时进行")


def _standing(api: PrefectApi, name: str) -> str | None:
    """Why Prefect does not start a flow; None where it does."""
    one = api.ask("GET", f"/deployments/name/{name}/{name}")
    if one is None:
        return f"定时工作 {name} 尚未登记，请重新运行 make run。"
    if one["paused"] or not any(plan["active"] for plan in one["schedules"]):
        return f"定时工作 {name} 已在流程引擎中暂停，不会自动进行。请在 Prefect 页面恢复。"
    queue = api.ask("GET", f"/work_pools/{one['work_pool_name']}/queues/{HOUSEKEEPING}")
    pool = api.ask("GET", f"/work_pools/{one['work_pool_name']}")
    if pool["is_paused"] or (queue and queue["is_paused"]):
        return f"定时工作 {name} 的工作队列已在流程引擎中暂停。请在 Prefect 页面恢复。"
    return None


def _was_done_since(api: PrefectApi, name: str, since: datetime) -> bool:
    wanted = {
        "deployments": {"name": {"any_": [name]}},
        "flow_runs": {
            "state": {"type": {"any_": ["COMPLETED"]}},
            "end_time": {"after_": since.isoformat()},
        },
    }
    return bool(api.ask("POST", "/flow_runs/count", wanted))
