"""Writing what came of a rehearsal: documents, timeline, deadlines, summary; all or nothing."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from deployments.rehearsal.player import Played
from deployments.rehearsal.scene import Scene
from deployments.rehearsal.script import FIRST
from deployments.rehearsal.summary import SummaryFacts, summary
from documents.titles import TITLES
from models.errors import BadInput
from models.forms.catalogue import FORMS
from models.labels import HOLDERS, ROLES, STAGES
from models.law.dates import SHANGHAI
from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from models.store.played import (
    PlayedStep,
    case_facts,
    changes,
    deadlines,
    papers,
    signatures,
    stages,
    steps,
)
from models.words import Outcome, Stage

TIMELINE, DEADLINES, SUMMARY = "timeline.json", "deadlines.json", "summary.md"


def write_out(out: Path, scene: Scene, played: Played) -> Path:
    """Write a played script to its own folder below `out`, and return the folder.

    A folder of an earlier rehearsal of the same case is replaced; any other folder of that name
    is left alone.

    Raises:
        BadInput: The folder is somebody else's, or cannot be written.
    """
    folder = out / played.script.name
    if folder.exists() and not (folder / TIMELINE).is_file():
        raise BadInput(f"{folder} 已经存在,而且不是排演的输出;请换一个 --out 目录,或者移走它。")
    try:
        with _whole(folder) as fresh:
            for name, case_id in played.cases.items():
                place = fresh if name == FIRST else fresh / name
                place.mkdir(exist_ok=True)
                _write_case(place, scene, played, case_id)
    except OSError as failed:
        raise BadInput(f"写不到 {folder}:{failed.strerror}。") from failed
    return folder


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a sibling to write to, which takes the folder's place when all is well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        if folder.exists():
            old = fresh.with_name(f"{fresh.name}-old")
            folder.rename(old)
            fresh.rename(folder)
            shutil.rmtree(old)
        else:
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_case(place: Path, scene: Scene, played: Played, case_id: UUID) -> None:
    with as_worker(scene.worker) as db:
        made = papers(db, case_id)
        timeline = timeline_of(db, case_id)
        counted = deadlines_of(db, case_id)
        facts, passed = case_facts(db, case_id), stages(db, case_id)
    for row in made:
        content = scene.office.seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.version_id))
        file = place / row.file_name
        if file.exists():  # Two documents of one name and day: the number tells them apart.
            file = file.with_stem(f"{file.stem}_{row.full_number}")
        file.write_bytes(content)
    _json(place / TIMELINE, timeline)
    _json(place / DEADLINES, counted)
    account = SummaryFacts(played.script, facts, passed, timeline, counted, made, played.failures)
    (place / SUMMARY).write_text(summary(account), encoding="utf-8")


def timeline_of(db: Connection, case_id: UUID) -> list[dict[str, Any]]:
    """Every step of a case, oldest first: what, whose, until when, by whom, late or not."""
    signed: dict[UUID, list[dict[str, Any]]] = {}
    for row in signatures(db, case_id):
        signed.setdefault(row.step_id, []).append(
            {
                "order": row.ordinal, "role": ROLES[row.role], "state": row.state,
                "by": row.decided_by, "at": _shown(row.decided_at),
            }
        )  # fmt: skip
    return [_step(row, signed.get(row.id, [])) for row in steps(db, case_id)]


def _step(row: PlayedStep, signed: list[dict[str, Any]]) -> dict[str, Any]:
    title = ""
    if row.form:
        title = FORMS[row.form].title
    elif row.paper:
        title = TITLES[row.paper]
    return {
        "stage": STAGES[row.stage], "stage_ordinal": row.ordinal, "kind": row.kind,
        "key": row.key, "round": row.round, "turn": row.turn, "title": title, "about": row.about,
        "state": row.state, "role": ROLES[row.owner_role] if row.owner_role else None,
        "owner": row.owner_name, "stands_in_for": row.stands_in_for_name,
        "holder": HOLDERS[row.holder], "opened": _shown(row.opened_at),
        "rule": row.rule, "due": _shown(row.due_at), "no_due_reason": row.no_due_reason,
        "answered": _shown(row.done_at), "by": row.done_by_name,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "late": row.met_late, "signatures": signed,
    }  # fmt: skip


def deadlines_of(db: Connection, case_id: UUID) -> list[dict[str, Any]]:
    """Every deadline of a case with its receipt and its extensions."""
    extended: dict[UUID, list[dict[str, Any]]] = {}
    for row in changes(db, case_id):
        extended.setdefault(row.deadline_id, []).append(
            {"at": _shown(row.at), "old": _shown(row.old_due_at), "new": _shown(row.new_due_at)}
        )
    return [
        {
            "stage": STAGES[row.stage], "key": row.key, "rule": row.rule, "pack": row.pack,
            "holder": HOLDERS[row.holder], "owner": row.owner_name,
            "starts": _shown(row.starts_at), "due": _shown(row.due_at),
            "provisional": row.provisional, "printable": row.printable, "state": row.state,
            "ended": _shown(row.ended_at), "late": row.met_late,
            "extended": extended.get(row.id, []), "receipt": row.receipt,
        }
        for row in deadlines(db, case_id)
    ]  # fmt: skip


def _shown(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat() if moment else None


def _json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def outcomes_of(db: Connection, case_id: UUID) -> list[tuple[Stage, Outcome | None]]:
    """Every stage of a case with how it ended."""
    return [
        (Stage(row.name), Outcome(row.outcome) if row.outcome else None)
        for row in stages(db, case_id)
    ]
