"""Which documents an ending needs: without them a stage may not end so. A table for lawyers.

The numbers are those of the rulebook (`models.words.PAPER_NUMBERS`).
"""

from collections.abc import Iterator

from documents.titles import TITLES
from flows.readers.memory import MemoryStage
from models.labels import OUTCOMES, STAGES
from models.words import Outcome, Paper, Stage, StepKind, StepState
from proof.seen import Seen, issued, signed_turns

#: Papers that must have been issued when a stage ends, whatever its outcome.
ALWAYS: dict[Stage, tuple[Paper, ...]] = {
    Stage.RECEIPT: (Paper.REGISTRATION,),
    Stage.INVESTIGATION: (Paper.INVESTIGATION_REPORT,),
    Stage.ASSESSMENT: (Paper.ASSESSMENT_REPORT,),
    Stage.CONSULTATION: (Paper.CONSULTATION_NOTICE, Paper.CONSULTATION_MINUTES),
    Stage.RETURN_HOME: (Paper.COLLECTION_NOTICE, Paper.BRIEFING_LETTER),
    Stage.REVOCATION: (Paper.REVOCATION_PETITION,),
    Stage.CLOSURE: (Paper.CLOSING_REPORT,),
    Stage.PROTECTION_ORDER: (Paper.PROTECTION_APPLICATION,),
    Stage.INJUNCTION: (Paper.INJUNCTION_APPLICATION,),
    Stage.SUGGESTION_REPLY: (Paper.SUGGESTION_REPLY,),
    Stage.RESTORATION: (Paper.RESTORATION_OPINION,),
    Stage.TRANSFER: (Paper.REFERRAL_LETTER,),
}
#: Further papers of one outcome.
BY_OUTCOME: dict[tuple[Stage, Outcome], tuple[Paper, ...]] = {
    (Stage.RECEIPT, Outcome.REFERRED): (Paper.REFERRAL_LETTER,),
    (Stage.INVESTIGATION, Outcome.NOT_SUBSTANTIATED): (Paper.REFERRAL_LETTER,),
    (Stage.RETURN_HOME, Outcome.RETURNED): (Paper.HANDOVER,),
    (Stage.RELATIVE_CARE, Outcome.IN_RELATIVE_CARE): (Paper.RIGHTS_NOTICE, Paper.HANDOVER),
    (Stage.PLACEMENT, Outcome.PLACED): (Paper.RIGHTS_NOTICE, Paper.HANDOVER),
    (Stage.PLACEMENT, Outcome.IN_LONG_TERM_CARE): (Paper.HANDOVER,),
    (Stage.CUSTODY, Outcome.DONE): (Paper.RECEPTION_HANDOVER, Paper.RIGHTS_NOTICE),
    (Stage.FOLLOW_UP, Outcome.FOLLOWED_UP): (Paper.VISIT_RECORD,),
    (Stage.EXTENSION, Outcome.DONE): (Paper.EXTENSION_FORM, Paper.WORK_PLAN),
    (Stage.RESTORATION, Outcome.DONE): (Paper.HANDOVER,),
}
#: Endings that may come before the paper was due.
EXEMPT: frozenset[tuple[Stage, Outcome]] = frozenset(
    {(Stage.CLOSURE, Outcome.REINTERVENE), (Stage.CLOSURE, Outcome.VISITS_OWED)}
)
#: Papers that carry a decision and are worth nothing unsigned.
SIGNED = frozenset(
    {
        Paper.INVESTIGATION_REPORT, Paper.ASSESSMENT_REPORT, Paper.CONSULTATION_MINUTES,
        Paper.REVOCATION_PETITION, Paper.CLOSING_REPORT, Paper.PROTECTION_APPLICATION,
        Paper.INJUNCTION_APPLICATION, Paper.EXTENSION_FORM, Paper.SUGGESTION_REPLY,
        Paper.RESTORATION_OPINION,
    }
)  # fmt: skip


def endings_have_their_papers(seen: Seen) -> Iterator[str]:
    """Every ending has its documents, signed where they decide something; so has every closing."""
    for stage in seen.ended:
        outcome = stage.outcome
        if outcome is None or outcome is Outcome.INTERRUPTED or (stage.stage, outcome) in EXEMPT:
            continue
        wanted = ALWAYS.get(stage.stage, ()) + BY_OUTCOME.get((stage.stage, outcome), ())
        where = f"“{STAGES[stage.stage]}”以“{OUTCOMES[outcome]}”结束"
        for paper in wanted:
            if paper not in issued(stage):
                yield f"{where},没有出具“{TITLES[paper]}”"
            elif paper in SIGNED and not any(signed_turns(stage, paper)):
                yield f"{where},“{TITLES[paper]}”没有经过审批"
        yield from _visits_are_recorded(stage)


def _visits_are_recorded(stage: MemoryStage) -> Iterator[str]:
    """Each visit has its own record (D13)."""
    if stage.stage is not Stage.FOLLOW_UP:
        return
    for step in stage.steps.values():
        visited = step.kind is StepKind.ASK and step.form == "visit"
        if visited and step.state is StepState.DONE:
            record = step.key.replace("ask:visit", "issue:visit-record")
            if record not in stage.steps:
                yield f"回访{step.key}没有出具“{TITLES[Paper.VISIT_RECORD]}”"
