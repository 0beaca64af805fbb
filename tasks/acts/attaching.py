"""Attaching a file to a case, saying what it is, comparing it, and removing it with a trace.

Here it is sealed, and told on the chain.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.errors import FormInvalid, RuleBroken
from models.law.dates import shanghai_date
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import attachments, case, chunks
from models.store.attachments import AttachmentLine, NewAttachment
from models.store.events import Happening
from models.tables.case import CaseState
from models.words import AttachmentKind, Originality, Tag
from tasks.act import Act

#: Degrees by which pictures are turned.
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True)
class HandedIn:
    """A file that was looked at.

    Attributes:
        content: Its bytes as they came.
        name: What it was called; a name alone, without folders.
        media: Its type, by content.
        findings: What was found in it, as words of the inspection.
        preview: Pictures made from it, as a ZIP of JPEG; None: none are shown.
    """

    content: bytes
    name: str
    media: str
    findings: tuple[str, ...] = ()
    preview: bytes | None = None


@dataclass(frozen=True)
class Said:
    """What a person says of a file.

    Attributes:
        kind: What it is.
        originality: What it was made from.
        source: Who or what it came from.
        purpose: What it is to show.
        caption: What is to be seen on it.
        made_on: The day it was made; None: not known.
        compared: They have compared it with the original.
        step_id: The step or visit it belongs to.
        item: Number of the evidence item in the step's answer.
        person_id: The guardian it is of.
        of_child: It is of the child.
        paper_id: The document it is a signed or sealed copy of.
    """

    kind: AttachmentKind
    originality: Originality
    source: str = ""
    purpose: str = ""
    caption: str = ""
    made_on: date | None = None
    compared: bool = False
    step_id: UUID | None = None
    item: int | None = None
    person_id: UUID | None = None
    of_child: bool = False
    paper_id: UUID | None = None


def attach(act: Act, case_id: UUID, attachment_id: UUID, file: HandedIn, said: Said) -> UUID:
    """Attach a file; the same bytes lie once in a centre.

    Raises:
        NotAllowed: Only who works on cases may.
        RuleBroken: The case is void, or what it is said to belong to is not of the case.
        FormInvalid: An empty file, or a day that is still to come.
    """
    act.require(Permission.ATTACH)
    locked = case.lock(act.db, case_id)
    if locked.state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废,不再收入附件;请收入并入的案件。")
    _refuse(act, case_id, file, said)
    sha256 = hashlib.sha256(file.content).hexdigest()
    content_id, is_new = _taken(act, file.content)
    preview_id, is_new_preview = _taken(act, file.preview) if file.preview else (None, False)
    key = act.office.seal.key_id
    told = {
        "name": file.name, "source": said.source.strip(), "purpose": said.purpose.strip(),
        "sha256": sha256, "findings": list(file.findings),
    }  # fmt: skip
    attachments.write(act.db, NewAttachment(
        id=attachment_id, case_id=case_id, step_id=said.step_id, item=said.item,
        person_id=said.person_id, of_child=said.of_child, paper_id=said.paper_id,
        content_id=content_id, preview_id=preview_id,
        digest=chunks.digest_of(act.office.seal, act.actor.centre_id, sha256, key=key),
        digest_key=key, size=len(file.content), media=file.media, kind=said.kind,
        originality=said.originality, made_on=said.made_on,
        told=act.office.seal.close_json(told, SealedPlace.ATTACHMENT_TOLD.of(attachment_id)),
        caption=_caption(act, attachment_id, said.caption), at=act.now,
        by_id=act.actor.officer_id,
    ))  # fmt: skip
    if is_new:
        attachments.keep(act.db, act.office.seal, content_id, file.content)
    if preview_id and is_new_preview and file.preview:
        attachments.keep(act.db, act.office.seal, preview_id, file.preview)
    attached = attachments.one(act.db, attachment_id)
    _note(act, Tag.ATTACHMENT_ADDED, attached)
    if said.compared:
        _compare(act, attached)
    return attachment_id


def _refuse(act: Act, case_id: UUID, file: HandedIn, said: Said) -> None:
    if not file.content:
        raise FormInvalid({"files": ["文件是空的,没有收入;请核对后重新选择。"]})
    if said.made_on and said.made_on > shanghai_date(act.now):
        raise FormInvalid({"made_on": ["形成日期不能晚于今天。"]})
    if not attachments.belongs(
        act.db, case_id, step=said.step_id, person=said.person_id, paper=said.paper_id
    ):
        raise RuleBroken("所选的环节、人员或者文书不在本案,没有收入附件。")


def _taken(act: Act, content: bytes) -> tuple[UUID, bool]:
    seal = act.office.seal
    sha256 = hashlib.sha256(content).hexdigest()
    digest = chunks.digest_of(seal, act.actor.centre_id, sha256, key=seal.key_id)
    return attachments.take(act.db, digest, seal.key_id, len(content))


def _caption(act: Act, attachment_id: UUID, caption: str) -> bytes | None:
    if not caption.strip():
        return None
    place = SealedPlace.ATTACHMENT_CAPTION.of(attachment_id)
    return act.office.seal.close_text(caption.strip(), place)


def describe(act: Act, attachment_id: UUID, *, caption: str, turned: int) -> UUID:
    """Say what is to be seen on it and turn its pictures; the bytes stay as they came.

    Returns:
        The case.
    """
    act.require(Permission.ATTACH)
    found = _standing(act, attachment_id)
    if turned not in TURNS:
        raise FormInvalid({"turned": ["请选择旋转的角度。"]})
    sealed = _caption(act, attachment_id, caption)
    attachments.describe(act.db, attachment_id, caption=sealed, turned=turned)
    return found.case_id


def compare(act: Act, attachment_id: UUID) -> UUID:
    """Write down that the actor has compared it with the original, once; returns the case."""
    act.require(Permission.ATTACH)
    found = _standing(act, attachment_id)
    if found.compared_at is not None:
        raise RuleBroken("这份附件已经与原件核对过。")
    _compare(act, found)
    return found.case_id


def _compare(act: Act, found: AttachmentLine) -> None:
    attachments.compare(act.db, found.id, by=act.actor.officer_id, at=act.now)
    _note(act, Tag.ATTACHMENT_COMPARED, found)


def remove(act: Act, attachment_id: UUID, *, reason: str) -> UUID:
    """Remove an attachment, such as another child's: bytes and words are gone, the trace stays.

    Returns:
        The case.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        FormInvalid: Without a reason.
        RuleBroken: It was removed before.
    """
    act.require(Permission.REMOVE_ATTACHMENT)
    if not reason.strip():
        raise FormInvalid({"removal_reason": ["请写明移除的理由。"]})
    found = _standing(act, attachment_id)
    sealed = act.office.seal.close_text(
        reason.strip(), SealedPlace.REMOVAL_REASON.of(attachment_id)
    )
    attachments.remove(
        act.db, attachment_id, by=act.actor.officer_id, at=act.now, reason=sealed
    )  # fmt: skip
    _note(act, Tag.ATTACHMENT_REMOVED, found)
    return found.case_id


def _standing(act: Act, attachment_id: UUID) -> AttachmentLine:
    """Lock its case, then it; one that was removed is not changed any more."""
    case.lock(act.db, attachments.one(act.db, attachment_id).case_id)
    found = attachments.lock(act.db, attachment_id)
    if found.removed_at is not None:
        raise RuleBroken("这份附件已经移除。")
    return found


def _note(act: Act, tag: Tag, found: AttachmentLine) -> None:
    detail = {"attachment": str(found.id), "kind": found.kind.value}
    happened = Happening(tag, None, found.step_id, act.actor.officer_id, detail)
    centre = case.lock(act.db, found.case_id).centre_id
    act.note([happened], case_id=found.case_id, centre_id=centre)
