"""Row-level security, asked as the real portal role: who sees which rows, in every table there is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from flows.clockwork.watching import watch_once
from flows.desk.law_desk import move_law, preview_move, set_place, set_target
from flows.readers.workplace import Workplace
from models.errors import NotAllowed
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.law.loading import load_pack
from models.settings import PORTAL_ROLE, WORKER_ROLE
from models.store import accounts, channels, feeds
from models.store.accounts import By
from models.store.acting import Actor, as_officer, as_worker, set_actor
from models.store.presses import SentForm
from models.words import AttachmentKind, ChannelKind, Originality, Role, Stage
from tasks.acts.attaching import HandedIn, Said
from tasks.deadlines.suspending import Suspending
from tasks.law.law_moves import Target
from tasks.law.own_targets import read_wanted
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.people_factories import Staff, make_staff

#: Tables that say nothing of a case or a centre, or are asked before anybody is logged in.
OF_NOBODY = {"alembic_version", "calendar_notice_days", "calendar_notices", "centres",
             "data_keys", "drawings", "event_heads", "imprint_heads", "imprints", "installation", "login_attempts", "login_sessions", "recounts",
             "system_facts"}  # fmt: skip


@pytest.fixture(scope="module")
def practice(positions: Positions) -> Iterator[Practice]:
    """A case far on, with something in nearly every table; for tests that leave it as it is."""
    with positions.at("ask:convening") as practice:
        _fill(practice)
        yield practice


@pytest.fixture(scope="module")
def other(practice: Practice) -> Staff:
    """Another centre beside it."""
    return make_staff(practice.owner, "elsewhere")


@pytest.fixture
def own(positions: Positions) -> Iterator[Practice]:
    """A case that the test may change."""
    with positions.at("ask:convening") as practice:
        yield practice


def _fill(practice: Practice) -> None:
    """Put something into the tables that a case does not fill by itself."""
    practice.desk.start_side(
        practice.staff["worker1"], practice.case(), Stage.EXTENSION, reason="期限将满"
    )
    for key in ("ask:extension-request", "approve:extension-form", "ask:extension-decision"):
        step = practice.player.find(practice.case(), key)
        (practice.player.sign if step.kind == "approve" else practice.player.answer)(step)
    waiting = practice.player.find(practice.case(), "ask:convening")
    practice.desk.chase(practice.staff["worker1"], waiting.id, means="电话", note="请尽快")
    order = practice.desk.order(
        practice.staff["director1"], practice.case(), words="请尽快会商", step_id=waiting.id,
        owes=practice.staff["worker1"].officer_id,
    )  # fmt: skip
    practice.desk.report_order(practice.staff["worker1"], order, words="已约定时间")
    practice.clock.advance_to(practice.clock.now() + timedelta(days=30))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    practice.desk.cover(
        practice.staff["director1"], officer=practice.staff["worker2"].officer_id,
        by=practice.staff["worker1"].officer_id, from_at=practice.clock.now(),
        until_at=practice.clock.now().replace(year=2027),
    )  # fmt: skip
    _attach(practice)
    _decide_about_law(practice)
    confirmed_channel(practice, practice.staff["worker1"])
    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        feeds.renew(db, practice.staff["worker1"], bytes(32), now=practice.clock.now())
        _press(practice.staff["worker1"], practice.clock.now()).claim(db, "/absences")
    clock = practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.4'")
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    practice.desk.suspend(
        practice.staff["director1"], clock,
        Suspending(uuid4(), shanghai_date(practice.clock.now()), None,
                   SuspensionGround.COURT_STAY, None, "法院中止"),
    )  # fmt: skip
    with practice.owner.begin() as db:
        accounts.unlock(db, practice.staff["worker1"].officer_id, by=By(practice.clock.now(), "-"))
    with practice.owner.begin() as db:
        db.execute(
            text("INSERT INTO corrections (id, case_id, centre_id, at, by_id, reason, evidence, "
                 "changed) SELECT :id, id, centre_id, now(), :o, '', '', '' FROM cases"),
            {"id": uuid4(), "o": practice.staff["supervisor1"].officer_id},
        )  # fmt: skip
        db.execute(
            text("INSERT INTO case_voidings (id, case_id, centre_id, at, by_id, reason) "
                 "SELECT :id, id, centre_id, now(), :o, '' FROM cases"),
            {"id": uuid4(), "o": practice.staff["supervisor1"].officer_id},
        )  # fmt: skip
        db.execute(
            text("INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what) "
                 "VALUES (:id, :c, :case, :o, now(), 'case')"),
            {"id": uuid4(), "c": practice.staff.centre_id, "case": practice.case(),
             "o": practice.staff["worker1"].officer_id},
        )  # fmt: skip


def _attach(practice: Practice) -> None:
    practice.desk.attach(
        practice.staff["worker1"], practice.case(), uuid4(),
        HandedIn(b"bytes", "a.jpg", "image/jpeg", preview=b"pictures"),
        Said(AttachmentKind.PHOTO, Originality.ORIGINAL),
    )  # fmt: skip


def _press(actor: Actor, now: datetime) -> SentForm:
    return SentForm(uuid4(), actor.officer_id, "/absences", bytes(32), now)


def _decide_about_law(practice: Practice) -> None:
    """A target of the centre's own, and a case moved to a law of today under another name."""
    director = practice.staff["director1"]
    given = {"length": "5", "unit": "working_days", "reason": "试行", "nonce": "1"}
    set_target(practice.desk, director, read_wanted(load_pack("national"), "C.8", **given))
    set_place(practice.desk, director, "wuhan", was="", reason="试行")
    chosen, law = [practice.case()], Target("national-2026-12", "wuhan-2015")
    seen = preview_move(practice.desk, director, chosen, law, nonce="1")
    move_law(
        practice.desk, director, chosen, law,
        reason="试行", nonce="1", digest=seen.deadlines.digest,
    )  # fmt: skip


