"""An account ends, or loses a role: what is open goes over in the same transaction.

The name stays under what it signed and answered; nobody logs in with it any more. Asked by an
administrator at the portal, or on the machine itself, where there is no officer whose act it is.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.labels import ROLES
from models.permissions import Permission, fits, may
from models.store import accounts, approval, case, events, leaving, step, team
from models.store.accounts import By
from models.store.events import Happening
from models.store.notices import tell
from models.store.officers import OfficerAccount, pick_owner
from models.words import Role, Tag


@dataclass(frozen=True)
class WentOver:
    """How much went over: forms and signatures, responsible cases, orders to report on."""

    work: int = 0
    led: int = 0
    owed: int = 0


@dataclass(frozen=True)
class TakeOver:
    """Who takes over, whose act it is, when.

    Attributes:
        to: Takes what they may; the rest, and all without anybody named, goes to the case's team,
            then to whoever has least to do.
        actor: The administrator; None on the machine itself.
        by: When, and in the latter case by which account of the operating system.
    """

    to: OfficerAccount | None
    actor: UUID | None
    by: By

    def told(self, went: WentOver) -> dict[str, Any]:
        """What the trace of the account keeps."""
        return asdict(went) | ({"to": str(self.to.id)} if self.to else {})


def end_account(db: Connection, officer: OfficerAccount, over: TakeOver) -> WentOver:
    """Close an account for good, with its sessions, calendar and channels.

    Raises:
        RuleBroken: For some of it there is nobody; nothing was changed.
    """
    went = take_away(db, officer, left=(), over=over)
    accounts.close(db, officer.id, over.told(went), by=over.by)
    return went


def change_roles(
    db: Connection, officer: OfficerAccount, roles: Collection[Role], over: TakeOver
) -> WentOver:
    """Give an officer these roles and no others; what they may do no more goes over.

    Raises:
        RuleBroken: For some of it there is nobody; nothing was changed.
    """
    went = take_away(db, officer, left=roles, over=over)
    accounts.set_roles(db, officer.id, roles, over.told(went), by=over.by)
    return went


def take_away(
    db: Connection, officer: OfficerAccount, *, left: Collection[Role], over: TakeOver
) -> WentOver:
    """Give to others what an officer has open and may not do with the roles that are left."""
    found = leaving.open_work(db, officer.id, left)
    led = () if may(left, Permission.LEAD_CASE) else leaving.led(db, officer.id)
    owed = () if may(left, Permission.OWE_FEEDBACK) else leaving.owed(db, officer.id)
    for case_id in sorted({one.case_id for one in (*found, *led, *owed)}):
        case.lock(db, case_id)
    taking = _Taking(db, officer, over)
    if not left:
        leaving.nothing_comes_back(db, officer.id, now=over.by.now)
    for one in led:
        taking.lead(one.case_id, one.centre_id)
    for work in found:
        taking.work(work)
    for order in owed:
        taking.owed(order)
    return WentOver(len(found), len(led), len(owed))


@dataclass(frozen=True)
class _Taking:
    """Who takes over from whom."""

    db: Connection
    officer: OfficerAccount
    over: TakeOver

    @property
    def to(self) -> OfficerAccount | None:
        return self.over.to

    @property
    def now(self) -> datetime:
        return self.over.by.now

    def lead(self, case_id: UUID, centre_id: UUID) -> None:
        new = self._somebody(case_id, centre_id, Role.CASEWORKER, ())
        self._join(case_id, centre_id, new)
        team.set_lead(self.db, case_id, new)
        detail = {"officer": str(new)}
        self._note(case_id, centre_id, Happening(Tag.TEAM_LED, None, None, self.over.actor, detail))

    def work(self, found: leaving.OpenWork) -> None:
        new = self._somebody(found.case_id, found.centre_id, found.role, found.barred)
        self._join(found.case_id, found.centre_id, new)
        if found.signature_id:
            approval.give(self.db, found.signature_id, to=new)
        if found.is_shown:
            step.give(self.db, found.step_id, to=new)
            self._tell(new, found.case_id, found.centre_id, found.step_id)
        happening = Happening(
            Tag.STEP_HANDED_OVER, found.stage_id, found.step_id, self.over.actor, {"to": str(new)}
        )
        self._note(found.case_id, found.centre_id, happening)

    def owed(self, order: leaving.OwedOrder) -> None:
        named = self.to if self.to and may(self.to.roles, Permission.OWE_FEEDBACK) else None
        new = named.id if named else team.lead(self.db, order.case_id)
        if new is None:
            raise RuleBroken("有督办没有人可以接着反馈,请指定接手的人。没有改动。")
        self._join(order.case_id, order.centre_id, new)
        detail = {"officer": str(new)}
        joined = Happening(Tag.TEAM_JOINED, None, None, self.over.actor, detail)
        self._note(order.case_id, order.centre_id, joined)
        leaving.owe(self.db, order.id, to=new)
        self._tell(new, order.case_id, order.centre_id, None)

    def _somebody(
        self, case_id: UUID, centre_id: UUID, role: Role, barred: Collection[UUID]
    ) -> UUID:
        to = self.to
        if to and fits(to.roles, role) and to.id not in barred:
            return to.id
        found = pick_owner(
            self.db, case_id=case_id, centre_id=centre_id, role=role,
            barred=[self.officer.id, *barred], now=self.now,
        )  # fmt: skip
        if found is None:
            raise RuleBroken(
                f"有未办的环节或者审批,没有别的{ROLES[role]}可以接手;请先建立或者调整账号。没有改动。"
            )
        return found.officer_id

    def _join(self, case_id: UUID, centre_id: UUID, new: UUID) -> None:
        team.join(self.db, case_id=case_id, centre_id=centre_id, officer_id=new, at=self.now)

    def _tell(self, new: UUID, case_id: UUID, centre_id: UUID, step_id: UUID | None) -> None:
        tell(
            self.db, new, kind="work", once=f"left:{self.officer.id}:{case_id}:{step_id}",
            case_id=case_id, centre_id=centre_id, step_id=step_id, at=self.now,
        )  # fmt: skip

    def _note(self, case_id: UUID, centre_id: UUID, happening: Happening) -> None:
        events.append(self.db, [happening], case_id=case_id, centre_id=centre_id, at=self.now)
