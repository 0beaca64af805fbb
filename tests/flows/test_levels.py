"""Risk levels follow the locality: checked where given, proposed by rank where a case arrives."""

import pytest

from models.errors import FormInvalid
from models.law.loading import load_pack
from models.store.acting import as_officer, as_worker
from models.words import Stage
from tasks.record.levels import first_grade, level_now
from tests.flows.practice import Practice
from tests.people_factories import make_staff

RISK = {"locality": "武汉市", "scheme_version": "wuhan-2015", "code": "二级", "rank": "3",
        "name": "二级风险"}  # fmt: skip
PLACE = "UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', CAST(:l AS text)) "


@pytest.fixture
def wuhan(practice: Practice) -> Practice:
    """A centre in Wuhan."""
    practice.tell(PLACE, l="wuhan")
    return practice


def test_a_case_of_the_centre_takes_the_overlay_in_force(wuhan: Practice):
    wuhan.open_case()

    assert wuhan.one("SELECT locality FROM cases") == "wuhan-2015"


def test_a_level_the_scheme_has_not_is_refused_at_its_field(wuhan: Practice):
    step = wuhan.play_to_step("ask:assessment")

    for wrong, field in (({"code": "蓝"}, "risk.code"), ({"rank": "1"}, "risk.rank")):
        with pytest.raises(FormInvalid) as refused:
            wuhan.player.answer(step, risk={**RISK, **wrong})
        assert list(refused.value.errors) == [field]
    wuhan.player.answer(step, risk=RISK)


def test_a_case_that_moves_is_proposed_a_level_by_rank(wuhan: Practice):
    other = make_staff(wuhan.owner, "linxian")
    wuhan.tell(PLACE + "WHERE code = 'linxian'", l="changzhi")
    wuhan.player.changes = {"assessment": {"risk": RISK}}
    case_id = wuhan.play_to(Stage.CONSULTATION, {"assessment": {"risk": RISK}})
    assert wuhan.one("SELECT locality FROM cases") == "wuhan-2015"
    changes = {"transfer-request": {"to_centre": "linxian", "risk": RISK}}
    wuhan.desk.start_side(wuhan.staff["worker1"], case_id, Stage.TRANSFER, reason="迁居")
    step = wuhan.play_to_step("ask:transfer-receipt", changes, case_id=case_id)
    wuhan.player.answer(step, child_handed_over="否")
    wuhan.work_off()

    [case] = wuhan.rows("SELECT centre_id, pack, locality FROM cases")
    assert (case.centre_id, case.locality) == (other.centre_id, "changzhi-2014")
    assert case.pack == "national-2026-12"
    law = load_pack(case.pack, (case.locality,))
    with as_officer(wuhan.portal, other["director1"]) as db:
        now = level_now(db, wuhan.office, case_id, law)
        first = first_grade(db, wuhan.office, case_id, law)
    assert now
    assert now.proposal.level
    assert (now.grade.code, now.proposal.level.code) == ("二级", "二级")
    assert first
    assert (first.locality, first.rank, first.name) == ("长治市", 2, "二级风险")


def test_without_a_level_nothing_is_proposed(practice: Practice):
    case_id = practice.open_case()

    with as_worker(practice.worker) as db:
        assert level_now(db, practice.office, case_id, load_pack("national")) is None
