"""Every stage of the procedure, imported; and how Prefect finds each as a deployment."""

from flows import (
    assessment,
    closure,
    consultation,
    custody,
    death,
    exemption,
    extension,
    feedback,
    follow_up,
    injunction,
    investigation,
    majority,
    missing,
    placement,
    protection_order,
    receipt,
    relative_care,
    restoration,
    return_home,
    revocation,
    suggestion_reply,
    transfer,
)
from flows.stage import StageFlow, registered
from models.words import Stage

#: The files the stages stand in, in the order of the procedure.
FILES = (
    receipt,
    investigation,
    assessment,
    consultation,
    return_home,
    relative_care,
    revocation,
    placement,
    follow_up,
    closure,
    custody,
    protection_order,
    injunction,
    extension,
    suggestion_reply,
    restoration,
    feedback,
    majority,
    transfer,
    exemption,
    missing,
    death,
)

#: Stage to the function that tells it.
PROCEDURE: dict[Stage, StageFlow] = registered()

#: Deployment name to module path; one deployment a stage.
DEPLOYMENTS: dict[str, str] = {stage.value: f"flows.{stage.value}:{stage.value}" for stage in Stage}
