"""Deadlines that stand still, are extended, start anew: one transaction each, everything kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from models.errors import AlreadyDecided, FormInvalid, NotAllowed, RuleBroken
from models.law.dates import SHANGHAI, end_of_day, shanghai_date
from models.law.interruption import SuspensionGround
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.suspending import Suspending
from tests.flows.at_once import at_once
from tests.flows.positions import Positions
from tests.flows.practice import Practice

SIX_MONTHS, CONVENING = "clock:3.2", "ask:convening"
DAY = timedelta(days=1)


@contextmanager
def some_days_later(positions: Positions, days: int = 3) -> Iterator[Practice]:
    """A case before its consultation, when its deadlines have run for some days."""
    with positions.at(CONVENING) as practice:
        pass_days(practice, days)
        yield practice


def clock(practice: Practice, key: str = SIX_MONTHS) -> Row[Any]:
    """The newest deadline of a key."""
    return practice.rows(
        "SELECT * FROM deadlines WHERE key LIKE :key ORDER BY restarts DESC", key=f"{key}%"
    )[0]


def step_of(practice: Practice, key: str = CONVENING) -> Row[Any]:
    return practice.rows("SELECT * FROM steps WHERE key = :key AND state = 'open'", key=key)[0]


def today(practice: Practice) -> date:
    return shanghai_date(practice.clock.now())


def suspending(practice: Practice, last_on: date | None = None, **changes: Any) -> Suspending:
    facts: dict[str, Any] = {
        "id": uuid4(),
        "first_on": today(practice),
        "last_on": last_on,
        "ground": SuspensionGround.FORCE_MAJEURE,
        "document": "示应急〔2026〕3号",
        "reason": "台风停课停工",
    }
    return Suspending(**(facts | changes))


def suspend(practice: Practice, key: str = SIX_MONTHS, who: str = "director1", **how: Any) -> None:
    asked = how.pop("asked", None) or suspending(practice, **how)
    practice.desk.suspend(practice.staff[who], clock(practice, key).id, asked)


def resume(practice: Practice, day: date, key: str = SIX_MONTHS, who: str = "director1") -> None:
    practice.desk.resume(practice.staff[who], clock(practice, key).id, resumed_on=day)


def pass_days(practice: Practice, days: int) -> None:
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    practice.work_off()


class TestSuspending:
    """中止 and 恢复."""

    def test_a_span_that_is_over_moves_the_deadline_by_its_days(self, positions: Positions):
        with some_days_later(positions) as practice:
            before = clock(practice)
            first = today(practice) - 2 * DAY
            suspend(practice, first_on=first, last_on=first + DAY)
            after = clock(practice)
            assert after.state == "running"
            assert nominal(after) - nominal(before) == timedelta(days=2)
            [change] = practice.rows("SELECT * FROM deadline_changes")
            assert (change.kind, change.old_due_at, change.new_due_at) == (
                "suspension", before.due_at, after.due_at,
            )  # fmt: skip
            assert practice.broken_promises() == {}

    def test_while_it_lasts_the_step_shows_no_date_but_says_why(self, positions: Positions):
        with some_days_later(positions) as practice:
            suspend(practice, CONVENING)
            step = step_of(practice)
            assert clock(practice, CONVENING).state == "suspended"
            assert step.due_at is None
            assert "中止" in step.no_due_reason
            assert "恢复后重新计算" in step.no_due_reason
            assert practice.broken_promises() == {}

    def test_lifting_it_moves_the_deadline_by_exactly_the_days_it_lasted(
        self, positions: Positions
    ):
        with some_days_later(positions) as practice:
            before = clock(practice)
            suspend(practice)
            assert clock(practice).due_at == before.due_at
            pass_days(practice, 9)
            resume(practice, today(practice))
            after = clock(practice)
            assert after.state == "running"
            assert nominal(after) - nominal(before) == timedelta(days=9)
            [entry] = practice.rows("SELECT * FROM deadline_suspensions")
            assert entry.last_on == today(practice) - DAY
            assert entry.lifted_by == practice.staff["director1"].officer_id

    def test_a_span_with_a_known_end_ends_by_itself(self, positions: Positions):
        with some_days_later(positions) as practice:
            before = clock(practice, CONVENING)
            end = today(practice) + 6 * DAY
            suspend(practice, CONVENING, last_on=end)
            assert clock(practice, CONVENING).state == "suspended"
            pass_days(practice, 6)
            assert clock(practice, CONVENING).state == "suspended"
            pass_days(practice, 1)
            after = clock(practice, CONVENING)
            assert after.state == "running"
            assert step_of(practice).due_at == after.due_at > before.due_at
            assert practice.one("SELECT count(*) FROM events WHERE tag = 'clock:resumed'") == 1
            assert practice.broken_promises() == {}

    def test_days_that_two_suspensions_share_are_counted_once(self, positions: Positions):
        with some_days_later(positions, 7) as practice:
            before, last = clock(practice), today(practice)
            for first, end in ((5, 2), (3, 1)):
                suspend(practice, first_on=last - first * DAY, last_on=last - end * DAY)
            assert nominal(clock(practice)) - nominal(before) == timedelta(days=5)
            assert practice.one("SELECT count(*) FROM deadline_suspensions") == 2

    def test_pressing_twice_and_two_at_once_record_once(self, positions: Positions):
        with some_days_later(positions) as practice:
            asked = suspending(practice)
            deadline, director = clock(practice).id, practice.staff["director1"]
            at_once(*[lambda: practice.desk.suspend(director, deadline, asked)] * 4)
            assert practice.one("SELECT count(*) FROM deadline_suspensions") == 1
            assert practice.one("SELECT count(*) FROM events WHERE tag = 'clock:suspended'") == 1
            pass_days(practice, 4)
            resume(practice, today(practice))
            resume(practice, today(practice))
            assert practice.one("SELECT count(*) FROM events WHERE tag = 'clock:resumed'") == 1
            with pytest.raises(AlreadyDecided, match="已经登记自"):
                resume(practice, today(practice), who="supervisor1")

    def test_a_second_open_suspension_is_refused(self, positions: Positions):
        with some_days_later(positions) as practice:
            suspend(practice)
            with pytest.raises(AlreadyDecided, match="尚未恢复"):
                suspend(practice)

    @pytest.mark.parametrize(
        ("how", "field"),
        [
            ({"first_on": date(2026, 1, 1)}, "first_on"),
            ({"first_on": date(2027, 1, 1)}, "first_on"),
            ({"last_on": date(2026, 1, 1)}, "last_on"),
        ],
    )
    def test_days_that_cannot_be_are_refused_and_nothing_is_kept(
        self, positions: Positions, how: dict[str, Any], field: str
    ):
        with some_days_later(positions) as practice:
            before = practice.counts()
            with pytest.raises(FormInvalid) as refused:
                suspend(practice, **how)
            assert list(refused.value.errors) == [field]
            assert practice.counts() == before

    def test_only_supervisors_and_directors_may(self, positions: Positions):
        with some_days_later(positions) as practice:
            with pytest.raises(NotAllowed):
                suspend(practice, who="worker1")
            suspend(practice, who="supervisor1")

    def test_the_centre_cannot_decide_by_itself_that_the_law_stands_still(
        self, positions: Positions
    ):
        with some_days_later(positions) as practice:
            own = SuspensionGround.CENTRE_DECISION
            with pytest.raises(RuleBroken, match="不能自行决定中止"):
                suspend(practice, ground=own)
            suspend(practice, CONVENING, ground=own)
            assert clock(practice, CONVENING).state == "suspended"

    def test_the_owner_is_told_once_and_words_are_sealed(self, positions: Positions):
        with some_days_later(positions) as practice:
            suspend(practice, CONVENING)
            told = practice.rows("SELECT * FROM notices WHERE kind = 'changed'")
            assert [row.officer_id for row in told] == [step_of(practice).owner_id]
            [entry] = practice.rows("SELECT * FROM deadline_suspensions")
            assert "台风".encode() not in entry.reason
            [event] = practice.rows("SELECT detail FROM events WHERE tag = 'clock:suspended'")
            assert "台风" not in str(event.detail)

    def test_what_is_done_while_time_stands_still_is_in_time(self, positions: Positions):
        with some_days_later(positions) as practice:
            suspend(practice, CONVENING)
            pass_days(practice, 60)
            practice.player.answer(
                step_of(practice), meeting_at=f"{today(practice) + 5 * DAY}T09:30"
            )
            ended = clock(practice, CONVENING)
            assert (ended.state, ended.met_late) == ("met", False)

    def test_it_is_not_told_as_due_or_overdue(self, positions: Positions):
        from flows.clockwork.watching import watch_once
        from flows.readers.workplace import Workplace

        with some_days_later(positions) as practice:
            suspend(practice, CONVENING)
            practice.clock.advance_to(practice.clock.now() + timedelta(days=60))
            watch_once(Workplace(practice.worker, practice.office, practice.clock))
            told = practice.rows(
                "SELECT kind FROM notices WHERE step_id = :s AND kind IN ('due', 'overdue')",
                s=step_of(practice).id,
            )
            assert told == []


class TestExtending:
    """延长."""

    @staticmethod
    def extending(practice: Practice, **changes: Any) -> Extending:
        facts: dict[str, Any] = {
            "id": uuid4(), "length": 2, "until_on": None, "decided_on": today(practice),
            "document": None, "reason": "等待鉴定结论",
        }  # fmt: skip
        return Extending(**(facts | changes))

    def extend(
        self, practice: Practice, key: str = SIX_MONTHS, who: str = "director1", **how: Any
    ) -> None:
        practice.desk.extend(
            practice.staff[who], clock(practice, key).id, self.extending(practice, **how)
        )

    def test_old_and_new_date_decision_and_reason_are_kept(self, positions: Positions):
        with some_days_later(positions) as practice:
            before = clock(practice)
            self.extend(practice, document="示民〔2026〕9号")
            after = clock(practice)
            [change] = practice.rows("SELECT * FROM deadline_changes")
            assert (change.kind, change.length, change.unit) == ("extension", 2, "months")
            assert (change.old_due_at, change.new_due_at) == (before.due_at, after.due_at)
            assert change.decided_by == "民政部门"
            told = [s["text"] for s in after.receipt["steps"] if s.get("kind") == "extension"]
            assert len(told) == 1
            assert "民政部门" in told[0]
            assert "示民〔2026〕9号" in told[0]

    def test_an_extension_to_a_day_ends_on_that_day(self, positions: Positions):
        with some_days_later(positions) as practice:
            saturday = date(2026, 11, 28)
            self.extend(practice, length=None, until_on=saturday)
            assert clock(practice).due_at == end_of_day(saturday)

    def test_a_suspension_after_an_extension_moves_it_on(self, positions: Positions):
        with some_days_later(positions) as practice:
            self.extend(practice, length=None, until_on=date(2026, 11, 24))
            pass_days(practice, 10)
            first = today(practice) - 3 * DAY
            suspend(practice, first_on=first, last_on=first + 2 * DAY)
            assert nominal(clock(practice)) == date(2026, 11, 27)

    def test_the_rules_cap_holds(self, positions: Positions):
        """The court's month knows an extension without a cap; a made-up cap is refused beyond."""
        from models.law.rule import ExtensionRule
        from models.law.vocabulary import Unit

        with some_days_later(positions) as practice:
            row = clock(practice)
            pack = practice.office.pack(row.pack, "")
            rule = pack.rule("3.2").model_copy(
                update={"extension": ExtensionRule(approver="民政部门", cap_length=3,
                                                   cap_unit=Unit.MONTHS)}
            )  # fmt: skip
            kept = pack.rules["3.2"]
            pack.rules["3.2"] = rule  # type: ignore[index]
            try:
                self.extend(practice, length=2)
                before = practice.counts()
                with pytest.raises(FormInvalid) as refused:
                    self.extend(practice, length=2)
                assert "超过上限3个月" in refused.value.errors["length"][0]
                assert practice.counts() == before
            finally:
                pack.rules["3.2"] = kept  # type: ignore[index]

    def test_the_same_press_is_kept_once(self, positions: Positions):
        with some_days_later(positions) as practice:
            asked, deadline = self.extending(practice), clock(practice).id
            for _ in range(2):
                practice.desk.extend(practice.staff["director1"], deadline, asked)
            assert practice.one("SELECT count(*) FROM deadline_changes") == 1

    @pytest.mark.parametrize(
        ("how", "field"),
        [
            ({"length": None}, "length"),
            ({"until_on": date(2026, 12, 1)}, "length"),
            ({"decided_on": date(2027, 6, 1)}, "decided_on"),
            ({"length": None, "until_on": date(2026, 4, 1)}, "until_on"),
        ],
    )
    def test_what_cannot_be_is_refused(self, positions: Positions, how: dict[str, Any], field: str):
        with some_days_later(positions) as practice, pytest.raises(FormInvalid) as refused:
            self.extend(practice, **how)
        assert field in refused.value.errors

    def test_after_its_end_nothing_is_extended(self, positions: Positions):
        with some_days_later(positions) as practice:
            practice.clock.advance_to(practice.clock.now() + timedelta(days=300))
            with pytest.raises(FormInvalid, match="decided_on"):
                self.extend(practice)

    def test_a_target_of_the_centre_is_extended_by_the_director_alone(self, positions: Positions):
        with some_days_later(positions) as practice:
            with pytest.raises(NotAllowed, match="主任"):
                self.extend(practice, CONVENING, who="supervisor1")
            self.extend(practice, CONVENING)
            assert step_of(practice).due_at == clock(practice, CONVENING).due_at


