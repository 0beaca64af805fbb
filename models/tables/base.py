"""What all tables share: names of constraints, column types, words stored as text with a CHECK."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Enum, ForeignKey, LargeBinary, MetaData, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

#: `timestamptz`; stored UTC, aware in Python.
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
#: Random key made by us, so that ids tell nothing and can be made before the insert.
Key = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=uuid4)]
#: AES-256-GCM, see `models.seal`; never readable without the key file.
Sealed = Annotated[bytes, mapped_column(LargeBinary)]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
Word = Annotated[str, mapped_column(String(64))]

CaseRef = Annotated[UUID, mapped_column(Uuid, ForeignKey("cases.id"), index=True)]
OfficerRef = Annotated[UUID, mapped_column(Uuid, ForeignKey("officers.id"))]
StageRef = Annotated[UUID, mapped_column(Uuid, ForeignKey("stages.id"), index=True)]
StepRef = Annotated[UUID, mapped_column(Uuid, ForeignKey("steps.id"), index=True)]
CentreRef = Annotated[UUID, mapped_column(Uuid, ForeignKey("centres.id"))]


class Base(DeclarativeBase):
    """Root of all mapped classes."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def one_of(words: type[StrEnum], *, name: str | None = None) -> Enum:
    """A text column that admits only the values of `words`, by CHECK; 64 characters wide."""
    return Enum(
        words,
        native_enum=False,
        length=64,
        create_constraint=True,
        name=name or words.__name__.lower(),
        values_callable=lambda enum: [member.value for member in enum],
    )
