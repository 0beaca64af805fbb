"""A short readable account of a played case, in Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deployments.rehearsal.script import Script
from models.labels import OUTCOMES, STAGES
from models.law.dates import SHANGHAI, chinese
from models.store.played import PlayedCase, PlayedPaper, PlayedStage


@dataclass(frozen=True)
class SummaryFacts:
    """What a summary is written from."""

    script: Script
    facts: PlayedCase
    passed: Sequence[PlayedStage]
    timeline: list[dict[str, Any]]
    counted: list[dict[str, Any]]
    made: Sequence[PlayedPaper]
    failures: Sequence[object]


def summary(of: SummaryFacts) -> str:
    """Write the page: course, documents, deadlines, what was late, what was expected in vain."""
    script, facts, timeline = of.script, of.facts, of.timeline
    lines = [f"# {script.title}", "", f"练习案例(虚构)· 案号 {facts.number}", ""]
    if script.about:
        lines += [script.about, ""]
    lines += ["## 经过", ""]
    lines += [f"- {_stage(row)}" for row in of.passed]
    done = [one for one in timeline if one["kind"] in ("ask", "approve") and one["by"]]
    late = [one for one in timeline if one["late"]]
    still = [one for one in timeline if one["state"] == "open" and one["kind"] != "issue"]
    state = {"closed": "已结案", "voided": "已作废"}.get(facts.state, "在办")
    lines += ["", f"案件{state};共办理 {len(done)} 个环节,生成文书 {len(of.made)} 份(含各版)。", ""]
    lines += ["## 文书", ""]
    lines += [f"- {row.full_number} {row.title}(第{row.version}版,{_day(row.made_at)}"
              f"{',作废' if row.void else ''}):{row.file_name}" for row in of.made]  # fmt: skip
    lines += ["", "## 期限", ""]
    lines += [f"- {text}" for text in _deadlines(of.counted)]
    lines += ["", "## 逾期", ""]
    lines += [f"- {one['stage']}·{_name(one)}:应于 {_minute(one['due'])},"
              f"实际 {_minute(one['answered'])}" for one in late] or ["- 没有"]  # fmt: skip
    if still:
        lines += ["", "## 还在等待", ""]
        lines += [f"- {one['stage']}·{_name(one)}({one['holder']},{_until(one)})" for one in still]
    if of.failures:
        lines += ["", "## 与期待不符", "", *(f"- {one}" for one in of.failures)]
    return "\n".join(lines) + "\n"


def _stage(row: PlayedStage) -> str:
    name = STAGES[row.name] + ("" if row.is_main else "(并行)")
    if row.closed_at is None or row.outcome is None:
        return f"{_day(row.opened_at)} 起 {name}:进行中"
    outcome = OUTCOMES[row.outcome]
    return f"{_day(row.opened_at)} 至 {_day(row.closed_at)} {name}:{outcome}"


def _deadlines(counted: list[dict[str, Any]]) -> list[str]:
    """One line a deadline; what is alike, such as five voices or weekly windows, is one line."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in counted:
        title = one["receipt"].get("title") or one["rule"]
        named = f"{one['stage']}·{title}(规则{one['rule']})"
        alike.setdefault((named, "、".join(_notes(one))), []).append(_minute(one["due"]))
    return [f"{named}:{_dates(due)},{notes}" for (named, notes), due in alike.items()]


def _notes(one: dict[str, Any]) -> list[str]:
    states = {"running": "在计算", "suspended": "中止", "met": "已办", "stopped": "已停止"}
    notes = [states[one["state"]]]
    notes += ["逾期"] if one["late"] else []
    notes += ["暂定"] if one["provisional"] else []
    return notes + [f"由 {_minute(change['old'])} 延长" for change in one["extended"]]


def _dates(due: list[str]) -> str:
    first, last = min(due), max(due)
    if first == last:
        return f"{first} 届满" + (f"(共{len(due)}项)" if len(due) > 1 else "")
    return f"{first} 至 {last} 届满(共{len(due)}项)"


def _name(one: dict[str, Any]) -> str:
    subject = f"({one['about']})" if one["about"] else ""
    return f"{one['title'] or one['key']}{subject}"


def _until(one: dict[str, Any]) -> str:
    return f"{_minute(one['due'])} 届满" if one["due"] else str(one["no_due_reason"] or "没有期限")


def _day(moment: datetime) -> str:
    return chinese(moment.astimezone(SHANGHAI).date())


def _minute(shown: str | None) -> str:
    return shown[:16].replace("T", " ") if shown else "没有期限"
