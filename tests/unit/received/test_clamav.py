"""A virus scanner is asked over its socket in its own words; where it is named and away, nothing is kept."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.received.inspection import Inspection
from documents.received.looked import NotTaken
from models.errors import OutsideFailure
from tests.hostile_files import picture


class FakeClamd:
    """Speaks the daemon's INSTREAM on loopback, and finds what holds the word EICAR."""

    def __init__(self, link: socket.socket, answer: bytes | None = None) -> None:
        self._link, self._answer = link, answer
        self.heard = b""
        link.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._link.accept()
            except OSError:
                return
            with caller, caller.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += talk.read(1)
        content = b""
        if command == b"zINSTREAM\0":
            while (length := struct.unpack("!L", talk.read(4))[0]) > 0:
                content += talk.read(length)
        self.heard = content
        found = b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0"
        talk.write(found if self._answer is None else self._answer)
        talk.flush()

    def stop(self) -> None:
        self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        self._thread.join(10)


def by_tcp() -> tuple[socket.socket, str]:
    link = socket.create_server(("127.0.0.1", 0))
    return link, f"tcp:127.0.0.1:{link.getsockname()[1]}"


@pytest.fixture(params=["tcp", "unix"])
def daemon(request, tmp_path: Path) -> Iterator[tuple[FakeClamd, str]]:
    if request.param == "tcp":
        link, address = by_tcp()
    else:
        link, address = socket.socket(socket.AF_UNIX), f"unix:{tmp_path / 'clamd'}"
        link.bind(str(tmp_path / "clamd"))
    made = FakeClamd(link)
    yield made, address
    made.stop()


def test_what_is_clean_is_kept_and_every_byte_was_scanned(daemon: tuple[FakeClamd, str]):
    clamd, address = daemon
    content = picture("PNG", (1200, 900))

    assert Inspection(address).of(content, "a.png").media == "image/png"
    assert clamd.heard == content


def test_what_is_found_is_refused(daemon: tuple[FakeClamd, str]):
    with pytest.raises(NotTaken, match="病毒"):
        Inspection(daemon[1]).of(picture(comment=b"EICAR"), "a.jpg")


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 9000])
def test_another_answer_keeps_nothing(answer: bytes):
    link, address = by_tcp()
    clamd = FakeClamd(link, answer)

    with pytest.raises(OutsideFailure, match="病毒扫描程序没有响应"):
        Inspection(address).of(picture(), "a.jpg")
    clamd.stop()


@pytest.mark.parametrize(
    "address", ["tcp:127.0.0.1:1", "unix:/no/such/socket", "nonsense", "tcp:x"]
)
def test_a_scanner_that_is_away_keeps_nothing(address: str):
    with pytest.raises(OutsideFailure):
        Inspection(address).of(picture(), "a.jpg")
