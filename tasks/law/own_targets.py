"""Changing a target of the centre: by the director, with a reason, for what is opened from then on.

Deadlines that run already keep the number they were counted with, unless the director has them
counted again (`preview` and `set_target(..., digest=)`, through `tasks.law.recounting`).
"""

from dataclasses import dataclass

from models.errors import FormInvalid
from models.law.dates import shanghai_date
from models.law.own_targets import read_target
from models.law.pack import RulePack
from models.law.rule import OwnTarget, Rule, Term
from models.permissions import Permission
from models.store import calendars, law_moves, own_targets
from tasks.act import Act
from tasks.law import recounting
from tasks.law.new_law import NewLaw, Preview

_LONGEST_REASON = 500


@dataclass(frozen=True)
class Wanted:
    """A change as typed and read. `term` None: back to the pack's number."""

    rule: Rule
    term: Term | None
    reason: str
    nonce: str

    @property
    def title(self) -> str:
        """What changes, for receipts and lists."""
        number = str(self.term) if self.term else f"规则包的{self.rule.target}"
        return f"本中心目标:规则{self.rule.id}“{self.rule.title}”改为{number}"


def read_wanted(
    pack: RulePack, rule_id: str, *, length: str, unit: str, reason: str, nonce: str
) -> Wanted:
    """Read what the director typed; an empty length takes the pack's number again.

    Raises:
        BadInput: The rule is none of the centre's own.
        FormInvalid: Every error at once.
    """
    rule = pack.rule(rule_id)
    errors: dict[str, list[str]] = {}
    term: Term | None = None
    try:
        term = read_target(pack, rule_id, length or "1", unit)
    except FormInvalid as invalid:
        errors |= invalid.errors
    if not reason:
        errors["reason"] = ["请写明调整的理由。"]
    elif len(reason) > _LONGEST_REASON:
        errors["reason"] = [f"理由最多{_LONGEST_REASON}个字。"]
    if errors:
        raise FormInvalid(errors)
    return Wanted(rule, term if length else None, reason, nonce)


def preview(act: Act, wanted: Wanted) -> Preview:
    """What would move if open deadlines of the centre were counted by it too; changes nothing."""
    act.require(Permission.SET_TARGET)
    return recounting.preview(act.db, act.office, _law(act, wanted), now=act.now)


def set_target(act: Act, wanted: Wanted, *, digest: str = "") -> int:
    """Set a target, and count open deadlines again where a preview is confirmed.

    Args:
        act: By whom and when.
        wanted: As read.
        digest: Of the preview the director has read; empty leaves open deadlines as they are.

    Returns:
        How many open deadlines moved.

    Raises:
        NotAllowed: Only the director may.
        FormInvalid: It is what counts already.
        WorldMoved: What would happen now is not what was previewed.
    """
    act.require(Permission.SET_TARGET)
    now = own_targets.current(act.db, act.actor.centre_id).get(wanted.rule.id)
    old = now.term if now else wanted.rule.target
    if (wanted.term or wanted.rule.target) == old or old is None:
        raise FormInvalid({"length": ["现在就是这个数字,没有改动。"]})
    moved = 0
    if digest:
        own_targets.hold(act.db, act.actor.centre_id)
        law_moves.lock_centre(act.db, act.actor.centre_id)
        law = _law(act, wanted)
        done = recounting.apply(
            act.db, act.office, law, digest=digest, by=act.actor.officer_id, now=act.now
        )
        moved = done.moved
    own_targets.record(
        act.db,
        centre_id=act.actor.centre_id,
        rule=wanted.rule.id,
        old=old,
        new=wanted.term,
        reason=wanted.reason,
        by=act.actor.officer_id,
        at=act.now,
    )
    return moved


def _law(act: Act, wanted: Wanted) -> NewLaw:
    own = None
    if wanted.term:
        own = OwnTarget(term=wanted.term, by=act.actor.name, on=shanghai_date(act.now))
    return NewLaw(
        identity=f"target:{wanted.rule.id}:{wanted.nonce}",
        title=wanted.title,
        calendar=calendars.calendar_of(act.db, calendars.last(act.db)),
        targets={(act.actor.centre_id, wanted.rule.id): own},
    )
