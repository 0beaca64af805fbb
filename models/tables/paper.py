"""Documents: number, versions, bytes. A version is rendered once and never again."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CaseRef, CentreRef, Instant, Key, Sealed, StageRef, one_of
from models.words import Paper


class PaperRow(Base):
    """One document of a case (文书); it keeps its number through all versions."""

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("centre_id", "series", "year", "number"),
        UniqueConstraint("stage_id", "paper", "about", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    stage_id: Mapped[StageRef]
    centre_id: Mapped[CentreRef]
    paper: Mapped[Paper] = mapped_column(one_of(Paper))
    about: Mapped[str | None] = mapped_column(String(64))
    series: Mapped[str] = mapped_column(String(32))
    year: Mapped[int]
    number: Mapped[int]
    full_number: Mapped[str] = mapped_column(String(64), comment="示例未保领通〔2026〕17号")
    title: Mapped[str] = mapped_column(Text)


class PaperVersion(Base):
    """What was rendered: bytes, hash, template, and the context it was made from."""

    __tablename__ = "paper_versions"
    __table_args__ = (
        UniqueConstraint("paper_id", "version"),
        Index("ix_paper_versions_sha256", "sha256"),
    )

    id: Mapped[Key]
    paper_id: Mapped[UUID] = mapped_column(Uuid)
    case_id: Mapped[CaseRef]
    step_id: Mapped[UUID] = mapped_column(Uuid, unique=True, comment="The step that issued it")
    version: Mapped[int] = mapped_column(comment="From 1")
    issued_on: Mapped[date] = mapped_column(comment="Shanghai date printed on it")
    made_at: Mapped[Instant]
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the plain bytes")
    size: Mapped[int] = mapped_column(comment="Plain bytes")
    data_digest: Mapped[str] = mapped_column(String(64), comment="Of the context")
    template: Mapped[str] = mapped_column(String(64), comment="Version of the template")
    program: Mapped[str | None] = mapped_column(
        String(12), comment="Version of the code that wrote the context; null: not kept then"
    )
    facts: Mapped[Sealed | None] = mapped_column(
        comment="Digests of the facts the context rests on, sealed"
    )
    context: Mapped[Sealed] = mapped_column(comment="Context as JSON, sealed")
    authors: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), comment="Officers whose answers of this stage it is made from"
    )
    sources: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="Step ids it was made from")
    void: Mapped[bool] = mapped_column(default=False, comment="Its data changed before signature")


class FileRow(Base):
    """The sealed bytes of one version."""

    __tablename__ = "files"

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[CaseRef]
    content: Mapped[Sealed] = mapped_column(comment="Sealed")
