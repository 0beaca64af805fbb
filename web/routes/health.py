"""Whether this process lives, and whether it can serve; for machines, without log-in."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy.exc import DBAPIError

from models.store.seen import answers
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
            answers(db)
    except DBAPIError:
        return PlainTextResponse("database away", status_code=503)
    return PlainTextResponse("ready")
