"""What the watch and those who lead leave on record: rungs, cards, supervision orders (督办)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from models.law.vocabulary import Tell
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
from models.words import CardColour, Holder


class OrderState(StrEnum):
    """Where a supervision order stands."""

    #: The feedback is owed.
    OPEN = "open"
    #: Reported; the director has to close it or to ask for more.
    REPORTED = "reported"
    CLOSED = "closed"


class EntryKind(StrEnum):
    """What was written to a supervision order."""

    REPORT = "report"
    RETURN = "return"
    CLOSE = "close"


class RungReached(Base):
    """One rung of a ladder that was reached, and who heard; once each."""

    __tablename__ = "rungs"
    __table_args__ = (
        UniqueConstraint(
            "deadline_id", "step_id", "due_at", "hours", "tell", "officer_id",
            name="uq_rungs_once", postgresql_nulls_not_distinct=True,
        ),
        Index("ix_rungs_step_id", "step_id"),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    deadline_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Null: a step nobody owns")
    step_id: Mapped[UUID | None] = mapped_column(Uuid)
    due_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="What the hours count from; a moved deadline climbs anew"
    )
    hours: Mapped[int] = mapped_column(comment="Before (negative) or after the due instant")
    tell: Mapped[Tell] = mapped_column(one_of(Tell))
    officer_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Null: nobody was there to hear")
    notice_id: Mapped[UUID | None] = mapped_column(
        Uuid, index=True, comment="Of a higher rung or a digest, where it went into one"
    )
    at: Mapped[Instant]


class Card(Base):
    """A yellow or red card (黄牌/红牌): never deleted, withdrawn only with a reason."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("deadline_id", "due_at", "colour", name="uq_cards_once"),
        Index(
            "ix_cards_centre_id_at", "centre_id", "at", postgresql_include=[
                "officer_id", "holder", "colour", "withdrawn_at", "in_time", "case_id"
            ],
        ),
    )  # fmt: skip

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    deadline_id: Mapped[UUID] = mapped_column(Uuid)
    step_id: Mapped[UUID | None] = mapped_column(Uuid)
    due_at: Mapped[Instant]
    colour: Mapped[CardColour] = mapped_column(one_of(CardColour))
    rule: Mapped[str] = mapped_column(String(32))
    holder: Mapped[Holder] = mapped_column(one_of(Holder))
    officer_id: Mapped[UUID | None] = mapped_column(
        Uuid, comment="Who had the step; null: an outside body, nobody, or late before they had it"
    )
    at: Mapped[Instant] = mapped_column(comment="The instant that passed undone")
    given_at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn_by: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[Sealed | None] = mapped_column(comment="Why withdrawn; sealed")
    in_time: Mapped[bool] = mapped_column(
        server_default=text("false"),
        comment="A late entry showed that all was done in time; set by trigger",
    )


class SupervisionOrder(Base):
    """The director orders that something be done and reported on (督办)."""

    __tablename__ = "supervision_orders"
    __table_args__ = (
        Index(
            "ix_supervision_orders_open", "centre_id", postgresql_where=text("state <> 'closed'")
        ),
        Index("ix_supervision_orders_owed", "owes_id", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    centre_id: Mapped[CentreRef]
    stage_id: Mapped[StageRef]
    step_id: Mapped[UUID | None] = mapped_column(Uuid, comment="Null: about the whole case")
    ordered_by: Mapped[OfficerRef]
    ordered_at: Mapped[Instant]
    owes_id: Mapped[OfficerRef] = mapped_column(comment="Who must report back, and never closes")
    due_at: Mapped[Instant] = mapped_column(comment="Of the feedback; its deadline has the receipt")
    state: Mapped[OrderState] = mapped_column(one_of(OrderState))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_by: Mapped[UUID | None] = mapped_column(Uuid)
    text: Mapped[Sealed] = mapped_column(comment="What is ordered; sealed")


class OrderEntry(Base):
    """A report, a return or the closing of a supervision order; never changed."""

    __tablename__ = "order_entries"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    order_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind))
    text: Mapped[Sealed] = mapped_column(comment="Sealed")


class Chaser(Base):
    """A reminder sent to whoever has the ball (催办)."""

    __tablename__ = "chasers"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    step_id: Mapped[StepRef]
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    means: Mapped[str] = mapped_column(String(64), comment="phone, letter, visit, …")
    note: Mapped[Sealed | None] = mapped_column(comment="Sealed")
    holder: Mapped[Holder | None] = mapped_column(
        one_of(Holder), comment="Who was reminded; null in rows of before 2026-11"
    )
    to_id: Mapped[UUID | None] = mapped_column(Uuid, comment="The officer reminded, if one of ours")
    version_id: Mapped[UUID | None] = mapped_column(Uuid, comment="The chaser letter, if one went")
