"""Why a step stands still, in one sentence: who has the ball, since when, what was tried."""

from datetime import datetime

from models.words import Holder, StepKind
from web.listing import Item
from web.moments import day, moment
from web.names import holder_name
from web.wording import _


def why(item: Item, now: datetime) -> str:
    """Say why a step is where it is."""
    row = item.row
    if item.is_failed:
        return _("自动办理失败%(n)s次，须有人处理后重试", n=row.attempts)
    if item.is_by_itself:
        return _("系统正在自动办理")
    if row.holder not in (Holder.CENTRE, Holder.TIME):
        return _outside(item, now)
    return _ours(item, now)


def _outside(item: Item, now: datetime) -> str:
    row = item.row
    since = day(row.opened_at, now)
    waited = _("等%(who)s，自%(day)s起", who=holder_name(row.holder), day=since)
    if row.chased_at is None:
        return _("%(waited)s，没有催办过", waited=waited)
    last = day(row.chased_at, now)
    return _("%(waited)s，已催办%(n)s次，最近%(day)s", waited=waited, n=row.chased, day=last)


def _ours(item: Item, now: datetime) -> str:
    row, since = item.row, day(item.row.opened_at, now)
    if row.owner_id is None:
        return _("没有办理人：没有在岗的合适人员")
    if row.has_draft:
        return _("办理中，有未交的草稿，自%(day)s起", day=since)
    if row.viewed_at:
        return _(
            "%(who)s已于%(when)s打开，尚未办理", who=row.owner, when=moment(row.viewed_at, now)
        )
    if row.kind == StepKind.APPROVE:
        return _("待%(who)s签批，尚未打开，自%(day)s起", who=row.owner, day=since)
    return _("%(who)s尚未打开，自%(day)s起", who=row.owner, day=since)
