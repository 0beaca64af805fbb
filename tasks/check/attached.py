"""Whether the bytes behind every attachment are there, whole, and those that were attached."""

import hashlib
import hmac

from sqlalchemy import Connection

from models.errors import BrokenInvariant, Unreadable
from models.seal import Seal
from models.store import attachments, chunks
from models.store.attachments import KeptContent


def broken(db: Connection, seal: Seal) -> list[str]:
    """Name each attachment whose bytes are missing, do not open, or are others."""
    wrong = [f"案件 {one.number} 附件 {one.id} 没有文件" for one in attachments.without_content(db)]
    for kept in attachments.every_content(db):
        if trouble := _trouble(db, seal, kept):
            named = [f"案件 {one.number} 附件 {one.id}"
                     for one in attachments.standing_on(db, kept.id)]  # fmt: skip
            wrong += [f"{one} {trouble}" for one in named or [f"附件文件 {kept.id}"]]
    return wrong


def _trouble(db: Connection, seal: Seal, kept: KeptContent) -> str:
    hashed, size = hashlib.sha256(), 0
    try:
        for piece in attachments.pieces(db, seal, kept):
            hashed.update(piece)
            size += len(piece)
        wanted = chunks.digest_of(
            seal, kept.centre_id, hashed.hexdigest(), key=kept.digest_key
        )  # fmt: skip
    except Unreadable as torn:
        return f"无法读取 {torn.place}"
    except BrokenInvariant:
        return "校验值的密钥不在"
    is_same = size == kept.size and hmac.compare_digest(wanted, kept.digest)
    return "" if is_same else "与登记的校验值不一致"
