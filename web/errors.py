"""The one table of refusals: which error gets which status and page. Nothing else catches them.

A page that can show its own form again leaves a way to do so in `request.state.again`; then a
refusal comes back on that page with everything that was typed.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from psycopg.errors import DiskFull, ReadOnlySqlTransaction
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    ResourceClosedError,
)
from sqlalchemy.exc import (
    TimeoutError as NoConnection,
)
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from documents.received.looked import NotTaken
from models.errors import (
    AlreadyDecided,
    BadInput,
    BrokenInvariant,
    FormInvalid,
    HutongError,
    NoRoom,
    NotAllowed,
    NotFound,
    OutsideFailure,
    OwnWork,
    PageTooOld,
    RuleBroken,
    SentOtherwise,
    StepNotOpen,
    Unreadable,
)
from models.law.pack import LawMissing
from models.store.presses import PressedBefore
from web.pages import page, to
from web.presses import answer_before, marks_of
from web.sessions import PasswordChangeNeeded, SignInNeeded
from web.unsealing import Opener
from web.wording import _, word

_AWAY = 503
#: Fields that no page shows again.
SECRET = frozenset({"password", "first", "old", "new", "again", "secret", "code"})
#: Fields that a page sends by itself.
_OF_THE_PAGE = frozenset({"csrf", "press", "do", "once", "digest", "was", "seen"})
#: What a form offers to choose from, or a button says; nobody types it.
_A_CHOICE = re.compile(r"[0-9_:.#-]*[a-z][a-z0-9_:.#-]*")
_AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What is raised where a connection ended, or none was to be had, besides errors of the driver's.
AWAY = (
    psycopg.OperationalError, DisconnectionError, PendingRollbackError, ResourceClosedError,
    NoConnection,
)  # fmt: skip

#: Shows a page again with errors by field path; the status is the refusal's.
Again = Callable[[dict[str, list[str]], int], Response]


@dataclass(frozen=True)
class ShownRefusal:
    """How a refusal is shown."""

    heading: str
    advice: str
    comes_back: bool = False
    """Whether the page it came from is shown again with what was typed."""


#: The nearest class counts.
TABLE: dict[type[HutongError], ShownRefusal] = {
    HutongError: ShownRefusal("程序无法完成这项操作", "请稍后再试;反复出现时请告诉管理员。"),
    NotFound: ShownRefusal("没有找到", "可能地址不完整,或者不在您可以查看的范围内。"),
    LawMissing: ShownRefusal(
        "缺少本案适用的规则包", "案件可以照常查看;没有作任何改动。", comes_back=True
    ),
    NotAllowed: ShownRefusal("没有办理权限", "请联系办理人或者督导。", comes_back=True),
    FormInvalid: ShownRefusal("表单有错误", "请按提示修改后重新提交。", comes_back=True),
    RuleBroken: ShownRefusal("不能这样办理", "没有作任何改动。", comes_back=True),
    StepNotOpen: ShownRefusal("这个环节已经不能办理", "案件可能已经往下走了,请在案件页面查看。"),
    AlreadyDecided: ShownRefusal("已经办理过了", "不需要再做什么。"),
    NotTaken: ShownRefusal("文件没有收入", "请按提示处理后重新选择文件。", comes_back=True),
    PageTooOld: ShownRefusal("这个页面太旧了", "重新打开的页面可以正常提交。", comes_back=True),
    SentOtherwise: ShownRefusal("已经提交过了", "要查看上次提交的结果，请返回。"),
    OwnWork: ShownRefusal("这是您自己的事", "请由其他人办理。", comes_back=True),
    NoRoom: ShownRefusal("暂停写入", "请稍后再提交;填写的内容仍在页面上。", comes_back=True),
    OutsideFailure: ShownRefusal("外部系统没有响应", "已经提交的内容没有丢失,请稍后再试。"),
    BadInput: ShownRefusal("没有办理", "请返回上一页重新操作。", comes_back=True),
    Unreadable: ShownRefusal("内容无法读取", "您填写的内容没有丢失,请稍后再试。", comes_back=True),
    BrokenInvariant: ShownRefusal("数据需要核对", "请联系管理员,暂时不要重复操作。"),
}


def shown(error: HutongError) -> ShownRefusal:
    """Look up how a refusal is shown, by its nearest class."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def install(app: FastAPI) -> None:
    """Tell the app what to do with every refusal."""
    app.add_exception_handler(HutongError, _refused)
    app.add_exception_handler(PressedBefore, _pressed_before)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(PasswordChangeNeeded, _change_password)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _http)
    for away in (DBAPIError, *AWAY):
        app.add_exception_handler(away, _database)


def _pressed_before(_request: Request, error: Any) -> Response:
    return to(error.answer)


