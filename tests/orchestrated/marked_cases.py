"""Cases that between them answer every form there is, every text of it marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row, text

from models.errors import FormInvalid
from models.forms.catalogue import FORMS
from models.forms.long_term import LongTermHandover
from models.law.dates import SHANGHAI
from models.store.acting import as_worker
from models.words import Stage
from tests.factories_forms import raw_example
from tests.flows.routes import LONG_TERM
from tests.orchestrated.marking import WORD, marked
from tests.playing import Changes, Player, answer_agreeing, happened

SAID = f"暗记{WORD}"
#: How a case goes: what is changed in the examples, what is started at which main stage, and the
#: main stage, or the end (None), to which it is played.
Story = tuple[Changes, Mapping[Stage, Stage], Stage | None]

_NO_HARM: Mapping[str, Any] = {
    "harm_suspected": "否", "dangers": [], "situations": [], "police_will_bring_child": "否",
}  # fmt: skip
_SHORT: Changes = {
    "follow-up-plan": {"basis": "returned", "grounds": None},
    "follow-up-review": {"decision": "ends"},
    "closing-report": {"ends_side_procedures": "是"},
}
STORIES: Mapping[str, Story] = {
    "revoked, with everything beside": (
        {
            **_SHORT,
            "reception-handover": {"identity_unknown": "是"},
            "order-ruling": {
                "granted": "否", "measures": None, "valid_until": None, "served": None,
                "dismissal": "证据不足",
            },
            # One that keeps her away would keep the mother from taking the child back.
            "reconsideration": {"measures": ["no_violence"]},
            "order-renewal": {"renews": "否", "violations": None, "child_safe_reason": "已迁居"},
        },
        {
            Stage.PROTECTION_ORDER: Stage.ASSESSMENT,
            Stage.INJUNCTION: Stage.ASSESSMENT,
            Stage.SUGGESTION_REPLY: Stage.CONSULTATION,
            Stage.EXTENSION: Stage.REVOCATION,
            Stage.RESTORATION: Stage.FOLLOW_UP,
        },
        None,
    ),
    "returned home": (
        {
            "minutes": {
                "danger_removed": "met", "guardian_capable": "met", "grounds35": None,
                "grounds36": None, "conclusion": "return", "applicant": None,
            }
        },
        {},
        Stage.FOLLOW_UP,
    ),
    "with relatives": (
        {
            "minutes": {
                "conclusion": "relatives", "applicant": None, "why_no_petition": "先照料再议",
                "carer": "外祖母王某某",
            }
        },
        {},
        Stage.FOLLOW_UP,
    ),
    "visited for prevention, some visits left out": (
        {
            "registration": {"police_will_bring_child": "否"},
            "investigation": {"needs_custody": "否", "custody_ground": None},
            "assessment": {"recommendation": "support_at_home", "needs_work_plan": "否"},
            "follow-up-plan": {
                "basis": "preventive_twice", "grounds": None, "groups": ["80.1"],
            },
            "follow-up-review": {"decision": "ends"},
        },
        {Stage.EXEMPTION: Stage.FOLLOW_UP},
        Stage.CLOSURE,
    ),
    "into long-term guardianship": (
        {
            **LONG_TERM.changes,
            # Marked like the institution, so that who comes is there for it.
            "long-term-handover": {
                "handover": {
                    **raw_example(LongTermHandover)["handover"], "taker_relation": "示例县儿童福利院",
                },
            },
            "closing-report": {"reason": "long_term"},
        },
        {},
        None,
    ),
    "runs away, and dies later": (
        {"closing-report": {"reason": "death", "ends_side_procedures": "是"}},
        {Stage.MISSING: Stage.INVESTIGATION, Stage.DEATH: Stage.ASSESSMENT},
        None,
    ),
    "advice only": (
        {"registration": {**_NO_HARM, "matter": "advice"}, "closing-report": {"reason": "advice"}},
        {},
        None,
    ),
    "referred": (
        {
            "registration": _NO_HARM,
            "triage": {"accepted": "否", "priority": None, "refer_to": "示例镇"},
            "closing-report": {"reason": "referred"},
        },
        {},
        None,
    ),
    "comes of age": ({"majority-preparation": {"eighteenth_on": "2026-03-01"}}, {Stage.MAJORITY: Stage.INVESTIGATION}, Stage.CLOSURE),
    "transferred": ({}, {Stage.TRANSFER: Stage.INVESTIGATION}, Stage.CLOSURE),
}  # fmt: skip


@dataclass
class MarkedPlayer(Player):
    """Marks whatever people write: answers, refused answers, drafts, opinions, notes, reasons."""

    works: bool = False
    begun: Mapping[Stage, Stage] = field(default_factory=dict)
    started: set[Stage] = field(default_factory=set)

    def play_story(self, story: Story) -> UUID:
        """Play one case from its opening on."""
        self.changes, self.begun, last = story
        self.started = set()
        case_id = self.desk.open_case(self.staff["worker1"])
        self.play(case_id, until=last)
        return case_id

    def step_once(self, case_id: UUID) -> bool:
        """Do the next thing; side procedures begin in their stage and end before closure."""
        for side, main in self.begun.items():
            if side not in self.started and self._is_time(case_id, side, main):
                self.started.add(side)
                self.desk.start_side(self.staff["worker1"], case_id, side, reason=SAID)
                self._acted()
        if self.main_stage(case_id) == Stage.CLOSURE and self.pass_time():
            return True
        return super().step_once(case_id)

    def _is_time(self, case_id: UUID, side: Stage, main: Stage) -> bool:
        """An exemption is asked for once its windows are planned."""
        planned = side != Stage.EXEMPTION or any(
            step.form == "visit" for step in self.open_steps(case_id)
        )
        return planned and self.main_stage(case_id) == main

    def answer(self, step: Row[Any], **changes: Any) -> None:
        """Draft, be refused, answer."""
        self.await_end_of_windows(step, days=16)
        wanted = {**self.changes.get(step.form, {}), **changes}
        today = self.clock.now().astimezone(SHANGHAI).date()
        if step.form == "follow-up-plan":
            wanted |= {"starts_on": today.isoformat()}
        if step.form == "visit":
            wanted |= {"on": today.isoformat(), "next_on": None}
        if step.form == "exemption-request":
            wanted |= {"from_on": today.isoformat()}
            wanted |= {"until_on": (today + timedelta(days=60)).isoformat()}
        if step.form == "exemption-decision":
            wanted |= {"until_on": (today + timedelta(days=50)).isoformat()}
        raw = happened(step.form, marked(FORMS[step.form], wanted), self.clock.now())
        if step.form == "majority-preparation":
            self.correct_birth(step, raw["eighteenth_on"])
        actor = self.actor(step.owner_id)
        self.desk.save_draft(actor, step.id, raw)
        self.desk.chase(self.staff["worker1"], step.id, means="phone", note=SAID)
        with pytest.raises(FormInvalid):
            self.desk.answer(actor, step.id, raw | {"没有这一栏": SAID})
        answer_agreeing(self.desk, actor, step.id, raw, self.clock.now())
        self._acted()

    def sign(self, step: Row[Any]) -> None:
        """Sign with a marked opinion."""
        while True:
            with as_worker(self.worker) as db:
                turn = db.execute(_TURN, {"step": step.id}).scalar()
            if turn is None:
                return
            self.desk.sign(self.actor(turn), step.id, opinion=SAID)
            self._acted()


_TURN = text(
    "SELECT officer_id FROM signatures WHERE step_id = :step AND state = 'open' ORDER BY ordinal"
)
