"""Style sheet and script: the only answers a browser may keep."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


def mark_of(content: bytes) -> str:
    """The mark of a file's content that its address carries."""
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _mark_of_file(path: Path) -> str:
    return mark_of(path.read_bytes())


class Static(StaticFiles):
    """Files whose address carries a mark of their content, so that they can be kept."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope,
        status_code: int = 200,
    ) -> Response:  # fmt: skip
        """Answer with a file; it may be kept for a year where the mark is that of this file.

        While portals of two versions run side by side, a page of one asks the other too.
        """
        answer = super().file_response(full_path, stat_result, scope, status_code)
        is_meant = scope["query_string"].decode("latin-1") == f"v={_mark_of_file(Path(full_path))}"
        keep = "public, max-age=31536000, immutable" if is_meant else "no-store"
        answer.headers["Cache-Control"] = keep
        return answer