def _refused(request: Request, error: Any) -> Response:
    # What refuses the second press may be what the first one did: its answer is the answer.
    answered = None if isinstance(error, SentOtherwise) else answer_before(request)
    if answered is not None:
        return to(answered)
    how = shown(error)
    opener: Opener | None = getattr(request.state, "opener", None)
    if isinstance(error, Unreadable) and opener is not None:
        opener.unreadable[error.place] = None  # The page of the refusal tells of it.
    again: Again | None = getattr(request.state, "again", None)
    if again and how.comes_back:
        errors = error.errors if isinstance(error, FormInvalid) else {"": [_sentence(error)]}
        try:
            return _with_all_typed(request, again(errors, error.status))
        except HutongError as barred:
            # The page itself is not for them: that comes first, whatever was typed.
            error, how = barred, shown(barred)
    return _page(
        request, error.status, how.heading, _sentence(error), how.advice,
        with_new_key=isinstance(error, PageTooOld | SentOtherwise),
    )  # fmt: skip


def _with_all_typed(request: Request, answer: Response) -> Response:
    """The page that is shown again, and below it what was typed and has no place there any more.

    A form that was opened by another button, or for a choice there is not, is not drawn again.
    """
    sent: FormData = getattr(request.state, "sent", FormData())
    drawn = html.unescape(bytes(answer.body).decode()).replace("\r\n", "\n")
    lost = [
        text
        for text in typed_by_a_person(sent)
        if text.replace("\r\n", "\n") not in drawn and not _A_CHOICE.fullmatch(text)
    ]
    if not lost:
        return answer
    environment: Environment = request.app.state.environment
    told = environment.get_template("typed.html").render(typed=lost)
    body, end, rest = bytes(answer.body).decode().rpartition("</main>")
    return HTMLResponse(body + told + end + rest, status_code=answer.status_code)


def _sentence(error: HutongError) -> str:
    said = word(error.message)
    return _("%(said)s(%(source)s)", said=said, source=word(error.source)) if error.source else said


def _page(
    request: Request, status: int, heading: str, message: str, advice: str, *,
    with_new_key: bool = False,
) -> Response:  # fmt: skip
    """Say what happened. What was typed is on the page, whatever became of it.

    What failed by no fault of the person is sent once more with one press: as it was, or as a new
    press where the old key does not do.
    """
    back = getattr(request.state, "back", "/work")
    sent: FormData = getattr(request.state, "sent", FormData())
    again: list[tuple[str, Any]] = []
    if with_new_key:
        key = marks_of(request, request.state.me).press
        again = [(n, v) for n, v in sent.multi_items() if n != "press"] + [("press", key)]
    elif status == _AWAY:
        again = sent.multi_items()
    if any(not isinstance(value, str) or name in SECRET for name, value in again):
        again = []
    return page(
        request, "error.html", status=status, heading=word(heading), message=message,
        advice=word(advice), back=back, typed=typed_by_a_person(sent), again=again,
    )  # fmt: skip


def typed_by_a_person(sent: FormData) -> list[str]:
    """What a person wrote of what their browser sent: no ids, no marks of the page, no secrets."""
    return [
        value for name, value in sent.multi_items()
        if isinstance(value, str) and value.strip() and name not in SECRET | _OF_THE_PAGE
        and not _AN_ID.fullmatch(value)
    ]  # fmt: skip


def _sign_in(request: Request, error: Any) -> Response:
    if error.kept:
        login: Callable[..., Response] = request.app.state.login_page
        return login(request, kept=error.kept, status=401)
    wanted = request.url.path if request.method == "GET" else "/work"
    return to("/login" if wanted in ("/", "/work") else f"/login?next={wanted}")


def _change_password(_request: Request, _error: Any) -> Response:
    return to("/password")


def _not_understood(request: Request, _error: Any) -> Response:
    """An address or form that does not fit; the framework's own answer would echo the input."""
    return _refused(request, NotFound(_("这个地址不存在。")))


def _http(request: Request, error: Any) -> Response:
    if error.status_code == 404:  # noqa: PLR2004 - not found
        return _refused(request, NotFound(_("这个地址不存在。")))
    heading, advice = TABLE[BadInput].heading, TABLE[BadInput].advice
    return _page(request, error.status_code, heading, _("不能这样访问这个地址。"), advice)


def is_away(error: BaseException) -> bool:
    """Whether the database did not answer, in whichever of its words."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, AWAY)


def _database(request: Request, error: Any) -> Response:
    """The database is away, or takes nothing; anything else is a failure like any other."""
    if isinstance(getattr(error, "orig", None), DiskFull | ReadOnlySqlTransaction):
        return _refused(request, NoRoom())
    if is_away(error):
        return _away(request, error)
    raise error


def _away(request: Request, _error: Any) -> Response:
    how = TABLE[OutsideFailure]
    return _page(request, _AWAY, how.heading, _("数据库暂时不可用。"), how.advice)
