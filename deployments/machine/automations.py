"""Prefect's automations that are shipped: `deployments/automations.yaml`, registered by name.

One that is there is an administrator's and is left alone; one that was deleted comes back, so an
unwanted one is paused instead.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tasks.engine.prefect_api import PrefectApi

FILE = Path(__file__).parents[1] / "automations.yaml"

logger = logging.getLogger("hutong.register")


def register_automations(api: PrefectApi) -> list[str]:
    """Create those that are not there; an action whose block does not exist keeps its one away.

    Returns:
        The names of those that wait for a notification block.

    Raises:
        OrchestratorUnreachable: The server is away or refused; repeat when it is back.
    """
    waiting = []
    there = {one["name"] for one in api.ask("POST", "/automations/filter", {"limit": 200}) or ()}
    for one in _shipped():
        if one["name"] in there:
            continue
        actions = [_with_block(api, action) for action in one["actions"]]
        if None in actions:
            waiting.append(one["name"])
        else:
            api.ask("POST", "/automations/", {**one, "actions": actions})
    if waiting:
        logger.info("Automations that wait for a notification block: %s", ", ".join(waiting))
    return waiting


def _shipped() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["automations"]
    return found


def _with_block(api: PrefectApi, action: Mapping[str, Any]) -> dict[str, Any] | None:
    """The action with its block's id in place of its name; None: there is no such block."""
    if "block" not in action:
        return dict(action)
    wanted = {
        "block_documents": {"name": {"any_": [action["block"]]}, "is_anonymous": {"eq_": False}}
    }
    found = api.ask("POST", "/block_documents/filter", wanted)
    if not found:
        return None
    said = {name: value for name, value in action.items() if name != "block"}
    return said | {"block_document_id": found[0]["id"]}
