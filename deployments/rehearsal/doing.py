"""Doing what an entry says, through the desk, as the person it names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from deployments.rehearsal.filling import fill, over
from deployments.rehearsal.finding import Finder
from deployments.rehearsal.marked import BadCase, Marked
from deployments.rehearsal.moves import Move
from deployments.rehearsal.moving import Mover
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
    LatePaperCame,
    LookAt,
    OpenCase,
    PutRight,
    Reopen,
    Script,
    SendBack,
    Settle,
    Start,
    TakeBack,
    Void,
    Withdraw,
    WithdrawSide,
)
from deployments.rehearsal.trial import VOIDED
from models.errors import FormInvalid, HutongError, RuleBroken
from models.forms.small import Became
from models.labels import STAGES
from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from models.store import stage as stages
from models.store.acting import Actor, as_worker
from models.store.played import PlayedStep, case_facts, sealed_answer
from tasks.acts.binding import Decision
from tasks.acts.putting_right import Correcting
from tasks.deadlines.settling import Settling


class Doing:
    """The actions of one script on one scene."""

    def __init__(self, scene: Scene, script: Script, *, owners_act: bool, practice: bool) -> None:
        """Prepare to act; no case is open yet."""
        self.scene, self.script = scene, script
        self._owners_act, self._practice = owners_act, practice
        self._finder = Finder(scene)
        self._lead: Actor | None = None
        self.cases: dict[str, UUID] = {}
        self._words: dict[UUID, Mapping[str, str]] = {}
        self._desk = scene.desk
        #: What was last filled in, to find the line of an error.
        self.filled: Marked | None = None

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is done inside is taken back, so that the story goes on as if nobody had tried."""
        self._desk = self.scene.trial
        try:
            yield
        finally:
            self._desk = self.scene.desk

    def case(self, name: str) -> UUID:
        """The case of this name."""
        return self.cases[name]

    def open_first(self, actor: Actor) -> None:
        """Open the script's own case."""
        self._lead = actor
        self.cases[FIRST] = self._desk.open_case(
            actor, began=self.script.began, practice=self._practice
        )

    def do(self, action: Action, case: str, *, any_state: bool = False) -> None:
        """Do it.

        Args:
            action: What is done, and by whom.
            case: The case's name in the file.
            any_state: Try also on a step that is no longer open, to see it refused.

        Raises:
            HutongError: The desk, or this class in its place, refuses.
        """
        desk, case_id = self._desk, self.cases[case]
        match action:
            case Answer():
                self.answer(action, case_id, any_state=any_state)
            case Approve():
                self._approve(action, case_id, any_state=any_state)
            case SendBack():
                step = self._finder.step(case_id, action.step, any_state=any_state)
                desk.send_back(
                    self._actor(action.by, self._finder.signer(step)), step.id,
                    to_step=self._finder.earlier(step.id, action.to), reason=action.reason,
                )  # fmt: skip
            case Withdraw():
                step = self._finder.step(case_id, action.step, any_state=any_state)
                desk.withdraw(self._person(action), step.id, reason=action.reason)
            case OpenCase():
                self._open_another(action)
            case Correct():
                self.filled = fill(action.filled, self._words_of(case_id), self.scene.clock.now())
                desk.correct_people(self._person(action), case_id, self.filled.plain)
            case TakeBack() | Void() | PutRight() | LatePaperCame() | WithdrawSide():
                self._go_back(action, case_id)
            case Start():
                desk.start_side(self._person(action), case_id, action.stage, reason=action.reason)
            case Reopen():
                desk.reopen(self._person(action), case_id, to=action.to, reason=action.reason)
            case _:
                self._move_the_ball(action, case_id, any_state=any_state)

    def answer(
        self, action: Answer, case_id: UUID, *, any_state: bool = False,
        under: Marked | None = None,
    ) -> None:  # fmt: skip
        """Answer one open form, or each.

        Args:
            action: What is answered, by whom, with what.
            case_id: The case.
            any_state: Try also on a step that is no longer open, to see it refused.
            under: Fields between the usual answers and the action's own.
        """
        for step in self._finder.answered_by(action, case_id, any_state=any_state):
            raw = self._raw(action, step, case_id, under)
            actor = self._actor(action.by, step.owner)
            self._desk.answer(
                actor, step.id, raw, done_on=action.done_on, late_reason=action.late_reason
            )

    def _raw(
        self, action: Answer, step: PlayedStep, case_id: UUID, under: Marked | None
    ) -> dict[str, Any]:
        """What is typed: the usual answer, the entry's own on top, words and moments filled in."""
        about, usual = step.about or "", None
        if action.usual:
            of_subject = self.script.usual.get(f"{action.form}/{about}")
            usual = over(self.script.usual.get(action.form), of_subject)
        laid = over(over(usual, under), action.filled)
        if laid is None:
            raise BadCase(action.place, f"表单 {action.form} 没有常用答案,请写 with。")
        known = {**self._words_of(case_id), "about": about, "window": about.rpartition("-")[2]}
        known |= self._of_record(case_id)
        try:
            self.filled = fill(laid, known, self.scene.clock.now())
        except BadCase as unknown:
            # The slip is in the case, not in the shipped file that uses the word.
            here = unknown.file == action.place.file
            raise unknown if here else BadCase(action.place, unknown.sentence) from unknown
        raw: dict[str, Any] = self.filled.plain
        return raw

    def _words_of(self, case_id: UUID) -> dict[str, str]:
        """The words of the file, with those of a case of its own laid over."""
        return {**self.script.words, **self._words.get(case_id, {})}

    def _of_record(self, case_id: UUID) -> dict[str, str]:
        """Words that only the record knows: the day it counted is another under another law."""
        with as_worker(self.scene.worker) as db:
            until = case_facts(db, case_id).custody_until
        return {"custody_limit": shanghai_date(until).isoformat()} if until else {}

    def _go_back(
        self, action: TakeBack | Void | PutRight | LatePaperCame | WithdrawSide, case_id: UUID
    ) -> None:  # fmt: skip
        if isinstance(action, LatePaperCame):
            self.filled = fill(action.filled, self._words_of(case_id), self.scene.clock.now())
            came = {"name": action.place.text, **self.filled.plain}
            self._desk.record_late_paper(self._person(action), case_id, came)
            return
        if isinstance(action, WithdrawSide):
            self._withdraw_side(action, case_id)
            return
        if isinstance(action, Void):
            other = self._other(action)
            self._desk.void_case(
                self._person(action), case_id, reason=action.reason, in_favour_of=other
            )
            return
        done = self._finder.done(case_id, action.step)
        if isinstance(action, PutRight):
            self._put_right(action, done, case_id)
            return
        actor = self._actor(action.by, done.owner)
        self._desk.take_back(actor, done.id, reason=action.reason)

    def _withdraw_side(self, action: WithdrawSide, case_id: UUID) -> None:
        with as_worker(self.scene.worker) as db:
            opened = stages.open_side(db, case_id, action.stage)
        if opened is None:
            raise RuleBroken(f"并行程序“{STAGES[action.stage]}”没有打开。")
        self._desk.withdraw_side(self._person(action), opened, reason=action.reason)

    def _put_right(self, action: PutRight, done: PlayedStep, case_id: UUID) -> None:
        """What stands in the file is put right; all else of the answer stays as it was given."""
        with as_worker(self.scene.worker) as db:
            given = self.scene.office.seal.open_json(
                sealed_answer(db, done.id), SealedPlace.STEP_ANSWER.of(done.id)
            )
        self.filled = fill(action.filled, self._words_of(case_id), self.scene.clock.now())
        asked = Correcting({**given, **self.filled.plain}, action.reason, action.evidence)
        self._desk.correct_answer(self._person(action), done.id, asked)

    def _other(self, action: Void) -> UUID | None:
        """The case that goes on; `first` is the file's own where no case is called so."""
        if action.in_favour_of is None:
            return None
        known = {"first": self.cases[FIRST], **self.cases}
        if action.in_favour_of not in known:
            raise BadCase(action.place, f"没有案件“{action.in_favour_of}”。")
        return known[action.in_favour_of]

    def _approve(self, action: Approve, case_id: UUID, *, any_state: bool) -> None:
        signers: list[str | None] = list(action.signers)
        if not signers or self._owners_act:
            signers = [None] * (len(signers) or 9)
        step = self._finder.step(case_id, action.step, any_state=any_state)
        for signer in signers:
            turn = self._finder.signer(step)
            if turn is None and signer is None:
                return
            decision = self._desk.sign(self._actor(signer, turn), step.id, opinion=action.opinion)
            if decision is Decision.VOIDED:
                if action.expects_void:
                    return
                raise RuleBroken(VOIDED)
        if action.expects_void:
            raise RuleBroken("期待这次审批因数据变更作废,却签署成功了。")

    def _move_the_ball(self, action: Action, case_id: UUID, *, any_state: bool) -> None:
        desk, actors = self._desk, self.scene.actors
        if isinstance(action, Move):
            Mover(desk, self.scene, self._finder).move(self._person(action), case_id, action)
            return
        if isinstance(action, Settle):
            self._settle(action, case_id)
            return
        if isinstance(action, Cover):
            desk.cover(
                self._person(action), officer=actors[action.officer].officer_id,
                by=actors[action.substitute].officer_id, from_at=action.from_at,
                until_at=action.until_at,
            )  # fmt: skip
            return
        assert isinstance(action, HandOver | LookAt | Chase)  # noqa: S101 - the only ones left
        step = self._finder.step(case_id, action.step, any_state=any_state)
        actor = self._actor(action.by, step.owner)
        if isinstance(action, HandOver):
            desk.hand_over(actor, step.id, to=actors[action.to].officer_id)
        elif isinstance(action, LookAt):
            desk.look_at(actor, step.id)
        else:
            desk.chase(actor, step.id, means=action.means, note=action.note)

    def _settle(self, action: Settle, case_id: UUID) -> None:
        found = self._finder.obligation(case_id, action.name)
        kept = action.on if action.became is Became.KEPT else None
        to = action.on if action.became is Became.PUT_OFF else None
        asked = Settling(uuid4(), action.became, kept, to, action.how)
        self._desk.settle(self._person(action), found.id, asked)

    def _open_another(self, action: OpenCase) -> None:
        if action.name in self.cases:
            raise RuleBroken(f"案件“{action.name}”已经打开。")
        child_id = None
        if action.same_child:
            with as_worker(self.scene.worker) as db:
                child_id = case_facts(db, self.cases[FIRST]).child_id
        opened = self._desk.open_case(
            self._person(action), began=action.began, child_id=child_id, practice=self._practice
        )
        self.cases[action.name], self._words[opened] = opened, action.words

    def _actor(self, by: str | None, owner: str | None) -> Actor:
        account = owner if (self._owners_act or by is None) and owner else by
        if account is None:
            raise RuleBroken("这个环节没有办理人;请写明 by。")
        return self.scene.actors[account]

    def _person(self, action: Action) -> Actor:
        if action.by is None:
            raise BadCase(action.place, "请写明 by(由谁办理)。")
        named = self.scene.actors[action.by]
        if self._owners_act and self._lead and named.scope == "team":
            return self._lead
        return named


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
            f"{name or '整张表单'}:{text}"
            for name, texts in invalid.errors.items()
            for text in texts
        )
        raise BadCase(at if at.file == place.file else place, f"表单有错误:{listed}") from invalid
    except HutongError as refused:
        raise BadCase(place, refused.message) from refused