def confirmed_channel(practice: Practice, actor: Actor) -> None:
    """Give an officer an e-mail address in use, and something to be told of."""
    seal, now = practice.office.seal, practice.clock.now()
    with as_officer(practice.portal, actor) as db:
        made = channels.set_channel(db, actor, ChannelKind.EMAIL, "a@example.cn", seal, now=now)
        row = channels.one(db, actor, made)
        assert row
        channels.send_code(db, actor, row, "123456", now=now)
        row = channels.one(db, actor, made)
        assert row
        assert channels.confirm(db, row, "123456", now=now)


def tables(practice: Practice) -> list[str]:
    """Every table that says something of a case or a centre."""
    found = {row.tablename for row in practice.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}  # fmt: skip
    return sorted(found - OF_NOBODY)


def seen(practice: Practice, actor: Actor | None) -> dict[str, int]:
    """How many rows of each table the portal shows; without anybody when `actor` is None."""
    if actor is None:
        with practice.portal.begin() as db:
            return counted(db, tables(practice))
    with as_officer(practice.portal, actor) as db:
        return counted(db, tables(practice))


def counted(db: Connection, asked: list[str]) -> dict[str, int]:
    return {
        table: db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in asked
    }


def test_every_table_with_a_case_or_a_centre_is_guarded(practice: Practice):
    guarded = {row.relname for row in practice.rows(
        "SELECT relname FROM pg_class WHERE relrowsecurity")}  # fmt: skip
    with_columns = {row.table_name for row in practice.rows(
        "SELECT DISTINCT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name IN ('case_id', 'centre_id', 'child_id')")
    }  # fmt: skip
    assert with_columns - guarded - {"event_heads"} == set()


def test_there_is_something_to_see_in_every_table(practice: Practice):
    whole = practice.counts()
    assert [table for table in tables(practice) if whole[table] == 0] == []


def test_without_settings_nothing_is_seen(practice: Practice):
    assert set(seen(practice, None).values()) == {0}


def test_settings_of_nobody_show_nothing(practice: Practice):
    nobody = Actor(uuid4(), uuid4(), "无人", frozenset({Role.DIRECTOR}))
    with pytest.raises(NotAllowed, match="登录已经结束"):
        seen(practice, nobody)


def cases(db: Connection) -> int:
    return int(db.execute(text("SELECT count(*) FROM cases")).scalar_one())


def test_who_speaks_speaks_until_the_end_of_the_transaction_and_nobody_else_does(
    practice: Practice,
):
    say = text("SELECT set_config('hutong.who', :said, :rest)")
    with practice.portal.connect() as db, practice.portal.connect() as beside:
        with db.begin(), beside.begin():
            set_actor(db, practice.staff["director1"])
            assert cases(db) == 1
            said = str(db.execute(text("SELECT current_setting('hutong.who')")).scalar_one())
            # What is proved here is written down for this transaction of this connection alone.
            for forged in (said, said.replace("|centre|", "|team|"), said[:-1], "|", ""):
                beside.execute(say, {"said": forged, "rest": True})
                assert cases(beside) == 0
            narrowed = said.replace(str(practice.staff.centre_id), str(uuid4()))
            db.execute(say, {"said": narrowed, "rest": False})
            assert cases(db) == 0
        with db.begin():
            db.execute(say, {"said": said, "rest": True})
            assert cases(db) == 0


