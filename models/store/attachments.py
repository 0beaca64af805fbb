"""Attachments (附件): written once with their bytes, described, compared, removed with a trace."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import NotFound, Unreadable
from models.seal import Seal
from models.sealed_places import SealedPlace
from models.store import chunks
from models.store.query import Query, Statement, Value, named
from models.words import AttachmentKind, Originality


@dataclass(frozen=True)
class NewAttachment:
    """What is written of a file; `told` and `caption` are sealed, its bytes are kept already."""

    id: UUID
    case_id: UUID
    step_id: UUID | None
    item: int | None
    person_id: UUID | None
    of_child: bool
    paper_id: UUID | None
    content_id: UUID
    preview_id: UUID | None
    digest: bytes
    digest_key: str
    size: int
    media: str
    kind: AttachmentKind
    originality: Originality
    made_on: date | None
    told: bytes
    caption: bytes | None
    at: datetime
    by_id: UUID


@dataclass(frozen=True)
class AttachmentLine:
    """An attachment as it stands; names are None where the reader does not see the officer."""

    id: UUID
    case_id: UUID
    step_id: UUID | None
    item: int | None
    person_id: UUID | None
    of_child: bool
    paper_id: UUID | None
    content_id: UUID
    preview_id: UUID | None
    digest: bytes
    size: int
    media: str
    kind: AttachmentKind
    originality: Originality
    made_on: date | None
    told: bytes | None
    caption: bytes | None
    turned: int
    at: datetime
    compared_at: datetime | None
    removed_at: datetime | None
    removal_reason: bytes | None
    by_name: str | None
    compared_name: str | None
    removed_name: str | None
    step_kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None
    paper_title: str | None
    paper_number: str | None


@dataclass(frozen=True)
class KeptContent:
    """Bytes that lie in pieces."""

    id: UUID
    centre_id: UUID
    digest: bytes
    digest_key: str
    size: int
    chunks: int


@dataclass(frozen=True)
class AttachingPlace:
    """A step, or a document: then it has a title and a number."""

    id: UUID
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    kind: str | None
    turn: int | None
    title: str | None
    full_number: str | None
    at: datetime | None


@dataclass(frozen=True)
class NamedAttachment:
    """An attachment and the number of its case, as a problem names it."""

    id: UUID
    number: str | None


_TAKE = Value(UUID, named("attachments", "take"))
_WRITE = Statement(named("attachments", "write"))
_KEEP_CHUNK = Statement(named("attachments", "keep_chunk"))
_BELONGS: Value[bool] = Value(bool, named("attachments", "belongs"))
_ONE = Query(AttachmentLine, named("attachments", "one"))
_OF_CASE = Query(AttachmentLine, named("attachments", "of_case"))
_COUNT = Value(int, named("attachments", "count"))
_PLACES = Query(AttachingPlace, named("attachments", "places"))
_LOCK = Value(int, named("attachments", "lock"))
_COMPARE = Statement(named("attachments", "compare"))
_DESCRIBE = Statement(named("attachments", "describe"))
_REMOVE = Statement(named("attachments", "remove"))
_CONTENT = Query(KeptContent, named("attachments", "content"))
_CHUNK = Value(bytes, named("attachments", "chunk"))
_CONTENTS = Query(KeptContent, named("attachments", "contents"))
_WITHOUT = Query(NamedAttachment, named("attachments", "without_content"))
_STANDING_ON = Query(NamedAttachment, named("attachments", "standing_on"))


def take(db: Connection, digest: bytes, key: str, size: int) -> tuple[UUID, bool]:
    """Where bytes with a keyed hash lie in the centre, and whether their pieces are still to come.

    Args:
        db: Of an officer.
        digest: The keyed hash (`models.store.chunks.digest_of`).
        key: Id of the data key it was made with.
        size: Plain bytes.
    """
    proposed = uuid4()
    found = _TAKE.one(
        db, proposed=proposed, digest=digest, key=key, size=size, chunks=chunks.count_of(size)
    )
    return found, found == proposed


def write(db: Connection, new: NewAttachment) -> None:
    """Write an attachment; its bytes, where they are new, are kept after it."""
    _WRITE.run(db, **asdict(new))


def keep(db: Connection, seal: Seal, content_id: UUID, content: bytes) -> None:
    """Keep bytes in sealed pieces; the attachment that stands on them is written."""
    for one in chunks.closed(seal, content_id, content):
        _KEEP_CHUNK.run(
            db, id=one.id, content_id=content_id, number=one.number, content=one.content
        )


def belongs(
    db: Connection, case_id: UUID, *, step: UUID | None, person: UUID | None, paper: UUID | None
) -> bool:
    """Whether what an attachment is said to belong to is of the case."""
    return _BELONGS.one(db, case=case_id, step=step, person=person, paper=paper)


def one(db: Connection, attachment_id: UUID) -> AttachmentLine:
    """One attachment; raises `NotFound`."""
    found = _ONE.first(db, id=attachment_id)
    if found is None:
        raise NotFound
    return found


def of_case(db: Connection, case_id: UUID) -> list[AttachmentLine]:
    """The attachments of a case, the newest first, with those that were removed."""
    return _OF_CASE.all(db, case=case_id)


def count(db: Connection, case_id: UUID) -> int:
    """How many attachments of a case stand."""
    return _COUNT.one(db, case=case_id)


def places(db: Connection, case_id: UUID) -> list[AttachingPlace]:
    """What an attachment of a case can belong to, the newest first."""
    return _PLACES.all(db, case=case_id)


def lock(db: Connection, attachment_id: UUID) -> AttachmentLine:
    """The same as `one`, which nobody else changes until the transaction ends."""
    if _LOCK.first(db, id=attachment_id) is None:
        raise NotFound
    return one(db, attachment_id)


def compare(db: Connection, attachment_id: UUID, *, by: UUID, at: datetime) -> None:
    """Write down who compared it with the original."""
    _COMPARE.run(db, id=attachment_id, by=by, at=at)


def describe(db: Connection, attachment_id: UUID, *, caption: bytes | None, turned: int) -> None:
    """Say what is to be seen on it, and how far its pictures are turned."""
    _DESCRIBE.run(db, id=attachment_id, caption=caption, turned=turned)


def remove(db: Connection, attachment_id: UUID, *, by: UUID, at: datetime, reason: bytes) -> bool:
    """Remove it: bytes and words are gone, unless others stand on the same bytes; the trace stays.

    Returns:
        Whether it was there to be removed.
    """
    return _REMOVE.run(db, id=attachment_id, by=by, at=at, reason=reason) == 1


def content_row(db: Connection, content_id: UUID) -> KeptContent:
    """What is known of some bytes; raises `Unreadable` where they are not there, or not seen."""
    kept = _CONTENT.first(db, id=content_id)
    if kept is None:
        raise Unreadable(SealedPlace.ATTACHMENT_CHUNK.of(content_id))
    return kept


def content(db: Connection, seal: Seal, content_id: UUID) -> bytes:
    """Bytes as they came, whole or not at all.

    Raises:
        Unreadable: A piece is missing or altered, or they are not what was hashed.
    """
    kept = content_row(db, content_id)
    found = b"".join(pieces(db, seal, kept))
    if len(found) != kept.size:
        raise Unreadable(SealedPlace.ATTACHMENT_CHUNK.of(content_id))
    return found


def pieces(db: Connection, seal: Seal, kept: KeptContent) -> Iterator[bytes]:
    """Bytes piece by piece; raises `Unreadable` where one does not open."""
    lying = (_CHUNK.first(db, content=kept.id, number=number) for number in range(kept.chunks))
    return chunks.opened(seal, kept.id, kept.chunks, lying)


def every_content(db: Connection) -> Iterator[KeptContent]:
    """All bytes of this installation, some at a time."""
    after = UUID(int=0)
    while some := _CONTENTS.all(db, after=after):
        yield from some
        after = some[-1].id


def without_content(db: Connection) -> list[NamedAttachment]:
    """Attachments that stand without their bytes."""
    return _WITHOUT.all(db)


def standing_on(db: Connection, content_id: UUID) -> list[NamedAttachment]:
    """The attachments that stand on some bytes."""
    return _STANDING_ON.all(db, content=content_id)
