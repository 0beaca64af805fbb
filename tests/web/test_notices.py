"""The notices page, my account, and what did not arrive: what people see and do."""

from datetime import timedelta

import pytest

from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from models.words import Role
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash
from web.app import create_app
from web.parts import Parts


@pytest.fixture
def mailing(portal: Portal) -> Portal:
    """The portal of an installation with a mail server."""
    practice = portal.practice
    parts = Parts.of(
        practice.portal, practice.office, practice.clock,
        public_address="https://hutong.example.cn/", sends_mail=True,
    )  # fmt: skip
    return Portal(practice, create_app(parts))


def tell(portal: Portal, account: str, kind: str, times: int = 1) -> None:
    """Write notices to an officer, each later than the one before."""
    for _ in range(times):
        portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(seconds=1))
        with as_worker(portal.practice.worker) as db:
            db.exec_driver_sql(
                "INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, "
                "created_at) SELECT gen_random_uuid(), c.centre_id, c.id, %(o)s, s.id, %(k)s, "
                "gen_random_uuid()::text, %(n)s FROM cases c JOIN steps s ON s.case_id = c.id "
                "WHERE s.state = 'open' LIMIT 1",
                {"o": portal.practice.staff[account].officer_id, "k": kind,
                 "n": portal.practice.clock.now()},
            )  # fmt: skip


def code(portal: Portal) -> str:
    [row] = portal.ask("SELECT code FROM channels WHERE code IS NOT NULL AND removed_at IS NULL")
    return str(row.code)


class TestNotices:
    def test_what_is_new_is_counted_on_every_page(self, portal: Portal):
        portal.practice.open_case()
        browser = portal.log_in("worker1")

        assert browser.links("消息") == ["/notices"]
        assert browser.page.find_class("unread")[0].text_content() == "1条未读"
        assert not portal.log_in("worker2").page.find_class("unread")

    def test_a_notice_says_its_kind_the_case_number_and_the_step_and_no_more(self, portal: Portal):
        portal.practice.open_case()
        browser = portal.log_in("worker1").go("/notices")
        [number] = [row.number for row in portal.ask("SELECT number FROM cases")]
        cells = [" ".join(cell.text_content().split()) for cell in browser.page.iter("td")]

        assert cells[:3] == ["未读", "有新的工作接报登记", number]
        assert "身份待查明" not in browser.words

    def test_opening_the_step_reads_its_notices(self, portal: Portal):
        portal.practice.open_case()
        tell(portal, "worker1", "due")
        browser = portal.log_in("worker1").go("/notices").follow("有新的工作")

        assert browser.url.startswith("/steps/")
        assert not browser.page.find_class("unread")
        assert portal.ask("SELECT 1 FROM notices WHERE read_at IS NULL") == []

    def test_unread_come_first_and_one_is_marked_without_going_there(self, portal: Portal):
        portal.practice.open_case()
        for kind in ("due", "overdue", "approval"):
            tell(portal, "worker1", kind)
        browser = portal.log_in("worker1").go("/notices")
        form = browser.page.xpath("//form[@action='/notices/read']")[0]
        browser.post("/notices/read", list(form.form_values()))
        names = [
            a.text_content() for a in browser.page.xpath("//td/a[contains(@href,'/notices/')]")
        ]

        assert names == ["有工作已经超期", "有工作即将到期", "有新的工作", "有文书等待审批"]

    def test_all_are_marked_but_what_came_since(self, portal: Portal):
        portal.practice.open_case()
        browser = portal.log_in("worker1").go("/notices")
        tell(portal, "worker1", "overdue")
        browser.press("全部标为已读")

        assert [
            row.kind for row in portal.ask("SELECT kind FROM notices WHERE read_at IS NULL")
        ] == ["overdue"]

    def test_many_are_shown_page_by_page(self, portal: Portal):
        portal.practice.open_case()
        tell(portal, "worker1", "due", times=60)
        browser = portal.log_in("worker1").go("/notices")

        assert "61条未读" in browser.words
        browser.follow("更早的")
        assert len(browser.page.xpath("//tbody/tr")) == 11
        assert portal.log_in("worker1").go("/notices?page=99").status == 200

    def test_nobody_reads_or_follows_another_persons_notice(self, portal: Portal):
        portal.practice.open_case()
        [notice] = portal.ask("SELECT id FROM notices")
        supervisor = portal.log_in("supervisor1")

        assert supervisor.go(f"/notices/{notice.id}").status == 404
        supervisor.go("/notices").post("/notices/read", [("csrf", supervisor.token),
                                                         ("id", str(notice.id))])  # fmt: skip
        assert portal.ask("SELECT 1 FROM notices WHERE read_at IS NOT NULL") == []

    def test_rubbish_is_refused_with_a_sentence(self, portal: Portal):
        browser = portal.log_in("worker1").go("/notices")
        for address, field in (("read", "id"), ("read-all", "until")):
            for rubbish in ("", "x", "2026-01-01T00:00:00"):
                browser.go("/account")
                browser.post(f"/notices/{address}", [("csrf", browser.token), (field, rubbish)])
                assert browser.status == 400

    def test_a_kind_of_a_later_version_is_simply_news(self, portal: Portal):
        portal.practice.open_case()
        tell(portal, "worker1", "something-new")

        assert "有新消息" in portal.log_in("worker1").go("/notices").words


