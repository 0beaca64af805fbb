"""Loading a rule pack: the one place where files become law.

Forms, documents and stages are handed the pack of their case and never come here: import-linter
holds it. `load_pack("national")` gives the newest national pack of a shelf; overlays are laid over
it by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from models.errors import NotFound
from models.law.pack import RulePack
from models.law.packfile import text_of
from models.law.packyaml import PackInvalid, placed
from models.law.resolve import DEFAULT_LADDER, Resolved
from models.law.shelf import NATIONAL, SHIPPED, Kept, Shelf, read_kept, shared_sources


def load_pack(
    name: str | Path, localities: Iterable[str] = (), *, shelf: Shelf = SHIPPED
) -> RulePack:
    """Load a pack and its overlays; the same arguments give the same object.

    Args:
        name: `national` (the newest), a version such as `national-2026-11`, or a file to read.
        localities: Overlays by locality or version, such as `wuhan`, laid over in this order.
        shelf: The packs there are; those shipped when absent.

    Raises:
        UnknownPack: No such pack or overlay; the sentence lists what there is.
        PackInvalid: Wrong content; one sentence for every problem.
    """
    if isinstance(name, Path):
        return build(read_kept(text_of(name), name.name), tuple(localities), shelf)
    return _load_named(name, tuple(localities), shelf, shelf.mark)


def pack_for(day: date, locality: str, shelf: Shelf) -> tuple[str, str]:
    """Choose what a case that is opened on a day is judged by.

    Args:
        day: Shanghai date.
        locality: The centre's locality, such as `wuhan`; empty for none.
        shelf: The packs there are.

    Returns:
        The version of the newest national pack in force, and of the newest overlay of the
        locality; empty where there is none. A pack that does not go together with the overlay is
        passed over for the one before it, and `passed_over` says so: a child is taken in all the
        same.

    Raises:
        UnknownPack: There is no overlay for this locality.
    """
    return _choose(day, locality, shelf)[0]


@dataclass(frozen=True)
class PassedOver:
    """A pack or overlay in force that new cases do not take, and why not."""

    version: str
    problems: tuple[str, ...]


def passed_over(day: date, locality: str, shelf: Shelf) -> tuple[PassedOver, ...]:
    """What is newer than what `pack_for` chooses, and was passed over; the newest first.

    Raises:
        UnknownPack: There is no overlay for this locality.
    """
    return _choose(day, locality, shelf)[1]


def _choose(
    day: date, locality: str, shelf: Shelf
) -> tuple[tuple[str, str], tuple[PassedOver, ...]]:  # fmt: skip
    overlays = [one for one in shelf.overlays(locality) if one.file.in_force_on(day)]
    if locality and not overlays:
        shelf.overlay(locality)
    locals_ = [one.file.version for one in reversed(overlays)] or [""]
    nationals = [one.file.version for one in shelf.nationals() if one.file.in_force_on(day)]
    passed: dict[str, PassedOver] = {}
    for local in locals_:
        for name in reversed(nationals):
            problems = _problems(name, local, shelf)
            if not problems:
                newer = [one for version, one in passed.items() if version not in (name, local)]
                return (name, local), tuple(newer)
            passed.setdefault(name, PassedOver(name, problems))
        passed.setdefault(local, PassedOver(local, passed[nationals[-1]].problems))
    # No overlay goes with any pack in force: the national law alone takes a child in.
    whole = [one for one in reversed(nationals) if not _problems(one, "", shelf)]
    chosen = whole[0] if whole else shelf.nationals()[0].file.version
    return (chosen, ""), tuple(passed[one] for one in passed if one in locals_ and one)


def _problems(name: str, local: str, shelf: Shelf) -> tuple[str, ...]:
    """Why a pack and an overlay do not go together; empty when they do."""
    try:
        load_pack(name, (local,) if local else (), shelf=shelf)
    except PackInvalid as invalid:
        return invalid.problems or (invalid.message,)
    except NotFound as missing:
        return (missing.message,)
    return ()


def local_ids() -> tuple[str, ...]:
    """Return the ids of all shipped overlays, sorted."""
    return SHIPPED.local_ids()


@lru_cache(maxsize=128)
def _load_named(name: str, localities: tuple[str, ...], shelf: Shelf, _mark: object) -> RulePack:
    return build(shelf.named(name), localities, shelf)


def build(top: Kept, localities: tuple[str, ...], shelf: Shelf) -> RulePack:
    """Put a pack together that was read elsewhere; an overlay alone lies over the newest pack.

    Raises:
        UnknownPack: What it extends is not there.
        PackInvalid: With a sentence for every problem, with file and line.
    """
    line = shelf.line_of(top)
    lines = [shelf.line(NATIONAL), line] if shelf.is_local(line[0]) else [line]
    lines += [shelf.overlay(one) for one in localities]
    files = [[kept.file for kept in one] for one in lines]
    base = files[0][0]
    files[0][0] = base.model_copy(update={"sources": {**shared_sources(), **base.sources}})
    parts = Resolved(files)
    if parts.problems:
        problems = _placed(parts.problems, [kept for one in lines for kept in one])
        raise PackInvalid(f"规则包 {parts.version} 没有载入:", problems)
    return RulePack(
        name=files[0][-1].version,
        version=parts.version,
        documents=parts.documents,
        rules=parts.rules,
        gates=parts.gates,
        grounds=parts.grounds,
        localities=parts.localities,
        caveats=parts.caveats,
        light=parts.light,
        default_ladder=parts.ladders[DEFAULT_LADDER],
    )


def _placed(problems: list[str], files: list[Kept]) -> list[str]:
    """Say file and line of each problem, looked for in the newest file first."""
    for kept in reversed(files):
        problems = placed(problems, kept.text, kept.name)
    return problems
