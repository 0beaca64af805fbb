"""Ways through the procedure: what to answer, and where the main line must go then."""

from dataclasses import dataclass
from uuid import UUID

from models.words import Began, Outcome, Stage
from tests.flows.practice import Practice
from tests.playing import Changes


@dataclass(frozen=True)
class Leg:
    """One stretch of the main line.

    Attributes:
        changes: What is changed in the example answers.
        outcome: How the stage at hand must end.
        to: Which main stage must be open then; None when the case is closed.
    """

    changes: Changes
    outcome: Outcome
    to: Stage | None


@dataclass(frozen=True)
class Route:
    """A case from its opening on; the stages before the first leg take their example answers."""

    name: str
    legs: tuple[Leg, ...]
    began: Began = Began.REPORT

    def __str__(self) -> str:
        """The route's name, as pytest shows it."""
        return self.name


ACCEPTED = Leg({}, Outcome.ACCEPTED, Stage.INVESTIGATION)
#: The child stays at home: no hand-over is expected, nothing has to end in a consultation.
AT_HOME = Leg(
    {"registration": {"police_will_bring_child": "no"}}, Outcome.ACCEPTED, Stage.INVESTIGATION
)
FOUND = Leg({}, Outcome.SUBSTANTIATED, Stage.ASSESSMENT)
#: Harmed, and nobody has to take the child in.
FOUND_AT_HOME = Leg(
    {"investigation": {"needs_custody": "否", "custody_ground": None}},
    Outcome.SUBSTANTIATED,
    Stage.ASSESSMENT,
)
ASSESSED = Leg({}, Outcome.TO_CONSULTATION, Stage.CONSULTATION)
TO_CONSULTATION = (ACCEPTED, FOUND, ASSESSED)

NOT_HARMED: Changes = {
    "investigation": {
        "substantiated": "否", "harms": None, "dangers": [], "needs_custody": "否",
        "custody_ground": None,
    },
}  # fmt: skip
SAFE: Changes = {
    "minutes": {
        "danger_removed": "met", "guardian_capable": "met", "grounds35": None, "grounds36": None,
        "conclusion": "return", "applicant": None,
    },
}  # fmt: skip
REFERRED: Changes = {
    "triage": {"accepted": "否", "priority": None, "refer_to": "示例镇"},
    "registration": {
        "harm_suspected": "否", "dangers": [], "situations": [], "police_will_bring_child": "否",
    },
}  # fmt: skip
RETURNED = Leg(SAFE, Outcome.RETURN, Stage.RETURN_HOME)
PETITION = Leg({}, Outcome.PETITION, Stage.REVOCATION)
REVOKED = Leg({}, Outcome.REVOKED, Stage.PLACEMENT)
PLACED = Leg({}, Outcome.PLACED, Stage.FOLLOW_UP)


def _concluded(conclusion: str, outcome: Outcome, to: Stage, **more: str) -> Leg:
    changes = {"conclusion": conclusion, "applicant": None, "why_no_petition": "先照料再议"}
    return Leg({"minutes": {**changes, **more}}, outcome, to)


RELATIVES = _concluded(
    "relatives", Outcome.RELATIVES, Stage.RELATIVE_CARE, carer="外祖母王某某"
)  # fmt: skip
TO_AN_UNCLE = _concluded(
    "relatives", Outcome.RELATIVES, Stage.RELATIVE_CARE, carer="叔父叔某某"
)  # fmt: skip
EXTENDED = _concluded("extend", Outcome.EXTEND, Stage.ASSESSMENT, extend_months="3")
#: The mother is dead, the father has lost his capacity: the record's two guardians, told of.
LONG_TERM = Leg(
    {
        "minutes": {
            "conclusion": "long_term", "applicant": None, "why_no_petition": "监护人已经死亡",
            "long_term": {
                "item": "94.2",
                "guardians": [
                    {"name": "林某某", "loss": "dead", "since": "2026-03-20", "proof": "死亡证明"},
                    {"name": "禾某某", "loss": "incapable", "proof": "司法鉴定意见书"},
                ],
                "nobody_else": "外祖母年老多病,书面表示不能担任;没有成年兄姐。",
            },
        }
    },
    Outcome.LONG_TERM,
    Stage.PLACEMENT,
)  # fmt: skip
STATE_REFUSES = Leg(
    {
        "long-term-decision": {
            "decided": "否", "institution": None, "contact": None, "phone": None,
            "handover_on": None, "household": None, "preparation": None, "instead": "补充查找",
        }
    },
    Outcome.LONG_TERM_REFUSED,
    Stage.CONSULTATION,
)  # fmt: skip
IN_LONG_TERM_CARE = Leg({}, Outcome.IN_LONG_TERM_CARE, Stage.CLOSURE)
MORE_FACTS = _concluded(
    "more_investigation", Outcome.MORE_INVESTIGATION, Stage.INVESTIGATION, to_find_out="伤情"
)
MORE_ASSESSMENT = _concluded(
    "more_assessment", Outcome.MORE_ASSESSMENT, Stage.ASSESSMENT, to_find_out="照料能力"
)
NOT_COLLECTED = Leg(
    {
        "collection": {
            "collected": "否", "handover": None, "recorded_on": "2026-11-24",
            "why_not": "refuses", "explanation": "电话里拒绝",
            "attempts": [{"at": "2026-11-21 09:00", "manner": "电话", "result": "拒接"}],
            "child_told": "社工说明了情况",
        }
    },
    Outcome.NOT_COLLECTED,
    Stage.CONSULTATION,
)  # fmt: skip
NO_CARER = Leg(
    {
        "carer-verification": {
            "carer": {"name": "叔某某", "relation": "other_relative"}, "suitable": "否",
            "bar_violence": "是", "reasons": "曾实施家庭暴力",
        }
    },
    Outcome.NOT_PLACED,
    Stage.CONSULTATION,
)  # fmt: skip
NOT_TAKEN = Leg(
    {"relative-handover": {"took_the_child": "否", "handover": None, "why_not": "临时住院"}},
    Outcome.NOT_PLACED,
    Stage.CONSULTATION,
)
REFUSED = Leg(
    {
        "judgment": {
            "result": "refused", "grounds35": None, "appointed": None, "guardian_name": None,
            "guardian_relation": None, "maintenance": None, "next_step": "重新会商",
        }
    },
    Outcome.COURT_REFUSED,
    Stage.CONSULTATION,
)  # fmt: skip
GIVEN_UP = Leg(
    {
        "court-acceptance": {
            "accepted": "否", "case_number": None, "to_correct": "证据不足",
            "petition_given_up": "是", "why_given_up": "重新会商",
        }
    },
    Outcome.PETITION_WITHDRAWN,
    Stage.CONSULTATION,
)  # fmt: skip
FOUND_AGAIN = Leg(
    {
        "visit": {
            "finds_something": "是", "found": "手臂有新伤", "measures": "立即报警", "dealt_with": "否",
        }
    },
    Outcome.REINTERVENE,
    Stage.RECEIPT,
)  # fmt: skip
#: A month of visits instead of six.
SHORT: Changes = {
    "follow-up-plan": {"basis": "returned", "grounds": None},
    "follow-up-review": {"decision": "ends"},
}
FOLLOWED_UP = Leg(SHORT, Outcome.FOLLOWED_UP, Stage.CLOSURE)

