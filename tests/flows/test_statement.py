"""The nothing-lost statement: each fault, planted by hand, is named; none is named without one."""

from collections.abc import Iterator

import pytest

from models.store.acting import as_worker
from tasks.check.statement import SHOWN, promises
from tests.flows.positions import Positions
from tests.flows.practice import Practice

VISIT = "ask:visit:window-1"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at(VISIT) as practice:
        yield practice


SUSPENSION = (
    "INSERT INTO deadline_suspensions (id, case_id, deadline_id, first_on, last_on, ground, by_id, "
    "recorded_at, lifted_at) SELECT gen_random_uuid(), d.case_id, d.id, '{first}', {last}, "
    "'force_majeure', (SELECT min(id::text)::uuid FROM officers), d.starts_at, "
    "CAST({lifted} AS timestamptz) FROM deadlines d "
    "WHERE key LIKE 'ask:visit:window-1%'"
)
ORDER = (
    "INSERT INTO supervision_orders (id, case_id, centre_id, stage_id, ordered_by, ordered_at, "
    "owes_id, due_at, state, text) SELECT gen_random_uuid(), case_id, centre_id, id, "
    "(SELECT min(id::text)::uuid FROM officers), opened_at, "
    "(SELECT max(id::text)::uuid FROM officers), opened_at, '{state}', '' FROM stages WHERE is_main"
)
DELIVERY = (
    "INSERT INTO deliveries (id, centre_id, officer_id, notice_id, channel_id, via, state, "
    "attempts, created_at, next_at) SELECT gen_random_uuid(), centre_id, officer_id, id, "
    "gen_random_uuid(), 'email', '{state}', 6, created_at, created_at - interval '2 days' FROM notices "
    "WHERE created_at = (SELECT min(created_at) FROM notices)"
)

