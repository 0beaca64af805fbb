"""Obligations (约定事项) as pages show them: what is owed, by whom, until when, and by which answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.errors import BrokenInvariant
from models.facts.obligations import obliged_by
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.store import obligations
from models.store.ledger import LIVE
from models.store.obligations import ObligationLine, Obliging
from models.words import Holder
from tasks.deadlines.obliging import key_of
from web.lights import light_of
from web.listing import Due, marks_of
from web.moments import due_words, left, weekday
from web.names import holder_name, stage_name
from web.unsealing import Opener, called
from web.wording import _, word

#: What is due within so many days stands in the list, whatever its light; later ones are folded.
_NEAR = timedelta(days=7)
#: The light of what has time.
_CALM = 3


@dataclass(frozen=True)
class ShownObligation:
    """One obligation."""

    href: str
    """Where it is settled."""
    title: str
    words: str
    """What was promised, in the words of the answer; empty where the title says it all."""
    source_href: str
    """The answer that obliges to it."""
    stage: str
    case_href: str
    number: str
    child: str
    due: Due
    ball: str
    follows: str
    state: str
    row: ObligationLine

    is_near: bool
    """Whether its day is past, or near enough to be seen to now."""

    @property
    def is_live(self) -> bool:
        """Whether it is owed still."""
        return self.row.state in LIVE


def shown_obligations(
    db: Connection, rows: Sequence[ObligationLine], opener: Opener, now: datetime
) -> list[ShownObligation]:
    """Describe obligations, with their words where they are owed still.

    One that does not open is left out and told.
    """
    owed = {row.obliged_by for row in rows if row.state in LIVE}
    words = words_of(obligations.in_words(db, owed), opener)
    return opener.each(
        rows, lambda row: _one(row, opener, now, words), lambda row: f"deadlines:{row.id}"
    )


def words_of(answers: Sequence[Obliging], opener: Opener) -> dict[str, str]:
    """What was promised, by the key of the deadline."""
    told: dict[str, str] = {}
    for one in answers:
        stored = opener.json(one.answer, SealedPlace.STEP_ANSWER.of(one.id))
        try:
            owed = obliged_by(FORMS[one.form].load(stored)) if stored is not None else ()
        except BrokenInvariant:
            continue
        told |= {key_of(each, one.id): each.words for each in owed}
    return told


def _one(
    row: ObligationLine, opener: Opener, now: datetime, words: Mapping[str, str]
) -> ShownObligation:
    ours = row.holder == Holder.CENTRE
    owner = row.owner or _("无人负责")
    return ShownObligation(
        href=f"/deadlines/{row.id}",
        title=word(row.title),
        words=words.get(row.key, ""),
        source_href=f"/steps/{row.obliged_by}",
        stage=stage_name(row.stage),
        case_href=f"/cases/{row.case_id}",
        number=row.number,
        child=called(opener, row.child_id, row.identity),
        due=Due(
            light=light_of(row.light, still=row.stands_still),
            words=due_words(row.due_at, now, None),
            left=left(row.due_at, now),
            weekday=weekday(row.due_at),
            marks=marks_of(row.is_provisional, row.confirmed),
        ),
        ball=owner if ours else holder_name(row.holder),
        follows="" if ours else owner,
        state={
            "running": _("待办到"),
            "suspended": _("中止"),
            "met": _("逾期办到") if row.met_late else _("按期办到"),
            "stopped": _("不再需要"),
        }[row.state],
        row=row,
        is_near=row.light < _CALM or row.due_at < now + _NEAR,
    )
