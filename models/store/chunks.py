"""Bytes sealed as a stream: in pieces, each bound to what it is of, its number, and being the last.

The id of a piece is made from these three, and the piece is sealed for its id. A piece that was
exchanged, moved, repeated or lost, and an end that was cut off, is found where it is read: the
reader makes the id anew and never takes the one that lies beside the bytes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from models.errors import Unreadable
from models.seal import Seal
from models.sealed_places import SealedPlace

#: Plain bytes of a piece; the last has the rest.
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class SealedChunk:
    """One piece, sealed."""

    id: UUID
    number: int
    content: bytes


def count_of(size: int) -> int:
    """How many pieces so many bytes lie in; nothing lies in one."""
    return max(1, -(-size // CHUNK_BYTES))


def id_of(content_id: UUID, number: int, *, is_last: bool) -> UUID:
    """The id of a piece."""
    named = f"{content_id}:{number}:{'last' if is_last else 'more'}"
    return UUID(bytes=hashlib.sha256(named.encode()).digest()[:16])


def closed(seal: Seal, content_id: UUID, content: bytes) -> Iterator[SealedChunk]:
    """Seal bytes piece by piece."""
    count, whole = count_of(len(content)), memoryview(content)
    for number in range(count):
        one = id_of(content_id, number, is_last=number == count - 1)
        piece = bytes(whole[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES])
        yield SealedChunk(one, number, seal.close(piece, SealedPlace.ATTACHMENT_CHUNK.of(one)))


def opened(
    seal: Seal, content_id: UUID, count: int, pieces: Iterator[bytes | None]
) -> Iterator[bytes]:
    """Open pieces in their order.

    Args:
        seal: Opens them.
        content_id: What they are pieces of.
        count: How many there are.
        pieces: As they lie, from the first; None where one is missing.

    Raises:
        Unreadable: One is missing, altered, or another than it should be; names it.
    """
    for number in range(count):
        place = SealedPlace.ATTACHMENT_CHUNK.of(
            id_of(content_id, number, is_last=number == count - 1)
        )
        sealed = next(pieces, None)
        if sealed is None:
            raise Unreadable(place)
        yield seal.open(sealed, place)


def digest_of(seal: Seal, centre_id: UUID, sha256: str, *, key: str = "") -> bytes:
    """The keyed hash by which a centre knows bytes again, and which tells nothing elsewhere."""
    return seal.index(f"attached in {centre_id}: {sha256}", key=key)
