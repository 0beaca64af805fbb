"""The longest case: from the report to closure, with every long side procedure beside it.

Report, custody, feedback, investigation, assessment, consultation, petition, revoked, placement,
weekly visits for six months, closure; beside them a protection order with one renewal and an
extension of temporary guardianship. Two approvals are returned once. People act in the same order
each time it is played.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from models.law.dates import SHANGHAI
from models.store.acting import as_worker
from models.words import Stage
from tests.playing import Changes, Player

CHANGES: Changes = {
    "follow-up-review": {"decision": "ends"},
    # The renewed order runs on: it is ended with the case.
    "closing-report": {"ends_side_procedures": "是", "side_reasons": "保护令至期满为止。"},
}
#: From one thing that a person does to the next.
BETWEEN = timedelta(minutes=7)
#: Side procedures that a person starts, and the main stage at which it happens.
STARTED = {Stage.PROTECTION_ORDER: Stage.ASSESSMENT, Stage.EXTENSION: Stage.REVOCATION}
#: Approvals that come back once, and the form they come back to.
RETURNED = {
    "approve:investigation-report": "ask:investigation",
    "approve:revocation-petition": "ask:petition-draft",
}
#: Main stages the case goes through, and how each ends.
MAIN_LINE = [
    ("receipt", "accepted"),
    ("investigation", "substantiated"),
    ("assessment", "to_consultation"),
    ("consultation", "petition"),
    ("revocation", "revoked"),
    ("placement", "placed"),
    ("follow_up", "followed_up"),
    ("closure", "closed"),
]

_STEP_OF_STAGE = text(
    "SELECT id FROM steps WHERE stage_id = :stage AND key = :key AND state = 'done'"
)
_FIRST_TURN = text(
    "SELECT officer_id FROM signatures WHERE step_id = :step AND state = 'open' ORDER BY ordinal"
)


@dataclass
class LongestCase(Player):
    """Plays the case; `after_action` is called after each thing a person does."""

    changes: Changes = field(default_factory=lambda: CHANGES)
    works: bool = False
    #: Side procedures started and approvals returned so far.
    happened: set[str] = field(default_factory=set)

    def begin(self) -> UUID:
        """Open the case."""
        case_id = self.desk.open_case(self.staff["worker1"])
        self._acted()
        return case_id

    def step_once(self, case_id: UUID) -> bool:
        """Do the next thing there is to do, a while after the last."""
        self.clock.advance_to(self.clock.now() + BETWEEN)
        for side, main in STARTED.items():
            if side not in self.happened and self.main_stage(case_id) == main:
                self.happened.add(side)
                self.desk.start_side(self.staff["worker1"], case_id, side, reason="并行办理。")
                self._acted()
                return True
        return super().step_once(case_id)

    def answer(self, step: Row[Any], **changes: Any) -> None:
        """Answer a step with its example; visits happen on the day they are recorded."""
        if step.form == "visit":
            today = self.clock.now().astimezone(SHANGHAI).date()
            changes = {"on": today.isoformat(), "next_on": None, **changes}
        super().answer(step, **changes)

    def sign(self, step: Row[Any]) -> None:
        """Sign, one after the other; some approvals come back once."""
        if step.key in RETURNED and step.key not in self.happened:
            self.happened.add(step.key)
            self._send_back(step)
        else:
            super().sign(step)

    def _send_back(self, step: Row[Any]) -> None:
        with as_worker(self.worker) as db:
            target = {"stage": step.stage_id, "key": RETURNED[step.key]}
            form = db.execute(_STEP_OF_STAGE, target).scalar_one()
            signer = db.execute(_FIRST_TURN, {"step": step.id}).scalar()
        assert signer is not None
        self.desk.send_back(self.actor(signer), step.id, to_step=form, reason="请补充。")
        self._acted()
