"""The key that every form carries: made with its page, believed only where we made it.

A key says for whom and when it was made, and that we made it; nothing is kept of a page that
nobody sends. It outlives its session: what is sent once more after a new log-in is the same press.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData

from models.errors import PageTooOld
from models.seal import Seal
from models.store.acting import as_officer
from models.store.presses import OLDEST_PAGE, SentForm
from web.sessions import SAFE_METHODS, SignedIn, parts_of

#: Hexadecimal digits of a UUID, of seconds, of the mark that we made it.
_ID, _SECONDS, _MARK = 32, 10, 32
#: What a page sends beside what a person says by it: another session has another token.
_OF_THE_PAGE = frozenset({"csrf", "press"})


@dataclass(frozen=True)
class FormMarks:
    """What a form carries that nobody types: as text the session's token."""

    csrf: str
    officer_id: UUID
    seal: Seal
    now: datetime

    def __str__(self) -> str:
        return self.csrf

    @property
    def press(self) -> str:
        """A new key for one form."""
        named = f"{uuid4().hex}{int(self.now.timestamp()):0{_SECONDS}x}"
        return named + _mark(self.seal, self.officer_id, named)


def marks_of(request: Request, me: SignedIn) -> FormMarks:
    """What the forms of a page for this officer carry."""
    parts = parts_of(request)
    return FormMarks(me.csrf, me.actor.officer_id, parts.office.seal, parts.clock.now())


def press_of(request: Request) -> SentForm:
    """The press by which a form came.

    Raises:
        PageTooOld: It has no key, one that we did not make for this officer, or one of long ago.
    """
    me: SignedIn = request.state.me
    form: FormData = request.state.form
    parts = parts_of(request)
    now = parts.clock.now()
    typed = str(form.get("press", ""))
    named, mark = typed[: _ID + _SECONDS], typed[_ID + _SECONDS :]
    made_with = _made_with(parts.office.seal, me.actor.officer_id, named, mark)
    made_at = datetime.fromtimestamp(int(named[_ID:], 16), UTC)
    if now - made_at > OLDEST_PAGE:
        raise PageTooOld
    return SentForm(
        key=UUID(named[:_ID]), officer_id=me.actor.officer_id, route=_route(request),
        digest=_digest(request, form, parts.office.seal, made_with), at=now, made_with=made_with,
    )  # fmt: skip


def derived(press: SentForm, seal: Seal) -> bytes:
    """A secret of 256 bits that the same press makes again, and nobody else."""
    told = f"press of {press.officer_id}: secret of {press.key}"
    return seal.index(told, key=press.made_with)


def answer_before(request: Request) -> str | None:
    """Where the answer led when the same form was sent and done before, as far as it was."""
    is_sent = request.method not in SAFE_METHODS and hasattr(request.state, "form")
    if not is_sent:
        return None
    me: SignedIn = request.state.me
    try:
        press = press_of(request)
        with as_officer(parts_of(request).engine, me.actor) as db:
            return press.answer_before(db)
    except (PageTooOld, SQLAlchemyError):
        return None


def _mark(seal: Seal, officer_id: UUID, named: str) -> str:
    """That we made a key, and for whom."""
    return seal.index(_marked(officer_id, named)).hex()[:_MARK]


def _made_with(seal: Seal, officer_id: UUID, named: str, mark: str) -> str:
    """The data key under which we made a key; a page outlives a change of keys.

    Raises:
        PageTooOld: We did not.
    """
    for key, wanted in seal.indexes(_marked(officer_id, named)):
        if hmac.compare_digest(mark.encode(), wanted.hex()[:_MARK].encode()):
            return key
    raise PageTooOld


def _marked(officer_id: UUID, named: str) -> str:
    return f"press of {officer_id}: {named}"


def _route(request: Request) -> str:
    return str(getattr(request.scope.get("route"), "path", ""))


def _digest(request: Request, form: FormData, seal: Seal, key: str) -> bytes:
    sent = [[n, str(value)] for n, value in form.multi_items() if n not in _OF_THE_PAGE]
    return seal.index(f"sent to {request.url.path}: {json.dumps(sent)}", key=key)