class TestRestarting:
    """重新起算."""

    @staticmethod
    def restarting(practice: Practice, since: datetime, **changes: Any) -> Restarting:
        facts: dict[str, Any] = {
            "id": uuid4(), "since": since, "evidence": None, "document": "示民〔2026〕11号",
            "reason": "重新送达",
        }  # fmt: skip
        return Restarting(**(facts | changes))

    def restart(self, practice: Practice, key: str = CONVENING, **how: Any) -> UUID:
        since = how.pop("since", None) or practice.clock.now() - timedelta(hours=1)
        return practice.desk.restart(
            practice.staff["director1"],
            clock(practice, key).id,
            self.restarting(practice, since, **how),
        )

    def test_a_new_count_begins_and_the_old_is_kept(self, positions: Positions):
        with some_days_later(positions) as practice:
            old = clock(practice, CONVENING)
            pass_days(practice, 3)
            new_id = self.restart(practice)
            kept, new = practice.rows(
                "SELECT * FROM deadlines WHERE key LIKE 'ask:convening%' ORDER BY restarts"
            )
            assert (kept.state, kept.due_at, kept.receipt) == ("stopped", old.due_at, old.receipt)
            assert (new.id, new.state, new.restarts) == (new_id, "running", 1)
            assert new.due_at > old.due_at
            assert step_of(practice).due_at == new.due_at
            [change] = practice.rows("SELECT * FROM deadline_changes")
            assert (change.kind, change.deadline_id) == ("restart", new_id)
            assert practice.broken_promises() == {}
            practice.player.answer(
                step_of(practice), meeting_at=f"{today(practice) + 5 * DAY}T09:30"
            )
            assert clock(practice, CONVENING).state == "met"

    def test_a_clock_of_the_case_starts_anew_and_still_ends_with_custody(
        self, positions: Positions
    ):
        with some_days_later(positions) as practice:
            pass_days(practice, 3)
            self.restart(practice, SIX_MONTHS)
            assert [row.state for row in practice.rows(
                "SELECT state FROM deadlines WHERE key = 'clock:3.2' ORDER BY restarts")
            ] == ["stopped", "running"]  # fmt: skip

    def test_what_runs_from_an_event_a_person_named_stays_when_people_are_corrected(
        self, positions: Positions
    ):
        with some_days_later(positions) as practice:
            pass_days(practice, 3)
            self.restart(practice, SIX_MONTHS)
            began = (
                "SELECT starts_at, due_at FROM deadlines WHERE key = 'clock:3.2' AND restarts = 1"
            )
            before = practice.rows(began)
            practice.desk.correct_people(
                practice.staff["worker1"], practice.case(),
                {"child": {"called": "小和(化名)"}, "reason": "核对"},
            )  # fmt: skip
            assert practice.rows(began) == before

    def test_the_same_press_starts_once(self, positions: Positions):
        with some_days_later(positions) as practice:
            asked = self.restarting(practice, practice.clock.now() - timedelta(hours=1))
            deadline = clock(practice, CONVENING).id
            for _ in range(2):
                practice.desk.restart(practice.staff["director1"], deadline, asked)
            assert practice.one("SELECT count(*) FROM deadlines WHERE restarts = 1") == 1

    def test_an_event_ahead_or_before_or_unproved_is_refused(self, positions: Positions):
        with some_days_later(positions) as practice:
            now = practice.clock.now()
            for how, field in (
                ({"since": now + DAY}, "since"),
                ({"since": datetime(2026, 1, 1, tzinfo=SHANGHAI)}, "since"),
                ({"document": None}, "evidence"),
            ):
                with pytest.raises(FormInvalid) as refused:
                    self.restart(practice, **how)
                assert field in refused.value.errors

    def test_after_a_public_notice_the_court_has_thirty_days_from_its_end(
        self, positions: Positions
    ):
        with positions.at("ask:judgment") as practice:
            judgment = clock(practice, "ask:judgment")
            assert judgment.rule == "5C.6"
            ended = judgment.starts_at + 20 * DAY
            practice.clock.advance_to(ended + DAY)
            how: dict[str, Any] = {
                "since": ended,
                "key": "ask:judgment",
                "document": "示法〔2026〕7号公告",
            }
            with pytest.raises(FormInvalid) as refused:
                self.restart(practice, rule="5B.1-urgent", **how)
            assert "rule" in refused.value.errors
            self.restart(practice, rule="5C.6-announced", **how)
            after = clock(practice, "ask:judgment")
            assert (after.rule, after.restarts) == ("5C.6-announced", 1)
            assert nominal(after) == shanghai_date(ended) + 30 * DAY
            assert "公告期满" in after.receipt["title"]
            assert practice.broken_promises() == {}

    def test_only_a_done_step_of_this_case_proves_it(self, positions: Positions):
        with some_days_later(positions) as practice:
            with pytest.raises(RuleBroken, match="已办结"):
                self.restart(practice, evidence=uuid4())
            done = practice.rows("SELECT id FROM steps WHERE state = 'done' AND kind = 'ask'")[0]
            pass_days(practice, 1)
            self.restart(practice, evidence=done.id, document=None)
            assert practice.one("SELECT evidence_id FROM deadline_changes") == done.id


def nominal(row: Row[Any]) -> date:
    """The last day before rolling, as the receipt says it."""
    return date.fromisoformat(row.receipt["nominal_on"])
