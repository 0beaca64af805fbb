"""Approval chains: opened for an exact document, signed by role, never by who wrote it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from uuid import UUID, uuid4

from models.errors import BrokenInvariant
from models.store import approval, own_targets, paper
from models.store.approval import NewSignature
from models.store.journal import NewStep
from models.store.officers import Owner
from models.store.paper import NewestVersion
from models.words import SignatureState, SignMode, StepKind, Tag
from tasks.deadlines.counting import Counted, deadline
from tasks.effects.opening import deadline_of, due, new_step, notify, write_steps
from tasks.effects.owning import admit, choose
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import OpenApproval
from tasks.journal.task_settings import effect_task


@effect_task("open-approval")
def open_approval(journal: CaseJournal, effect: OpenApproval) -> None:
    """Write the chain; the first signer's turn comes at once, or all signers' together."""
    version = paper.newest(journal.db, journal.row.id, effect.paper, effect.about)
    if version is None:
        raise BrokenInvariant("送审的文书不存在。")
    owners = _signers(journal, effect, authors=version.authors)
    step = _step(journal, effect, version, owners[0])
    _write_step(journal, step, effect.until)
    journal.settle()
    signatures = [
        _signature(journal, step.id, effect, version, index=index, owner=owner)
        for index, owner in enumerate(owners)
    ]
    approval.write(journal.db, signatures)
    journal.note(
        Tag.APPROVAL_OPENED,
        step_id=step.id,
        paper=effect.paper.value,
        sha256=version.sha256,
        data=version.data_digest,
        by=[role.value for role in effect.by],
    )
    for asked in signatures:
        if asked.state is SignatureState.OPEN:
            once = f"approval:{asked.id}"
            notify(journal, asked.officer_id, kind="approval", step_id=step.id, once=once)


def _step(
    journal: CaseJournal, effect: OpenApproval, version: NewestVersion, first: Owner | None
) -> NewStep:
    return replace(
        new_step(journal, StepKind.APPROVE, effect.key),
        about=effect.about,
        turn=effect.turn,
        paper=effect.paper.value,
        owner_role=effect.by[0],
        owner_id=first.officer_id if first else None,
        stands_in_for=first.stands_in_for if first else None,
        rule=effect.rule,
        result={"version": str(version.id)},
    )


def _write_step(journal: CaseJournal, step: NewStep, until: datetime | None) -> None:
    """Write the step with the target for the whole chain, or the instant that somebody set."""
    counted = deadline(
        journal.office,
        journal.calendar,
        pack=journal.row.pack,
        locality=journal.row.locality,
        rule=step.rule,
        since=journal.now,
        by=until,
        own=own_targets.read(journal.row.own),
    )
    started = [deadline_of(journal, step, counted)] if isinstance(counted, Counted) else []
    write_steps(journal, [due(step, counted)], started)


def _signers(
    journal: CaseJournal, effect: OpenApproval, *, authors: list[UUID]
) -> list[Owner | None]:
    """One signer a role; nobody twice, nobody who wrote it.

    Who has several roles is kept for the one that nobody else has.
    """
    chosen: list[Owner | None] = []
    for order in permutations(range(len(effect.by))):
        found = _choose(journal, effect, order, authors)
        if not chosen or found.count(None) < chosen.count(None):
            chosen = found
        if None not in chosen:
            break
    for owner, role in zip(chosen, effect.by, strict=True):
        if owner:
            admit(journal, owner, role)
    return chosen


def _choose(
    journal: CaseJournal, effect: OpenApproval, order: Sequence[int], authors: list[UUID]
) -> list[Owner | None]:
    """Choose in this order of the roles."""
    chosen: list[Owner | None] = [None] * len(effect.by)
    barred = list(authors)
    for place in order:
        owner = choose(journal, effect.by[place], barred)
        chosen[place] = owner
        if owner:
            barred += [one for one in (owner.officer_id, owner.stands_in_for) if one]
    return chosen


def _signature(
    journal: CaseJournal,
    step_id: UUID,
    effect: OpenApproval,
    version: NewestVersion,
    *,
    index: int,
    owner: Owner | None,
) -> NewSignature:
    first = index == 0 or effect.mode is SignMode.TOGETHER
    return NewSignature(
        id=uuid4(),
        case_id=journal.row.case_id,
        step_id=step_id,
        centre_id=journal.row.centre_id,
        ordinal=index + 1,
        role=effect.by[index],
        mode=effect.mode,
        officer_id=owner.officer_id if owner else None,
        stands_in_for=owner.stands_in_for if owner else None,
        state=SignatureState.OPEN if first else SignatureState.PENDING,
        opened_at=journal.now if first else None,
        version_id=version.id,
        sha256=version.sha256,
        data_digest=version.data_digest,
    )
