"""Players: for each form of the portal somebody on its page, about to press its button."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.forms.catalogue import FORMS
from models.law.dates import shanghai_date
from models.store.acting import Actor
from models.words import AttachmentKind, Originality, Role, Stage
from tasks.acts.attaching import HandedIn, Said
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.test_deadline_changes import pass_days
from tests.hostile_files import picture
from tests.playing import happened
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import NOT_SUBSTANTIATED, PASSWORD, Portal, password_hash
from web.app import create_app
from web.parts import Parts

Sent = list[tuple[str, Any]]


@dataclass(frozen=True)
class Ready:
    """Somebody on a page, the button, and what they type."""

    browser: Browser
    button: str
    typed: dict[str, str] = field(default_factory=dict)
    more: Sent = field(default_factory=list)

    def form(self) -> tuple[str, Sent]:
        """Where the browser sends the form, and what."""
        return self.browser.would_send(self.button, *self.more, **self.typed)


@dataclass(frozen=True)
class Player:
    """Brings somebody to a form of one route."""

    route: str
    play: Callable[[Portal], Ready]
    #: Where the only case stands when the play begins.
    position: str


#: By name: of each form with a key of its press, and of each that changes nothing and has none to
#: tell one sending from the next (`test_presses.NOT_PRESSED` says why).
PLAYERS: dict[str, Player] = {}
KEYLESS: dict[str, Player] = {}


def pressing(
    route: str, position: str = "ask:investigation", *, among: dict[str, Player] = PLAYERS
) -> Callable[[Callable[[Portal], Ready]], Callable[[Portal], Ready]]:
    """Enter a player for a route."""

    def enter(play: Callable[[Portal], Ready]) -> Callable[[Portal], Ready]:
        among[play.__name__] = Player(route, play, position)
        return play

    return enter


@contextmanager
def standing(positions: Positions, position: str) -> Iterator[Portal]:
    """A portal with mail over a copy of a case that stands there; everybody can log in."""
    with positions.at(position) as practice:
        practice.hire("keeper", "甄管理", Role.ADMINISTRATOR)
        practice.hire("looker", "甄审计", Role.AUDITOR)
        practice.tell("UPDATE officers SET password = :p", p=password_hash())
        yield opened(practice)


def opened(practice: Practice) -> Portal:
    """A portal process over the same database."""
    parts = Parts.of(practice.portal, practice.office, practice.clock, sends_mail=True)
    return Portal(practice, create_app(parts))


def case_page(at: Portal) -> str:
    return f"/cases/{at.practice.case()}"


def step_of(at: Portal, key: str) -> Row[Any]:
    return at.practice.player.find(at.practice.case(), key)


def step_done(at: Portal, key: str) -> str:
    return str(at.practice.one("SELECT id FROM steps WHERE key = :key AND state = 'done'", key=key))


def account_of(at: Portal, actor: Actor) -> str:
    [found] = at.ask("SELECT account FROM officers WHERE id = :id", id=actor.officer_id)
    return str(found.account)


def id_of(at: Portal, account: str) -> str:
    return str(at.practice.staff[account].officer_id)


@pressing("/steps/{step_id}")
def answers(at: Portal) -> Ready:
    step = step_of(at, "ask:investigation")
    form = FORMS[step.form]
    account = account_of(at, at.practice.player.actor(step.owner_id))
    browser = at.log_in(account).go(f"/steps/{step.id}")
    told = happened(step.form, raw_example(form), at.practice.clock.now())
    return Ready(browser, "提交", more=as_sent(form, told))


@pressing("/steps/{step_id}/take-back")
def takes_back(at: Portal) -> Ready:
    done = step_done(at, "ask:investigation-assignment")
    browser = at.log_in("supervisor1").go(f"/steps/{done}")
    return Ready(browser, "撤回重填", {"back_reason": "写错了日期"})


@pressing("/steps/{step_id}/correct")
def corrects(at: Portal) -> Ready:
    done = step_done(at, "ask:investigation-assignment")
    browser = at.log_in("supervisor1").go(f"/steps/{done}/correct")
    browser.press(
        "核对影响", focus="核实重点写错,应为监护情况", correction_reason="写错",
        correction_evidence="核实方案原件",
    )  # fmt: skip
    return Ready(browser, "确认更正")


def _attached(at: Portal) -> str:
    practice = at.practice
    return str(practice.desk.attach(
        practice.staff["worker1"], practice.case(), uuid4(),
        HandedIn(b"bytes", "a.pdf", "application/pdf"),
        Said(AttachmentKind.SCAN, Originality.COPY),
    ))  # fmt: skip


@pressing("/cases/{case_id}/attachments")
def attaches(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"{case_page(at)}/attachments")
    more: list[tuple[str, Any]] = [("files", ("左臂.jpg", picture()))]
    return Ready(browser, "收入", {"kind": "photo", "originality": "copy"}, more)


@pressing("/attachments/{attachment_id}")
def describes_an_attachment(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"/attachments/{_attached(at)}")
    return Ready(browser, "保存说明", {"caption": "左臂", "turned": "90"})


@pressing("/attachments/{attachment_id}/compare")
def compares_an_attachment(at: Portal) -> Ready:
    return Ready(at.log_in("worker1").go(f"/attachments/{_attached(at)}"), "我已与原件核对")


@pressing("/attachments/{attachment_id}/remove")
def removes_an_attachment(at: Portal) -> Ready:
    browser = at.log_in("supervisor1").go(f"/attachments/{_attached(at)}")
    return Ready(browser, "移除附件", {"removal_reason": "误收"})


@pressing("/steps/{step_id}/chase")
def chases(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"/steps/{step_of(at, 'ask:investigation').id}")
    return Ready(browser, "记录催办", {"chase_note": "请尽快"})


@pressing("/steps/{step_id}/letter", "ask:police-statement")
def writes_a_chaser_letter(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"/steps/{step_of(at, 'ask:police-statement').id}")
    return Ready(browser, "生成催办函")


@pressing("/steps/{step_id}/retry", "ask:convening")
def tries_again(at: Portal) -> Ready:
    failed = at.practice.one("SELECT id FROM steps WHERE kind = 'issue' LIMIT 1")
    at.practice.tell(
        "UPDATE steps SET state = 'open', failure = '模板缺失', attempts = 3, done_at = NULL, "
        "done_by = NULL WHERE id = :id", id=failed,
    )  # fmt: skip
    return Ready(at.log_in("director1").go(f"/steps/{failed}"), "重试")


@pressing("/steps/{step_id}/hand-over")
def hands_over(at: Portal) -> Ready:
    step = step_of(at, "ask:investigation")
    browser = at.log_in("supervisor1").go(f"/steps/{step.id}/hand-over")
    return Ready(browser, "转办", {"to": id_of(at, "worker2")})


def signer(at: Portal) -> Browser:
    step = step_of(at, "approve:investigation-report")
    turn = account_of(at, at.practice.whose_turn(step))
    return at.log_in(turn).go(f"/steps/{step.id}")


@pressing("/steps/{step_id}/sign", "approve:investigation-report")
def signs(at: Portal) -> Ready:
    return Ready(signer(at), "同意", {"opinion": "同意"})


@pressing("/steps/{step_id}/return", "approve:investigation-report")
def sends_back(at: Portal) -> Ready:
    return Ready(signer(at), "退回", {"reason": "请补充"})


@pressing("/steps/{step_id}/withdraw", "approve:investigation-report")
def withdraws(at: Portal) -> Ready:
    step = step_of(at, "approve:investigation-report")
    return Ready(at.log_in("worker1").go(f"/steps/{step.id}"), "撤回", {"why": "写错"})


@pressing("/cases/new")
def registers(at: Portal) -> Ready:
    # Without the mark that the page has for a case: the key of the press does it alone.
    return Ready(at.log_in("worker1").go("/cases/new"), "登记并填写接报登记", {"once": ""})


@pressing("/cases/{case_id}/side")
def starts_a_side_procedure(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(case_page(at))
    return Ready(browser, "启动", {"stage": "suggestion_reply", "reason": "收到建议"})


@pressing("/cases/{case_id}/withdraw-side")
def takes_a_side_procedure_back(at: Portal) -> Ready:
    at.practice.desk.start_side(
        at.practice.staff["worker1"], at.practice.case(), Stage.SUGGESTION_REPLY, reason="点错"
    )
    return Ready(at.log_in("worker1").go(case_page(at)), "撤回", {"why": "不是建议书"})


@pressing("/cases/{case_id}/void", "ask:police-report")
def voids(at: Portal) -> Ready:
    browser = at.log_in("supervisor1").go(case_page(at))
    return Ready(browser, "作废本案", {"void_reason": "同一来电立了两次案"})


@pressing("/cases/{case_id}/reopen", "ask:registration")
def reopens(at: Portal) -> Ready:
    practice = at.practice
    practice.player.changes = NOT_SUBSTANTIATED
    practice.player.play(practice.case(), until=Stage.CLOSURE)
    practice.play_out(practice.case(), {"closing-report": {"reason": "not_substantiated"}})
    browser = at.log_in("director1").go(case_page(at))
    return Ready(browser, "重新打开", {"main": "investigation", "reopen_reason": "又接到报告"})


@pressing("/cases/{case_id}/people")
def corrects_people(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"{case_page(at)}/people")
    return Ready(browser, "更正", {"reason": "户籍核对后更正", "child.name": "禾小改"})


@pressing("/cases/{case_id}/late-paper")
def records_a_late_paper(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(f"{case_page(at)}/late-paper")
    typed = {
        "name": "学校来函", "sender": "示例小学", "received_on": "2026-01-01", "content": "已经返校。",
        "kept_where": "第二卷第3页", "reason": "寄送延误",
    }  # fmt: skip
    return Ready(browser, "补记", typed, [("follows", "kept")])


def deadline_page(at: Portal) -> tuple[Browser, str]:
    pass_days(at.practice, 3)
    clock = at.practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.2'")
    today = shanghai_date(at.practice.clock.now()).isoformat()
    return at.log_in("director1").go(f"/deadlines/{clock}"), today


@pressing("/deadlines/{deadline_id}", "ask:convening")
def suspends(at: Portal) -> Ready:
    browser, today = deadline_page(at)
    typed = {"ground": "court_stay", "first_on": today, "document": "甲", "reason": "鉴定"}
    return Ready(browser, "登记中止", typed)


@pressing("/deadlines/{deadline_id}", "ask:convening")
def resumes(at: Portal) -> Ready:
    ready = suspends(at)
    ready.browser.press(ready.button, **ready.typed)
    address = ready.browser.url
    pass_days(at.practice, 5)
    today = shanghai_date(at.practice.clock.now()).isoformat()
    return Ready(at.log_in("director1").go(address), "登记恢复", {"resumed_on": today})


@pressing("/deadlines/{deadline_id}", "ask:convening")
def extends(at: Portal) -> Ready:
    browser, today = deadline_page(at)
    typed = {"length": "2", "decided_on": today, "document": "甲", "reason": "鉴定"}
    return Ready(browser, "登记延长", typed)


@pressing("/deadlines/{deadline_id}", "ask:convening")
def restarts(at: Portal) -> Ready:
    browser, today = deadline_page(at)
    typed = {"since": f"{today}T09:00", "document": "甲", "reason": "重新接收"}
    return Ready(browser, "重新起算", typed)


@pressing("/absences")
def is_absent(at: Portal) -> Ready:
    now = at.practice.clock.now()
    from_at, until_at = (f"{now + timedelta(days=n):%Y-%m-%d} 08:30" for n in (1, 3))
    typed = {"officer": id_of(at, "worker1"), "by": id_of(at, "worker2"),
             "from_at": from_at, "until_at": until_at}  # fmt: skip
    return Ready(at.log_in("director1").go("/absences"), "保存", typed)


@pressing("/calendar/notices", "ask:police-statement")
def types_a_holiday_notice(at: Portal) -> Ready:
    browser = at.log_in("keeper").go("/calendar/notices/new")
    typed = {"number": "示例〔2026〕7号", "title": "示例放假通知", "year": "2026", "scope": "some",
             "first.1": "2026-03-16", "name.1": "示例日"}  # fmt: skip
    return Ready(browser, "录入并预览", typed)


def notice_page(at: Portal) -> Browser:
    ready = types_a_holiday_notice(at)
    return ready.browser.press(ready.button, **ready.typed)


@pressing("/calendar/notices/{notice_id}/apply", "ask:police-statement")
def puts_a_holiday_notice_in_effect(at: Portal) -> Ready:
    return Ready(notice_page(at), "确认生效")


@pressing("/calendar/notices/{notice_id}/drop", "ask:police-statement")
def lays_a_holiday_notice_aside(at: Portal) -> Ready:
    return Ready(notice_page(at), "不用了，作废")


def team_page(at: Portal) -> Browser:
    return at.log_in("director1").go(f"{case_page(at)}/team")


@pressing("/cases/{case_id}/team/lead")
def changes_the_lead(at: Portal) -> Ready:
    return Ready(team_page(at), "更换", {"lead": id_of(at, "worker2")})


@pressing("/cases/{case_id}/team/add")
def lets_somebody_in(at: Portal) -> Ready:
    return Ready(team_page(at), "加入", {"officer": id_of(at, "legal2")})


@pressing("/cases/{case_id}/team/remove")
def lets_somebody_go(at: Portal) -> Ready:
    legal = at.practice.staff["legal2"].officer_id
    at.practice.desk.add_member(
        at.practice.staff["director1"], at.practice.case(), officer_id=legal
    )
    return Ready(team_page(at), "移出小组", {"member": str(legal)})


@pressing("/cases/{case_id}/order")
def orders_about_a_step(at: Portal) -> Ready:
    step = step_of(at, "ask:investigation")
    browser = at.log_in("director1").go(f"{case_page(at)}/order?step={step.id}")
    return Ready(browser, "下达督办", {"words": "三日内完成"})


@pressing("/cases/{case_id}/order")
def orders(at: Portal) -> Ready:
    browser = at.log_in("director1").go(f"{case_page(at)}/order")
    return Ready(browser, "下达督办", {"words": "三日内完成", "owes": id_of(at, "worker1")})


def ordered(at: Portal) -> str:
    order = at.practice.desk.order(
        at.practice.staff["director1"], at.practice.case(), words="三日内完成",
        owes=at.practice.staff["worker1"].officer_id,
    )  # fmt: skip
    return f"/orders/{order}"


@pressing("/orders/{order_id}")
def reports(at: Portal) -> Ready:
    browser = at.log_in("worker1").go(ordered(at))
    return Ready(browser, "提交反馈", {"words": "已约定周三"})


def reported(at: Portal) -> Browser:
    ready = reports(at)
    address = ready.browser.url
    ready.browser.press(ready.button, **ready.typed)
    return at.log_in("director1").go(address)


@pressing("/orders/{order_id}")
def asks_for_more(at: Portal) -> Ready:
    return Ready(reported(at), "退回补充", {"words": "请补照片"})


@pressing("/orders/{order_id}")
def closes_an_order(at: Portal) -> Ready:
    return Ready(reported(at), "办结督办", {"words": "同意办结"})


@pressing("/cards/{card_id}/withdraw")
def withdraws_a_card(at: Portal) -> Ready:
    practice = at.practice
    practice.clock.advance_to(practice.clock.now() + timedelta(days=9))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    return Ready(at.log_in("director1").go("/cards"), "撤回这张牌", {"reason": "系统停机"})


@pressing("/law/targets/{rule_id}", "ask:triage")
def sets_a_target(at: Portal) -> Ready:
    browser = at.log_in("director1").go("/law/targets/C.8")
    return Ready(browser, "保存", {"length": "5", "unit": "working_days", "reason": "试行"})


@pressing("/law/targets/{rule_id}", "ask:triage")
def sets_a_target_for_what_is_open(at: Portal) -> Ready:
    browser = at.log_in("director1").go("/law/targets/2.1")
    browser.press("保存", length="48", unit="hours", reason="加快", open="recount")
    return Ready(browser, "确认调整并重算")


@pressing("/law/place")
def places_the_centre(at: Portal) -> Ready:
    browser = at.log_in("director1").go("/law/place")
    return Ready(browser.press("预览", local="wuhan", reason="示例理由"), "确认")


@pressing("/law/cases", "ask:police-statement")
def moves_a_case_to_another_law(at: Portal) -> Ready:
    at.practice.tell(
        "UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', 'wuhan')"
    )
    browser = at.log_in("director1").go("/law/cases")
    case = str(at.practice.case())
    browser.press("预览所选案件的变动", case=case, reason="新办法已施行")
    return Ready(browser, "确认改按新规则包")


@pressing("/notices/read")
def reads_a_notice(at: Portal) -> Ready:
    browser = at.log_in("worker1").go("/notices")
    [button] = browser.page.xpath("(//form[@action='/notices/read']//button)[1]")
    return Ready(browser, button.text_content().strip())


@pressing("/notices/read-all")
def reads_all_notices(at: Portal) -> Ready:
    return Ready(at.log_in("worker1").go("/notices"), "全部标为已读")


@pressing("/account/channels")
def adds_an_address(at: Portal) -> Ready:
    browser = at.log_in("worker1").go("/account")
    return Ready(browser, "保存并发送验证码", {"address": "worker@example.cn", "kind": "email"})


def with_address(at: Portal) -> Browser:
    ready = adds_an_address(at)
    return ready.browser.press(ready.button, **ready.typed)


@pressing("/account/channels/{channel_id}/confirm")
def confirms_an_address(at: Portal) -> Ready:
    browser = with_address(at)
    [row] = at.ask("SELECT code FROM channels WHERE code IS NOT NULL")
    return Ready(browser, "确认验证码", {"code": str(row.code)})


def confirmed(at: Portal) -> Browser:
    ready = confirms_an_address(at)
    return ready.browser.press(ready.button, **ready.typed)


@pressing("/account/channels/{channel_id}/test")
def sends_a_test(at: Portal) -> Ready:
    browser = confirmed(at)
    at.practice.clock.advance_to(at.practice.clock.now() + timedelta(minutes=2))
    return Ready(browser, "发送测试消息")


@pressing("/account/channels/{channel_id}/mute")
def mutes_a_kind(at: Portal) -> Ready:
    return Ready(confirmed(at), "保存", more=[("kinds", "overdue"), ("kinds", "due")])


@pressing("/account/channels/{channel_id}/remove")
def removes_an_address(at: Portal) -> Ready:
    browser = confirmed(at)
    [button] = browser.page.xpath("//form[contains(@action, '/remove')]//button")
    return Ready(browser, button.text_content().strip())


@pressing("/account/feed")
def opens_a_feed(at: Portal) -> Ready:
    return Ready(at.log_in("worker1").go("/account"), "建立日历地址")


@pressing("/account/feed/revoke")
def ends_a_feed(at: Portal) -> Ready:
    return Ready(opens_a_feed(at).browser.press("建立日历地址"), "停用")


@pressing("/deliveries/again")
def sends_one_again(at: Portal) -> Ready:
    browser = sends_again(at).browser
    [button] = browser.page.xpath("//form[@action='/deliveries/again'][.//span]//button")
    return Ready(browser, button.text_content().strip())


@pressing("/deliveries/again")
def sends_again(at: Portal) -> Ready:
    confirmed(at)
    at.practice.open_case()
    at.practice.tell(
        "UPDATE deliveries SET state = 'given_up', reason = 'recipient', attempts = 1 "
        "WHERE notice_id IS NOT NULL"
    )
    return Ready(at.log_in("supervisor1").go("/deliveries"), "全部重新发送")


@pressing("/password")
def changes_the_password(at: Portal) -> Ready:
    new = "violet-harbour-52"
    browser = at.log_in("worker1").go("/password")
    return Ready(browser, "修改密码", {"old": PASSWORD, "new": new, "again": new})


def keeps(at: Portal, account: str) -> Browser:
    """The administrator on the page of an account."""
    officer = at.practice.staff[account].officer_id
    return at.log_in("keeper").go(f"/officers/{officer}")


@pressing("/officers/new")
def adds_an_officer(at: Portal) -> Ready:
    first = "violet-harbour-52"
    typed = {"account": "newcomer", "name": "甄新人", "first": first, "again": first}
    browser = at.log_in("keeper").go("/officers/new")
    return Ready(browser, "建立账号", typed, [("roles", "caseworker")])


@pressing("/officers/{officer_id}/roles")
def changes_roles(at: Portal) -> Ready:
    to = str(at.practice.staff["worker2"].officer_id)
    return Ready(keeps(at, "worker1"), "调整岗位", {"to": to}, [("roles", "legal")])


@pressing("/officers/{officer_id}/end")
def ends_an_account(at: Portal) -> Ready:
    to = str(at.practice.staff["worker2"].officer_id)
    return Ready(keeps(at, "worker1"), "停用账号", {"to": to, "confirmed": "worker1"})


@pressing("/officers/{officer_id}/password")
def gives_a_password(at: Portal) -> Ready:
    first = "violet-harbour-52"
    return Ready(keeps(at, "worker1"), "重设初始密码", {"first": first, "again": first})


@pressing("/officers/{officer_id}/unlock")
def lifts_a_wait(at: Portal) -> Ready:
    at.practice.tell(
        "INSERT INTO login_attempts (id, account, address, at, succeeded) "
        "VALUES (gen_random_uuid(), 'worker1', '-', now(), false)"
    )
    return Ready(keeps(at, "worker1"), "解除等待")


@pressing("/login", among=KEYLESS)
def comes_in(at: Portal) -> Ready:
    typed = {"account": "worker1", "password": PASSWORD}
    return Ready(at.browser().go("/login"), "登录", typed)


@pressing("/logout", among=KEYLESS)
def goes_out(at: Portal) -> Ready:
    return Ready(at.log_in("worker1").go("/work"), "退出")


@pressing("/cases/search", among=KEYLESS)
def looks_for_a_case(at: Portal) -> Ready:
    return Ready(at.log_in("worker1").go("/cases"), "查找", {"words": "2026"})


@pressing("/looks", among=KEYLESS)
def narrows_the_log(at: Portal) -> Ready:
    return Ready(at.log_in("looker").go("/looks"), "筛选", {"since": "2026-03-01"})
