"""The wheel is the product: unpacked in an empty directory, it plays a case from end to end."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
ENOUGH_SECONDS = 240


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel as an installer does; nothing of the checkout is beside it."""
    built_in = tmp_path_factory.mktemp("built")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(built_in), versions=["standard"])
    installed = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(built).extractall(installed)
    return installed


def run(unpacked: Path, empty: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the command from an empty directory, with the wheel before the checkout on the path."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=empty,
        env={**kept, "PYTHONPATH": str(unpacked), "HUTONG_STATE_DIR": str(empty / "var")},
        capture_output=True,
        text=True,
        timeout=ENOUGH_SECONDS,
        check=False,
    )


def test_the_wheel_and_not_the_checkout_is_what_runs(unpacked: Path, tmp_path: Path) -> None:
    asked = "import deployments, models, flows; print(models.__file__, deployments.__file__)"

    done = run(unpacked, tmp_path, "-c", asked)

    assert done.returncode == 0, done.stderr
    assert all(place.startswith(str(unpacked)) for place in done.stdout.split())


def test_the_wheel_counts_a_deadline(unpacked: Path, tmp_path: Path) -> None:
    done = run(
        unpacked, tmp_path, "-m", "deployments", "deadline", "5A.2", "--from", "2026-09-29"
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "2026" in done.stdout


def test_the_wheel_plays_a_case_with_its_documents(unpacked: Path, tmp_path: Path) -> None:
    done = run(
        unpacked, tmp_path, "-m", "deployments", "rehearse", "not-accepted-referred", "--out", "out"
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert [file.suffix for file in (tmp_path / "out").rglob("*.docx")]