#: After a finding the period begins on a day of its own.
ANEW = Leg(
    {**SHORT, "follow-up-plan": {**SHORT["follow-up-plan"], "starts_on": "2026-12-01"}},
    Outcome.FOLLOWED_UP,
    Stage.CLOSURE,
)
ADVICE = Leg(
    {
        "registration": {
            "matter": "advice", "dangers": [], "harm_suspected": "否",
            "situations": [], "police_will_bring_child": "否",
        }
    },
    Outcome.ADVICE_GIVEN,
    Stage.CLOSURE,
)  # fmt: skip

ROUTES: tuple[Route, ...] = (
    Route(
        "advice only",
        (
            ADVICE,
            Leg({"closing-report": {"reason": "advice"}}, Outcome.CLOSED, None),
        ),
    ),
    Route(
        "not accepted",
        (
            Leg(
                REFERRED,
                Outcome.REFERRED,
                Stage.CLOSURE,
            ),
            Leg({"closing-report": {"reason": "referred"}}, Outcome.CLOSED, None),
        ),
    ),
    Route(
        "not substantiated",
        (
            AT_HOME,
            Leg(NOT_HARMED, Outcome.NOT_SUBSTANTIATED, Stage.CLOSURE),
            Leg({"closing-report": {"reason": "not_substantiated"}}, Outcome.CLOSED, None),
        ),
    ),
    Route(
        "support at home",
        (
            AT_HOME,
            FOUND_AT_HOME,
            Leg(
                {"assessment": {"recommendation": "support_at_home", "needs_work_plan": "否"}},
                Outcome.SUPPORT_AT_HOME,
                Stage.FOLLOW_UP,
            ),
        ),
    ),
    Route("returned home", (*TO_CONSULTATION, RETURNED,
                            Leg({}, Outcome.RETURNED, Stage.FOLLOW_UP), FOLLOWED_UP,
                            Leg({}, Outcome.CLOSED, None)), Began.HANDOVER),
    Route("not collected", (*TO_CONSULTATION, RETURNED, NOT_COLLECTED)),
    Route("with relatives", (*TO_CONSULTATION, RELATIVES,
                             Leg({}, Outcome.IN_RELATIVE_CARE, Stage.FOLLOW_UP))),
    Route("carer barred, carer fails to come, petition",
          (*TO_CONSULTATION, TO_AN_UNCLE, NO_CARER, RELATIVES, NOT_TAKEN, PETITION)),
    Route("extended, more of each", (*TO_CONSULTATION, EXTENDED, ASSESSED, MORE_FACTS, FOUND,
                                     ASSESSED, MORE_ASSESSMENT, ASSESSED, PETITION)),
    Route("long-term guardianship, refused at first",
          (*TO_CONSULTATION, LONG_TERM, STATE_REFUSES, LONG_TERM, IN_LONG_TERM_CARE,
           Leg({"closing-report": {"reason": "long_term"}}, Outcome.CLOSED, None)),
          Began.HANDOVER),
    Route("court refuses", (*TO_CONSULTATION, PETITION, REFUSED)),
    Route("petition given up", (*TO_CONSULTATION, PETITION, GIVEN_UP)),
    Route("revoked, a visit finds something",
          (*TO_CONSULTATION, PETITION, REVOKED, PLACED, FOUND_AGAIN, ACCEPTED)),
)  # fmt: skip


def go(practice: Practice, case_id: UUID, leg: Leg) -> None:
    """Play one leg; the last window of visits passes before a case is closed."""
    if leg.to is None:
        practice.clock.advance_to(practice.clock.now().replace(year=practice.clock.now().year + 1))
    practice.player.changes = leg.changes
    practice.player.play(case_id, until=leg.to)
    assert practice.player.main_stage(case_id) == leg.to
