"""At the desk every act asks the table: each role tries each act, and is let, or told who may."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest

from flows.desk.calendar_desk import apply_notice, drop_notice, load_notice
from flows.desk.desk import Desk
from flows.desk.law_desk import (
    move_law,
    preview_move,
    preview_place,
    preview_target,
    set_place,
    set_target,
)
from models.errors import HutongError, NotAllowed, OwnWork
from models.forms.small import Became
from models.law.calendar.reading import TypedNotice
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.law.loading import load_pack
from models.permissions import Circumstance, Permission, Refusal
from models.store.acting import Actor
from models.words import AttachmentKind, Originality, Role, Stage
from tasks.act import Act, Done
from tasks.acts import accounts
from tasks.acts.attaching import HandedIn, Said
from tasks.acts.putting_right import Correcting
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.settling import Settling
from tasks.deadlines.suspending import Suspending
from tasks.law.law_moves import Target
from tasks.law.own_targets import Wanted, read_wanted
from tests.flows.positions import Positions
from tests.flows.practice import Practice

T = TypeVar("T")
DAY = timedelta(days=1)
#: Asked where pages are drawn and people are chosen, not at the desk.
NO_ACT = {
    Permission.SEE_CENTRE, Permission.SEE_BOARD, Permission.SEE_CARDS, Permission.SEE_DELIVERIES,
    Permission.SEE_OPERATIONS, Permission.SEE_LOOKS, Permission.SEE_LOOKS_AT_CASE,
    Permission.SEE_BROKEN_PACKS, Permission.LEAD_CASE, Permission.OWE_FEEDBACK,
    Permission.SEE_RUNS, Permission.SEE_ALL_RUNS,
}  # fmt: skip


class Undone(Exception):
    """What was tried was let; it is taken back."""


class Trying(Desk):
    """The desk, where whatever is let is undone, so that the next tries on the same case."""

    def _do(self, actor: Actor, work: Callable[[Act], Done[T]]) -> T:
        def undone(act: Act) -> Done[T]:
            work(act)
            raise Undone

        return super()._do(actor, undone)


@dataclass(frozen=True)
class Scene:
    """A case in which something of everything is open, and a desk that undoes."""

    practice: Practice
    desk: Trying
    case: UUID
    ask: UUID
    approve: UUID
    side: UUID
    deadline: UUID
    target: UUID
    order: UUID
    card: UUID
    answered: UUID
    attachment: UUID

    @property
    def worker(self) -> UUID:
        """The officer whose the open form is, and who wrote the document in signature."""
        return self.practice.staff["worker1"].officer_id

    @property
    def now(self) -> datetime:
        return self.practice.clock.now()


@pytest.fixture(scope="module")
def scene(positions: Positions) -> Iterator[Scene]:
    with positions.at("approve:consultation-minutes") as practice:
        desk = Trying(practice.portal, practice.office, practice.clock)
        case, worker = practice.case(), practice.staff["worker1"]
        side = practice.desk.start_side(worker, case, Stage.PROTECTION_ORDER, reason="被威胁")
        ask = practice.player.find(case, "ask:protection-application")
        order = practice.desk.order(
            practice.staff["director1"], case, words="请尽快", owes=worker.officer_id
        )
        yield Scene(
            practice, desk, case, ask.id,
            practice.player.find(case, "approve:consultation-minutes").id, side,
            deadline=practice.one("SELECT id FROM deadlines WHERE key = 'clock:3.2'"),
            target=practice.one("SELECT id FROM deadlines WHERE step_id = :s", s=ask.id),
            order=order, card=_card(practice, worker), answered=_answered(practice, worker),
            attachment=practice.desk.attach(
                worker, case, uuid4(), HandedIn(b"bytes", "a.pdf", "application/pdf"),
                Said(AttachmentKind.SCAN, Originality.COPY),
            ),
        )  # fmt: skip


def _answered(practice: Practice, officer: Actor) -> UUID:
    found: UUID = practice.one(
        "SELECT id FROM steps WHERE kind = 'ask' AND state = 'done' AND done_by = :o LIMIT 1",
        o=officer.officer_id,
    )
    return found


def _card(practice: Practice, officer: Actor) -> UUID:
    card = uuid4()
    practice.tell(
        "INSERT INTO cards (id, case_id, centre_id, deadline_id, due_at, colour, rule, holder, "
        "officer_id, at, given_at) SELECT :id, case_id, centre_id, id, due_at, 'yellow', rule, "
        "'centre', :officer, due_at, due_at FROM deadlines LIMIT 1",
        id=card, officer=officer.officer_id,
    )  # fmt: skip
    return card


Tried = Callable[[Scene, Actor], object]


def _wanted() -> Wanted:
    given = {"length": "5", "unit": "working_days", "reason": "试行", "nonce": "1"}
    return read_wanted(load_pack("national"), "C.8", **given)


def _order(scene: Scene, actor: Actor) -> object:
    return scene.desk.order(actor, scene.case, words="请", owes=scene.worker)


def _cover(scene: Scene, actor: Actor) -> None:
    by = scene.practice.staff["worker2"].officer_id
    until = scene.now + DAY
    scene.desk.cover(actor, officer=scene.worker, by=by, from_at=scene.now, until_at=until)


def _restart(scene: Scene, actor: Actor) -> object:
    asked = Restarting(uuid4(), scene.now, None, "〔2026〕1号", "新的事实")
    return scene.desk.restart(actor, scene.deadline, asked)


def _suspend(scene: Scene, actor: Actor) -> None:
    ground, today = SuspensionGround.COURT_STAY, shanghai_date(scene.now)
    asked = Suspending(uuid4(), today, None, ground, None, "法院中止")
    scene.desk.suspend(actor, scene.deadline, asked)


def _extending(scene: Scene) -> Extending:
    return Extending(uuid4(), 1, None, shanghai_date(scene.now), None, "尚需时日")


def _settle(scene: Scene, actor: Actor) -> None:
    asked = Settling(uuid4(), Became.LET_GO, None, None, "不再需要")
    scene.desk.settle(actor, scene.deadline, asked)


def _move(scene: Scene, actor: Actor) -> object:
    law = Target("national-2026-12", "wuhan-2015")
    return move_law(scene.desk, actor, [scene.case], law, reason="试行", nonce="1", digest="")


def _attach(scene: Scene, actor: Actor) -> object:
    return scene.desk.attach(
        actor, scene.case, uuid4(), HandedIn(b"bytes", "a.pdf", "application/pdf"),
        Said(AttachmentKind.SCAN, Originality.COPY),
    )  # fmt: skip


def _to_worker2(scene: Scene) -> UUID:
    return scene.practice.staff["worker2"].officer_id


ACTS: dict[Permission, list[Tried]] = {
    Permission.REGISTER_CASE: [lambda s, a: s.desk.open_case(a)],
    Permission.CHANGE_TEAM: [
        lambda s, a: s.desk.change_lead(a, s.case, to=_to_worker2(s)),
        lambda s, a: s.desk.add_member(a, s.case, officer_id=_to_worker2(s)),
        lambda s, a: s.desk.remove_member(a, s.case, officer_id=_to_worker2(s)),
    ],
    Permission.CORRECT_PEOPLE: [lambda s, a: s.desk.correct_people(a, s.case, {})],
    Permission.CORRECT_ANSWER: [
        lambda s, a: s.desk.correct_answer(a, s.answered, Correcting({}, "", "")),
        lambda s, a: s.desk.preview_correction(a, s.answered, Correcting({}, "", "")),
    ],
    Permission.START_SIDE: [
        lambda s, a: s.desk.start_side(a, s.case, Stage.EXTENSION, reason="期限将满")
    ],
    Permission.WITHDRAW_SIDE: [lambda s, a: s.desk.withdraw_side(a, s.side, reason="误启动")],
    Permission.REOPEN_CASE: [
        lambda s, a: s.desk.reopen(a, s.case, to=Stage.ASSESSMENT, reason="新情况")
    ],
    Permission.VOID_CASE: [lambda s, a: s.desk.void_case(a, s.case, reason="立错了")],
    Permission.ATTACH: [
        _attach,
        lambda s, a: s.desk.describe_attachment(a, s.attachment, caption="", turned=90),
        lambda s, a: s.desk.compare_attachment(a, s.attachment),
    ],
    Permission.REMOVE_ATTACHMENT: [
        lambda s, a: s.desk.remove_attachment(a, s.attachment, reason="他人的材料")
    ],
    Permission.ANSWER: [
        lambda s, a: s.desk.answer(a, s.ask, {}),
        lambda s, a: s.desk.save_draft(a, s.ask, {}),
    ],
    Permission.TAKE_BACK: [lambda s, a: s.desk.take_back(a, s.answered)],
    Permission.WITHDRAW_APPROVAL: [lambda s, a: s.desk.withdraw(a, s.approve)],
    Permission.HAND_OVER: [lambda s, a: s.desk.hand_over(a, s.ask, to=_to_worker2(s))],
    Permission.CHASE: [
        lambda s, a: s.desk.chase(a, s.ask, means="phone"),
        lambda s, a: s.desk.chase_by_letter(a, s.ask),
    ],
    Permission.TRY_AGAIN: [lambda s, a: s.desk.try_again(a, s.ask)],
    Permission.COVER: [_cover],
    Permission.CHANGE_DEADLINE: [
        _suspend, _restart,
        lambda s, a: s.desk.resume(a, s.deadline, resumed_on=shanghai_date(s.now)),
        lambda s, a: s.desk.extend(a, s.deadline, _extending(s)),
    ],
    Permission.SETTLE_OBLIGATION: [_settle],
    Permission.GIVE_ORDER: [_order],
    Permission.REPORT_ORDER: [lambda s, a: s.desk.report_order(a, s.order, words="已约")],
    Permission.RETURN_ORDER: [lambda s, a: s.desk.return_order(a, s.order, words="请补充")],
    Permission.CLOSE_ORDER: [lambda s, a: s.desk.close_order(a, s.order, words="办结")],
    Permission.WITHDRAW_CARD: [lambda s, a: s.desk.withdraw_card(a, s.card, reason="误记")],
    Permission.SET_TARGET: [
        lambda s, a: preview_target(s.desk, a, _wanted()),
        lambda s, a: set_target(s.desk, a, _wanted()),
    ],
    Permission.MOVE_LAW: [
        _move,
        lambda s, a: preview_move(
            s.desk, a, [s.case], Target("national-2026-12", "wuhan-2015"), nonce="1"
        ),
    ],
    Permission.KEEP_OFFICERS: [
        lambda s, a: s.desk.act(a, lambda act: accounts.left_open(act, s.worker)),
        lambda s, a: s.desk.act(a, lambda act: accounts.unlock(act, s.worker)),
        lambda s, a: s.desk.act(a, lambda act: accounts.end_account(act, s.worker, to=None)),
    ],
    Permission.PLACE_CENTRE: [
        lambda s, a: preview_place(s.desk, a, "wuhan"),
        lambda s, a: set_place(s.desk, a, "wuhan", was="", reason="试行"),
    ],
    Permission.KEEP_CALENDAR: [
        lambda s, a: load_notice(s.desk, a, TypedNotice("", "", "", "", ())),
        lambda s, a: apply_notice(s.desk, a, uuid4(), digest=""),
        lambda s, a: drop_notice(s.desk, a, uuid4()),
    ],
}  # fmt: skip


#: Who is something to the thing at hand, and what.
THEIRS: dict[Permission, Circumstance] = {
    Permission.ANSWER: Circumstance.OWNER,
    Permission.TAKE_BACK: Circumstance.ANSWERED,
    Permission.WITHDRAW_APPROVAL: Circumstance.AUTHOR,
    Permission.HAND_OVER: Circumstance.OWNER,
    Permission.COVER: Circumstance.SELF,
    Permission.REPORT_ORDER: Circumstance.OWES,
    Permission.CLOSE_ORDER: Circumstance.OWES,
    Permission.WITHDRAW_CARD: Circumstance.SELF,
}


@pytest.fixture(scope="module")
def hired(scene: Scene) -> dict[Role, Actor]:
    """Somebody of each role who sees the case and is nothing else to it."""
    people = {role: scene.practice.hire(f"only-{role}", f"甄{role}", role) for role in Role}
    for actor in people.values():
        scene.practice.desk.add_member(
            scene.practice.staff["director1"], scene.case, officer_id=actor.officer_id
        )
    return people


def told(scene: Scene, actor: Actor, tried: Tried) -> HutongError | None:
    """The refusal that is about who somebody is; None where they were let, or failed later."""
    try:
        tried(scene, actor)
    except (NotAllowed, OwnWork) as refused:
        return refused
    except (HutongError, Undone):
        return None
    raise AssertionError("it was neither refused nor undone")


def same(refused: HutongError | None, expected: Refusal | None) -> bool:
    if refused is None or expected is None:
        return refused is None and expected is None
    return refused.message == expected.sentence and isinstance(refused, OwnWork) == expected.is_own


def test_every_permission_has_its_acts() -> None:
    apart = {Permission.SIGN, Permission.EXTEND_TARGET}

    assert set(ACTS) | NO_ACT | apart == set(Permission)


@pytest.mark.parametrize("permission", ACTS)
def test_each_role_is_let_or_told_who_may(
    scene: Scene, hired: dict[Role, Actor], permission: Permission
) -> None:
    of_role = {Permission.ANSWER: Role.CASEWORKER}
    for role, actor in hired.items():
        is_of_role = of_role.get(permission) is role
        expected = actor.why_not(permission, *[Circumstance.OF_ROLE] * is_of_role)
        for number, tried in enumerate(ACTS[permission]):
            refused = told(scene, actor, tried)
            assert same(refused, expected), (role, number, refused)


@pytest.mark.parametrize("permission", THEIRS)
@pytest.mark.parametrize("role", [Role.COMMUNITY_WORKER, Role.DIRECTOR])
def test_whose_it_is_is_let_or_told_that_it_is_their_own(
    scene: Scene, permission: Permission, role: Role
) -> None:
    """The same person in another role: what they are to the thing decides."""
    worker = scene.practice.staff["worker1"]
    actor = replace(worker, roles=frozenset({role}))
    expected = actor.why_not(permission, THEIRS[permission])
    for tried in ACTS[permission]:
        refused = told(scene, actor, tried)
        assert same(refused, expected), refused


def sign(scene: Scene, actor: Actor) -> object:
    return scene.desk.sign(actor, scene.approve)


def test_whose_turn_it_is_signs_and_nobody_else(scene: Scene, hired: dict[Role, Actor]) -> None:
    for role, actor in hired.items():
        refused = told(scene, actor, sign)
        assert (refused is None) == (role is Role.SUPERVISOR), role


def test_the_author_never_signs_whatever_the_role(scene: Scene) -> None:
    worker = scene.practice.staff["worker1"]
    actor = replace(worker, roles=frozenset(Role))

    expected = actor.why_not(Permission.SIGN, Circumstance.OF_ROLE, Circumstance.AUTHOR)
    assert expected
    assert same(told(scene, actor, sign), expected)


def test_a_target_of_the_centre_is_extended_by_the_director_alone(
    scene: Scene, hired: dict[Role, Actor]
) -> None:
    def extend(scene: Scene, actor: Actor) -> None:
        scene.desk.extend(actor, scene.target, _extending(scene))

    for role in (Role.SUPERVISOR, Role.DIRECTOR):
        refused = told(scene, hired[role], extend)
        assert same(refused, hired[role].why_not(Permission.EXTEND_TARGET)), role
