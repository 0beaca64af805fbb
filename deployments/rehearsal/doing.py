"""Doing what an entry says, through the desk, as the person it names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from deployments.rehearsal.filling import fill, over
from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.scene import Scene
from deployments.rehearsal.script import (
    FIRST,
    Action,
    Answer,
    Approve,
    Chase,
    Correct,
    Cover,
    HandOver,
    LookAt,
    OpenCase,
    Reopen,
    Script,
    SendBack,
    Start,
    StepName,
    Withdraw,
)
from deployments.rehearsal.sight import case_facts, named, plain_key, steps, turns
from models.errors import FormInvalid, HutongError, NotFound, RuleBroken, StepNotOpen
from models.forms.catalogue import FORMS
from models.store.acting import Actor, as_worker
from tasks.binding import Decision
from tasks.overtaking import earlier_forms


class Doing:
    """The actions of one script on one scene."""

    def __init__(self, scene: Scene, script: Script, *, owners_act: bool, practice: bool) -> None:
        """Prepare to act; no case is open yet."""
        self.scene, self.script = scene, script
        self._owners_act, self._practice = owners_act, practice
        self.cases: dict[str, UUID] = {}
        #: What was last filled in, to find the line of an error.
        self.filled: Marked | None = None

    def case(self, name: str) -> UUID:
        """The case of this name."""
        return self.cases[name]

    def open_first(self, actor: Actor) -> None:
        """Open the script's own case."""
        self.cases[FIRST] = self.scene.desk.open_case(
            actor, began=self.script.began, practice=self._practice
        )

    def do(self, action: Action, case: str, *, any_state: bool = False) -> None:
        """Do it.

        Args:
            any_state: Try also on a step that is no longer open, to see it refused.

        Raises:
            HutongError: The desk, or this class in its place, refuses.
        """
        desk, case_id = self.scene.desk, self.cases[case]
        match action:
            case Answer():
                self.answer(action, case_id, any_state=any_state)
            case Approve():
                self._approve(action, case_id, any_state=any_state)
            case SendBack():
                step = self._step(case_id, action.step, any_state=any_state)
                desk.send_back(
                    self._actor(action.by, self._signer(step)), step.id,
                    to_step=self._earlier(step.id, action.to), reason=action.reason,
                )  # fmt: skip
            case Withdraw():
                step = self._step(case_id, action.step, any_state=any_state)
                desk.withdraw(self._person(action), step.id, reason=action.reason)
            case OpenCase():
                self._open_another(action)
            case Correct():
                self.filled = fill(action.filled, self.script.words, self.scene.clock.now())
                desk.correct_people(self._person(action), case_id, self.filled.plain)
            case Start():
                desk.start_side(
                    self._person(action), case_id, action.stage, reason=action.reason
                )
            case Reopen():
                desk.reopen(self._person(action), case_id, to=action.to, reason=action.reason)
            case _:
                self._move_the_ball(action, case_id, any_state=any_state)

    def answer(
        self, action: Answer, case_id: UUID, *, any_state: bool = False,
        under: Marked | None = None, words: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Answer one open form, or each.

        Args:
            under: Fields between the usual answers and the action's own.
            words: More words than the script's own.
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
        for step in found:
            raw = self._raw(action, step, under, words or {})
            actor = self._actor(action.by, step.owner)
            self.scene.desk.answer(actor, step.id, raw, done_on=action.done_on)

    def _about_anything(self, case_id: UUID, action: Answer) -> list[Row[Any]]:
        """Open steps of a form that is asked about several subjects."""
        return [
            row for row in self._all(case_id)
            if row.form == action.form and row.state == "open" and row.stage_state == "open"
            and (action.stage is None or row.stage == action.stage)
        ]  # fmt: skip

    def _raw(
        self, action: Answer, step: Row[Any], under: Marked | None, words: Mapping[str, str]
    ) -> dict[str, Any]:
        usual = None
        if action.usual:
            usual = self.script.usual.get(action.form)
            about = self.script.usual.get(f"{action.form}/{step.about}") if step.about else None
            usual = over(usual, about)
        laid = over(over(usual, under), action.filled)
        if laid is None:
            raise BadCase(action.place, f"表单 {action.form} 没有常用答案,请写 with。")
        about = step.about or ""
        known = {**self.script.words, "about": about, "window": about.rpartition("-")[2], **words}
        try:
            self.filled = fill(laid, known, self.scene.clock.now())
        except BadCase as unknown:
            # The slip is in the case, not in the shipped file that uses the word.
            here = unknown.file == action.place.file
            raise unknown if here else BadCase(action.place, unknown.sentence) from unknown
        raw: dict[str, Any] = self.filled.plain
        return raw

    def _approve(self, action: Approve, case_id: UUID, *, any_state: bool) -> None:
        signers: list[str | None] = list(action.signers)
        if not signers or self._owners_act:
            signers = [None] * (len(signers) or 9)
        step = self._step(case_id, action.step, any_state=any_state)
        for signer in signers:
            turn = self._signer(step)
            if turn is None and signer is None:
                return
            decision = self.scene.desk.sign(
                self._actor(signer, turn), step.id, opinion=action.opinion
            )
            if decision is Decision.VOIDED:
                if action.expects_void:
                    return
                raise RuleBroken("文书所依据的数据在送审后有变更,这次审批作废(期待作废的写 voided: yes)。")
        if action.expects_void:
            raise RuleBroken("期待这次审批因数据变更作废,却签署成功了。")

    def _move_the_ball(self, action: Action, case_id: UUID, *, any_state: bool) -> None:
        desk, actors = self.scene.desk, self.scene.actors
        if isinstance(action, Cover):
            desk.cover(
                self._person(action), officer=actors[action.officer].officer_id,
                by=actors[action.substitute].officer_id, from_at=action.from_at,
                until_at=action.until_at,
            )  # fmt: skip
            return
        assert isinstance(action, HandOver | LookAt | Chase)  # noqa: S101 - the only ones left
        step = self._step(case_id, action.step, any_state=any_state)
        actor = self._actor(action.by, step.owner)
        if isinstance(action, HandOver):
            desk.hand_over(actor, step.id, to=actors[action.to].officer_id)
        elif isinstance(action, LookAt):
            desk.look_at(actor, step.id)
        else:
            desk.chase(actor, step.id, means=action.means, note=action.note)

    def _open_another(self, action: OpenCase) -> None:
        if action.name in self.cases:
            raise RuleBroken(f"案件“{action.name}”已经打开。")
        child_id = None
        if action.same_child:
            with as_worker(self.scene.worker) as db:
                child_id = case_facts(db, self.cases[FIRST]).child_id
        self.cases[action.name] = self.scene.desk.open_case(
            self._person(action), began=action.began, child_id=child_id, practice=self._practice
        )

    def _all(self, case_id: UUID) -> list[Row[Any]]:
        with as_worker(self.scene.worker) as db:
            return steps(db, case_id)

    def _found(self, case_id: UUID, name: StepName, *, any_state: bool) -> list[Row[Any]]:
        everything = self._all(case_id)
        found = named(everything, name)
        if found or not any_state:
            return found
        return named(everything, name, open_only=False)[-1:]

    def _step(self, case_id: UUID, name: StepName, *, any_state: bool) -> Row[Any]:
        found = self._found(case_id, name, any_state=any_state)
        if not found:
            raise StepNotOpen(f"“{name.shown}”没有打开。{self._what_is_open(case_id)}")
        if len(found) > 1:
            raise StepNotOpen(f"“{name.shown}”有几个环节打开着;请写明 stage。")
        return found[0]

    def _what_is_open(self, case_id: UUID) -> str:
        there = [
            row.key.removeprefix("ask:").replace("approve:", "approve ")
            for row in self._all(case_id)
            if row.state == "open" and row.stage_state == "open" and row.kind in ("ask", "approve")
        ]
        return f"现在打开的有:{'、'.join(there)}。" if there else "现在没有打开的环节。"

    def _earlier(self, step_id: UUID, to: StepName) -> UUID:
        with as_worker(self.scene.worker) as db:
            found = [row for row in earlier_forms(db, step_id) if plain_key(row.key) == to.key]
        if not found:
            raise NotFound(f"审批之前没有环节“{to.shown}”,不能退回到那里。")
        return UUID(str(found[-1].id))

    def _signer(self, step: Row[Any]) -> str | None:
        with as_worker(self.scene.worker) as db:
            turn = turns(db, step.id)
        return turn[0].account if turn else None

    def _actor(self, by: str | None, owner: str | None) -> Actor:
        account = owner if (self._owners_act or by is None) and owner else by
        if account is None:
            raise RuleBroken("这个环节没有办理人;请写明 by。")
        return self.scene.actors[account]

    def _person(self, action: Action) -> Actor:
        if action.by is None:
            raise BadCase(action.place, "请写明 by(由谁办理)。")
        return self.scene.actors[action.by]


@contextmanager
def placed(place: Marked, doing: Doing) -> Iterator[None]:
    """Give every refusal its file and line; a form's errors the line of the first wrong field."""
    try:
        yield
    except BadCase:
        raise
    except FormInvalid as invalid:
        path = next(iter(invalid.errors))
        at = doing.filled.at(path) if doing.filled and path else place
        listed = ";".join(
            f"{name or '整张表单'}:{text}" for name, texts in invalid.errors.items() for text in texts
        )
        raise BadCase(at if at.file == place.file else place, f"表单有错误:{listed}") from invalid
    except HutongError as refused:
        raise BadCase(place, refused.message) from refused
