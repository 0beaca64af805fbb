"""Whose work is open: my list, and the whole centre's for who leads it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.law.lights import Light
from models.store.acting import Actor
from models.store.views_light import STEP_LIGHT

#: What every list of open steps shows; `s` is the step.
STEP_COLUMNS = f"""
    s.id, s.case_id, s.stage_id, s.kind, s.key, s.form, s.paper, s.about, s.turn, s.round, s.state,
    s.due_at, s.no_due_reason, s.opened_at, s.viewed_at, s.holder, s.rule, s.owner_id, s.owner_role,
    s.attempts, s.failure, s.draft IS NOT NULL AS has_draft, {STEP_LIGHT} AS light,
    coalesce(l.provisional, false) AS is_provisional, l.receipt->>'confirmed' AS confirmed,
    coalesce(l.state = 'suspended', false) AS stands_still,
    g.name AS stage, g.is_main, c.number, c.child_id, c.practice, h.identity,
    o.name AS owner, a.name AS absent,
    (SELECT count(*) FROM chasers k WHERE k.step_id = s.id) AS chased,
    (SELECT max(k.at) FROM chasers k WHERE k.step_id = s.id) AS chased_at,
    (SELECT count(*) FROM supervision_orders k WHERE k.step_id = s.id AND k.state <> 'closed')
        AS ordered
"""  # noqa: S608 - our own fragments; values are bound
STEP_TABLES = """
    FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id
    JOIN children h ON h.id = c.child_id LEFT JOIN deadlines l ON l.step_id = s.id
    LEFT JOIN officers o ON o.id = s.owner_id LEFT JOIN officers a ON a.id = s.stands_in_for
"""
#: Longest list of one person's work; the most urgent come first.
MOST = 500
_ORDER = "ORDER BY light, s.due_at NULLS LAST, s.opened_at, s.id"

#: A signature that waits for this officer, by name or by role among the case's team.
_MY_SIGNATURE = """
    EXISTS (SELECT 1 FROM signatures n WHERE n.step_id = s.id AND n.state = 'open'
        AND n.officer_id = :me)
"""
_ROLE_SIGNATURE = """
    EXISTS (SELECT 1 FROM signatures n JOIN paper_versions v ON v.id = n.version_id
        WHERE n.step_id = s.id AND n.state = 'open' AND n.role = ANY (:roles)
        AND NOT :me = ANY (v.authors))
"""
_ON_TEAM = """
    EXISTS (SELECT 1 FROM case_team t WHERE t.case_id = s.case_id AND t.left_at IS NULL
        AND t.officer_id = :me)
"""
_MY_WORK = text(
    f"""
    SELECT {STEP_COLUMNS},
        (s.kind = 'ask' AND s.owner_id = :me OR s.kind = 'approve' AND {_MY_SIGNATURE}) AS is_mine,
        EXISTS (SELECT 1 FROM steps p WHERE p.stage_id = s.stage_id AND p.key = s.key
            AND p.round < s.round) AS came_back
    {STEP_TABLES}
    WHERE s.state = 'open' AND s.kind IN ('ask', 'approve') AND g.state = 'open' AND (
        s.owner_id = :me OR {_MY_SIGNATURE}
        OR s.kind = 'ask' AND s.owner_role = ANY (:roles) AND (s.owner_id IS NULL OR {_ON_TEAM})
        OR s.kind = 'approve' AND {_ROLE_SIGNATURE} AND {_ON_TEAM}
    )
    {_ORDER} LIMIT {MOST}
    """  # noqa: S608 - our own fragments; values are bound
)
_OPEN_WORK = """
    {tables}
    WHERE s.state = 'open' AND s.kind <> 'timer' AND g.state = 'open' {only}
