"""Connections of the portal: each phase of one has an end, and so has their number.

The web server itself waits for ever for the rest of a request, and for whoever does not read its
answer; a thousand such connections and nobody else gets in. Here a head, a body and an answer each
have their time, and where there are too many connections, the one that has kept us waiting
longest makes room for the new one: whoever sends a whole request is served.
"""

import asyncio
import resource
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: For all of a head, from the connection or from its first byte on.
HEAD_SECONDS = 10.0
#: For all of a body; a little longer than the portal itself waits, which then says so on a page.
BODY_SECONDS = 70.0
#: For the reader of an answer to take what lies ready.
READER_SECONDS = 30.0
#: Most connections of one portal, where the operating system allows as many.
MOST = 2_000
#: Files and connections to the database that a portal needs besides.
_BESIDES = 150
_FEWEST = 50


def most_connections() -> int:
    """Let this process have as many connections as it may, and say how many that is."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _BESIDES if hard == resource.RLIM_INFINITY else min(hard, MOST + _BESIDES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, _soft), hard))
    return max(_FEWEST, min(MOST, wanted - _BESIDES))


class Patience(H11Protocol):
    """One connection, with its ends."""

    #: Set by who starts the server.
    most: ClassVar[int] = MOST
    #: Connections on whose other side it is to go on, who waits longest first.
    _waited_for: ClassVar[dict["Patience", None]] = {}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._phase = ""
        self._end: asyncio.TimerHandle | None = None
        self._end_of_reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            slowest = next(iter(self._waited_for), self)
            slowest.transport.abort()
        self._wait("head", HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            # What comes next is a head; until its first byte the server's own clock runs.
            self._wait_no_more()
            self._waited_for[self] = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._end_of_reading = self.loop.call_later(READER_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._end_of_reading:
            self._end_of_reading.cancel()
            self._end_of_reading = None

    def _look(self) -> None:
        """See whose turn it is after something came."""
        if self.conn.their_state is h11.IDLE:
            self._wait("head", HEAD_SECONDS)
        elif self.conn.their_state is h11.SEND_BODY:
            self._wait("body", BODY_SECONDS)
        else:
            self._wait_no_more()

    def _wait(self, phase: str, seconds: float) -> None:
        """Begin a phase; what comes in drops does not prolong it."""
        if self._phase == phase:
            return
        self._wait_no_more()
        self._phase = phase
        self._waited_for[self] = None
        self._end = self.loop.call_later(seconds, self._give_up)

    def _wait_no_more(self) -> None:
        self._phase = ""
        self._waited_for.pop(self, None)
        if self._end:
            self._end.cancel()
            self._end = None

    def _give_up(self) -> None:
        self.transport.abort()
