"""A process that owns a PostgreSQL and does as its standard input says; run by the tests beside it.

    python tests/infra/owner.py STATE [BINDIR]

`start` and `stop`, one a line; each is answered by one line of JSON.
"""

import json
import sys
from pathlib import Path

from deployments.machine.postgres import EmbeddedPostgres
from models.errors import HutongError

state, *bindirs = (Path(argument) for argument in sys.argv[1:])
server = EmbeddedPostgres(state, next(iter(bindirs), None))
for line in sys.stdin:
    said: dict[str, object] = {}
    try:
        if line.strip() == "start":
            server.start()
            said = {"pid": server.pid, "port": server.port, "url": server.url("postgres")}
        else:
            server.stop()
    except HutongError as refusal:
        said = {"error": refusal.message}
    print(json.dumps(said), flush=True)
server.stop()
