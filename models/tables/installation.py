"""What an installation's database knows of itself, read by nobody but its owner."""

from sqlalchemy import Boolean, CheckConstraint, LargeBinary, text
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
