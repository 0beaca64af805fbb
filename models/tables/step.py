"""The journal: steps, signatures, deadlines, chasers. Everything the procedure waits for or did."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    ForeignKey,
    Index,
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
    StepRef,
    one_of,
)
from models.words import Holder, Reach, Role, SignatureState, SignMode, StepKind, StepState

#: A deadline that counts, or stands still.
_LIVE = text("state IN ('running', 'suspended')")


class DeadlineState(StrEnum):
    """Whether a deadline still runs."""

    RUNNING = "running"
    #: Time does not count now (中止): neither due nor overdue until it runs again.
    SUSPENDED = "suspended"
    MET = "met"
    #: What it waited for became pointless (returned, interrupted, custody ended, started anew).
    STOPPED = "stopped"


class ChangeKind(StrEnum):
    """What a person did that moved a deadline."""

    EXTENSION = "extension"
    SUSPENSION = "suspension"
    #: A new count from a new event; the old deadline is kept, stopped.
    RESTART = "restart"
    #: An obligation (约定事项): kept, put off to another day, let go of.
    KEPT = "kept"
    PUT_OFF = "put_off"
    LET_GO = "let_go"
    #: What it is counted from was put right.
    CORRECTION = "correction"


class Step(Base):
    """One journal entry (环节): a form, a chain of signatures, a document, a timer, an effect."""

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("stage_id", "key", "round"),
        Index(
            "uq_steps_current", "stage_id", "key", unique=True,
            postgresql_where=text("state <> 'superseded'"),
        ),
        Index("ix_steps_owner_open", "owner_id", "due_at", postgresql_where=text("state = 'open'")),
        Index(
            "ix_steps_timers", "due_at",
            postgresql_where=text("state = 'open' AND kind = 'timer'"),
        ),
        Index(
            "ix_steps_owed", "stage_id",
            postgresql_where=text("state = 'open' AND kind IN ('issue', 'effect')"),
        ),
        Index(
            "ix_steps_not_taken_up", "stage_id",
            postgresql_where=text("state = 'done' AND taken_up_at IS NULL"),
        ),
        Index("ix_steps_case_open", "case_id", postgresql_where=text("state = 'open'")),
        Index(
            "ix_steps_corrects", "corrects", postgresql_where=text("corrects IS NOT NULL")
        ),
        Index(
            "ix_steps_centre_open", "centre_id", "owner_role",
            postgresql_where=text("state = 'open'"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    stage_id: Mapped[StageRef]
    centre_id: Mapped[CentreRef]
    kind: Mapped[StepKind] = mapped_column(one_of(StepKind))
    key: Mapped[str] = mapped_column(String(200), comment="Name of the step in its stage")
    about: Mapped[str | None] = mapped_column(String(64), comment="Party, voice, window")
    turn: Mapped[int] = mapped_column(default=1, comment="Turn of a loop in the procedure")
    round: Mapped[int] = mapped_column(default=1, comment="Rises when returned or voided")
    position: Mapped[int] = mapped_column(comment="Order in the stage; parallel steps share one")
    state: Mapped[StepState] = mapped_column(one_of(StepState))
    form: Mapped[str | None] = mapped_column(String(64))
    paper: Mapped[str | None] = mapped_column(String(64))
    owner_role: Mapped[Role | None] = mapped_column(one_of(Role))
    owner_id: Mapped[UUID | None] = mapped_column(Uuid)
    stands_in_for: Mapped[UUID | None] = mapped_column(Uuid, comment="Absent owner, when covered")
    holder: Mapped[Holder] = mapped_column(one_of(Holder), comment="Who has the ball")
    rule: Mapped[str | None] = mapped_column(String(32))
    due_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="Deadline, or the instant of a timer"
    )
    due_moves: Mapped[int] = mapped_column(
        server_default=text("0"), comment="How often due_at moved; set by trigger"
    )
    no_due_reason: Mapped[str | None] = mapped_column(
        Text, comment="Why there is no deadline; Chinese"
    )
    opened_at: Mapped[Instant]
    viewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    done_by: Mapped[UUID | None] = mapped_column(Uuid)
    done_on: Mapped[date | None] = mapped_column(
        comment="Shanghai date of the fact, when entered later than it happened"
    )
    late_reason: Mapped[Sealed | None] = mapped_column(
        comment="Why that date lies before the step could have begun; sealed"
    )
    taken_up_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="When the procedure went past it"
    )
    answer: Mapped[Sealed | None] = mapped_column(comment="Form as JSON, sealed")
    draft: Mapped[Sealed | None] = mapped_column(comment="Unfinished answer, sealed")
    reason: Mapped[Sealed | None] = mapped_column(
        comment="Why this round was opened (returned, voided); sealed"
    )
    result: Mapped[dict[str, Any]] = mapped_column(
        JSONB, default=dict, comment="Ids and words of what an effect made"
    )
    attempts: Mapped[int] = mapped_column(default=0, comment="Failed tries of the worker")
    failure: Mapped[str | None] = mapped_column(Text, comment="Last failure, in plain words")
    corrects: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("steps.id"), comment="The answer it stands in the place of"
    )
    given_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True),
        comment="Of a corrected answer: when it was first given, its place among the answers",
    )


class CorrectionRow(Base):
    """A wrong fact put right (更正): each field with its old and new value, why. Append-only."""

    __tablename__ = "corrections"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    step_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("steps.id"), index=True,
        comment="The new version of the answer; null: what is known of the people",
    )  # fmt: skip
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    reason: Mapped[Sealed] = mapped_column(comment="Why; sealed")
    evidence: Mapped[Sealed] = mapped_column(comment="What proves it; sealed")
    changed: Mapped[Sealed] = mapped_column(
        comment="Each field with its old and its new value as JSON; sealed"
    )


class Signature(Base):
    """One signature of an approval chain (审批)."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("step_id", "ordinal"),
        Index("ix_signatures_officer_open", "officer_id", postgresql_where=text("state = 'open'")),
        Index("ix_signatures_case_open", "case_id", postgresql_where=text("state = 'open'")),
        Index("ix_signatures_version_id", "version_id"),
    )

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    step_id: Mapped[StepRef]
    centre_id: Mapped[CentreRef]
    ordinal: Mapped[int]
    role: Mapped[Role] = mapped_column(one_of(Role))
    mode: Mapped[SignMode] = mapped_column(one_of(SignMode))
    officer_id: Mapped[UUID | None] = mapped_column(Uuid)
    stands_in_for: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[SignatureState] = mapped_column(one_of(SignatureState))
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    viewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    opinion: Mapped[Sealed | None] = mapped_column(comment="Opinion or reason; sealed")
    returned_to: Mapped[UUID | None] = mapped_column(Uuid, comment="Step it was returned to")
    version_id: Mapped[UUID] = mapped_column(Uuid, comment="Exact document version signed")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the document's bytes")
    data_digest: Mapped[str] = mapped_column(String(64), comment="Of the data it was made from")


