"""What our processes write to their logs: where something went wrong, never what it was about.

One JSON object a line. The text of an error may quote what a person typed: pydantic quotes input,
a database driver quotes parameters. So an error is logged by its kind and its place in the code,
for our loggers, for Prefect's and for the web server's.
"""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger

#: Loggers that say one line for each request.
_CHATTY = ("httpx", "httpx2", "uvicorn.access")
#: Loggers that bring handlers of their own and do not hand on.
_APART = ("prefect", "uvicorn")


def places_of(error: BaseException | None) -> list[str]:
    """Kinds and places of a chain of exceptions, innermost last; no message of any."""
    lines: list[str] = []
    while error is not None:
        found = traceback.extract_tb(error.__traceback__)
        lines += [f"{place.filename}:{place.lineno} in {place.name}" for place in found]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def discreet(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put the kind and the places of an exception in place of its text."""
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = places_of(error)
    return event


def wordless_arguments(record: logging.LogRecord) -> bool:
    """Name exceptions among a record's arguments by their kind; lets every record pass."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args
        )
    # Another handler may have left the full text for reuse.
    record.exc_text = None
    return True


def no_advice(record: logging.LogRecord) -> bool:
    """Leave out what Prefect says of each task with a timeout: that it cannot stop a system call."""
    return not str(record.msg).startswith("Timeout of ")


class WordsOnly(logging.Filter):
    """Lets no record to Prefect that carries an error, whose text may quote what a person typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a record is words and ids only."""
        arguments = record.args.values() if isinstance(record.args, dict) else record.args or ()
        quoted = (record.msg, *arguments)
        return not record.exc_info and not any(isinstance(one, BaseException) for one in quoted)


def log_discreetly(level: int = logging.INFO) -> None:
    """Send all records of this process to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(wordless_arguments)
    handler.addFilter(no_advice)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                discreet,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ]
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in list(logging.Logger.manager.loggerDict):
        if name.partition(".")[0] in _APART:
            named = logging.getLogger(name)
            named.handlers.clear()
            named.propagate = True
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
