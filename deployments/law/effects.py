"""What another law changes in a practice case: steps, days, documents."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from deployments.law.replay import Left, Place, Replayed
from deployments.rehearsal.script import Script

T = TypeVar("T")
STEP, DAY, PAPER, COURSE = "环节", "日期", "文书", "经过"
#: Lines of a document shown before and after; more are counted.
_SHOWN = 3


@dataclass(frozen=True)
class Consequence:
    """One thing that is another under the new law."""

    part: str
    what: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        return f"{self.what}:{self.old or '没有'} → {self.new or '没有'}"


@dataclass(frozen=True)
class CaseEffects:
    """A practice case and what changes in it."""

    script: Script
    effects: tuple[Consequence, ...]

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "name": self.script.name,
            "title": self.script.title,
            "changes": [
                {"part": one.part, "what": one.what, "old": one.old, "new": one.new}
                for one in self.effects
            ],
        }


def effects(played: Replayed) -> list[Consequence]:
    """Everything that differs between the two plays, steps first."""
    old, new = played.old, played.new
    return [*_course(old, new), *_steps(old, new), *_clocks(old, new), *_papers(old, new)]


def _course(old: Left, new: Left) -> Iterator[Consequence]:
    if old.stopped != new.stopped:
        yield Consequence(
            COURSE, "案例能否照原样办完",
            old.stopped or "能办完", f"办到此处为止:{new.stopped}" if new.stopped else "能办完",
        )  # fmt: skip


def _steps(old: Left, new: Left) -> Iterator[Consequence]:
    for place, before, after in _pairs(old.steps, new.steps):
        one = after or before
        assert one is not None  # noqa: S101 - one of the two is there
        named = _named(place, f"{one['stage']}·{one['title'] or one['key']}", one["about"])
        if before is None or after is None:
            yield Consequence(STEP, named, _step(before), _step(after))
            continue
        if before["rule"] != after["rule"]:
            yield Consequence(STEP, f"{named}的规则", before["rule"], after["rule"])
        if before["due"] != after["due"]:
            yield Consequence(DAY, f"{named}(规则{one['rule']})", _due(before), _due(after))
        if before["late"] != after["late"]:
            yield Consequence(DAY, f"{named}是否逾期", _late(before), _late(after))
        if before["state"] != after["state"]:
            yield Consequence(STEP, f"{named}的状态", before["state"], after["state"])


def _clocks(old: Left, new: Left) -> Iterator[Consequence]:
    for place, before, after in _pairs(old.clocks, new.clocks):
        one = after or before
        assert one is not None  # noqa: S101 - one of the two is there
        title = one["receipt"].get("title") or one["rule"]
        named = _named(place, f"案件期限·{title}(规则{one['rule']})", None)
        if before is None or after is None or before["due"] != after["due"]:
            yield Consequence(DAY, named, _due(before), _due(after))
        elif before["printable"] != after["printable"]:
            yield Consequence(
                DAY, f"{named}能否写入对外文书", _can(before["printable"]), _can(after["printable"])
            )


def _papers(old: Left, new: Left) -> Iterator[Consequence]:
    for place, before, after in _pairs(old.papers, new.papers):
        title = (after or before or ("", ()))[0]
        named = _named(place, f"《{title}》", place[2] or None)
        if before is None or after is None:
            yield Consequence(PAPER, named, before and "有这份文书", after and "有这份文书")
        elif before[1] != after[1]:
            was, now = _lines(before[1], after[1])
            yield Consequence(PAPER, f"{named}的内容", was, now)


def _pairs(
    old: Mapping[Place, T], new: Mapping[Place, T]
) -> Iterator[tuple[Place, T | None, T | None]]:
    for place in dict.fromkeys([*old, *new]):
        yield place, old.get(place), new.get(place)


def _named(place: Place, what: str, about: str | None) -> str:
    number = f"(第{place[-1]}次)" if place[-1] != "1" else ""
    subject = f"({about})" if about else ""
    case = f"{place[0]}:" if place[0] else ""
    return f"{case}{what}{subject}{number}"


def _step(one: dict[str, Any] | None) -> str | None:
    if one is None:
        return None
    return f"{one['holder']}办理,{_due(one)}"


def _due(one: dict[str, Any] | None) -> str | None:
    if one is None:
        return None
    due = one["due"]
    return f"{due[:16].replace('T', ' ')} 届满" if due else "没有期限"


def _late(one: dict[str, Any]) -> str:
    return {True: "逾期", False: "按期", None: "未判断"}[one["late"]]


def _can(printable: bool) -> str:  # noqa: FBT001 - one value, shown
    return "可以" if printable else "不可以"


def _lines(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """The paragraphs that differ, the first few of them."""
    gone, come = [], []
    for line in difflib.ndiff(list(old), list(new)):
        if line.startswith("- "):
            gone.append(line[2:].strip())
        elif line.startswith("+ "):
            come.append(line[2:].strip())
    return _few(gone), _few(come)


def _few(lines: list[str]) -> str:
    shown = " / ".join(lines[:_SHOWN]) or "(无此段)"
    return shown + (f" 等{len(lines)}处" if len(lines) > _SHOWN else "")
