"""The verbs in which a stage is told. Each looks in the journal first, and does its effect once.

A stage function is replayed from its first line whenever there is something to do; done verbs
return at once what was recorded. Keys are names, never counters, and never change their meaning:
`ask:party-opinion:police`, `approve:collection-notice#2` (second turn of a loop).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any, Generic, TypeVar, Unpack

from models.errors import BrokenInvariant
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.forms.not_yet import NotYet
from models.law.windows import Window
from models.words import Outcome, Paper, Role, SignMode, Stage, StepState
from tasks.journal.asked_law import windows_laid
from tasks.journal.effect import (
    Asked,
    AskLaw,
    BeginCustody,
    CloseCase,
    CountAssessment,
    CountRenewal,
    CountTurns,
    Divert,
    Effect,
    EndCustody,
    ExtendClock,
    IssuePaper,
    LayWindows,
    MoveCase,
    OpenApproval,
    OpenStep,
    OpenSteps,
    SetTimer,
    StartClock,
    StartSide,
)
from tasks.journal.entry import Entry, Journal, Waiting

F = TypeVar("F", bound=Form)
F_co = TypeVar("F_co", bound=Form, covariant=True)


class Ask(Generic[F_co]):
    """One form to be asked, and how; a value until a stage asks it."""

    def __init__(self, form: type[F_co], **asked: Unpack[Asked]) -> None:
        """Ask `form`, so.

        Raises:
            BrokenInvariant: A loop counts the turns of a form that counts its own.
        """
        name, turn = name_of(form), asked.get("turn", 1)
        if turn > 1 and form.may_be_asked_again():
            raise BrokenInvariant(f"{name} counts its own turns")
        self.key = key_of("ask", name, asked.get("about"), turn)
        #: The document that its answer tells was handed over.
        self.hands_over = form.hands_over
        #: Whether an answer may say that it is not done.
        self.may_be_asked_again = form.may_be_asked_again()
        #: What the effect that asks it opens.
        self.opening = OpenStep(self.key, name, **asked)

    def again(self, turn: int, not_yet: NotYet | None = None) -> OpenStep:
        """The same question once more, due on the day that was said; the owner stays."""
        first = self.opening
        keys = [key_of("ask", first.form, first.about, one) for one in (turn, turn - 1)]
        by = (not_yet and not_yet.due_at) or first.by
        return replace(first, key=keys[0], turn=turn, by=by, after=keys[1])


def key_of(verb: str, name: str, about: str | None = None, turn: int = 1) -> str:
    """Build a journal key; names are kebab-case words, values of `words` use underscores."""
    subject = f":{about}" if about else ""
    loop = f"#{turn}" if turn > 1 else ""
    return f"{verb}:{name.replace('_', '-')}{subject}{loop}"


def _instant(answer: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(answer["at"])


class StageRun:
    """A stage being told; every reader hands one to the stage function."""

    def __init__(self, journal: Journal) -> None:
        """Tell the stage over this journal."""
        self._journal = journal

    @property
    def opened_at(self) -> datetime:
        """When this stage was opened."""
        return self._journal.facts.opened_at

    @property
    def custody_began_at(self) -> datetime | None:
        """T0 while the child is in temporary guardianship, else None."""
        return self._journal.facts.custody_began_at

    @property
    def conclusion(self) -> Outcome | None:
        """To what end the last consultation came; None before one was signed."""
        return self._journal.facts.conclusion

    @property
    def owes_visits(self) -> bool:
        """Whether a finding broke follow-up off, and the child was not taken in since."""
        return self._journal.facts.owes_visits

    def ask(self, form: type[F], **asked: Unpack[Asked]) -> F:
        """Ask one form and return its answer; stops the replay until it is given.

        An answer that says "not yet" (`Form.not_yet`) is none: the form is asked again, due on the
        day that was said, for as long as that is what it says.
        """
        return self.ask_each(form, Ask(form, **asked))[0]

    def offer(self, form: type[F], **asked: Unpack[Asked]) -> F | None:
        """Ask a form and go on without waiting; the answer once it is there.

        What stays open is owed, reminds, and can be answered while the stage lasts.
        """
        ask = Ask(form, **asked)
        if self._journal.find(ask.key) is None:
            self._journal.do(OpenSteps(ask.key, (ask.opening,)))
        entry = self._past(ask.key)
        answer = self._journal.answer(entry) if entry else None
        return answer if isinstance(answer, form) else None

    def wait_for(self, form: type[Form], about: Iterable[str]) -> None:
        """Go on when what was offered under this form is answered about each of these."""
        for one in about:
            if self._past(key_of("ask", name_of(form), one)) is None:
                raise Waiting

    def ask_each(self, form: type[F], *asks: Ask[F]) -> list[F]:
        """Ask the same form about several subjects side by side; answers in the order asked."""
        answers = self.ask_all(*asks)
        return [answer for answer in answers if isinstance(answer, form)]

    def ask_all(self, *asks: Ask[Form]) -> list[Form]:
        """Ask several forms side by side; goes on when all are answered."""
        newest = [self._newest(ask) for ask in asks]
        missing = tuple(one for one in newest if self._journal.find(one.key) is None)
        if missing:
            for ask in asks:
                if ask.hands_over is not None:
                    self._wait_until_made(ask.hands_over, ask.opening.about, ask.opening.turn)
            there = tuple(a.key for a in asks if self._journal.find(a.key))
            self._journal.do(OpenSteps(missing[0].key, missing, beside=there))
        entries = [self._past_turns(*one) for one in zip(asks, newest, strict=True)]
        if None in entries:
            raise Waiting
        return [self._journal.answer(entry) for entry in entries if entry]

    def _newest(self, ask: Ask[Form]) -> OpenStep:
        """The turn in which a form stands: the one that is there, or the next after a "not yet".

        What the procedure went past stays passed, whatever it said: cases go on as they began.
        """
        asked = ask.opening
        for turn in count(2):
            entry = self._journal.find(asked.key)
            if not ask.may_be_asked_again or entry is None or entry.state is not StepState.DONE:
                return asked
            following = ask.again(turn)
            if self._journal.find(following.key) is None:
                if entry.taken_up:
                    return asked
                not_yet = self._journal.answer(entry).not_yet
                return ask.again(turn, not_yet) if not_yet else asked
            asked = following
        raise AssertionError("count() does not end")

    def _past_turns(self, ask: Ask[Form], newest: OpenStep) -> Entry | None:
        """Go past a turn and the "not yet" before it."""
        for turn in range(ask.opening.turn, newest.turn):
            self._past(key_of("ask", newest.form, newest.about, turn))
        return self._past(newest.key)

    def issue(self, paper: Paper, *, about: str | None = None, turn: int = 1) -> None:
        """Have a document made; one number a document, a next version each turn or round.

        The stage goes on beside it: only who signs it, or hands it over, waits until it is made. A
        stage may end before, and its documents are made after it.
        """
        key = key_of("issue", paper, about, turn)
        self._do_and_pass(IssuePaper(key, paper, about, turn), beside=True)

    def _wait_until_made(self, paper: Paper, about: str | None, turn: int) -> None:
        """Go on when this document is made."""
        entry = self._journal.find(key_of("issue", paper, about, turn))
        if entry is not None and entry.state is not StepState.DONE:
            raise Waiting

    def approve(
        self,
        paper: Paper,
        *,
        by: Sequence[Role],
        mode: SignMode = SignMode.IN_ORDER,
        about: str | None = None,
        turn: int = 1,
        rule: str = "C.8",
        until: datetime | None = None,
    ) -> None:
        """Have a document signed by these roles; stops until all have.

        No law sets a time for signing; `rule` is the centre's own target for the whole chain, and
        `until` an instant that somebody set instead, such as a court.

        A return to an earlier step supersedes that step and all after it; the replay then asks
        again from there.
        """
        key = key_of("approve", paper, about, turn)
        self._wait_until_made(paper, about, turn)
        self._do_and_pass(OpenApproval(key, paper, about, turn, tuple(by), mode, rule, until))

    def wait_until(self, at: datetime, *, key: str) -> None:
        """Go on at an instant: only for what the procedure opens later; law alarms, never decides."""
        self._do_and_pass(SetTimer(f"wait:{key}", at))

    def lay_windows(self, plan: type[Form]) -> tuple[Window, ...]:
        """The windows in which visits are owed under the plan of this stage."""
        return windows_laid(self._law(LayWindows("lay:windows", key_of("ask", name_of(plan)))))

    def turns(self, rule: str) -> range:
        """The turns after which the procedure goes another way, from 1."""
        return range(1, self._law(CountTurns(f"law:{rule}", rule))["turns"] + 1)

    def assessment_due(self, starts_on: date, after: date, *, turn: int) -> datetime:
        """Until when to assess again after this day, counted from the start of follow-up."""
        key = key_of("law", "assessment", turn=turn)
        return _instant(self._law(CountAssessment(key, starts_on, after)))

    def renewal_told_at(self, ends_on: date, made_at: datetime, *, turn: int) -> datetime:
        """When to think of renewing an order, before its last day."""
        key = key_of("law", "renewal", turn=turn)
        return _instant(self._law(CountRenewal(key, ends_on, made_at)))

    def start_clock(self, rule: str, *, since: datetime) -> None:
        """Start a deadline of the case that no single step waits for."""
        self._do_and_pass(StartClock(f"clock:{rule}", rule, since))

    def extend_clock(self, rule: str, *, until: datetime) -> None:
        """Extend a running clock of the case; old and new date are kept."""
        self._do_and_pass(ExtendClock(f"extend:{rule}", rule, until))

    def begin_custody(self, at: datetime) -> None:
        """Temporary guardianship begins (T0)."""
        self._do_and_pass(BeginCustody("custody:begin", at))

    def end_custody(self, at: datetime) -> None:
        """The child left temporary guardianship; nothing happens if there was none."""
        self._do_and_pass(EndCustody("custody:end", at))

    def start(self, side: Stage) -> None:
        """Open a side procedure beside the main line."""
        self._do_and_pass(StartSide(f"start:{side.replace('_', '-')}", side))

    def divert(self, to: Stage, *, ending: tuple[Stage, ...] = ()) -> None:
        """End the main line's open stage from outside, with these beside it, and go on at `to`."""
        self._do_and_pass(Divert(f"divert:{to.replace('_', '-')}", to, ending))

    def move_case(self, to_centre: str) -> None:
        """Give the case to another centre, by its code."""
        self._do_and_pass(MoveCase("move-case", to_centre))

    def close_case(self) -> None:
        """Close the case."""
        self._do_and_pass(CloseCase("close-case"))

    def require_conclusion(self, outcome: Outcome) -> None:
        """Refuse to go on without a consultation's signed conclusion to this end (gate G1).

        Raises:
            BrokenInvariant: The main line came here without it, which the table forbids.
        """
        if self._journal.facts.conclusion is not outcome:
            raise BrokenInvariant("会商结论尚未生效,不能进入这一阶段(闸门G1)。")

    def _law(self, effect: AskLaw) -> Mapping[str, Any]:
        """What the law of the case said when it was asked first."""
        if self._journal.find(effect.key) is None:
            self._journal.do(effect)
        entry = self._past(effect.key)
        if entry is None:
            raise Waiting
        return entry.result

    def _do_and_pass(self, effect: Effect, *, beside: bool = False) -> None:
        """Do an effect and go past it; what is done beside the stage holds nothing up."""
        entry = self._journal.find(effect.key)
        if entry is None or (effect.outside and entry.state is StepState.OPEN):
            self._journal.do(effect)
        if self._past(effect.key) is None and not beside:
            raise Waiting

    def _past(self, key: str) -> Entry | None:
        """Return a done entry, noting that the procedure went past it; None while it is open."""
        entry = self._journal.find(key)
        if entry is None or entry.state is not StepState.DONE:
            return None
        self._journal.take_up(entry)
        return entry