def test_another_centre_sees_nothing_in_any_table(practice: Practice, other: Staff):
    for account in ("director1", "supervisor1", "worker1"):
        shown = seen(practice, other[account])
        assert shown.pop("officers") == len(other.by_account)
        assert set(shown.values()) == {0}, account


def of_mine(practice: Practice, shown: dict[str, int]) -> dict[str, int]:
    """All rows there are; of officers those of the first centre."""
    whole = practice.counts() | {"officers": len(practice.staff.by_account)}
    return {table: whole[table] for table in shown}


def test_supervisors_and_directors_see_their_whole_centre(practice: Practice):
    for account in ("supervisor2", "director2"):
        shown = seen(practice, practice.staff[account])
        assert {shown.pop(table) for table in OF_ONE} == {0}
        assert shown.pop("account_changes") == 0
        assert shown == of_mine(practice, shown), account


#: What an officer alone sees of their own: where they are told, under which address they read,
#: what they sent.
OF_ONE = {"channels", "calendar_feeds", "presses"}
#: What those see who watch over it: the auditor (and who leads a case), the administrator.
OF_KEEPERS = {"view_log", "account_changes"}
#: What every officer of a centre may see: who works there, who stands in, how numbers stand.
OF_THE_CENTRE = {"officers", "absences", "case_team", "counters", "own_targets",
                 "centre_places"}  # fmt: skip


def test_the_team_sees_its_case_and_others_do_not(practice: Practice):
    team = seen(practice, practice.staff["worker1"])
    assert {team.pop(table) for table in OF_KEEPERS} == {0}
    assert team == of_mine(practice, team)
    for account in ("worker2", "legal1", "community1"):
        shown = seen(practice, practice.staff[account])
        hidden = {table: n for table, n in shown.items() if table not in OF_THE_CENTRE}
        assert set(hidden.values()) == {0}, (account, hidden)


def test_who_left_the_team_sees_the_case_no_more(own: Practice):
    assert seen(own, own.staff["worker1"])["steps"] > 0
    own.tell("UPDATE case_team SET left_at = now() WHERE officer_id = :o",
             o=own.staff["worker1"].officer_id)  # fmt: skip
    assert seen(own, own.staff["worker1"])["steps"] == 0


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrators_and_auditors_see_no_case(practice: Practice, role: Role):
    shown = seen(practice, practice.hire(f"onlooker-{role}", "甄旁观", role))
    # What was not sent, to whom and by which way, and what was done with accounts, is the
    # administrator's business; who looked at what, the auditor's.
    whole = practice.counts()
    of_theirs = {
        Role.ADMINISTRATOR: {"deliveries", "account_changes"}, Role.AUDITOR: {"view_log"},
    }  # fmt: skip
    for table in set().union(*of_theirs.values()):
        assert shown.pop(table) == (whole[table] if table in of_theirs[role] else 0)
    assert {n for table, n in shown.items() if table not in OF_THE_CENTRE} == {0}


def test_a_child_of_a_moved_case_stays_readable_for_its_other_case(own: Practice):
    # One child, two cases; one of them moves to another centre.
    other = make_staff(own.owner, "elsewhere")
    child = own.one("SELECT child_id FROM cases")
    second = own.desk.open_case(own.staff["worker1"], child_id=child)
    with own.owner.begin() as db:
        db.execute(text("UPDATE cases SET centre_id = :c WHERE id = :id"),
                   {"c": other.centre_id, "id": second})  # fmt: skip
        db.execute(text("UPDATE children SET centre_id = :c"), {"c": other.centre_id})
    for who in (own.staff["worker1"], other["director1"]):
        with as_officer(own.portal, who) as db:
            assert db.execute(text("SELECT count(*) FROM children")).scalar_one() == 1


#: What neither the portal nor the worker may do.
FORBIDDEN = (
    "SELECT * FROM event_heads FOR UPDATE", "UPDATE event_heads SET seq = 0",
    "DELETE FROM event_heads", "INSERT INTO event_heads VALUES (gen_random_uuid(), 1, '')",
    "UPDATE imprints SET by_role = 'hutong_worker'", "DELETE FROM imprints",
    "INSERT INTO imprint_heads VALUES (gen_random_uuid(), 1, '', now())", "TRUNCATE imprints",
    "UPDATE imprint_heads SET seq = 0", "SELECT hutong_imprint_all('cases')",
    "SELECT hutong_leave_imprint('cases', NULL, '{}', 'hutong_worker')",
    "UPDATE alembic_version SET version_num = '0'", "DELETE FROM cases", "DELETE FROM steps",
    "DROP TABLE steps", "CREATE TABLE mine (id int)", "ALTER TABLE steps DISABLE TRIGGER ALL",
    "ALTER TABLE steps DISABLE ROW LEVEL SECURITY", "CREATE ROLE mine", "SET ROLE hutong_owner",
    "SET session_replication_role = replica", "SELECT pg_read_file('/etc/passwd')",
    "COPY steps TO PROGRAM 'cat'",
)  # fmt: skip


