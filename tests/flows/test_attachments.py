"""Attachments: kept as they came, once in a centre, compared once, removed with a trace."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import FormInvalid, NotAllowed, NotFound, RuleBroken, Unreadable
from models.sealed_places import SealedPlace
from models.store import attachments
from models.store.acting import Actor, as_officer
from models.store.chunks import CHUNK_BYTES
from models.words import AttachmentKind, Originality, Role
from tasks.acts.attaching import HandedIn, Said
from tests.flows.positions import Positions
from tests.flows.practice import Practice

SAID = Said(AttachmentKind.PHOTO, Originality.COPY, source="示例医院", caption="左臂")
BIG = bytes(number % 253 for number in range(2 * CHUNK_BYTES + 99))


def handed(content: bytes = b"one", preview: bytes | None = None) -> HandedIn:
    return HandedIn(content, "左臂.jpg", "image/jpeg", ("gps",), preview)


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


def attach(practice: Practice, file: HandedIn, said: Said = SAID, who: str = "worker1") -> UUID:
    return practice.desk.attach(practice.staff[who], practice.case(), uuid4(), file, said)


def content_of(practice: Practice, attachment: UUID, who: str = "worker1") -> bytes:
    with as_officer(practice.portal, practice.staff[who]) as db:
        row = attachments.one(db, attachment)
        return attachments.content(db, practice.office.seal, row.content_id)


def lying(practice: Practice) -> tuple[int, int]:
    """How many contents and pieces there are."""
    return (practice.one("SELECT count(*) FROM attachment_contents"),
            practice.one("SELECT count(*) FROM attachment_chunks"))  # fmt: skip


def test_a_file_is_kept_as_it_came_with_what_was_said_of_it(practice: Practice):
    attached = attach(practice, handed(BIG, b"pictures"))

    assert content_of(practice, attached) == BIG
    assert lying(practice) == (2, 4)
    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        [row] = attachments.of_case(db, practice.case())
        told = practice.office.seal.open_json(
            row.told or b"", SealedPlace.ATTACHMENT_TOLD.of(attached)
        )
        assert row.preview_id
        assert attachments.content(db, practice.office.seal, row.preview_id) == b"pictures"
    assert told["name"] == "左臂.jpg"
    assert told["source"] == "示例医院"
    assert told["findings"] == ["gps"]
    assert (row.size, row.media, row.compared_at) == (len(BIG), "image/jpeg", None)
    tags = practice.rows("SELECT tag FROM events WHERE tag LIKE 'attachment%'")
    assert [one.tag for one in tags] == ["attachment:added"]
    assert practice.broken_promises() == {}


def test_the_same_bytes_lie_once_in_a_centre_and_each_attachment_opens_them(practice: Practice):
    first = attach(practice, handed(BIG))
    second = attach(practice, handed(BIG), replace(SAID, kind=AttachmentKind.SCAN))

    assert lying(practice) == (1, 3)
    assert content_of(practice, first) == content_of(practice, second) == BIG


def test_nobody_outside_the_team_reads_a_byte(practice: Practice):
    attached = attach(practice, handed())

    assert content_of(practice, attached, "supervisor1") == b"one"
    with as_officer(practice.portal, practice.staff["worker2"]) as db:
        for table in ("attachments", "attachment_contents", "attachment_chunks"):
            assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
        with pytest.raises(NotFound):
            attachments.one(db, attached)


def test_it_is_compared_once_and_the_chain_says_by_whom(practice: Practice):
    attached = attach(practice, handed())
    practice.desk.compare_attachment(practice.staff["worker1"], attached)

    with pytest.raises(RuleBroken, match="核对过"):
        practice.desk.compare_attachment(practice.staff["supervisor1"], attached)
    assert practice.one("SELECT compared_by FROM attachments") == (
        practice.staff["worker1"].officer_id
    )
    assert practice.one("SELECT count(*) FROM events WHERE tag = 'attachment:compared'") == 1


def test_a_caption_changes_and_a_picture_turns_and_the_bytes_stay(practice: Practice):
    attached = attach(practice, handed())
    practice.desk.describe_attachment(
        practice.staff["worker1"], attached, caption="右臂", turned=270
    )

    with pytest.raises(FormInvalid):
        practice.desk.describe_attachment(
            practice.staff["worker1"], attached, caption="", turned=45
        )
    assert practice.one("SELECT turned FROM attachments") == 270
    assert content_of(practice, attached) == b"one"
    assert practice.broken_promises() == {}


def test_what_is_removed_leaves_no_byte_and_no_word_but_its_trace(practice: Practice):
    attached = attach(practice, handed(BIG, b"pictures"))
    lead = practice.staff["supervisor1"]
    for reason, actor in (("他人的材料", practice.staff["worker1"]), (" ", lead)):
        with pytest.raises((NotAllowed, FormInvalid)):
            practice.desk.remove_attachment(actor, attached, reason=reason)
    practice.desk.remove_attachment(lead, attached, reason="误收其他未成年人的材料")

    assert lying(practice) == (0, 0)
    [row] = practice.rows("SELECT * FROM attachments")
    assert row.told is row.caption is None
    assert row.removed_by == lead.officer_id
    assert row.digest
    place = SealedPlace.REMOVAL_REASON.of(attached)
    assert practice.office.seal.open_text(row.removal_reason, place) == "误收其他未成年人的材料"
    with pytest.raises(Unreadable):
        content_of(practice, attached)
    with pytest.raises(RuleBroken, match="已经移除"):
        practice.desk.remove_attachment(lead, attached, reason="再次")
    assert practice.broken_promises() == {}


def test_bytes_stay_while_another_attachment_stands_on_them(practice: Practice):
    first, second = (attach(practice, handed(BIG)) for _ in range(2))
    lead = practice.staff["supervisor1"]
    practice.desk.remove_attachment(lead, first, reason="重复收入")

    assert content_of(practice, second) == BIG
    with pytest.raises(DBAPIError, match="append-only"), practice.owner.begin() as db:
        db.execute(text("DELETE FROM attachment_chunks"))
    practice.desk.remove_attachment(lead, second, reason="误收")
    assert lying(practice) == (0, 0)


def test_bytes_attached_while_they_are_removed_are_there_or_are_brought_anew(practice: Practice):
    lead, failed = practice.staff["supervisor1"], []
    for turn in range(6):
        content = BIG + bytes([turn])
        first = attach(practice, handed(content))
        both = threading.Barrier(2)
        found: list[UUID] = []

        def again(content: bytes = content, both: threading.Barrier = both,
                  found: list[UUID] = found) -> None:  # fmt: skip
            both.wait()
            found.append(attach(practice, handed(content)))

        beside = threading.Thread(target=again)
        beside.start()
        both.wait()
        practice.desk.remove_attachment(lead, first, reason="误收")
        beside.join()
        if content_of(practice, found[0]) != content:
            failed.append(turn)
    assert failed == []
    assert practice.broken_promises() == {}


def test_what_is_of_another_case_and_a_void_case_take_nothing(practice: Practice):
    other = practice.desk.open_case(practice.staff["worker1"])
    [step] = practice.rows("SELECT id FROM steps WHERE case_id = :c LIMIT 1", c=other)
    case = practice.one("SELECT id FROM cases WHERE id <> :o", o=other)
    worker = practice.staff["worker1"]
    with pytest.raises(RuleBroken, match="不在本案"):
        practice.desk.attach(worker, case, uuid4(), handed(), replace(SAID, step_id=step.id))
    with pytest.raises(FormInvalid):
        practice.desk.attach(worker, case, uuid4(), handed(b""), SAID)
    practice.desk.void_case(practice.staff["director1"], other, reason="误立")
    with pytest.raises(RuleBroken, match="作废"):
        practice.desk.attach(worker, other, uuid4(), handed(), SAID)


#: What the portal's role tries past the desk.
ATTEMPTS = {
    "another file name": "UPDATE attachments SET told = ''",
    "another kind": "UPDATE attachments SET kind = 'scan'",
    "other bytes": "UPDATE attachments SET content_id = gen_random_uuid()",
    "bytes rewritten": "UPDATE attachment_chunks SET content = ''",
    "bytes removed": "DELETE FROM attachment_chunks",
    "bytes behind the end": "INSERT INTO attachment_chunks (id, content_id, number, content) "
    "SELECT gen_random_uuid(), id, chunks, '' FROM attachment_contents",
    "bytes that nobody hashed": "INSERT INTO attachment_contents (id) VALUES (gen_random_uuid())",
    "compared by another": "UPDATE attachments SET compared_at = now(), compared_by = :other",
    "removed by who does not lead": "UPDATE attachments SET removed_at = now(), "
    "removed_by = :me, removal_reason = 'x'",
    "attached by another": "INSERT INTO attachments SELECT (jsonb_populate_record(a, "
    "jsonb_build_object('id', gen_random_uuid(), 'by_id', CAST(:other AS uuid)))).* "
    "FROM attachments a",
    "an attachment gone": "DELETE FROM attachments",
}  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_portals_role_does_nothing_of_it_past_the_desk(practice: Practice, attempt: str):
    attach(practice, handed())
    worker: Actor = practice.staff["worker1"]
    given = {"me": worker.officer_id, "other": practice.staff["director1"].officer_id}
    with (
        pytest.raises(DBAPIError, match=r"denied|row-level|by who|who leads|no such piece"),
        as_officer(practice.portal, worker) as db,
    ):
        db.execute(text(ATTEMPTS[attempt]), given)


def test_an_auditor_attaches_nothing(practice: Practice):
    auditor = practice.hire("onlooker", "甄审计", Role.AUDITOR)
    with pytest.raises(NotAllowed):
        practice.desk.attach(auditor, practice.case(), uuid4(), handed(), SAID)
