"""Laying pack files over each other: who adds a rule, who changes it, and who may not.

A file may change again what the file it extends has changed: that is how law goes on. Two files
of different lines (a national law and a local overlay) that change one key of a rule contradict
each other; a person settles it by naming the rule under `prevails` in the file that wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.law.packfile import PackFile

#: Files in the order in which they extend each other.
Line = Sequence[PackFile]


@dataclass
class Laid:
    """Rules as written, one over the other, and what does not go together."""

    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    #: Which line changed a key of a rule, by which version.
    changed: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    #: Which line prevails for a rule.
    prevailing: dict[str, int] = field(default_factory=dict)


def lay(lines: Sequence[Line]) -> Laid:
    """Lay the rules of several lines of files over each other, the national line first."""
    laid = Laid()
    for number, line in enumerate(lines):
        for file in line:
            _claim(laid, file, number)
    for number, line in enumerate(lines):
        for file in line:
            _add(laid, file)
            for key, change in file.changes.items():
                _change(laid, file, number, key, change)
    for line in lines:
        for file in line:
            laid.problems += [
                f"{file.version} › prevails › {key}:没有这条规则。"
                for key in file.prevails
                if key not in laid.rules
            ]
    return laid


def _claim(laid: Laid, file: PackFile, line: int) -> None:
    for key in file.prevails:
        if laid.prevailing.setdefault(key, line) != line:
            laid.problems.append(
                f"{file.version} › prevails › {key}:另一个规则包也写明这条规则以自己为准,请删去一处。"
            )


def _add(laid: Laid, file: PackFile) -> None:
    for key, body in file.rules.items():
        if key in laid.rules:
            laid.problems.append(
                f"{file.version} › rules › {key}:该规则已存在;要修改请写在 changes 中。"
            )
        laid.rules[key] = body


def _change(
    laid: Laid, file: PackFile, line: int, key: str, change: Mapping[str, Any]
) -> None:  # fmt: skip
    if key not in laid.rules:
        laid.problems.append(f"{file.version} › changes › {key}:没有这条规则。")
        return
    winner = laid.prevailing.get(key)
    others = {
        version
        for (rule, part), (number, version) in laid.changed.items()
        if rule == key and part in change and number != line
    }
    if others and winner is None:
        laid.problems.append(
            f"{file.version} › changes › {key}:{'、'.join(sorted(others))} 已修改过这条规则,"
            "两个地方包不能同时适用;以其中一个为准的,在该包写 prevails。"
        )
        return
    if others and winner != line:
        return
    laid.changed |= {(key, part): (line, file.version) for part in change}
    laid.rules[key] = {**laid.rules[key], **change}
