"""The real viewer of Prefect's pages, served on loopback by a thread of the test."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from deployments.machine.state import free_port
from deployments.viewer.app import create_viewer
from web.runs_viewer import RunsViewer

SECRET = "of-the-portal-alone"


@contextmanager
def open_viewer(
    api_url: str, auth_string: str = "", *, centres: frozenset[str] = frozenset()
) -> Iterator[RunsViewer]:
    """Serve a viewer to this Prefect; yields it as the portal knows it."""
    port = free_port()
    served = uvicorn.Server(
        uvicorn.Config(
            create_viewer(api_url, auth_string, SECRET), port=port, ws="none", log_config=None,
            access_log=False, timeout_graceful_shutdown=2,
        )
    )  # fmt: skip
    thread = threading.Thread(target=served.run, daemon=True)
    thread.start()
    give_up_at = time.monotonic() + 20
    while not served.started:
        assert time.monotonic() < give_up_at, "the viewer does not open"
        time.sleep(0.01)
    try:
        yield RunsViewer(f"http://127.0.0.1:{port}", SECRET, centres)
    finally:
        served.should_exit = True
        thread.join(10)