def connected(mailing: Portal, account: str = "worker1") -> Browser:
    browser = mailing.log_in(account).go("/account")
    browser.press("保存并发送验证码", address="worker@example.cn", kind="email")
    browser.press("确认验证码", code=code(mailing))
    return browser


class TestAccount:
    def test_an_address_is_used_once_its_code_came_back(self, mailing: Portal):
        browser = mailing.log_in("worker1").go("/account")
        browser.press("保存并发送验证码", address="worker@example.cn", kind="email")
        assert "待验证" in browser.words
        right = code(mailing)
        wrong = "000000" if right != "000000" else "111111"
        browser.press("确认验证码", code=wrong)
        assert browser.status == 422
        assert "验证码不对" in browser.words
        browser.press("确认验证码", code=right)

        assert "已启用" in browser.words
        mailing.practice.open_case()
        assert [row.state for row in mailing.ask(
            "SELECT state FROM deliveries WHERE notice_id IS NOT NULL")] == ["queued"]  # fmt: skip
        # The address is sealed and shown to its own officer alone.
        [row] = mailing.ask("SELECT address FROM channels")
        assert b"worker@" not in row.address
        assert "worker@example.cn" in browser.words

    def test_a_code_cannot_be_guessed_or_kept(self, mailing: Portal):
        browser = mailing.log_in("worker1").go("/account")
        browser.press("保存并发送验证码", address="worker@example.cn", kind="email")
        right = code(mailing)
        for _ in range(5):
            browser.press("确认验证码", code="x")
        assert browser.press("确认验证码", code=right).status == 422
        mailing.practice.clock.advance_to(mailing.practice.clock.now() + timedelta(minutes=2))
        browser.go("/account").press("发送测试消息")
        right = code(mailing)
        mailing.practice.tell("UPDATE channels SET code_at = code_at - interval '31 minutes'")

        assert browser.press("确认验证码", code=right).status == 422

    def test_test_messages_are_not_sent_in_a_row(self, mailing: Portal):
        browser = connected(mailing)
        browser.press("发送测试消息")

        assert browser.status == 409
        assert "一分钟后再试" in browser.words

    @pytest.mark.parametrize(
        ("kind", "typed"),
        [
            ("email", "worker"), ("email", "a@b.cn\r\nBcc: c@d.cn"), ("email", "a b@c.cn"),
            ("wecom", "https://127.0.0.1/cgi-bin/webhook/send?key=abcdefgh-1"),
            ("wecom", "json://127.0.0.1:8000/"), ("dingtalk", "wecombot://abcdefgh-1"),
            ("feishu", "http://open.feishu.cn/open-apis/bot/v2/hook/abcdefgh"), ("wecom", "http://["),
        ],
    )  # fmt: skip
    def test_what_is_no_address_of_its_kind_is_refused_and_comes_back(
        self, mailing: Portal, kind: str, typed: str
    ):
        browser = mailing.log_in("worker1").go("/account")
        browser.post("/account/channels", [("csrf", browser.token), ("kind", kind),
                                           ("address", typed)])  # fmt: skip

        assert browser.status == 422
        assert mailing.ask("SELECT 1 FROM channels") == []
        shown = browser.page.get_element_by_id(f"f-{kind}-address")
        assert shown.get("value").split() == typed.split()

    def test_a_robots_address_is_taken_as_its_messenger_shows_it(self, mailing: Portal):
        browser = mailing.log_in("worker1").go("/account")
        for kind, typed, secret, kept in (
            ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd-efgh-0001", "",
             "wecombot://abcd-efgh-0001/"),
            ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abcdefgh0002",
             "SECabcdefgh", "dingtalk://SECabcdefgh@abcdefgh0002/"),
            ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abcd-efgh-0003", "",
             "feishu://abcd-efgh-0003/"),
        ):  # fmt: skip
            browser.post("/account/channels", [("csrf", browser.token), ("kind", kind),
                                               ("address", typed), ("secret", secret)])  # fmt: skip
            assert browser.status == 200
            [row] = mailing.ask(
                "SELECT id, address FROM channels WHERE kind = :k", k=kind
            )  # fmt: skip
            seal = mailing.practice.office.seal
            assert seal.open_text(row.address, SealedPlace.CHANNEL_ADDRESS.of(row.id)) == kept
            # A key is as good as a password: the page shows its end.
            assert kept[-5:-1] in browser.words
            assert kept.split("@")[-1].split("//")[-1] not in browser.html

    def test_a_second_address_takes_the_place_of_the_first(self, mailing: Portal):
        browser = connected(mailing)
        browser.press("保存并发送验证码", address="other@example.cn", kind="email")

        rows = mailing.ask(
            "SELECT address IS NULL AS gone, verified_at FROM channels ORDER BY created_at"
        )
        assert {row.gone for row in rows if row.verified_at} == {True}
        assert [row for row in rows if not row.gone and row.verified_at] == []

    def test_kinds_are_muted_and_the_portal_shows_them_all_the_same(self, mailing: Portal):
        browser = connected(mailing)
        browser.press("保存", ("kinds", "overdue"), ("kinds", "due"))
        mailing.practice.open_case()
        for kind in ("overdue", "approval"):
            tell(mailing, "worker1", kind)

        sent = mailing.ask("SELECT n.kind FROM deliveries d JOIN notices n ON n.id = d.notice_id")
        assert [row.kind for row in sent] == ["overdue"]
        assert browser.go("/notices").page.find_class("unread")[0].text_content() == "3条未读"

    def test_a_removed_address_is_forgotten(self, mailing: Portal):
        browser = connected(mailing)
        form = browser.page.xpath("//form[contains(@action, '/remove')]")[0]
        browser.post(form.get("action"), list(form.form_values()))

        assert "已移除" in browser.words
        assert "worker@example.cn" not in browser.html
        [row] = mailing.ask("SELECT address, code FROM channels")
        assert (row.address, row.code) == (None, None)

    def test_another_persons_channel_is_not_there(self, mailing: Portal):
        connected(mailing)
        [row] = mailing.ask("SELECT id FROM channels")
        other = mailing.log_in("director1").go("/account")
        for act in ("test", "confirm", "mute", "remove"):
            other.go("/account").post(f"/account/channels/{row.id}/{act}",
                                      [("csrf", other.token), ("code", "x")])  # fmt: skip
            assert other.status == 404
        assert "worker@example.cn" not in other.go("/account").html

    def test_without_a_mail_server_e_mail_is_not_offered(self, portal: Portal):
        browser = portal.log_in("worker1").go("/account")

        assert "没有设置发信服务器" in browser.words
        assert not browser.page.xpath("//input[@id='f-email-address']")
        browser.post("/account/channels", [("csrf", browser.token), ("kind", "email"),
                                           ("address", "a@example.cn")])  # fmt: skip
        assert browser.status == 409


