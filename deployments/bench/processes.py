"""What process trees cost, read from Linux's `/proc`."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: list[int]) -> float:
    """Return the processor seconds of process trees so far, ended children included."""
    return sum(_cpu(pid) for pid in _trees(roots))


def memory_mib(root: int) -> float:
    """Return the memory of a process tree in MiB, shared pages counted in proportion."""
    return round(sum(_pss(pid) for pid in _trees([root])), 1)


def parent_of(pid: int) -> int:
    """Return the process id of a process's parent."""
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    # The command may hold spaces and brackets; the fields start behind the last bracket.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _trees(roots: list[int]) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
            except (OSError, IndexError):
                continue
    found, front = set(roots), set(roots)
    while front:
        front = {pid for pid, parent in parents.items() if parent in front} - found
        found |= front
    return list(found)


def _cpu(pid: int) -> float:
    try:
        return sum(int(ticks) for ticks in _stat(pid)[11:15]) / _TICKS
    except OSError:
        return 0.0


def _pss(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
