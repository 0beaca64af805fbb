"""D16 权利告知书 to whoever takes care of the child (opinions 11, 17)."""

from documents.contexts.base import Context


class RightsNoticeContext(Context):
    """What the notice prints. The carer keeps it."""

    centre: str
    addressee: str
    child: str
    occasion: str
    rights: tuple[str, ...]
    duties: tuple[str, ...]
    contact: str
    phone: str
