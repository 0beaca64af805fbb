"""What a simulation found, for people (Chinese) and for machines (JSON)."""

from dataclasses import asdict, dataclass
from typing import Any

from models.labels import OUTCOMES, ROLES, STAGES
from models.words import Outcome, Stage
from proof.law import newest
from proof.simulation.office_time import CLOSES, HOUR, OPENS
from proof.simulation.options import Options
from proof.simulation.staff import OVERLOADED, Staff
from proof.simulation.tally import Tally
from proof.simulation.watch import Watch

#: How many rules and signers the summary shows.
SHOWN = 12


@dataclass(frozen=True)
class Report:
    """Everything a simulation found; `as_json` is complete, `as_text` a summary."""

    cases: int
    days: int
    seed: int
    log_hash: str
    opened: int
    closed: int
    running: int
    events: dict[str, int]
    endings: dict[str, int]
    rules: dict[str, dict[str, Any]]
    queues: dict[str, dict[str, Any]]
    signers: list[dict[str, Any]]
    reminders: dict[str, int]
    outages: list[dict[str, int]]
    covered: int

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        return asdict(self)

    def as_text(self) -> str:
        """The report for people."""
        done = f"收案{self.opened}件,结案{self.closed}件,在办{self.running}件;"
        done += f"办理{self.events.get('answered', 0)}张表单,签批{self.events.get('signed', 0)}份,"
        done += f"退回{self.events.get('returned', 0)}次,代班办理{self.covered}次"
        lines = [
            f"模拟:{self.cases}件虚构案件,{self.days}天,种子{self.seed}",
            f"事件日志 SHA-256:{self.log_hash}",
            done,
        ]
        return "\n".join(
            [*lines, "", *self._endings(), "", *self._rules(), "", *self._queues(), "",
             *self._signers(), "", *self._reminders()]
        )  # fmt: skip

    def _endings(self) -> list[str]:
        lines = ["各阶段怎样结束:"]
        for ending, number in self.endings.items():
            stage, outcome = ending.split(":")
            lines.append(f"  {STAGES[Stage(stage)]} → {OUTCOMES[Outcome(outcome)]}:{number}")
        return lines

    def _rules(self) -> list[str]:
        lines = [f"超期最多的规则(共{sum(one['breaches'] for one in self.rules.values())}次):"]
        worst = sorted(self.rules.items(), key=lambda one: -one[1]["breaches"])
        for rule, one in worst[:SHOWN]:
            if one["breaches"]:
                lines.append(
                    f"  {rule} {one['title']}:超期{one['breaches']}/{one['started']}"
                    f"({one['share']:.1%}),平均超{one['mean_late_hours']}小时"
                )
        return lines if len(lines) > 1 else ["没有超期。"]

    def _queues(self) -> list[str]:
        lines = (
            f"  {one['title']}{one['officers']}人:平均{one['mean']}件,最多{one['most']}件,"
            f"工作负荷{one['load']:.0%}"
            for one in self.queues.values()
        )
        return ["每日下班时的待办(各岗位合计):", *lines]

    def _signers(self) -> list[str]:
        lines = [f"审批负荷(超过{OVERLOADED:.0%}为过载):"]
        for one in self.signers[:SHOWN]:
            mark = "  过载" if one["overloaded"] else ""
            lines.append(
                f"  {one['name']}:签{one['signatures']}份,平均等{one['mean_hours']}小时,"
                f"案头最多{one['most_waiting']}件,负荷{one['load']:.0%}{mark}"
            )
        return lines

    def _reminders(self) -> list[str]:
        one = self.reminders
        hours = sum(gap["hours"] for gap in self.outages)
        verdict = "没有漏发,没有重发" if not one["missed"] + one["doubled"] else "有漏发或者重发"
        told = f"提醒:发出{one['told']}条,其中停机后补发{one['caught_up']}条;"
        told += f"同一人同一期限并入更高一级{one['merged']}条;"
        told += f"值守停机{len(self.outages)}次、共{hours}小时,停机后重试被拒{one['refused']}条"
        return [
            told,
            f"  漏发{one['missed']}条,重发{one['doubled']}条,错时{one['untimely']}条:{verdict}。",
        ]


def report(options: Options, tally: Tally, staff: Staff, watch: Watch, *, running: int) -> Report:
    """Put together what was counted."""
    return Report(
        cases=options.cases,
        days=options.days,
        seed=options.seed,
        log_hash=tally.log_hash,
        opened=tally.events["opened"],
        closed=tally.events["closed"],
        running=running,
        events=dict(sorted(tally.events.items())),
        endings=dict(sorted(tally.endings.items())),
        rules=_rules(tally),
        queues=_queues(tally, staff),
        signers=_signers(tally, staff),
        reminders=asdict(watch.count),
        outages=[
            {"begins_minute": one.begins, "hours": (one.ends - one.begins) // HOUR}
            for one in watch.outages
        ],
        covered=sum(one.covered for one in staff.everybody),
    )


def _rules(tally: Tally) -> dict[str, dict[str, Any]]:
    pack, found = newest(), {}
    for rule, one in sorted(tally.rules.items()):
        mean = one.late_minutes / one.late / HOUR if one.late else 0.0
        found[rule] = {
            "title": pack.rule(rule).title if rule in pack.rules else "约定日期",
            **asdict(one),
            "breaches": one.breaches,
            "share": round(one.breaches / one.started, 4),
            "mean_late_hours": round(mean, 1),
        }
    return found


def _queues(tally: Tally, staff: Staff) -> dict[str, dict[str, Any]]:
    found = {}
    for role, queue in tally.queues.items():
        officers = staff.by_role[role]
        loads = [_load(one.busy, len(one.days)) for one in officers]
        found[role.value] = {
            "title": ROLES[role],
            "officers": len(officers),
            "mean": round(queue.total / queue.days, 1) if queue.days else 0.0,
            "most": queue.most,
            "load": round(sum(loads) / len(loads), 3),
        }
    return found


def _signers(tally: Tally, staff: Staff) -> list[dict[str, Any]]:
    """Everybody who signed, the longest wait first."""
    found = [
        {
            "name": one.name,
            "role": one.role.value,
            "signatures": len(tally.signed[one.name]),
            "mean_hours": tally.mean_signing_hours(one),
            "most_waiting": one.most_waiting,
            "load": round(_load(one.busy, len(one.days)), 3),
            "overloaded": _load(one.busy, len(one.days)) > OVERLOADED,
        }
        for one in staff.everybody
        if one.name in tally.signed
    ]
    return sorted(found, key=lambda one: (-float(str(one["mean_hours"])), str(one["name"])))


def _load(busy: int, days: int) -> float:
    """Share of the officer's office hours that was worked."""
    return busy / (days * (CLOSES - OPENS)) if days else 0.0
