"""What an installation's database knows of itself, read by nobody but its owner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Installation(Base):
    """One row: the key under which is written who speaks, and whose clock counts."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("single", name="single"),)

    single: Mapped[bool] = mapped_column(
        Boolean, primary_key=True, server_default=text("true"), comment="There is one row"
    )
    key: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Under which it is sealed who speaks; of this database alone"
    )
    own_clock: Mapped[bool] = mapped_column(
        Boolean, server_default=text("true"),
        comment="Nothing is dated back; false where cases are played",
    )  # fmt: skip


class DataKey(Base):
    """A key that sealed values were sealed with, under one master key; see `models.store.key_ring`."""

    __tablename__ = "data_keys"
    __table_args__ = (UniqueConstraint("key_id", "master"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(String(8), comment="By which sealed values name the key")
    master: Mapped[str] = mapped_column(
        String(8), comment="Of the master key; two while it is being changed"
    )
    place: Mapped[int] = mapped_column(comment="The key with the highest closes, every other opens")
    generation: Mapped[int] = mapped_column(comment="Of the master key: the newest has the highest")
    wrapped: Mapped[bytes] = mapped_column(
        LargeBinary, comment="The 32 bytes, sealed with the master key"
    )
    wrapped_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
