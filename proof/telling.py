"""Telling a stage under watch: another procedure or table may be put in, and no key comes twice."""

from collections.abc import Mapping

from flows.readers.memory import After, Tell
from flows.stage import StageFunction
from models.errors import BrokenInvariant
from models.forms.base import Form
from models.labels import label
from models.law.stages import Transition
from models.words import Outcome, Stage
from tasks.journal.effect import Effect
from tasks.journal.entry import Journal, Waiting
from tasks.stage_run import Ask, StageRun


class ToldTwice(Exception):
    """A stage told two things under one key: the second would get what the first was given."""


class WatchedRun(StageRun):
    """A stage run that notes each key of one replay."""

    def __init__(self, journal: Journal) -> None:
        """Tell the stage over this journal."""
        super().__init__(journal)
        self._told: set[str] = set()

    def ask_all(self, *asks: Ask[Form]) -> list[Form]:
        """Ask as ever, each key once."""
        for one in asks:
            self._note(one.key)
        return super().ask_all(*asks)

    def _do_and_pass(self, effect: Effect, *, beside: bool = False) -> None:
        self._note(effect.key)
        super()._do_and_pass(effect, beside=beside)

    def _note(self, key: str) -> None:
        if key in self._told:
            raise ToldTwice(f"同一个键“{key}”在一次办理中用了两次,后一次会得到前一次的结果")
        self._told.add(key)


def tell_by(procedure: Mapping[Stage, StageFunction]) -> Tell:
    """Give a teller of this procedure, in place of the registered one."""

    def tell(journal: Journal) -> Outcome | None:
        try:
            return procedure[journal.facts.stage](WatchedRun(journal))
        except Waiting:
            return None

    return tell


def after_by(table: Mapping[tuple[Stage, Outcome], Transition]) -> After:
    """Give the main line's table, in place of the one in force."""

    def after(stage: Stage, outcome: Outcome) -> Transition:
        if (stage, outcome) not in table:
            raise BrokenInvariant(f"流转表没有“{label(stage)}”以“{label(outcome)}”结束这一行。")
        return table[stage, outcome]

    return after
