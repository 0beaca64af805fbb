"""Side procedure: the case moves to another centre 案件移交 (jurisdiction by place; risk by rank)."""

from flows.stage import stage_flow
from models.forms.transfer import TransferReceipt, TransferRequest
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.TRANSFER)
def transfer(stage: StageRun) -> Outcome:
    """Hand the case over; it is ours until the other centre has signed for it.

    Temporary guardianship goes along inside this installation; elsewhere it ends by the written
    hand-over of the child, and by no receipt for a file.
    """
    request = stage.ask(TransferRequest, of=Role.CASEWORKER, rule="C.4")
    stage.issue(Paper.REFERRAL_LETTER)
    stage.approve(Paper.REFERRAL_LETTER, by=(Role.SUPERVISOR, Role.DIRECTOR))
    receipt = stage.ask(TransferReceipt, of=Role.CASEWORKER, rule="C.4", holder=Holder.OTHER_CENTRE)
    if not receipt.accepted:
        return Outcome.LAPSED
    if receipt.handover:
        stage.issue(Paper.HANDOVER)
        stage.end_custody(receipt.handover.handed_over_at)
    stage.move_case(request.to_centre)
    return Outcome.DONE
