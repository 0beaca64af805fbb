"""Bytes sealed in pieces open whole, in their order, in their place, or not at all."""

from uuid import UUID, uuid4

import pytest

from models.errors import Unreadable
from models.seal import Seal
from models.store.chunks import CHUNK_BYTES, closed, count_of, digest_of, opened

SEAL = Seal(bytes(range(32)))
OF = uuid4()
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 7]


def sealed(content: bytes, of: UUID = OF) -> list[bytes]:
    return [one.content for one in closed(SEAL, of, content)]


def read(pieces: list[bytes], count: int | None = None, of: UUID = OF) -> bytes:
    return b"".join(opened(SEAL, of, count or len(pieces), iter(pieces)))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_closed_opens_as_it_was(size: int):
    content = bytes(number % 251 for number in range(size))
    pieces = sealed(content)

    assert len(pieces) == count_of(size)
    assert read(pieces) == content


PIECES = sealed(bytes(3 * CHUNK_BYTES + 7))


@pytest.mark.parametrize(
    "spoilt",
    [
        PIECES[:-1],
        PIECES[1:],
        [PIECES[1], PIECES[0], *PIECES[2:]],
        [PIECES[0], PIECES[0], *PIECES[2:]],
        [*PIECES, PIECES[-1]],
        [*PIECES[:-1], PIECES[-1][:-1]],
        [*PIECES[:-1], PIECES[-1][:-1] + bytes([PIECES[-1][-1] ^ 1])],
        [PIECES[0], sealed(bytes(3 * CHUNK_BYTES + 7), uuid4())[1], *PIECES[2:]],
    ],
    ids=["end cut off", "beginning gone", "exchanged", "repeated", "end twice", "cut short",
         "a bit", "of another file"],
)  # fmt: skip
def test_what_is_not_whole_does_not_open(spoilt: list[bytes]):
    with pytest.raises(Unreadable):
        read(spoilt)


def test_a_piece_that_is_missing_is_named_and_nothing_is_given_for_it():
    with pytest.raises(Unreadable, match="无法读取"):
        read(PIECES[:-1], count=len(PIECES))


def test_equal_bytes_have_one_hash_in_a_centre_and_another_in_the_next():
    here, there = uuid4(), uuid4()

    assert digest_of(SEAL, here, "a" * 64) == digest_of(SEAL, here, "a" * 64)
    assert digest_of(SEAL, here, "a" * 64) != digest_of(SEAL, there, "a" * 64)
    assert digest_of(SEAL, here, "a" * 64) != digest_of(Seal(bytes(32)), here, "a" * 64)
