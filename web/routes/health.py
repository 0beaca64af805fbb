"""Whether this process lives, and whether it can serve; for machines, without log-in."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from web.sessions import Tools

router = APIRouter()


@router.get("/livez")
def livez() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
def readyz(parts: Tools) -> PlainTextResponse:
    """The database answers too."""
    try:
        with parts.engine.connect() as db:
            db.execute(text("SELECT 1 FROM system_facts LIMIT 1"))
    except DBAPIError:
        return PlainTextResponse("database away", status_code=503)
    return PlainTextResponse("ready")
