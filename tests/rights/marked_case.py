"""A case in which every sealed column has a value, played with a marker in every field."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from documents.received.pictures import bundled
from flows.clockwork.watching import watch_once
from flows.desk.law_desk import move_law, preview_move
from flows.readers.workplace import Workplace
from models.errors import HutongError
from models.forms.catalogue import FORMS
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.store import channels
from models.store.acting import as_officer
from models.words import AttachmentKind, ChannelKind, Originality, Stage
from tasks.acts.attaching import HandedIn, Said
from tasks.deadlines.extending import Extending
from tasks.deadlines.suspending import Suspending
from tasks.law.law_moves import Target
from tests.flows.practice import TO_THE_END, Practice
from tests.rights.marked import ADDRESS, ID_NUMBER, MARK, NAME, PHONE, MarkedCasework, marked

SIDES = (
    Stage.PROTECTION_ORDER, Stage.INJUNCTION, Stage.EXTENSION, Stage.SUGGESTION_REPLY,
)  # fmt: skip
#: Kept outside the sealed columns on purpose: the code by which a case finds its new centre.
OPEN_BY_DESIGN = {"transfer-request": {"to_centre": "shifan-linxian"}}


def play_marked(practice: Practice) -> None:
    """Play a case through every kind of action."""
    player = MarkedCasework(
        practice.desk, practice.worker, practice.office, practice.clock, practice.staff
    )
    practice.player = player
    worker, case_id = practice.staff["worker1"], practice.open_case()
    player.changes = {
        **TO_THE_END, **OPEN_BY_DESIGN,
        # An order that keeps her away would keep the mother from taking the child back.
        "order-ruling": {"measures": ["no_violence"]},
        "closing-report": {"ends_side_procedures": "是", "side_reasons": MARK},
    }  # fmt: skip
    chain = practice.play_to_step("approve:investigation-report", case_id=case_id)
    form = practice.current(chain, "ask:investigation")
    practice.desk.send_back(practice.whose_turn(chain), chain.id, to_step=form.id, reason=MARK)
    again = player.find(case_id, "ask:investigation")
    practice.desk.save_draft(worker, again.id, {"living": MARK})
    practice.desk.chase(worker, again.id, means="电话", note=MARK)
    _lead(practice, again.id)
    for _ in range(3):
        with pytest.raises(HutongError):
            practice.desk.answer(worker, again.id, {"living": MARK, "began_on": MARK})
    for side in SIDES:
        practice.desk.start_side(worker, case_id, side, reason=MARK)
    practice.desk.correct_people(worker, case_id, {
        "child": {"name": NAME, "called": NAME, "id_kind": "other", "id_number": ID_NUMBER,
                  "current_address": ADDRESS},
        "guardians": [
            {"name": NAME, "relation": "father", "address": ADDRESS, "phone": PHONE},
            {"name": f"林某某({MARK}1)", "relation": "mother"},
        ],
        "reason": MARK,
    })  # fmt: skip
    _change_deadlines(practice)
    player.play(case_id, until=Stage.FOLLOW_UP)
    for side, key in ((Stage.RESTORATION, "ask:restoration-ruling"),
                      (Stage.TRANSFER, "ask:transfer-receipt")):  # fmt: skip
        practice.desk.start_side(worker, case_id, side, reason=MARK)
        practice.play_to_step(key, case_id=case_id)
    with as_officer(practice.portal, worker) as db:
        channels.set_channel(
            db, worker, ChannelKind.EMAIL, f"{MARK}@example.cn", practice.office.seal,
            now=practice.clock.now(),
        )  # fmt: skip
    draft = practice.desk.open_case(worker)
    practice.desk.save_draft(worker, player.find(draft, "ask:registration").id, {"needs": MARK})
    director, law = practice.staff["director1"], Target("national-2026-12", "wuhan-2015")
    seen = preview_move(practice.desk, director, [draft], law, nonce="1")
    move_law(
        practice.desk, director, [draft], law,
        reason=MARK, nonce="1", digest=seen.deadlines.digest,
    )  # fmt: skip
    practice.desk.void_case(director, practice.desk.open_case(worker), reason=MARK)
    _attach(practice, case_id)


def _attach(practice: Practice, case_id: UUID) -> None:
    """A file that stands, with pictures, and one that was removed."""
    worker, director = practice.staff["worker1"], practice.staff["director1"]
    said = Said(
        AttachmentKind.PHOTO, Originality.COPY, source=MARK, purpose=MARK, caption=MARK,
        compared=True, of_child=True,
    )  # fmt: skip
    kept = [
        HandedIn(
            f"{MARK} {number}".encode(),
            f"{MARK}.jpg",
            "image/jpeg",
            preview=bundled([MARK.encode()]),
        )
        for number in range(2)
    ]
    removed, _ = (
        practice.desk.attach(worker, case_id, uuid4(), file, said) for file in kept
    )  # fmt: skip
    practice.desk.remove_attachment(director, removed, reason=MARK)


def _lead(practice: Practice, step_id: UUID) -> None:
    """Everything that those who lead write."""
    director, worker = practice.staff["director1"], practice.staff["worker1"]
    for _ in range(2):
        order = practice.desk.order(
            director, practice.case(), words=MARK, owes=worker.officer_id, step_id=step_id
        )
        practice.desk.report_order(worker, order, words=MARK)
        practice.desk.return_order(director, order, words=MARK)
    practice.desk.close_order(director, order, words=MARK)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=9))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))
    for row in practice.rows("SELECT id FROM cards"):
        practice.desk.withdraw_card(director, row.id, reason=MARK)


def _change_deadlines(practice: Practice) -> None:
    """Reasons of a suspension, an extension and an unlikely day of a late entry."""
    convening = practice.play_to_step("ask:convening", case_id=practice.case())
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    year = practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.4'")
    director, today = practice.staff["director1"], shanghai_date(practice.clock.now())
    practice.desk.suspend(
        director, year,
        Suspending(uuid4(), today, today, SuspensionGround.COURT_STAY, None, MARK),
    )  # fmt: skip
    practice.desk.extend(director, year, Extending(uuid4(), 1, None, today, None, MARK))
    practice.desk.answer(
        practice.player.actor(convening.owner_id), convening.id, marked(FORMS["convening"]),
        done_on=today - timedelta(days=60), late_reason=MARK,
    )  # fmt: skip
    practice.work_off()
