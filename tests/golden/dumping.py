"""A database as one compressed file of SQL, and back: structure, rights and rows as they were.

Everything is restored as the product's owner, so what is owned by whom needs not be told.
"""

import lzma
import subprocess

from deployments.machine.postgres import EmbeddedPostgres
from models.settings import OWNER_ROLE
from tests.golden.telling import Golden


def dump(postgres: EmbeddedPostgres, url: str) -> bytes:
    """Give a database as compressed SQL."""
    program = postgres.binaries.program("pg_dump")
    ended = subprocess.run([program, "--no-owner", url], capture_output=True, check=True)
    return lzma.compress(ended.stdout, preset=9 | lzma.PRESET_EXTREME)


def restore(postgres: EmbeddedPostgres, golden: Golden, database: str) -> None:
    """Put a golden database into an empty one, all or nothing."""
    program = postgres.binaries.program("psql")
    command = [program, "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction"]
    ended = subprocess.run(
        [*command, postgres.url(database, OWNER_ROLE)],
        input=lzma.decompress(golden.dump.read_bytes()), capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{golden.dump.name}: {ended.stderr.decode()}"
