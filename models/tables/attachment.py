"""What a case rests on besides its own documents: said of it in one table, its bytes in two others."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CaseRef, CentreRef, Instant, Key, OfficerRef, Sealed, one_of
from models.words import AttachmentKind, Originality


class Attachment(Base):
    """A file that somebody attached (附件): what it is, of what, and what became of it."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(step_id, person_id, paper_id) + of_child::int <= 1", name="belongs"
        ),
        CheckConstraint("item IS NULL OR step_id IS NOT NULL", name="item"),
        CheckConstraint("turned IN (0, 90, 180, 270)", name="turned"),
        CheckConstraint("(compared_at IS NULL) = (compared_by IS NULL)", name="compared"),
        CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL) "
            "AND (removed_at IS NULL) = (removal_reason IS NULL)",
            name="removed",
        ),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    step_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("steps.id"), index=True, comment="The step, or visit, it belongs to"
    )
    item: Mapped[int | None] = mapped_column(
        comment="Number of the evidence item in the step's answer, from 1"
    )
    person_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("case_persons.id"), comment="The guardian it is of"
    )
    of_child: Mapped[bool] = mapped_column(default=False, comment="It is of the child")
    paper_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("papers.id"), comment="The document it is a signed or sealed copy of"
    )
    content_id: Mapped[UUID] = mapped_column(
        Uuid, index=True, comment="Its bytes; gone where it was removed"
    )
    preview_id: Mapped[UUID | None] = mapped_column(
        Uuid, index=True, comment="Pictures made from it, as a ZIP of JPEG; null: none are shown"
    )
    digest: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Keyed hash of the bytes' SHA-256 within the centre; stays for ever"
    )
    digest_key: Mapped[str] = mapped_column(String(8), comment="Data key of the keyed hash")
    size: Mapped[int] = mapped_column(BigInteger, comment="Plain bytes")
    media: Mapped[str] = mapped_column(String(100), comment="Its type by content")
    kind: Mapped[AttachmentKind] = mapped_column(one_of(AttachmentKind))
    originality: Mapped[Originality] = mapped_column(one_of(Originality))
    made_on: Mapped[date | None] = mapped_column(Date, comment="Shanghai day it was made, as said")
    told: Mapped[Sealed | None] = mapped_column(
        comment="File name, source, purpose, SHA-256, findings as JSON, sealed; null: removed"
    )
    caption: Mapped[Sealed | None] = mapped_column(comment="What is to be seen on it; sealed")
    turned: Mapped[int] = mapped_column(default=0, comment="Degrees to turn its pictures by")
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    compared_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="When it was compared with the original"
    )
    compared_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("officers.id"))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_by: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("officers.id"))
    removal_reason: Mapped[Sealed | None] = mapped_column(comment="Why it was removed; sealed")


class AttachmentContent(Base):
    """The bytes of attachments: the same bytes lie once in a centre."""

    __tablename__ = "attachment_contents"
    __table_args__ = (UniqueConstraint("centre_id", "digest"),)

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    digest: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Keyed hash of the bytes' SHA-256 within the centre"
    )
    digest_key: Mapped[str] = mapped_column(String(8), comment="Data key of the keyed hash")
    size: Mapped[int] = mapped_column(BigInteger, comment="Plain bytes")
    chunks: Mapped[int] = mapped_column(comment="How many pieces they lie in")


class AttachmentChunk(Base):
    """One sealed piece of the bytes; its id says of what, which, and whether it is the last."""

    __tablename__ = "attachment_chunks"
    __table_args__ = (UniqueConstraint("content_id", "number"),)

    id: Mapped[Key]
    content_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("attachment_contents.id"), comment="What it is a piece of"
    )
    number: Mapped[int] = mapped_column(comment="From 0")
    content: Mapped[Sealed] = mapped_column(comment="Sealed")
