"""Why a message did not go out, as the senders tell it."""

from models.errors import OutsideFailure
from models.words import DeliveryReason


class Undelivered(OutsideFailure):
    """消息没有发出,稍后会自动重试。"""

    def __init__(
        self, reason: DeliveryReason, *, final: bool = False, server: bool = False
    ) -> None:
        """Carry our word for it.

        Args:
            reason: Our word.
            final: Whether another try is pointless.
            server: Whether the fault is the server's, so that nothing else will go through it.
        """
        super().__init__()
        self.reason, self.final, self.server = reason, final, server
