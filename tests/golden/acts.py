"""The entries of a way in `plan.yaml`: what is done to a case before it stands still.

`until: key` plays on until a step is open; the other entries are one act each, by whoever has the
step unless `by` says otherwise.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from deployments.rehearsal.keys import Keys, instant, number, word
from deployments.rehearsal.marked import Marked
from flows.desk.law_desk import preview_target, set_target
from models.errors import HutongError
from models.law.dates import shanghai_date
from models.law.interruption import ground_of
from models.store.acting import Actor
from models.words import Stage
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.suspending import Suspending
from tasks.law.own_targets import read_wanted
from tests.golden.company import PACE, Company, Stuck, Way, in_office_hours, told_of
from tests.golden.telling import Told

_NEWEST = text(
    "SELECT id FROM deadlines WHERE case_id = :case AND state IN ('running', 'suspended') "
    "AND key LIKE :key ORDER BY restarts DESC, starts_at DESC LIMIT 1"
)
_EARLIER = text(
    "SELECT id FROM steps WHERE stage_id = :stage AND key = :key AND state = 'done' "
    "ORDER BY round DESC LIMIT 1"
)

#: What is played until where a case is to be over.
END = "end"


class Acts:
    """The acts on one case."""

    def __init__(
        self, company: Company, case_id: UUID, told: Told, *, lead: Actor, holds: frozenset[str],
        accounts: dict[str, Actor],
    ) -> None:  # fmt: skip
        """Act on this case; `lead` does what nobody is named for."""
        self._company, self._case, self._told = company, case_id, told
        self._lead, self._holds, self._accounts = lead, holds, accounts
        self._desk = company.scene.desk

    def follow(self, way: tuple[Marked, ...]) -> Way:
        """Do entry after entry."""
        for entry in way:
            keys = Keys(entry)
            if "until" in keys:
                key = keys.need("until").text
                yield from self._company.go_on(
                    self._case, self._told, holds=self._holds, until="" if key == END else key
                )
            elif "at" in keys:
                yield max(instant(keys.need("at")), self._company.now)
            else:
                self.act(keys)
                yield in_office_hours(self._company.now + PACE)
            keys.finish()

    def act(self, keys: Keys, *, works: bool = True) -> None:
        """Do one entry.

        Args:
            keys: The entry.
            works: Whether workers come afterwards.
        """
        name = next(one for one in _DOES if one in keys)
        try:
            _DOES[name](self, keys.need(name).text, keys)
        except HutongError as refused:
            raise Stuck(self._told.name, keys.place.where, told_of(refused)) from refused
        if works:
            self._company.work()

    def _step(self, key: str) -> Row[Any]:
        found = [one for one in self._company.open_steps(self._case) if one.key == key]
        if not found:
            raise Stuck(self._told.name, key, "it is not open")
        return found[0]

    def _by(self, keys: Keys) -> Actor:
        by = keys.get("by")
        return self._accounts[by.text] if by else self._lead

    def _deadline(self, key: str) -> UUID:
        rows = self._company.rows(_NEWEST, case=self._case, key=f"{key}:%")
        if not rows:
            raise Stuck(self._told.name, key, "there is no such deadline")
        found: UUID = rows[0].id
        return found

    def answer(self, key: str, _keys: Keys) -> None:
        """Answer one step, or the next so many `times`."""
        step = self._step(key)
        owner = self._company.by_id[step.owner_id]
        self._desk.answer(owner, step.id, self._company.typed(step, self._told))

    def sign(self, key: str, _keys: Keys) -> None:
        """Give the signature that is due."""
        self._company.do(self._step(key), self._told)

    def look_at(self, key: str, _keys: Keys) -> None:
        """Open a step to read it, as its owner."""
        step = self._step(key)
        self._desk.look_at(self._company.by_id[step.owner_id], step.id)

    def send_back(self, key: str, keys: Keys) -> None:
        """Return an approval to an earlier form."""
        step, to = self._step(key), keys.need("to").text
        earlier = self._company.rows(_EARLIER, stage=step.stage_id, key=to)[0].id
        self._desk.send_back(self._by(keys), step.id, to_step=earlier, reason="请补充后再报。")

    def draft(self, key: str, keys: Keys) -> None:
        """Keep what was typed so far."""
        step = self._step(key)
        owner = self._company.by_id[step.owner_id]
        self._desk.save_draft(owner, step.id, keys.need("with").plain)

    def start(self, stage: str, keys: Keys) -> None:
        """Start a side procedure."""
        wanted = word(keys.need("start"), Stage, stage)
        self._desk.start_side(self._by(keys), self._case, wanted, reason="案情需要。")

    def hand_over(self, key: str, keys: Keys) -> None:
        """Give a step to a colleague."""
        step, to = self._step(key), self._accounts[keys.need("to").text]
        self._desk.hand_over(self._company.by_id[step.owner_id], step.id, to=to.officer_id)

    def chase(self, key: str, keys: Keys) -> None:
        """Remind whoever has the ball."""
        self._desk.chase(self._by(keys), self._step(key).id, means="电话", note="答复明日送达。")

    def letter(self, key: str, keys: Keys) -> None:
        """Write a chaser letter."""
        self._desk.chase_by_letter(self._by(keys), self._step(key).id, note="请尽快回复。")

    def cover(self, absent: str, keys: Keys) -> None:
        """Say who stands in for somebody absent."""
        who, by = self._accounts[absent], self._accounts[keys.need("substitute").text]
        self._desk.cover(
            who, officer=who.officer_id, by=by.officer_id,
            from_at=instant(keys.need("from")), until_at=instant(keys.need("to")),
        )  # fmt: skip

    def member(self, account: str, keys: Keys) -> None:
        """Let an officer work on the case."""
        whom = self._accounts[account].officer_id
        self._desk.add_member(self._by(keys), self._case, officer_id=whom)

    def suspend(self, key: str, keys: Keys) -> None:
        """Let a deadline stand still from today: for so many days, or without an end."""
        today, days = self._today(), keys.get("days")
        asked = Suspending(
            id=uuid4(), first_on=today,
            last_on=today + timedelta(days=number(days)) if days else None,
            ground=ground_of(keys.text("ground", "force_majeure")),
            document="示应急〔2026〕3号", reason="大雪停课停工。",
        )  # fmt: skip
        self._desk.suspend(self._by(keys), self._deadline(key), asked)

    def extend(self, key: str, keys: Keys) -> None:
        """Record an extension that was granted."""
        asked = Extending(
            id=uuid4(), length=number(keys.need("length"), 1), until_on=None,
            decided_on=self._today(), document="示民延〔2026〕2号", reason="案情复杂。",
        )  # fmt: skip
        self._desk.extend(self._by(keys), self._deadline(key), asked)

    def restart(self, key: str, keys: Keys) -> None:
        """Count a deadline anew from now."""
        asked = Restarting(
            id=uuid4(), since=self._company.now, evidence=None, document="示民〔2026〕9号",
            reason="补充材料以后重新起算。",
        )  # fmt: skip
        self._desk.restart(self._by(keys), self._deadline(key), asked)

    def target(self, rule: str, keys: Keys) -> None:
        """Set one of the centre's own targets, and have open deadlines counted again by it."""
        director, length = self._by(keys), keys.need("length").text
        pack = self._company.law_of(director.centre_id)
        wanted = read_wanted(
            pack,
            rule,
            length=length,
            unit=keys.need("unit").text,
            reason="试行以后调整。",
            nonce=rule,
        )
        read = preview_target(self._desk, director, wanted)
        set_target(self._desk, director, wanted, digest=read.digest)

    def order(self, owes: str, keys: Keys) -> None:
        """Order something; with `reported` it is reported on, with `closed` also closed."""
        by, whom = self._by(keys), self._accounts[owes]
        given = self._desk.order(by, self._case, words="请一周内说明进展。", owes=whom.officer_id)
        if "reported" in keys or "closed" in keys:
            keys.get("reported")
            self._desk.report_order(whom, given, words="已经联系,材料明日补齐。")
        if "closed" in keys:
            keys.get("closed")
            self._desk.close_order(by, given, words="进展清楚,办结。")

    def _today(self) -> date:
        return shanghai_date(self._company.now)


_DOES: dict[str, Callable[[Acts, str, Keys], None]] = {
    "answer": Acts.answer,
    "sign": Acts.sign,
    "look_at": Acts.look_at,
    "send_back": Acts.send_back,
    "draft": Acts.draft,
    "start": Acts.start,
    "hand_over": Acts.hand_over,
    "chase": Acts.chase,
    "letter": Acts.letter,
    "cover": Acts.cover,
    "member": Acts.member,
    "suspend": Acts.suspend,
    "extend": Acts.extend,
    "restart": Acts.restart,
    "order": Acts.order,
    "target": Acts.target,
}
