"""A case is closed for what was done in it, and for no other reason."""

import pytest

from models.errors import FormInvalid
from models.forms.closure import ClosingReason
from tests.flows.positions import Positions
from tests.flows.routes import AT_HOME, NOT_HARMED

UNFOUNDED = {**AT_HOME.changes, **NOT_HARMED}
#: Referred to help is how an unfounded report ends, and it says so itself.
RIGHT = {ClosingReason.NOT_SUBSTANTIATED, ClosingReason.REFERRED, ClosingReason.OTHER}


@pytest.mark.parametrize("reason", ClosingReason)
def test_an_unfounded_report_is_closed_as_nothing_else(
    positions: Positions, reason: ClosingReason
) -> None:
    with positions.at("ask:closing-report", UNFOUNDED) as practice:
        step = practice.player.find(practice.case(), "ask:closing-report")
        if reason in RIGHT:
            practice.player.answer(step, reason=reason.value)
            return
        before = practice.counts()
        with pytest.raises(FormInvalid) as refusal:
            practice.player.answer(step, reason=reason.value)
        assert "不能以" in str(refusal.value.errors)
        assert practice.counts() == before
