"""What `hutong run` tells people while it works: a spinner on a terminal, plain lines elsewhere."""

from contextlib import suppress
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status


class StartProgress:
    """Lines that stay, and on a terminal one line that moves."""

    def __init__(self, console: Console | None = None) -> None:
        """Write to a console, by default standard output."""
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._status = self.console.status("正在启动")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rest()

    def line(self, text: str) -> None:
        """Say something that stays; a full disk behind the words stops nothing else."""
        with suppress(OSError):
            self.console.print(text, markup=False)

    def moving(self, text: str) -> None:
        """Show what is being waited for, where the line can be taken back."""
        if self._status is not None:
            self._status.update(text)

    def rest(self) -> None:
        """Stop moving: everything runs, or nothing does any more."""
        if self._status is not None:
            self._status.stop()
            self._status = None