class TestWriting:
    """What is not seen cannot be written either."""

    def test_rows_of_another_centre_cannot_be_changed(self, practice: Practice, other: Staff):
        with as_officer(practice.portal, other["director1"]) as db:
            for table in ("cases", "steps", "signatures", "stages", "deadlines"):
                changed = db.execute(
                    text(f"UPDATE {table} SET state = state WHERE centre_id <> :mine"),
                    {"mine": other.centre_id},
                )
                assert changed.rowcount == 0, table

    def test_a_case_cannot_be_written_for_another_centre(self, practice: Practice, other: Staff):
        with (
            pytest.raises(DBAPIError, match="row-level security"),
            as_officer(practice.portal, other["director1"]) as db,
        ):
            db.execute(text("INSERT INTO case_team (id, case_id, centre_id, officer_id, lead, "
                            "joined_at) VALUES (:id, :case, :centre, :me, false, now())"),
                       {"id": uuid4(), "case": practice.case(),
                        "centre": practice.staff.centre_id,
                        "me": other["director1"].officer_id})  # fmt: skip

    def test_nobody_joins_a_team_of_another_centre_to_see_its_case(
        self, practice: Practice, other: Staff
    ):
        # The row may bear one's own centre: the case still is another's.
        with as_officer(practice.portal, other["worker1"]) as db:
            db.execute(text("INSERT INTO case_team (id, case_id, centre_id, officer_id, lead, "
                            "joined_at) VALUES (:id, :case, :centre, :me, false, now())"),
                       {"id": uuid4(), "case": practice.case(), "centre": other.centre_id,
                        "me": other["worker1"].officer_id})  # fmt: skip
            assert db.execute(text("SELECT count(*) FROM cases")).scalar_one() == 0
            assert db.execute(text("SELECT count(*) FROM steps")).scalar_one() == 0

    @pytest.mark.parametrize(
        "table", ["events", "files", "view_log", "law_moves", "case_voidings", "corrections"]
    )
    def test_what_is_kept_for_ever_is_neither_changed_nor_removed(
        self, practice: Practice, table: str
    ):
        whole = practice.counts()[table]
        orders = ("UPDATE {0} SET case_id = case_id", "DELETE FROM {0}", "TRUNCATE {0}")
        engines = (practice.portal, practice.worker, practice.owner, practice.root)
        for engine, order in product(engines, orders):
            with (
                pytest.raises(DBAPIError, match=r"permission denied|append-only"),
                engine.begin() as db,
            ):
                if engine is practice.portal:
                    set_actor(db, practice.staff["director1"])
                db.execute(text(order.format(table)))
        assert practice.counts()[table] == whole

    @pytest.mark.parametrize(
        ("account", "by"), [("worker1", "worker1"), ("supervisor1", "director1"),
                            ("director1", "director2")],
    )  # fmt: skip
    def test_only_a_director_decides_about_law_and_only_in_the_own_name(
        self, practice: Practice, account: str, by: str
    ):
        actor = practice.staff[account]
        given = {"id": uuid4(), "centre": actor.centre_id, "by": practice.staff[by].officer_id,
                 "case": practice.case()}  # fmt: skip
        for order in (
            "INSERT INTO own_targets (id, centre_id, rule, at, by_id, old, reason) "
            "VALUES (:id, :centre, 'C.8', now(), :by, '{}', 'x')",
            "INSERT INTO law_moves (id, case_id, centre_id, at, by_id, old_pack, old_locality, "
            "new_pack, new_locality, reason) VALUES (:id, :case, :centre, now(), :by, '', '', '', "
            "'', '')",
            "INSERT INTO centre_places (id, centre_id, at, by_id, old_local, new_local, reason) "
            "VALUES (:id, :centre, now(), :by, '', 'wuhan', 'x')",
        ):
            with (
                pytest.raises(DBAPIError, match="row-level security"),
                as_officer(practice.portal, actor) as db,
            ):
                db.execute(text(order), given)

    @pytest.mark.parametrize("role", [PORTAL_ROLE, WORKER_ROLE])
    def test_the_working_roles_may_not(self, practice: Practice, role: str):
        engine = practice.portal if role == PORTAL_ROLE else practice.worker
        other = WORKER_ROLE if role == PORTAL_ROLE else PORTAL_ROLE
        for order in (*FORBIDDEN, f"SET ROLE {other}"):
            with pytest.raises(DBAPIError, match=r"denied|owner|must be"), engine.begin() as db:
                db.execute(text(order))

    def test_the_worker_has_nothing_to_do_with_logging_in(self, practice: Practice):
        with pytest.raises(DBAPIError, match="denied"), practice.worker.begin() as db:
            db.execute(text("SELECT hutong_enter('', '')"))

    @pytest.mark.usefixtures("other")
    def test_the_worker_sees_every_case(self, practice: Practice):
        whole = practice.counts()
        of_people = {"calendar_feeds", "account_changes", "view_log"}
        of_worker = [table for table in tables(practice) if table not in of_people]
        with as_worker(practice.worker) as db:
            assert counted(db, of_worker) == {table: whole[table] for table in of_worker}


