"""Reasoned correction of who the people are; what was in signature falls with the old data."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.facts.ahead import born_ahead
from models.forms.correction import PeopleCorrection
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import approval, case, correction
from models.store import step as steps
from models.store.case import LockedCase
from models.store.events import Happening
from models.tables.case import CaseState
from models.words import Tag
from tasks.act import Act, Done
from tasks.acts.binding import has_changed, version_of, void
from tasks.acts.people import guardians_now, replace_guardians
from tasks.acts.putting_right import changed
from tasks.deadlines.custody_recount import recount_custody
from tasks.record.child import read_child, write_child


def correct_people(act: Act, case_id: UUID, raw: Mapping[str, Any]) -> Done[int]:
    """Put right who the child and the guardians are.

    Returns:
        How many documents in signature were voided; their stages are gone on with.

    Raises:
        FormInvalid: Every error at once.
        NotAllowed: The actor's role does not correct.
        RuleBroken: The case is void. A closed one is put right by who leads.
    """
    act.require(Permission.CORRECT_PEOPLE)
    found = case.lock(act.db, case_id)
    if found.state is not CaseState.OPEN:
        act.require(Permission.CORRECT_ANSWER)
    if found.state is CaseState.VOIDED:
        raise RuleBroken("案件已经作废,不能更正。")
    form = PeopleCorrection.parse(raw, act.office.pack(found.pack, found.locality))
    if wrong := born_ahead(form, act.now):
        raise FormInvalid(wrong)
    known = read_child(act.db, act.office, found.child_id)
    now_known = form.child.model_dump(mode="json")
    _keep(act, found, form, {"child": known, "guardians": guardians_now(act, case_id)})
    write_child(act.db, act.office, found.child_id, form.child)
    if form.guardians:
        replace_guardians(act.db, act.office, case_id, form.guardians)
    recounted = recount_custody(act.db, act.office, case_id, now=act.now)
    act.note(
        [
            Happening(
                Tag.IDENTITY_CORRECTED,
                None,
                None,
                act.actor.officer_id,
                {
                    "fields": sorted(k for k in now_known if now_known[k] != known.get(k)),
                    "guardians": len(form.guardians),
                    "reason": act.office.seal.close_text(
                        form.reason, SealedPlace.CORRECTION_REASON.of(case_id)
                    ).hex(),
                },
            ),
            *recounted,
        ],
        case_id=case_id,
        centre_id=found.centre_id,
    )
    voided = void_what_changed(act, case_id)
    return Done(len(voided), tuple(voided))


def _keep(act: Act, found: LockedCase, form: PeopleCorrection, was: Mapping[str, Any]) -> None:
    """Keep what was known and what is known now, with the reason."""
    now = form.model_dump(mode="json")
    if not form.guardians:
        now["guardians"] = was["guardians"]
    seal, entry_id = act.office.seal, uuid4()
    correction.keep(
        act.db, id=entry_id, case=found.id, centre=found.centre_id, step=None, at=act.now,
        by=act.actor.officer_id,
        reason=seal.close_text(form.reason, SealedPlace.CORRECTED_WHY.of(entry_id)),
        # Its form asks for both in one.
        evidence=seal.close_text(form.reason, SealedPlace.CORRECTED_BY.of(entry_id)),
        changed=seal.close_json(
            changed(was, {name: now[name] for name in was}), SealedPlace.CORRECTED.of(entry_id)
        ),
    )  # fmt: skip


def void_what_changed(act: Act, case_id: UUID) -> list[UUID]:
    """Void what is in signature and rests on what changed; the stages to go on with."""
    voided = []
    for chain in approval.open_chains(act.db, case_id):
        step = steps.lock(act.db, chain.step_id)
        version = version_of(act, chain)
        if has_changed(act, step, version):
            void(act, step, version)
            voided.append(step.stage_id)
    return voided
