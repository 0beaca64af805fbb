"""What no upgrade may alter: how many rows of history there are, and a hash over what they say.

Columns are named one by one, so that a migration may add some. Sealed columns are compared as they
lie there: a migration that seals anew is a change of history, and has to say so here.
"""

from sqlalchemy import Connection, text

#: Table to the expressions compared, of every row that is history.
_COMPARED = {
    "cases": ("id", "number", "state", "pack", "locality", "opened_at", "closed_at"),
    "stages": ("id", "case_id", "name", "ordinal", "state", "outcome", "opened_at", "closed_at"),
    "steps WHERE state = 'done'": (
        "id", "stage_id", "key", "round", "done_at", "done_on", "done_by", "answer",
    ),
    "steps WHERE state = 'open'": (
        "id", "stage_id", "key", "round", "owner_id", "due_at", "no_due_reason", "opened_at", "draft",
    ),
    "signatures": (
        "id", "step_id", "ordinal", "role", "state", "officer_id", "decided_at", "decided_by",
        "version_id", "opinion",
    ),
    "deadlines": ("id", "stage_id", "key", "rule", "pack", "starts_at", "due_at", "state"),
    "deadline_suspensions": ("id", "deadline_id", "first_on", "last_on", "ground"),
    "deadline_changes": ("id", "deadline_id", "at", "kind", "old_due_at", "new_due_at"),
    "papers": ("id", "case_id", "paper", "about", "full_number"),
    "paper_versions": ("id", "paper_id", "version", "sha256", "data_digest", "void", "context"),
    "files": ("version_id", "content"),
    "counters": ("centre_id", "series", "year", "last"),
    "custodies": ("id", "case_id", "began_at", "ended_at"),
    "cards": ("id", "case_id", "at"),
    "supervision_orders": ("id", "case_id", "state", "due_at", "text"),
    "events": (
        "case_id", "seq", "tag", "at", "actor_id", "stage_id", "step_id", "detail", "hash",
    ),
    "event_heads": ("case_id", "seq", "hash"),
}  # fmt: skip


def history(db: Connection) -> dict[str, tuple[int, str]]:
    """Each kind of row with its number and its hash."""
    db.execute(text("SET LOCAL timezone TO 'UTC'"))
    found = {}
    for rows, columns in _COMPARED.items():
        row = f"md5(ROW({', '.join(columns)})::text)"
        asked = (
            f"SELECT count(*), coalesce(md5(string_agg({row}, '' ORDER BY {row})), '') FROM {rows}"
        )
        number, told = db.execute(text(asked)).one()
        found[rows] = (number, told)
    return found