"""
#: Nothing has moved for so long: not opened anew, not chased.
STALLED_AFTER = timedelta(days=7)
_STALLED = f"""
    s.kind IN ('ask', 'approve') AND s.opened_at < :now - interval '{STALLED_AFTER.days} days'
    AND NOT EXISTS (SELECT 1 FROM chasers k WHERE k.step_id = s.id
        AND k.at >= :now - interval '{STALLED_AFTER.days} days')
"""  # noqa: S608 - our own fragments; values are bound
_FILTERS = {
    "all": "",
    "overdue": f"AND {STEP_LIGHT} = {Light.OVERDUE:d}",
    "red": f"AND {STEP_LIGHT} = {Light.RED:d}",
    "yellow": f"AND {STEP_LIGHT} = {Light.YELLOW:d}",
    "outside": "AND s.holder NOT IN ('centre', 'time')",
    "nobody": "AND s.owner_id IS NULL AND s.kind IN ('ask', 'approve')",
    "failed": "AND s.failure IS NOT NULL",
    "stalled": f"AND {_STALLED}",
}
#: What the lists of the board may be narrowed to; empty for all.
_NARROWED = """
    AND (:stage = '' OR g.name = :stage) AND (:holder = '' OR s.holder = :holder)
    AND (CAST(:owner AS uuid) IS NULL OR s.owner_id = :owner)
"""
_COUNTS = text(
    f"""
    SELECT count(*) AS all, count(*) FILTER (WHERE light = {Light.OVERDUE:d}) AS overdue,
        count(*) FILTER (WHERE light = {Light.RED:d}) AS red,
        count(*) FILTER (WHERE light = {Light.YELLOW:d}) AS yellow,
        count(*) FILTER (WHERE holder NOT IN ('centre', 'time')) AS outside,
        count(*) FILTER (WHERE owner_id IS NULL AND kind IN ('ask', 'approve')) AS nobody,
        count(*) FILTER (WHERE failure IS NOT NULL) AS failed,
        count(*) FILTER (WHERE stalled) AS stalled
    FROM (SELECT {STEP_LIGHT} AS light, s.holder, s.owner_id, s.kind, s.failure,
              {_STALLED} AS stalled
          {_OPEN_WORK.format(tables=STEP_TABLES, only=_NARROWED)}) w
    """  # noqa: S608 - our own fragments; values are bound
)


@dataclass(frozen=True)
class Narrow:
    """What the board is narrowed to; empty for all."""

    stage: str = ""
    holder: str = ""
    owner: UUID | None = None


ALL = Narrow()


def my_work(db: Connection, actor: Actor, *, now: datetime) -> list[Row[Any]]:
    """Open steps and signatures of an officer, most urgent first.

    `is_mine` tells what waits for this person from what anybody of the role may do.
    """
    return list(
        db.execute(
            _MY_WORK,
            {"me": actor.officer_id, "roles": [role.value for role in actor.roles], "now": now},
        )
    )


def board_filters() -> tuple[str, ...]:
    """The ways to look at the centre's open work."""
    return tuple(_FILTERS)


def board_counts(db: Connection, *, now: datetime, narrow: Narrow = ALL) -> dict[str, int]:
    """How many open steps of the centre there are by each filter; timers are not work."""
    return dict(db.execute(_COUNTS, {"now": now, **asdict(narrow)}).mappings().one())


def board(
    db: Connection, *, only: str, now: datetime, page: int, size: int, narrow: Narrow = ALL
) -> list[Row[Any]]:
    """One page (from 1) of the centre's open steps, most urgent first.

    `only` is one of `board_filters()`.
    """
    which = f"{_FILTERS[only]} {_NARROWED}"
    query = text(
        f"SELECT {STEP_COLUMNS} {_OPEN_WORK.format(tables=STEP_TABLES, only=which)} "
        f"{_ORDER} LIMIT :size OFFSET :skip"
    )
    asked = {"now": now, "size": size, "skip": (page - 1) * size, **asdict(narrow)}
    return list(db.execute(query, asked))
