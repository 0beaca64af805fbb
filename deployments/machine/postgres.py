"""A real PostgreSQL of our own: started, watched and stopped by the process that needs it.

It listens on 127.0.0.1 only, asks every connection for a password, writes no statement and no
value into its log, and dies with its owner. A kill -9 of either loses nothing committed.
"""

import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from deployments.machine.child import signal_group, start_child, wait_ended
from deployments.machine.postgres_binaries import Binaries, find_binaries, server_account
from deployments.machine.postgres_data import (
    SUPERUSER,
    clear_leftovers,
    data_folder,
    make_cluster,
    server_environment,
)
from deployments.machine.state import (
    Hold,
    free_port,
    last_lines,
    open_log,
    password_of,
    prepare_state,
    write_private,
)
from models.errors import OutsideFailure

#: Seconds a start may take; recovery after a crash replays the whole write-ahead log.
START_LIMIT = 600
#: Seconds during which a server that ends at once is started again: the processes of a killed
#: one need a moment to notice and leave.
RETRY_LIMIT = 15

#: Seconds between two looks whether the server answers, and of silence after which it is replaced.
ASK_EVERY, LEASE = 5.0, 30.0
#: A message of eight bytes: its length, and the number that stands for the wish.
_ASK_FOR_TLS = struct.pack("!ii", 8, 80877103)

_SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    # A socket's path may have 107 bytes; a project's path is often longer.
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A log never carries data: no statement, no parameter, no DETAIL (which quotes rows), and
    # no error sentence (which quotes values); the program that asked is told all of it.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
_THROWAWAY_OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def no_progress(_sentence: str) -> None:
    """Say nothing."""


