"""What every answer and every change must obey: headers, same origin, size, no leak in a failure."""

import logging
import secrets
import traceback
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("hutong.portal")
#: Bytes of one form; the longest possible answer is far below.
LARGEST_BODY = 4 * 1024 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it browsers send `Origin: null` with our own forms, and over plain
    # http in an office network nothing else would tell them from a foreign page's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class TooLarge(Exception):
    """More was sent than any form holds."""


class Safety:
    """The outermost layer; written against ASGI so that nothing gets past it."""

    def __init__(self, app: ASGIApp, failure_page: str) -> None:
        """Wrap the app.

        Args:
            app: What answers.
            failure_page: HTML shown when it fails; `{number}` is put in.
        """
        self._app, self._failure_page = app, failure_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_safely(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    if name == "Cache-Control" and name in headers:
                        continue
                    headers[name] = value
            await send(message)

        refusal = _refusal(scope)
        if refusal:
            await _say(send_safely, *refusal)
            return
        try:
            await self._app(scope, _limited(receive), send_safely)
        except TooLarge:
            await _say(send_safely, 413, "提交的内容过大,没有保存。")
        except Exception as failed:  # noqa: BLE001 - the edge: whatever it is, nothing leaks
            number = _log(failed, scope)
            if not begun:
                page = self._failure_page.replace("{number}", number)
                await _say(send_safely, 500, page, kind="text/html")


def _refusal(scope: Scope) -> tuple[int, str] | None:
    if scope["method"] in _SAFE:
        return None
    headers = Headers(scope=scope)
    if not _is_same_origin(headers):
        return 403, "请求来自其他网站,已拒绝,没有作任何改动。"
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return 413, "提交的内容过大,没有保存。"
    return None


def _is_same_origin(headers: Headers) -> bool:
    """Both signs must agree when both are there; at least one must be."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host", "")
    return site is not None


def _limited(receive: Receive) -> Receive:
    """Count what really comes, whatever the header says."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise TooLarge
        return message

    return counted


def _log(failed: Exception, scope: Scope) -> str:
    """Write where it failed, never what was said there: messages may carry personal data."""
    number = secrets.token_hex(4)
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(failed.__traceback__)
    ]
    route = getattr(scope.get("route"), "path", "-")
    LOG.error(
        "failure %s: %s at %s %s\n  %s",
        number, type(failed).__name__, scope["method"], route, "\n  ".join(places[-12:]),
    )  # fmt: skip
    return number


async def _say(send: Send, status: int, text: str, kind: str = "text/plain") -> None:
    body = text.encode()
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
