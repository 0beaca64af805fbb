"""Stage: petition to revoke guardianship 申请撤销监护人资格 (outline 72-73; Civil Code 36).

Next: `flows.placement` when revoked, consulted again when the court refuses.
"""

from itertools import count

from flows.stage import stage_flow
from models.forms.revocation import (
    CourtAcceptance,
    Filing,
    GuardianProposal,
    Judgment,
    PetitionDraft,
)
from models.law.outcomes import after_judgment
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.REVOCATION)
def revocation(stage: StageRun) -> Outcome:
    """Draft, sign, file, and carry the petition to judgment.

    A draft that lacks an element of gate G6 cannot be answered. What the court will not accept
    is corrected and filed again as a new version, by the day that the court sets for all of it.
    """
    stage.require_conclusion(Outcome.PETITION)
    until = None
    for turn in count(1):
        stage.ask(PetitionDraft, of=Role.CASEWORKER, rule="5C.1", by=until, turn=turn)
        stage.issue(Paper.REVOCATION_PETITION, turn=turn)
        signers = (Role.LEGAL, Role.DIRECTOR)
        stage.approve(Paper.REVOCATION_PETITION, by=signers, until=until, turn=turn)
        filing = stage.ask(Filing, of=Role.LEGAL, rule="C.2", by=until, turn=turn)
        acceptance = stage.ask(
            CourtAcceptance,
            of=Role.LEGAL,
            rule="5C.5",
            since=filing.filed_at,
            holder=Holder.COURT,
            turn=turn,
        )
        if acceptance.accepted:
            break
        if acceptance.petition_given_up:
            return Outcome.PETITION_WITHDRAWN
        until = acceptance.correct_until

    stage.ask(GuardianProposal, of=Role.CASEWORKER, rule="5C.8")
    judgment = stage.ask(
        Judgment, of=Role.LEGAL, rule="5C.6", since=acceptance.accepted_at, holder=Holder.COURT
    )
    return after_judgment(judgment.result)
