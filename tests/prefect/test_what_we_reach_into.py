"""What of Prefect the warm worker overrides or calls that Prefect does not promise to keep.

Each is named here once, with the parameters it has in the Prefect that is pinned. After an upgrade
the failing name says what to look at; `deployments/worker/` is the only place that needs it.
"""

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.context import SyncClientContext
from prefect.flow_engine import FlowRunEngine
from prefect.workers.base import BaseWorker

from deployments.worker import client, engine, warm
from deployments.worker.client import ThreadClient, ThreadClientContext
from deployments.worker.engine import WarmEngine
from deployments.worker.warm import WarmWorker
from tests.prefect.conftest import ROOT

#: Ours, Prefect's, and what ours overrides: the name and its parameters in Prefect, in order.
OVERRIDDEN: dict[tuple[type, type], dict[str, str | None]] = {
    (WarmEngine, FlowRunEngine): {
        "heartbeat_seconds": None,
        "setup_flow_run_suspension_request": "self",
        "set_state": "self state force",
        "handle_exception": "self exc msg result_store",
        "handle_crash": "self exc",
    },
    (ThreadClient, SyncPrefectClient): {
        "read_flow_run": "self flow_run_id",
        "read_server_default_result_storage": "self",
        "update_flow_run": (
            "self flow_run_id flow_version parameters name tags empirical_policy "
            "infrastructure_pid job_variables"
        ),
    },
    (ThreadClientContext, SyncClientContext): {"__init__": "self httpx_settings"},
    (WarmWorker, BaseWorker): {
        "__init__": (
            "self work_pool_name work_queues name prefetch_seconds create_pool_if_not_found limit "
            "heartbeat_interval_seconds base_job_template"
        ),
        "start": "self run_once with_healthcheck printer",
        "run": "self flow_run configuration task_status",
        "type": None,
        "job_configuration": None,
        # The only name with an underscore: what Prefect's pages say of the kind of worker.
        "_description": None,
    },
}
#: What is called of Prefect's classes without being overridden.
CALLED: dict[type, dict[str, str | None]] = {
    FlowRunEngine: {
        "start": "self",
        "is_running": "self",
        "run_context": "self",
        "call_flow_fn": "self",
        "state": None,
    },
    BaseWorker: {"sync_with_backend": "self", "client": None, "heartbeat_interval_seconds": None},
    SyncClientContext: {"get": ""},
}


@pytest.mark.parametrize(
    ("theirs", "name", "parameters"),
    [
        (theirs, name, parameters)
        for table in (
            {theirs: names for (_, theirs), names in OVERRIDDEN.items()},
            CALLED,
        )
        for theirs, names in table.items()
        for name, parameters in names.items()
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(value),
)
def test_prefect_still_has_it_as_it_was(theirs: type, name: str, parameters: str | None) -> None:
    assert _has(theirs, name), f"{theirs.__name__} has no {name} any more"
    if parameters is not None:
        found = " ".join(inspect.signature(getattr(theirs, name)).parameters)
        assert found == parameters


@pytest.mark.parametrize(("ours", "theirs"), OVERRIDDEN, ids=lambda kind: kind.__name__)
def test_nothing_else_of_prefect_is_overridden(ours: type, theirs: type) -> None:
    # Names with two underscores are Python's, but for the one; pydantic's and ABC's are not ours.
    own = {name for name in vars(ours) if not re.match("__|model_|_abc", name)}
    overridden = {name for name in own if _has(theirs, name)}
    overridden |= {"__init__"} & set(vars(ours))

    assert overridden | {"__init__"} == set(OVERRIDDEN[ours, theirs]) | {"__init__"}


@pytest.mark.parametrize("module", [client, engine, warm], ids=lambda one: one.__name__)
def test_no_name_with_an_underscore_is_taken_from_prefect(module: Any) -> None:
    """Also none by accident: an attribute of ours that is called like one of theirs."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prefect")
        for name in (*(node.module or "").split("."), *(alias.name for alias in node.names))
    ]
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr)
    }
    bases = [theirs for ours, theirs in OVERRIDDEN if ours.__module__ == module.__name__]
    of_prefect = {name for theirs in bases for name in _private_names(theirs)}

    assert [name for name in imported if name.startswith("_")] == []
    assert used & of_prefect == set()
    assert len(of_prefect) > 1


def test_the_worker_is_the_only_place_that_needs_more_of_prefect_than_it_promises() -> None:
    reaching = re.compile(
        r"^(from|import) prefect\.(.*\.)?_|from prefect\S* import .*\b_[a-z]", re.MULTILINE
    )
    folders = ("deployments", "flows", "tasks", "web", "models", "documents", "proof")

    found = [
        file.relative_to(ROOT).as_posix()
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        if reaching.search(file.read_text("utf-8"))
    ]

    assert found == []


def _has(theirs: type, name: str) -> bool:
    return hasattr(theirs, name) or name in _all_annotations(theirs) or name in _assigned(theirs)


def _all_annotations(theirs: type) -> set[str]:
    return {name for kind in theirs.__mro__ for name in getattr(kind, "__annotations__", {})}


def _assigned(theirs: type) -> set[str]:
    """What instances get in the methods of a class and of those it stands on in Prefect."""
    own = [kind for kind in theirs.__mro__ if kind.__module__.startswith("prefect")]
    return {
        name
        for kind in own
        for name in re.findall(r"self\.(\w+)(?:: [^=\n]+)? = ", inspect.getsource(kind))
    }


def _private_names(theirs: type) -> set[str]:
    found = set(dir(theirs)) | _all_annotations(theirs) | _assigned(theirs)
    return {name for name in found if re.match(r"_[a-z]", name)}
