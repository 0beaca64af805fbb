"""Notices leave the house: once each, opaque, tried again, given up in the end, seen by people."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from flows.clockwork.delivering import PostOffice, deliver_once
from flows.clockwork.watching import watch_once
from models.store import channels, deliveries
from models.store.acting import as_officer, as_worker
from models.words import ChannelKind, Role
from tasks.outbox.message import Message
from tests.outbox.house import ADDRESSES, PORTAL, House
from tests.outbox.receivers import MailServer, Robots
from tests.rights.marked import ADDRESS, MARK, NAME, MarkedCasework


@pytest.fixture
def case_id(house: House) -> UUID:
    """A case whose caseworker gets e-mail."""
    house.connect(house.practice.staff["worker1"])
    return house.practice.open_case()


def test_a_new_step_reaches_its_owner_by_mail_with_the_case_number_and_no_more(
    house: House, mails: MailServer, case_id: UUID
):
    done = house.deliver()

    assert (done.sent, done.failed) == (1, 0)
    [letter] = mails.letters
    number = house.number(case_id)
    assert letter["To"] == "yimei@example.cn"
    assert letter["Subject"] == f"【护童】{number} 有新消息，请登录查看"
    assert letter.get_content().replace("\r", "") == (
        f"{number} 有新消息，请登录护童查看。\n{PORTAL}\n\n（护童自动发送，请勿回复。）\n"
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert house.states() == ["sent"]
    assert house.deliver().sent == 0


def test_the_delivery_is_written_in_the_transaction_of_the_notice(house: House, case_id: UUID):
    worker, before = house.practice.staff["worker1"], len(house.deliveries())
    step = house.a_step(case_id)
    with pytest.raises(RuntimeError), as_worker(house.practice.worker) as db:
        db.execute(
            text("INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, "
                 "created_at) SELECT gen_random_uuid(), centre_id, case_id, :o, id, 'due', 'x', "
                 "now() FROM steps WHERE id = :s"), {"o": worker.officer_id, "s": step},
        )  # fmt: skip
        written = db.execute(text("SELECT count(*) FROM deliveries")).scalar_one()
        raise RuntimeError

    assert written == before + 1
    assert len(house.deliveries()) == before


def test_every_writer_of_notices_is_covered_the_watch_too(house: House):
    for actor in house.practice.staff.by_account.values():
        house.connect(actor)
    house.practice.play_to_step("ask:triage")
    house.deliver()
    house.wait(days=30)
    watch_once(house.place)

    kinds = house.practice.rows(
        "SELECT DISTINCT n.kind FROM deliveries d JOIN notices n ON n.id = d.notice_id "
        "WHERE d.state = 'queued'"
    )
    assert "overdue" in {row.kind for row in kinds}


def test_a_notice_goes_once_through_a_channel(house: House, case_id: UUID):
    with (
        pytest.raises(DBAPIError, match="uq_deliveries_notice_id_channel_id"),
        as_worker(house.practice.root) as db,
    ):
        db.execute(text("INSERT INTO deliveries SELECT gen_random_uuid(), centre_id, "
                            "officer_id, notice_id, channel_id, via, state, reason, attempts, "
                            "created_at, next_at, sent_at FROM deliveries"))  # fmt: skip


def test_many_at_once_are_one_message(house: House, mails: MailServer, case_id: UUID):
    second, worker = house.practice.open_case(), house.practice.staff["worker1"]
    for _ in range(30):
        house.tell(worker, case_id=second, step_id=house.a_step(second))
    done = house.deliver()

    assert done.sent == 32
    [letter] = mails.letters
    assert letter["Subject"] == "【护童】2 个案件有新消息，请登录查看"
    assert letter.get_content().count(house.number(second)) == 1


def test_never_a_fact_of_a_child_leaves_the_house(house: House, mails: MailServer, robots: Robots):
    practice = house.practice
    practice.player = MarkedCasework(
        practice.desk, practice.worker, practice.office, practice.clock, practice.staff
    )
    for actor in practice.staff.by_account.values():
        for kind in ChannelKind:
            house.connect(actor, kind)
    case_id = practice.open_case()
    practice.play_to_step("ask:investigation", case_id=case_id)
    practice.desk.correct_people(practice.staff["worker1"], case_id, {
        "child": {"name": NAME, "called": NAME, "current_address": ADDRESS}, "guardians": [],
        "reason": MARK,
    })  # fmt: skip
    practice.play_to_step("approve:investigation-report", case_id=case_id)
    house.wait(days=3)
    watch_once(house.place)
    house.wait(hours=12)

    assert house.deliver().sent > 20
    assert mails.raw
    assert len({path.partition("?")[0] for path, _ in robots.calls}) == 3
    told = mails.everything() + "".join(str(body) for _path, body in robots.calls)
    assert house.number(case_id) in told
    steps = practice.rows("SELECT key, form FROM steps WHERE form IS NOT NULL")
    for word in (MARK, NAME, ADDRESS, "小孩", "监护", *(row.form for row in steps)):
        assert word not in told.replace("未成年人救助保护中心", "")


def test_practice_cases_send_nothing_unless_it_is_switched_on(house: House, mails: MailServer):
    house.connect(house.practice.staff["worker1"])
    house.practice.open_case(practice=True)

    assert house.deliver().withheld == 1
    assert house.deliveries()[0].reason == "practice"
    assert mails.raw == []

    house.practice.open_case(practice=True)
    assert house.deliver(practice_messages=True).sent == 1


def test_what_was_read_in_the_portal_is_not_sent(house: House, mails: MailServer, case_id: UUID):
    house.practice.tell("UPDATE notices SET read_at = now()")

    assert house.deliver().withheld == 1
    assert mails.raw == []


def test_a_muted_kind_is_not_sent_and_still_told_in_the_portal(house: House, case_id: UUID):
    worker = house.practice.staff["worker1"]
    house.connect(worker, muted=("work", "overdue"))
    before = len(house.deliveries())
    for kind in ("work", "overdue", "approval"):
        house.tell(worker, kind, case_id=case_id, step_id=house.a_step(case_id))

    assert len(house.deliveries()) == before + 1
    assert house.practice.one("SELECT count(*) FROM notices WHERE kind = 'overdue'") == 1


def test_an_unconfirmed_channel_gets_nothing_but_its_code(house: House, mails: MailServer):
    worker = house.practice.staff["worker1"]
    channel = house.connect(worker, confirmed=False)
    house.practice.open_case()
    assert house.deliveries() == []
    now = house.practice.clock.now()
    with as_officer(house.practice.portal, worker) as db:
        row = channels.one(db, worker, channel)
        assert row
        assert channels.send_code(db, worker, row, "246810", now=now)

    assert house.deliver().sent == 1
    assert "246810" in mails.letters[-1].get_content()
    assert "〔" not in mails.everything()


def test_a_removed_channel_and_a_closed_account_get_nothing(house: House, mails: MailServer):
    one, two = house.practice.staff["worker1"], house.practice.staff["worker2"]
    channel = house.connect(one)
    house.connect(two)
    case_id = house.practice.open_case()
    house.tell(two, case_id=case_id, step_id=house.a_step(case_id))
    with as_officer(house.practice.portal, one) as db:
        channels.remove(db, one, channel_id=channel, now=house.practice.clock.now())
    house.practice.dismiss("worker2")

    assert house.deliver().withheld == 2
    assert mails.raw == []
    assert house.practice.one("SELECT count(*) FROM channels WHERE address IS NOT NULL") == 1


class TestQuiet:
    """Nobody is woken for what can wait."""

    def test_at_night_a_message_waits_for_the_morning(self, house: House, mails: MailServer):
        worker = house.practice.staff["worker1"]
        house.connect(worker)
        house.wait(hours=13)
        case_id = house.practice.open_case()
        house.practice.tell("UPDATE steps SET due_at = NULL")
        assert house.deliver().postponed == 1
        assert mails.raw == []

        house.tell(worker, "overdue", case_id=case_id, step_id=house.a_step(case_id))
        assert house.deliver().sent == 1
        house.wait(hours=8)
        assert house.deliver().sent == 1

    def test_what_is_due_within_a_day_does_not_wait(self, house: House):
        house.connect(house.practice.staff["worker1"])
        house.wait(hours=13)
        house.practice.open_case()
        due = house.practice.clock.now() + timedelta(hours=20)
        house.practice.tell("UPDATE steps SET due_at = :d", d=due)

        assert house.deliver().sent == 1


class TestFailing:
    """What does not arrive is tried again, and then lands on a person's desk."""

    def test_a_server_that_is_away_is_tried_again_ever_more_slowly(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        mails.stop()
        assert house.deliver().failed == 1
        [row] = house.deliveries()
        assert (row.state, row.reason, row.attempts) == ("failed", "unreachable", 1)
        assert house.deliver().failed == 0
        house.wait(minutes=1)
        assert house.deliver().failed == 1
        waits = [house.deliveries()[0].next_at - house.practice.clock.now()]
        mails.start()
        house.wait(minutes=5)

        assert house.deliver().sent == 1
        assert waits == [timedelta(minutes=5)]

    def test_given_up_it_is_told_to_the_officer_and_to_who_looks_after_it(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        admin = house.practice.hire("admin1", "甄管理", Role.ADMINISTRATOR)
        house.connect(admin)
        mails.says = "451 later"
        for _ in range(deliveries.MOST_TRIES):
            house.deliver()
            house.wait(hours=4)
            if not 7 < (house.practice.clock.now().hour + 8) % 24 < 22:
                house.wait(hours=10)
        assert "given_up" in house.states()

        told = house.practice.rows("SELECT * FROM notices WHERE kind = 'delivery'")
        assert {row.officer_id for row in told} == {
            admin.officer_id, house.practice.staff["worker1"].officer_id,
        }  # fmt: skip
        assert {row.case_id for row in told} == {None}
        # What tells of a broken channel does not go out itself.
        assert len(house.deliveries()) == 1

    def test_without_an_administrator_the_supervisors_are_told(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        mails.says = "550 nobody of that name"
        assert house.deliver().given_up == 1

        assert house.deliveries()[0].reason == "recipient"
        told = house.practice.rows(
            "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
            "WHERE n.kind = 'delivery'"
        )
        assert {row.account for row in told} == {"worker1", "supervisor1", "supervisor2"}

    def test_it_is_told_once_a_day_however_many_fail(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        mails.says = "550 nobody of that name"
        for _ in range(3):
            house.deliver()
            house.tell(
                house.practice.staff["worker1"], case_id=case_id, step_id=house.a_step(case_id)
            )
        house.deliver()

        assert house.practice.one("SELECT count(*) FROM notices WHERE kind = 'delivery'") == 3

    def test_tried_again_by_a_person_it_goes_out(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        mails.says = "550 nobody of that name"
        house.deliver()
        mails.says = ""
        with as_officer(house.practice.portal, house.practice.staff["supervisor1"]) as db:
            assert deliveries.try_again(db, None, now=house.practice.clock.now()) == 1

        assert house.deliver().sent == 1

    def test_one_bad_address_keeps_no_other_waiting(self, house: House, mails: MailServer):
        practice = house.practice
        house.connect(practice.staff["worker1"])
        house.connect(practice.staff["worker2"])
        case_id = practice.open_case()
        house.tell(practice.staff["worker2"], case_id=case_id, step_id=house.a_step(case_id))
        practice.tell("UPDATE channels SET address = 'rubbish' WHERE officer_id = :o",
                      o=practice.staff["worker1"].officer_id)  # fmt: skip
        done = house.deliver()

        assert (done.sent, done.given_up) == (1, 1)
        assert len(mails.raw) == 1

    def test_a_sender_that_fits_into_no_letter_is_told_as_such(self, house: House, case_id: UUID):
        house.deliver(smtp_from="hutong@example.cn\nBcc: a@example.cn")

        assert house.deliveries()[0].reason == "address"

    def test_without_a_mail_server_it_says_so(self, house: House, case_id: UUID):
        house.deliver(smtp_host="")

        assert house.deliveries()[0].reason == "not_set"

    @pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
    def test_a_wrong_password_is_told_as_such(self, house: House, case_id: UUID):
        with MailServer(password="right") as picky:
            house.deliver(smtp_port=picky.port, smtp_user="hutong", smtp_password="wrong")
            assert house.deliveries()[0].reason == "login"
            house.wait(minutes=1)
            done = house.deliver(smtp_port=picky.port, smtp_user="hutong", smtp_password="right")

        assert done.sent == 1


class TestCrashing:
    """At least once, and a doubled message is known as one."""

    def test_a_worker_that_dies_after_sending_sends_the_same_message_again(
        self, house: House, mails: MailServer, case_id: UUID
    ):
        class Killed(BaseException):
            pass

        def sends_and_dies(_to: str, _message: Message) -> None:
            house.deliver_one(_to, _message)
            raise Killed

        office = PostOffice({ChannelKind.EMAIL: sends_and_dies}, PORTAL)
        with pytest.raises(Killed):
            deliver_once(house.place, office)
        # Another fact joins meanwhile; the message is still known as the same.
        house.tell(house.practice.staff["worker1"], case_id=case_id, step_id=house.a_step(case_id))
        house.wait(minutes=6)

        assert house.deliver().sent == 2
        assert len({letter["Message-ID"] for letter in mails.letters}) == 1
        assert len(mails.letters) == 2

    def test_what_kills_every_worker_is_given_up(self, house: House, case_id: UUID):
        class Killed(BaseException):
            pass

        def dies(_to: str, _message: Message) -> None:
            raise Killed

        office = PostOffice({ChannelKind.EMAIL: dies}, PORTAL)
        for _ in range(deliveries.MOST_TRIES):
            with pytest.raises(Killed):
                deliver_once(house.place, office)
            house.wait(minutes=6)

        assert deliver_once(house.place, office).given_up == 1
        assert house.deliveries()[0].reason == "abandoned"

    def test_two_workers_at_once_send_each_message_once(self, house: House, mails: MailServer):
        practice = house.practice
        for account in ("worker1", "worker2", "supervisor1", "legal1"):
            house.connect(practice.staff[account])
        case_id = practice.open_case()
        for account in ("worker2", "supervisor1", "legal1"):
            house.tell(practice.staff[account], case_id=case_id, step_id=house.a_step(case_id))
        with ThreadPoolExecutor(3) as workers:
            done = list(workers.map(lambda _: house.deliver(), range(3)))

        assert sum(one.sent for one in done) == 4
        assert len(mails.raw) == 4

    def test_people_need_not_wait_while_a_server_is_waited_for(self, house: House, case_id: UUID):
        told: list[int] = []

        def slow(_to: str, _message: Message) -> None:
            # In the middle of sending, the officer is told of something else, and edits a channel.
            worker = house.practice.staff["worker1"]
            house.tell(worker, case_id=case_id, step_id=house.a_step(case_id))
            with as_officer(house.practice.portal, worker) as db:
                db.execute(text("SET LOCAL lock_timeout = '1s'"))
                told.append(db.execute(text("UPDATE channels SET muted = '{due}'")).rowcount)

        deliver_once(house.place, PostOffice({ChannelKind.EMAIL: slow}, PORTAL))

        assert told == [1]


class TestMessengers:
    """WeCom, DingTalk and Feishu through Apprise."""

    @pytest.mark.parametrize(
        ("kind", "path", "said"),
        [
            (ChannelKind.WECOM, "/cgi-bin/webhook/send?key=wecom-key-0001", ("text", "content")),
            (ChannelKind.DINGTALK, "/robot/send?access_token=dingtalktoken01", ("text", "content")),
            (ChannelKind.FEISHU, "/open-apis/bot/v2/hook/feishu-token-0001/", ("content", "text")),
        ],
    )  # fmt: skip
    def test_a_robot_is_called(
        self, house: House, robots: Robots, kind: ChannelKind, path: str, said: tuple[str, str]
    ):
        house.connect(house.practice.staff["worker1"], kind)
        case_id = house.practice.open_case()

        assert house.deliver().sent == 1
        [(called, body)] = robots.calls
        assert called.startswith(path)
        assert body[said[0]][said[1]].startswith(
            f"{house.number(case_id)} 有新消息，请登录护童查看。"
        )
        assert ("sign=" in called) == (kind is ChannelKind.DINGTALK)

    @pytest.mark.parametrize(
        ("status", "answer"),
        [
            (200, {"errcode": 93000, "errmsg": "invalid webhook url"}),
            (200, {"code": 19001, "msg": "param invalid"}),
            (200, "<html>please log in to this network</html>"),
            (500, {"errcode": 0}),
        ],
    )
    def test_a_refusal_is_heard_also_inside_a_200(
        self, house: House, robots: Robots, status: int, answer: dict[str, object] | str
    ):
        robots.status, robots.answer = status, answer
        house.connect(house.practice.staff["worker1"], ChannelKind.WECOM)
        house.practice.open_case()

        assert house.deliver().failed == 1
        assert house.deliveries()[0].reason == "refused"

    def test_a_messenger_that_is_away_is_told_from_one_that_refuses(
        self, house: House, robots: Robots
    ):
        robots.stop()
        house.connect(house.practice.staff["worker1"], ChannelKind.FEISHU)
        house.practice.open_case()
        house.deliver()

        assert house.deliveries()[0].reason == "unreachable"

    def test_no_log_has_a_key_or_an_address_however_much_is_logged(
        self, house: House, robots: Robots, mails: MailServer, caplog: pytest.LogCaptureFixture
    ):
        for kind in ChannelKind:
            house.connect(house.practice.staff["worker1"], kind)
        with caplog.at_level(logging.DEBUG):
            house.practice.open_case()
            house.deliver()
            robots.status, mails.says = 500, "550 yimei@example.cn is unknown"
            house.practice.open_case()
            house.deliver()
            robots.stop()
            mails.stop()
            house.practice.open_case()
            house.deliver()

        assert len(robots.calls) == 6
        secrets = ("wecom-key", "dingtalksecret", "dingtalktoken", "feishu-token", "yimei")
        # The receiving mail server lives in this process too, and its log is its own.
        said = [r.getMessage() for r in caplog.records if not r.name.startswith("mail")]
        assert [word for word in secrets if word in "\n".join(said)] == []
        assert set(ADDRESSES) == set(ChannelKind)


def test_a_channel_on_which_sending_fails_unforeseen_keeps_no_other_waiting(house: House):
    one, other = house.practice.staff["worker1"], house.practice.staff["supervisor1"]
    house.connect(one, address="wrong@example.cn")
    house.connect(other, address="right@example.cn")
    case_id = house.practice.open_case()
    step = house.a_step(case_id)
    for officer in (one, other):
        house.tell(officer, case_id=case_id, step_id=step)
    sent: list[str] = []

    def send(to: str, _message: Message) -> None:
        if to == "wrong@example.cn":
            raise ValueError(to)
        sent.append(to)

    deliver_once(house.place, PostOffice({ChannelKind.EMAIL: send}, PORTAL))

    assert sent == ["right@example.cn"]
    [told] = house.practice.broken_promises()["后台各项工作没有停在哪一个案件上"]
    assert told.startswith("消息发送 ")
    assert told.endswith(":ValueError")
