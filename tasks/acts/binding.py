"""What a signature is bound to: exact bytes, and the data they were made from."""

import hashlib
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from documents.facts import changed
from documents.papers import PAPERS, digest
from documents.program import program_version
from models.errors import BrokenInvariant
from models.sealed_places import SealedPlace
from models.store import paper
from models.store.events import Happening
from models.store.paper import VersionToSign
from models.store.step import StepInCase
from models.words import Tag
from tasks.act import Act, Done
from tasks.acts.overtaking import overtake
from tasks.record.reading import read_record


class Bound(Protocol):
    """Something signed or to be signed: which version, and what it was when it was submitted."""

    @property
    def version_id(self) -> UUID: ...
    @property
    def sha256(self) -> str: ...
    @property
    def data_digest(self) -> str: ...


class Decision(StrEnum):
    """What came of a signature."""

    SIGNED = "signed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    #: The data changed since the document was made: nothing was signed, a new version follows.
    VOIDED = "voided"


def version_of(act: Act, signed: Bound) -> VersionToSign:
    """The version that is to be signed, its bytes and data compared with what was submitted.

    Raises:
        BrokenInvariant: They are not those the chain was opened for.
    """
    version = paper.to_sign(act.db, signed.version_id)
    content = act.office.seal.open(version.content, SealedPlace.FILE_CONTENT.of(version.id))
    bytes_fit = hashlib.sha256(content).hexdigest() == signed.sha256
    if not bytes_fit or version.data_digest != signed.data_digest:
        raise BrokenInvariant("文书内容与送审时的校验值不符,不能审批。")
    return version


def has_changed(act: Act, step: StepInCase, version: VersionToSign) -> bool:
    """Whether the case is no longer what the document to be signed was made from.

    What this program would write is compared only with what this program wrote. A document of an
    earlier program is judged by its facts: how it is written is no reason to make it anew.
    """
    record = read_record(
        act.db,
        act.office,
        step.case_id,
        stage=step.stage,
        stage_ordinal=step.ordinal,
        now=version.made_at,
    )
    if version.program == program_version():
        context = PAPERS[version.paper].build(record, version.about)
        return digest(context) != version.data_digest
    if version.facts is None:
        return paper.sources_changed(act.db, version.id)
    place = SealedPlace.VERSION_FACTS.of(version.id)
    return changed(act.office.seal.open_json(version.facts, place), record)


def void(act: Act, step: StepInCase, version: VersionToSign) -> Done[Decision]:
    """Put the document and its chain aside; the procedure makes the next version."""
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
    reason = "文书所依据的数据已变更"
    overtake(act, step, version.step_id, position=version.position, reason=reason)
    return Done(Decision.VOIDED, (step.stage_id,))
