"""One part in the supervisor's charge: start it, see whether it is met, start it again, stop it."""

import signal
import subprocess
import time
from enum import Enum

from deployments.machine.child import signal_group, start_child, wait_ended
from deployments.machine.parts import OnFailure, Part, Site, shared_env
from deployments.machine.state import last_lines, open_log

#: Seconds before a part that failed is started again: doubled each time, up to the last.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: A service that ran so many seconds has recovered: its next failure counts as the first.
RECOVERED_AFTER = 60.0
#: How often a part is asked for a sign of life within its lease.
ASKS_A_LEASE = 6


class Condition(Enum):
    """How a part stands."""

    #: Not started yet, or waiting to be started again.
    WAITING = "waiting"
    #: Running, its gate still closed.
    STARTING = "starting"
    #: A service that answers, or a job that ended well.
    MET = "met"
    #: A job that failed and is not tried again.
    FAILED = "failed"


class Charge:
    """A part and its process."""

    def __init__(self, part: Part, site: Site) -> None:
        """Take charge; nothing is started yet."""
        self.part = part
        self.condition = Condition.WAITING
        self.began = 0.0
        self._site = site
        self._process: subprocess.Popen[bytes] | None = None
        self._failures = 0
        self._not_before = 0.0
        self._asked_at = self._heard_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process while there is one, else None."""
        return self._process.pid if self._process else None

    @property
    def age(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self.began

    def may_start(self, met: set[str]) -> bool:
        """Say whether its needs are met and its pause is over."""
        return (
            self.condition is Condition.WAITING
            and met.issuperset(self.part.needs)
            and time.monotonic() >= self._not_before
        )

    def start(self) -> None:
        """Start the process; what it prints goes to its own log."""
        site = self._site
        with open_log(site.settings.state_dir, self.part.name) as log:
            self._process = start_child(
                self.part.command(site),
                log=log,
                env={**shared_env(site), **self.part.env(site)},
                cwd=site.settings.state_dir,
            )
        self.began = time.monotonic()
        self.condition = Condition.STARTING

    def look(self) -> str | None:
        """See how it stands now; return a sentence when people should know.

        A part that ended when it should not have is put back to waiting, with a growing pause.
        """
        if self._process is None:
            return None
        ended = self._process.poll()
        if ended is None:
            return self._look_at_running()
        signal_group(self._process.pid, signal.SIGKILL)  # What it started goes with it.
        self._process = None
        if self.part.gate is None and ended == 0:
            self.condition = Condition.MET
            return self._greeting()
        return self._failed(ended)

    def stop(self, *, hurry: bool = False) -> None:
        """End the process and all that it started, within its patience; none is no error."""
        process, self._process = self._process, None
        if process is None:
            return
        if not hurry:
            process.send_signal(signal.SIGTERM)
            wait_ended(process, self.part.patience)
        signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def _look_at_running(self) -> str | None:
        gate, lived = self.part.gate, self.age >= self.part.settle
        if self.condition is Condition.STARTING and lived and gate and gate(self._site):
            self.condition = Condition.MET
            self._heard_at = time.monotonic()
            return self._greeting()
        if self.condition is Condition.MET and self.age > RECOVERED_AFTER:
            self._failures = 0
        if self.condition is Condition.MET and self._is_hung():
            return self._replace()
        return None

    def _is_hung(self) -> bool:
        """Whether a part that answered has been silent for its lease."""
        now, pulse = time.monotonic(), self.part.pulse
        if pulse is None:
            return False
        if now - self._asked_at >= self.part.lease / ASKS_A_LEASE:
            self._asked_at = now
            if pulse(self._site):
                self._heard_at = now
        return now - self._heard_at > self.part.lease

    def _replace(self) -> str:
        """End a part that hears nothing any more, with all it started; it is started again."""
        if self._process is not None:
            signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        self.condition = Condition.WAITING
        return f"! {self.part.title}超过 {self.part.lease:.0f} 秒没有响应，正在重新启动"

    def _greeting(self) -> str:
        more = self.part.once_met(self._site) if self.part.once_met else ""
        return f"✓ {self.part.title}（{self.age:.1f} 秒）{more}"

    def _failed(self, ended: int) -> str:
        part = self.part
        told = last_lines(self._site.settings.state_dir, part.name, 1)
        if part.gate is None and part.on_failure is not OnFailure.AGAIN:
            self.condition = Condition.FAILED
            return f"✗ {part.title}失败（{ended}）：{told}"
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures += 1
        self._not_before = time.monotonic() + pause
        self.condition = Condition.WAITING
        return f"! {part.title}意外退出（{ended}），{pause:.0f} 秒后重新启动：{told}"
