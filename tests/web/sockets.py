"""A portal process of its own, and plain sockets: what no browser would send."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import Database

KEY = bytes(range(32))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running_portal(database: Database, folder: Path, **settings: str) -> Iterator[int]:
    """`hutong portal` with these settings (`HUTONG_…`); its port, once it answers."""
    key_file, port = folder / "master.key", free_port()
    key_file.write_bytes(KEY)
    env = {
        **os.environ, "HUTONG_STATE_DIR": str(folder), "HUTONG_KEY_FILE": str(key_file),
        "HUTONG_PORTAL_DATABASE_URL": database.portal_url, "HUTONG_PORTAL_PORT": str(port),
        **{f"HUTONG_{name.upper()}": value for name, value in settings.items()},
    }  # fmt: skip
    with (folder / "portal.log").open("wb") as log:
        portal = subprocess.Popen(
            [Path(sys.executable).with_name("hutong"), "portal"],
            env=env, stdout=log, stderr=subprocess.STDOUT, cwd=folder,
        )  # fmt: skip
        try:
            _until_it_answers(portal, port)
            yield port
        finally:
            portal.terminate()
            portal.wait(20)


def _until_it_answers(portal: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and portal.poll() is None:
        try:
            if said(port, get("/readyz")).startswith("HTTP/1.1 200"):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the portal did not start")


def get(path: str, *lines: str, host: str = "127.0.0.1") -> bytes:
    """A whole request."""
    head = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *lines]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def post(path: str, body: bytes, *lines: str, length: int | None = None) -> bytes:
    """A whole form, or one whose body is announced longer than it is."""
    head = [
        f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded", *lines,
    ]  # fmt: skip
    if not any(one.lower().startswith(("content-length", "transfer-encoding")) for one in lines):
        head.append(f"Content-Length: {len(body) if length is None else length}")
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def connected(port: int, timeout: float = 60) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=timeout)


def said(port: int, sent: bytes, timeout: float = 60) -> str:
    """Send, and read until the other side closes."""
    with connected(port, timeout) as link:
        link.sendall(sent)
        return read_all(link)


def read_all(link: socket.socket) -> str:
    parts = []
    while part := link.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()
