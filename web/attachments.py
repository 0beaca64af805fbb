"""Attachments in words: what one is of, what was found in it, what it can belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from documents.received.inspection import said_of
from models.errors import BadInput
from models.forms.small import AttachmentForm
from models.labels import ATTACHMENT_KINDS, ORIGINALITIES
from models.sealed_places import SealedPlace
from models.store import attachments, views_case
from models.store.attachments import AttachingPlace, AttachmentLine
from tasks.acts.attaching import Said
from web.calls import uuid_of
from web.titles import step_title
from web.unsealing import Opener, guardians_shown
from web.wording import _, word

_KILO, _MEGA = 1024, 1024 * 1024
#: What an attachment belongs to where it is not of one thing.
WHOLE_CASE, CHILD = "case", "child"


@dataclass(frozen=True)
class ShownAttachment:
    """An attachment as a page shows it."""

    row: AttachmentLine
    href: str
    name: str
    kind: str
    originality: str
    of: str
    """What it belongs to."""
    size: str
    source: str
    purpose: str
    caption: str
    sha256: str
    findings: list[str]
    removal_reason: str

    @property
    def is_gone(self) -> bool:
        """Whether it was removed."""
        return self.row.removed_at is not None


def shown_attachment(opener: Opener, row: AttachmentLine) -> ShownAttachment:
    """Put an attachment in words."""
    told: Mapping[str, Any] = {}
    if row.told is not None:
        told = opener.json(row.told, SealedPlace.ATTACHMENT_TOLD.of(row.id)) or {}
    findings = told.get("findings", [])
    return ShownAttachment(
        row=row,
        href=f"/attachments/{row.id}",
        name=str(told.get("name", "")) or _("附件"),
        kind=word(ATTACHMENT_KINDS[row.kind]),
        originality=word(ORIGINALITIES[row.originality]),
        of=_of(row),
        size=size_words(row.size),
        source=str(told.get("source", "")),
        purpose=str(told.get("purpose", "")),
        caption=opener.text(row.caption, SealedPlace.ATTACHMENT_CAPTION.of(row.id)),
        sha256=str(told.get("sha256", "")),
        findings=[word(one) for one in said_of([str(one) for one in findings])],
        removal_reason=opener.text(row.removal_reason, SealedPlace.REMOVAL_REASON.of(row.id)),
    )


def _of(row: AttachmentLine) -> str:
    if row.paper_title:
        return f"《{row.paper_title}》{row.paper_number or ''}"
    if row.step_kind and row.key:
        title = step_title(
            row.step_kind, key=row.key, form=row.form, paper=row.paper, about=row.about,
            turn=row.turn or 1,
        )  # fmt: skip
        return _("%(step)s，第%(n)s项证据", step=title, n=row.item) if row.item else title
    if row.person_id:
        return _("监护人")
    return _("未成年人") if row.of_child else _("本案")


def size_words(size: int) -> str:
    """How large a file is."""
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _MEGA:.1f} MB"


def places(db: Connection, opener: Opener, case_id: UUID) -> list[tuple[str, str]]:
    """What an attachment of a case can belong to: the word that is sent, and what it is called."""
    people = views_case.guardians(db, case_id)
    named = zip(people, guardians_shown(opener, people), strict=True)
    found = [(WHOLE_CASE, _("本案")), (CHILD, _("未成年人"))]
    found += [
        (f"person:{row.id}", _("监护人 %(name)s", name=one.name if one else ""))
        for row, one in named
    ]
    found += [(_word_of(one), _called(one)) for one in attachments.places(db, case_id)]
    return found


def _word_of(place: AttachingPlace) -> str:
    return f"{'paper' if place.title else 'step'}:{place.id}"


def _called(place: AttachingPlace) -> str:
    if place.title:
        return _("文书《%(title)s》%(number)s", title=place.title, number=place.full_number or "")
    title = step_title(
        place.kind or "", key=place.key or "", form=place.form, paper=place.paper,
        about=place.about, turn=place.turn or 1,
    )  # fmt: skip
    return _("环节 %(title)s", title=title)


def said_with(asked: AttachmentForm) -> Said:
    """What was said of files, as the desk is told it.

    Raises:
        BadInput: It belongs to nothing that the page offers.
    """
    what, _colon, key = (asked.belongs or WHOLE_CASE).partition(":")
    if what not in (WHOLE_CASE, CHILD, "person", "step", "paper"):
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。"))
    of = {f"{what}_id": uuid_of(key)} if what in ("person", "step", "paper") else {}
    return Said(
        kind=asked.kind, originality=asked.originality, source=asked.origin or "",
        purpose=asked.proves or "", caption=asked.caption or "", made_on=asked.made_on,
        compared=bool(asked.compared), item=asked.item if what == "step" else None,
        of_child=what == CHILD, **of,
    )  # fmt: skip