#: What is done behind the program's back, and the promise that must say so.
FAULTS = {
    "a sealed value cut short": (
        "UPDATE children SET identity = substr(identity, 1, 20)",
        "每项封存的内容都能打开",
    ),
    "work of the clockwork that fails": (
        "INSERT INTO system_facts (name, value, at) SELECT 'setback:timer:' || id, 'planted', "
        "(SELECT max(opened_at) FROM steps) FROM stages LIMIT 1",
        "后台各项工作没有停在哪一个案件上",
    ),
    "an attachment without its bytes": (
        "INSERT INTO attachments (id, case_id, of_child, content_id, digest, digest_key, size, "
        "media, kind, originality, turned, at, by_id) SELECT gen_random_uuid(), c.id, false, "
        "gen_random_uuid(), '', '', 1, 'image/jpeg', 'photo', 'copy', 0, c.opened_at, o.id "
        "FROM cases c, officers o LIMIT 1",
        "每个附件的文件都在,与登记的校验值一致",
    ),
    "no open step": (
        "UPDATE steps SET state = 'cancelled' WHERE state = 'open'",
        "每个未结案件至少有一个未办环节",
    ),
    "a case whose only open step waits for a worker": (
        "UPDATE steps SET kind = 'issue', owner_id = NULL, no_due_reason = '系统自动办理', "
        "paper = 'visit_record' WHERE state = 'open'",
        "每个未结案件都有人可以办的环节,或者到日自动继续的环节",
    ),
    "a document that is not made": (
        "UPDATE steps SET state = 'open' WHERE key = 'issue:registration'",
        "应由系统生成的文书、自动办理的环节都已办成",
    ),
    "no open stage": (
        "UPDATE stages SET state = 'closed', outcome = 'followed_up' WHERE state = 'open'",
        "每个未结案件恰有一个主线阶段打开,已结案件没有",
    ),
    "closed case with an open stage": (
        "UPDATE cases SET state = 'closed'",
        "每个未结案件恰有一个主线阶段打开,已结案件没有",
    ),
    "stage without steps": (
        "DELETE FROM steps WHERE state = 'open' AND stage_id = "
        "(SELECT stage_id FROM steps WHERE key = 'ask:visit:window-1')",
        "每个打开的阶段都有未办环节",
    ),
    "step without owner": (
        "UPDATE steps SET owner_id = NULL WHERE key = 'ask:visit:window-1'",
        "每个未办环节有办理人,有期限或者写明没有期限的理由",
    ),
    "step without date or reason": (
        "UPDATE steps SET due_at = NULL, no_due_reason = ' ' WHERE key = 'ask:visit:window-1'",
        "每个未办环节有办理人,有期限或者写明没有期限的理由",
    ),
    "deadline without its receipt": (
        "DELETE FROM deadlines WHERE step_id = (SELECT id FROM steps WHERE key = 'ask:visit:window-1')",
        "每个有期限的环节有一份计算凭据",
    ),
    "deadline that stands still for no reason": (
        "UPDATE deadlines SET state = 'suspended' WHERE key LIKE 'ask:visit:window-1%'",
        "每个中止的期限都有还在生效的中止登记",
    ),
    "answer nobody went on from": (
        "UPDATE steps SET state = 'done', done_at = opened_at WHERE key = 'ask:visit:window-1'",
        "每个已办环节都已被流程接续",
    ),
    "a count that does not begin where it says": (
        "UPDATE deadlines SET state = 'running', starts_at = starts_at - interval '30 days' "
        "WHERE receipt->>'clock' = 'legal_period'",
        "每个按规则计算的期限,重新计算的届满时间与登记的一致",
    ),
    "promise that nobody is reminded of": (
        "DELETE FROM deadlines WHERE key LIKE 'obligation:work-plan.review_on:%'",
        "答复中约定、计划的每个日期都登记为约定事项",
    ),
    "obligation that no answer asserts": (
        "UPDATE deadlines SET key = replace(key, 'tasks.by:1:', 'tasks.by:9:') "
        "WHERE key LIKE 'obligation:work-plan.tasks.by:1:%'",
        "答复中约定、计划的每个日期都登记为约定事项",
    ),
    "timer that did not fire": (
        "UPDATE steps SET state = 'open', done_at = NULL WHERE key = 'wait:window-1'",
        "没有到期而未触发的定时",
    ),
    "gap in the numbers": (
        "UPDATE papers SET number = number + 1 WHERE paper = 'visit_record' OR paper = 'handover'",
        "文号连续,没有空号、重号",
    ),
    "number nobody used": (
        "UPDATE counters SET last = last + 1 WHERE series = '接登'",
        "文号连续,没有空号、重号",
    ),
    "document removed": (
        "DELETE FROM papers WHERE paper = 'registration'",
        "文号连续,没有空号、重号",
    ),
    "number without a counter": (
        "DELETE FROM counters WHERE series = '接登'",
        "文号连续,没有空号、重号",
    ),
    "case number nobody used": (
        "UPDATE counters SET last = last + 1 WHERE series = '危'",
        "案号连续,没有空号、重号",
    ),
    "case removed": ("DELETE FROM cases", "案号连续,没有空号、重号"),
    "file removed": (
        "DELETE FROM files WHERE version_id = (SELECT min(version_id::text)::uuid FROM files)",
        "每份文书都有文件",
    ),
    "document without a version": (
        "DELETE FROM paper_versions v USING papers p WHERE p.id = v.paper_id AND p.number = 1",
        "每份文书都有文件",
    ),
    "file altered": (
        "UPDATE files SET content = set_byte(content, 200, (get_byte(content, 200) + 1) % 256)",
        "每个文件与登记的校验值一致",
    ),
    "hash altered": (
        "UPDATE paper_versions SET sha256 = repeat('0', 64) WHERE id = (SELECT min(version_id::text)::uuid FROM files)",
        "每个文件与登记的校验值一致",
    ),
    "law gone": (
        "UPDATE cases SET pack = 'national-1999'",
        "每个案件所适用的规则包都在,原文没有改动",
    ),
    "step that shows another day than was counted": (
        "UPDATE steps SET due_at = due_at + interval '1 day' WHERE key = 'ask:visit:window-1'",
        "环节上写的期限与计算凭据一致",
    ),
    "deadline moved without a count": (
        "UPDATE deadlines SET due_at = due_at + interval '1 day' WHERE key LIKE 'clock:%'",
        "每个期限的届满时间与其计算凭据一致",
    ),
    "deadline that runs on while it is suspended": (
        SUSPENSION.format(first="2026-01-01", last="NULL", lifted="NULL"),
        "中止登记还在生效的期限没有在计算",
    ),
    "suspension that ends before it begins": (
        SUSPENSION.format(first="2026-04-02", last="'2026-04-01'", lifted="NULL"),
        "每条中止登记完整,起止日期成立",
    ),
    "suspension that nobody lifted": (
        SUSPENSION.format(first="2026-04-01", last="'2026-04-02'", lifted="d.starts_at"),
        "每条中止登记完整,起止日期成立",
    ),
    "order whose feedback nobody waits for": (
        ORDER.format(state="open"),
        "每项等待反馈的督办都有反馈期限,其他的没有",
    ),
    "message that never left": (
        DELIVERY.format(state="queued"),
        "没有滞留在发件箱里的消息",
    ),
    "message given up and nobody told": (
        DELIVERY.format(state="given_up"),
        "每条发送失败的消息都已告知收件人本人",
    ),
    "imprint removed": (
        "DELETE FROM imprints WHERE seq = 5",
        "每个案件的留痕完整、未被改动",
    ),
    "row that is not what was left of it": (
        "UPDATE case_team SET lead = NOT lead",
        "每个案件的登记都与其留痕一致",
    ),
    "answer that no event tells of": (
        "UPDATE events SET actor_id = gen_random_uuid() WHERE tag = 'step:answered' AND seq < 40",
        "每份答复、签署、文书,每个阶段、成员和监护期间都有事件为证",
    ),
    "change by somebody else": (
        "UPDATE imprints SET by_role = 'somebody' WHERE seq = 5",
        "案件登记只由本系统改动",
    ),
    "event removed": (
        "DELETE FROM events WHERE seq = 5",
        "每个案件的事件链完整、未被改动",
    ),
}


