"""The ledger of suspensions: when a deadline stood still, on what ground, who recorded it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from models.law.interruption import SuspensionGround
from models.tables.base import Base, CaseRef, Instant, Key, OfficerRef, Sealed, one_of


class DeadlineSuspension(Base):
    """A span in which a deadline does not run (中止); open until it is lifted."""

    __tablename__ = "deadline_suspensions"

    id: Mapped[Key]
    case_id: Mapped[CaseRef]
    deadline_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    first_on: Mapped[date] = mapped_column(comment="First day that does not count")
    last_on: Mapped[date | None] = mapped_column(
        comment="Last day that does not count; null: not lifted yet"
    )
    ground: Mapped[SuspensionGround] = mapped_column(one_of(SuspensionGround))
    document: Mapped[str | None] = mapped_column(String(100), comment="Number of the paper")
    reason: Mapped[Sealed | None] = mapped_column(comment="Sealed")
    by_id: Mapped[OfficerRef]
    recorded_at: Mapped[Instant]
    lifted_by: Mapped[UUID | None] = mapped_column(Uuid)
    lifted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
