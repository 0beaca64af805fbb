"""The steps of a stage, read from the stage function itself, so that they are written once only.

The function's syntax is walked in the order in which it is told. Each verb met is played on a
journal that writes down what it would do; what only a case can know (a date, a party) becomes a
placeholder. So keys, owners and rules are those of `tasks.stage_run`, whatever a stage says.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flows.catalogue import PROCEDURE
from models.errors import BrokenInvariant
from models.forms.base import Form
from models.words import Holder, Outcome, Stage
from tasks.journal.effect import Effect
from tasks.journal.entry import Entry, StageFacts, Waiting
from tasks.stage_run import Ask, StageRun

#: Stands for every instant that only a case knows.
SOME_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
#: Verbs that are steps of their own; `ask_all` and `ask_each` only gather `Ask(…)`.
VERBS = (
    "ask", "offer", "issue", "approve", "wait_until", "start_clock", "extend_clock",
    "begin_custody", "end_custody", "start", "divert", "move_case", "close_case",
)  # fmt: skip


@dataclass(frozen=True)
class ToldStep:
    """One step as a stage tells it.

    Attributes:
        effect: What it does; its key may hold a `{placeholder}`.
        decided: Arguments that an earlier answer decides: name → expression in the stage.
        when: Conditions under which it is reached, as the stage writes them; empty: always.
        repeats: Whether it stands in a loop, and comes again with a turn or a subject.
    """

    effect: Effect
    decided: Mapping[str, str]
    when: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True)
class Told:
    """A stage: its steps in order, and the conclusion without which it cannot begin."""

    steps: tuple[ToldStep, ...]
    needs_conclusion: Outcome | None


@cache
def read_stage(stage: Stage) -> Told:
    """Read the steps of a stage from its function."""
    function = PROCEDURE[stage]
    tree = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)  # noqa: S101 - a stage is a function
    reader = _Reader(function.__globals__, stage)
    reader.block(tree.body, (), repeats=False)
    return Told(tuple(reader.steps), reader.needs_conclusion)


class _Unknown(str):
    """An expression whose value only a case knows."""

    __slots__ = ()


class _Notes:
    """A journal in which nothing is done yet, and which writes down what would be."""

    def __init__(self, stage: Stage) -> None:
        self.facts = StageFacts(stage, SOME_INSTANT, SOME_INSTANT, None)
        self.effect: Effect | None = None

    def find(self, key: str) -> Entry | None:
        del key
        return None

    def answer(self, entry: Entry) -> Form:
        raise BrokenInvariant(f"{entry.key} was never opened")

    def do(self, effect: Effect) -> None:
        self.effect = effect
        raise Waiting

    def take_up(self, entry: Entry) -> None:
        del entry


class _Reader:
    def __init__(self, names: Mapping[str, Any], stage: Stage) -> None:
        self.steps: list[ToldStep] = []
        self.needs_conclusion: Outcome | None = None
        self._names = dict(names)
        self._stage = stage

    def block(
        self, body: list[ast.stmt], when: tuple[str, ...], *, repeats: bool
    ) -> tuple[str, ...]:
        """Read statements in order; what has ended the stage before is a condition of the rest.

        Returns:
            The conditions under which this block, once entered, ends the stage.
        """
        ends: tuple[str, ...] = ()
        for statement in body:
            leaving = self._statement(statement, when, repeats=repeats)
            when += tuple(_negated(condition) for condition in leaving)
            ends += leaving
        return ends

    def _statement(
        self, statement: ast.stmt, when: tuple[str, ...], *, repeats: bool
    ) -> tuple[str, ...]:
        if isinstance(statement, ast.Return | ast.Raise):
            return ("True",)
        if isinstance(statement, ast.If):
            return self._choice(statement, when, repeats=repeats)
        if isinstance(statement, ast.For):
            self._calls(statement.iter, when, repeats=repeats)
            return self._loop(statement, when)
        self._calls(statement, when, repeats=repeats)
        return ()

    def _choice(self, choice: ast.If, when: tuple[str, ...], *, repeats: bool) -> tuple[str, ...]:
        yes = ast.unparse(choice.test)
        no = _negated(yes)
        ends: tuple[str, ...] = ()
        for condition, body in ((yes, choice.body), (no, choice.orelse)):
            within = self.block(body, (*when, condition), repeats=repeats)
            ends += tuple(
                condition if inner == "True" else f"{condition} and {inner}" for inner in within
            )
        return ends

    def _loop(self, loop: ast.For, when: tuple[str, ...]) -> tuple[str, ...]:
        values = self._value(loop.iter)
        if isinstance(loop.target, ast.Name) and isinstance(values, tuple):
            for value in values:
                self._names[loop.target.id] = value
                self.block(loop.body, when, repeats=False)
            return ()
        return tuple(e for e in self.block(loop.body, when, repeats=True) if e != "True")

    def _calls(self, node: ast.AST, when: tuple[str, ...], *, repeats: bool) -> None:
        """Read the verbs within a statement, outermost first, in the order they are written."""
        if isinstance(node, ast.GeneratorExp):
            self._each(node, when)
            return
        if isinstance(node, ast.Call) and self._verb(node, when, repeats=repeats):
            return
        for child in ast.iter_child_nodes(node):
            self._calls(child, when, repeats=repeats)

    def _each(self, comprehension: ast.GeneratorExp, when: tuple[str, ...]) -> None:
        subjects = comprehension.generators[0]
        values = self._value(subjects.iter)
        if isinstance(subjects.target, ast.Name) and isinstance(values, tuple):
            for value in values:
                self._names[subjects.target.id] = value
                self._calls(comprehension.elt, when, repeats=False)
        else:
            self._calls(comprehension.elt, when, repeats=True)

    def _verb(self, call: ast.Call, when: tuple[str, ...], *, repeats: bool) -> bool:
        notes = _Notes(self._stage)
        run = StageRun(notes)
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if isinstance(call.func, ast.Name) and self._value(call.func) is Ask:
            verb: Callable[..., Any] = Ask
        elif name == "require_conclusion":
            self.needs_conclusion = self._value(call.args[0])
            return True
        elif name in VERBS and ast.unparse(call.func) == f"stage.{name}":
            verb = getattr(run, name)
        else:
            return False
        given, decided = self._arguments(inspect.signature(verb), call)
        with suppress(Waiting):
            # A verb stops here, its effect noted; an `Ask` is only a value until it is asked.
            run.ask_all(verb(**given))
        if notes.effect is None:
            raise BrokenInvariant(f"stage.{name} did nothing in {self._stage}")
        self.steps.append(ToldStep(notes.effect, decided, when, repeats))
        return True

    def _arguments(
        self, signature: inspect.Signature, call: ast.Call
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Values of a verb's arguments, and those that only a case knows."""
        named = {word.arg: word.value for word in call.keywords if word.arg}
        written = signature.bind_partial(*call.args, **named).arguments
        values = {name: self._value(node) for name, node in written.items()}
        unknown = {name: str(v) for name, v in values.items() if isinstance(v, _Unknown)}
        known = {name: value for name, value in values.items() if name not in unknown}
        known |= {name: _PLACEHOLDERS.get(name, f"{{{text}}}") for name, text in unknown.items()}
        return known, {name: text for name, text in unknown.items() if name != "turn"}

    def _value(self, node: ast.expr) -> Any:
        """What an expression is worth before there is a case; an `_Unknown` if nothing yet."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and node.id in self._names:
            return self._names[node.id]
        if isinstance(node, ast.Attribute):
            whole = self._value(node.value)
            if not isinstance(whole, _Unknown):
                return getattr(whole, node.attr)
        if isinstance(node, ast.Tuple):
            return tuple(self._value(part) for part in node.elts)
        if isinstance(node, ast.JoinedStr):
            return self._text(node)
        return _Unknown(ast.unparse(node))

    def _text(self, node: ast.JoinedStr) -> str:
        """An f-string whose unknown parts stay in braces; it names a key, so it is no unknown."""
        said = ""
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value = self._value(part.value)
                said += f"{{{value}}}" if isinstance(value, _Unknown) else str(value)
            elif isinstance(part, ast.Constant):
                said += str(part.value)
        return said


#: What stands for an argument that only a case knows; others stand for themselves, in braces.
_PLACEHOLDERS: Mapping[str, Any] = {
    "since": SOME_INSTANT, "by": SOME_INSTANT, "at": SOME_INSTANT, "until": SOME_INSTANT,
    "rule": None, "turn": 1, "holder": Holder.CENTRE,
}  # fmt: skip


def _negated(condition: str) -> str:
    """The opposite of a condition: `not ruling.granted` gives `ruling.granted`, and back."""
    test = ast.parse(condition, mode="eval").body
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return ast.unparse(test.operand)
    return ast.unparse(ast.UnaryOp(ast.Not(), test))
