"""Playing a case by itself: whatever is open is answered with an example, signed, or waited for."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text

from flows.desk.desk import Desk
from flows.readers.local import work_off
from models.errors import FormInvalid
from models.facts.ahead import ahead
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from models.store import journal
from models.store.acting import Actor, as_worker
from models.time_source import VirtualTime
from models.words import Stage
from tasks.office import Office
from tests.factories_forms import raw_example
from tests.law import LAW
from tests.people_factories import Staff

_OPEN = text(
    """
    SELECT s.id, s.case_id, s.kind, s.key, s.form, s.about, s.turn, s.round, s.owner_id, s.due_at,
        g.name AS stage, g.is_main, s.stage_id
    FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.case_id = :case AND s.state = 'open' AND g.state = 'open'
    ORDER BY g.is_main, g.ordinal, s.position, s.key
    """
)
_TURNS = text(
    "SELECT officer_id FROM signatures WHERE step_id = :step AND state = 'open' ORDER BY ordinal"
)

#: What to change in the example answer to a step: by key, else by form name.
Changes = Mapping[str, Mapping[str, Any]]


def happened(name: str, raw: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The same answer with what would start a clock on a day to come happening now."""
    try:
        form = FORMS[name].parse(raw, LAW)
    except FormInvalid:
        return raw
    here = now.astimezone(SHANGHAI)
    found = deepcopy(raw)
    for path in ahead(name, form, now):
        where, told = found, form
        *groups, last = path.split(".")
        for step in groups:
            where, told = (
                (where[int(step)], told[int(step)])  # type: ignore[index]
                if step.isdecimal() else (where[step], getattr(told, step))
            )  # fmt: skip
        is_instant = isinstance(getattr(told, last), datetime)
        where[last] = f"{here:%Y-%m-%d %H:%M}" if is_instant else f"{here:%Y-%m-%d}"
        if getattr(form, "valid_until", None):
            found["valid_until"] = f"{here + timedelta(days=150):%Y-%m-%d}"
    return found


def agreeing(
    raw: dict[str, Any], errors: Mapping[str, list[str]], now: datetime
) -> dict[str, Any]:  # fmt: skip
    """The same answer with the days the record names, and what lies too early happening now."""
    found = deepcopy(raw)
    here = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    for path, sentences in errors.items():
        said = "".join(sentences)
        for name, label in ((path, ""), *_NAMED.items()):
            right = re.search(rf"{label}应为(\d+)年(\d+)月(\d+)日", said)
            if right and name in found:
                year, month, day = map(int, right.groups())
                found[name] = f"{year}-{month:02d}-{day:02d}"
        if "失效" in said and "decided_on" in found:
            found["decided_on"] = here[: len(found["decided_on"])]
        if "早于" in said and path:
            *groups, name = path.split(".")
            where: Any = found
            for step in groups:
                where = where[int(step) if step.isdecimal() else step]
            where[name] = here[: len(where[name])]
            if found.get("valid_until") and name in ("made_at", "decided_at", "assessed_on"):
                found["valid_until"] = f"{now + timedelta(days=150):%Y-%m-%d}"
    return found


#: Fields of the extension, whose days are told above the form.
_NAMED = {"custody_began_on": "起始日", "current_limit_on": "届满日"}


def answer_agreeing(
    desk: Desk, actor: Actor, step_id: UUID, raw: dict[str, Any], now: datetime
) -> None:  # fmt: skip
    """Answer as typed, and again as the refusal says for as long as it says anything new."""
    while True:
        try:
            desk.answer(actor, step_id, raw)
        except FormInvalid as refused:
            agreed = agreeing(raw, refused.errors, now)
            if agreed == raw:
                raise
            raw = agreed
        else:
            return


