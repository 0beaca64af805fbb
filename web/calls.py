"""One call on the portal by somebody logged in: who, with what tools, since when."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy import Connection
from starlette.datastructures import FormData

from flows.desk.desk import Desk
from models.errors import BadInput, NoRoom, NotAllowed
from models.forms.reading import storable
from models.forms.small import SmallForm
from models.permissions import Circumstance, Permission
from models.seal import Seal
from models.store import views_step
from models.store.acting import Actor, as_officer, as_reader
from models.store.presses import Once, SentForm
from models.store.seen import ASKED
from models.words import Look
from web.pages import page, to
from web.parts import Parts
from web.presses import press_of
from web.sessions import (
    SAFE_METHODS,
    SignedIn,
    Tools,
    end_transaction,
    guarded,
    transaction_of,
)
from web.sight import must_see
from web.typed import Typed, read_typed
from web.unsealing import Opener
from web.wording import _

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """What every page and action of a logged-in person needs at hand."""

    request: Request
    me: SignedIn
    parts: Parts
    now: datetime
    opener: Opener
    """Opens what the page shows, as far as it opens."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.me.actor

    @property
    def desk(self) -> Desk:
        """The only way in which anything of a case is changed; held while the disk takes nothing.

        Raises:
            NoRoom: It is full or read-only; what was typed comes back with the page.
        """
        self._must_have_room()
        return self.parts.desk

    def once(self, where: str | Callable[[T], str], act: Callable[[Desk], T]) -> Response:
        """Do one act of the desk, once for a press, and go where its answer leads.

        Args:
            where: Address of the answer, or what tells it of what came of the act.
            act: Is given the desk, and does one thing with it.

        Raises:
            PressedBefore: It was done before; the answer is the one there was.
            PageTooOld: The form has no key of ours; its page is shown again with what was typed.
        """
        came = act(self.desk.once(Once(self.press, where)))
        return to(where if isinstance(where, str) else where(came))

    @contextmanager
    def acting(self, where: str) -> Iterator[Connection]:
        """One transaction that changes what is this officer's own, once for a press.

        Raises as `once` does.
        """
        self._must_have_room()
        press = self.press
        with as_reader(self.parts.engine, self.actor) as db:
            press.claim(db, where)
            yield db

    @property
    def press(self) -> SentForm:
        """The press by which this form came; raises `PageTooOld`."""
        return press_of(self.request)

    def _must_have_room(self) -> None:
        trouble = self.parts.trouble()
        if trouble is not None and self.request.method not in SAFE_METHODS:
            raise NoRoom(trouble.sentence)

    @property
    def seal(self) -> Seal:
        """Opens what must open."""
        return self.parts.office.seal

    @property
    def form(self) -> FormData:
        """What was sent; its token has been checked."""
        form: FormData = self.request.state.form
        return form

    def typed(self, name: str) -> str:
        """One field of what was sent, without blanks around it; empty when it is not there."""
        return str(self.form.get(name, "")).strip()

    def given(self, form: type[SmallForm]) -> Typed:
        """What was typed into a small form: every field, empty where nothing was sent."""
        return dict.fromkeys(form.model_fields, "") | read_typed(form, self.form)

    def asked(self, name: str) -> str:
        """One value of the address; empty when it is not there."""
        return storable(self.request.query_params.get(name, ""))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees what this officer may see; reading a page, it is the page's."""
        of_page = transaction_of(self.request)
        if of_page is not None:
            yield of_page
            return
        with as_reader(self.parts.engine, self.actor) as db:
            yield db

    def require(self, permission: Permission, *circumstances: Circumstance) -> None:
        """Show a page only to whom the desk would let do what it asks for.

        Raises:
            NotAllowed: To anybody else; the sentence says who may.
        """
        refusal = self.actor.why_not(permission, *circumstances)
        if refusal:
            raise NotAllowed(refusal.sentence)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Draw a page."""
        return page(self.request, template, status=status, **values)

    def on_refusal(self, again: Callable[[Mapping[str, list[str]], int], Response]) -> None:
        """Say how this page is shown again, with what was typed, when the action is refused."""
        self.request.state.again = again

    def back_to(self, address: str) -> None:
        """Where the page of a refusal leads back to."""
        self.request.state.back = address

    def done_reading(self) -> None:
        """End the page's transaction: what comes next is an act, with one of its own."""
        end_transaction(self.request)

    def note_view(
        self, db: Connection, what: Look, *, case_id: UUID | None = None, ref: UUID | None = None
    ) -> None:
        """Write down that this officer looked at something."""
        views_step.note_view(db, self.actor, what, case_id=case_id, ref=ref, now=self.now)


def calling(request: Request, me: Annotated[SignedIn, Depends(guarded)], parts: Tools) -> Call:
    """Let a request in that `guarded` has let through, about what this officer sees."""
    request.state.opener = Opener(parts.office.seal)
    if ASKED & request.path_params.keys():
        of_page = transaction_of(request)
        if of_page is not None:
            must_see(of_page, request.path_params)
        else:
            with as_officer(parts.engine, me.actor) as db:
                must_see(db, request.path_params)
    return Call(request, me, parts, parts.clock.now(), request.state.opener)


At = Annotated[Call, Depends(calling)]
#: The number of a page, where a list has an end that people can reach.
PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]


def uuid_of(typed: str) -> UUID:
    """Read an id that a page of ours has sent.

    Raises:
        BadInput: It is none.
    """
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。")) from wrong
