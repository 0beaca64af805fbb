-- name: take
UPDATE stages SET fence = fence + 1, leased_until = :until, flow_run_id = :run
WHERE id = :stage AND {is_worked_on} AND (flow_run_id = :run OR flow_run_id IS NULL)
RETURNING fence

-- name: renew
UPDATE stages SET leased_until = :until WHERE id = :stage AND fence = :fence

-- name: release
UPDATE stages SET leased_until = NULL WHERE id = :stage AND fence = :fence

-- name: give_run
-- A stage that somebody holds at this moment is left for the next pass: a worker that stands still
-- in a transaction must not hold up all others.
UPDATE stages SET flow_run_id = :run, fence = fence + 1, leased_until = NULL
WHERE id = (SELECT id FROM stages WHERE id = :stage FOR UPDATE SKIP LOCKED)
  AND {is_worked_on} AND flow_run_id IS NOT DISTINCT FROM :old

-- name: worked_on
-- And those that are over and left documents to be made.
{paired} WHERE {g_is_worked_on}

-- name: in_motion
-- Stages in which a worker has or may have something to do, or that have no run; and those of some
-- runs. Found by what is owed and by what is held, not by looking at every open stage.
{paired} WHERE g.id IN (
    SELECT s.stage_id FROM steps s
        WHERE s.state = 'open' AND s.kind IN ('issue', 'effect') AND s.attempts < :tries
    UNION ALL SELECT s.stage_id FROM steps s JOIN stages o ON o.id = s.stage_id
        WHERE s.state = 'done' AND s.taken_up_at IS NULL AND o.state = 'open'
    UNION ALL SELECT o.id FROM stages o
        WHERE o.state = 'open' AND (o.flow_run_id IS NULL OR o.leased_until IS NOT NULL)
    UNION ALL SELECT o.id FROM stages o WHERE o.flow_run_id = ANY(CAST(:runs AS uuid[]))
) AND {g_is_worked_on}

-- name: how_many
-- As many live runs must there be.
SELECT count(*) FROM stages g WHERE {g_is_worked_on}

-- name: g_is_worked_on
(g.state = 'open' OR g.id IN (SELECT s.stage_id FROM steps s
    WHERE s.state = 'open' AND s.kind = 'issue' AND s.attempts < :tries))

-- name: one
{paired} WHERE g.id = :stage

-- name: paired
SELECT g.id, g.name, g.state, g.flow_run_id, g.fence, g.leased_until,
    EXISTS (
        SELECT 1 FROM steps s WHERE s.stage_id = g.id AND (
            (s.state = 'open' AND s.kind IN ('issue', 'effect') AND s.attempts < :tries)
            OR (g.state = 'open' AND s.state = 'done' AND s.taken_up_at IS NULL)
        )
    ) AS has_work
FROM stages g

-- name: urgent
SELECT g.id FROM stages g WHERE g.id = ANY(CAST(:stages AS uuid[])) AND {is_urgent}

-- name: is_of_stage
SELECT EXISTS (SELECT 1 FROM stages WHERE flow_run_id = :run AND {is_worked_on})

-- name: is_worked_on
-- Whether a worker has, or may have, something to do for a stage.
(stages.state = 'open' OR EXISTS (SELECT 1 FROM steps w
    WHERE w.stage_id = stages.id AND w.state = 'open' AND w.kind = 'issue'))
