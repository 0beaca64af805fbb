"""What is counted while the simulation runs."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from models.words import Role
from proof.simulation.deadlines import Due
from proof.simulation.office_time import HOUR
from proof.simulation.staff import SimulatedOfficer


@dataclass
class RuleTally:
    """How one rule was kept."""

    started: int = 0
    met: int = 0
    late: int = 0
    #: Ended without being met: the stage was interrupted, the child left, a date was moved.
    stopped: int = 0
    running: int = 0
    #: Still running at the end, and past.
    overdue: int = 0
    late_minutes: int = 0
    latest_minutes: int = 0

    @property
    def breaches(self) -> int:
        """Deadlines that passed before they were met."""
        return self.late + self.overdue


@dataclass
class Queue:
    """Work waiting at the desks of one role, counted at the end of each day."""

    days: int = 0
    total: int = 0
    most: int = 0

    def count(self, waiting: int) -> None:
        """Count one evening."""
        self.days += 1
        self.total += waiting
        self.most = max(self.most, waiting)


@dataclass
class Tally:
    """Everything that is counted, and the hash of the event log."""

    events: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleTally] = field(default_factory=dict)
    queues: dict[Role, Queue] = field(default_factory=dict)
    #: Minutes until a signature was given, by officer.
    signed: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin an empty log."""
        self._log = sha256()

    def note(self, minute: int, case: int, kind: str, detail: str) -> None:
        """Write one event into the log; only its hash is kept."""
        self.events[kind] += 1
        self._log.update(f"{minute} {case} {kind} {detail}\n".encode())

    @property
    def log_hash(self) -> str:
        """SHA-256 over all events so far, in order."""
        return self._log.hexdigest()

    def started(self, due: Due) -> None:
        """A deadline began."""
        self.rules.setdefault(due.rule, RuleTally()).started += 1

    def ended(self, due: Due, *, met: bool, now: int) -> None:
        """A deadline was met or stopped; what was stopped after it had passed is late all the same."""
        rule = self.rules[due.rule]
        if now > due.due:
            rule.late += 1
            rule.late_minutes += now - due.due
            rule.latest_minutes = max(rule.latest_minutes, now - due.due)
        elif met:
            rule.met += 1
        else:
            rule.stopped += 1

    def left_open(self, due: Due, end: int) -> None:
        """A deadline still runs at the end."""
        rule = self.rules[due.rule]
        rule.running += due.due >= end
        rule.overdue += due.due < end

    def signature(self, officer: SimulatedOfficer, waited: int) -> None:
        """A signature was given."""
        self.signed.setdefault(officer.name, []).append(waited)

    def mean_signing_hours(self, officer: SimulatedOfficer) -> float:
        """How long documents lay with this signer, in hours."""
        waits = self.signed.get(officer.name, [])
        return round(sum(waits) / len(waits) / HOUR, 1) if waits else 0.0
