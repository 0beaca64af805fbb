"""A rule pack that was shipped never changes in place: cases are judged by what it said.

What each file says is kept here by its hash. A changed number, article or word of a shipped file
is a new file instead: another `version` that `extends` it, in force from its day (docs/law.md, "A
new law"), and a new line below. A line is added, never changed or removed.
"""

import hashlib
from pathlib import Path

import pytest

from models.law import packs

FOLDER = Path(packs.__file__).parent
SHIPPED = {
    "local/beiliu.yaml": "df6f67227f59c4773740a93b4ca8c4edb602ccccf113e8237c10d6f6dbae7719",
    "local/changzhi.yaml": "46b965282ec89b8e92d52b3f664981f441391bed341a3bc2324f1fccdfffa6d9",
    "local/farm.yaml": "7b3860bd11e566f9e86c0a33e4f509607388a4b2484b3b53b85e96e4db526491",
    "local/fenggang.yaml": "50f0673a710cc019ace92017ae756ab0cbfb709db5a8d271aeb54539c93d7041",
    "local/kunshan.yaml": "385fe8cf0480e5e60dc41cf857fb802c3d055055e95176eeb28c37343fabd454",
    "local/nayong.yaml": "9499a3378d4c86a9e48572fe08815731276bd6116639bed5ec6b1d8c6129f210",
    "local/shanghai-2026.yaml": "de6b77b81045b087206328f270e55a5cbd7e0500ecda997e153ab9f4c73db68b",
    "local/shanghai.yaml": "0dab5ce6d45e3a2325008d8329027dff7098bfef4d57fbadd15a4fd95fe58c8f",
    "local/wuhan.yaml": "5647abf40cc47b7bc1fb4192bcedc5b25c4c6b56fdde9e67f69948fd68f7bca3",
    "national-2026-11.yaml": "4c0ce64bce7de3d8c9a1e97bf66a237fd68e889b38ec318d761b610e89ff2d8d",
    "national-2026-12.yaml": "235dbc9d68ce36ceb864892aba58125871171d3d4c9c5e0e57e3dcdafb932799",
}


def files() -> list[str]:
    """Return what judges cases; `sources.yaml` beside it grows with each pack."""
    found = (file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.yaml"))
    return sorted(set(found) - {"sources.yaml"})


def test_every_pack_is_kept_by_its_hash() -> None:
    assert files() == sorted(SHIPPED)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_pack_says_what_it_said(name: str) -> None:
    said = (FOLDER / name).read_bytes()

    assert hashlib.sha256(said).hexdigest() == SHIPPED[name], (
        f"{name} was changed in place; cases are judged by it. Make it a new version."
    )
