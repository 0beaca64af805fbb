"""Seven generic names in one distribution: safe only as long as these hold."""

import importlib
import re
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PACKAGES = ("deployments", "proof", "web", "flows", "tasks", "documents", "models")


def test_no_other_distribution_provides_one_of_our_names() -> None:
    providers = packages_distributions()

    for name in PACKAGES:
        # An editable install lists nothing but the project itself.
        assert set(providers.get(name, ["hutong"])) == {"hutong"}, name


def test_no_module_of_ours_hides_one_of_the_standard_library() -> None:
    # A worker that loads a flow by its file puts the flow's folder first on the path; then
    # `flows/calendar.py` would be everybody's calendar.
    exposed = [f.stem for p in ("flows", "tasks") for f in (ROOT / p).glob("*.py")]

    assert set(exposed) & set(sys.stdlib_module_names) == set()


def test_prefect_knows_our_flows_by_module_and_never_by_file() -> None:
    file = ROOT / "deployments" / "prefect.yaml"
    if not file.is_file():
        pytest.skip("deployments/prefect.yaml is not written yet")
    written = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert written["pull"] == []
    for entry in written["deployments"]:
        module, _, function = entry["entrypoint"].rpartition(".")
        assert not entry["entrypoint"].endswith(".py")
        assert hasattr(importlib.import_module(module), function), entry["entrypoint"]


def test_tests_are_no_packages() -> None:
    # pytest would import tests/flows as `flows` and hide ours.
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_the_wheel_holds_all_that_the_program_reads_and_no_test(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    inside = set(zipfile.ZipFile(built).namelist())

    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == set(PACKAGES)
    for package in PACKAGES:
        needed = {
            f.relative_to(ROOT).as_posix()
            for f in (ROOT / package).rglob("*")
            if f.is_file() and "__pycache__" not in f.parts
        }
        assert needed - inside == set()


def test_every_package_is_locked_by_version_and_hash_and_installed_by_them() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]

    assert len(packages) > 50
    for one in packages:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", one), one
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", one), one
    assert "--require-hashes" in (ROOT / "deployments" / "setup.sh").read_text("utf-8")
