"""Superseding: what a return, a withdrawal or changed data puts aside; everything is kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import RuleBroken
from models.sealed_places import SealedPlace
from models.store import deadlines, stage
from models.store.events import Happening
from models.words import Tag
from tasks.act import Act

_SUPERSEDE = text(
    "UPDATE steps SET state = 'superseded' WHERE stage_id = :stage AND state IN ('open', 'done') "
    "AND kind IN ('ask', 'approve', 'issue', 'timer') AND (position > :position OR id = :target) "
    "RETURNING id, key, round"
)
_VOID_SIGNATURES = text(
    "UPDATE signatures SET state = 'void' WHERE step_id = ANY (:ids) AND state IN "
    "('open', 'pending', 'approved')"
)
_VOID_VERSIONS = text("UPDATE paper_versions SET void = true WHERE step_id = ANY (:ids)")


def overtake(act: Act, step: Row[Any], target: Row[Any], *, reason: str) -> None:
    """Supersede a step and all that came after it in its stage; everything is kept.

    Effects on the world (custody, clocks, side procedures) stay: they happened. Parallel forms
    beside `target` keep their answers. A signature given before falls too; who gave it stays.
    """
    at = {"stage": step.stage_id, "position": target.position, "target": target.id}
    overtaken = act.db.execute(_SUPERSEDE, at).all()
    ids = [row.id for row in overtaken]
    for statement in (_VOID_SIGNATURES, _VOID_VERSIONS):
        act.db.execute(statement, {"ids": ids})
    deadlines.stop(act.db, deadlines.of_steps(ids), now=act.now)
    stage.raise_fence(act.db, step.stage_id)
    sealed = act.office.seal.close_text(reason, SealedPlace.STEP_REASON.of(target.id))
    act.db.execute(
        text("UPDATE steps SET reason = :reason WHERE id = :target"),
        {"reason": sealed, "target": target.id},
    )
    act.note(
        [
            Happening(
                Tag.STEP_SUPERSEDED,
                step.stage_id,
                row.id,
                act.actor.officer_id,
                {"key": row.key, "round": row.round},
            )
            for row in overtaken
        ],
        case_id=step.case_id,
        centre_id=step.centre_id,
    )


def earlier_form(db: Connection, step: Row[Any], to_step: UUID) -> Row[Any]:
    """The answered form an approval may be returned to.

    Raises:
        RuleBroken: It is not an earlier answered form of the same stage.
    """
    for form in earlier_forms(db, step.id):
        if form.id == to_step:
            return form
    raise RuleBroken("只能退回到本阶段较早的已办理环节。")


def earlier_forms(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """Answered forms of the stage before an approval: where it may be returned to, newest last."""
    return list(
        db.execute(
            text(
                "SELECT f.id, f.key, f.round, f.position, f.form, f.about, f.done_by "
                "FROM steps f JOIN steps a "
                "ON a.stage_id = f.stage_id WHERE a.id = :step AND f.kind = 'ask' "
                "AND f.state = 'done' AND f.position < a.position ORDER BY f.position, f.key"
            ),
            {"step": step_id},
        )
    )


def last_form(db: Connection, step: Row[Any]) -> Row[Any]:
    """The newest answered form before an approval.

    Raises:
        RuleBroken: There is none.
    """
    forms = earlier_forms(db, step.id)
    if not forms:
        raise RuleBroken("没有可以退回的环节。")
    return forms[-1]