class DeadlineRow(Base):
    """A date the law or the centre sets, with its receipt (期限). It alarms; it never decides."""

    __tablename__ = "deadlines"
    __table_args__ = (
        UniqueConstraint("stage_id", "key", "restarts"),
        Index(
            "ix_deadlines_running", "due_at", postgresql_where=text("state = 'running'")
        ),
        Index("ix_deadlines_suspended", "id", postgresql_where=text("state = 'suspended'")),
        Index("ix_deadlines_watch", "watch_at", postgresql_where=text("watch_at IS NOT NULL")),
        Index("ix_deadlines_centre_live", "centre_id", postgresql_where=_LIVE),
        Index("ix_deadlines_case_live", "case_id", postgresql_where=_LIVE),
        Index(
            "ix_deadlines_obligations", "centre_id", "due_at",
            postgresql_where=text("reach IS NOT NULL AND state IN ('running', 'suspended')"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    stage_id: Mapped[StageRef]
    centre_id: Mapped[CentreRef]
    step_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    key: Mapped[str] = mapped_column(
        String(220), comment="Step key and round, or clock:<rule>; once per stage"
    )
    restarts: Mapped[int] = mapped_column(
        server_default="0", comment="How often it was started anew before this count"
    )
    obliged_by: Mapped[UUID | None] = mapped_column(
        Uuid, comment="Step whose answer obliges to it, and no step waits for it (约定事项)"
    )
    reach: Mapped[Reach | None] = mapped_column(
        one_of(Reach), comment="Until when an obligation is owed at the longest; null: it is none"
    )
    rule: Mapped[str] = mapped_column(String(32))
    pack: Mapped[str] = mapped_column(String(64))
    holder: Mapped[Holder] = mapped_column(one_of(Holder))
    owner_id: Mapped[UUID | None] = mapped_column(Uuid)
    starts_at: Mapped[Instant]
    due_at: Mapped[Instant]
    provisional: Mapped[bool]
    printable: Mapped[bool] = mapped_column(comment="May be stated as certain on outgoing papers")
    receipt: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="How it was counted")
    state: Mapped[DeadlineState] = mapped_column(one_of(DeadlineState))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    met_late: Mapped[bool | None] = mapped_column(comment="Judged by when it was done, not entered")
    yellow_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="From when its light is yellow; null until the watch looks"
    )
    red_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="From when its light is red"
    )
    watch_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), server_default=text("'epoch'"),
        comment="When the watch must look at it; by trigger at once when moved or ended",
    )  # fmt: skip


class DeadlineChange(Base):
    """A deadline that moved: by a person, or counted again under new law; old and new."""

    __tablename__ = "deadline_changes"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    deadline_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    kind: Mapped[ChangeKind | None] = mapped_column(
        one_of(ChangeKind), comment="What a person did; null: counted again under new law"
    )
    step_id: Mapped[UUID | None] = mapped_column(
        Uuid, unique=True, comment="Effect of the procedure that moved it"
    )
    at: Mapped[Instant] = mapped_column(comment="When it was recorded")
    old_due_at: Mapped[Instant]
    new_due_at: Mapped[Instant]
    recount_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("recounts.id"), index=True, comment="Null: done by a person"
    )
    old_provisional: Mapped[bool | None]
    new_provisional: Mapped[bool | None]
    old_receipt: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="How it was counted before"
    )
    why: Mapped[list[str] | None] = mapped_column(
        JSONB, comment="Which days, years or rules moved it; Chinese"
    )
    length: Mapped[int | None] = mapped_column(comment="Extension by a length on the rule's clock")
    unit: Mapped[str | None] = mapped_column(String(64))
    until_on: Mapped[date | None] = mapped_column(comment="Extension to a day that was decided")
    decided_on: Mapped[date | None] = mapped_column(comment="Shanghai date of the decision")
    decided_by: Mapped[str | None] = mapped_column(String(64), comment="The body that decided")
    document: Mapped[str | None] = mapped_column(String(100), comment="Number of the decision")
    evidence_id: Mapped[UUID | None] = mapped_column(
        Uuid, comment="Step that proves the new event; restart only"
    )
    reason: Mapped[Sealed | None] = mapped_column(comment="Sealed")
    by_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Who recorded it")
