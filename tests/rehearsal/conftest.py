"""A place to rehearse in, and a way to write a case file in a test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.rehearsal.loading import load_script
from deployments.rehearsal.player import Played, Player
from deployments.rehearsal.scene import Theatre

HEAD = """\
name: a-test
title: 测试用的案例
steps:
"""


@pytest.fixture(scope="session")
def place(postgres: EmbeddedPostgres) -> Theatre:
    return Theatre(postgres)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a case file: the steps below a usual head, or a whole file."""

    def write(steps: str, *, head: str = HEAD) -> Path:
        file = tmp_path / "case.yaml"
        file.write_text(head + steps, encoding="utf-8")
        return file

    return write


@pytest.fixture
def play(place: Theatre, write: Callable[..., Path]) -> Callable[..., Played]:
    """Play a case written in the test; its name in errors is `case.yaml`."""

    def play(steps: str, *, head: str = HEAD) -> Played:
        script = load_script(write(steps, head=head), shown="case.yaml")
        start = script.entries[0].at
        assert start is not None
        with place.scene(script.centres, script.people, start=start) as scene:
            return Player(scene, script).play()

    return play
