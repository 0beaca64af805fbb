"""The manifests say what the program understands: commands, settings, secrets, routes, mounts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from prefect.workers.base import BaseJobConfiguration

from deployments.cli import build
from deployments.machine.prefect_env import PREFECT_ENV
from deployments.steps import STEPS
from models.settings import ENV_PREFIX, OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, Settings
from tests.unit.test_tree import ROOT
from web.app import ROUTERS

MANIFESTS = ROOT / "deployments" / "manifests"
STATE, SECRETS = "/var/lib/hutong", "/var/lib/hutong/secrets"
PROGRAM = "hutong"
COMPOSE = yaml.safe_load((MANIFESTS / "compose.yaml").read_text("utf-8"))
#: Heard by their own names too (`models.settings`).
OF_PREFECT = {"PREFECT_API_URL", "PREFECT_API_AUTH_STRING"}
#: Which files of the secrets folder each part may have; nobody has more than is theirs.
NEEDED = {
    "migrate": {"hutong_database_url", f"{PORTAL_ROLE}.password", f"{WORKER_ROLE}.password", "master.key"},
    "portal": {"hutong_portal_database_url", "master.key", "hutong_viewer_secret"},
    "worker": {"hutong_worker_database_url", "master.key", "anchor.key", "hutong_prefect_auth_string"},
    "viewer": {"hutong_viewer_secret", "hutong_prefect_auth_string"},
    "register": {"hutong_prefect_auth_string"},
    "prefect": {"hutong_prefect_database_url", "hutong_prefect_auth_string"},
    "backup": {"hutong_database_url", "master.key", "backup.key"},
    "run": {"hutong_worker_database_url", "master.key", "anchor.key"},
}  # fmt: skip


@dataclass(frozen=True)
class Container:
    """One container of one manifest."""

    where: str
    part: str
    image: str
    command: list[str]
    env: dict[str, str]
    secrets: frozenset[str]
    probes: tuple[str, ...]
    written: frozenset[str]


def of_compose() -> Iterator[Container]:
    for name, service in COMPOSE["services"].items():
        ours = [one for one in service.get("secrets", []) if isinstance(one, dict)]
        yield Container(
            f"compose:{name}", name, service["image"], service.get("command", []),
            service.get("environment", {}),
            frozenset(Path(one["target"]).name for one in ours if one["target"].startswith(SECRETS)),
            tuple(re.findall(r"http://[\d.]+:\d+(/\w+(?:/\w+)*)", " ".join(service.get("healthcheck", {}).get("test", [])))),
            frozenset(one.split(":")[0] for one in service.get("tmpfs", [])),
        )  # fmt: skip


def documents(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted((MANIFESTS / folder).glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text("utf-8")):
            yield file.name, document


def of_kubernetes() -> Iterator[Container]:
    for name, document in documents("kubernetes"):
        spec = document.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        pod = spec.get("template", {}).get("spec")
        if pod:
            yield from _of_pod(
                f"kubernetes:{name}", spec["template"]["metadata"]["labels"]["part"], pod
            )


def _of_pod(where: str, part: str, pod: dict[str, Any]) -> Iterator[Container]:
    volumes = {one["name"]: one for one in pod["volumes"]}
    for one in pod["containers"]:
        kept = {
            item["path"]
            for mount in one["volumeMounts"] if mount["mountPath"] == SECRETS
            for item in volumes[mount["name"]]["secret"]["items"]
        }  # fmt: skip
        env = {
            each["name"]: each.get("value", "")
            for each in one.get("env", [])
            if isinstance(each, dict)
        }
        if "PREFECT_API_AUTH_STRING" in env:
            kept.add("hutong_prefect_auth_string")
        yield Container(
            where, part, one["image"], one.get("command", []), env, frozenset(kept),
            tuple(value["httpGet"]["path"] for key, value in one.items() if key.endswith("Probe")),
            frozenset(m["mountPath"] for m in one["volumeMounts"]
                      if "emptyDir" in volumes[m["name"]]),
        )  # fmt: skip


def pool() -> dict[str, Any]:
    """What a pod of the stock Kubernetes pool is made from."""
    values = yaml.safe_load((MANIFESTS / "helm" / "kubernetes-pool.yaml").read_text("utf-8"))
    made: dict[str, Any] = json.loads(
        values["worker"]["config"]["baseJobTemplate"]["configuration"]
    )
    return made


def of_helm() -> Iterator[Container]:
    for part, file in (("worker", "prefect-worker.yaml"), ("prefect", "prefect-server.yaml")):
        values = yaml.safe_load((MANIFESTS / "helm" / file).read_text("utf-8"))
        chart = values["worker" if part == "worker" else "server"]
        image = chart["image"] if part == "worker" else values["global"]["prefect"]["image"]
        asked = ["PREFECT_API_AUTH_STRING", "PREFECT_API_URL"] if part == "worker" else []
        container = {
            "image": image["repository"], "command": chart["command"] + chart["args"],
            "volumeMounts": chart["extraVolumeMounts"], "env": [{"name": one} for one in asked],
        }  # fmt: skip
        pod = {"volumes": chart["extraVolumes"], "containers": [container]}
        yield from _of_pod(f"helm:{file}", part, pod)
    started = pool()["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]
    [container] = started["containers"]
    container["image"] = pool()["variables"]["properties"]["image"]["default"]
    yield from _of_pod(
        "helm:kubernetes-pool.yaml", "run", {**started, "containers": [{**container, "env": []}]}
    )


ALL = [*of_compose(), *of_kubernetes(), *of_helm()]
OURS = [one for one in ALL if one.image == PROGRAM]


def shown(container: Container) -> str:
    return f"{container.where}-{container.part}"


def test_every_part_stands_in_both() -> None:
    for where in ("compose", "kubernetes"):
        there = {one.part for one in OURS if one.where.startswith(where)}
        assert there >= {"migrate", "register", "portal", "viewer", "backup"}, where
    assert {one.part for one in OURS} == set(NEEDED)


@pytest.mark.parametrize("container", [one for one in OURS if one.command], ids=shown)
def test_every_command_is_one_of_ours(container: Container) -> None:
    program, name, *rest = container.command
    commands = typer.main.get_command(build()).commands  # type: ignore[attr-defined]

    assert program == "hutong"
    assert name in commands
    if name == "step":
        assert rest[0] in STEPS
    # Options and arguments as the command itself reads them.
    commands[name].make_context(name, list(rest), resilient_parsing=False)


@pytest.mark.parametrize("container", OURS, ids=shown)
def test_every_variable_is_a_setting(container: Container) -> None:
    known = {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields} | OF_PREFECT

    assert set(container.env) <= known


@pytest.mark.parametrize("container", OURS, ids=shown)
def test_a_part_has_the_secrets_it_needs_and_no_other(container: Container) -> None:
    assert container.secrets == NEEDED[container.part]
    for name in container.secrets - {"master.key", "backup.key", "anchor.key"}:
        assert name.removeprefix("hutong_") in Settings.model_fields or name in {
            f"{PORTAL_ROLE}.password", f"{WORKER_ROLE}.password"}  # fmt: skip


@pytest.mark.parametrize("container", OURS, ids=shown)
def test_what_a_part_writes_it_may_write(container: Container) -> None:
    assert STATE in container.written


def test_every_secret_of_compose_is_there_and_used() -> None:
    used: set[str] = set()
    for service in COMPOSE["services"].values():
        used |= {
            one if isinstance(one, str) else one["source"] for one in service.get("secrets", [])
        }

    assert used == set(COMPOSE["secrets"])
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    for kind in ("volumes", "networks"):
        named = {
            one.split(":")[0] for service in COMPOSE["services"].values()
            for one in service.get(kind, []) if not one.startswith((".", "/"))
        }  # fmt: skip
        assert named == set(COMPOSE[kind]), kind


def test_compose_waits_for_what_is_there() -> None:
    for name, service in COMPOSE["services"].items():
        for other, how in service.get("depends_on", {}).items():
            condition = how["condition"]
            waited = COMPOSE["services"][other]
            assert (condition == "service_healthy") == ("healthcheck" in waited), (name, other)
            if condition == "service_completed_successfully":
                assert waited["restart"] == "on-failure", (name, other)


@pytest.mark.parametrize("container", [one for one in OURS if one.probes], ids=shown)
def test_probes_name_routes(container: Container) -> None:
    portal = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    routes = {"portal": portal, "viewer": {"/livez"}, "prefect": {"/api/health"}}

    assert set(container.probes) <= routes[container.part]


def test_the_portal_reaches_no_prefect_and_has_none_of_its_passwords() -> None:
    networks = {name: set(one["networks"]) for name, one in COMPOSE["services"].items()}

    assert not networks["portal"] & networks["prefect"] - {"record"}
    assert "runs" not in networks["portal"]
    for one in OURS:
        if one.part == "portal":
            assert not {name for name in one.secrets | set(one.env) if "prefect" in name.lower()}
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["proxy"]


def test_the_databases_are_made_as_on_one_machine() -> None:
    written = (MANIFESTS / "databases.sql").read_text("utf-8")

    assert f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEROLE" in written
    assert "SUPERUSER" not in written
    assert "REVOKE CONNECT ON DATABASE prefect FROM PUBLIC" in written


def test_the_image_sets_what_is_a_setting() -> None:
    written = (MANIFESTS / "Dockerfile").read_text("utf-8")
    named = set(re.findall(r"HUTONG_(\w+)=", written))

    assert named == {"STATE_DIR", "SECRETS_GIVEN", "PRACTICE"}
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_images_name_no_registry() -> None:
    named = {one.image for one in ALL} | {
        line.split()[1] for line in (MANIFESTS / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("FROM")
    }  # fmt: skip

    assert named == {"hutong", "postgres:18", "nginx:stable", "python:3.13-slim"}


def test_a_stock_kubernetes_pool_starts_our_image_with_what_prefect_puts_in() -> None:
    template = pool()
    wanted = set(re.findall(r"\{\{ (\w+) \}\}", json.dumps(template["job_configuration"])))

    assert wanted == set(template["variables"]["properties"])
    assert set(BaseJobConfiguration.model_fields) >= {"command", "env", "labels", "name"}
    assert "ENTRYPOINT" not in (MANIFESTS / "Dockerfile").read_text("utf-8")


def test_a_run_that_a_stock_worker_starts_has_the_settings_our_worker_gives_itself() -> None:
    said = (MANIFESTS / "Dockerfile").read_text("utf-8")
    given = dict(re.findall(r"(\w+)=(\S+)", said))

    name = "PREFECT_LOGGING_SETTINGS_PATH"
    assert Path(PREFECT_ENV[name]).is_file()
    assert given[name] == "/opt/hutong/prefect_logging.yml"
    assert Path(PREFECT_ENV[name]).relative_to(ROOT).as_posix() in said
    assert {key: given.get(key) for key in PREFECT_ENV if key != name} == {
        key: value for key, value in PREFECT_ENV.items() if key != name
    }
