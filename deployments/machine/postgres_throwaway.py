"""A PostgreSQL for an hour: tests and rehearsals, on a temporary folder, without fsync."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import Hold

_PREFIX = "hutong-postgres-"


@contextmanager
def throwaway_postgres(
    bindir: Path | None = None, within: Path | None = None
) -> Iterator[EmbeddedPostgres]:
    """Run a server on a temporary folder and remove both afterwards; ready in about a second.

    Args:
        bindir: A PostgreSQL `bin` folder instead of the embedded one.
        within: Where the folder is made, instead of the system's place for such folders, which
            may have no room for much.
    """
    place = within or Path(tempfile.gettempdir())
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    folder.chmod(0o711)  # The database account must be able to pass through.
    postgres = EmbeddedPostgres(folder / "state", bindir, fsync=False)
    try:
        with postgres:
            yield postgres
    finally:
        _remove(folder)


def _sweep(place: Path) -> None:
    """Remove folders whose owner was killed; a folder without a lock file is just being made."""
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            hold = Hold(folder / "state" / "postgres.lock")
            if hold.file.is_file() and hold.take():
                _remove(folder)
                hold.release()


def _remove(folder: Path) -> None:
    for note in (folder / "state").glob("postgres-*.where"):
        shutil.rmtree(note.read_text(encoding="utf-8").strip(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
