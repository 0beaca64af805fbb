"""Practice cases played under two rule packs: what each leaves behind, to be compared.

The same people do the same things at the same hours; only the law is another. A case that the new
law does not let go on is played as far as it goes, and says where it stopped.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from deployments.rehearsal.loading import load_script, shipped_cases
from deployments.rehearsal.output import deadlines_of, timeline_of
from deployments.rehearsal.player import Player
from deployments.rehearsal.scene import Scene, Theatre, theatre
from deployments.rehearsal.script import Entry, Script
from documents.text import paragraphs
from models.errors import BadInput, HutongError
from models.law.pack import RulePack
from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from models.store.played import papers
from tasks.office import Office
from tasks.packs import Packs

#: Which case of the file, which stage and which time it came, and what in it.
Place = tuple[str, ...]
Told = Callable[[Script, Entry | None], None]


@dataclass
class Left:
    """What a case left behind under one pack."""

    steps: dict[Place, dict[str, Any]] = field(default_factory=dict)
    clocks: dict[Place, dict[str, Any]] = field(default_factory=dict)
    papers: dict[Place, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    stopped: str | None = None


@dataclass(frozen=True)
class Replayed:
    """One practice case under both packs."""

    script: Script
    old: Left
    new: Left


def case_files(folder: Path | None) -> list[Path]:
    """The practice cases of a folder, or a single file; those shipped when there is none.

    Raises:
        BadInput: There is nothing to play.
    """
    if folder is None:
        return list(shipped_cases())
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise BadInput(f"没有案例目录 {folder}。")
    found = sorted(folder.glob("*.yaml"))
    if not found:
        raise BadInput(f"案例目录 {folder} 里没有案例文件(*.yaml)。")
    return found


def replay(
    scripts: Sequence[Script], old: RulePack, new: RulePack, *, told: Told = lambda _s, _e: None
) -> Iterator[Replayed]:
    """Play each case under both packs, one after the other.

    Args:
        scripts: Practice cases.
        old: The law so far.
        new: The law that shall apply.
        told: Called before each entry, and with None when a case was played under both.
    """
    with theatre() as place:
        for script in scripts:
            yield compared(place, script, old, new, told=told)


def compared(
    place: Theatre, script: Script, old: RulePack, new: RulePack, *,
    told: Told = lambda _s, _e: None,
) -> Replayed:  # fmt: skip
    """Play one case under both packs."""
    before, after = (_left(place, script, pack, told) for pack in (old, new))
    told(script, None)
    return Replayed(script, before, after)


def read_cases(files: Sequence[Path]) -> list[Script]:
    """Read all cases before the first is played.

    Raises:
        BadCase: With file and line.
    """
    return [load_script(file) for file in files]


def _left(place: Theatre, script: Script, pack: RulePack, told: Told) -> Left:
    first = script.entries[0].at
    if first is None:
        raise BadInput(f"{script.file} 的第一条没有时间。")
    office = Office.with_key(secrets.token_bytes(32), packs=Packs(fixed=pack))
    with place.scene(script.centres, script.people, start=first, office=office) as scene:
        player = Player(scene, script, judges=False, told=lambda entry: told(script, entry))
        left = Left()
        try:
            player.play()
        except HutongError as refused:
            left.stopped = refused.message
        for name, case_id in player.played.cases.items():
            _look(scene, name, case_id, left)
        return left


def _look(scene: Scene, name: str, case_id: UUID, left: Left) -> None:
    with as_worker(scene.worker) as db:
        _steps(db, name, case_id, left)
        for one in deadlines_of(db, case_id):
            if one["key"].startswith("clock:"):
                left.clocks[_next(left.clocks, (name, one["key"]))] = one
        made = papers(db, case_id)
    for row in made:
        content = scene.office.seal.open(row.content, SealedPlace.FILE_CONTENT.of(row.version_id))
        where = _next(left.papers, (name, row.paper, row.about or ""))
        left.papers[where] = (row.title, paragraphs(content))


def _steps(db: Connection, name: str, case_id: UUID, left: Left) -> None:
    """Steps by the stage and the time it came, not by its ordinal: others may come between."""
    times: Counter[str] = Counter()
    known: dict[int, str] = {}
    for one in timeline_of(db, case_id):
        if one["kind"] not in ("ask", "approve", "timer"):
            continue
        stage, ordinal = one["stage"], one["stage_ordinal"]
        if ordinal not in known:
            times[stage] += 1
            known[ordinal] = f"{stage}#{times[stage]}"
        left.steps[_next(left.steps, (name, known[ordinal], one["key"]))] = one


def _next(there: dict[Place, Any], place: Place) -> Place:
    """The place with a number that is free: the same thing may come again."""
    number = 1
    while (*place, str(number)) in there:
        number += 1
    return (*place, str(number))
