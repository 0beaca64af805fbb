"""What a centre decides about law: its own targets, and by which pack a case is judged."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CaseRef, CentreRef, Instant, Key, OfficerRef, Sealed


class OwnTargetRow(Base):
    """A change of one of the centre's own targets (自定目标); the newest counts. Append-only."""

    __tablename__ = "own_targets"
    __table_args__ = (
        Index("ix_own_targets_centre_id_rule_ordinal", "centre_id", "rule", "ordinal"),
    )

    id: Mapped[Key]
    ordinal: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), comment="Order of the changes"
    )
    centre_id: Mapped[CentreRef]
    rule: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant] = mapped_column(comment="Deadlines opened from then on are counted by it")
    by_id: Mapped[OfficerRef]
    old: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="Term that counted before")
    new: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="Term; null: the pack's number again"
    )
    reason: Mapped[str] = mapped_column(Text, comment="Why; nothing of a case")


class LawMove(Base):
    """A case that a person moved to another rule pack (改按新法), with the reason. Append-only."""

    __tablename__ = "law_moves"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    old_pack: Mapped[str] = mapped_column(String(64))
    old_locality: Mapped[str] = mapped_column(String(64))
    new_pack: Mapped[str] = mapped_column(String(64))
    new_locality: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Sealed] = mapped_column(comment="Why; sealed")
    recount_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("recounts.id"), index=True, comment="The recounting it went with"
    )


class CentrePlace(Base):
    """A change of where a centre is, for the law (所在地); the newest counts. Append-only."""

    __tablename__ = "centre_places"

    id: Mapped[Key]
    ordinal: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), comment="Order of the changes"
    )
    centre_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("centres.id"), index=True)
    at: Mapped[Instant]
    by_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("officers.id"), comment="Null: from the command line"
    )
    old_local: Mapped[str] = mapped_column(
        String(64), comment="Locality of the overlay before; empty for none"
    )
    new_local: Mapped[str] = mapped_column(
        String(64),
        comment="Locality whose overlay cases opened from then on take; empty for none",
    )
    reason: Mapped[str] = mapped_column(Text, comment="Why; nothing of a case")
