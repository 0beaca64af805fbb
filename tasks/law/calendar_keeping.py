"""Keeping the calendar: an administrator loads a notice, sees what it moves, puts it in effect.

Nothing is ever removed or rewritten: a wrong notice is corrected by another that supersedes it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import FormInvalid, RuleBroken
from models.law.calendar.calendar_notice import NoticeScope
from models.law.calendar.reading import TypedNotice, read_notice
from models.law.calendar.table import CalendarInvalid
from models.permissions import Permission
from models.store import calendar_notices, calendars, recounts
from models.store.practice import practice_accounts
from tasks.act import Act
from tasks.law import recounting
from tasks.law.new_law import Applied, NewLaw, Preview
from tasks.office import Office


def load(act: Act, typed: TypedNotice, *, supersedes: UUID | None = None) -> UUID:
    """Read a notice and keep it; it changes nothing until it is put in effect.

    Args:
        act: Of an administrator.
        typed: As it was typed or uploaded.
        supersedes: The notice in effect that this one corrects.

    Raises:
        FormInvalid: With every problem at once.
        NotAllowed: Somebody else.
    """
    act.require(Permission.KEEP_CALENDAR)
    notice = read_notice(typed)
    if supersedes is not None:
        corrected = calendar_notices.one(act.db, supersedes)
        if corrected.ordinal is None or corrected.corrected_by or corrected.year != notice.year:
            sentence = "只能更正同一年份、已经生效而且没有被更正过的通知。"
            raise FormInvalid({"supersedes": [sentence]})
    elif notice.scope is NoticeScope.WHOLE and (
        other := calendar_notices.whole_year(act.db, notice.year)
    ):
        sentence = f"{notice.year}年已有生效的全年安排({other});要更正它,请选择更正哪一份。"
        raise FormInvalid({"supersedes": [sentence]})
    written = calendar_notices.write(
        act.db,
        notice,
        supersedes=supersedes,
        by=act.actor.officer_id,
        at=act.now,
    )
    try:
        calendars.proposed(act.db, written)
    except CalendarInvalid as wrong:
        raise FormInvalid({"days": [wrong.message]}) from wrong
    return written


def preview(db: Connection, office: Office, notice_id: UUID, *, now: datetime) -> Preview:
    """Tell which running deadlines would move if the notice took effect now."""
    return recounting.preview(db, office, _law(db, notice_id), now=now)


def put_in_effect(act: Act, notice_id: UUID, *, digest: str) -> Applied:
    """Put a notice in effect and count what runs again, all in one transaction.

    Args:
        act: Of an administrator.
        notice_id: The notice; one that is in effect already is left as it is.
        digest: Of the preview that was read.

    Raises:
        WorldMoved: What would happen is not what was previewed.
        RuleBroken: The notice was laid aside, or this is the practice centre of a real office.
        NotAllowed: Somebody else.
    """
    act.require(Permission.KEEP_CALENDAR)
    _must_be_real(act)
    row = calendar_notices.locked(act.db, notice_id)
    if row.dropped_at is not None:
        raise RuleBroken("这份通知已经作废,不能生效;请重新录入。")
    if row.ordinal is not None:
        done = recounts.known(act.db, _identity(notice_id))
        return (
            Applied(done.id, done.moved, again=True) if done else Applied(notice_id, 0, again=True)
        )
    law = _law(act.db, notice_id)
    applied = recounting.apply(
        act.db, act.office, law, digest=digest, by=act.actor.officer_id, now=act.now
    )
    calendar_notices.put_in_effect(act.db, notice_id, by=act.actor.officer_id, at=act.now)
    return applied


def drop(act: Act, notice_id: UUID) -> None:
    """Lay a notice aside.

    Raises:
        RuleBroken: It is in effect: it is corrected, not laid aside.
    """
    act.require(Permission.KEEP_CALENDAR)
    calendar_notices.one(act.db, notice_id)
    if not calendar_notices.drop(act.db, notice_id, at=act.now):
        raise RuleBroken("已经生效或者已经作废的通知不能作废;生效的请录入一份更正。")


def _law(db: Connection, notice_id: UUID) -> NewLaw:
    cited = calendars.notice(db, notice_id).cited
    return NewLaw(_identity(notice_id), cited, calendars.proposed(db, notice_id))


def _identity(notice_id: UUID) -> str:
    return f"calendar:{notice_id}"


def _must_be_real(act: Act) -> None:
    """The calendar is one for all centres, and the practice accounts' passwords are known."""
    keeper = calendar_notices.keeper(act.db, act.actor.officer_id, centre_id=act.actor.centre_id)
    if keeper.shares and keeper.account in {one.account for one in practice_accounts(act.db)}:
        raise RuleBroken(
            "演练中心的账号只能预览:日历由全部中心共用,请由本单位的系统管理员确认生效。"
        )
