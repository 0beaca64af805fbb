"""What every change of a deadline by a person shares: who may, who is told."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from models.errors import FormInvalid, RuleBroken
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import identities
from models.store.events import Happening
from models.store.ledger import DeadlineOfCase
from models.store.notices import tell
from models.words import NoticeKind, Tag
from tasks.act import Act

_NO_NAMES = "会印在期限计算单上,请不要写未成年人和监护人的姓名。"


def refuse_others(act: Act, deadline: DeadlineOfCase) -> None:
    """Let supervisors and the director change a deadline that still counts.

    Raises:
        NotAllowed: Another role.
        RuleBroken: The deadline or the case has ended.
    """
    act.require(Permission.CHANGE_DEADLINE)
    if not deadline.counts:
        raise RuleBroken("这个期限已经结束,不能再变更。")


def refuse_names(act: Act, case_id: UUID, **texts: str | None) -> None:
    """Refuse words that name the child or a guardian: they are printed on the receipt.

    Raises:
        FormInvalid: By field.
    """
    names = set(_names(act, case_id))
    named = [name for name, text in texts.items() if any(one in (text or "") for one in names)]
    if named:
        raise FormInvalid({name: [_NO_NAMES] for name in named})


def _names(act: Act, case_id: UUID) -> Iterator[str]:
    for one in identities.of_case(act.db, case_id):
        place = SealedPlace.CHILD_IDENTITY if one.is_child else SealedPlace.PERSON_IDENTITY
        known = act.office.seal.open_json(one.identity, place.of(one.id))
        found = (str(known.get(key) or "") for key in ("name", "called"))
        yield from (name for name in found if len(name) > 1)


def announce(act: Act, deadline: DeadlineOfCase, tag: Tag, once: str, **detail: Any) -> None:
    """Write the event and tell who owns the deadline, unless they did it themselves."""
    who, step_id = act.actor.officer_id, deadline.step_id
    told = {"rule": deadline.rule, "deadline": str(deadline.id)} | detail
    of_case = {"case_id": deadline.case_id, "centre_id": deadline.centre_id}
    act.note([Happening(tag, deadline.stage_id, step_id, who, told)], **of_case)
    owner = deadline.owner_id or deadline.lead_id
    if owner != who:
        tell(
            act.db, owner, kind=NoticeKind.CHANGED, once=once, step_id=step_id, at=act.now,
            **of_case,
        )  # fmt: skip
