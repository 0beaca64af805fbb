"""What `hutong doctor` says of the law here: the working calendar, the packs and who they fit."""

from collections.abc import Iterator
from datetime import datetime

from deployments.doctor.finding import Finding, good, optional, wrong
from models.law.dates import SHANGHAI, shanghai_date
from models.settings import Settings

_SECONDS = 2


def calendar_of_now(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Say how far this year's and the next one's days are known."""
    from deployments.law.calendar_known import calendar_known
    from models.law.calendar.table import YearStatus

    calendar, year = calendar_known(settings), now.astimezone(SHANGHAI).year
    for wanted in (year, year + 1):
        status = calendar.status(wanted)
        if status is YearStatus.OFFICIAL:
            yield good(f"{wanted} 年工作日历已按国务院办公厅通知录入")
        elif status is YearStatus.PROVISIONAL:
            yield optional(
                f"{wanted} 年放假安排尚未录入，跨入该年的期限为暂定；公布后由系统管理员在“工作日历”录入。"
            )
        else:
            yield wrong(f"没有 {wanted} 年的工作日历，无法计算跨入该年的工作日期限。")


def packs_here(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Say which files of the folder are not taken, and which packs a centre cannot use."""
    from models.law.loading import passed_over
    from models.law.pack import UnknownPack
    from models.law.shelf import Shelf

    shelf, found = Shelf(settings.packs), 0
    for broken in shelf.broken:
        found += 1
        yield wrong(f"规则包文件 {broken.name} 没有载入：{'；'.join(broken.problems)}")
    for centre, local in _centres(settings):
        try:
            passed = passed_over(shanghai_date(now), local, shelf)
        except UnknownPack as gone:
            found += 1
            yield wrong(f"{centre}的所在地没有地方包：{gone.message}")
            continue
        for one in passed:
            found += 1
            yield wrong(
                f"{centre}：{one.version} 与地方包 {local} 不能合用，新案件仍按较早的规则包办理："
                f"{'；'.join(one.problems)}"
            )
    for law in _lost(settings):
        found += 1
        yield wrong(
            f"有案件按规则包 {law} 办理，但它不在这里或者不能载入：请把它的文件放回规则包文件夹，"
            "或者由主任改按现有的规则包；在此之前这些案件只能查看。"
        )
    if not found:
        yield good("规则包都已载入，各中心的新案件都按最新的规则包办理")


def _lost(settings: Settings) -> Iterator[str]:
    """The packs of open cases that cannot be loaded."""
    from models.errors import HutongError
    from models.law.loading import load_pack
    from models.law.shelf import Shelf

    shelf = Shelf(settings.packs)

    asked = "SELECT DISTINCT pack, locality FROM cases WHERE state = 'open' ORDER BY pack, locality"
    for pack, local in _asked(settings, asked):
        try:
            load_pack(pack, (local,) if local else (), shelf=shelf)
        except HutongError:
            yield f"{pack}+{local}" if local else pack


def _centres(settings: Settings) -> list[tuple[str, str]]:
    """Name and locality of each centre that has one."""
    return _asked(
        settings,
        "SELECT facts->>'name' AS name, facts->>'locality_pack' AS local FROM centres "
        "WHERE facts->>'locality_pack' <> '' ORDER BY code",
    )


def _asked(settings: Settings, question: str) -> list[tuple[str, str]]:
    """Pairs of the case record; none while the database is away."""
    if not settings.worker_database_url:
        return []
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from models.store.driver import engine_to

    engine = engine_to(settings.worker_database_url, connect_args={"connect_timeout": _SECONDS})
    try:
        with engine.connect() as db:
            return [(one, other) for one, other in db.execute(text(question))]
    except SQLAlchemyError:
        return []
    finally:
        engine.dispose()
