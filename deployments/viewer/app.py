"""The viewer as an application: pages from the package, reads from Prefect, acts refused."""

import base64
import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from deployments.viewer import pages
from deployments.viewer.reads import is_read

LOG = logging.getLogger("hutong.viewer")
#: By which the portal shows that it is the portal.
SECRET_HEADER = "x-hutong-viewer"  # noqa: S105 - the name, not the secret
#: Bytes of a question: filters are small.
LARGEST_QUESTION = 256 * 1024
#: Bytes of an answer: a page of 200 runs is a quarter of a million.
LARGEST_ANSWER = 32 * 1024 * 1024
#: Seconds to reach Prefect, and between two pieces of its answer.
_REACH, _READ = 2.0, 30.0
#: Questions at once; browsers ask a dozen for a page.
_MOST = 32
#: What of a request goes on to Prefect; nothing of who asks is among it.
_SENT_ON = ("accept", "content-type", "x-prefect-api-version", "prefect-csrf-client")
_KEPT = ("content-type",)
#: Read by Prefect's pages and shown as they are, in the language of the portal and of Prefect.
REFUSED = (
    "这里只能查看，不能操作：请在案件页面办理，或者由系统管理员在本机用命令行处理。"
    "These pages only show; act in the portal, or with Prefect's command on the machine."
)
AWAY = "流程引擎没有响应，请稍后再看。Prefect does not answer; look again later."
_TOO_LARGE = "查询太大。The question or its answer is too large."


class _TooLarge(Exception):
    """More came than any answer holds."""


class PrefectViewer:
    """Answers the portal, and nobody else."""

    def __init__(self, api_url: str, auth_string: str, secret: str) -> None:
        """Describe the viewer.

        Args:
            api_url: Prefect's API, such as `http://127.0.0.1:4200/api`.
            auth_string: `user:password` of it; empty when it asks for none.
            secret: What the portal sends with each request.

        Raises:
            ValueError: Without a secret anybody who reaches the port would be let in.
        """
        if not secret:
            raise ValueError("a viewer without a secret is open")
        self._api, self._secret = api_url.rstrip("/"), secret.encode()
        self._headers = {}
        if auth_string:
            kept = base64.b64encode(auth_string.encode()).decode()
            self._headers["authorization"] = f"Basic {kept}"
        self._client: httpx2.AsyncClient | None = None

    @asynccontextmanager
    async def open(self, _app: Starlette) -> AsyncIterator[None]:
        """Keep connections to Prefect while the process lives."""
        limits = httpx2.Limits(max_connections=_MOST, max_keepalive_connections=8)
        patience = httpx2.Timeout(_READ, connect=_REACH)
        async with httpx2.AsyncClient(
            limits=limits, timeout=patience, trust_env=False, follow_redirects=False
        ) as client:
            self._client = client
            yield

    async def answer(self, request: Request) -> Response:
        """Answer one request of the portal."""
        if request.url.path == "/livez":
            return Response(b"ok", media_type="text/plain")
        said = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(said, self._secret):
            return Response(status_code=404)
        path = request.path_params["path"]
        if path.startswith("api/"):
            return await self._ask_prefect(request, path.removeprefix("api/"))
        if request.method not in ("GET", "HEAD"):
            return _refusal(403, REFUSED)
        if path == "ui-settings":
            return Response(pages.SETTINGS, media_type="application/json")
        return _file(request, path)

    async def _ask_prefect(self, request: Request, path: str) -> Response:
        instead = pages.INSTEAD.get((request.method, path.removesuffix("/")))
        if instead is not None:
            return Response(instead, media_type="application/json")
        if not is_read(request.method, path):
            return _refusal(403, REFUSED)
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_QUESTION:
                return _refusal(413, _TOO_LARGE)
        if self._client is None:
            raise RuntimeError("the viewer is not open")
        question = self._client.build_request(
            request.method,
            f"{self._api}/{path}",
            params=request.url.query,
            content=body or None,
            headers=self._headers
            | {name: request.headers[name] for name in _SENT_ON if name in request.headers},
        )
        try:
            got = await self._client.send(question, stream=True)
        except httpx2.HTTPError as failed:
            LOG.warning("Prefect does not answer: %s", type(failed).__name__)
            return _refusal(503, AWAY)
        kept = {name: got.headers[name] for name in _KEPT if name in got.headers}
        return StreamingResponse(_passed_on(got), status_code=got.status_code, headers=kept)


async def _passed_on(got: httpx2.Response) -> AsyncIterator[bytes]:
    """The answer piece by piece; one that does not end is broken off."""
    read = 0
    try:
        async for piece in got.aiter_bytes():
            read += len(piece)
            if read > LARGEST_ANSWER:
                raise _TooLarge
            yield piece
    finally:
        await got.aclose()


def _file(request: Request, path: str) -> Response:
    file = pages.page_file(path)
    mark = f'"{file.mark}"'
    keep = "private, max-age=31536000, immutable" if file.is_lasting else "no-cache"
    headers = {"etag": mark, "cache-control": keep}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)


def _refusal(status: int, sentence: str) -> JSONResponse:
    """In the two shapes in which Prefect's own answers say what is wrong."""
    return JSONResponse({"detail": sentence, "exception_message": sentence}, status)


def create_viewer(api_url: str, auth_string: str, secret: str) -> Starlette:
    """Make the viewer; tests make it the same way. Arguments as for `PrefectViewer`."""
    viewer = PrefectViewer(api_url, auth_string, secret)
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(
        routes=[Route("/{path:path}", viewer.answer, methods=methods)],
        middleware=[Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)],
        lifespan=viewer.open,
    )
