"""Style sheet and script: the only answers a browser may keep."""

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class Static(StaticFiles):
    """Files whose address carries a mark of their content, so that they can be kept."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        """Answer with a file that may be kept for a year."""
        answer = super().file_response(*args, **named)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
