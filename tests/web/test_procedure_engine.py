"""The procedure engine is looked at from afar; no page waits for it."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.web.conftest import Portal
from web.app import create_app
from web.parts import Parts
from web.procedure_engine import ProcedureEngine

STARTING = "流程引擎正在启动"


class Healthy(BaseHTTPRequestHandler):
    """What answers when Prefect is up."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Stay silent."""


@pytest.fixture
def healthy() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api"
    server.shutdown()
    server.server_close()


@pytest.fixture
def silent() -> Iterator[str]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api"


def test_an_engine_that_answers_is_up(healthy: str) -> None:
    engine = ProcedureEngine(healthy)
    engine.look()

    assert engine.is_up


def test_an_engine_that_is_not_there_is_not_up() -> None:
    engine = ProcedureEngine("http://127.0.0.1:1/api")
    engine.look()

    assert not engine.is_up


def test_asking_never_waits(silent: str) -> None:
    engine = ProcedureEngine(silent)
    asking = threading.Thread(target=lambda: engine.is_up)
    asking.start()
    asking.join(1)

    assert not asking.is_alive()


def test_without_an_engine_nobody_is_told_anything() -> None:
    assert ProcedureEngine("").is_up


def test_while_the_engine_is_away_every_page_says_that_work_goes_on(portal: Portal) -> None:
    practice = portal.practice
    parts = Parts.of(
        practice.portal, practice.office, practice.clock, prefect_api_url="http://127.0.0.1:1/api"
    )
    parts.procedure_engine.look()
    portal.app = create_app(parts)
    browser = portal.log_in("worker1")

    assert STARTING in browser.html
    assert "办理和审批不受影响" in browser.html
    browser.go("/cases/new").press("登记并填写接报登记")
    assert browser.heading == "接报登记"


def test_while_the_engine_answers_nothing_is_said(portal: Portal, healthy: str) -> None:
    practice = portal.practice
    parts = Parts.of(practice.portal, practice.office, practice.clock, prefect_api_url=healthy)
    parts.procedure_engine.look()
    portal.app = create_app(parts)

    assert STARTING not in portal.log_in("worker1").html


def test_a_worker_that_gives_no_sign_of_life_is_told_of_until_it_does(tmp_path: Path) -> None:
    pulse = tmp_path / "worker.pulse"
    engine = ProcedureEngine("", pulse)

    assert engine.is_up  # Stopped, or elsewhere.
    pulse.touch()
    assert engine.is_up
    os.utime(pulse, (time.time() - 60, time.time() - 60))
    assert not engine.is_up
