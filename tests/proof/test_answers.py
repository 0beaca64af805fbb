"""The decisions of the proof are valid answers, and lead through every branch of every stage."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from tests.factories_forms import raw_example

from flows.catalogue import FILES
from flows.proof.answers import VARIANTS
from flows.proof.variant import Variant
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.consultation import Convening, PartyOpinion
from models.forms.custody import ReceptionHandover
from models.forms.extension import ExtensionDecision
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.forms.investigation import Investigation
from models.forms.majority import MajorityPreparation
from models.forms.placement import PlacementPlan
from models.forms.protection import (
    InjunctionRuling,
    OrderRenewal,
    OrderRuling,
    Reconsideration,
    SuitFiled,
)
from models.forms.receipt import Registration, Triage
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationRuling
from models.forms.return_home import Collection
from models.forms.revocation import CourtAcceptance, Judgment
from models.forms.transfer import TransferReceipt
from models.law.dates import SHANGHAI

GIVEN_AT = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)

#: What else must be filled in when the decision is another than in the example: form → decision →
#: fields. Fields that are not shown by the decision are cleared by the form itself.
ALSO: Mapping[type[Form], Mapping[str, Mapping[str, Any]]] = {}


def typed(value: Any) -> Any:
    """Write a value as a person would type it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [typed(one) for one in value]
    return value
