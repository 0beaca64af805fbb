"""Superseding: what a return, a withdrawal or changed data puts aside; everything is kept."""

from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.sealed_places import SealedPlace
from models.store import answers
from models.store import step as steps
from models.store.answers import EarlierForm
from models.store.events import Happening
from models.store.step import StepInCase
from models.words import Tag
from tasks.act import Act


def overtake(act: Act, step: StepInCase, target: UUID, *, position: int, reason: str) -> None:
    """Supersede the step `target`, at `position`, and all that came after it in its stage.

    Effects on the world (custody, clocks, side procedures) stay: they happened. What the law said
    of an overtaken answer does not: it is asked again of the new one. Parallel forms
    beside `target` keep their answers. A signature given before falls too; who gave it stays.
    """
    sealed = act.office.seal.close_text(reason, SealedPlace.STEP_REASON.of(target))
    overtaken = steps.supersede(
        act.db, step.stage_id, target, position=position, reason=sealed, now=act.now
    )
    act.note(
        [
            Happening(
                Tag.STEP_SUPERSEDED,
                step.stage_id,
                one.id,
                act.actor.officer_id,
                {"key": one.key, "round": one.round},
            )
            for one in overtaken
        ],
        case_id=step.case_id,
        centre_id=step.centre_id,
    )


def earlier_form(db: Connection, step_id: UUID, to_step: UUID) -> EarlierForm:
    """The answered form an approval may be returned to.

    Raises:
        RuleBroken: It is not an earlier answered form of the same stage.
    """
    for form in answers.earlier_forms(db, step_id):
        if form.id == to_step:
            return form
    raise RuleBroken("只能退回到本阶段较早的已办理环节。")


def last_form(db: Connection, step_id: UUID) -> EarlierForm:
    """The newest answered form before an approval.

    Raises:
        RuleBroken: There is none.
    """
    forms = answers.earlier_forms(db, step_id)
    if not forms:
        raise RuleBroken("没有可以退回的环节。")
    return forms[-1]
