"""`hutong paper check`: findings as JSON, exit statuses, and no more than two seconds a case."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import docx

from documents.check.checking import cases_of
from tests.papercheck.seeding import chosen, swap

#: CPU seconds for sixteen papers, the start of Python included.
MOST = 2.0


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deployments", "paper", "check", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_whole_case_is_checked_within_two_seconds(practice):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(str(practice / "return-home"), "--json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout) == []
    assert len(cases_of([practice / "return-home"])[0][0]) >= 16
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < MOST


def test_an_error_gives_status_one_and_says_where(practice, tmp_path):
    source = chosen(practice / "return-home", "领回通知书")
    document = docx.Document(str(source))
    place = swap("三日内", "七日内")(document)
    document.save(str(tmp_path / source.name))

    done = run(str(tmp_path / source.name), "--json")

    assert done.returncode == 1
    (found,) = json.loads(done.stdout)
    assert found == {
        "file": source.name, "paragraph": place, "rule": "law.period", "severity": "error",
        "words": "送达之日起七日内", "sentence": found["sentence"],
    }  # fmt: skip
    assert "不是" not in done.stderr


def test_what_is_no_paper_gives_status_two_and_the_others_are_checked(practice, tmp_path):
    shutil.copy(chosen(practice / "return-home", "领回通知书"), tmp_path)
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")

    done = run(str(tmp_path), "--json")

    assert done.returncode == 2
    assert "坏的.docx" in done.stderr
    assert json.loads(done.stdout) == []


def test_a_folder_without_papers_gives_status_two(tmp_path: Path):
    assert run(str(tmp_path)).returncode == 2
    assert run(str(tmp_path / "none.docx")).returncode == 2
