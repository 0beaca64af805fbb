"""The desk and the book answer without Prefect; importing it takes seconds and wants a server."""

import subprocess
import sys

from flows.catalogue import DEPLOYMENTS
from models.words import Stage


def test_what_answers_people_imports_no_prefect() -> None:
    modules = "flows.desk.desk, deployments.procedure.book, deployments.cli"
    found = "any(m.partition('.')[0] == 'prefect' for m in sys.modules)"
    asked = f"import sys, {modules}; sys.exit({found})"

    done = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()


def test_the_portal_imports_neither_prefect_nor_apprise() -> None:
    found = "{m.partition('.')[0] for m in sys.modules} & {'prefect', 'apprise', 'requests'}"
    asked = f"import sys, web.app; sys.exit({found} or None)"

    done = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()


def test_every_stage_has_a_deployment_by_module_path() -> None:
    assert {stage.value: f"flows.{stage.value}:{stage.value}" for stage in Stage} == DEPLOYMENTS
