"""A case built again, as it is printed: kinds, days, numbers, hashes and ids, and no person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from models.labels import OUTCOMES, STAGES
from models.law.dates import SHANGHAI, chinese_time
from models.words import Outcome, SignatureState, Stage, StepState
from tasks.check.rebuilding import Rebuilt, Row, instant_of
from tasks.check.record_proof import told_of
from tasks.check.replaying import Replayed

_DECIDED = (SignatureState.APPROVED, SignatureState.RETURNED)
_OF_A_STAGE = ("name", "state", "outcome", "opened_at", "closed_at")
_OF_A_DEADLINE = ("rule", "key", "starts_at", "due_at", "state", "ended_at")
_OF_A_MEMBER = ("officer_id", "lead", "joined_at", "left_at")
_OF_A_SIGNATURE = ("role", "mode", "state", "decided_at", "decided_by", "sha256")


def as_json(found: Replayed, *, now: datetime) -> dict[str, Any]:
    """Give JSON types."""
    return {
        "case": found.number,
        "at": _iso(found.at),
        "known_on": _iso(found.known_on),
        "holds": found.holds,
        "begins": _iso(found.begins),
        "taken_over": found.taken_over,
        "counts": dict(found.counts),
        **_state(found.rows),
        **_facts(found, found.at or found.known_on or now),
        "papers": list(_papers(found.rows)),
        "unread": [str(one) for one in found.unread],
        "differing": list(told_of(found.number, found.differing)),
        "told_otherwise": list(found.told_otherwise),
    }


def _state(rows: Rebuilt) -> dict[str, Any]:
    """How the case stands, by its rows."""
    stages = sorted(rows.of("stages").values(), key=lambda one: one["ordinal"])
    decided = [one for one in rows.of("signatures").values() if one["state"] in _DECIDED]
    return {
        "state": next((one["state"] for one in rows.of("cases").values()), None),
        "stages": [_picked(one, *_OF_A_STAGE) for one in stages],
        "open_steps": sorted(
            one["key"] for one in rows.of("steps").values() if one["state"] == StepState.OPEN
        ),
        "deadlines": _told(rows.of("deadlines").values(), *_OF_A_DEADLINE),
        "custody": _told(rows.of("custodies").values(), "began_at", "ended_at"),
        "team": _told(rows.of("case_team").values(), *_OF_A_MEMBER),
        "signatures": _told(decided, *_OF_A_SIGNATURE),
    }


def _facts(found: Replayed, at: datetime) -> dict[str, Any]:
    """What had happened, and what held, at an instant."""
    facts = found.facts
    stays = [one for one in facts.whereabouts.stays if one.since <= at]
    return {
        "events": [
            {"event": one.event, "at": _iso(one.at), "known_at": _iso(one.known_at)}
            for one in facts.events
            if one.at <= at
        ],
        "titles": [
            {"title": str(one.kind), "since": _iso(one.since), "until": _iso(one.until)}
            for one in facts.titles
            if one.holds(at)
        ],
        "whereabouts": str(stays[-1].place) if stays else None,
    }


def as_text(found: Replayed, told: dict[str, Any]) -> str:
    """Give it as it is printed."""
    return "\n".join(_lines(found, told))


def _lines(found: Replayed, told: dict[str, Any]) -> Iterator[str]:
    yield (
        f"案件 {found.number},凭 {told['counts']['imprints']} 条留痕和 "
        f"{told['counts']['answers']} 份封存的答复重建"
    )
    if found.at:
        yield f"当时({chinese_time(found.at)})的情况"
    if found.known_on:
        yield f"只凭 {chinese_time(found.known_on)} 以前登记的内容"
    if found.taken_over and found.begins:
        yield f"{chinese_time(found.begins)} 升级时接管的登记,以前怎样变动没有留痕"
    yield f"案件状态:{told['state'] or '还没有登记'}"
    for one in told["stages"]:
        outcome = OUTCOMES[Outcome(one["outcome"])] if one.get("outcome") else one["state"]
        yield f"  阶段 {STAGES[Stage(one['name'])]}:{outcome}"
    for name, line in (
        ("custody", "  临时监护 {began_at} — {ended_at}"),
        ("deadlines", "  期限 {rule} {key}:{due_at},{state}"),
        ("signatures", "  签署 {role} {decided_at}:{state},{sha256}"),
        ("papers", "  文书 {number} 第{version}版:{sha256}"),
        ("titles", "  身份 {title}:{since} — {until}"),
    ):
        for one in told[name]:
            yield line.format_map({"ended_at": "", **{k: v or "" for k, v in one.items()}})
    if told["whereabouts"]:
        yield f"  未成年人:{told['whereabouts']}"
    yield from (f"✗ 环节 {one} 的答复不是当时封存的内容" for one in told["unread"])
    yield from (f"✗ {one}" for one in (*told["differing"], *told["told_otherwise"]))
    if not found.holds:
        yield "重建的结果与登记不一致。"
    elif found.known_on is None:
        yield "重建的结果与登记逐项一致。"


def _papers(rows: Rebuilt) -> Iterator[dict[str, Any]]:
    papers = rows.of("papers")
    versions = rows.of("paper_versions").values()
    for one in sorted(versions, key=lambda one: (one["made_at"], one["version"])):
        yield {
            "number": papers[UUID(one["paper_id"])]["full_number"],
            "version": one["version"], "sha256": one["sha256"], "void": one["void"],
            "made_at": _iso(instant_of(one, "made_at")),
        }  # fmt: skip


def _picked(row: Row, *names: str) -> dict[str, Any]:
    return {
        name: _iso(instant_of(row, name)) if name.endswith("_at") else row.get(name)
        for name in names
    }


def _told(rows: Iterable[Row], *names: str) -> list[dict[str, Any]]:
    told = [_picked(one, *names) for one in rows]
    return sorted(told, key=lambda one: [str(value) for value in one.values()])


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(SHANGHAI).isoformat() if instant else None
