"""How notices leave the house: officers' channels, deliveries, calendar feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CentreRef, Instant, Key, OfficerRef, Sealed, one_of
from models.words import ChannelKind, DeliveryReason, DeliveryState


class Channel(Base):
    """Where an officer is told besides the portal (接收方式); used once it is confirmed."""

    __tablename__ = "channels"
    __table_args__ = (
        Index(
            "uq_channels_live", "officer_id", "kind", unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef]
    kind: Mapped[ChannelKind] = mapped_column(one_of(ChannelKind))
    address: Mapped[Sealed | None] = mapped_column(
        comment="E-mail or Apprise address, sealed; gone when the channel is removed"
    )
    muted: Mapped[list[str]] = mapped_column(
        ARRAY(String(64)), comment="Kinds of notices not sent here; the portal shows all"
    )
    code: Mapped[str | None] = mapped_column(String(6), comment="Sent there, to be typed in here")
    code_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    code_tries: Mapped[int] = mapped_column(comment="Wrong codes typed since it was sent")
    created_at: Mapped[Instant]
    verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Delivery(Base):
    """One notice through one channel (发送记录); written by trigger with the notice."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel_id"),
        Index("ix_deliveries_officer_id_created_at", "officer_id", "created_at"),
        Index("ix_deliveries_listed", "centre_id", "state", "created_at", "id"),
        Index(
            "ix_deliveries_waiting", "next_at",
            postgresql_where=text("state IN ('queued', 'failed')"),
        ),
        Index(
            "ix_deliveries_given_up", "centre_id", postgresql_where=text("state = 'given_up'")
        ),
    )  # fmt: skip

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef]
    notice_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("notices.id"), comment="None: the code that confirms a channel"
    )
    channel_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("channels.id"), index=True)
    via: Mapped[ChannelKind] = mapped_column(one_of(ChannelKind, name="via"))
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState))
    reason: Mapped[DeliveryReason | None] = mapped_column(one_of(DeliveryReason))
    attempts: Mapped[int] = mapped_column(comment="Counted before each try")
    created_at: Mapped[Instant]
    next_at: Mapped[Instant] = mapped_column(comment="Not tried before; a lease while being tried")
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CalendarFeed(Base):
    """A secret address under which an officer's calendar is read (日历订阅)."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        Index(
            "uq_calendar_feeds_live", "officer_id", unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[bytes] = mapped_column(
        LargeBinary, primary_key=True, comment="SHA-256 of the address's secret"
    )
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef]
    created_at: Mapped[Instant]
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fetched_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    hour_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="Beginning of the hour whose fetches are counted"
    )
    hour_count: Mapped[int] = mapped_column(comment="Fetches in that hour")
