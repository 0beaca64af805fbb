"""Which function does which effect; a reader hands it to its journal."""

from tasks.effects.approving import open_approval
from tasks.effects.asking_law import ask_law
from tasks.effects.clocks import extend_clock, set_timer, start_clock
from tasks.effects.custody import begin_custody, end_custody
from tasks.effects.issuing import issue_paper, leave_to_worker
from tasks.effects.moving import move_case
from tasks.effects.opening import open_steps
from tasks.effects.staging import close_case, close_stage, divert, start_side
from tasks.journal.case_journal import Handlers
from tasks.journal.effect import (
    BeginCustody,
    CloseCase,
    CloseStage,
    CountAssessment,
    CountRenewal,
    CountTurns,
    Divert,
    EndCustody,
    ExtendClock,
    IssuePaper,
    LayWindows,
    MoveCase,
    OpenApproval,
    OpenSteps,
    SetTimer,
    StartClock,
    StartSide,
)

HANDLERS = Handlers(
    by_effect={
        OpenSteps: open_steps,
        OpenApproval: open_approval,
        IssuePaper: issue_paper,
        SetTimer: set_timer,
        StartClock: start_clock,
        ExtendClock: extend_clock,
        LayWindows: ask_law,
        CountTurns: ask_law,
        CountAssessment: ask_law,
        CountRenewal: ask_law,
        BeginCustody: begin_custody,
        EndCustody: end_custody,
        StartSide: start_side,
        Divert: divert,
        MoveCase: move_case,
        CloseCase: close_case,
        CloseStage: close_stage,
    },
    leave_to_worker=leave_to_worker,
    only_gather=frozenset({OpenSteps, SetTimer, StartClock, CountTurns, CloseStage}),
)
