"""The nothing-lost statement with what Prefect knows added: case record and runs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from models.errors import OrchestratorUnreachable
from models.law.dates import SHANGHAI
from models.settings import Settings
from models.store.acting import as_worker, make_engine
from models.time_source import MachineTime
from tasks.check import anchoring
from tasks.check.statement import GRACE, SHOWN, Promise, promises
from tasks.engine.prefect_api import PrefectApi
from tasks.office import Office

RUNS = "每个打开的阶段恰有一个在册的流程运行,每个在册的运行恰有一个打开的或者还欠文书的阶段"
ANCHORED = "事件链、留痕和查看记录与库外的锚定一致"

_STAGES = text(
    "SELECT id, flow_run_id, opened_at FROM stages WHERE state = 'open' AND opened_at < :before"
)
_WORKED_ON = text(
    "SELECT flow_run_id FROM stages WHERE flow_run_id IS NOT NULL AND (state = 'open' "
    "OR id IN (SELECT stage_id FROM steps WHERE state = 'open' AND kind = 'issue'))"
)


@dataclass(frozen=True)
class KeptPromises:
    """All promises at one moment."""

    at: datetime
    promises: tuple[Promise, ...]

    @property
    def holds(self) -> bool:
        """Whether every promise holds."""
        return all(promise.holds for promise in self.promises)

    def as_json(self) -> dict[str, Any]:
        """Give JSON types."""
        return {
            "at": self.at.isoformat(),
            "holds": self.holds,
            "promises": [
                {
                    "sentence": promise.sentence,
                    "holds": promise.holds,
                    "found": promise.found,
                    "problems": list(promise.problems),
                }
                for promise in self.promises
            ],
        }

    def as_text(self) -> str:
        """Give one line a promise, problems below it."""
        lines = [f"“什么都没有丢”声明,{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}(北京时间)"]
        for promise in self.promises:
            lines.append(f"{'✓' if promise.holds else '✗'} {promise.sentence}")
            lines += [f"    {problem}" for problem in promise.problems]
            if promise.found > len(promise.problems):
                lines.append(f"    共 {promise.found} 项")
        lines.append("声明成立。" if self.holds else "声明不成立,请处理以上标 ✗ 的各项。")
        return "\n".join(lines)


def statement(settings: Settings, *, with_prefect: bool) -> KeptPromises:
    """Ask the case record and, unless told otherwise, Prefect."""
    now = MachineTime().now()
    engine = make_engine(settings.worker_database_url)
    try:
        office = Office.of_installation(settings, engine)
        with as_worker(engine) as db:
            found = promises(db, office, now=now)
            found.append(_anchored(db, settings, now))
            if with_prefect:
                found.append(_runs(db, settings, now))
    finally:
        engine.dispose()
    return KeptPromises(now, tuple(found))


def _anchored(db: Connection, settings: Settings, now: datetime) -> Promise:
    wrong = list(anchoring.troubles(db, settings.anchors, settings.anchor_key_file, now=now))
    return Promise(ANCHORED, tuple(wrong[:SHOWN]), len(wrong))


def _runs(db: Connection, settings: Settings, now: datetime) -> Promise:
    if not settings.prefect_api_url:
        return Promise(RUNS, ("流程引擎没有运行,无法核对;加 --without-prefect 可以跳过。",), 1)
    try:
        with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
            live = {run.id: run for run in api.live_runs() if run.stage_id is not None}
    except OrchestratorUnreachable:
        return Promise(RUNS, ("流程引擎没有响应,无法核对;加 --without-prefect 可以跳过。",), 1)
    problems = [
        f"stage {row.id} 没有在册的运行"
        for row in db.execute(_STAGES, {"before": now - GRACE})
        if row.flow_run_id not in live
    ]
    ours = set(db.execute(_WORKED_ON).scalars())
    problems += [
        f"run {run.id} 没有打开的阶段"
        for run in live.values()
        if run.id not in ours and run.since and run.since < now - GRACE
    ]
    return _promise(problems)


def _promise(problems: Sequence[str]) -> Promise:
    return Promise(RUNS, tuple(problems[:SHOWN]), len(problems))
