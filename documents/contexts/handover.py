"""D8 未成年人交接手续书: the child leaves the centre, in writing (outline 71; opinions 17, 19)."""

from documents.contexts.base import Context


class HandoverContext(Context):
    """What the sheet prints. The receiver keeps a copy."""

    centre: str
    occasion: str
    basis: str
    child_name: str
    child_sex: str
    child_birth: str
    child_id: str
    handed_over_at: str
    place: str
    receiver: str
    receiver_relation: str
    receiver_identity: str
    receiver_contact: str
    health: str
    medication: str
    belongings: str
    commitments: tuple[str, ...]
    follow_up: tuple[str, ...]
    child_view: str
    witness: str
    handed_over_by: str
    remarks: str
