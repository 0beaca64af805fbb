"""Asking a ClamAV daemon over its socket, by its command INSTREAM.

Where an installation names a scanner, nothing is kept that it has not passed: a scanner that does
not answer refuses, and says so.
"""

import socket
import struct

from documents.received.looked import NotTaken
from models.errors import OutsideFailure

#: Seconds for each exchange.
_PATIENCE = 30.0
_PIECE = 256 * 1024
_LONGEST_ANSWER = 4096
_AWAY = "病毒扫描程序没有响应，暂不能收入附件；请稍后再试，或者告知系统管理员。"


def scan(address: str, content: bytes) -> None:
    """Have bytes scanned.

    Args:
        address: `unix:/path/of/socket` or `tcp:host:port`.
        content: The bytes.

    Raises:
        NotTaken: The scanner found something.
        OutsideFailure: It did not answer, or not that they are clean.
    """
    try:
        answer = _asked(address, content)
    except (OSError, ValueError) as away:
        raise OutsideFailure(_AWAY) from away
    if answer.endswith(" FOUND"):
        raise NotTaken("病毒扫描发现这个文件带有病毒，没有收入；请勿打开，并告知系统管理员。")
    if answer != "stream: OK":
        raise OutsideFailure(_AWAY)


def _asked(address: str, content: bytes) -> str:
    with _connected(address) as link:
        link.settimeout(_PATIENCE)
        link.sendall(b"zINSTREAM\0")
        whole = memoryview(content)
        for start in range(0, len(content), _PIECE):
            piece = whole[start : start + _PIECE]
            link.sendall(struct.pack("!L", len(piece)))
            link.sendall(piece)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            read = link.recv(_LONGEST_ANSWER)
            if not read:
                break
            answer += read
    return answer.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _connected(address: str) -> socket.socket:
    way, _, place = address.partition(":")
    if way == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_PATIENCE)
        try:
            link.connect(place)
        except OSError:
            link.close()
            raise
        return link
    if way != "tcp":
        raise ValueError(way)
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE)
