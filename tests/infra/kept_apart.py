"""An installation with cases in every stage, to be backed up; and its commands as processes."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from deployments.backup.taking import Taken, take
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from deployments.steps import migrate
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, Settings, secrets_dir
from tests.golden.telling import all_golden
from tests.golden.upgrading import upgrade

ROOT = Path(__file__).parents[2]
#: A pack as an administrator took it in; only its bytes matter here.
PACK = "title: 虚构的规则包\n".encode()
#: Somebody is logged in.
OPEN_SESSION = (
    "INSERT INTO login_sessions (id, officer_id, csrf, created_at, seen_at, address) "
    "SELECT sha256('invented'), id, '', now(), now(), '' FROM officers LIMIT 1"
)


@dataclass(frozen=True)
class Installation:
    """A state directory beside a database with cases, and the instant these stand at."""

    settings: Settings
    postgres: EmbeddedPostgres
    now: datetime

    def clock(self) -> datetime:
        return self.now

    def back_up(self) -> Taken:
        return take(self.settings, self.clock)

    def command(
        self, *words: str, before: Callable[[], None] | None = None, **more: str
    ) -> "subprocess.Popen[str]":
        env = {
            "HUTONG_STATE_DIR": str(self.settings.state_dir),
            "HUTONG_DATABASE_URL": self.settings.database_url,
            "HUTONG_PG_BINDIR": str(self.postgres.binaries.bindir),
        }
        return command(*words, before=before, env=env | more)


def command(
    *words: str, before: Callable[[], None] | None = None, env: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    """Start `hutong …` as a process."""
    return subprocess.Popen(
        [sys.executable, "-m", "deployments", *words],
        env={**os.environ, **(env or {})}, cwd=ROOT, text=True,
        preexec_fn=before,  # noqa: PLW1509 - sets a limit and nothing else
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's account can pass through, gone afterwards with its database."""
    made = Path(tempfile.mkdtemp(prefix="护童 backup "))
    made.chmod(0o711)
    yield made
    for note in made.glob("*/*.where"):
        shutil.rmtree(note.read_text(encoding="utf-8").strip(), ignore_errors=True)
    shutil.rmtree(made)


@contextmanager
def installation(postgres: EmbeddedPostgres) -> Iterator[Installation]:
    """The newest golden database, upgraded, with a state directory of its own."""
    golden = all_golden()[-1]
    with upgrade(postgres, golden) as upgraded, folder() as place:
        state = place / "var"
        secrets_dir(state).mkdir(parents=True)
        (state / "packs").mkdir()
        (state / "packs" / "invented.yaml").write_bytes(PACK)
        (secrets_dir(state) / "master.key").write_bytes(golden.key)
        knows_roles(state, postgres)
        url = upgraded.scene.owner_url
        settings = Settings(state_dir=state, database_url=url, practice=False)
        migrate(settings)
        tell(url, OPEN_SESSION)
        yield Installation(settings, postgres, golden.stands_at)


@contextmanager
def empty_database(postgres: EmbeddedPostgres, name: str) -> Iterator[str]:
    """An empty database of the owner."""
    postgres.create_database(name, owner=OWNER_ROLE)
    yield postgres.url(name, OWNER_ROLE)
    postgres.drop_database(name)


def knows_roles(state: Path, postgres: EmbeddedPostgres) -> None:
    """Give a state directory the passwords of a server's roles, which belong to all its databases."""
    secrets_dir(state).mkdir(parents=True, exist_ok=True)
    for role in (PORTAL_ROLE, WORKER_ROLE):
        password = password_of(postgres.state, role)
        (secrets_dir(state) / f"{role}.password").write_text(password)


def tell(url: str, order: str) -> None:
    with psycopg.connect(url) as link:
        link.execute(order)


def asked(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as link:
        return link.execute(question).fetchall()
