"""Properties of the main line: what may follow what, and on which foundations."""

from collections.abc import Iterator

from flows.readers.memory import MemoryStage
from models.labels import OUTCOMES, STAGES
from models.law.stages import SIDE_OUTCOMES
from models.words import MAIN_STAGES, Outcome, Paper, Role, Stage
from proof.seen import HANDED_OVER, Seen, signed_turns
from tasks.journal.effect import EndCustody


def one_main_stage(seen: Seen) -> Iterator[str]:
    """An open case stands in exactly one stage of the main line."""
    if seen.after.is_open and len(seen.main) != 1:
        names = "、".join(STAGES[stage.stage] for stage in seen.main) or "没有"
        yield f"案件仍在办理,打开的主线阶段:{names}"


def returned_goes_to_follow_up(seen: Seen) -> Iterator[str]:
    """Whoever got the child is visited: follow-up is the very next stage."""
    for stage in seen.ended:
        if stage.outcome not in HANDED_OVER and not _restored(stage):
            continue
        if [one.stage for one in seen.main] != [Stage.FOLLOW_UP]:
            now = "、".join(STAGES[one.stage] for one in seen.main) or "没有主线阶段"
            yield f"“{STAGES[stage.stage]}”已交出儿童,下一阶段不是回访,而是:{now}"


def follow_up_is_owed(seen: Seen) -> Iterator[str]:
    """A case with owed visits closes only through majority or a transfer."""
    if seen.closed_now and seen.past.owes_visits:
        yield "儿童交出以后没有办完回访,案件却结案了"


def return_needs_its_conclusion(seen: Seen) -> Iterator[str]:
    """G1: the stage of return opens, and hands over, only on a signed conclusion to return."""
    touched = [s for s in seen.opened if s.stage is Stage.RETURN_HOME]
    touched += [s for s, _ in seen.done(EndCustody) if s.stage is Stage.RETURN_HOME]
    in_force = {seen.past.conclusion, seen.now_past.conclusion}
    if touched and Outcome.RETURN not in in_force:
        found = "、".join(OUTCOMES[one] for one in in_force if one) or "没有"
        yield f"办理送返时,生效的会商结论:{found}"


def petition_has_its_foundations(seen: Seen) -> Iterator[str]:
    """Nothing goes to court without assessment, conclusion and the legal officer's signature."""
    for stage, asked in seen.asked:
        if stage.stage is not Stage.REVOCATION or asked.form != "filing":
            continue
        if not seen.past.assessed:
            yield "向法院递交以前没有经审批的评估报告"
        if seen.past.conclusion is not Outcome.PETITION:
            yield "向法院递交以前没有生效的申请撤销的会商结论"
        signed = signed_turns(stage, Paper.REVOCATION_PETITION)
        if not any(a.turn == asked.turn and Role.LEGAL in a.by for a in signed):
            yield f"第{asked.turn}次递交的申请书没有法务审批"


def sides_end_as_sides(seen: Seen) -> Iterator[str]:
    """A side procedure does not end with a word of the main line."""
    for stage in seen.ended:
        if stage.stage in MAIN_STAGES or stage.outcome is Outcome.INTERRUPTED:
            continue
        if stage.outcome is not None and stage.outcome not in SIDE_OUTCOMES:
            yield f"“{STAGES[stage.stage]}”以“{OUTCOMES[stage.outcome]}”结束"


def _restored(stage: MemoryStage) -> bool:
    return stage.stage is Stage.RESTORATION and stage.outcome is Outcome.DONE
