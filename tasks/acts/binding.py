"""What a signature is bound to: exact bytes, and the data they were made from."""

import hashlib
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, text

from documents.papers import PAPERS, digest
from models.errors import BrokenInvariant
from models.sealed_places import SealedPlace
from models.store.events import Happening
from models.words import Paper, Stage, Tag
from tasks.act import Act, Done
from tasks.acts.overtaking import overtake
from tasks.record.reading import read_record

_VERSION = text(
    "SELECT v.id, v.sha256, v.data_digest, v.authors, v.made_at, v.step_id, v.void, p.paper, "
    "p.about, f.content FROM paper_versions v JOIN papers p ON p.id = v.paper_id "
    "JOIN files f ON f.version_id = v.id WHERE v.id = :version"
)


class Decision(StrEnum):
    """What came of a signature."""

    SIGNED = "signed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    #: The data changed since the document was made: nothing was signed, a new version follows.
    VOIDED = "voided"


def version_of(act: Act, signature: Row[Any]) -> Row[Any]:
    """The version that is to be signed, its bytes and data compared with what was submitted.

    Raises:
        BrokenInvariant: They are not those the chain was opened for.
    """
    version = act.db.execute(_VERSION, {"version": signature.version_id}).one()
    content = act.office.seal.open(version.content, SealedPlace.FILE_CONTENT.of(version.id))
    bytes_fit = hashlib.sha256(content).hexdigest() == signature.sha256
    if not bytes_fit or version.data_digest != signature.data_digest:
        raise BrokenInvariant("文书内容与送审时的校验值不符,不能审批。")
    return version


def has_changed(act: Act, step: Row[Any], version: Row[Any]) -> bool:
    """Whether today's record would make another document than the one to be signed."""
    record = read_record(
        act.db,
        act.office,
        step.case_id,
        stage=Stage(step.stage),
        stage_ordinal=step.ordinal,
        now=version.made_at,
    )
    context = PAPERS[Paper(version.paper)].build(record, version.about)
    return bool(digest(context) != version.data_digest)


def void(act: Act, step: Row[Any], version: Row[Any]) -> Done[Decision]:
    """Put the document and its chain aside; the procedure makes the next version."""
    issued = act.db.execute(
        text("SELECT id, key, round, position FROM steps WHERE id = :id"), {"id": version.step_id}
    ).one()
    act.note(
        [
            Happening(
                Tag.APPROVAL_VOIDED,
                step.stage_id,
                step.id,
                act.actor.officer_id,
                {"sha256": version.sha256, "data": version.data_digest},
            )
        ],
        case_id=step.case_id,
        centre_id=step.centre_id,
    )
    overtake(act, step, issued, reason="文书所依据的数据已变更")
    return Done(Decision.VOIDED, (step.stage_id,))
