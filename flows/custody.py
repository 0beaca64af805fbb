"""Side procedure: reception and temporary guardianship 接收与临时监护 (opinions 11-15, outline 66-68).

T0, the start of temporary guardianship, comes from the signed hand-over alone (gate G3).
"""

from flows.stage import stage_flow
from models.forms.base import Form
from models.forms.custody import (
    CustodyDecision,
    HealthCheck,
    IdentitySearch,
    PoliceStatement,
    ReceptionHandover,
)
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import Ask, StageRun


@stage_flow(Stage.CUSTODY)
def custody(stage: StageRun) -> Outcome:
    """Receive the child from the police in writing, then gather what must follow.

    The clocks 3.2 (six months) and 3.4 (one year) start here and stop when the child leaves;
    they alarm, they never decide.
    """
    handover = stage.ask(ReceptionHandover, of=Role.CASEWORKER, rule="1.6", holder=Holder.POLICE)
    if not handover.child_was_received:
        return Outcome.LAPSED
    t0 = handover.received_at
    stage.begin_custody(t0)
    stage.issue(Paper.RECEPTION_HANDOVER)
    stage.issue(Paper.RIGHTS_NOTICE)
    stage.start_clock("3.2", since=t0)
    stage.start_clock("3.4", since=t0)

    waits: list[Ask[Form]] = [
        Ask(
            CustodyDecision,
            of=Role.CIVIL_AFFAIRS,
            rule="1.8",
            since=t0,
            holder=Holder.CIVIL_AFFAIRS,
        ),
        Ask(HealthCheck, of=Role.CASEWORKER, rule="1.5", since=t0, holder=Holder.HOSPITAL),
        Ask(PoliceStatement, of=Role.CASEWORKER, rule="1.7", since=t0, holder=Holder.POLICE),
    ]
    if handover.identity_unknown:
        waits.append(
            Ask(IdentitySearch, of=Role.CASEWORKER, rule="1.9", since=t0, holder=Holder.POLICE)
        )
    stage.ask_all(*waits)
    return Outcome.DONE
