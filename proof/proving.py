"""The proof: walk every plan, ask every property, and say what was found with a path to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.catalogue import PROCEDURE
from flows.stage import StageFunction
from models.labels import OUTCOMES, STAGES
from models.law.stages import TRANSITIONS, Transition
from models.words import Outcome, Stage
from proof.doors import Doors
from proof.ends import check_ends
from proof.graph import Found, Walked
from proof.plan import TURNS, Plan, plans
from proof.properties import ALL, GOES_ON, IS_WALKED
from proof.standing_still import held_up
from proof.telling import after_by, tell_by
from proof.walking import Walker


@dataclass(frozen=True)
class CounterExample:
    """A property that does not hold, and the shortest way to where it fails."""

    code: str
    title: str
    source: str
    says: str
    plan: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What was walked, and what was found."""

    walked: tuple[Walked, ...]
    found: tuple[CounterExample, ...]
    tried: int = 0
    """How many takers and situations were put to the doors; none where only plans were walked."""

    @property
    def holds(self) -> bool:
        """Whether every property holds on every path."""
        return not self.found

    def as_json(self) -> dict[str, Any]:
        """The proof for machines."""
        return {
            "holds": self.holds,
            "plans": [
                {
                    "title": one.plan.title,
                    "states": len(one.nodes),
                    "moves": one.moves,
                    "loops_cut": one.cuts,
                }
                for one in self.walked
            ],
            "doors_tried": self.tried,
            "properties": [vars(one) for one in ALL],
            "found": [{**vars(one), "path": list(one.path)} for one in self.found],
        }

    def as_text(self) -> str:
        """The proof for people, in Chinese."""
        states = sum(len(one.nodes) for one in self.walked)
        moves = sum(one.moves for one in self.walked)
        lines = ["走查范围(每种办理结果、每次审批的同意与退回、每个到期,穷尽;不是抽样):"]
        lines += [f"  {one.plan.title}:{len(one.nodes)}个状态,{one.moves}步" for one in self.walked]
        lines += [
            f"合计{states}个状态、{moves}步;每个循环走{TURNS}轮,每次审批退回一次,回访走两个窗口。",
            *([f"交接的各道门:{self.tried}种接收人和情形逐一问过。"] if self.tried else []),
            "",
        ]
        broken = {one.code for one in self.found}
        lines += ["性质:"]
        lines += [f"  {'✗' if one.code in broken else '✓'} {one.code} {one.title}" for one in ALL]
        if self.holds:
            return "\n".join([*lines, "", "全部成立。"])
        for number, one in enumerate(self.found, 1):
            lines += ["", f"反例{number}  {one.code} {one.title}(依据:{one.source})"]
            lines += [f"  {one.says}", f"  路径({one.plan}):"]
            lines += [f"    {place}. {step}" for place, step in enumerate(one.path, 1)]
            lines += [] if one.path else ["    案件一打开就是这样"]
        return "\n".join([*lines, "", f"没有全部成立:{len(self.found)}处。"])


def prove(
    procedure: Mapping[Stage, StageFunction] | None = None,
    table: Mapping[tuple[Stage, Outcome], Transition] | None = None,
    walks: Iterable[Plan] | None = None,
    *,
    further: Iterable[Plan] = (),
    doors: Doors | None = None,
) -> Proof:
    """Walk all paths of a procedure and ask what must hold.

    Args:
        procedure: Stage functions; those registered when absent.
        table: The main line; the one in force when absent.
        walks: What to walk; everything when absent. Rows of the table that nobody reached are
            only looked for when everything is walked.
        further: What to walk as well.
        doors: What is asked where a child changes hands; what is in force when everything is
            walked, nothing when only some plans are.
    """
    told, rows = procedure or PROCEDURE, table or TRANSITIONS
    walker = Walker(tell_by(told), after_by(rows))
    walked = []
    for plan in (*(plans() if walks is None else walks), *further):
        one = walker.walk(plan)
        check_ends(one)
        walked.append(one)
    found = [_counter_example(one, case) for one in walked for case in one.found.values()]
    if walks is None:
        found += rows_never_reached(rows, walked)
        found += held_up_by_papers(told, rows)
    asked = doors or (Doors() if walks is None else None)
    if asked is not None:
        found += at_doors(asked)
    return Proof(tuple(walked), tuple(_shortest(found)), asked.tried if asked else 0)


def at_doors(doors: Doors) -> list[CounterExample]:
    """Who goes out with the child and may not, and what is let past without its facts."""
    return [
        CounterExample(broken.code, broken.title, broken.source, says, "交接的各道门", path)
        for broken, says, path in doors.found()
    ]


def held_up_by_papers(
    procedure: Mapping[Stage, StageFunction], table: Mapping[tuple[Stage, Outcome], Transition]
) -> list[CounterExample]:
    """What waits for a document that it neither signs nor hands over."""
    return [
        CounterExample(
            GOES_ON.code, GOES_ON.title, GOES_ON.source, held.says, "文书停着不出", held.path
        )
        for held in held_up(tell_by(procedure), after_by(table))
    ]


def _counter_example(walked: Walked, found: Found) -> CounterExample:
    broken = found.broken
    path = tuple(str(move) for move in walked.path(found))
    return CounterExample(
        broken.code, broken.title, broken.source, found.says, walked.plan.title, path
    )


def rows_never_reached(
    rows: Mapping[tuple[Stage, Outcome], Transition], walked: Iterable[Walked]
) -> list[CounterExample]:
    """Rows of the table that no walked path takes: a stage that never ends so."""
    reached = {ending for one in walked for ending in one.endings}
    return [
        CounterExample(
            IS_WALKED.code,
            IS_WALKED.title,
            IS_WALKED.source,
            f"没有路径使“{STAGES[stage]}”以“{OUTCOMES[outcome]}”结束",
            "全部",
            (),
        )
        for stage, outcome in rows
        if (stage, outcome) not in reached
    ]


def _shortest(found: Iterable[CounterExample]) -> list[CounterExample]:
    """Of the same finding in several plans, the one with the shortest path."""
    best: dict[tuple[str, str], CounterExample] = {}
    for one in found:
        had = best.get((one.code, one.says))
        if had is None or len(one.path) < len(had.path):
            best[one.code, one.says] = one
    return list(best.values())
