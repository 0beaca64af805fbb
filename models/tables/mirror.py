"""What Prefect was told of each case; may be lost, and is then drawn anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Json


class Drawing(Base):
    """How far a case is drawn in Prefect, and from what the next difference is told."""

    __tablename__ = "drawings"
    __table_args__ = (
        Index("ix_drawings_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL")),
        Index("ix_drawings_still", "case_id", postgresql_where=text("still <> '[]'::jsonb")),
    )

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(comment="End of the case's chain when it was drawn")
    look_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="When a light changes though nothing happens"
    )
    sent: Mapped[Json] = mapped_column(comment="Ids and digests of what Prefect was told")
    still: Mapped[Json] = mapped_column(
        server_default=text("'[]'::jsonb"), comment="What stands still in it, and why"
    )