def test_each_role_owns_nothing(practice: Practice):
    owners = {row.tableowner for row in practice.rows(
        "SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")}  # fmt: skip
    assert owners == {"hutong_owner"}


def test_no_policy_may_be_answered_by_reading_a_whole_table(practice: Practice):
    asked = practice.rows(
        "SELECT tablename, policyname, concat_ws(' ', qual, with_check) AS said FROM pg_policies "
        "WHERE schemaname = 'public'"
    )
    assert len(asked) > 40
    # PostgreSQL hashes what EXISTS and IN ask; what LIMIT ends is looked up row by row.
    assert [f"{row.tablename}.{row.policyname}" for row in asked
            if "EXISTS" in row.said or " IN " in row.said or "ANY (SELECT" in row.said] == []  # fmt: skip


def test_functions_that_see_more_than_their_caller_are_few_and_fixed_to_their_schema(
    practice: Practice,
):
    found = practice.rows(
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = "
        "'public'::regnamespace"
    )
    assert {row.proname for row in found} == {
        "hutong_imprint", "hutong_strange_imprints", "hutong_written_between",
        "hutong_chain_event", "hutong_dated_papers", "hutong_directs", "hutong_leads", "hutong_guard_custody", "hutong_taken_away", "hutong_guard_case", "hutong_guard_move", "hutong_guard_stage", "hutong_lock_cases",
        "hutong_look_at_child", "hutong_may_keep_calendar", "hutong_may_recount",
        "hutong_recount", "hutong_custody_spans", "hutong_running_deadlines",
        "hutong_believed", "hutong_end_session", "hutong_enter", "hutong_feed_steps",
        "hutong_fetch_feed", "hutong_live_session", "hutong_lock_place", "hutong_log_in",
        "hutong_practice_accounts", "hutong_prove_password", "hutong_set_password",
        "hutong_set_place", "hutong_speaker", "hutong_try_password", "hutong_whose_session",
        "hutong_places", "hutong_queue_deliveries",
        "hutong_card_in_time", "hutong_join_closed", "hutong_key_proof", "hutong_report_unreadable", "hutong_search_cases",
        "hutong_team_of_closed", "hutong_case_number", "hutong_case_numbered", "hutong_reads_looks",
        "hutong_administers", "hutong_add_officer", "hutong_set_roles", "hutong_end_account",
        "hutong_give_password", "hutong_unlock", "hutong_wrong_passwords", "hutong_hand_all_over", "hutong_left_open", "hutong_data_keys", "hutong_newest_data_key",
        "hutong_same_child", "hutong_cases_of_number", "hutong_is_alone", "hutong_case_of_run",
        "hutong_take_content", "hutong_drop_content", "hutong_guard_content",
    }  # fmt: skip
    assert all("search_path=public" in row.proconfig for row in found)


def test_ids_tell_nothing(practice: Practice):
    ids: list[UUID] = [row.id for row in practice.rows("SELECT id FROM steps")]
    assert {one.version for one in ids} == {4}


def test_a_press_is_its_officers_and_gets_one_answer(own: Practice):
    worker, now = own.staff["worker1"], own.clock.now()
    mine = _press(worker, now)
    with as_officer(own.portal, worker) as db:
        mine.claim(db)
        mine.answered(db, "/first")
        mine.answered(db, "/second")
    assert own.one("SELECT answer FROM presses") == "/first"
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        as_officer(own.portal, own.staff["worker2"]) as db,
    ):
        _press(worker, now).claim(db)
    for order in ("DELETE FROM presses", "UPDATE presses SET digest = ''"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            as_officer(own.portal, worker) as db,
        ):
            db.execute(text(order))
