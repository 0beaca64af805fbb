"""The main line as data: which stage follows which outcome. A pair not listed is refused.

The guard in closing a stage, the portal's stage strip, the diagram in `docs/stages.md` and the
procedure proof are all derived from this table.
"""

from dataclasses import dataclass

from models.words import SIDE_STAGES, Outcome, Stage


@dataclass(frozen=True)
class Transition:
    """Where the main line goes, and the article behind it; `to` None ends the case."""

    to: Stage | None
    source: str


TRANSITIONS: dict[tuple[Stage, Outcome], Transition] = {
    (Stage.RECEIPT, Outcome.ADVICE_GIVEN): Transition(Stage.CLOSURE, "指导纲要第36条"),
    (Stage.RECEIPT, Outcome.REFERRED): Transition(Stage.CLOSURE, "未成年人保护法第11条"),
    (Stage.RECEIPT, Outcome.ACCEPTED): Transition(Stage.INVESTIGATION, "指导纲要第53条"),
    (Stage.INVESTIGATION, Outcome.SUBSTANTIATED): Transition(Stage.ASSESSMENT, "指导纲要第54条"),
    (Stage.INVESTIGATION, Outcome.NOT_SUBSTANTIATED): Transition(Stage.CLOSURE, "指导纲要第54条"),
    (Stage.ASSESSMENT, Outcome.TO_CONSULTATION): Transition(Stage.CONSULTATION, "指导纲要第70条"),
    (Stage.ASSESSMENT, Outcome.SUPPORT_AT_HOME): Transition(
        Stage.FOLLOW_UP, "指导纲要第58、80、81条"
    ),
    (Stage.CONSULTATION, Outcome.RETURN): Transition(Stage.RETURN_HOME, "指导纲要第71条"),
    (Stage.CONSULTATION, Outcome.RELATIVES): Transition(Stage.RELATIVE_CARE, "《意见》第17条"),
    (Stage.CONSULTATION, Outcome.EXTEND): Transition(Stage.ASSESSMENT, "指导纲要第68条"),
    (Stage.CONSULTATION, Outcome.PETITION): Transition(Stage.REVOCATION, "指导纲要第72条"),
    (Stage.CONSULTATION, Outcome.LONG_TERM): Transition(Stage.PLACEMENT, "未成年人保护法第94条"),
    (Stage.CONSULTATION, Outcome.MORE_INVESTIGATION): Transition(
        Stage.INVESTIGATION, "《意见》第19条"
    ),
    (Stage.CONSULTATION, Outcome.MORE_ASSESSMENT): Transition(Stage.ASSESSMENT, "《意见》第19条"),
    (Stage.RETURN_HOME, Outcome.RETURNED): Transition(Stage.FOLLOW_UP, "指导纲要第75、78条"),
    (Stage.RETURN_HOME, Outcome.NOT_COLLECTED): Transition(
        Stage.CONSULTATION, "指导纲要第71条;本中心规则5A.4"
    ),
    (Stage.RELATIVE_CARE, Outcome.IN_RELATIVE_CARE): Transition(
        Stage.FOLLOW_UP, "《意见》第17、21条"
    ),
    (Stage.RELATIVE_CARE, Outcome.NOT_PLACED): Transition(
        Stage.CONSULTATION, "未成年人保护法第22条"
    ),
    (Stage.REVOCATION, Outcome.REVOKED): Transition(Stage.PLACEMENT, "未成年人保护法第94条"),
    (Stage.REVOCATION, Outcome.COURT_REFUSED): Transition(Stage.CONSULTATION, "《意见》第37条"),
    (Stage.REVOCATION, Outcome.PETITION_WITHDRAWN): Transition(
        Stage.CONSULTATION, "《意见》第19条"
    ),
    (Stage.PLACEMENT, Outcome.PLACED): Transition(Stage.FOLLOW_UP, "指导纲要第79条"),
    # The guardian is the state from then on: nobody else's care is visited.
    (Stage.PLACEMENT, Outcome.IN_LONG_TERM_CARE): Transition(Stage.CLOSURE, "未成年人保护法第94条"),
    (Stage.PLACEMENT, Outcome.LONG_TERM_REFUSED): Transition(
        Stage.CONSULTATION, "未成年人保护法第94条"
    ),
    (Stage.FOLLOW_UP, Outcome.FOLLOWED_UP): Transition(Stage.CLOSURE, "指导纲要第37、78、79条"),
    (Stage.FOLLOW_UP, Outcome.REINTERVENE): Transition(Stage.RECEIPT, "指导纲要第77条"),
    (Stage.CLOSURE, Outcome.CLOSED): Transition(None, "指导纲要第37条"),
    # The child is (again) in temporary guardianship: nobody goes home without an assessment.
    # A finding interrupts the visits, it does not end them (ADR-0125).
    (Stage.CLOSURE, Outcome.VISITS_OWED): Transition(Stage.FOLLOW_UP, "指导纲要第77–79条"),
    (Stage.CLOSURE, Outcome.REINTERVENE): Transition(Stage.ASSESSMENT, "未成年人保护法第93条"),
}

#: Where a closed case may begin again. Return, relatives' care, petition and placement need a
#: conclusion or judgment of their own first (outline 71, 72; minors law 94).
REOPENS_AT: frozenset[Stage] = frozenset(
    {
        Stage.RECEIPT,
        Stage.INVESTIGATION,
        Stage.ASSESSMENT,
        Stage.CONSULTATION,
        Stage.FOLLOW_UP,
    }
)

#: Side procedures end like this; the main line is not moved by it.
SIDE_OUTCOMES: frozenset[Outcome] = frozenset({Outcome.DONE, Outcome.LAPSED})


def after(stage: Stage, outcome: Outcome) -> Transition:
    """Say where the main line goes.

    Raises:
        KeyError: The pair is not in the table: a fault of the program, never of a person.
    """
    return TRANSITIONS[stage, outcome]


#: Side procedures of which a case has one at a time: two would decide the same thing twice.
ONE_AT_A_TIME: frozenset[Stage] = frozenset(
    {Stage.EXTENSION, Stage.MAJORITY, Stage.TRANSFER, Stage.MISSING, Stage.DEATH}
)
#: What the law still asks after the child's death: a reply (minors law 114), an answer to the
#: reporter (minors law 11).
STILL_ASKED_AFTER_DEATH: frozenset[Stage] = frozenset({Stage.FEEDBACK, Stage.SUGGESTION_REPLY})
#: Every other side procedure was for the child, and ends.
ENDS_WITH_DEATH: tuple[Stage, ...] = tuple(
    one for one in SIDE_STAGES if one not in STILL_ASKED_AFTER_DEATH | {Stage.DEATH}
)
