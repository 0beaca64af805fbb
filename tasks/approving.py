"""Approval chains: opened for an exact document, signed by role, never by who wrote it."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, text

from models.errors import BrokenInvariant
from models.store.officers import Owner
from models.tables.step import Signature
from models.words import SignatureState, SignMode, StepKind, Tag
from tasks.case_journal import CaseJournal
from tasks.effects import OpenApproval
from tasks.opening import blank_row, notify, owner_for, rounds, write_steps

NO_LEGAL_LIMIT = "审批没有法定期限,以文书所在环节的期限为准。"

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
    step = blank_row(journal, kind=StepKind.APPROVE, key=effect.key)
    step |= {
        "about": effect.about,
        "turn": effect.turn,
        "paper": effect.paper.value,
        "round": rounds(journal, [effect.key]).get(effect.key, 1),
        "owner_role": effect.by[0],
        "no_due_reason": NO_LEGAL_LIMIT,
        "result": {"version": str(version.id)},
    }
    owners = _signers(journal, effect, barred=list(version.authors))
    step["owner_id"] = owners[0].officer_id if owners[0] else None
    write_steps(journal, [step])
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


def _signers(
    journal: CaseJournal, effect: OpenApproval, *, barred: list[UUID]
) -> list[Owner | None]:
    """One signer a role; nobody twice, nobody who wrote it."""
    chosen: list[Owner | None] = []
    for role in effect.by:
        owner = owner_for(journal, role, barred)
        chosen.append(owner)
        if owner:
            barred.append(owner.officer_id)
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
