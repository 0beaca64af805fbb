"""Recording a paper that came when no step asks for it any more (补记来件).

In a closed case only who leads does it, like every correction there. The procedure does not move;
the team is told, and the entry stands among what was put right of the record.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.forms.late_paper import LatePaper
from models.law.dates import shanghai_date
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import case, correction
from models.store.events import Happening
from models.store.notices import tell_each
from models.tables.case import CaseState
from models.words import NoticeKind, Tag
from tasks.act import Act, Done
from tasks.acts.putting_right import changed

#: Under which name the entry of `corrections` has it: there was nothing, and now there is this.
LATE_PAPER = "late_paper"


def record_late_paper(act: Act, case_id: UUID, raw: Mapping[str, Any]) -> Done[UUID]:
    """Keep what came, sealed, and tell the team; returns the entry.

    Raises:
        NotAllowed: The actor's role does not, in a closed case or in an open one.
        FormInvalid: Every error at once.
        RuleBroken: The case is void.
    """
    act.require(Permission.CORRECT_PEOPLE)
    found = case.lock(act.db, case_id)
    if found.state is not CaseState.OPEN:
        act.require(Permission.CORRECT_ANSWER)
    if found.state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废,材料请登记到并入的案件,或者另立新案。")
    form = LatePaper.parse(raw, act.office.pack(found.pack, found.locality))
    if form.received_on > shanghai_date(act.now):
        raise FormInvalid({"received_on": ["收到日期不能晚于今天。"]})
    entry_id, seal = uuid4(), act.office.seal
    correction.keep(
        act.db, id=entry_id, case=case_id, centre=found.centre_id, step=None, at=act.now,
        by=act.actor.officer_id,
        reason=seal.close_text(form.reason, SealedPlace.CORRECTED_WHY.of(entry_id)),
        evidence=seal.close_text(form.name, SealedPlace.CORRECTED_BY.of(entry_id)),
        changed=seal.close_json(
            changed({}, {LATE_PAPER: form.dump()}), SealedPlace.CORRECTED.of(entry_id)
        ),
    )  # fmt: skip
    detail = {"entry": str(entry_id), "follows": form.follows.value}
    happened = Happening(Tag.PAPER_CAME, None, None, act.actor.officer_id, detail)
    act.note([happened], case_id=case_id, centre_id=found.centre_id)
    told = sorted({*correction.team(act.db, case_id)} - {act.actor.officer_id})
    tell_each(
        [(one, None, f"late-paper:{entry_id}") for one in told],
        act.db, kind=NoticeKind.CORRECTED, case_id=case_id, centre_id=found.centre_id, at=act.now,
    )  # fmt: skip
    return Done(entry_id)
