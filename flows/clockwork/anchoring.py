"""One pass of anchoring: where nothing was anchored since the last night, the next file is written."""

from flows.readers.workplace import Workplace
from models.settings import Settings
from models.store.acting import as_worker
from tasks.check import anchoring
from tasks.check.anchor_files import AnchorKey, read_all


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
    key = AnchorKey.of(settings.anchor_key_file)
    files = read_all(settings.anchors, key.public)
    if not anchoring.is_due(files[-1] if files else None, now):
        return 0
    with as_worker(at.engine) as db:
        return int(anchoring.anchor(db, settings.anchors, key, now=now) is not None)
