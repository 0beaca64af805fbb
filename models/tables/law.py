"""Law that came after the program: calendar notices, and each recounting of running deadlines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from models.law.calendar.calendar_notice import NoticeDayKind, NoticeScope
from models.tables.base import Base, Instant, Key, OfficerRef, one_of


class CalendarNoticeRow(Base):
    """A holiday notice an administrator loaded (放假通知); in effect once applied. Never removed."""

    __tablename__ = "calendar_notices"

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(comment="The year it arranges")
    scope: Mapped[NoticeScope] = mapped_column(one_of(NoticeScope))
    official: Mapped[bool] = mapped_column(comment="The year's arrangement is published")
    number: Mapped[str] = mapped_column(String(64), comment="Document number of the notice")
    title: Mapped[str] = mapped_column(String(200))
    published_on: Mapped[date | None]
    supersedes: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("calendar_notices.id"), comment="The notice this one corrects"
    )
    loaded_at: Mapped[Instant]
    loaded_by: Mapped[OfficerRef]
    ordinal: Mapped[int | None] = mapped_column(unique=True, comment="Order of taking effect")
    applied_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    applied_by: Mapped[UUID | None] = mapped_column(Uuid)
    dropped_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="Laid aside before it took effect"
    )


class CalendarNoticeDay(Base):
    """One day a notice names."""

    __tablename__ = "calendar_notice_days"
    __table_args__ = (UniqueConstraint("notice_id", "day"),)

    id: Mapped[Key]
    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("calendar_notices.id"), index=True)
    day: Mapped[date]
    kind: Mapped[NoticeDayKind] = mapped_column(one_of(NoticeDayKind))
    name: Mapped[str] = mapped_column(String(64))


class Recount(Base):
    """One recounting of running deadlines under new law (重算); each only once. Append-only."""

    __tablename__ = "recounts"

    id: Mapped[Key]
    identity: Mapped[str] = mapped_column(
        String(200), unique=True, comment="Names the change of law, so that it happens once"
    )
    law: Mapped[str] = mapped_column(String(400), comment="What changed, in Chinese; no case")
    digest: Mapped[str] = mapped_column(String(64), comment="Of what was previewed and applied")
    at: Mapped[Instant]
    by_id: Mapped[OfficerRef]
    moved: Mapped[int] = mapped_column(comment="Deadlines that moved")
