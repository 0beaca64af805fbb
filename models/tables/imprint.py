"""Imprints: what each change made of a row of a case, hash-chained, written by the database itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Instant


class ImprintRow(Base):
    """What one change made of one row (留痕); append-only, chained per case, or per child."""

    __tablename__ = "imprints"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_imprints_of_row", "of_table", "row_id", "seq"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    chain: Mapped[UUID] = mapped_column(Uuid, comment="The case; of a row of `children` the child")
    seq: Mapped[int] = mapped_column(comment="From 1 within the chain")
    of_table: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[Instant] = mapped_column(comment="When it was written, by the clock that counts")
    by_role: Mapped[str] = mapped_column(
        String(64), comment="Database role that connected; `migration`: taken over by one"
    )
    actor_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Who spoke; null: the procedure")
    columns: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="Columns as they became; of sealed values their SHA-256; null: row removed"
    )
    whole: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of the whole row as it became; null: removed"
    )
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ImprintHead(Base):
    """End of a chain of imprints; its row lock puts them in order."""

    __tablename__ = "imprint_heads"

    chain: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