def test_a_case_in_the_middle_holds_every_promise(practice: Practice):
    assert practice.broken_promises() == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(practice: Practice, fault: str):
    order, sentence = FAULTS[fault]
    practice.tell(order)
    found = practice.broken_promises()
    assert sentence in found
    assert all(len(problem) > 5 for problem in found[sentence])


def test_a_signature_without_a_signer_is_named(positions: Positions):
    with positions.at("approve:investigation-report") as practice:
        practice.tell("UPDATE signatures SET officer_id = NULL WHERE state = 'open'")
        assert "每个待签的审批有审批人" in practice.broken_promises()


def test_every_promise_has_a_fault_that_breaks_it(practice: Practice):
    with as_worker(practice.worker) as db:
        sentences = {
            one.sentence for one in promises(db, practice.office, now=practice.clock.now())
        }
    planted = {sentence for _, sentence in FAULTS.values()} | {"每个待签的审批有审批人"}
    assert sentences == planted


def test_what_is_found_is_counted_whole_though_only_some_is_shown(practice: Practice):
    for _ in range(SHOWN // 10):
        practice.open_case()
    practice.tell("UPDATE stages SET is_main = false, state = 'open'")
    practice.tell("UPDATE steps SET state = 'open', owner_id = NULL, due_at = NULL")
    with as_worker(practice.worker) as db:
        found = {
            one.sentence: one for one in promises(db, practice.office, now=practice.clock.now())
        }
    owners = found["每个未办环节有办理人,有期限或者写明没有期限的理由"]
    assert owners.found > len(owners.problems) == SHOWN
    assert not owners.holds


def test_no_problem_names_a_person(practice: Practice):
    for order, _ in FAULTS.values():
        if not order.startswith("DELETE FROM cases"):
            practice.tell(order)
    told = str(practice.broken_promises())
    for name in ("小禾", "林某某", "甄", "贾主任"):
        assert name not in told


def test_nothing_is_amiss_in_an_empty_centre(positions: Positions):
    with positions.at(VISIT) as practice:
        for table in ("events", "event_heads", "signatures", "deadlines", "steps", "stages",
                      "files", "paper_versions", "papers", "counters", "cases", "case_team",
                      "case_persons", "custodies", "deadline_changes", "children",
                      "imprints", "imprint_heads"):  # fmt: skip
            practice.tell(f"DELETE FROM {table}")
        assert practice.broken_promises() == {}
