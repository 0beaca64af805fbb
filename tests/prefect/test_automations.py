"""The automations that are shipped act: a stalled case is told of, what fails twice is paused."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

from deployments.machine.automations import register_automations
from deployments.machine.register import register_all
from models.time_source import MachineTime
from tests.prefect.conftest import FLOWS, Toys, until

STALLED, FAILED = "hutong-case-stalled", "hutong-failed-twice"


def test_a_stalled_case_is_told_of_through_the_block_once_there_is_one(toys: Toys) -> None:
    assert STALLED in register_automations(toys.api)
    assert STALLED not in _automations(toys)
    case, since = uuid4(), "2026-11-20T01:00:00+00:00"
    with _webhook() as (address, heard):
        block = _make_block(toys, address)
        assert register_automations(toys.api) == []
        assert _automations(toys)[STALLED]["enabled"]
        until(lambda: _told(toys, case, since) and heard, 60)
        toys.api.ask("DELETE", f"/block_documents/{block}")

    assert f"hutong.case.{case}" in heard[0]["text"]
    assert since in heard[0]["text"]
    assert heard[0]["subject"] == "护童：案件停滞"


def test_a_deployment_whose_runs_fail_twice_is_paused_where_that_was_switched_on(
    toys: Toys,
) -> None:
    register_all(toys.api, {"failing": FLOWS["toy"]}, {}, pool="failing")
    register_automations(toys.api)
    mine = _automations(toys)[FAILED]
    assert mine["enabled"] is False
    toys.api.ask("PATCH", f"/automations/{mine['id']}", {"enabled": True})
    assert register_automations(toys.api) in ([], [STALLED])
    assert _automations(toys)[FAILED]["enabled"] is True

    _fail(toys)
    assert _paused(toys) is False
    until(lambda: _fail(toys) and _paused(toys), 60)

    toys.api.ask("DELETE", f"/automations/{mine['id']}")


def _told(toys: Toys, case: object, since: str) -> bool:
    """Post the event; the server takes up a new automation some moments after it was made."""
    toys.api.ask(
        "POST",
        "/events",
        [
            {
                "id": str(uuid4()),
                "event": "hutong.case.stalled",
                "occurred": MachineTime().now().isoformat(),
                "resource": {"prefect.resource.id": f"hutong.case.{case}"},
                "related": [
                    {
                        "prefect.resource.id": f"hutong.centre.{uuid4()}",
                        "prefect.resource.role": "centre",
                    }
                ],
                "payload": {"since": since},
            }
        ],
    )
    time.sleep(0.5)
    return True


def _fail(toys: Toys) -> bool:
    run = toys.api.create_run("failing", stage := uuid4(), str(stage))
    said = {"state": {"type": "FAILED", "name": "Failed"}, "force": True}
    toys.api.ask("POST", f"/flow_runs/{run}/set_state", said)
    time.sleep(0.5)
    return True


def _paused(toys: Toys) -> bool:
    return bool(toys.api.ask("GET", "/deployments/name/failing/failing")["paused"])


def _automations(toys: Toys) -> dict[str, Any]:
    return {one["name"]: one for one in toys.api.ask("POST", "/automations/filter", {})}


def _make_block(toys: Toys, address: str) -> str:
    kind = toys.api.ask("GET", "/block_types/slug/custom-webhook")
    wanted = {"block_schemas": {"block_type_id": {"any_": [kind["id"]]}}}
    [schema, *_] = toys.api.ask("POST", "/block_schemas/filter", wanted)
    made = toys.api.ask(
        "POST",
        "/block_documents/",
        {
            "name": "hutong",
            "block_type_id": kind["id"],
            "block_schema_id": schema["id"],
            "data": {
                "name": "loopback",
                "url": address,
                "method": "POST",
                "json_data": {"text": "{{body}}", "subject": "{{subject}}"},
            },
        },
    )
    return str(made["id"])


@contextmanager
def _webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server on loopback that hears notifications."""
    heard: list[dict[str, str]] = []

    class Hearing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            heard.append(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hearing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", heard
        finally:
            server.shutdown()