class TestDeliveries:
    def failed(self, mailing: Portal) -> None:
        connected(mailing)
        mailing.practice.open_case()
        mailing.practice.tell(
            "UPDATE deliveries SET state = 'given_up', reason = 'recipient', attempts = 1 "
            "WHERE notice_id IS NOT NULL"
        )

    def test_a_failure_is_seen_with_its_reason_and_tried_again(self, mailing: Portal):
        self.failed(mailing)
        browser = mailing.log_in("supervisor1").go("/deliveries")
        assert "甄个案 电子邮件" in browser.words
        assert "收件人不存在" in browser.words
        browser.press("全部重新发送")

        assert "已重新排队" in browser.words
        [row] = mailing.ask("SELECT state, attempts FROM deliveries WHERE notice_id IS NOT NULL")
        assert (row.state, row.attempts) == ("queued", 0)
        assert "甄个案" in browser.go("/deliveries?show=waiting").words

    def test_an_administrator_sees_it_without_the_case(self, mailing: Portal):
        self.failed(mailing)
        mailing.practice.hire("admin1", "甄管理", Role.ADMINISTRATOR)
        mailing.practice.tell("UPDATE officers SET password = :p WHERE account = 'admin1'",
                              p=password_hash())  # fmt: skip
        browser = mailing.log_in("admin1").go("/deliveries")

        assert "收件人不存在" in browser.words
        assert "〔" not in browser.words

    def test_it_is_not_for_everybody(self, mailing: Portal):
        self.failed(mailing)
        browser = mailing.log_in("worker1")

        assert browser.go("/deliveries").status == 403
        browser.go("/account")
        browser.post("/deliveries/again", [("csrf", browser.token), ("id", "all")])
        assert browser.status == 403
        assert "收件人不存在" in browser.go("/account").words
