"""Whatever is altered in a case behind the program's back is found and named: case, what, where.

Each alteration is planted by the superuser with triggers off, in a transaction that is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from tasks.check.statement import promises
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.rights.marked_case import play_marked


@pytest.fixture(scope="module")
def practice(module_practice: Practice) -> Practice:
    """Cases in which nearly everything happened that can."""
    play_marked(module_practice)
    return module_practice


#: The case that was played furthest.
RICHEST = "(SELECT case_id FROM steps GROUP BY case_id ORDER BY count(*) DESC LIMIT 1)"


def one(table: str, where: str = "true") -> str:
    """The id of one row of the richest case."""
    return f"(SELECT t.id FROM {table} t WHERE ({where}) AND t.case_id = {RICHEST} ORDER BY t.id LIMIT 1)"


ANSWER = one("steps", "t.answer IS NOT NULL AND t.state = 'done'")
SIGNED = one("signatures", "t.state = 'approved'")
OPEN = one("steps", "t.state = 'open'")
CLOCK = one("deadlines", "t.state = 'running'")
ENDED = one("deadlines", "t.state = 'met'")
MEMBER = one("case_team", "t.left_at IS NULL AND NOT t.lead")
VERSION = one("paper_versions", "NOT t.void AND t.authors <> '{}'")
STAGE = one("stages", "t.state = 'closed' AND t.outcome <> 'closed'")

#: What is done, and the words by which it must be told.
ALTERATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "an answer blanked": (f"UPDATE steps SET answer = NULL WHERE id = {ANSWER}", ("环节", "answer")),
    "an answer cut short": (
        f"UPDATE steps SET answer = substr(answer, 1, 30) WHERE id = {ANSWER}", ("环节", "answer"),
    ),
    "two answers swapped": (
        "UPDATE steps s SET answer = o.answer FROM steps o WHERE s.form = o.form AND s.id <> o.id "
        f"AND s.answer IS NOT NULL AND o.answer IS NOT NULL AND s.case_id = {RICHEST}",
        ("环节", "answer"),
    ),
    "who answered": (
        f"UPDATE steps SET done_by = gen_random_uuid() WHERE id = {ANSWER}", ("环节", "done_by"),
    ),
    "when it was answered": (
        f"UPDATE steps SET done_at = done_at - interval '1 day' WHERE id = {ANSWER}",
        ("环节", "done_at"),
    ),
    "the day of the fact": (
        f"UPDATE steps SET done_on = '2020-01-01' WHERE id = {ANSWER}", ("环节", "done_on"),
    ),
    "why it was entered late": (
        "UPDATE steps SET late_reason = NULL WHERE late_reason IS NOT NULL", ("late_reason",),
    ),
    "an answer made open again": (
        f"UPDATE steps SET state = 'open' WHERE id = {ANSWER}", ("环节", "state"),
    ),
    "an open step called done": (
        f"UPDATE steps SET state = 'done' WHERE id = {OPEN}",
        ("环节", "state"),
    ),
    "another form": (f"UPDATE steps SET form = 'planted' WHERE id = {ANSWER}", ("环节", "form")),
    "an owner": (
        f"UPDATE steps SET owner_id = gen_random_uuid() WHERE id = {ANSWER}", ("环节", "owner_id"),
    ),
    "what an effect made": (
        "UPDATE steps SET result = '{\"planted\": true}' WHERE id = " + ANSWER, ("环节", "result"),
    ),
    "another round": (f"UPDATE steps SET round = 9 WHERE id = {ANSWER}", ("环节", "round")),
    "a step removed": (f"DELETE FROM steps WHERE id = {ANSWER}", ("环节", "现已不在")),
    "a step added": (
        "INSERT INTO steps SELECT (jsonb_populate_record(s, jsonb_build_object('id', "
        f"gen_random_uuid(), 'key', 'planted'))).* FROM steps s WHERE id = {ANSWER}",
        ("环节", "没有留痕"),
    ),
    "a step moved to another case": (
        "UPDATE steps SET case_id = (SELECT id FROM cases WHERE id <> case_id LIMIT 1) "
        f"WHERE id = {ANSWER}",
        ("环节", "现已不在"),
    ),
    "a signer": (
        f"UPDATE signatures SET decided_by = gen_random_uuid() WHERE id = {SIGNED}",
        ("签署", "decided_by"),
    ),
    "when it was signed": (
        f"UPDATE signatures SET decided_at = decided_at + interval '1 hour' WHERE id = {SIGNED}",
        ("签署", "decided_at"),
    ),
    "a refusal made a signature": (
        "UPDATE signatures SET state = 'approved' WHERE state = 'returned'", ("签署", "state"),
    ),
    "the hash that was signed": (
        f"UPDATE signatures SET sha256 = repeat('a', 64) WHERE id = {SIGNED}", ("签署", "sha256"),
    ),
    "the data that was signed": (
        f"UPDATE signatures SET data_digest = repeat('a', 64) WHERE id = {SIGNED}",
        ("签署", "data_digest"),
    ),
    "the version that was signed": (
        f"UPDATE signatures SET version_id = gen_random_uuid() WHERE id = {SIGNED}",
        ("签署", "version_id"),
    ),
    "an opinion": (f"UPDATE signatures SET opinion = NULL WHERE id = {SIGNED}", ("签署", "opinion")),
    "a signature removed": (f"DELETE FROM signatures WHERE id = {SIGNED}", ("签署", "现已不在")),
    "a number": (
        f"UPDATE papers SET full_number = full_number || '9' WHERE id = {one('papers')}",
        ("文书", "full_number"),
    ),
    "a document removed": (f"DELETE FROM papers WHERE id = {one('papers')}", ("文书", "现已不在")),
    "a version's hash": (
        f"UPDATE paper_versions SET sha256 = repeat('b', 64) WHERE id = {VERSION}",
        ("文书版本", "sha256"),
    ),
    "a version's state": (
        f"UPDATE paper_versions SET void = NOT void WHERE id = {VERSION}", ("文书版本", "void"),
    ),
    "what a version was made from": (
        f"UPDATE paper_versions SET context = '' WHERE id = {VERSION}", ("文书版本", "context"),
    ),
    "a version's authors": (
        f"UPDATE paper_versions SET authors = '{{}}' WHERE id = {VERSION}", ("文书版本", "authors"),
    ),
    "the day a version was issued": (
        f"UPDATE paper_versions SET issued_on = '2020-01-01' WHERE id = {VERSION}",
        ("文书版本", "issued_on"),
    ),
    "the bytes of a document": (
        f"UPDATE files SET content = substr(content, 2) WHERE version_id = {VERSION}", ("文书版本",),
    ),
    "the beginning of a guardianship": (
        "UPDATE custodies SET began_at = began_at + interval '1 day'", ("临时监护", "began_at"),
    ),
    "the end of a guardianship": (
        "UPDATE custodies SET ended_at = '2020-01-01'", ("临时监护", "ended_at"),
    ),
    "a guardianship removed": ("DELETE FROM custodies", ("临时监护", "现已不在")),
    "a due instant": (
        f"UPDATE deadlines SET due_at = due_at + interval '1 day' WHERE id = {CLOCK}",
        ("期限", "due_at"),
    ),
    "when a deadline began": (
        f"UPDATE deadlines SET starts_at = starts_at - interval '1 day' WHERE id = {CLOCK}",
        ("期限", "starts_at"),
    ),
    "how a deadline was counted": (
        f"UPDATE deadlines SET receipt = '{{}}' WHERE id = {CLOCK}", ("期限", "receipt"),
    ),
    "a deadline stopped": (
        f"UPDATE deadlines SET state = 'stopped' WHERE id = {CLOCK}", ("期限", "state"),
    ),
    "a deadline met in time": (
        f"UPDATE deadlines SET met_late = NOT coalesce(met_late, false) WHERE id = {ENDED}",
        ("期限", "met_late"),
    ),
    "by which rule": (f"UPDATE deadlines SET rule = '9.9' WHERE id = {ENDED}", ("期限", "rule")),
    "a deadline removed": (f"DELETE FROM deadlines WHERE id = {CLOCK}", ("期限", "现已不在")),
    "an extension": (
        "UPDATE deadline_changes SET new_due_at = new_due_at + interval '1 day'",
        ("期限变动", "new_due_at"),
    ),
    "a suspension": (
        "UPDATE deadline_suspensions SET first_on = first_on - 3", ("中止登记", "first_on"),
    ),
    "a team member removed": (f"DELETE FROM case_team WHERE id = {MEMBER}", ("办案小组", "现已不在")),
    "a team member made leave": (
        f"UPDATE case_team SET left_at = joined_at WHERE id = {MEMBER}", ("办案小组", "left_at"),
    ),
    "another lead": (f"UPDATE case_team SET lead = true WHERE id = {MEMBER}", ("办案小组", "lead")),
    "a team member added": (
        "INSERT INTO case_team SELECT (jsonb_populate_record(t, jsonb_build_object('id', "
        "gen_random_uuid(), 'officer_id', gen_random_uuid()))).* FROM case_team t "
        f"WHERE id = {MEMBER}",
        ("办案小组", "没有留痕"),
    ),
    "how a stage ended": (
        f"UPDATE stages SET outcome = 'closed' WHERE id = {STAGE}", ("阶段", "outcome"),
    ),
    "when a stage ended": (
        f"UPDATE stages SET closed_at = closed_at + interval '1 day' WHERE id = {STAGE}",
        ("阶段", "closed_at"),
    ),
    "a stage removed": (f"DELETE FROM stages WHERE id = {STAGE}", ("阶段", "现已不在")),
    "a case called closed": (
        f"UPDATE cases SET state = 'closed' WHERE id = {RICHEST}", ("案件", "state"),
    ),
    "the law of a case": (
        f"UPDATE cases SET pack = 'national-2000' WHERE id = {RICHEST}", ("案件", "pack"),
    ),
    "when a case was opened": (
        f"UPDATE cases SET opened_at = opened_at - interval '9 days' WHERE id = {RICHEST}",
        ("案件", "opened_at"),
    ),
    "who the child is": ("UPDATE children SET identity = ''", ("未成年人", "identity")),
    "who a guardian is": (
        f"UPDATE case_persons SET identity = '' WHERE id = {one('case_persons')}",
        ("监护人", "identity"),
    ),
    "why a case was voided": ("UPDATE case_voidings SET reason = ''", ("误立案登记", "reason")),
    "why a case was moved to another law": (
        "UPDATE law_moves SET reason = ''", ("规则包变更", "reason"),
    ),
    "a card withdrawn": (
        "UPDATE cards SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
        ("黄牌红牌", "withdrawn_at"),
    ),
    "what was ordered": ("UPDATE supervision_orders SET text = ''", ("督办", "text")),
    "what was reported": ("DELETE FROM order_entries", ("督办记录", "现已不在")),
    "what is said of an attachment": (
        f"UPDATE attachments SET told = '' WHERE id = {one('attachments', 't.told IS NOT NULL')}",
        ("附件", "told"),
    ),
    "a removed attachment said to stand": (
        "UPDATE attachments SET removed_at = NULL, removed_by = NULL, removal_reason = NULL "
        "WHERE removed_at IS NOT NULL", ("附件", "removed_at"),
    ),
    "an attachment gone": ("DELETE FROM attachments", ("附件", "现已不在")),
    "the bytes of an attachment": (
        "UPDATE attachment_chunks SET content = substr(content, 2)", ("附件", "无法读取"),
    ),
    "a piece of an attachment gone": ("DELETE FROM attachment_chunks", ("附件", "无法读取")),
    "the hash of an attachment": (
        "UPDATE attachment_contents SET digest = sha256(digest)", ("附件", "校验值"),
    ),
    "who was reminded": ("UPDATE chasers SET means = '面谈'", ("催办", "means")),
    "an event": (
        f"UPDATE events SET tag = 'step:viewed' WHERE case_id = {RICHEST} AND seq = 7",
        ("第 7 号事件",),
    ),
    "an event removed": (
        f"DELETE FROM events WHERE case_id = {RICHEST} AND seq = 7", ("第 8 号事件",),
    ),
    "the newest events cut off": (
        f"DELETE FROM events WHERE case_id = {RICHEST} AND seq > 20", ("号事件",),
    ),
    "an imprint": (
        f"UPDATE imprints SET actor_id = gen_random_uuid() WHERE chain = {RICHEST} AND seq = 9",
        ("第 9 号留痕",),
    ),
    "what an imprint says, hashed anew": (
        "UPDATE imprints i SET columns = '{}', hash = encode(sha256(convert_to("
        "hutong_imprint_text(jsonb_populate_record(i, '{\"columns\": {}}')), 'UTF8')), 'hex') "
        f"WHERE chain = {RICHEST} AND seq = 9",
        ("第 10 号留痕",),
    ),
    "an imprint removed": (
        f"DELETE FROM imprints WHERE chain = {RICHEST} AND seq = 9", ("第 10 号留痕",),
    ),
    "the newest imprints cut off": (
        f"DELETE FROM imprints WHERE chain = {RICHEST} AND seq > 40", ("号留痕",),
    ),
    "every imprint of a row": (
        f"DELETE FROM imprints WHERE row_id = {ANSWER}", ("环节", "没有留痕"),
    ),
}  # fmt: skip


def found(db: Connection, practice: Practice) -> list[str]:
    now = practice.clock.now() + timedelta(minutes=5)
    return [
        told for one in promises(db, practice.office, now=now) for told in one.problems
    ]  # fmt: skip


@contextmanager
def planted(practice: Practice, order: str) -> Iterator[Connection]:
    """The database with an alteration in it that nobody else sees, and that goes away."""
    with practice.root.connect() as db:
        db.execute(text("SET LOCAL session_replication_role = replica"))
        # A colon before a letter is a bound value for SQLAlchemy: none of these has one.
        done = db.execute(text(order.replace('": ', '"\\: ')))
        assert done.rowcount > 0, "nothing was altered"
        yield db
        db.rollback()


def test_there_are_forty_kinds_and_more() -> None:
    assert len(ALTERATIONS) >= 40


@pytest.mark.parametrize("kind", ALTERATIONS)
def test_an_alteration_is_found_and_named(practice: Practice, kind: str) -> None:
    order, words = ALTERATIONS[kind]
    with practice.root.connect() as db:
        before = found(db, practice)
        numbers = list(db.execute(text("SELECT number FROM cases")).scalars())
    with planted(practice, order) as db:
        named = [one for one in found(db, practice) if one not in before]

    assert any(
        all(word in one for word in words) and any(number in one for number in numbers)
        for one in named
    ), named


def test_a_later_change_covers_no_alteration_up(positions: Positions) -> None:
    with positions.at("ask:investigation") as practice:
        step = practice.player.find(practice.case(), "ask:investigation")
        practice.tell("UPDATE steps SET rule = '9.9' WHERE id = :id", id=step.id)
        practice.player.answer(step)
        practice.work_off()
        found = practice.broken_promises()

    assert str(step.id) in str(found["案件登记只由本系统改动"])


def test_a_change_by_the_owner_is_found_though_its_triggers_are_on(positions: Positions) -> None:
    with positions.at("ask:investigation") as practice:
        with practice.owner.begin() as db:
            db.execute(text("UPDATE case_team SET left_at = now() WHERE NOT lead"))
        found = practice.broken_promises()

    assert "办案小组" in str(found["案件登记只由本系统改动"])
    assert "办案小组" in str(found["每份答复、签署、文书,每个阶段、成员和监护期间都有事件为证"])


def test_a_change_by_the_workers_role_without_its_event_is_found(positions: Positions) -> None:
    with positions.at("ask:investigation") as practice:
        with practice.worker.begin() as db:
            db.execute(text("UPDATE case_team SET left_at = now() WHERE NOT lead"))
        found = practice.broken_promises()

    assert set(found) == {"每份答复、签署、文书,每个阶段、成员和监护期间都有事件为证"}


def test_what_is_found_tells_no_value(practice: Practice) -> None:
    order, _ = ALTERATIONS["who answered"]
    with planted(practice, order) as db:
        named = found(db, practice)

    assert not any("gen_random" in one or "林某某" in one for one in named)
