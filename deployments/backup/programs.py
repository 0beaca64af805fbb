"""`pg_dump` and `pg_restore`: those of the PostgreSQL we run, or those on the path beside another.

No password stands in an argument list: it is handed over in the environment.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from deployments.machine.postgres_binaries import wheel_bindir
from deployments.machine.postgres_data import server_environment
from models.errors import HutongError
from models.settings import GivenSettings, Settings

#: Characters of a program's last words that a sentence repeats.
_LAST_WORDS = 300


@dataclass(frozen=True)
class Programs:
    """A pair of programs that belong together."""

    pg_dump: Path
    pg_restore: Path

    @staticmethod
    def of(settings: Settings) -> "Programs":
        """The programs for an installation's database.

        Raises:
            HutongError: There are none; the sentence says where they were looked for.
        """
        if settings.pg_bindir is not None:
            return _in_folder(settings.pg_bindir)
        if not GivenSettings().database_url:
            return _in_folder(wheel_bindir())
        dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
        if dump is None or restore is None:
            raise HutongError(
                "使用外部数据库时，备份和恢复需要 PATH 中的 pg_dump 和 pg_restore"
                "（例如 apt-get install postgresql-client），现在没有找到。"
            )
        return Programs(Path(dump), Path(restore))

    def require(self, server: int) -> None:
        """See that they are not older than the server.

        Args:
            server: Major version of the server to be dumped.

        Raises:
            HutongError: They are too old; the sentence names both versions.
        """
        for program in (self.pg_dump, self.pg_restore):
            version = version_of(program)
            if version < server:
                raise HutongError(
                    f"{program} 是 {version} 版，比数据库服务器（{server} 版）旧，不能用来备份。"
                    f"请安装 {server} 版的 PostgreSQL 客户端程序。"
                )


def version_of(program: Path) -> int:
    """Major version of one of PostgreSQL's programs.

    Raises:
        HutongError: It cannot be run, or says none.
    """
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True,
            env=server_environment(),
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as failed:
        raise HutongError(f"{program} 不能运行。") from failed
    found = re.search(r"\s(\d+)", said)
    if found is None:
        raise HutongError(f"无法识别 {program} 的版本。")
    return int(found.group(1))


def plain(url: str) -> str:
    """An address as libpq reads it: SQLAlchemy's may name a driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def reaching(url: str) -> tuple[str, dict[str, str]]:
    """The argument and the environment by which a program reaches a database."""
    known = conninfo_to_dict(plain(url))
    password = known.pop("password", None)
    secret = {"PGPASSWORD": str(password)} if password else {}
    return f"--dbname={make_conninfo('', **known)}", {**server_environment(), **secret}


def last_words(said: bytes) -> str:
    """Why a program failed, on one line, without what it quotes: that may be a value."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines()]
    telling = [line for line in lines if "error:" in line] or lines[-1:]
    return re.sub(r'"[^"]*"', "…", telling[0] if telling else "")[:_LAST_WORDS]


def _in_folder(folder: Path) -> Programs:
    found = Programs(folder / "pg_dump", folder / "pg_restore")
    for program in (found.pg_dump, found.pg_restore):
        if not program.is_file():
            raise HutongError(f"没有找到 {program}，不能备份和恢复。请检查 HUTONG_PG_BINDIR。")
    return found
