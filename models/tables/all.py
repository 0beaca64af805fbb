"""Every table, imported so that the metadata is whole."""

from models.tables import (
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
