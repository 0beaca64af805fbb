"""Who works where: centres, officers, absences, log-in sessions."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
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

from models.tables.base import Base, CentreRef, Instant, Key, OfficerRef, one_of
from models.words import AccountChange

Text200 = Annotated[str, mapped_column(String(200))]


class Centre(Base):
    """A minors' protection centre (未保中心)."""

    __tablename__ = "centres"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(
        String(32), unique=True, comment="Short code used in transfers and accounts"
    )
    facts: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="Letterhead: name, short, address, phone, head, … (documents.record)"
    )


class Officer(Base):
    """A person who works on cases (工作人员)."""

    __tablename__ = "officers"

    id: Mapped[Key]
    centre_id: Mapped[CentreRef] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(64), unique=True, comment="Log-in name")
    name: Mapped[str] = mapped_column(String(64))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(64)), comment="Values of words.Role")
    password: Mapped[str] = mapped_column(String(200), comment="argon2id hash")
    email: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)


class Absence(Base):
    """Who stands in for whom, and when (代理)."""

    __tablename__ = "absences"

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef] = mapped_column(index=True)
    cover_id: Mapped[OfficerRef] = mapped_column(index=True)
    from_at: Mapped[Instant]
    until_at: Mapped[Instant] = mapped_column(comment="Exclusive")
    ended_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), comment="When open work went back to the officer"
    )


class AccountEntry(Base):
    """What was done with an account, by whom; append-only."""

    __tablename__ = "account_changes"
    __table_args__ = (Index("ix_account_changes_officer_id_at", "officer_id", "at", "id"),)

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    officer_id: Mapped[OfficerRef]
    at: Mapped[Instant]
    what: Mapped[AccountChange] = mapped_column(one_of(AccountChange))
    detail: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="Roles as they became, who took over, how much went over"
    )
    by_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("officers.id"), comment="An administrator, at the portal"
    )
    by_machine: Mapped[str | None] = mapped_column(
        String(100), comment="Account of the operating system, on the machine itself"
    )


class LoginSession(Base):
    """A server-side log-in; the cookie holds the secret, we hold only its hash."""

    __tablename__ = "login_sessions"

    id: Mapped[bytes] = mapped_column(
        LargeBinary, primary_key=True, comment="SHA-256 of the cookie's secret"
    )
    officer_id: Mapped[OfficerRef] = mapped_column(index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    address: Mapped[str] = mapped_column(String(64))


class Press(Base):
    """A form that was sent and acted on, by the key made with its page (提交)."""

    __tablename__ = "presses"

    id: Mapped[UUID] = mapped_column(
        Uuid, primary_key=True, comment="Made with the form on its page"
    )
    officer_id: Mapped[OfficerRef]
    route: Mapped[str] = mapped_column(String(100), comment="With names in place of ids")
    digest: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Keyed hash of what was sent, and where to"
    )
    at: Mapped[Instant] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(
        String(300),
        comment="Address its answer leads to: ids and words; empty while the act goes on",
    )


class LoginAttempt(Base):
    """One attempt to log in, counted by account and address."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index("ix_login_attempts_account_at", "account", "at"),)

    id: Mapped[Key]
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[Instant]
    succeeded: Mapped[bool]
    compared: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="Its password was looked at; that is done once"
    )


class ViewLog(Base):
    """Who looked at what of which case; append-only."""

    __tablename__ = "view_log"
    __table_args__ = (
        Index("ix_view_log_case_id_at", "case_id", "at"),
        Index("ix_view_log_centre_id_at", "centre_id", "at", "id"),
        Index("ix_view_log_officer_id_at", "officer_id", "at", "id"),
    )

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    case_id: Mapped[UUID | None] = mapped_column(Uuid)
    officer_id: Mapped[OfficerRef]
    at: Mapped[Instant]
    what: Mapped[str] = mapped_column(String(64), comment="A word of words.Look")
    ref: Mapped[str | None] = mapped_column(String(64), comment="Id of what was opened")


class Counter(Base):
    """Last number given in a series; the row is locked while a number is given."""

    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("centre_id", "series", "year"),)

    id: Mapped[Key]
    centre_id: Mapped[CentreRef]
    series: Mapped[str] = mapped_column(String(32))
    year: Mapped[int] = mapped_column(comment="Calendar year in Shanghai")
    last: Mapped[int] = mapped_column(comment="Given so far; numbers run from 1 without gaps")


class SystemFact(Base):
    """A fact about this installation, such as that the practice centre was loaded."""

    __tablename__ = "system_facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
