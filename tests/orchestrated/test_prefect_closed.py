"""Prefect is reached from this machine only, with the password only, and tells nobody anything."""

import base64
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from deployments.machine.prefect_process import PrefectServer
from tests.orchestrated.works import Works

#: Of a socket in /proc/net/tcp that waits for connections.
_LISTENING = "0A"
_LOOPBACK = "0100007F"


@pytest.fixture
def stock(works: Works) -> Iterator[PrefectServer]:
    """The same server, started by Prefect's own command as an installation starts it."""
    works.server.kill()
    works.server.stock.start()
    yield works.server.stock
    works.server.stock.stop()
    works.server.start()


def _ask(server: PrefectServer, path: str, auth_string: str | None) -> httpx2.Response:
    coded = base64.b64encode((auth_string or "").encode()).decode()
    headers = {} if auth_string is None else {"Authorization": f"Basic {coded}"}
    with httpx2.Client(trust_env=False) as client:
        return client.get(f"{server.api_url}{path}", headers=headers)


def test_it_listens_on_loopback_refuses_strangers_and_reports_to_nobody(
    stock: PrefectServer,
) -> None:
    others = _other_addresses()
    for address in others:
        with pytest.raises(OSError):  # noqa: PT011 - refused, unreachable, timed out
            socket.create_connection((address, stock.port), timeout=2)
    if sys.platform == "linux":
        assert _listens_on(stock.port) == {_LOOPBACK}

    path = "/admin/settings"
    assert _ask(stock, path, None).status_code == 401
    assert _ask(stock, path, "hutong:guessed").status_code == 401
    answer = _ask(stock, path, stock.auth_string)
    assert answer.status_code == 200
    server = answer.json()["server"]
    assert server["analytics_enabled"] is False
    assert server["ui"]["show_promotional_content"] is False
    assert server["api"]["host"] == "127.0.0.1"
    assert answer.json()["cloud"]["enable_orchestration_telemetry"] is False
    assert stock.auth_string not in answer.text


def _other_addresses() -> set[str]:
    """What this machine is called from outside; empty where it has no network."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return set()
    return {one for one in found if not one.startswith("127.") and one != "::1"}


def _listens_on(port: int) -> set[str]:
    """The addresses, as the kernel writes them, at which something waits on a port."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else []:
            _, local, _, state, *_ = line.split()
            address, _, number = local.partition(":")
            if int(number, 16) == port and state == _LISTENING:
                found.add(address)
    return found
