"""Judging what came against what was expected; each expectation can fail, and says how."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from deployments.rehearsal.marked import Marked
from deployments.rehearsal.script import Expected, StepName
from deployments.rehearsal.sight import named, obliging, plain_key
from models.labels import OUTCOMES, STAGES
from models.law.dates import SHANGHAI
from models.store.ledger import LIVE
from models.store.played import (
    PlayedCase,
    PlayedDeadline,
    PlayedPaper,
    PlayedStage,
    PlayedStep,
    cards,
    case_facts,
    chasers,
    deadlines,
    papers,
    reminders,
    stages,
    steps,
)
from models.tables.step import DeadlineState
from models.words import Outcome, Stage

Found = Iterator[tuple[Marked, str]]


def judge(
    db: Connection, case_id: UUID, expected: Expected, *, now: datetime
) -> list[tuple[Marked, str]]:
    """Every part of an expectation that does not hold, with its place and a sentence."""
    facts = case_facts(db, case_id)
    return [
        *_of_case(facts, expected),
        *_of_stages(stages(db, case_id), expected),
        *_of_steps(steps(db, case_id), expected),
        *_of_papers(papers(db, case_id), expected),
        *_of_obligations(deadlines(db, case_id), expected),
        *_of_dates(db, case_id, expected),
        *(_of_reminding(db, case_id, expected, now) if _reminding(expected) else ()),
    ]


def _of_case(facts: PlayedCase, expected: Expected) -> Found:
    if expected.closed is not None and (facts.state == "closed") != expected.closed:
        yield expected.place, f"案件应当{'已' if expected.closed else '没有'}结案,实际相反。"
    if expected.voided is not None and (facts.state == "voided") != expected.voided:
        yield expected.place, f"案件应当{'已' if expected.voided else '没有'}作废,实际相反。"
    if expected.in_custody is not None and facts.in_custody != expected.in_custody:
        wanted = "在" if expected.in_custody else "不在"
        yield expected.place, f"未成年人应当{wanted}临时监护中,实际相反。"
    if expected.centre is not None and facts.centre != expected.centre:
        yield expected.place, f"案件应当属于中心 {expected.centre},实际属于 {facts.centre}。"


def _of_stages(found: list[PlayedStage], expected: Expected) -> Found:
    open_main = [row.name for row in found if row.is_main and row.state == "open"]
    if expected.stage is not None and open_main != [expected.stage]:
        there = "、".join(STAGES[Stage(name)] for name in open_main) or "没有阶段"
        yield expected.place, f"应当进行到{STAGES[expected.stage]},实际是{there}。"
    if expected.sides is not None:
        sides = sorted(row.name for row in found if not row.is_main and row.state == "open")
        if sides != sorted(expected.sides):
            there = "、".join(STAGES[Stage(name)] for name in sides) or "没有"
            wanted = "、".join(STAGES[one] for one in expected.sides) or "没有"
            yield expected.place, f"并行程序应当是:{wanted};实际是:{there}。"
    for place, stage, outcome in expected.outcomes:
        ended = [row for row in found if row.name == stage and row.state != "open"]
        last = ended[-1].outcome if ended else None
        if last != outcome:
            there = OUTCOMES[Outcome(last)] if last else "没有结束过"
            yield place, f"{STAGES[stage]}应当以“{OUTCOMES[outcome]}”结束,实际是“{there}”。"


def _of_steps(found: list[PlayedStep], expected: Expected) -> Found:
    for place, name in expected.open:
        if not named(found, name):
            yield place, f"环节“{name.shown}”应当打开着。{_open_now(found)}"
    for place, name in expected.not_open:
        if named(found, name):
            yield place, f"环节“{name.shown}”不应当打开。"
    for place, name, wanted in expected.rounds:
        rounds = [row.round for row in named(found, name, open_only=False)]
        if max(rounds, default=0) != wanted:
            yield (
                place,
                f"环节“{name.shown}”应当是第{wanted}轮,实际是第{max(rounds, default=0)}轮。",
            )
    for place, name, account in expected.owners:
        owners = [row.owner for row in named(found, name)]
        if account not in owners:
            there = "、".join(owner or "(无人)" for owner in owners) or "没有打开"
            yield place, f"环节“{name.shown}”应当由 {account} 办理,实际是:{there}。"


def _open_now(found: list[PlayedStep]) -> str:
    there = [row.key for row in found if row.state == "open" and row.stage_state == "open"]
    return f"现在打开的有:{'、'.join(there)}。"


def _of_papers(found: list[PlayedPaper], expected: Expected) -> Found:
    numbers = {(row.paper, row.full_number) for row in found}
    counts = Counter(paper for paper, _ in numbers)
    for place, paper, wanted in expected.documents:
        if counts[paper] != wanted:
            yield place, f"文书 {paper.value} 应当有 {wanted} 份,实际有 {counts[paper]} 份。"
    for place, paper, wanted in expected.versions:
        newest = max((row.version for row in found if row.paper is paper), default=0)
        if newest != wanted:
            yield place, f"文书 {paper.value} 应当到第 {wanted} 版,实际到第 {newest} 版。"


def _of_obligations(found: list[PlayedDeadline], expected: Expected) -> Found:
    for place, name, wanted in expected.obligations:
        newest = obliging(found, name)[-1:]
        there = [_standing(one) for one in newest]
        if there != [wanted]:
            yield (
                place,
                f"约定事项“{name.shown}”应当是 {wanted},实际是 {''.join(there) or '没有'}。",
            )


def _standing(one: PlayedDeadline) -> str:
    if one.state in LIVE:
        return "owed"
    if one.state is DeadlineState.MET:
        return "late" if one.met_late else "kept"
    return "over"


def _of_dates(db: Connection, case_id: UUID, expected: Expected) -> Found:
    if not expected.due and expected.late is None:
        return
    found, all_steps = deadlines(db, case_id), steps(db, case_id)
    for place, name, wanted in expected.due:
        due = _due(name, found, all_steps)
        shown = f"{due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if due else "没有期限"
        if not shown.startswith(wanted):
            yield place, f"“{name.shown}”应当在 {wanted} 届满,实际是 {shown}。"
    if expected.late is not None:
        late = {plain_key(row.key) for row in all_steps if row.met_late}
        for key in sorted(late - expected.late):
            yield expected.place.at("late"), f"环节“{key}”逾期办理,没有期待它逾期。"
        for key in sorted(expected.late - late):
            yield expected.place.at("late"), f"环节“{key}”应当逾期,实际没有。"


def _reminding(expected: Expected) -> bool:
    return bool(expected.is_watched or expected.chased or expected.late_clocks is not None)


def _of_reminding(db: Connection, case_id: UUID, expected: Expected, now: datetime) -> Found:
    found, all_steps = deadlines(db, case_id), steps(db, case_id)
    told = Counter(one.deadline_id or one.step_id for one in reminders(db, case_id))
    for place, name, wanted in expected.reminders:
        there = sum(told[one] for one in _ids(name, found, all_steps))
        if there != wanted:
            yield place, f"“{name.shown}”应当提醒过 {wanted} 次,实际是 {there} 次。"
    chased = Counter(one.step_id for one in chasers(db, case_id))
    for place, name, wanted in expected.chased:
        there = sum(chased[row.id] for row in named(all_steps, name, open_only=False))
        if there != wanted:
            yield place, f"“{name.shown}”应当催办过 {wanted} 次,实际是 {there} 次。"
    for place, account, colours in expected.cards:
        given = tuple(
            str(one.colour) for one in cards(db, case_id) if one.account == account and one.stands
        )
        if given != colours:
            shown = "、".join(given) or "没有"
            yield place, f"{account} 的黄牌红牌应当是:{'、'.join(colours) or '没有'};实际:{shown}。"
    yield from _of_clocks(found, expected, now)


def _of_clocks(found: list[PlayedDeadline], expected: Expected, now: datetime) -> Found:
    if expected.late_clocks is None:
        return
    late = {
        one.key.removeprefix("clock:")
        for one in found
        if one.key.startswith("clock:") and (one.met_late or _has_run_out(one, now))
    }
    for rule in sorted(late ^ expected.late_clocks):
        wanted = "应当逾期,实际没有" if rule in expected.late_clocks else "逾期了,没有期待它逾期"
        yield expected.place.at("late_clocks"), f"期限 {rule} {wanted}。"


def _has_run_out(one: PlayedDeadline, now: datetime) -> bool:
    return one.state is DeadlineState.RUNNING and one.due_at < now


def _ids(
    name: StepName, found: list[PlayedDeadline], all_steps: list[PlayedStep]
) -> set[UUID]:  # fmt: skip
    """What a ladder of a step or clock is written under."""
    if name.key.startswith("clock:"):
        return {row.id for row in found if row.key == name.key}
    fitting = named(all_steps, name, open_only=False)
    return {row.id for row in fitting} | {row.deadline_id for row in fitting if row.deadline_id}


def _due(
    name: StepName, found: list[PlayedDeadline], all_steps: list[PlayedStep]
) -> datetime | None:
    if name.key.startswith("clock:"):
        clocks = [row.due_at for row in found if row.key == name.key]
        return clocks[-1] if clocks else None
    fitting = named(all_steps, name) or named(all_steps, name, open_only=False)
    return fitting[-1].due_at if fitting else None
