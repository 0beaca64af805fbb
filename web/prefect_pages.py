"""Prefect's pages behind the portal's session: here it is asked who may, at the viewer what reads.

The portal has no password of Prefect's. It asks the viewer (`hutong viewer`), which has it and lets
nothing through that changes anything.
"""

import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import httpx2
from fastapi import Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from models.errors import HutongError, NotAllowed, OutsideFailure
from models.store import runs, views_step
from models.store.acting import Actor, as_reader
from models.words import Look
from web.parts import Parts
from web.runs_viewer import BASE, RunsViewer
from web.sessions import PasswordChangeNeeded, SignInNeeded, parts_of, signed_in
from web.wording import _

#: As `deployments.viewer.app` reads it.
SECRET_HEADER = "x-hutong-viewer"  # noqa: S105 - the name, not the secret
_API = "api/"
_RUN_PAGE, _RUN_ASKED = ("runs", "flow-run"), ("api", "flow_runs")
#: Paths of files, which show nothing of a run.
_FILES = ("assets/", "ico/", "fonts/")
#: Seconds to reach the viewer, and between two pieces of its answer: longer than it waits itself.
_REACH, _READ = 2.0, 35.0
#: Seconds in which the same officer's look at the same run is one look: its page asks again and
#: again. Kept in this process: another portal writes at most one line more.
_ONE_LOOK = 600.0
_MOST_LOOKS = 1_000
_SENT_ON = ("accept", "accept-encoding", "content-type", "if-none-match", "x-prefect-api-version")
_KEPT = ("content-type", "content-encoding", "content-length", "etag", "cache-control", "vary")
_AWAY = _("流程引擎的页面暂时打不开：流程引擎没有启动，或者没有响应。办理和审批不受影响。")
_NO_VIEWER = _("这里没有设置流程引擎的页面。办理和审批不受影响。")


class PrefectPages:
    """Everything under `/prefect/`, as an application of its own."""

    def __init__(self, viewer: RunsViewer) -> None:
        """Show what is behind this viewer."""
        self._viewer = viewer
        self._tls = ssl.create_default_context() if viewer.url.startswith("https:") else None
        self._looks: OrderedDict[tuple[UUID, UUID | None], float] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(f"{BASE}/")
        try:
            answer = await self._answer(request, path)
        except (SignInNeeded, PasswordChangeNeeded):
            if not path.startswith(_API):
                raise
            # Not 401: at that Prefect's pages ask for a password of their own.
            answer = _as_json(403, _("登录已经结束，请重新登录。"))
        except HutongError as refused:
            if not path.startswith(_API):
                raise
            answer = _as_json(refused.status, refused.message)
        await answer(scope, receive, send)

    async def _answer(self, request: Request, path: str) -> Response:
        request.state.back = "/work"
        await run_in_threadpool(self._let_in, request, path)
        if not self._viewer.url:
            raise OutsideFailure(_NO_VIEWER)
        if _is_page(request, path):
            # Else a page comes up that can say nothing but that something went wrong.
            health = await self._ask("GET", "api/health", {}, None)
            await health.close()
            if health.status != 200:  # noqa: PLR2004 - OK
                raise OutsideFailure(_AWAY)
        wanted = path if not request.url.query else f"{path}?{request.url.query}"
        headers = {name: request.headers[name] for name in _SENT_ON if name in request.headers}
        body = request.stream() if request.method not in ("GET", "HEAD") else None
        got = await self._ask(request.method, wanted, headers, body)
        return StreamingResponse(got.pieces(), status_code=got.status, headers=got.headers)

    def _let_in(self, request: Request, path: str) -> None:
        """Ask who it is and whether they may; write down what they look at.

        Raises:
            SignInNeeded: There is no session.
            PasswordChangeNeeded: The first password comes first.
            NotAllowed: It is not for them.
        """
        parts: Parts = parts_of(request)
        me = signed_in(request, parts)
        if me.must_change_password:
            raise PasswordChangeNeeded
        with as_reader(parts.engine, me.actor) as db:
            refusal = self._viewer.why_not(db, me.actor)
            if refusal:
                raise NotAllowed(refusal)
            run = _run_of(path)
            if run is None and not _is_page(request, path):
                return
            if self._is_new_look(me.actor, run):
                case = runs.case_of(db, run) if run else None
                views_step.note_view(
                    db, me.actor, Look.RUN, case_id=case, ref=run, now=parts.clock.now()
                )

    def _is_new_look(self, actor: Actor, run: UUID | None) -> bool:
        key, now = (actor.officer_id, run), time.monotonic()
        if now - self._looks.get(key, float("-inf")) < _ONE_LOOK:
            return False
        self._looks[key] = now
        self._looks.move_to_end(key)
        while len(self._looks) > _MOST_LOOKS:
            self._looks.popitem(last=False)
        return True

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: AsyncIterator[bytes] | None
    ) -> "_Got":
        """Ask the viewer; a connection each, which costs a millisecond where few people look.

        Raises:
            OutsideFailure: It is not there, or Prefect behind it is not.
        """
        client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(_READ, connect=_REACH), trust_env=False, follow_redirects=False,
            verify=self._tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )  # fmt: skip
        try:
            question = client.build_request(
                method, f"{self._viewer.url.rstrip('/')}/{path}", content=body,
                headers={**headers, SECRET_HEADER: self._viewer.secret},
            )  # fmt: skip
            return _Got(client, await client.send(question, stream=True))
        except httpx2.HTTPError as failed:
            await client.aclose()
            raise OutsideFailure(_AWAY) from failed


class _Got:
    """An answer of the viewer that is being passed on."""

    def __init__(self, client: httpx2.AsyncClient, answer: httpx2.Response) -> None:
        self._client, self._answer = client, answer
        self.status = answer.status_code
        self.headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer as it came, packed or not."""
        try:
            async for piece in self._answer.aiter_raw():
                yield piece
        finally:
            await self.close()

    async def close(self) -> None:
        """Let the connection go."""
        await self._answer.aclose()
        await self._client.aclose()


def _as_json(status: int, sentence: str) -> JSONResponse:
    """As Prefect's own answers say what is wrong, so that its pages show the sentence."""
    return JSONResponse({"detail": sentence, "exception_message": sentence}, status)


def _is_page(request: Request, path: str) -> bool:
    """Whether a person opens a page, as far as the portal sees: the rest is one page's own going."""
    if request.method != "GET" or path.startswith((_API, *_FILES)) or path == "ui-settings":
        return False
    return "text/html" in request.headers.get("accept", "")


def _run_of(path: str) -> UUID | None:
    """The run that a page or a question of Prefect's pages is about."""
    parts = path.split("/")
    if tuple(parts[:2]) not in (_RUN_PAGE, _RUN_ASKED) or len(parts) != 3:  # noqa: PLR2004 - a kind and an id
        return None
    try:
        return UUID(parts[2])
    except ValueError:
        return None
