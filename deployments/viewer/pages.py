"""The files of Prefect's pages, as its package brings them, put under our path.

They are served from here and not by Prefect's server, so that any server will do, wherever it has
its own pages, and so that the pages find an API without a password and without a way to act.
"""

import hashlib
import importlib.util
import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from models.errors import OutsideFailure

#: Where the portal shows them.
BASE = "/prefect"
#: What Prefect's build leaves in the files for the path they are served under.
_PLACEHOLDER = b"/PREFECT_UI_SERVE_BASE_REPLACE_PLACEHOLDER"
_WRITTEN = frozenset({".html", ".js", ".css", ".webmanifest"})
#: Where the scripts and the page itself forget the path: icons.
_FORGOTTEN = ((b"`/ico/", b"`" + BASE.encode() + b"/ico/"),
              (b'"/favicon', b'"' + BASE.encode() + b"/ico/favicon"))  # fmt: skip
_INDEX = "index.html"
#: Files whose name carries a mark of their content.
_LASTING = "assets"


@dataclass(frozen=True)
class PageFile:
    """A file as a browser gets it."""

    content: bytes
    media_type: str
    mark: str
    """Of the content, for `ETag`."""
    is_lasting: bool
    """Whether a browser may keep it without asking again."""


@cache
def folder() -> Path:
    """Where the installed Prefect keeps its pages; it is not imported, which takes a second.

    Raises:
        OutsideFailure: This Prefect has none.
    """
    found = importlib.util.find_spec("prefect")
    for place in found.submodule_search_locations or () if found else ():
        pages = Path(place) / "server" / "ui"
        if (pages / _INDEX).is_file():
            return pages
    raise OutsideFailure("流程引擎没有带页面。")


@cache
def names() -> frozenset[str]:
    """Every file there is; nothing else is ever opened."""
    return frozenset(
        one.relative_to(folder()).as_posix() for one in folder().rglob("*") if one.is_file()
    )


@cache
def page_file(path: str) -> PageFile:
    """Read a file; an address that is none is one of the pages, which are all one file."""
    name = path if path in names() else _INDEX
    content = (folder() / name).read_bytes()
    kind = PurePosixPath(name).suffix
    if kind in _WRITTEN:
        for written, meant in ((_PLACEHOLDER, BASE.encode()), *_FORGOTTEN):
            content = content.replace(written, meant)
    media, _encoding = mimetypes.guess_type(name)
    return PageFile(
        content,
        media or "application/octet-stream",
        hashlib.sha256(content).hexdigest()[:32],
        is_lasting=name.startswith(f"{_LASTING}/"),
    )


#: What the pages ask first. No password, no protection of forms: the portal's session is both.
SETTINGS = json.dumps(
    {
        "api_url": f"{BASE}/api",
        "csrf_enabled": False,
        "auth": None,
        "flags": [],
        "default_ui": "v1",
        "available_uis": ["v1"],
        "v1_base_url": BASE,
        "v2_base_url": None,
    }
).encode()
#: What the pages ask of Prefect and get from us: no settings of the server, no blocks and their
#: secrets; nobody is invited to a cloud.
INSTEAD = {
    ("GET", "admin/settings"): json.dumps(
        {"PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": False}
    ).encode(),
    ("POST", "block_documents/filter"): b"[]",
    ("POST", "block_documents/count"): b"0",
    ("POST", "variables/filter"): b"[]",
    ("POST", "variables/count"): b"0",
}
