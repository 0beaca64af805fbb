"""Finding the step an entry means, and saying what is open when it is not."""

from uuid import UUID

from deployments.rehearsal.scene import Scene
from deployments.rehearsal.script import Answer, ObligationName, StepName
from deployments.rehearsal.sight import named, obliging, plain_key
from models.errors import NotFound, StepNotOpen
from models.forms.catalogue import FORMS
from models.store.acting import as_worker
from models.store.answers import earlier_forms
from models.store.played import (
    PlayedDeadline,
    PlayedStep,
    cards,
    deadlines,
    orders,
    steps,
    turns,
)
from models.tables.watch import OrderState


class Finder:
    """Looks at the cases of a scene."""

    def __init__(self, scene: Scene) -> None:
        """Look at this scene."""
        self._scene = scene

    def answered_by(self, action: Answer, case_id: UUID, *, any_state: bool) -> list[PlayedStep]:
        """The step or steps an answer is meant for.

        Raises:
            StepNotOpen: None is open, or several are and the file does not say which.
        """
        key = f"ask:{action.form}" + (f":{action.about}" if action.about else "")
        shown = FORMS[action.form].title + (f"({action.about})" if action.about else "")
        found = self._found(case_id, StepName(key, shown, action.stage), any_state=any_state)
        if not action.about:
            found = found or self._about_anything(case_id, action)
        if len(found) > 1 and not action.each:
            which = "、".join(f"{row.key}({row.stage})" for row in found)
            raise StepNotOpen(f"“{shown}”有几个环节打开着:{which};请写明 about 或者 stage。")
        if not found:
            raise StepNotOpen(f"“{shown}”没有打开。{self._what_is_open(case_id)}")
        return found

    def step(self, case_id: UUID, name: StepName, *, any_state: bool) -> PlayedStep:
        """The one step of this name.

        Raises:
            StepNotOpen: None is open, or several are.
        """
        found = self._found(case_id, name, any_state=any_state)
        if not found:
            raise StepNotOpen(f"“{name.shown}”没有打开。{self._what_is_open(case_id)}")
        if len(found) > 1:
            raise StepNotOpen(f"“{name.shown}”有几个环节打开着;请写明 stage。")
        return found[0]

    def done(self, case_id: UUID, name: StepName) -> PlayedStep:
        """The newest answer that counts under this name.

        Raises:
            StepNotOpen: There is none.
        """
        found = [row for row in named(self._all(case_id), name, open_only=False)
                 if row.state == "done"]  # fmt: skip
        if not found:
            raise StepNotOpen(f"“{name.shown}”没有办结的答复。")
        return found[-1]

    def obligation(self, case_id: UUID, name: ObligationName) -> PlayedDeadline:
        """The newest obligation of this name, owed or over.

        Raises:
            NotFound: No answer has obliged to it.
        """
        with as_worker(self._scene.worker) as db:
            found = obliging(deadlines(db, case_id), name)
        if not found:
            raise NotFound(f"没有约定事项“{name.shown}”。")
        return found[-1]

    def deadline(self, case_id: UUID, name: StepName) -> UUID:
        """The deadline of an open step, or the newest of a clock.

        Raises:
            NotFound: There is none.
            StepNotOpen: The step is not open.
        """
        if not name.key.startswith("clock:"):
            found = self.step(case_id, name, any_state=True).deadline_id
        else:
            with as_worker(self._scene.worker) as db:
                clocks = [row.id for row in deadlines(db, case_id) if row.key == name.key]
            found = clocks[-1] if clocks else None
        if found is None:
            raise NotFound(f"“{name.shown}”没有期限。")
        return found

    def order(self, case_id: UUID) -> UUID:
        """The newest order that is not closed. Raises NotFound: there is none."""
        with as_worker(self._scene.worker) as db:
            found = [row.id for row in orders(db, case_id) if row.state is not OrderState.CLOSED]
        if not found:
            raise NotFound("本案没有尚未办结的督办。")
        return found[-1]

    def card(self, case_id: UUID, account: str) -> UUID:
        """The newest card of an officer that stands. Raises NotFound: there is none."""
        with as_worker(self._scene.worker) as db:
            found = [row.id for row in cards(db, case_id) if row.account == account and row.stands]
        if not found:
            raise NotFound(f"{account} 在本案没有有效的黄牌或者红牌。")
        return found[-1]

    def earlier(self, step_id: UUID, to: StepName) -> UUID:
        """The answered form an approval is returned to.

        Raises:
            NotFound: There is no such form before the approval.
        """
        with as_worker(self._scene.worker) as db:
            found = [row for row in earlier_forms(db, step_id) if plain_key(row.key) == to.key]
        if not found:
            raise NotFound(f"审批之前没有环节“{to.shown}”,不能退回到那里。")
        return UUID(str(found[-1].id))

    def signer(self, step: PlayedStep) -> str | None:
        """The account whose signature is due now."""
        with as_worker(self._scene.worker) as db:
            turn = turns(db, step.id)
        return turn[0].account if turn else None

    def _about_anything(self, case_id: UUID, action: Answer) -> list[PlayedStep]:
        """Open steps of a form that is asked about several subjects."""
        return [
            row for row in self._all(case_id)
            if row.form == action.form and row.state == "open" and row.stage_state == "open"
            and (action.stage is None or row.stage == action.stage)
        ]  # fmt: skip

    def _all(self, case_id: UUID) -> list[PlayedStep]:
        with as_worker(self._scene.worker) as db:
            return steps(db, case_id)

    def _found(self, case_id: UUID, name: StepName, *, any_state: bool) -> list[PlayedStep]:
        everything = self._all(case_id)
        found = named(everything, name)
        if found or not any_state:
            return found
        return named(everything, name, open_only=False)[-1:]

    def _what_is_open(self, case_id: UUID) -> str:
        there = [
            row.key.removeprefix("ask:").replace("approve:", "approve ")
            for row in self._all(case_id)
            if row.state == "open" and row.stage_state == "open" and row.kind in ("ask", "approve")
        ]
        return f"现在打开的有:{'、'.join(there)}。" if there else "现在没有打开的环节。"