@dataclass
class Player:
    """Plays cases on a virtual clock through the desk, as people and worker would."""

    desk: Desk
    worker: Engine
    office: Office
    clock: VirtualTime
    staff: Staff
    changes: Changes = field(default_factory=dict)
    #: Called after every action of a person, before any worker acts.
    after_action: Callable[[], object] = lambda: None
    works: bool = True

    def actor(self, officer_id: UUID) -> Actor:
        """The officer with this id."""
        return next(a for a in self.staff.by_account.values() if a.officer_id == officer_id)

    def open_steps(self, case_id: UUID) -> list[Row[Any]]:
        """What is open in a case: side procedures first, then the main line."""
        with as_worker(self.worker) as db:
            return list(db.execute(_OPEN, {"case": case_id}))

    def find(self, case_id: UUID, key: str) -> Row[Any]:
        """The open step with this key."""
        return next(step for step in self.open_steps(case_id) if step.key == key)

    def answer(self, step: Row[Any], **changes: Any) -> None:
        """Answer a step with its example, as its owner."""
        self.await_end_of_windows(step)
        wanted = dict(self.changes.get(step.form, {})) | dict(self.changes.get(step.key, {}))
        raw = raw_example(FORMS[step.form], **{**wanted, **changes})
        raw = happened(step.form, raw, self.clock.now())
        if step.form == "majority-preparation" and raw.get("eighteenth_on"):
            self.correct_birth(step, raw["eighteenth_on"])
        answer_agreeing(self.desk, self.actor(step.owner_id), step.id, raw, self.clock.now())
        self._acted()

    def correct_birth(self, step: Row[Any], eighteenth_on: str) -> None:
        """Put the birth date right, as the register says it: the example's child is a small one."""
        born = date.fromisoformat(eighteenth_on)
        self.desk.correct_people(
            self.actor(step.owner_id),
            step.case_id,
            {
                "child": {
                    "called": "小禾(化名)",
                    "birth_date": f"{born.replace(year=born.year - 18)}",
                },
                "reason": "户口簿",
            },
        )

    def await_end_of_windows(self, step: Row[Any], *, days: int = 8) -> None:
        """Let the last window pass before a review: follow-up does not end before it (gate G8)."""
        if step.form == "follow-up-review":
            self.clock.advance_to(self.clock.now() + timedelta(days=days))

    def sign(self, step: Row[Any]) -> None:
        """Let everybody whose turn it is sign, one after the other."""
        while True:
            with as_worker(self.worker) as db:
                turn = db.execute(_TURNS, {"step": step.id}).scalar()
            if turn is None:
                return
            self.desk.sign(self.actor(turn), step.id, opinion="同意。")
            self._acted()

    def pass_time(self) -> bool:
        """Go to the next timer's instant; False when there is none."""
        with as_worker(self.worker) as db:
            due = journal.next_due(db)
        if due is None:
            return False
        self.clock.advance_to(max(due, self.clock.now()))
        self._acted()
        return True

    def step_once(self, case_id: UUID) -> bool:
        """Do the next thing there is to do; False when nothing is left but waiting for nobody."""
        for step in self.open_steps(case_id):
            if step.kind == "ask":
                self.answer(step)
                return True
            if step.kind == "approve":
                self.sign(step)
                return True
        return self.pass_time()

    def play(self, case_id: UUID, *, until: Stage | None = None, most: int = 400) -> None:
        """Play on until the case is closed, or a main stage is reached."""
        for _ in range(most):
            if until and self.main_stage(case_id) == until:
                return
            if not self.step_once(case_id):
                return
        raise AssertionError("the case does not come to an end")

    def main_stage(self, case_id: UUID) -> str | None:
        """The open main stage."""
        with as_worker(self.worker) as db:
            found: str | None = db.execute(
                text(
                    "SELECT name FROM stages WHERE case_id = :case AND is_main AND state = 'open'"
                ),
                {"case": case_id},
            ).scalar()
        return found

    def _acted(self) -> None:
        self.after_action()
        if self.works:
            work_off(self.worker, self.office, self.clock)
