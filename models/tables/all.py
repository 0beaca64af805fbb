"""Every table, imported so that the metadata is whole."""

from models.tables import (
    attachment,
    case,
    centre,
    centre_law,
    imprint,
    installation,
    law,
    mirror,
    outbox,
    paper,
    step,
    suspension,
    watch,
)
from models.tables.base import Base

__all__ = [
    "Base",
    "attachment",
    "case",
    "centre",
    "centre_law",
    "imprint",
    "installation",
    "law",
    "mirror",
    "outbox",
    "paper",
    "step",
    "suspension",
    "watch",
]
