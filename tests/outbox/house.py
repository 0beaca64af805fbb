"""A centre whose notices leave the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from flows.clockwork.delivering import Delivered, deliver_once, post_office
from flows.readers.workplace import Workplace
from models.settings import Settings
from models.store import channels
from models.store.acting import Actor, as_officer, as_worker
from models.store.notices import tell
from models.words import ChannelKind
from tasks.outbox.mailing import mail
from tasks.outbox.message import Message
from tests.flows.practice import Practice
from tests.outbox.receivers import MailServer

PORTAL = "https://hutong.example.cn/"
ADDRESSES: Mapping[ChannelKind, str] = {
    ChannelKind.EMAIL: "yimei@example.cn",
    ChannelKind.WECOM: "wecombot://wecom-key-0001/",
    ChannelKind.DINGTALK: "dingtalk://SECdingtalksecret01@dingtalktoken01/",
    ChannelKind.FEISHU: "feishu://feishu-token-0001/",
}


@dataclass
class House:
    """A centre, its outbox and its mail server."""

    practice: Practice
    mails: MailServer

    def __post_init__(self) -> None:
        # 22:00 in Shanghai, where cases begin, is quiet; the next morning is not.
        self.wait(hours=12)

    def settings(self, **more: Any) -> Settings:
        """How this installation sends."""
        given: dict[str, Any] = {
            "smtp_host": "127.0.0.1", "smtp_port": self.mails.port, "smtp_security": "none",
            "smtp_from": "hutong@example.cn", "public_address": PORTAL,
        }  # fmt: skip
        return Settings(**{**given, **more})

    @property
    def place(self) -> Workplace:
        """Where the worker works."""
        return Workplace(self.practice.worker, self.practice.office, self.practice.clock)

    def deliver(self, **settings: Any) -> Delivered:
        """One pass of delivering."""
        office = post_office(self.settings(**settings), self.practice.clock.now)
        return deliver_once(self.place, office)

    def deliver_one(self, to: str, message: Message) -> None:
        """Really send one e-mail."""
        mail(self.settings(), to, message, now=self.practice.clock.now())

    def wait(self, **how: float) -> None:
        """Let time pass."""
        self.practice.clock.advance_to(self.practice.clock.now() + timedelta(**how))

    def connect(
        self, actor: Actor, kind: ChannelKind = ChannelKind.EMAIL, address: str = "",
        *, confirmed: bool = True, muted: tuple[str, ...] = (),
    ) -> UUID:  # fmt: skip
        """Give an officer a channel."""
        kept, seal = address or ADDRESSES[kind], self.practice.office.seal
        with as_officer(self.practice.portal, actor) as db:
            now = self.practice.clock.now()
            made = channels.set_channel(db, actor, kind, kept, seal, now=now)
            if confirmed:
                db.execute(text("UPDATE channels SET code = '000000', code_at = :n"), {"n": now})
                row = channels.one(db, actor, made)
                assert row
                assert channels.confirm(db, row, "000000", now=now)
                channels.mute(db, row, muted)
        return made

    def tell(self, actor: Actor, kind: str = "work", *, case_id: UUID, step_id: UUID) -> None:
        """Write a notice as the worker does."""
        with as_worker(self.practice.worker) as db:
            tell(
                db, actor.officer_id, kind=kind, once=f"test:{uuid4()}", case_id=case_id,
                centre_id=actor.centre_id, step_id=step_id, at=self.practice.clock.now(),
            )  # fmt: skip

    def deliveries(self) -> list[Row[Any]]:
        """All of them, oldest first."""
        return self.practice.rows("SELECT * FROM deliveries ORDER BY created_at, id")

    def states(self) -> list[str]:
        """Where each stands."""
        return [row.state for row in self.deliveries()]

    def number(self, case_id: UUID) -> str:
        """A case's number."""
        return str(self.practice.one("SELECT number FROM cases WHERE id = :id", id=case_id))

    def a_step(self, case_id: UUID) -> UUID:
        """Some open step of a case."""
        return UUID(str(self.practice.one(
            "SELECT id FROM steps WHERE case_id = :c AND state = 'open' LIMIT 1", c=case_id)))  # fmt: skip
