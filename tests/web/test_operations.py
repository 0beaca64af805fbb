"""Who looks after the installation sees whether there is a backup, and whether it comes back."""

from datetime import timedelta

from models.store import backups
from models.store.acting import as_worker
from models.store.backups import Drilled, FailedBackup, TakenBackup
from tests.web.browsing import Browser
from tests.web.conftest import Portal

DAY = timedelta(days=1)
TAKEN = TakenBackup("hutong-20260309T020000Z-0a1b2c.backup", 3_000_000, 45, 3_459, 0.8)


def noted(portal: Portal, what: TakenBackup | FailedBackup | Drilled, ago: timedelta) -> None:
    with as_worker(portal.practice.worker) as db:
        backups.note(db, what, at=portal.practice.clock.now() - ago)


def page(portal: Portal) -> Browser:
    return portal.log_in("director1").go("/operations")


def test_the_page_says_what_the_last_backup_and_the_last_drill_came_to(portal: Portal) -> None:
    assert "还没有备份" in page(portal).words

    noted(portal, TAKEN, DAY)
    noted(portal, Drilled(TAKEN.name, "", 0, 3_459, 4.9), timedelta())

    words = page(portal).words
    assert TAKEN.name in words
    assert "2.9 MB" in words
    assert "45张表，3459行" in words
    assert "3459行逐表一致，核对全部成立" in words
    assert not page(portal).page.xpath("//*[@role='alert']")


def test_what_failed_and_what_is_too_old_stands_on_top(portal: Portal) -> None:
    noted(portal, TAKEN, 3 * DAY)
    noted(portal, FailedBackup("磁盘已满"), DAY)
    noted(portal, Drilled(TAKEN.name, "缺一张表 <b>", 0, 0, 4.9), 16 * DAY)

    alerts = [one.text_content() for one in page(portal).page.xpath("//*[@role='alert']")]

    assert len(alerts) == 4
    said = "".join(alerts)
    for words in ("磁盘已满", "超过2天没有备份", "缺一张表 <b>", "超过15天没有做恢复演练"):
        assert words in said


def test_a_backup_that_succeeds_ends_the_failure_before_it(portal: Portal) -> None:
    noted(portal, FailedBackup("磁盘已满"), DAY)
    noted(portal, TAKEN, timedelta())
    noted(portal, Drilled(TAKEN.name, "", 0, 1, 1), timedelta())

    assert "磁盘已满" not in page(portal).words
