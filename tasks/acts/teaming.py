"""Who works on a case: the responsible caseworker changes, officers come and go (办案小组)."""

from uuid import UUID

from models.errors import NotFound, RuleBroken
from models.permissions import Permission, may
from models.store import case, step, team
from models.store.case import LockedCase
from models.store.events import Happening
from models.store.notices import tell_each
from models.store.officers import officer_of_centre
from models.words import Tag
from tasks.act import Act


def change_lead(act: Act, case_id: UUID, *, to: UUID) -> int:
    """Make another caseworker responsible, and give them what the earlier one has open.

    Drafts, deadlines and rounds stay as they are; the earlier one stays on the team.

    Returns:
        How many open steps went over.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        RuleBroken: The other is no active caseworker of the centre, or leads already.
    """
    found = _lock(act, case_id)
    officer = officer_of_centre(act.db, to)
    if not officer.active or not may(officer.roles, Permission.LEAD_CASE):
        raise RuleBroken("主办人必须是本中心在岗的个案工作人员。")
    old = team.lead(act.db, case_id)
    if old == to:
        raise RuleBroken("这位工作人员已经是主办人。")
    _join(act, found, to)
    team.set_lead(act.db, case_id, to)
    who = act.actor.officer_id
    given = step.give_of_lead(act.db, case_id, old=old, to=to)
    tell_each(
        [(to, row.id, f"led:{row.id}:{act.now.isoformat()}") for row in given],
        act.db, kind="work", case_id=case_id, centre_id=found.centre_id, at=act.now,
    )  # fmt: skip
    _note(act, found, Happening(Tag.TEAM_LED, None, None, who, {"officer": str(to)}))
    for row in given:
        detail = {"to": str(to)}
        _note(act, found, Happening(Tag.STEP_HANDED_OVER, row.stage_id, row.id, who, detail))
    return len(given)


def add_member(act: Act, case_id: UUID, *, officer_id: UUID) -> None:
    """Let an officer of the centre see and work on the case; who is on it already stays as is.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        RuleBroken: The account is closed.
    """
    found = _lock(act, case_id)
    if not officer_of_centre(act.db, officer_id).active:
        raise RuleBroken("该账号已停用,不能加入办案小组。")
    _join(act, found, officer_id)


def remove_member(act: Act, case_id: UUID, *, officer_id: UUID) -> None:
    """End an officer's sight of the case.

    Raises:
        NotAllowed: Only a supervisor or the director may.
        NotFound: Not on the team.
        RuleBroken: The responsible caseworker, or somebody with open work here.
    """
    found = _lock(act, case_id)
    member = team.member(act.db, case_id, officer_id)
    if member is None:
        raise NotFound("这位工作人员不在办案小组里。")
    if member.lead:
        raise RuleBroken("主办人不能直接移出,请先指定新的主办人。")
    if team.has_work(act.db, case_id, officer_id):
        raise RuleBroken("这位工作人员在本案还有未办环节或者未签审批,请先转办。")
    team.leave(act.db, case_id, officer_id, at=act.now)
    detail = {"officer": str(officer_id)}
    _note(act, found, Happening(Tag.TEAM_LEFT, None, None, act.actor.officer_id, detail))


def _lock(act: Act, case_id: UUID) -> LockedCase:
    act.require(Permission.CHANGE_TEAM)
    return case.lock(act.db, case_id)


def _join(act: Act, found: LockedCase, officer_id: UUID) -> None:
    if team.member(act.db, found.id, officer_id):
        return
    team.join(
        act.db, case_id=found.id, centre_id=found.centre_id, officer_id=officer_id, at=act.now
    )
    detail = {"officer": str(officer_id)}
    _note(act, found, Happening(Tag.TEAM_JOINED, None, None, act.actor.officer_id, detail))


def _note(act: Act, found: LockedCase, happening: Happening) -> None:
    act.note([happening], case_id=found.id, centre_id=found.centre_id)
