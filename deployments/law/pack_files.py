"""Packs as a person names them, and new ones: checked as a whole, then put on the shelf."""

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.errors import BadInput, NotFound
from models.law.loading import build, load_pack, pack_for
from models.law.pack import RulePack, UnknownPack
from models.law.packfile import text_of
from models.law.packyaml import PackInvalid
from models.law.shelf import NATIONAL, Kept, Shelf, read_kept
from models.settings import Settings
from tasks.deadlines.law_clocks import EVENTS


def installed_shelf() -> Shelf:
    """The shipped packs and those of this installation."""
    return Shelf(Settings().packs)


def chosen_pack(name: str, shelf: Shelf | None = None) -> RulePack:
    """Return the pack a person named.

    Args:
        name: `national`, a version, a locality, a YAML file, or several versions joined by `+` as
            receipts show them.
        shelf: Where to look; the installation's when absent.

    Raises:
        UnknownPack: The sentence lists what there is.
        PackInvalid: The file is wrong; with file and line.
    """
    shelf = shelf or installed_shelf()
    if name.endswith((".yaml", ".yml")):
        return load_pack(Path(name), shelf=shelf)
    national, overlays = NATIONAL, []
    for part in name.split("+"):
        if _is_overlay(part, shelf):
            overlays.append(part)
        else:
            national = part
    return load_pack(national, overlays, shelf=shelf)


def _is_overlay(name: str, shelf: Shelf) -> bool:
    try:
        shelf.overlay(name)
    except UnknownPack:
        return False
    return True


@dataclass(frozen=True)
class Checked:
    """What came of checking a file: the pack when it is right, and what to know of it."""

    kept: Kept | None
    pack: RulePack | None
    problems: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def check_file(path: Path, shelf: Shelf) -> Checked:
    """Read a pack file, put it together, and try it with every overlay; all problems at once.

    Raises:
        PackInvalid: The file cannot be read at all.
    """
    text = text_of(path)
    try:
        kept = read_kept(text, path.name)
        pack = build(kept, (), shelf)
    except (PackInvalid, NotFound) as refused:
        told = refused.problems if isinstance(refused, PackInvalid) else (refused.message,)
        return Checked(None, None, told)
    problems = [] if shelf.is_local(kept) else _beside_overlays(kept, shelf)
    return Checked(kept, pack, tuple(problems), (*_remarks(kept, shelf), *_silent(kept, pack)))


def _beside_overlays(kept: Kept, shelf: Shelf) -> list[str]:
    """What does not go together with the overlay of some locality."""
    found: list[str] = []
    for local in shelf.local_ids():
        try:
            build(kept, (local,), shelf)
        except PackInvalid as invalid:
            found += [f"与地方包 {local} 合用时:{one}" for one in invalid.problems]
    return found


def _remarks(kept: Kept, shelf: Shelf) -> list[str]:
    file, said = kept.file, []
    if not shelf.is_local(kept) and file.pack != NATIONAL:
        said.append(
            f"pack 写的是 {file.pack},不是 {NATIONAL}:本包只能指名试用,不会自动用于新案件。"
        )
    elif file.in_force_from is None:
        said.append("没有写 in_force_from:放入规则包目录后,立即按它判断的先后取用。")
    else:
        said.append(f"{file.in_force_from}起登记的新案件适用本包。")
    return said


def _silent(kept: Kept, pack: RulePack) -> list[str]:
    """Rules of the file that would run by themselves from or until what nobody records."""
    named = {*kept.file.rules, *kept.file.changes}
    return [
        f"规则 {rule.id}:程序不会自动记录“{word.text}”({word.code}),这条规则不会自动计时或办结。"
        for rule in pack.rules.values()
        if rule.until and rule.id.partition("-")[0] in named
        for word in (rule.starts, rule.until)
        if word and word.code not in EVENTS
    ]


def add_file(path: Path, shelf: Shelf) -> Path:
    """Put a checked file into the installation's folder, under its version.

    Raises:
        PackInvalid: The file is wrong; the folder stays as it is.
        BadInput: A pack of this version is there, or the folder cannot be written.
    """
    checked = check_file(path, shelf)
    if checked.problems or checked.kept is None:
        raise PackInvalid(f"规则包 {path.name} 没有放入:", checked.problems)
    version = checked.kept.file.version
    if _is_taken(version, shelf):
        raise BadInput(f"版本号 {version} 已有规则包使用;已办案件要按原文判断,请换一个版本号。")
    folder = shelf.folder
    if folder is None:
        raise BadInput("没有设置规则包目录。")
    target = folder / f"{version}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(checked.kept.text)
        Path(fresh).chmod(0o644)
        Path(fresh).rename(target)
    except OSError as failed:
        raise BadInput(f"写不到规则包目录 {folder}:{failed.strerror}。") from failed
    return target


def _is_taken(version: str, shelf: Shelf) -> bool:
    known = {one.file.version for one in shelf.nationals()}
    known |= {one.file.version for local in shelf.local_ids() for one in shelf.overlays(local)}
    known |= {one.file.version for one in shelf.installed()}
    return version in known


def for_today(shelf: Shelf, day: date, local: str = "") -> str:
    """What new cases are judged by on a day, as receipts name it."""
    name, overlay = pack_for(day, local, shelf)
    return f"{name}+{overlay}" if overlay else name
