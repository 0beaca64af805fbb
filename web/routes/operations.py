"""How the installation stands: backups and drills, for who looks after it and who answers for it."""

from fastapi import APIRouter, Response

from models.permissions import Permission
from models.store import backups
from tasks.check.backups import troubles
from web.calls import At
from web.runs_viewer import BASE

router = APIRouter()


@router.get("/operations")
def operations(at: At) -> Response:
    """Show what the last backup and the last drill came to, and what is not as it must be."""
    at.require(Permission.SEE_OPERATIONS)
    with at.reading() as db:
        known = backups.known(db)
        runs = BASE if at.parts.runs_viewer.opens_to(db, at.actor) else ""
    return at.page(
        "operations.html", known=known, troubles=list(troubles(known, at.now)), runs=runs
    )
