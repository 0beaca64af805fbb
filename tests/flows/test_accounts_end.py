"""An account ends or loses a role: what is open goes over in the same act, the name stays."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from deployments.commands import accounts
from models.errors import HutongError, NotAllowed, NotFound, RuleBroken
from models.store import attempts
from tests.flows.practice import Practice


@pytest.fixture(autouse=True)
def installation(practice: Practice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Practice:
    """Settings that lead to the database of the practice."""
    monkeypatch.setenv("HUTONG_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("HUTONG_DATABASE_URL", practice.database.owner_url)
    return practice


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    accounts.register(app)
    return CliRunner().invoke(app, ["officer", *arguments])


def refused(result: Result, kind: type[HutongError]) -> str:
    assert isinstance(result.exception, kind), result.output
    return result.exception.message


def has_open(practice: Practice, account: str) -> int:
    return int(
        practice.one(
            "SELECT (SELECT count(*) FROM steps WHERE state = 'open' AND owner_id = :o) + (SELECT "
            "count(*) FROM signatures WHERE state IN ('open', 'pending') AND officer_id = :o)",
            o=practice.staff[account].officer_id,
        )
    )


def leads(practice: Practice) -> str:
    return str(
        practice.one(
            "SELECT account FROM case_team t JOIN officers o ON o.id = t.officer_id WHERE t.lead "
            "AND t.left_at IS NULL"
        )
    )


def test_an_account_that_ends_hands_over_what_is_open_in_the_same_act(practice: Practice) -> None:
    step = practice.play_to_step("ask:convening")
    worker, case = practice.staff["worker1"], practice.case_of(step.id)
    order = practice.desk.order(
        practice.staff["director1"], case, words="请尽快", owes=worker.officer_id
    )
    practice.tell(
        "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address) "
        "VALUES ('\\x01', :o, 'x', :now, :now, '-')",
        o=worker.officer_id, now=practice.clock.now(),
    )  # fmt: skip
    had, wrote = (
        has_open(practice, "worker1"),
        practice.rows(
            "SELECT id, done_by FROM steps WHERE done_by = :o ORDER BY id", o=worker.officer_id
        ),
    )
    done = run("end", "worker1", "--to", "worker2")

    assert done.exit_code == 0, done.output
    assert f"未办环节和审批{had}项,主办案件1件,督办1件" in done.output
    assert had
    assert has_open(practice, "worker1") == 0
    assert leads(practice) == "worker2"
    owes = practice.one("SELECT owes_id FROM supervision_orders WHERE id = :id", id=order)
    assert owes == practice.staff["worker2"].officer_id
    with practice.root.begin() as db:
        live = db.exec_driver_sql(
            "SELECT count(*) FROM login_sessions s JOIN officers o ON o.id = s.officer_id "
            "WHERE s.ended_at IS NULL AND o.account = 'worker1'"
        )
        assert live.scalar_one() == 0
        assert not db.exec_driver_sql(
            "SELECT active FROM officers WHERE account = 'worker1'"
        ).scalar_one()
    with pytest.raises(NotAllowed, match="登录已经结束"):
        practice.desk.open_case(worker)
    assert wrote == practice.rows(
        "SELECT id, done_by FROM steps WHERE done_by = :o ORDER BY id", o=worker.officer_id
    )
    assert practice.broken_promises() == {}


def test_where_nobody_can_take_over_an_account_does_not_end(practice: Practice) -> None:
    practice.play_to_step("ask:convening")
    practice.dismiss("worker2")
    had = has_open(practice, "worker1")

    assert "没有别的个案工作者可以接手" in refused(run("end", "worker1"), RuleBroken)
    assert has_open(practice, "worker1") == had
    assert practice.one("SELECT active FROM officers WHERE account = 'worker1'")
    assert "已停用" in refused(run("end", "worker1", "--to", "worker2"), NotFound)


def test_a_signature_goes_to_nobody_who_wrote_or_signs_in_the_same_chain(
    practice: Practice,
) -> None:
    step = practice.play_to_step("approve:consultation-minutes")
    turn = practice.whose_turn(step)
    [account] = [one for one, who in practice.staff.by_account.items() if who == turn]
    done = run("end", account, "--to", "worker1")

    assert done.exit_code == 0, done.output
    taken = {g.officer_id for g in practice.signatures(step)}
    assert turn.officer_id not in taken
    assert practice.staff["worker1"].officer_id not in taken
    assert practice.broken_promises() == {}


def test_with_a_role_goes_what_it_was_needed_for(practice: Practice) -> None:
    practice.play_to_step("ask:convening")
    done = run("roles", "worker1", "--role", "法务")

    assert done.exit_code == 0, done.output
    assert "岗位现在是法务" in done.output
    assert has_open(practice, "worker1") == 0
    assert leads(practice) == "worker2"
    assert practice.one("SELECT roles FROM officers WHERE account = 'worker1'") == ["legal"]


def test_a_wait_after_wrong_passwords_is_lifted(practice: Practice) -> None:
    now = practice.clock.now()

    def tries() -> bool:
        with practice.portal.begin() as db:
            tried = attempts.begin(db, "worker1", "192.0.2.1", usual="", now=now)
            return tried.attempt is not None

    assert [tries() for _ in range(6)] == [True] * 5 + [False]
    assert "清除了5次" in run("unlock", "worker1").output
    assert tries()
