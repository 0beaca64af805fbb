"""The case: child, people, team, stages, custody, and the append-only chain of events."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import (
    Base,
    CaseRef,
    CentreRef,
    Instant,
    Key,
    OfficerRef,
    Sealed,
    StageRef,
    one_of,
)
from models.words import Outcome, Stage, Tag


class CaseState(StrEnum):
    """Whether a case is worked on."""

    OPEN = "open"
    CLOSED = "closed"
    #: Opened by mistake, or twice: its number stays used, and nothing is owed in it (误立案).
    VOIDED = "voided"


class StageState(StrEnum):
    """Whether a stage is worked on."""

    OPEN = "open"
    CLOSED = "closed"
    #: Ended from outside: majority, transfer, restoration, closure of the case.
    INTERRUPTED = "interrupted"


class Child(Base):
    """A child; one child may have several cases (temporary guardianship counts per child)."""

    __tablename__ = "children"

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    identity: Mapped[Sealed] = mapped_column(comment="ChildIdentity as JSON, sealed")
    id_number_hash: Mapped[bytes | None] = mapped_column(
        LargeBinary, index=True, comment="Keyed hash of the ID number, for exact search"
    )


class Case(Base):
    """One crisis case (案件)."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_centre_id_state", "centre_id", "state"),
        Index("ix_cases_child_look_at", "child_look_at", postgresql_where=text("state = 'open'")),
        Index("ix_cases_opened", "centre_id", "opened_at", "id", postgresql_include=["number"]),
        Index(
            "ix_cases_closed", "centre_id", "closed_at", "id",
            postgresql_where=text("state = 'closed'"),
        ),
        Index(
            "ix_cases_number_words", "number", postgresql_using="gin",
            postgresql_ops={"number": "gin_trgm_ops"},
        ),
    )  # fmt: skip

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    number: Mapped[str] = mapped_column(String(64), unique=True, comment="案号")
    child_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    state: Mapped[CaseState] = mapped_column(one_of(CaseState))
    locality: Mapped[str] = mapped_column(String(64), comment="Local rule pack")
    pack: Mapped[str] = mapped_column(String(64), comment="Rule pack version the case is judged by")
    opened_at: Mapped[Instant]
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    practice: Mapped[bool] = mapped_column(default=False, comment="Invented, for practice")
    child_look_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True),
        server_default=text("'epoch'"),
        comment="When the watch looks again whether the child comes of age; null: done",
    )


class CaseVoiding(Base):
    """Why a case is void: opened by mistake, or in the place of another. Append-only."""

    __tablename__ = "case_voidings"

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("cases.id"), unique=True)
    centre_id: Mapped[CentreRef]
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    in_favour_of: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("cases.id"), index=True,
        comment="The case that goes on in its place, where one was opened twice",
    )  # fmt: skip
    reason: Mapped[Sealed] = mapped_column(comment="Why; sealed")


class CasePerson(Base):
    """A guardian or another person of the case; identity sealed."""

    __tablename__ = "case_persons"
    __table_args__ = (UniqueConstraint("case_id", "kind", "ordinal"),)

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    kind: Mapped[str] = mapped_column(String(32), comment="guardian")
    ordinal: Mapped[int]
    identity: Mapped[Sealed] = mapped_column(comment="GuardianEntry as JSON, sealed")


class TeamMember(Base):
    """Who works on the case and may therefore see it (need to know)."""

    __tablename__ = "case_team"
    __table_args__ = (
        Index(
            "uq_case_team_current", "case_id", "officer_id", unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_case_team_officer_id", "officer_id"),
        Index(
            "ix_case_team_by_case_end", "officer_id", "case_closed_at", "case_id",
            postgresql_where=text("left_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(Uuid)
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef]
    lead: Mapped[bool] = mapped_column(default=False, comment="Responsible caseworker")
    joined_at: Mapped[Instant]
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    case_closed_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="When its case closed; set by trigger"
    )


class StageRow(Base):
    """One run through a stage; the same stage can come again with a higher ordinal."""

    __tablename__ = "stages"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        Index(
            "uq_stages_one_open_main", "case_id", unique=True,
            postgresql_where=text("state = 'open' AND is_main"),
        ),
        Index("ix_stages_open", "state", postgresql_where=text("state = 'open'")),
        Index("ix_stages_centre_open", "centre_id", postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    name: Mapped[Stage] = mapped_column(one_of(Stage))
    ordinal: Mapped[int] = mapped_column(comment="Counts all stages of the case from 1")
    is_main: Mapped[bool]
    state: Mapped[StageState] = mapped_column(one_of(StageState))
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))
    procedure: Mapped[int] = mapped_column(comment="Version of the procedure it runs by")
    opened_at: Mapped[Instant]
    opened_by_key: Mapped[str | None] = mapped_column(
        String(200), comment="Journal key of the step that opened it, unique per opening stage"
    )
    opened_by_stage: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[Sealed | None] = mapped_column(comment="Why it was opened; sealed")
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    flow_run_id: Mapped[UUID | None] = mapped_column(
        Uuid, comment="The Prefect run that is its notebook; replaceable"
    )
    fence: Mapped[int] = mapped_column(
        BigInteger, default=0, comment="Rises with each taking of the lease; older holders stop"
    )
    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Custody(Base):
    """A span of temporary guardianship; counted per child over all cases."""

    __tablename__ = "custodies"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    child_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    stage_id: Mapped[StageRef] = mapped_column(unique=True)
    began_at: Mapped[Instant] = mapped_column(comment="T0: the signed hand-over (gate G3)")
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Event(Base):
    """One thing that happened; append-only, hash-chained per case by trigger."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    seq: Mapped[int] = mapped_column(comment="From 1 within the case; set by trigger")
    tag: Mapped[Tag] = mapped_column(one_of(Tag))
    at: Mapped[Instant] = mapped_column(comment="When it was recorded")
    actor_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Officer; null: the procedure")
    stage_id: Mapped[UUID | None] = mapped_column(Uuid)
    step_id: Mapped[UUID | None] = mapped_column(Uuid)
    detail: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="Words, ids, dates and hashes; never a name or a fact of the case"
    )
    prev_hash: Mapped[str] = mapped_column(String(64), comment="Set by trigger")
    hash: Mapped[str] = mapped_column(String(64), comment="Set by trigger")


class EventHead(Base):
    """End of a case's chain; its row lock puts the case's events in order."""

    __tablename__ = "event_heads"

    case_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Notice(Base):
    """Something a person must be told; written with the fact it tells of (outbox)."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("dedup"),
        Index("ix_notices_officer_id_read_at", "officer_id", "read_at"),
        Index(
            "ix_notices_listed", "officer_id", text("(read_at IS NULL)"), "created_at", "id"
        ),
        Index("ix_notices_step_unread", "step_id", postgresql_where=text("read_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    case_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("cases.id"), index=True, comment="None: about the installation"
    )
    officer_id: Mapped[OfficerRef]
    step_id: Mapped[UUID | None] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(64), comment="work, approval, returned, due, overdue")
    dedup: Mapped[str] = mapped_column(String(200), comment="Once per fact and person")
    created_at: Mapped[Instant]
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failure: Mapped[str | None] = mapped_column(Text)
