"""Rehearsing files from beginning to end: load, play, judge, write."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deployments.rehearsal.loading import load_script, shipped_cases
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.output import outcomes_of, write_out
from deployments.rehearsal.player import Failure, Played, Player
from deployments.rehearsal.scene import Scene, Theatre, theatre
from deployments.rehearsal.script import FIRST, Entry, Script
from models.errors import BadInput
from models.store.acting import as_worker
from models.store.played import case_facts, papers, steps
from models.words import Outcome, Stage


@dataclass(frozen=True)
class Rehearsed:
    """What came of one file."""

    script: Script
    out: Path | None
    seconds: float
    steps: int
    documents: int
    closed: bool
    outcomes: list[tuple[Stage, Outcome | None]]
    failures: list[Failure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as `--json` prints it."""
        return {
            "name": self.script.name, "title": self.script.title, "file": self.script.file,
            "out": str(self.out) if self.out else None, "ok": not self.failures,
            "seconds": round(self.seconds, 2), "steps": self.steps, "documents": self.documents,
            "closed": self.closed,
            "failures": [{"where": one.where, "what": one.sentence} for one in self.failures],
        }  # fmt: skip


@dataclass(frozen=True)
class NotPlayed:
    """A file that was refused, and why, with file and line."""

    file: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The result as `--json` prints it."""
        return {"file": self.file, "ok": False, "refused": self.sentence}


Result = Rehearsed | NotPlayed


def find_files(names: Sequence[str]) -> list[Path]:
    """Turn what was typed into files; the bare name of a shipped case will do.

    Raises:
        BadInput: There is no such file and no such case.
    """
    shipped = {file.stem: file for file in shipped_cases()}
    found = []
    for name in names:
        file = Path(name)
        if not file.is_file() and name not in shipped:
            raise BadInput(f"没有案例文件 {name};自带的案例见 hutong rehearse --list。")
        found.append(file if file.is_file() else shipped[name])
    return found


def rehearse(
    files: Sequence[Path],
    out: Path | None,
    *,
    told: Callable[[Script, Entry | None], None] = lambda _script, _entry: None,
) -> list[Result]:
    """Rehearse files one after the other, each in a fresh database.

    All files are read before the first is played. A file that is refused takes nothing from the
    others: its sentence stands in its place.

    Args:
        files: Case files.
        out: Folder to write to; None only plays and judges.
        told: Called before each entry, and with None when a case is done.

    Raises:
        BadInput: Two cases have one name, or the output cannot be written.
    """
    read = [_read(file) for file in files]
    scripts = [one for one in read if isinstance(one, Script)]
    _distinct(scripts)
    if not scripts:
        return [one for one in read if isinstance(one, NotPlayed)]
    with theatre() as place:
        return [_played(place, one, out, told) if isinstance(one, Script) else one for one in read]


def _read(file: Path) -> Script | NotPlayed:
    try:
        return load_script(file)
    except BadCase as refused:
        return NotPlayed(str(file), refused.message)


def _played(
    place: Theatre, script: Script, out: Path | None,
    told: Callable[[Script, Entry | None], None],
) -> Result:  # fmt: skip
    try:
        return _one(place, script, out, told)
    except BadCase as refused:
        told(script, None)
        return NotPlayed(script.file, refused.message)


def _distinct(scripts: Sequence[Script]) -> None:
    met: dict[str, Script] = {}
    for script in scripts:
        other = met.setdefault(script.name, script)
        if other is not script:
            raise BadInput(f"{script.file} 和 {other.file} 的 name 都是 {script.name};请改一个。")


def _one(
    place: Theatre, script: Script, out: Path | None,
    told: Callable[[Script, Entry | None], None],
) -> Rehearsed:  # fmt: skip
    began = time.monotonic()
    first = script.entries[0].at
    if first is None:
        raise BadInput(f"{script.file} 的第一条没有时间。")
    with place.scene(script.centres, script.people, start=first) as scene:
        player = Player(scene, script, told=lambda entry: told(script, entry))
        try:
            played = player.play()
        except BadCase as stopped:
            # What was expected in vain before is the likelier cause, and is told first.
            if not player.played.failures:
                raise
            player.played.failures.append(Failure("排演到此为止", stopped.message))
            told(script, None)
            return _result(script, None, began, scene, player.played)
        folder = write_out(out, scene, played) if out else None
        told(script, None)
        return _result(script, folder, began, scene, played)


def _result(
    script: Script, folder: Path | None, began: float, scene: Scene, played: Played
) -> Rehearsed:
    case_id = played.cases[FIRST]
    with as_worker(scene.worker) as db:
        everything = steps(db, case_id)
        return Rehearsed(
            script=script, out=folder, seconds=time.monotonic() - began,
            steps=sum(1 for row in everything if row.kind in ("ask", "approve")),
            documents=len(papers(db, case_id)),
            closed=case_facts(db, case_id).state == "closed",
            outcomes=outcomes_of(db, case_id), failures=played.failures,
        )  # fmt: skip
