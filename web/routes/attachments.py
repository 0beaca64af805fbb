"""Attachments of a case: attached several at once, shown, described, compared, removed."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from documents.received.kinds import TAKEN
from documents.received.looked import NotTaken
from documents.received.pictures import page_of, pages_of
from models.errors import FormInvalid, NotFound, Unreadable
from models.forms.small import AttachmentForm, AttachmentRemovalForm, AttachmentWordsForm
from models.labels import ATTACHMENT_KINDS, ORIGINALITIES
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import attachments, chunks, views_case
from models.store.attachments import AttachmentLine
from models.words import AttachmentKind, Look, Originality
from tasks.acts.attaching import TURNS, HandedIn
from web.attachments import places, said_with, shown_attachment
from web.calls import At, Call
from web.safety import LARGEST_FILES
from web.sessions import SentFile
from web.typed import Typed
from web.wording import _, word

router = APIRouter()

#: Files of one form.
_MOST_FILES = 50


@router.get("/cases/{case_id}/attachments")
def attached(at: At, case_id: UUID) -> Response:
    """List the attachments of a case, and ask for more."""
    typed: Typed = dict.fromkeys(AttachmentForm.model_fields, "")
    for name in ("step", "paper", "person"):
        if at.asked(name):
            typed["belongs"] = f"{name}:{at.asked(name)}"
    return _list(at, case_id, typed, {}, 200)


def _list(
    at: Call, case_id: UUID, typed: Mapping[str, Any], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        row = views_case.case(db, case_id)
        rows = attachments.of_case(db, case_id)
        shown = at.opener.each(
            rows, lambda one: shown_attachment(at.opener, one), lambda one: f"attachments:{one.id}"
        )
        belonging = places(db, at.opener, case_id)
        at.note_view(db, Look.ATTACHMENT, case_id=case_id)
    return at.page(
        "attachments.html", status=status, row=row, shown=[one for one in shown if not one.is_gone],
        gone=[one for one in shown if one.is_gone], typed=typed, errors=errors,
        places=belonging, said=at.asked("said"), taken=word(TAKEN),
        largest=LARGEST_FILES // 1024**2 - 1, most=_MOST_FILES,
        kinds=[(one.value, word(ATTACHMENT_KINDS[one])) for one in AttachmentKind],
        originalities=[(one.value, word(ORIGINALITIES[one])) for one in Originality],
    )  # fmt: skip


@router.post("/cases/{case_id}/attachments")
def attach(at: At, case_id: UUID) -> Response:
    """Attach files, all or none of one form."""
    typed = at.given(AttachmentForm)
    at.back_to(f"/cases/{case_id}/attachments")
    at.on_refusal(lambda errors, status: _list(at, case_id, typed, errors, status))
    at.require(Permission.ATTACH)
    said = said_with(AttachmentForm.read(typed))
    files = _looked_at(at)
    return at.once(
        f"/cases/{case_id}/attachments?said=attached",
        lambda desk: desk.attach_all(at.actor, case_id, files, said),
    )


def _looked_at(at: Call) -> list[HandedIn]:
    """Look at every file before any is kept.

    Raises:
        FormInvalid: None was sent, or too many, or some are not taken: each is named with why.
    """
    sent = [one for one in at.form.getlist("files") if isinstance(one, SentFile) and one.name]
    if not sent:
        raise FormInvalid({"files": [_("请选择要收入的文件。")]})
    if len(sent) > _MOST_FILES:
        raise FormInvalid({"files": [_("一次最多收入%(n)s个文件，请分几次。", n=_MOST_FILES)]})
    looked, wrong = [], []
    for number, file in enumerate(sent, 1):
        try:
            found = at.parts.inspection.of(file.content, file.name)
        except NotTaken as why:
            told = word(why.message)
            wrong.append(
                told if len(sent) == 1 else _("第%(n)s个文件：%(why)s", n=number, why=told)
            )
            continue
        looked.append(
            HandedIn(file.content, found.name, found.media, found.findings, found.preview)
        )
    if wrong:
        others = [_("其余文件也没有收入，请重新选择。")] if looked else []
        raise FormInvalid({"files": [*wrong, *others]})
    return looked


@router.get("/attachments/{attachment_id}")
def attachment(at: At, attachment_id: UUID) -> Response:
    """Show an attachment: pictures, where they may be shown, and what is said of it."""
    return _page(at, attachment_id, None, {}, 200)


def _page(
    at: Call, attachment_id: UUID, typed: Mapping[str, Any] | None,
    errors: Mapping[str, list[str]], status: int,
) -> Response:  # fmt: skip
    with at.reading() as db:
        row = attachments.one(db, attachment_id)
        case = views_case.case(db, row.case_id)
        shown = shown_attachment(at.opener, row)
        pictures = _pictures(at, row)
        at.note_view(db, Look.ATTACHMENT, case_id=row.case_id, ref=attachment_id)
    known = {"caption": shown.caption, "turned": str(row.turned), "removal_reason": ""}
    return at.page(
        "attachment.html", status=status, row=case, one=shown, pictures=pictures,
        typed=known | dict(typed or {}), errors=errors, said=at.asked("said"), turns=TURNS,
    )  # fmt: skip


def _pictures(at: Call, row: AttachmentLine) -> int:
    """How many pictures there are; none where they do not open."""
    if row.preview_id is None or row.removed_at is not None:
        return 0
    bundle = at.opener.tried(lambda: _bytes(at, row, of_pictures=True))
    return pages_of(bundle) if bundle else 0


def _bytes(at: Call, row: AttachmentLine, *, of_pictures: bool = False) -> bytes:
    """Bytes of an attachment, whole; of its own those that were attached.

    Raises:
        NotFound: It was removed, or has no pictures.
        Unreadable: They do not open, or are others.
    """
    key = row.preview_id if of_pictures else row.content_id
    if key is None or row.removed_at is not None:
        raise NotFound
    with at.reading() as db:
        kept = attachments.content_row(db, key)
        found = attachments.content(db, at.seal, key)
    sha256 = hashlib.sha256(found).hexdigest()
    if kept.digest != chunks.digest_of(at.seal, kept.centre_id, sha256, key=kept.digest_key):
        raise Unreadable(SealedPlace.ATTACHMENT_CHUNK.of(key))
    return found


@router.get("/attachments/{attachment_id}/pictures/{number}")
def picture(at: At, attachment_id: UUID, number: int) -> Response:
    """Give one picture, drawn anew from the file."""
    with at.reading() as db:
        row = attachments.one(db, attachment_id)
        found = page_of(_bytes(at, row, of_pictures=True), number)
        if found is None:
            raise NotFound
        at.note_view(db, Look.ATTACHMENT, case_id=row.case_id, ref=attachment_id)
    return Response(found, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@router.get("/attachments/{attachment_id}/file")
def download(at: At, attachment_id: UUID) -> Response:
    """Give the bytes as they came, to be saved and never to be shown."""
    with at.reading() as db:
        row = attachments.one(db, attachment_id)
        found = _bytes(at, row)
        at.note_view(db, Look.TAKEN_ATTACHMENT, case_id=row.case_id, ref=attachment_id)
    name = quote(shown_attachment(at.opener, row).name, safe="")
    told = f"attachment; filename=\"attachment\"; filename*=UTF-8''{name}"
    return Response(
        found, media_type="application/octet-stream", headers={"Content-Disposition": told}
    )


@router.post("/attachments/{attachment_id}")
def describe(at: At, attachment_id: UUID) -> Response:
    """Say what is to be seen, and turn the pictures."""
    typed = at.given(AttachmentWordsForm)
    _prepare(at, attachment_id, typed)
    asked = AttachmentWordsForm.read(typed)
    return at.once(
        f"/attachments/{attachment_id}?said=described",
        lambda desk: desk.describe_attachment(
            at.actor, attachment_id, caption=asked.caption or "", turned=asked.turned
        ),
    )


@router.post("/attachments/{attachment_id}/compare")
def compare(at: At, attachment_id: UUID) -> Response:
    """Write down that it was compared with the original."""
    _prepare(at, attachment_id, {})
    return at.once(
        f"/attachments/{attachment_id}?said=compared",
        lambda desk: desk.compare_attachment(at.actor, attachment_id),
    )


@router.post("/attachments/{attachment_id}/remove")
def remove(at: At, attachment_id: UUID) -> Response:
    """Remove an attachment with a reason."""
    typed = at.given(AttachmentRemovalForm)
    _prepare(at, attachment_id, typed)
    asked = AttachmentRemovalForm.read(typed)
    return at.once(
        f"/attachments/{attachment_id}?said=removed",
        lambda desk: desk.remove_attachment(at.actor, attachment_id, reason=asked.removal_reason),
    )


def _prepare(at: Call, attachment_id: UUID, typed: Mapping[str, Any]) -> None:
    at.back_to(f"/attachments/{attachment_id}")
    at.on_refusal(lambda errors, status: _page(at, attachment_id, typed, errors, status))
