"""What the worker writes to its log: where something went wrong, never what it was about.

The text of an error may quote what a person typed: pydantic quotes input, a database driver
quotes parameters. So an error is logged by its kind and its place in the code, for our loggers and
for Prefect's.
"""

import logging
import sys
import traceback
from types import TracebackType

#: Loggers that say one line for each request.
_CHATTY = ("httpx", "httpx2")
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Formats a record without the text of any exception in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Name exceptions among the arguments by their kind."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args
            )
        # Another handler may have left the full text for reuse.
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's name
        """Return the kinds and places of a chain of exceptions."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            places = traceback.extract_tb(error.__traceback__)
            lines.extend(f"  {place.filename}:{place.lineno} in {place.name}" for place in places)
            lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def log_discreetly(level: int = logging.INFO) -> None:
    """Send all records of this process to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter(_FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in list(logging.Logger.manager.loggerDict):
        # Prefect's loggers have handlers of their own and do not hand on.
        if name == "prefect" or name.startswith("prefect."):
            named = logging.getLogger(name)
            named.handlers.clear()
            named.propagate = True
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
