"""Approval chains: opened for an exact document, signed by role, never by who wrote it."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, text

from models.errors import BrokenInvariant
from models.store import own_targets
from models.store.officers import Owner
from models.tables.step import Signature
from models.words import SignatureState, SignMode, StepKind, Tag
from tasks.deadlines.counting import deadline
from tasks.effects.opening import blank_row, deadline_of, notify, write_steps
from tasks.effects.owning import admit, choose
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import OpenApproval

_NEWEST = text(
    """
    SELECT v.id, v.sha256, v.data_digest, v.authors FROM paper_versions v
    JOIN papers p ON p.id = v.paper_id
    WHERE p.stage_id = :stage AND p.paper = :paper AND p.about IS NOT DISTINCT FROM :about
      AND NOT v.void
    ORDER BY v.version DESC LIMIT 1
    """
)


def open_approval(journal: CaseJournal, effect: OpenApproval) -> None:
    """Write the chain; the first signer's turn comes at once, or all signers' together."""
    sought = {"stage": journal.row.id, "paper": effect.paper.value, "about": effect.about}
    version = journal.db.execute(_NEWEST, sought).first()
    if version is None:
        raise BrokenInvariant("送审的文书不存在。")
    step = _open_step(journal, effect, version)
    owners = _signers(journal, effect, authors=version.authors)
    if owners[0]:
        step["owner_id"] = owners[0].officer_id
        step["stands_in_for"] = owners[0].stands_in_for
    _write_step(journal, effect, step)
    signatures = [
        _signature(journal, step["id"], effect, version, index=index, owner=owner)
        for index, owner in enumerate(owners)
    ]
    journal.db.execute(insert(Signature.__table__), signatures)  # type: ignore[arg-type]
    journal.note(
        Tag.APPROVAL_OPENED,
        step_id=step["id"],
        paper=effect.paper.value,
        sha256=version.sha256,
        data=version.data_digest,
        by=[role.value for role in effect.by],
    )
    for row in signatures:
        if row["state"] is SignatureState.OPEN:
            notify(
                journal,
                row["officer_id"],
                kind="approval",
                step_id=step["id"],
                once=f"approval:{row['id']}",
            )


def _open_step(journal: CaseJournal, effect: OpenApproval, version: Row[Any]) -> dict[str, Any]:
    return blank_row(journal, kind=StepKind.APPROVE, key=effect.key) | {
        "about": effect.about,
        "turn": effect.turn,
        "paper": effect.paper.value,
        "round": journal.next_round(effect.key),
        "owner_role": effect.by[0],
        "rule": effect.rule,
        "result": {"version": str(version.id)},
    }


def _write_step(journal: CaseJournal, effect: OpenApproval, step: dict[str, Any]) -> None:
    """Write the step with the target for the whole chain; no law sets a time for signing."""
    counted = deadline(
        journal.office,
        journal.calendar,
        pack=journal.row.pack,
        locality=journal.row.locality,
        rule=effect.rule,
        since=journal.now,
        by=None,
        own=own_targets.read(journal.row.own),
    )
    if isinstance(counted, str):
        step["no_due_reason"] = counted
        write_steps(journal, [step])
        return
    step["due_at"] = counted.due_at
    write_steps(journal, [step], [deadline_of(journal, step, counted, step["holder"])])


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
    version: Row[Any],
    *,
    index: int,
    owner: Owner | None,
) -> dict[str, Any]:
    first = index == 0 or effect.mode is SignMode.TOGETHER
    return {
        "id": uuid4(),
        "case_id": journal.row.case_id,
        "step_id": step_id,
        "centre_id": journal.row.centre_id,
        "ordinal": index + 1,
        "role": effect.by[index],
        "mode": effect.mode,
        "officer_id": owner.officer_id if owner else None,
        "stands_in_for": owner.stands_in_for if owner else None,
        "state": SignatureState.OPEN if first else SignatureState.PENDING,
        "opened_at": journal.now if first else None,
        "version_id": version.id,
        "sha256": version.sha256,
        "data_digest": version.data_digest,
    }
