"""What every answer and every request must obey: host, origin, size, time, headers, no leak."""

import asyncio
import logging
import re
import secrets
import traceback
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.wording import _

LOG = logging.getLogger("hutong.portal")
#: Bytes of one form: more than a million Chinese characters, as a browser sends them. What is
#: merely too long for its field comes through and is shown again with what is wrong.
LARGEST_BODY = 16 * 1024 * 1024
#: Seconds for all of a body to come.
LONGEST_BODY = 60.0
#: The same of files that are attached, several at once, for who is logged in.
LARGEST_FILES = 64 * 1024 * 1024 + 1024 * 1024
LONGEST_FILES = 900.0
#: So many bodies of files are on their way at once: each lies in memory until it is whole.
MOST_FILES_AT_ONCE = 6
_ATTACHES = re.compile(r"/cases/[^/]+/attachments")
#: Behind TLS browsers come back by TLS alone, for a year.
HSTS = "max-age=31536000"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: Prefect's own pages, as they come: nothing foreign either, and what their scripts cannot do
#: without: styles in elements, and setters of shaders that the drawing of a run compiles.
PREFECT = "/prefect/"
POLICY_OF_PREFECT = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; manifest-src 'self'; "
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


_NOT_HERE = _("没有这个网站。请用本单位通知的地址打开护童。")
_TWO_LENGTHS = _("请求的格式不对，没有作任何改动。")
_ELSEWHERE = _("请求来自其他网站，已拒绝，没有作任何改动。")
_TOO_LARGE = _(
    "提交的内容过大，没有保存。请返回上一页，把内容分成几次填写；很长的材料请不要整篇粘贴。"
)
_TOO_SLOW = _("网络太慢，提交的内容没有传完，没有保存。请返回上一页再提交一次。")


_FILES_TOO_LARGE = _(
    "选择的文件合计超过 64 MB，没有收入。请返回上一页，分几次收入；照片请缩小，录像请分段。"
)


_TOO_MANY_FILES = _("现在正在收入的文件太多，这次没有收入。请返回上一页，过几分钟再试。")


def limits_of(path: str) -> tuple[int, float]:
    """Most bytes of a body, and seconds for it to come, by the address it is sent to."""
    if _ATTACHES.fullmatch(path):
        return LARGEST_FILES, LONGEST_FILES
    return LARGEST_BODY, LONGEST_BODY


class TooLarge(Exception):
    """More was sent than any form holds."""


class TooSlow(Exception):
    """The rest of a body did not come."""


class Safety:
    """The outermost layer; written against ASGI so that nothing gets past it."""

    def __init__(
        self, app: ASGIApp, *, failure_page: str, barred_page: str, hosts: Collection[str]
    ) -> None:
        """Wrap the app.

        Args:
            app: What answers.
            failure_page: HTML shown when it fails; `{number}` is put in.
            barred_page: HTML shown to what is not let in; `{why}` is put in.
            hosts: Names by which the portal may be asked for, besides its own address.
        """
        self._app, self._failure_page, self._barred_page = app, failure_page, barred_page
        self._hosts = frozenset(hosts) | {"localhost"}
        self._files_coming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(
            send, POLICY_OF_PREFECT if scope["path"].startswith(PREFECT) else POLICY,
            is_private=scope["scheme"] == "https",
        )  # fmt: skip
        refusal = self._refusal(scope)
        if refusal:
            await self._bar(answer, *refusal)
            return
        large = _is_large(scope)
        self._files_coming += large
        try:
            await self._app(scope, _limited(receive, *limits_of(scope["path"])), answer.send)
        except TooLarge:
            await self._bar(answer, 413, _too_large(scope))
        except TooSlow:
            await self._bar(answer, 408, _TOO_SLOW)
        except Exception as failed:  # noqa: BLE001 - the edge: whatever it is, nothing leaks
            number = _log(failed, scope)
            await answer.say(500, self._failure_page.replace("{number}", number))
        finally:
            self._files_coming -= large

    async def _bar(self, answer: "_Answer", status: int, why: str) -> None:
        await answer.say(status, self._barred_page.replace("{why}", why))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if _host_of(headers) not in self._hosts | {(scope.get("server") or ("",))[0]}:
            return 421, _NOT_HERE
        if "content-length" in headers and "transfer-encoding" in headers:
            # Whoever stands before us may have believed the other one.
            return 400, _TWO_LENGTHS
        if scope["method"] in _SAFE:
            return None
        if not _is_same_origin(headers):
            return 403, _ELSEWHERE
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > limits_of(scope["path"])[0]:
            return 413, _too_large(scope)
        is_full = _is_large(scope) and self._files_coming >= MOST_FILES_AT_ONCE
        return (503, _TOO_MANY_FILES) if is_full else None


class _Answer:
    """An answer on its way, with the headers that every answer has."""

    def __init__(self, send: Send, policy: str, *, is_private: bool) -> None:
        self._send, self._begun = send, False
        self._headers = HEADERS | {"Content-Security-Policy": policy}
        if is_private:
            self._headers["Strict-Transport-Security"] = HSTS

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                if name == "Cache-Control" and name in headers:
                    continue
                headers[name] = value
        await self._send(message)

    async def say(self, status: int, page: str) -> None:
        """Answer with a page of our own, unless another answer has begun."""
        if self._begun:
            return
        body = page.encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            # The rest of a body that nobody reads is not waited for.
            (b"connection", b"close"),
        ]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _host_of(headers: Headers) -> str:
    """The name the portal is asked for by, without its port."""
    try:
        return (urlsplit(f"//{headers.get('host', '')}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_same_origin(headers: Headers) -> bool:
    """Both signs must agree when both are there; at least one must be."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host", "")
    return site is not None


def _is_large(scope: Scope) -> bool:
    """Whether more may come than with any form; also of who does not say how much."""
    if scope["method"] in _SAFE or limits_of(scope["path"])[0] == LARGEST_BODY:
        return False
    length = Headers(scope=scope).get("content-length", "")
    return not length.isdecimal() or int(length[:20]) > LARGEST_BODY


def _too_large(scope: Scope) -> str:
    return _FILES_TOO_LARGE if limits_of(scope["path"])[0] == LARGEST_FILES else _TOO_LARGE


def _limited(receive: Receive, most: int, seconds: float) -> Receive:
    """Count what really comes, whatever the header says, and until when."""
    read, is_whole = 0, False
    end = asyncio.get_running_loop().time() + seconds

    async def counted() -> Message:
        nonlocal read, is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        is_whole = not message.get("more_body", False)
        read += len(message.get("body", b""))
        if read > most:
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
