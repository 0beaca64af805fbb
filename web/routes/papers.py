"""Documents: downloading one version."""

import hashlib
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import Unreadable
from models.sealed_places import SealedPlace
from models.store import views_step
from models.words import Look
from web.calls import At

router = APIRouter()

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/papers/{version_id}")
def download(at: At, version_id: UUID) -> Response:
    """Give the exact bytes of a version, under its Chinese file name."""
    with at.reading() as db:
        version = views_step.version(db, version_id)
        sealed = views_step.file(db, version_id)
        at.note_view(db, Look.DOWNLOAD, case_id=version.case_id, ref=version_id)
    place = SealedPlace.FILE_CONTENT.of(version_id)
    content = at.seal.open(sealed, place)
    if hashlib.sha256(content).hexdigest() != version.sha256:
        raise Unreadable(place)
    return Response(content, media_type=WORD, headers=_named(version.file_name, version.version))


def _named(file_name: str, version: int) -> dict[str, str]:
    """RFC 5987: the real name for every browser of today, a plain one for the rest."""
    plain = f'attachment; filename="document_v{version}.docx"'
    return {"Content-Disposition": f"{plain}; filename*=UTF-8''{quote(file_name, safe='')}"}
