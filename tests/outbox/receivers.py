"""Who receives: a mail server and the messengers' web servers, real ones on loopback."""

import json
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from apprise.plugins import dingtalk, feishu, wecombot


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class MailServer:
    """Takes mail; can be told to refuse, and to want a log-in."""

    def __init__(self, *, password: str = "") -> None:
        self.port = free_port()
        self.raw: list[bytes] = []
        #: What the server says to each recipient; empty: takes it.
        self.says = ""
        #: What it says to the whole letter.
        self.says_at_the_end = ""
        self._password = password
        self._controller: Controller | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop()

    def start(self) -> None:
        wants: dict[str, Any] = {
            "auth_required": True,
            "auth_require_tls": False,
            "authenticator": self._may,
        }
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, **(wants if self._password else {})
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def _may(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == self._password.encode()
        return AuthResult(success=right, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        return self.says_at_the_end or "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        """What came, parsed."""
        return [message_from_bytes(raw, policy=default) for raw in self.raw]

    def everything(self) -> str:
        """All that came, as sent and as read."""
        read = [f"{one.as_string()}\n{one['Subject']}\n{one.get_content()}" for one in self.letters]
        return "\n".join([*(raw.decode("utf-8", "replace") for raw in self.raw), *read])


@dataclass
class Robots:
    """The three messengers' robots; each path is answered as `answers` says."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    answer: dict[str, Any] | str = field(default_factory=lambda: {"errcode": 0, "code": 0})

    def __enter__(self) -> Self:
        robots = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                robots.calls.append((self.path, json.loads(body)))
                said = robots.answer
                sent = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(robots.status)
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_said: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()
        self._before = [one.notify_url for one in self._plugins()]
        for plugin in self._plugins():
            _scheme, _slashes, rest = plugin.notify_url.partition("://")
            plugin.notify_url = f"http://127.0.0.1:{self.port}/{rest.partition('/')[2]}"
        return self

    def __exit__(self, *_raised: object) -> None:
        for plugin, url in zip(self._plugins(), self._before, strict=True):
            plugin.notify_url = url
        self.stop()

    def stop(self) -> None:
        """Go away; calls are refused from now on."""
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @staticmethod
    def _plugins() -> tuple[Any, ...]:
        return (
            wecombot.NotifyWeComBot, dingtalk.NotifyDingTalk,
            feishu.NotifyFeishu,
        )  # fmt: skip
