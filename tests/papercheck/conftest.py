"""Finished papers of some practice cases, made once a session; a measure of today's law."""

from pathlib import Path

import pytest

from deployments.law.pack_files import chosen_pack
from deployments.machine.postgres import EmbeddedPostgres
from deployments.rehearsal.loading import load_script
from deployments.rehearsal.output import write_out
from deployments.rehearsal.player import Player
from deployments.rehearsal.running import find_files
from deployments.rehearsal.scene import Theatre
from documents.check.checking import Yardstick, yardstick
from models.law.calendar.table import Calendar

#: Between them: every court paper, letters to all bodies, notices, reports, forms.
CASES = ("revocation-civil-affairs", "return-home", "transfer-outside")


@pytest.fixture(scope="session")
def practice(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each case, with its finished papers."""
    out = tmp_path_factory.mktemp("papers")
    place = Theatre(postgres)
    for file in find_files(CASES):
        script = load_script(file)
        start = script.entries[0].at
        assert start is not None
        with place.scene(script.centres, script.people, start=start) as scene:
            write_out(out, scene, Player(scene, script).play())
    return out


@pytest.fixture(scope="session")
def measure() -> Yardstick:
    return yardstick(chosen_pack("national"), Calendar.standard())
