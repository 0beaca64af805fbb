"""The process that looks connects to nothing, writes nothing, reads little, and cannot go on for ever."""

import platform
import subprocess
import sys
import textwrap

import pytest

from documents.received.inspection import Inspection
from documents.received.looked import NotTaken
from tests.hostile_files import picture

LINUX = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the kernel confines on Linux",
)
#: What code would try that took the process over.
TRIES = {
    "a connection": "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "a socket": "import socket; socket.socket(socket.AF_UNIX)",
    "a process": "import os; os.fork()",
    "a program": "import os; os.execv('/bin/true', ['true'])",
    "a file made": "open('/tmp/made-by-hostile', 'w')",
    "a file changed": "import os; os.open('/dev/null', os.O_WRONLY)",
    "a file removed": "import os; os.unlink('/tmp/no-such-file')",
    "passwords of the system": "open('/etc/passwd').read()",
    "the key of the installation": "open({key!r}).read()",
    "a folder": "import os; os.listdir('/')",
    "another process": "import os; os.kill(os.getppid(), 0)",
}


def confined(code: str) -> subprocess.CompletedProcess[str]:
    begun = "from documents.received.confine import confine\nimport socket\nconfine()\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", begun + textwrap.dedent(code)], capture_output=True, text=True,
        timeout=60, check=False, cwd="/",
    )  # fmt: skip


@LINUX
@pytest.mark.parametrize("tried", TRIES)
def test_a_confined_process_does_not_get(tried: str, tmp_path_factory: pytest.TempPathFactory):
    key = tmp_path_factory.mktemp("secrets") / "master.key"
    key.write_bytes(b"secret")
    code = TRIES[tried].format(key=str(key))

    free = subprocess.run(
        [sys.executable, "-I", "-c", f"{code}\n"], capture_output=True, check=False
    )
    done = confined(code)

    assert "PermissionError" in done.stderr, (free.returncode, done.stderr)
    assert done.returncode == 1


def test_a_confined_process_still_reads_a_library():
    assert confined("import colorsys; print('done')").stdout == "done\n"


@LINUX
def test_memory_without_end_is_refused():
    assert "MemoryError" in confined("a = bytearray(3 * 1024**3)").stderr


def test_time_without_end_is_a_refusal_with_a_sentence():
    with pytest.raises(NotTaken, match="检查不完"):
        Inspection(seconds=0.01).of(picture(), "a.jpg")


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense", b"[]\n", b'{"findings": ["no such"]}\n', b'{"media": "text/html"}\n'],
)
def test_an_answer_that_is_none_is_a_refusal(answer: bytes, monkeypatch, tmp_path):
    """Who took the process over may answer what they like: nothing but its shape is believed."""
    teller = tmp_path / "teller"
    teller.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.buffer.read()\n"
                      f"sys.stdout.buffer.write({answer!r})\n")  # fmt: skip
    teller.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(teller))

    with pytest.raises(NotTaken, match="检查不完"):
        Inspection().of(picture(), "a.jpg")
