"""Documents and receipts: downloading one version, seeing how a deadline was counted."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row

from models.store import views_case, views_step
from tasks.issuing import file_place
from web.calls import At, Call
from web.unsealing import called

router = APIRouter()

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/papers/{version_id}")
def download(at: At, version_id: UUID) -> Response:
    """Give the exact bytes of a version, under its Chinese file name."""
    with at.reading() as db:
        version = views_step.version(db, version_id)
        sealed = views_step.file(db, version_id)
        at.note_view(db, "download", case_id=version.case_id, ref=version_id)
    content = at.seal.open(sealed, file_place(version_id))
    return Response(content, media_type=WORD, headers=_named(version.file_name, version.version))


def _named(file_name: str, version: int) -> dict[str, str]:
    """RFC 5987: the real name for every browser of today, a plain one for the rest."""
    plain = f'attachment; filename="document_v{version}.docx"'
    return {"Content-Disposition": f"{plain}; filename*=UTF-8''{quote(file_name, safe='')}"}


@router.get("/deadlines/{deadline_id}.json")
def receipt_data(at: At, deadline_id: UUID) -> Response:
    """The receipt as data."""
    row, _changes = _read(at, deadline_id)
    return JSONResponse(
        {
            "case": row.number,
            "state": row.state,
            "due": row.due_at.isoformat(),
            "provisional": row.provisional,
            "printable": row.printable,
            "receipt": row.receipt,
        }
    )


@router.get("/deadlines/{deadline_id}")
def receipt(at: At, deadline_id: UUID) -> Response:
    """Show how a deadline was counted, step by step."""
    row, changes = _read(at, deadline_id)
    child = called(at.seal, row.child_id, row.identity)
    return at.page("receipt.html", row=row, changes=changes, child=child)


def _read(at: Call, deadline_id: UUID) -> tuple[Row[Any], list[Row[Any]]]:
    with at.reading() as db:
        row = views_case.deadline(db, deadline_id)
        changes = views_case.deadline_changes(db, deadline_id)
        at.note_view(db, "receipt", case_id=row.case_id, ref=deadline_id)
    return row, changes
