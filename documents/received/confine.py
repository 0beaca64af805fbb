"""What the process that looks may do: think for a while, in so much memory, and read fonts.

Once confined it makes no connection and no process, writes no file, and, where the kernel knows
Landlock, reads nothing but the libraries and fonts of the system. On another system than Linux the
limits of time and memory hold alone.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from pathlib import Path

#: Seconds of work, and bytes of memory.
MOST_SECONDS = 20
MOST_MEMORY = 2 * 1024**3
_MOST_FILES = 64

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE, _MISSING = 0x7FFF0000, 0x80000000, 0x00050000 | 13, 0x00050000 | 38
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST, _AT_SECOND, _AT_THIRD = 0, 4, 16, 24, 32
_CLONE3, _THREAD = 435, 0x00010000
#: Opened for writing, for both, or to be made.
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_OTHER_NUMBERS = 0x40000000
#: Of each machine: its number, what is refused, how files are opened (`open`, `openat`), `clone`.
#: socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg, fork, vfork, execve,
#: execveat, ptrace, kill, unlink*, rename*, mkdir*, link*, symlink*, truncate, chmod*, mount,
#: process_vm_*, io_uring_*, openat2, bpf, keyctl, open_by_handle_at.
_MACHINES = {
    "x86_64": (0xC000003E, (
        41, 53, 42, 49, 50, 43, 288, 44, 46, 57, 58, 59, 322, 101, 62, 87, 263, 82, 264, 316, 83,
        258, 86, 265, 88, 266, 76, 90, 91, 268, 165, 310, 311, 425, 426, 427, 437, 321, 250, 304,
        85,
    ), 2, 257, 56),
    "aarch64": (0xC00000B7, (
        198, 199, 203, 200, 201, 202, 242, 206, 211, 221, 281, 117, 129, 35, 38, 276, 34, 37, 36,
        45, 52, 53, 40, 270, 271, 425, 426, 427, 437, 280, 219, 265,
    ), None, 56, 220),
}  # fmt: skip

_CREATE_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 2, 4, 8
_REMOVING_AND_MAKING = sum(1 << bit for bit in range(4, 13))
_BENEATH = 1


def confine() -> None:
    """Confine this process, for good; what it needs from the disk beside fonts is loaded."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "no_new_privs")
        _read_little(libc)
        _call_little(libc)


def _read_little(libc: ctypes.CDLL) -> None:
    """Read beneath a few folders alone, where the kernel can see to it."""
    handled = struct.pack(
        "Q", _EXECUTE | _WRITE_FILE | _READ_FILE | _READ_FOLDER | _REMOVING_AND_MAKING
    )
    rules = libc.syscall(_CREATE_RULES, handled, len(handled), 0)
    if rules < 0:
        return
    try:
        for folder in _readable():
            place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            rule = struct.pack("=Qi", _READ_FILE | _READ_FOLDER, place)
            if libc.syscall(_ADD_RULE, rules, _BENEATH, rule, 0):
                raise OSError(ctypes.get_errno(), "landlock")
            os.close(place)
        if libc.syscall(_RESTRICT, rules, 0):
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        os.close(rules)


def _readable() -> list[Path]:
    """Libraries of Python and fonts of the system; nothing of an installation's own."""
    paths = sysconfig.get_paths()
    own = {paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]}
    fonts = {"/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/System/Library/Fonts"}
    return [path for path in map(Path, sorted(own | fonts)) if path.is_dir()]


def _call_little(libc: ctypes.CDLL) -> None:
    """Refuse calls of the kernel that looking at a file never needs."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return
    architecture, refused, opening, opening_at, cloning = machine
    steps = [(_LOAD, 0, 0, _AT_ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL),
             (_LOAD, 0, 0, _AT_NUMBER), (_AT_LEAST, 0, 1, _OTHER_NUMBERS),
             (_RETURN, 0, 0, _REFUSE)]  # fmt: skip
    for number in refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    ways: tuple[tuple[int | None, int], ...] = (
        (opening, _AT_SECOND), (opening_at, _AT_THIRD),
    )  # fmt: skip
    for way, flags in ways:
        if way is not None:
            steps += [(_EQUAL, 0, 4, way), (_LOAD, 0, 0, flags), (_ANY, 0, 1, _WRITING),
                      (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]  # fmt: skip
    # A thread may be begun, a process not; of `clone3` the flags are not seen, so there is none.
    steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _MISSING),
              (_EQUAL, 0, 3, cloning), (_LOAD, 0, 0, _AT_FIRST), (_ANY, 1, 0, _THREAD),
              (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]  # fmt: skip
    program = b"".join(struct.pack("HBBI", *one) for one in steps)
    kept = ctypes.create_string_buffer(program)
    told = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(kept))
    if libc.prctl(_PR_SET_SECCOMP, _FILTER, told, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
