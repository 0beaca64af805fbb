"""One pass of anchoring: where nothing was anchored since the last night, the next file is written."""

from flows.readers.workplace import Workplace
from models.settings import Settings
from models.store.acting import as_worker
from tasks.check import anchoring
from tasks.check.anchor_files import AnchorKey


def anchor_once(at: Workplace, settings: Settings | None = None) -> int:
    """Write the anchor of the night where it is due; twice at once the second finds it written.

    Args:
        at: Where it works.
        settings: Where files and key are; default: of this machine.

    Returns:
        How many were written.

    Raises:
        AnchorDamaged: What is there is not as it was written; nothing is added to it.
    """
    settings, now = settings or Settings(), at.clock.now()
    with as_worker(at.engine) as db:
        if not anchoring.is_due(db, now):
            return 0
        key = AnchorKey.of(settings.anchor_key_file)
        return int(anchoring.anchor(db, settings.anchors, key, now=now) is not None)
