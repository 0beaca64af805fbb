"""The state directory: what it contains, who may read it, and who holds it.

`secrets` and `log` are 0700. The directory itself is 0711, so that a database account can reach
its own folder inside and list nothing.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from models.errors import HutongError
from models.seal import KEY_BYTES
from models.settings import password_file, secrets_dir

#: A log larger than this (bytes) is set aside; one older copy is kept.
LOG_LIMIT = 20 * 1024 * 1024


def prepare_state(state_dir: Path) -> None:
    """Make the state directory and its private folders; harmless when they exist.

    Raises:
        HutongError: It cannot be made or written here.
    """
    try:
        state_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        for private in (secrets_dir(state_dir), state_dir / "log"):
            private.mkdir(mode=0o700, exist_ok=True)
    except OSError as failed:
        raise HutongError(
            f"数据目录 {state_dir} 不能写入({failed.strerror})。"
            "请检查目录权限，或用 HUTONG_STATE_DIR 指定另一个目录。"
        ) from failed


def write_private(file: Path, text: str) -> None:
    """Write a file of mode 0600 so that a reader sees the old text or the new, never half."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(file)


def password_of(state_dir: Path, role: str) -> str:
    """Return a database role's password, made at random the first time."""
    return secret_text(password_file(state_dir, role))


def secret_text(file: Path) -> str:
    """Return a secret kept in a file, made at random (192 bits, URL-safe) the first time."""
    if not file.is_file():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text(encoding="utf-8").strip()


def ensure_master_key(file: Path, *, may_create: bool) -> None:
    """Make the key that encrypts identities, unless data exist that another key encrypted.

    Args:
        file: Where the 32 bytes are.
        may_create: False once a database exists: a new key would not open what is in it.

    Raises:
        HutongError: The key of an existing database is missing, or is no key.
    """
    if not file.exists():
        if not may_create:
            raise HutongError(
                f"数据库已存在，但主密钥文件 {file} 不见了。请从备份恢复该文件；"
                "没有它就无法读出未成年人的身份信息。全新的外部数据库请先生成一份："
                f"head -c 32 /dev/urandom > '{file}'"
            )
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
    if file.stat().st_size != KEY_BYTES:
        raise HutongError(f"主密钥文件 {file} 应为 {KEY_BYTES} 字节，请从备份恢复。")


def open_log(state_dir: Path, name: str) -> IO[bytes]:
    """Open a process's log for appending, setting an overlong one aside first."""
    file = state_dir / "log" / f"{name}.log"
    with contextlib.suppress(FileNotFoundError):
        if file.stat().st_size > LOG_LIMIT:
            file.replace(file.with_suffix(".log.1"))
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def rotate_logs(state_dir: Path) -> None:
    """Set overlong logs aside while their processes go on writing; one older copy is kept.

    A process appends through a handle of its own, so its file is copied and emptied in place.
    """
    for file in (state_dir / "log").glob("*.log"):
        if file.stat().st_size > LOG_LIMIT:
            shutil.copyfile(file, file.with_suffix(".log.1"))
            file.with_suffix(".log.1").chmod(0o600)
            os.truncate(file, 0)


def last_lines(state_dir: Path, name: str, count: int = 3) -> str:
    """Return the last lines with words of a process's log, and where to read the rest."""
    file = state_dir / "log" / f"{name}.log"
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    telling = [line.strip() for line in lines if any(c.isalnum() for c in line)]
    return " / ".join(telling[-count:]) + f"（全文见 {file}）"


class Hold:
    """A lock file that tells who holds it, and is free the moment its holder dies."""

    def __init__(self, file: Path) -> None:
        """Name the file; nothing is locked yet."""
        self.file = file
        self._handle: IO[str] | None = None

    def take(self, wait: float = 0) -> bool:
        """Try for so many seconds to become the holder; say whether we are."""
        limit = time.monotonic() + wait
        handle = self.file.open("a+", encoding="utf-8")
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= limit:
                    handle.close()
                    return False
                time.sleep(0.05)
        self._handle = handle
        self.say({"pid": os.getpid()})
        return True

    def is_taken(self) -> bool:
        """Say whether somebody holds it; nothing is written, and what was said stays said."""
        try:
            handle = self.file.open(encoding="utf-8")
        except FileNotFoundError:
            return False
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def say(self, facts: Mapping[str, Any]) -> None:
        """Leave facts for those who find the lock taken."""
        if self._handle is not None:
            self._handle.truncate(0)
            self._handle.write(json.dumps(facts, ensure_ascii=False))
            self._handle.flush()

    def told(self) -> dict[str, Any]:
        """Return what the holder, present or last, has said; empty when nothing."""
        try:
            facts = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def release(self) -> None:
        """Let go; a lock never taken is no error."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


def remove_state(state_dir: Path) -> None:
    """Remove everything an installation keeps, wherever its database is.

    Raises:
        HutongError: It is running.
    """
    holds = [Hold(state_dir / "run.lock"), Hold(state_dir / "postgres.lock")]
    if not all(hold.take() for hold in holds):
        raise HutongError("护童正在运行，请先停止(Ctrl-C)再删除数据。")
    for note in state_dir.glob("postgres-*.where"):
        shutil.rmtree(note.read_text(encoding="utf-8").strip(), ignore_errors=True)
    shutil.rmtree(state_dir)
    for hold in holds:
        hold.release()


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen there now."""
    with socket.socket() as probe:
        # As servers do it: a connection that is still winding down does not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(preferred: int = 0, host: str = "127.0.0.1") -> int:
    """Return the preferred port if it is free, else any free one of that address."""
    if preferred and port_is_free(preferred, host):
        return preferred
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
