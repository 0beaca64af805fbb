"""How far a rehearsal has come: a bar on a terminal, one line a case elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from deployments.rehearsal.script import Entry, Script


class PlayProgress:
    """Told of each entry; writes to standard error, so that results can be piped."""

    def __init__(self, cases: int, console: Console | None = None, *, times: int = 1) -> None:
        """Expect so many cases, each played so many times."""
        self._times = times
        self._console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._cases, self._done, self._entries = cases, 0, 0
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[what]}"),
            TimeElapsedColumn(), console=self._console, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("准备数据库", total=cases, what="")

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._console.is_terminal:
            self._bar.stop()

    def told(self, script: Script, entry: Entry | None) -> None:
        """Note that an entry begins; None means that the case is done."""
        if entry is None:
            self._done, self._entries = self._done + 1, 0
            if not self._console.is_terminal:
                self._console.print(f"排演完 {self._done}/{self._cases}:{script.title}")
        else:
            self._entries += 1
        part = self._entries / (len(script.entries) * self._times + 1)
        what = entry.at.strftime("%Y-%m-%d") if entry and entry.at else ""
        self._bar.update(
            self._task, completed=self._done + part, description=script.title, what=what
        )