class EmbeddedPostgres:
    """One PostgreSQL server owned by this process. Start it from the main thread."""

    def __init__(
        self,
        state: Path,
        bindir: Path | None = None,
        fsync: bool = True,  # noqa: FBT001, FBT002 - read as `EmbeddedPostgres(path, fsync=False)`
        say: Callable[[str], None] = no_progress,
    ) -> None:
        """Describe the server; nothing is started yet.

        Args:
            state: State directory; data, passwords, port and log are kept in it.
            bindir: A PostgreSQL `bin` folder instead of the embedded one.
            fsync: False only for data that may be lost.
            say: Told a Chinese sentence when a start takes long; may raise to give up.
        """
        self.state = state
        self.port = 0
        self._bindir = bindir
        self._fsync = fsync
        self._say = say
        self._hold = Hold(state / "postgres.lock")
        self._process: subprocess.Popen[bytes] | None = None
        self._binaries: Binaries | None = None
        self._asked_at = self._heard_at = 0.0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The server's process while it runs, else None."""
        alive = self._process is not None and self._process.poll() is None
        return self._process.pid if alive and self._process else None

    @property
    def binaries(self) -> Binaries:
        """The programs in use (`pg_dump` and `psql` among them); known once started."""
        if self._binaries is None:
            self._binaries = find_binaries(self._bindir, server_account())
        return self._binaries

    def start(self) -> None:
        """Start the server, or start it again after it died; return when it answers.

        Raises:
            OutsideFailure: Another process owns these data, or the server does not start.
        """
        if self.pid is not None:
            return
        prepare_state(self.state)
        if self._process is None and not self._hold.take(wait=3):
            raise OutsideFailure(f"{self.state} 中的数据库正由另一个进程使用。")
        try:
            self._start_held()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, committed work safe, within seconds; not running is no error."""
        process, self._process = self._process, None
        if process is not None:
            for number, seconds in ((signal.SIGINT, 15), (signal.SIGQUIT, 5)):
                if process.poll() is None:
                    process.send_signal(number)
                if wait_ended(process, seconds):
                    break
            else:
                signal_group(process.pid, signal.SIGKILL)
                process.wait()
        self._hold.release()

    def is_hung(self) -> bool:
        """Whether the server has given no answer at all for its lease; asked now and then.

        One that is full, starting or refusing answers; one that is stopped does not.
        """
        now = time.monotonic()
        if now - self._asked_at < ASK_EVERY:
            return False
        self._asked_at = now
        if _gives_a_sign(self.port):
            self._heard_at = now
            return False
        return now - self._heard_at > LEASE

    def kill(self) -> None:
        """End a server that no longer hears, at once; what was committed is safe."""
        if self._process is not None:
            signal_group(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """Return `postgresql://…` for a role whose password this state directory keeps."""
        password = quote(password_of(self.state, user), safe="")
        return f"postgresql://{quote(user)}:{password}@127.0.0.1:{self.port}/{quote(database)}"

    def create_role(self, name: str, *, may_create_roles: bool = False) -> None:
        """Make sure a login role exists with the password that is kept for it."""
        name_, password = sql.Identifier(name), sql.Literal(password_of(self.state, name))
        with self._admin() as link:
            there = link.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
            verb = sql.SQL("alter" if there else "create")
            link.execute(sql.SQL("{} role {} login password {}").format(verb, name_, password))
            if may_create_roles:
                link.execute(sql.SQL("alter role {} createrole").format(name_))

    def create_database(
        self, name: str, template: str | None = None, owner: str | None = None
    ) -> None:
        """Create a database, as a copy of `template` when one is named; existing is no error."""
        command = sql.SQL("create database {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" template {}").format(sql.Identifier(template))
            # Without fsync a checkpoint costs nothing, and copying files is a third of the work.
            if not self._fsync:
                command += sql.SQL(" strategy file_copy")
        if owner is not None:
            command += sql.SQL(" owner {}").format(sql.Identifier(owner))
        with self._admin() as link:
            there = link.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if there is None:
                link.execute(command)

    def keep_to_owner(self, database: str) -> None:
        """Let nobody connect to a database but its owner and the superuser."""
        command = sql.SQL("revoke connect, temporary on database {} from public")
        with self._admin() as link:
            link.execute(command.format(sql.Identifier(database)))

    def drop_database(self, name: str) -> None:
        """Drop a database with whoever is connected to it; a missing one is no error."""
        command = sql.SQL("drop database if exists {} with (force)")
        with self._admin() as link:
            link.execute(command.format(sql.Identifier(name)))

    @contextmanager
    def _admin(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as link:
            yield link

    def _start_held(self) -> None:
        account = server_account()
        folder = data_folder(self.state, self.binaries.major, account)
        data = folder / "data"
        if not data.is_dir():
            password = password_of(self.state, SUPERUSER)
            make_cluster(self.binaries, folder, password, account, fsync=self._fsync)
        clear_leftovers(data)
        limit = time.monotonic() + RETRY_LIMIT
        while not self._start_once(data):
            if time.monotonic() > limit:
                raise OutsideFailure(f"数据库启动后立即退出：{last_lines(self.state, 'postgres')}")
            time.sleep(0.2)

    def _start_once(self, data: Path) -> bool:
        """Start the server and wait until it answers; False when it ended instead."""
        remembered = self.state / "postgres.port"
        text = remembered.read_text(encoding="utf-8") if remembered.is_file() else ""
        self.port = free_port(int(text) if text.isdecimal() else 0)
        write_private(remembered, str(self.port))
        options = _SERVER_OPTIONS | ({} if self._fsync else _THROWAWAY_OPTIONS)
        command = [self.binaries.program("postgres"), "-D", str(data), "-p", str(self.port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with open_log(self.state, "postgres") as log:
            self._process = start_child(
                command,
                log=log,
                env=server_environment(),
                cwd=Path("/"),
                account=server_account(),
                # A fast shutdown: running transactions are rolled back, committed ones are safe.
                when_we_die=signal.SIGINT,
            )
        return self._answers(self._process)

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        began = told = time.monotonic()
        while process.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                now = time.monotonic()
                if now - began > START_LIMIT:
                    raise OutsideFailure(f"数据库 {START_LIMIT} 秒内没有就绪。") from None
                if now - told > 2:  # noqa: PLR2004 - seconds between two sentences
                    told = now
                    self._say(f"数据库正在恢复上次未写完的数据，已用 {now - began:.0f} 秒")
                time.sleep(0.02)
            else:
                self._heard_at = time.monotonic()
                return True
        return False


def _gives_a_sign(port: int) -> bool:
    """Ask for TLS, as every client does: a server that lives says yes or no."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(_ASK_FOR_TLS)
            return bool(link.recv(1))
    except ConnectionError:
        return True  # It refused, or is on its way down: its process says which.
    except OSError:
        return False
