"""A drill (恢复演练): the newest backup restored into a PostgreSQL of the moment, and compared.

A backup that was never restored is a hope. What comes of it is noted, for the portal's page and
`hutong doctor`; nothing of the running installation is touched.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deployments.backup.checked import broken_promises
from deployments.backup.cipher import BackupKey
from deployments.backup.folder import newest
from deployments.backup.new_machine import prepare_roles, require_room
from deployments.backup.programs import Programs
from deployments.backup.restoring import Opened, inspect, refill
from deployments.backup.taking import note
from deployments.machine.database import APPLICATION, prepare_databases
from deployments.machine.postgres import no_progress
from deployments.machine.postgres_throwaway import throwaway_postgres
from models.errors import HutongError
from models.settings import OWNER_ROLE, WORKER_ROLE, Settings
from models.store.backups import Drilled

if TYPE_CHECKING:
    from deployments.machine.postgres import EmbeddedPostgres


def drill(
    settings: Settings, clock: Callable[[], datetime], say: Callable[[str], None] = no_progress
) -> Drilled:
    """Restore the newest backup and compare it; the result is noted, also that there is none.

    Call it from the main thread: it starts a server.

    Args:
        settings: Of the installation; its database need not answer.
        clock: Gives the present moment.
        say: Told a Chinese sentence for each part of the work.
    """
    began, name = time.monotonic(), ""
    rows, why, broken = 0, "", 0
    try:
        key = BackupKey.read(settings.backup_key_file)
        file = newest(settings.backups, key).file
        name = file.name
        say(f"核对 {name} 和两把密钥")
        opened = inspect(file, backup_key=settings.backup_key_file, master_key=settings.key_file)
        require_room(opened, settings.state_dir)
        rows = opened.manifest.rows
        with throwaway_postgres(settings.pg_bindir, within=settings.state_dir) as postgres:
            say("恢复到临时数据库，逐表核对")
            broken = _restored(postgres, settings, opened)
    except HutongError as failed:
        why = failed.message
    found = Drilled(name, why, broken, rows, round(time.monotonic() - began, 1))
    if settings.database_url:
        note(settings, found, at=clock())
    return found


def _restored(postgres: "EmbeddedPostgres", settings: Settings, opened: Opened) -> int:
    """Restore and compare; how many promises do not hold in it."""
    prepare_databases(postgres)
    url = postgres.url(APPLICATION, OWNER_ROLE)
    prepare_roles(url, postgres.state)
    contents = refill(opened, url, Programs.of(settings))
    packs = _laid(postgres.state / "packs", contents.packs)
    return len(broken_promises(opened, postgres.url(APPLICATION, WORKER_ROLE), packs))


def _laid(folder: Path, packs: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in packs.items():
        (folder / name).write_bytes(content)
    return folder
